/** What the rules of proposals look at; the server has loaded it before. Days are civil days of the region. */
import type { StepFacts } from '../../../engines/pathways/define.ts';
import type { ReplyClass, Verdict } from '../forms/codes.ts';

/** The part of the dated rule that decides steps (region pack, proposals.json). */
export type RuleFact = {
  readonly handOverDays: number;
  readonly returnDays: number;
  readonly answer: { readonly months: number; readonly by?: string | undefined };
  readonly extendToMonths: number;
  readonly coHandleMonths: number;
  readonly reHandleMonths: number;
  readonly draftOpinion: 'required' | 'customary';
  readonly jointAnswer: 'each' | 'first-passes-on';
  readonly classes: readonly { readonly code: ReplyClass; readonly zh: string; readonly en: string }[];
  readonly followed: readonly ReplyClass[];
  readonly bands?: readonly { readonly verdict: Verdict; readonly from: number }[] | undefined;
  readonly classLabel?: string | undefined;
  readonly copyTo: readonly { readonly name: string; readonly copies?: number | undefined }[];
};

export type ProposalFact = {
  readonly id: string;
  readonly body: string;
  readonly year: number;
  readonly number: number | null;
  readonly signers: number;
  readonly lead: string | null;
  readonly handedOverOn: string | null;
  readonly answerDue: string | null;
  readonly firstDue: string | null;
  readonly sentOn: string | null;
  readonly firstSentOn: string | null;
  readonly replyClass: ReplyClass | null;
  /** What the drafting section meant to answer, until the letter says it. */
  readonly draftClass: string | null;
  readonly publication: string | null;
  readonly round: number;
};

export type ProposalLoads = {
  readonly today: string;
  readonly proposal: ProposalFact | null;
  readonly rule: RuleFact | null;
  readonly offices: {
    readonly organisation: string;
    readonly office: string;
    readonly supervisor: string;
  } | null;
  /** Whether another proposal of the body and year has the number that was answered. */
  readonly numberTaken: boolean;
  /** The proposal that was chosen to merge into, or to go on from. */
  readonly other: {
    readonly id: string;
    readonly body: string;
    readonly year: number;
    readonly closed: boolean;
  } | null;
  /** Whether the organisations that were chosen exist and may handle proposals. */
  readonly unknownOrganisations: readonly string[];
};

export const loadsOf = (facts: StepFacts): ProposalLoads => facts.loaded['proposals'] as ProposalLoads;

/** The same day of the month, months later; the month's last day where it has no such day. */
export const addMonths = (day: string, count: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const reached = year * 12 + (month - 1) + count;
  const of = new Date(Date.UTC(Math.floor(reached / 12), (reached % 12) + 1, 0));
  const last = of.getUTCDate();
  return `${of.toISOString().slice(0, 8)}${String(Math.min(date, last)).padStart(2, '0')}`;
};

/** The day an answer is due: the months of the rule, or its fixed day of the year where that comes first. */
export const answerDueOf = (rule: RuleFact, handedOverOn: string): string => {
  const due = addMonths(handedOverOn, rule.answer.months);
  const by = rule.answer.by === undefined ? undefined : `${handedOverOn.slice(0, 4)}-${rule.answer.by}`;
  return by !== undefined && by >= handedOverOn && by < due ? by : due;
};
