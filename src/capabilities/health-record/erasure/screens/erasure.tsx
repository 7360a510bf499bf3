/** One erasure: what and why, the decision, and what stays. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CaseView } from '../../../../engines/pathways/shapes.ts';
import { api } from '../../../../web/kit/api.ts';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { PageHead } from '../../../../web/kit/page.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../../web/kit/states.tsx';
import { Timeline } from '../../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { ErasureView } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { Decide } from './decide.tsx';
import { erasureWords } from './erasure-words.ts';
import { ERASURES_KEY } from './erasures.tsx';
import './erasures.css';

const Facts = ({ view }: { readonly view: ErasureView }): React.JSX.Element => {
  const words = useWords(erasureWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <section className="card" aria-label={view.number}>
      <dl className="erasure-facts">
        <dt>{words.columns.resident}</dt>
        <dd>{view.resident}</dd>
        <dt>{words.columns.entry}</dt>
        <dd>
          <b>{wordOf(words.types, view.entry.type)}</b> <span className="numbers">{view.entry.id}</span>
          <p className="note">{words.entryNote}</p>
        </dd>
        <dt>{said.questions.kind}</dt>
        <dd>{said.answers[view.kind]}</dd>
        {view.moveTo !== null && (
          <>
            <dt>{words.moveTo}</dt>
            <dd>{view.moveTo}</dd>
          </>
        )}
        <dt>{words.columns.basis}</dt>
        <dd>
          <b>{said.answers[view.basis]}</b> {view.authority}
        </dd>
        <dt>{said.questions.explanation}</dt>
        <dd className="erasure-words">{view.explanation}</dd>
        <dt>{words.columns.asked}</dt>
        <dd>
          {view.asked.name} {view.asked.role === null ? '' : wordOf(kit.roles, view.asked.role)} {moment(view.asked.at)}
        </dd>
        {view.dueAt !== null && (
          <>
            <dt>{words.columns.due}</dt>
            <dd className={view.late ? 'danger numbers' : 'numbers'}>
              {moment(view.dueAt)}
              {view.late && ` · ${words.late}`}
              {!view.verified && <p className="note">{words.unverified}</p>}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};

const Kept = ({ of }: { readonly of: NonNullable<ErasureView['tombstone']> }): React.JSX.Element => {
  const words = useWords(erasureWords);
  const kit = useWords(kitTable);
  return (
    <section className="card" aria-label={words.kept}>
      <h2>{words.kept}</h2>
      <p className="note">{words.keptNote}</p>
      <dl className="erasure-facts">
        <dt>{words.decided}</dt>
        <dd>
          {of.decided.name} {of.decided.role === null ? '' : wordOf(kit.roles, of.decided.role)}{' '}
          {momentWords(of.decided.at, kit, serverNow())}
        </dd>
        <dt>{words.digest}</dt>
        <dd>
          {words.versions(String(of.versions))} <p className="erasure-digest">{of.digest}</p>
        </dd>
        {of.movedTo !== null && (
          <>
            <dt>{words.movedTo}</dt>
            <dd className="numbers">{of.movedTo}</dd>
          </>
        )}
      </dl>
    </section>
  );
};

export const ErasureScreen = (): React.JSX.Element => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const words = useWords(erasureWords);
  const said = useWords(caseTable);
  const client = useQueryClient();
  const caseId = params['id'] ?? '';
  const erasure = useQuery({
    queryKey: [...ERASURES_KEY, caseId],
    queryFn: ({ signal }) => api.get(`/api/erasures/${caseId}`, ErasureView, signal),
  });
  const view = useQuery({
    queryKey: [...ERASURES_KEY, caseId, 'case'],
    queryFn: ({ signal }) => api.get(`/api/cases/${caseId}`, CaseView, signal),
  });
  const fault = erasure.error ?? view.error;
  if (fault !== null)
    return (
      <ErrorState
        what={words.title}
        fault={fault}
        onRetry={() => {
          void erasure.refetch();
          void view.refetch();
        }}
      />
    );
  if (erasure.data === undefined || view.data === undefined) return <Skeleton rows={6} height={48} />;
  return (
    <div className="erasures">
      <PageHead title={`${said.document} ${erasure.data.number}`} note={wordOf(said.states, erasure.data.state)}>
        <Link to="/erasures" className="button">
          {words.back}
        </Link>
      </PageHead>
      <Facts view={erasure.data} />
      {erasure.data.tombstone !== null && <Kept of={erasure.data.tombstone} />}
      <Decide view={view.data} onDone={() => void client.invalidateQueries({ queryKey: ERASURES_KEY })} />
      <section className="card" aria-label={words.history}>
        <h2>{words.history}</h2>
        <Timeline
          rows={view.data.timeline.map((row) => ({
            key: String(row.version),
            at: row.at,
            what: wordOf(said.done, row.step),
            by: row.by,
            reason: row.reason === null ? null : wordOf(said.answers, row.reason),
            detail: typeof row.answers?.['finding'] === 'string' ? row.answers['finding'] : null,
          }))}
          current={null}
          ahead={[]}
        />
      </section>
    </div>
  );
};
