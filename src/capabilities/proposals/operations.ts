/** What a proposal's step changes of its case: its parties, the title that is heard, and the one clock of the answer. */
import type { CaseState, Moves, StepQuestion } from '../../engines/pathways/capability.ts';
import { addDays } from '../../platform/civil-time.ts';
import { loadedIn } from './operations/load.ts';
import { addMonths } from './rules/facts.ts';
import type { ProposalLoads } from './rules/facts.ts';

export { loads } from './operations/load.ts';
export { write } from './operations/rows.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** When the state a step leads to is due, where the rule decides it; otherwise the region's limit does. */
const dueOn = (question: StepQuestion, loaded: ProposalLoads, before: CaseState | null): string | null => {
  const { step, answers, today } = question;
  const { proposal, rule } = loaded;
  if (rule === null) return null;
  switch (step) {
    case 'receive':
    case 'file':
      return addDays(today, rule.handOverDays);
    case 'hand-over':
      return addDays(today, rule.returnDays);
    case 'answer-return':
      return answers['returnDecision'] === 'return-rejected' ? addDays(today, rule.returnDays) : null;
    case 'answer-extension':
      return answers['extensionDecision'] === 'extension-granted'
        ? text(answers['until'])
        : (proposal?.answerDue ?? null);
    case 'record-opinion':
      return answers['verdict'] === 'dissatisfied' ? addMonths(today, rule.reHandleMonths) : null;
    case 'sign-in':
    case 'draft':
    case 'review-draft':
    case 'ask-opinion':
    case 'go-without-opinion':
    case 'record-draft-opinion':
    case 'sign':
    case 'send-back':
    case 'letter-submitted':
    case 'letter-checked':
    case 'letter-stopped':
    case 'letter-signed':
      return before === null ? null : (proposal?.answerDue ?? null);
    default:
      return null;
  }
};

export const moves = (
  question: StepQuestion,
  named: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  const loaded = loadedIn(named);
  const { answers, step } = question;
  const due = dueOn(question, loaded, before);
  const dueAt = due === null ? {} : { dueAt: question.endOfDay(due) };
  const at = (organisation: string) => ({ organisation, department: null });
  if (before === null) {
    const { offices } = loaded;
    return {
      ...dueAt,
      headline: text(answers['title']),
      parties:
        offices === null
          ? {}
          : { body: at(offices.organisation), office: at(offices.office), supervisor: at(offices.supervisor) },
    };
  }
  if (step === 'hand-over') return { ...dueAt, parties: { ...before.parties, lead: at(text(answers['lead'])) } };
  return dueAt;
};
