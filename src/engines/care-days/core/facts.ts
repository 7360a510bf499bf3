/** What is known of a resident beside the places: who insures them, how ill they are, what was used, what was given. */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Dated } from './dated.ts';
import type { Fen } from './money.ts';
import type { Known, Place, Programme } from './places.ts';

type OverDays = { readonly from: CivilDay; readonly until: CivilDay | null };

/** Insured with a scheme from a civil day until another (not included). */
export type Cover = Known &
  OverDays & {
    readonly id: string;
    readonly resident: string;
    readonly kind: 'medical' | 'ltci';
    readonly scheme: string;
  };

/** The tier by which a table pays: the severity of a hospice stay, the disability level of long-term care. */
export type Grade = Known &
  OverDays & {
    readonly id: string;
    readonly resident: string;
    readonly kind: 'severity' | 'disability';
    readonly grade: string;
  };

/** What was used on a day. `outside`: not part of what any insurer counts (a better bed, meals, a carer of one's own). */
export type Charge = Known & {
  readonly id: string;
  readonly resident: string;
  readonly organisation: string;
  readonly day: CivilDay;
  readonly fen: Fen;
  readonly outside: boolean;
};

/** Proof of care on a civil day: a symptom score, something the team did, a visit. */
export type Evidence = Known & {
  readonly id: string;
  readonly resident: string;
  readonly organisation: string;
  readonly day: CivilDay;
  readonly kind: string;
};

/** What a split looks at of what was used, and of what was shown: not when it was said or by what row. */
export type UsedCharge = Pick<Charge, 'organisation' | 'day' | 'fen' | 'outside'>;
export type ShownEvidence = Pick<Evidence, 'organisation' | 'day' | 'kind'>;

/** What must be shown for a day to be claimed: each kind at least once in every so many days. */
export type EvidenceRules = Dated & {
  readonly programme: Programme;
  readonly places: readonly Place[];
  readonly needs: readonly { readonly kind: string; readonly everyDays: number }[];
  /** `hold`: the insurer is not asked for the day until it is shown. `tell`: claimed, and said. */
  readonly missing: 'hold' | 'tell';
};

/** Money given for a purpose. Lottery money builds facilities and never pays for a person. */
export type Fund = {
  readonly id: string;
  readonly donor: string;
  readonly purpose: 'care-of-persons' | 'facilities' | 'training';
  readonly programmes: readonly Programme[];
  readonly places: readonly Place[];
  /** Null: any institution of the region. */
  readonly organisations: readonly string[] | null;
  /** The most one resident may be given out of it; null: no limit but the fund's own. */
  readonly perResident: Fen | null;
};
export type Donation = { readonly id: string; readonly fund: string; readonly fen: Fen; readonly on: CivilDay };

/** Aid to a resident out of a fund, for what remains to be paid by them. */
export type Grant = Known &
  OverDays & {
    readonly id: string;
    readonly fund: string;
    readonly resident: string;
    readonly fen: Fen;
    readonly approvedOn: CivilDay;
  };

export const holdsOnDay = (over: OverDays, day: CivilDay): boolean =>
  over.from <= day && (over.until === null || over.until > day);
