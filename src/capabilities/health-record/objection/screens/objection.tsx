/** One objection: the resident's words, the look or entry it is about, the answer, and how it went. The record is not shown. */
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
import { ObjectionView } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { Answer } from './answer.tsx';
import { objectionWords } from './objection-words.ts';
import { OBJECTIONS_KEY, Whose } from './objections.tsx';
import './objections.css';

const About = ({ view }: { readonly view: ObjectionView }): React.JSX.Element | null => {
  const words = useWords(objectionWords);
  const kit = useWords(kitTable);
  const { look, entry } = view;
  if (look !== null)
    return (
      <>
        <dt>{words.theLook}</dt>
        <dd>
          <Whose row={view} /> {momentWords(look.at, kit, serverNow())} {words.actions[look.action]}{' '}
          {look.what === null ? words.record : wordOf(words.types, look.what)} {look.refused && words.refusedLook}
        </dd>
        <dt>{words.basis}</dt>
        <dd>
          {look.why.length === 0 ? words.noBasis : look.why.map((kind) => wordOf(words.reasons, kind)).join('、')}
        </dd>
      </>
    );
  if (entry === null) return null;
  return (
    <>
      <dt>{words.theEntry}</dt>
      <dd>
        <b>{wordOf(words.types, entry.type)}</b> <span className="numbers">{entry.id}</span>
        {entry.changed && !entry.gone && <p className="note">{words.entryChanged}</p>}
        {entry.gone && <p className="note">{words.entryGone}</p>}
        <p className="note">{words.entryNote}</p>
      </dd>
      <dt>{words.columns.who}</dt>
      <dd>
        <Whose row={view} />
      </dd>
    </>
  );
};

const Facts = ({ view }: { readonly view: ObjectionView }): React.JSX.Element => {
  const words = useWords(objectionWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <section className="card" aria-label={view.number}>
      <dl className="objection-facts">
        <dt>{words.columns.resident}</dt>
        <dd>{view.resident}</dd>
        <About view={view} />
        <dt>{words.columns.wrong}</dt>
        <dd>
          <b>{wordOf(said.answers, view.wrong)}</b>
        </dd>
        <dt>{words.said}</dt>
        <dd className="objection-words">{view.note ?? <span className="note">{words.nothingSaid}</span>}</dd>
        <dt>{words.columns.made}</dt>
        <dd className="numbers">{moment(view.madeAt)}</dd>
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
        {view.answer !== null && (
          <>
            <dt>{words.answer}</dt>
            <dd className="objection-words">
              {view.answer.finding}
              <p className="note">{view.answer.done.map((code) => said.answers[code]).join('、')}</p>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};

export const ObjectionScreen = (): React.JSX.Element => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const words = useWords(objectionWords);
  const said = useWords(caseTable);
  const client = useQueryClient();
  const caseId = params['id'] ?? '';
  const objection = useQuery({
    queryKey: [...OBJECTIONS_KEY, caseId],
    queryFn: ({ signal }) => api.get(`/api/objections/${caseId}`, ObjectionView, signal),
  });
  const view = useQuery({
    queryKey: [...OBJECTIONS_KEY, caseId, 'case'],
    queryFn: ({ signal }) => api.get(`/api/cases/${caseId}`, CaseView, signal),
  });
  const fault = objection.error ?? view.error;
  if (fault !== null)
    return (
      <ErrorState
        what={words.title}
        fault={fault}
        onRetry={() => {
          void objection.refetch();
          void view.refetch();
        }}
      />
    );
  if (objection.data === undefined || view.data === undefined) return <Skeleton rows={6} height={48} />;
  return (
    <div className="objections">
      <PageHead title={`${said.document} ${objection.data.number}`} note={wordOf(said.states, objection.data.state)}>
        <Link to="/objections" className="button">
          {words.back}
        </Link>
      </PageHead>
      <Facts view={objection.data} />
      <Answer
        view={view.data}
        about={objection.data.about}
        onDone={() => void client.invalidateQueries({ queryKey: OBJECTIONS_KEY })}
      />
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
