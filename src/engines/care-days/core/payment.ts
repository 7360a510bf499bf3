/** What a day of care is paid by, in types: the parts of it, the reasons, and what a payer is asked. */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { CareDay } from './days.ts';
import type { Lack } from './evidence.ts';
import type { Cover, Fund, Grade, Grant, ShownEvidence, UsedCharge } from './facts.ts';
import type { Fen } from './money.ts';
import type { PayTables } from './policies.ts';
import type { Tally } from './tally.ts';

export type PayerKind = 'medical' | 'ltci' | 'charity' | 'resident' | 'held';

/** One payer's part of a day. `party`: the scheme, the fund, or the resident; `rule`: the version it was worked out by. */
export type Part = {
  readonly payer: PayerKind;
  readonly party: string;
  readonly fen: Fen;
  readonly rule: string | null;
};

/** Why a part is what it is, as a code and its values: the screen makes the sentence (engines/care-days/words.ts). */
export type Because = { readonly code: string; readonly values?: Readonly<Record<string, string | number>> };

export type DaySplit = {
  readonly resident: string;
  readonly day: CivilDay;
  readonly organisation: string;
  readonly careDay: CareDay;
  readonly parts: readonly Part[];
  /** What the institution is owed for the day. */
  readonly income: Fen;
  /** Paid to the resident who arranges care alone, not to an institution. */
  readonly allowance: Fen;
  /** What the payers together give beyond the income (what the institution gains) or short of it (what it bears). */
  readonly difference: Fen;
  /** Which of the payers that exclude one another has the day. */
  readonly exclusive: 'medical' | 'ltci' | null;
  readonly because: readonly Because[];
  readonly lack: Lack | null;
  /** False as soon as one table used is not verified. */
  readonly verified: boolean;
};

export type PayFacts = {
  readonly covers: readonly Cover[];
  readonly grades: readonly Grade[];
  readonly charges: readonly UsedCharge[];
  readonly evidence: readonly ShownEvidence[];
  readonly grants: readonly Grant[];
  readonly funds: readonly Fund[];
  /** The class of an institution on a day by which rates are set (level of the hospital); null where nobody said. */
  readonly classOf: (organisation: string, day: CivilDay) => string | null;
};

/** What a payer makes of a day, or why it does not pay it. */
export type Payment = {
  readonly parts: readonly Part[];
  readonly income: Fen;
  readonly allowance: Fen;
  readonly because: readonly Because[];
  readonly verified: boolean;
};
export type Answer = { readonly pays: Payment } | { readonly not: Because };

export type Asked = {
  readonly day: CareDay;
  /** What was used and counts for insurers, and what was used beside. */
  readonly inside: Fen;
  readonly outside: Fen;
  readonly facts: PayFacts;
  readonly tables: PayTables;
  readonly tally: Tally;
};
