/** 入住单: whose turn it is, what can be done, and everything that happened to the person in the house. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { OwnerAndClock } from '../../../web/kit/case-header.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { useSession } from '../../../web/kit/session.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { Timeline } from '../../../web/kit/timeline.tsx';
import { ELDER_CARE_FORMS } from '../forms/all.ts';
import { words as elderTable } from '../words.ts';
import type { StayView } from '../shapes.ts';
import { Answers, formOf } from './answers.tsx';
import { boardWords } from './board-words.ts';
import { FamilyCard } from './family-card.tsx';
import { Days } from './stay-days.tsx';
import { Now, PlanAndMedicines, Results, Week } from './stay-now.tsx';
import { useStay } from './stay-query.ts';
import { stayWords } from './stay-words.ts';
import { Steps } from './step-form.tsx';
import './beds.css';
import './stay.css';

export const useCase = (id: string) =>
  useQuery({ queryKey: ['case', id], queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal) });

/** What is next in a house: a plan where there is none, the assessment after an incident, and day by day the care. */
const primaryOf = (state: string, stay: StayView | undefined): string | null =>
  state === 'to-reassess'
    ? 'reassess'
    : state !== 'resident'
      ? null
      : stay !== undefined && stay.plan === null
        ? 'plan-care'
        : 'record-care';

export const StayScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const said = useWords(stayWords);
  const elder = useWords(elderTable);
  const { role } = useSession();
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const found = useCase(id);
  const view = found.data;
  const stay = useStay(id, view?.pathway === 'residence').data;
  if (view === undefined)
    return (
      <div className="beds">
        {found.isError ? (
          <ErrorState what={words.stayTitle} fault={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Skeleton rows={4} height={96} />
        )}
      </div>
    );
  const openedBy = view.timeline.find(({ version }) => version === 1)?.form ?? null;
  const openedWith = view.timeline.find(({ version }) => version === 1)?.answers ?? null;
  const opened = wordOf(elder.forms, openedBy ?? '');
  const asks =
    ['resident', 'to-reassess'].includes(view.state) && view.receiver.organisation.id === role.organisation.id;
  const asksFor = { assessment: said.askAssessment, 'care-benefit': said.askBenefit, 'care-subsidy': said.askSubsidy };
  return (
    <div className="beds">
      <PageHead
        title={view.resident?.name ?? view.headline}
        note={
          <span className="dotted">
            <span>
              {wordOf(elder.documents, view.pathway)} {view.number}
            </span>
            <span>{view.receiver.organisation.name}</span>
          </span>
        }
      >
        <Tag tone={view.state === 'to-reassess' || view.state === 'away' ? 'warning' : 'primary'}>
          {wordOf(elder.states, view.state)}
        </Tag>
        <Link className="button no-print" to="/beds">
          {words.back}
        </Link>
      </PageHead>
      <div className="elder-page">
        <div>
          {stay !== undefined && (
            <>
              <Now stay={stay} />
              <PlanAndMedicines stay={stay} />
              <Days stay={stay} />
              <Week stay={stay} />
            </>
          )}
          <section className="card" aria-label={opened}>
            <h2>{opened}</h2>
            {openedWith === null ? (
              <p className="note">{words.notForYou}</p>
            ) : (
              <Answers answers={openedWith} form={formOf(openedBy)} />
            )}
          </section>
          <section className="card">
            <Timeline
              rows={[...view.timeline].reverse().map((entry) => ({
                key: String(entry.version),
                at: entry.at,
                what: wordOf(elder.steps, entry.step),
                by: entry.by,
                reason: entry.reason === null ? null : wordOf(elder.answers, entry.reason),
                detail:
                  entry.answers === null || entry.version === 1 ? undefined : (
                    <div className="stay-answers">
                      <Answers answers={entry.answers} form={formOf(entry.form)} />
                    </div>
                  ),
              }))}
              current={null}
              ahead={[]}
            />
          </section>
        </div>
        <div>
          {view.owner !== null && view.clock !== null && (
            <OwnerAndClock
              owner={view.owner}
              clock={view.clock}
              urgency={view.urgency}
              clockName={wordOf(elder.clocks, view.clock.limit)}
            />
          )}
          {asks && view.resident !== null && (
            <p className="stay-asks no-print">
              {(['assessment', 'care-benefit', 'care-subsidy'] as const).map((pathway) => (
                <Link
                  key={pathway}
                  className="button"
                  to="/elder-care/new/$pathway/$id"
                  params={{ pathway, id: view.resident?.id ?? '' }}
                >
                  {asksFor[pathway]}
                </Link>
              ))}
            </p>
          )}
          <Steps view={view} forms={ELDER_CARE_FORMS} primary={primaryOf(view.state, stay)} />
          {stay !== undefined && (
            <>
              <Results stay={stay} />
              <FamilyCard view={view} stay={stay} />
            </>
          )}
        </div>
      </div>
    </div>
  );
};
