/** 会诊意见与任务: what the team is asked and has to do, answered and ticked off where the person is. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { Person, WorkRow } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { workWords } from '../words/work.ts';
import { StepForm } from './step-form.tsx';

/** The step of one piece of work, asked for from its own case when it is opened. Once taken, the page is asked for anew by the form. */
const Taking = ({
  id,
  step,
  onClose,
}: {
  readonly id: string;
  readonly step: string;
  readonly onClose: () => void;
}): React.JSX.Element => {
  const view = useQuery({
    queryKey: ['hospice', 'case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal),
  });
  const label = wordOf(useWords(hospiceTable).steps, step);
  if (view.error !== null) return <ErrorState what={label} fault={view.error} onRetry={() => void view.refetch()} />;
  if (view.data === undefined) return <Skeleton rows={1} height={48} />;
  if (!view.data.steps.some((one) => one.step === step))
    return <p className="note">{view.data.blocked.find((one) => one.step === step)?.reason}</p>;
  return <StepForm view={view.data} step={step} onClose={onClose} onTaken={onClose} />;
};

const STEPS: Readonly<Record<WorkRow['kind'], readonly string[]>> = { opinion: ['answer'], task: ['done', 'drop'] };

const Row = ({ row }: { readonly row: WorkRow }): React.JSX.Element => {
  const words = useWords(workWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const [chosen, setChosen] = useState<string | null>(null);
  const now = serverNow();
  const due = row.dueAt === null ? null : new Date(row.dueAt);
  return (
    <li>
      {row.profession !== null && <b>{wordOf(hospice.answers, row.profession)}</b>} {row.what}{' '}
      {row.closedAt === null ? (
        due !== null && (
          <Tag tone={due < now ? 'danger' : 'plain'}>
            {words.until(dayWords(dayOf(due), kit, now))}
            {due < now && ` ${words.overdue}`}
          </Tag>
        )
      ) : (
        <div>
          {row.said}{' '}
          <span className="note">
            {kit.told([
              ...(row.kind === 'task' ? [wordOf(words.states, row.state)] : []),
              ...(row.by === null ? [] : [row.by]),
              dayWords(dayOf(new Date(row.closedAt)), kit, now),
            ])}
          </span>
        </div>
      )}
      {row.closedAt === null && chosen === null && (
        <p className="hospice-acts no-print">
          {STEPS[row.kind].map((step) => (
            <Button
              key={step}
              onClick={() => setChosen(step)}
              aria-label={`${wordOf(hospice.steps, step)} ${row.what}`}
            >
              {wordOf(hospice.steps, step)}
            </Button>
          ))}
        </p>
      )}
      {chosen !== null && <Taking id={row.id} step={chosen} onClose={() => setChosen(null)} />}
    </li>
  );
};

export const Work = ({ person }: { readonly person: Person }): React.JSX.Element => {
  const words = useWords(workWords);
  const open = person.work.filter(({ closedAt }) => closedAt === null);
  return (
    <section className="card" aria-label={words.title}>
      <h2>{words.title}</h2>
      {open.length === 0 && <p className="note">{words.none}</p>}
      <ul className="hospice-work">
        {person.work.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
};
