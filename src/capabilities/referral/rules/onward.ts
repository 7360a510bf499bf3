/** A township hospital that refers a village's resident onward: the first referral waits for the second. */
import type { Rule } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';
import { SENDING } from './sides.ts';

/** Where the resident is in the care of those that sent them up again. */
const BACK: readonly string[] = ['taken-back', 'seen'];

/** Referring onward is the base's: a hospital gives a resident to another department or hospital in its own ways. */
export const treatedAtTheBase: Rule = (facts) =>
  Object.hasOwn(SENDING, facts.parties['receiver']?.kind ?? '') || refuse('onward-from-the-base-only');

/** Nobody is sent home, or ended here, while the hospital they were referred onward to still has them. */
export const residentIsBack: Rule = (facts) =>
  facts.children.every((child) => child.closed || BACK.includes(child.state)) || refuse('resident-still-away');

/** The case that this one was opened from, as loaded by the server. */
export type ParentFact = {
  readonly state: string;
  readonly ending: string | null;
  /** The day of its last visit. */
  readonly seenOn: string | null;
};
const parent = (facts: Parameters<Rule>[0]): ParentFact | undefined => facts.loaded['parent'] as ParentFact | undefined;

/** Only the second leg of a referral from the village has a first. */
export const cameFromBelow: Rule = (facts) => parent(facts) !== undefined || refuse('not-referred-onward');

/** The visit that the hospital was promised is the village doctor's: it closes both. */
export const seenBelow: Rule = (facts) => {
  const first = parent(facts);
  return first?.state === 'seen' || first?.ending === 'finished' || refuse('not-seen-below');
};

/** For so many days after a return the team that issued it takes the resident back without a new referral. */
export const withinFastReturn: Rule = (facts) => {
  const until = facts.loaded['fastReturnUntil'];
  return (until instanceof Date && facts.now <= until) || refuse('fast-return-over');
};
