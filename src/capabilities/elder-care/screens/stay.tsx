/** 入住单: whose turn it is, what can be done, and everything that happened to the person in the house. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import type { Form, Question } from '../../../engines/forms/define.ts';
import { api } from '../../../web/kit/api.ts';
import { OwnerAndClock } from '../../../web/kit/case-header.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts, PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { Timeline } from '../../../web/kit/timeline.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ELDER_CARE_FORMS } from '../forms/all.ts';
import { words as elderTable } from '../words.ts';
import { boardWords } from './board-words.ts';
import { Steps } from './step-form.tsx';
import './beds.css';
import './stay.css';

export const useCase = (id: string) =>
  useQuery({ queryKey: ['case', id], queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal) });

type Asked = readonly (readonly [string, Question])[];

/** Answers in the order of their form, in words; what is chosen by id is not read by a person. */
export const Answers = ({
  answers,
  form,
}: {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly form: Form | undefined;
}): React.JSX.Element => {
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const said = (question: Question, value: unknown): string => {
    if (question.kind === 'yes-no') return value === true ? kit.field.yes : kit.field.no;
    if (question.kind === 'instant') return momentWords(String(value), kit, serverNow());
    if (question.kind === 'choices' && Array.isArray(value))
      return value.map((code) => wordOf(elder.answers, String(code))).join('、');
    if (question.kind === 'repeat' && Array.isArray(value))
      return value
        .map((row: Readonly<Record<string, unknown>>) =>
          Object.entries(question.of)
            .flatMap(([code, inner]) => (row[code] === undefined ? [] : [said(inner, row[code])]))
            .join(' '),
        )
        .join('；');
    return question.kind === 'choice' ? wordOf(elder.answers, String(value)) : String(value);
  };
  const asked: Asked = Object.entries(form?.questions ?? {});
  return (
    <Facts
      rows={asked
        .filter(([code, question]) => answers[code] !== undefined && question.kind !== 'pick')
        .map(([code, question]) => ({
          label: elder.questions[code as keyof typeof elder.questions],
          value: said(question, answers[code]),
        }))}
    />
  );
};

export const StayScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const elder = useWords(elderTable);
  const { role } = useSession();
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const found = useCase(id);
  const view = found.data;
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
  const formOf = (name: string | null): Form | undefined => ELDER_CARE_FORMS.find((form) => form.name === name);
  const openedBy = view.timeline.find(({ version }) => version === 1)?.form ?? null;
  const opened = wordOf(elder.forms, openedBy ?? '');
  const asks =
    ['resident', 'to-reassess'].includes(view.state) && view.receiver.organisation.id === role.organisation.id;
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
          <section className="card" aria-label={opened}>
            <h2>{opened}</h2>
            <Answers answers={view.summary} form={formOf(openedBy)} />
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
                  {pathway === 'assessment'
                    ? elder.steps['request-assessment']
                    : `${elder.steps['ask-benefit']} ${elder.documents[pathway]}`}
                </Link>
              ))}
            </p>
          )}
          <Steps view={view} forms={ELDER_CARE_FORMS} />
        </div>
      </div>
    </div>
  );
};
