/**
 * The papers of a referral: in which states each may be printed, by whom, what a closed one is marked with, and what makes an
 * earlier print out of date. The out and return forms are printed only in transit, completed or closed; a closed one says why
 * and that it is not valid for care (national form of the public-health service specification, with its local additions).
 */
import { CARING } from '../../../consortium/roles.ts';
import type { Role } from '../../../consortium/roles.ts';
import { refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { referral } from '../pathway.ts';

export const PAPERS = ['out-form', 'return-form', 'consent-sheet', 'slip'] as const;
export type Paper = (typeof PAPERS)[number];
export const isPaper = (text: string): text is Paper => (PAPERS as readonly string[]).includes(text);

type State = keyof typeof referral.states;
type StepName = keyof typeof referral.steps;

/** `void`: 已作废，不得用于诊疗. `ended`: 本单已终止，不得用于诊疗. */
export type Mark = 'void' | 'ended';

type Rule = {
  /** The open states in which it may be printed. A state not named here is one in which it may not. */
  readonly states: readonly State[];
  /** Whether the closed referral's is still printed, with its mark. */
  readonly closed: boolean;
  readonly by: readonly Role[];
  /** Steps after which an earlier print is no longer what this referral says. */
  readonly outdatedBy: readonly StepName[];
};

/** Who cares for the resident at either side; public-health workers and social workers take no part in a transfer. */
const CLINICAL: readonly Role[] = CARING.filter((role) => role !== 'social-worker' && role !== 'public-health-worker');
const MOVES: readonly StepName[] = ['reassign', 'redirect', 'pass-on', 'refer-elsewhere', 'send-again'];

export const RULES: Readonly<Record<Paper, Rule>> = {
  'out-form': {
    states: ['accepted', 'in-care', 'referred-onward', 'return-issued', 'taken-back', 'seen'],
    closed: true,
    by: CLINICAL,
    outdatedBy: [...MOVES, 'accept', 'supply', 'record-consent'],
  },
  'return-form': {
    states: ['return-issued', 'taken-back', 'seen'],
    closed: true,
    by: CLINICAL,
    outdatedBy: ['question-return', 'issue-return'],
  },
  // asked for and signed as soon as the referral is sent; in an emergency afterwards
  'consent-sheet': {
    states: [
      'sent',
      'information-requested',
      'declined',
      'accepted',
      'not-arrived',
      'in-care',
      'referred-onward',
      'return-issued',
      'taken-back',
      'seen',
    ],
    closed: true,
    by: CLINICAL,
    outdatedBy: [...MOVES, 'record-consent'],
  },
  // leads the resident there: of no use once arrived, and misleading while nobody knows where to
  slip: {
    states: ['sent', 'information-requested', 'accepted'],
    closed: false,
    by: CLINICAL,
    outdatedBy: [...MOVES, 'accept', 'refuse', 'report-no-show'],
  },
};

/** The ends after which no part of the referral counts; every other end but `finished` stopped it half way. */
const NEVER_COUNTED: readonly State[] = ['cancelled', 'duplicate', 'refused'];

/** The mark that prints across every page of a closed referral's papers; null while open and when duly finished. */
export const markOf = (state: string, closed: boolean): Mark | null =>
  !closed || state === 'finished' ? null : (NEVER_COUNTED as readonly string[]).includes(state) ? 'void' : 'ended';

/** What printing is decided on: pure facts of one case and one reader. */
export type Printing = {
  readonly state: string;
  readonly closed: boolean;
  readonly role: string;
  /** The reader's organisation is one of the two parties. */
  readonly party: boolean;
  /** A return form has been issued and has not been sent back since. */
  readonly returned: boolean;
};

const tooEarly: Readonly<Record<Paper, string>> = {
  'out-form': 'paper.before-acceptance',
  'return-form': 'paper.no-return-form',
  'consent-sheet': 'paper.not-in-this-state',
  slip: 'paper.no-longer-on-the-way',
};

/** `true`, or the sentence that says why not. */
export const mayPrint = (paper: Paper, { state, closed, role, party, returned }: Printing): true | Refusal => {
  const rule = RULES[paper];
  if (!party) return refuse('paper.of-others');
  if (!(rule.by as readonly string[]).includes(role)) return refuse('paper.another-role');
  if (closed ? !rule.closed : !(rule.states as readonly string[]).includes(state)) return refuse(tooEarly[paper]);
  if (paper === 'return-form' && !returned) return refuse('paper.no-return-form');
  return true;
};

/** A print as it is judged, and the course of its case since. */
export type Printed = {
  readonly paper: Paper;
  readonly caseVersion: number;
  readonly mark: string | null;
  readonly at: string;
};
export type Course = {
  readonly steps: readonly { readonly version: number; readonly step: string }[];
  readonly mark: Mark | null;
  /** When the referral was filed with the insurer, or the filing withdrawn: the slip tells of it. */
  readonly filingChangedAt: string | null;
};

/** What has made this print out of date: a step's code, `filing`, `closed`; null while it is what the referral says now. */
export const outdatedBy = (print: Printed, course: Course): string | null => {
  if (print.mark !== course.mark) return 'closed';
  const rule: readonly string[] = RULES[print.paper].outdatedBy;
  const since = course.steps.filter(({ version, step }) => version > print.caseVersion && rule.includes(step)).at(-1);
  if (since !== undefined) return since.step;
  const changed = course.filingChangedAt;
  return print.paper === 'slip' && changed !== null && Date.parse(changed) > Date.parse(print.at) ? 'filing' : null;
};

export type FilingFacts = {
  readonly state: string;
  readonly closed: boolean;
  readonly role: string;
  readonly party: boolean;
};
/** Filed while the referral is on its way or the stay has begun: not before there is a receiver, not once it is over. */
export const FILING_STATES: readonly State[] = ['sent', 'information-requested', 'accepted', 'in-care'];
const FILING_ROLES: readonly Role[] = [
  'general-practitioner',
  'village-doctor',
  'nurse',
  'referral-coordinator',
  'admission-clerk',
];

export const mayFile = ({ state, closed, role, party }: FilingFacts): true | Refusal => {
  if (!party) return refuse('filing.of-others');
  if (!(FILING_ROLES as readonly string[]).includes(role)) return refuse('filing.another-role');
  if (closed || !(FILING_STATES as readonly string[]).includes(state)) return refuse('filing.not-in-this-state');
  return true;
};
