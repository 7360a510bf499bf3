/** What a contract owes by a day, and when it is to be spoken of before it ends. Pure. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

export type ContractFact = {
  readonly from: string;
  readonly until: string;
  readonly openCallAt: Date | null;
  readonly today: string;
};

/** Days before the end at which somebody is warned, the most pressing last. */
export const WARNINGS = [60, 30, 7] as const;

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The warning that stands: the smallest number of days the contract has at most left; null while more than 60 are left. */
export const expiryWarning = (until: string, today: string): (typeof WARNINGS)[number] | 'expired' | null => {
  const left = daysBetween(today, until);
  if (left <= 0) return 'expired';
  return [...WARNINGS].reverse().find((days) => left <= days) ?? null;
};

/** Visits owed by a day: so many for each full month since the beginning, and none for the month under way. */
export const visitsOwed = (from: string, today: string, perMonth: number): number => {
  const months =
    (Number(today.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    (Number(today.slice(5, 7)) - Number(from.slice(5, 7))) -
    (today.slice(8) < from.slice(8) ? 1 : 0);
  return Math.max(0, months) * perMonth;
};

const factOf = (facts: StepFacts): ContractFact | undefined => facts.loaded['contract'] as ContractFact | undefined;
const AHEAD = 5 * 60_000;

export const homeIsOne: Rule = (facts) => {
  if (!facts.answered) return true;
  const home = facts.parties['receiver'];
  if (home === undefined) return refuse('contract.no-such-home');
  return home.organisation !== facts.parties['sender']?.organisation || refuse('contract.with-itself');
};
export const contractPeriodIsOne: Rule = ({ answered, answers }) =>
  !answered || String(answers['fromOn']) < String(answers['untilOn']) || refuse('contract.ends-before-it-begins');

/** An ended contract is renewed or closed; nothing more is done under it. */
export const inItsTime: Rule = (facts) => {
  const fact = factOf(facts);
  return fact === undefined || fact.today < fact.until || refuse('contract.expired', { until: fact.until });
};
const notAhead =
  (question: string): Rule =>
  ({ answers, now }) => {
    const given = answers[question];
    return typeof given !== 'string' || Date.parse(given) <= now.getTime() + AHEAD || refuse('contract.in-the-future');
  };
export const visited = notAhead('visitedAt');
export const called = notAhead('calledAt');

export const noCallOpen: Rule = (facts) => !(factOf(facts)?.openCallAt instanceof Date) || refuse('contract.call-open');
export const callIsOpen: Rule = (facts) => {
  const open = factOf(facts)?.openCallAt;
  if (!(open instanceof Date)) return refuse('contract.no-call-open');
  const given = facts.answers['answeredAt'];
  return typeof given !== 'string' || Date.parse(given) >= open.getTime() || refuse('contract.answered-before-called');
};
export const renewedLonger: Rule = (facts) =>
  !facts.answered || String(facts.answers['untilOn']) > (factOf(facts)?.until ?? '') || refuse('contract.not-longer');
