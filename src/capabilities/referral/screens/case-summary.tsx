/** The out form as the receiver reads it, the hold, the return form and its dated tasks. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import type { Question } from '../../../engines/forms/define.ts';
import { dayOf, dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { KitWords } from '../../../web/kit/words.ts';
import { FORMS } from '../forms.ts';
import { words as referralTable } from '../words.ts';
import { words as table } from './case-words.ts';
import { PlanSummary } from './plan-summary.tsx';

type Answers = Readonly<Record<string, unknown>>;

export const formNamed = (name: string): (typeof FORMS)[number] | undefined => FORMS.find((form) => form.name === name);

/** An answer in words; null when it says nothing to a reader (ids of picks, empty ones). */
const answerWords = (
  question: Question,
  value: unknown,
  answers: Readonly<Record<string, string>>,
  kit: KitWords,
): string | null => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (question.kind) {
    case 'choice':
      return text === '' ? null : wordOf(answers, text);
    case 'choices':
      return Array.isArray(value) && value.length > 0
        ? kit.listed(value.map((each) => wordOf(answers, String(each))))
        : null;
    case 'yes-no':
      return typeof value === 'boolean' ? (value ? kit.field.yes : kit.field.no) : null;
    case 'date':
      return text === '' ? null : dayWords(text, kit, serverNow());
    case 'instant':
      return text === '' ? null : momentWords(text, kit, serverNow());
    case 'quantity':
      return text === '' ? null : `${text} ${question.unit}`;
    case 'text':
    case 'whole':
      return text === '' ? null : text;
    case 'pick':
    case 'repeat':
      return null;
  }
};

/** A form's answers as names and values, in the form's order. */
export const AnswerFacts = ({
  form,
  answers,
  leaveOut = [],
}: {
  readonly form: string;
  readonly answers: Answers;
  readonly leaveOut?: readonly string[];
}): React.JSX.Element | null => {
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const questions: Readonly<Record<string, Question>> = formNamed(form)?.questions ?? {};
  const rows = Object.entries(questions).flatMap(([code, question]) => {
    if (leaveOut.includes(code)) return [];
    const value = answerWords(question, answers[code], referral.answers, kit);
    return value === null ? [] : [{ label: wordOf(referral.questions, code), value }];
  });
  return rows.length === 0 ? null : <Facts rows={rows} />;
};

const HoldRow = ({ hold }: { readonly hold: NonNullable<CaseView['hold']> }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const until = momentWords(hold.untilAt, kit, serverNow());
  const said = {
    active: words.holdActive(hold.department.name, until),
    used: words.holdUsed(hold.department.name),
    released: words.holdReleased(hold.department.name),
    expired: words.holdExpired(hold.department.name),
  }[hold.status];
  const value = (
    <>
      {said} {hold.slotAt !== null && <span>{words.slot(momentWords(hold.slotAt, kit, serverNow()))} </span>}
      {hold.overCapacity && <Tag tone="warning">{words.overCapacity}</Tag>}
    </>
  );
  return <Facts rows={[{ label: words.hold, value }]} />;
};

const Tasks = ({ tasks }: { readonly tasks: CaseView['tasks'] }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const today = dayOf(serverNow());
  return (
    <section aria-labelledby="tasks-title">
      <h2 id="tasks-title">{words.tasks}</h2>
      <ul className="case-tasks">
        {tasks.map(({ what, due, done }) => {
          const day = dayWords(due, kit, serverNow());
          return (
            <li key={`${what}${due}`}>
              <span>{what}</span>
              {done ? (
                <Tag tone="good">{words.taskDone}</Tag>
              ) : (
                <Tag tone={due < today ? 'danger' : 'plain'}>
                  {due < today ? words.taskLate(day) : words.taskDue(day)}
                </Tag>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
};

export const CaseSummary = ({ view }: { readonly view: CaseView }): React.JSX.Element => {
  const words = useWords(table);
  const returned = [...view.timeline]
    .reverse()
    .find(({ form, answers }) => (form === 'return-note' || form === 'down-referral') && answers !== null);
  return (
    <>
      <section aria-labelledby="summary-title">
        <div className="case-section-head">
          <h2 id="summary-title">{words.summary}</h2>
          <span className="note">{words.filledBy(view.sender.name)}</span>
        </div>
        {/* Urgency and allergies stand in the head. */}
        <AnswerFacts form="referral-request" answers={view.summary} leaveOut={['urgency', 'allergy']} />
        {view.hold !== null && <HoldRow hold={view.hold} />}
      </section>
      {returned !== undefined && returned.answers !== null && (
        <section aria-labelledby="return-title">
          <div className="case-section-head">
            <h2 id="return-title">{words.returnNote}</h2>
            <span className="note">{words.filledBy(returned.by.organisation.name)}</span>
          </div>
          <AnswerFacts form="return-note" answers={returned.answers} leaveOut={['overrideReason']} />
          <PlanSummary answers={returned.answers} />
        </section>
      )}
      {view.tasks.length > 0 && <Tasks tasks={view.tasks} />}
    </>
  );
};
