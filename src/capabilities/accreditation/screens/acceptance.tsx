/** One acceptance, or one expert's review of it: whose turn it is, what was said clause by clause, what stands. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { OwnerAndClock } from '../../../web/kit/case-header.tsx';
import { dayWords } from '../../../web/kit/civil.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts, PageHead } from '../../../web/kit/page.tsx';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { Timeline } from '../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { standardOf } from '../rules/standards.ts';
import { AcceptanceView } from '../shapes.ts';
import type { OpinionRow } from '../shapes.ts';
import { words as table } from '../words.ts';
import { Comparison } from './clauses.tsx';
import { Terms } from './overview.tsx';
import { screenWords } from './screen-words.ts';
import { Steps } from './step-form.tsx';
import './acceptance.css';

const VERDICT_TONES = { pass: 'good', rectify: 'warning', fail: 'danger' } as const;

const Opinion = ({ row, latest }: { readonly row: OpinionRow; readonly latest: boolean }): React.JSX.Element => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  const { answers } = useWords(table);
  const tone = Object.hasOwn(VERDICT_TONES, row.verdict)
    ? VERDICT_TONES[row.verdict as keyof typeof VERDICT_TONES]
    : 'plain';
  return (
    <li className={latest ? undefined : 'acceptance-earlier'}>
      <p>
        <b>{row.house.name}</b> {row.by} <Tag tone={tone}>{wordOf(answers, row.verdict)}</Tag>{' '}
        <span className="note dotted">
          <span>{words.round(row.round)}</span>
          <span>{words.visited(dayWords(row.visitedOn, kit, serverNow()))}</span>
          <span>{words.found(row.beds)}</span>
        </span>
      </p>
      <p>{row.opinion}</p>
    </li>
  );
};

const Opinions = ({ own }: { readonly own: AcceptanceView }): React.JSX.Element => {
  const words = useWords(screenWords);
  const waiting = own.open.filter(({ state }) => state === 'review-asked');
  const declined = own.open.filter(({ state }) => state === 'review-declined');
  return (
    <section className="card" aria-label={words.opinions}>
      <h2>{words.opinions}</h2>
      {own.opinions.length === 0 && <p className="note">{words.noOpinions}</p>}
      <ul className="acceptance-opinions">
        {own.opinions.map((row) => (
          <Opinion key={row.case} row={row} latest={row.round === own.round} />
        ))}
        {[...waiting, ...declined].map(({ case: id, house, state }) => (
          <li key={id}>
            <b>{house.name}</b>{' '}
            <Tag tone={state === 'review-asked' ? 'primary' : 'plain'}>
              {state === 'review-asked' ? words.waitingFor : words.declinedBy}
            </Tag>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Page = ({
  own,
  view,
  again,
}: {
  readonly own: AcceptanceView;
  readonly view: CaseView;
  readonly again: () => void;
}) => {
  const words = useWords(screenWords);
  const accreditation = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const standard = standardOf(own.standard);
  const hidden =
    own.kind === 'acceptance' && own.opinions.length === 0 && ['reviewing', 'rechecking'].includes(own.state);
  const said = (answers: Readonly<Record<string, unknown>> | null): string | undefined => {
    const found = ['demands', 'missing', 'why', 'opinion', 'note', 'focus'].map((code) => answers?.[code]);
    const text = found.find((value) => typeof value === 'string' && value !== '');
    return typeof text === 'string' ? text : undefined;
  };
  return (
    <div className="case-desk acceptance">
      <PageHead
        title={`${wordOf(accreditation.documents, view.pathway)} ${own.number}`}
        note={
          <span className="dotted">
            <span>{own.organisation.name}</span>
            <span>{wordOf(accreditation.states, own.state)}</span>
          </span>
        }
      >
        <Button onClick={() => window.print()}>{words.print}</Button>
        <Link to="/acceptances" className="button no-print">
          {words.back}
        </Link>
      </PageHead>
      {view.owner !== null && view.clock !== null && (
        <OwnerAndClock
          owner={view.owner}
          clock={view.clock}
          urgency={view.urgency}
          clockName={wordOf(accreditation.clocks, view.clock.limit)}
        />
      )}
      <Steps view={view} own={own} onTaken={again} />
      <section className="card" aria-label={words.facts}>
        <h2>{words.facts}</h2>
        <Facts
          rows={[
            { label: words.institution, value: own.organisation.name },
            ...(own.department === null ? [] : [{ label: words.ward, value: own.department.name }]),
            { label: words.asked, value: words.beds(own.bedsAsked) },
            { label: words.appliedOn, value: dayWords(own.appliedOn, kit, serverNow()) },
            {
              label: words.standard,
              value: (
                <>
                  {standard?.name[language] ?? own.standard}{' '}
                  {!own.verified && (
                    <>
                      <Tag tone="warning">{words.unverified}</Tag>
                      <p className="note">{words.unverifiedWhy(standard?.source ?? '')}</p>
                    </>
                  )}
                </>
              ),
            },
          ]}
        />
      </section>
      {own.terms.length > 0 && (
        <section className="card" aria-label={words.terms}>
          <h2>{words.terms}</h2>
          <Terms terms={own.terms} />
        </section>
      )}
      {own.kind === 'acceptance' && <Opinions own={own} />}
      {hidden && <p className="note">{words.hidden}</p>}
      {standard !== undefined && (
        <section className="card" aria-label={words.comparison}>
          <h2>{words.comparison}</h2>
          <Comparison standard={standard} self={own.self} opinions={own.opinions} />
        </section>
      )}
      <section className="card" aria-label={words.history}>
        <h2>{words.history}</h2>
        <Timeline
          rows={[...view.timeline].reverse().map((row) => ({
            ...{ key: String(row.version), at: row.at, by: row.by, what: wordOf(accreditation.steps, row.step) },
            reason: row.reason === null ? null : wordOf(accreditation.answers, row.reason),
            detail: said(row.answers),
          }))}
          current={null}
          ahead={[]}
        />
      </section>
    </div>
  );
};

export const AcceptanceScreen = (): React.JSX.Element => {
  const words = useWords(screenWords);
  const client = useQueryClient();
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const own = useQuery({
    queryKey: ['acceptances', id],
    queryFn: ({ signal }) => api.get(`/api/acceptances/${id}`, AcceptanceView, signal),
  });
  const view = useQuery({
    queryKey: ['acceptances', id, 'case'],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal),
  });
  const fault = own.error ?? view.error;
  const again = (): void => void client.invalidateQueries({ queryKey: ['acceptances'] });
  if (own.data === undefined || view.data === undefined)
    return (
      <div className="case-desk">
        {fault === null ? (
          <Skeleton rows={6} height={48} />
        ) : (
          <ErrorState what={words.title} fault={fault} onRetry={again} />
        )}
      </div>
    );
  return <Page own={own.data} view={view.data} again={again} />;
};
