/** 健康档案: a life in ten seconds on one screen; scrolling is for detail below, never for the first answer. */
import { Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { refers } from '../../../../consortium/roles.ts';
import { ProblemError } from '../../../../web/kit/api.ts';
import { Key } from '../../../../web/kit/button.tsx';
import { useKeys, useLetterKeys } from '../../../../web/kit/keyboard.tsx';
import { useWords } from '../../../../web/kit/language.ts';
import { useSession } from '../../../../web/kit/session.ts';
import { ErrorState } from '../../../../web/kit/states.tsx';
import type { RecordView } from '../shapes.ts';
import { words as table } from '../words/page.ts';
import { CourseCard } from './record-course.tsx';
import { AccessLine, RecordHead } from './record-head.tsx';
import { OpenProvider } from './record-opening.ts';
import type { Opened } from './record-opening.ts';
import { Pane } from './record-pane.tsx';
import type { Sought } from './record-pane.tsx';
import { Changes, Documents, Medicines, OpenCases, Problems } from './record-parts.tsx';
import { useAccess, useRecord } from './record-query.ts';
import { RecordSkeleton } from './record-skeleton.tsx';
import { Values } from './record-values.tsx';
import './record.css';
import './record-rows.css';
import './record-course.css';
import './record-pane.css';
import './record-narrow.css';

/** In the order of the numbers that jump to them. */
const PLACES = ['problems', 'medicines', 'values', 'cases', 'course', 'documents'] as const;
const NOTHING_SOUGHT: Sought = { q: '', found: null };

const jumpTo = (place: string) => (): boolean => {
  const heading = document.getElementById(`rec-${place}-title`);
  if (heading === null) return false;
  heading.scrollIntoView({ block: 'nearest' });
  heading.focus();
  return true;
};

const Keys = (): React.JSX.Element | null => {
  const words = useWords(table);
  if (!useLetterKeys()) return null;
  return (
    <p className="note rec-keys">
      <span>
        <Key>S</Key> {words.search}
      </span>
      <span>
        <Key>1</Key>–<Key>6</Key> {words.jump}
      </span>
      <span>
        <Key>N</Key> {words.refer}
      </span>
    </p>
  );
};

const Whole = ({ view }: { readonly view: RecordView }): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const { role } = useSession();
  const [trail, setTrail] = useState<readonly Opened[]>([]);
  const [sought, setSought] = useState(NOTHING_SOUGHT);
  const { id } = view.resident;
  const access = useAccess(id);
  const { merged }: { readonly merged?: string } = useSearch({ strict: false });
  const opened = trail.at(-1);
  const open = (next: Opened): void => setTrail([...trail, next]);
  useKeys({
    s: () => {
      setTrail([{ what: 'search' }]);
      return true;
    },
    n: () => {
      if (!refers(role.role)) return false;
      void navigate({ to: '/referrals/new', search: { resident: id } });
      return true;
    },
    ...Object.fromEntries(PLACES.map((place, n) => [String(n + 1), jumpTo(place)])),
  });
  return (
    <OpenProvider value={open}>
      <div className="rec">
        {merged === '1' && (
          <p className="bar" role="status">
            {words.mergedHere}
          </p>
        )}
        <AccessLine id={id} relations={view.relations} />
        <RecordHead view={view} />
        <div className="rec-body">
          <Changes view={view} />
          <div className="rec-columns">
            <div className="rec-column">
              <Problems view={view} />
              <Medicines view={view} />
            </div>
            <Values view={view} />
            <OpenCases view={view} />
          </div>
          <CourseCard view={view} />
          <div className="rec-foot">
            <Documents view={view} />
            <button type="button" className="button small" onClick={() => setTrail([{ what: 'search' }])}>
              {words.search}
            </button>
            <Keys />
          </div>
        </div>
        {opened !== undefined && (
          <Pane
            resident={id}
            withheld={access.data?.withheld ?? 0}
            opened={opened}
            sought={sought}
            onSought={setSought}
            onBack={trail.length > 1 ? () => setTrail(trail.slice(0, -1)) : null}
            onClose={() => setTrail([])}
          />
        )}
      </div>
    </OpenProvider>
  );
};

/** What stands in the record's place for those who may not read it; the desk brings both. */
export type RecordSlots = {
  /** No relation: the ways to one. */
  readonly NoAccess: React.ComponentType<{ readonly id: string; readonly onDone: () => void }>;
  /** A role that registers residents and does not read records. */
  readonly RegistrarOnly: React.ComponentType<{ readonly id: string }>;
};

export const RecordPage = ({ NoAccess, RegistrarOnly }: RecordSlots): React.JSX.Element => {
  const words = useWords(table);
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const id = params['id'] ?? '';
  const record = useRecord(id);
  // the id was absorbed by another: its record is that one's, and the address says so from now on
  if (record.data !== undefined && record.data.resident.id !== id)
    return <Navigate to="/residents/$id" params={{ id: record.data.resident.id }} search={{ merged: '1' }} replace />;
  if (record.data !== undefined) return <Whole key={id} view={record.data} />;
  if (!record.isError) return <RecordSkeleton />;
  const fault = record.error;
  if (fault instanceof ProblemError && fault.problem.code === 'role.may-not') return <RegistrarOnly id={id} />;
  if (fault instanceof ProblemError && [403, 404].includes(fault.status))
    return <NoAccess id={id} onDone={() => void record.refetch()} />;
  return <ErrorState what={words.name} fault={fault} onRetry={() => void record.refetch()} />;
};
