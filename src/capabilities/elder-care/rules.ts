/** Pure decisions about living in a home; the server has loaded who, where and which bed. */
import type { Rule, StepFacts } from '../../engines/pathways/define.ts';
import { refuse } from '../../platform/refusal.ts';

export type ResidentFact = { readonly known: boolean; readonly deceased: boolean };
export type HomeFact = { readonly kind: string; readonly beds: number };
/** The stay of this case; null before somebody moved in. */
export type StayFact = { readonly from: Date; readonly awaySince: Date | null; readonly bedKept: boolean };
export type BedFact = {
  readonly organisation: string;
  readonly use: string;
  readonly roomFor: string;
  readonly free: boolean;
  readonly closed: boolean;
};
export type WaitFact = { readonly use: string; readonly roomFor: 'female' | 'male'; readonly organisation: string };

const of = <Fact>(facts: StepFacts, name: string): Fact | undefined => facts.loaded[name] as Fact | undefined;

/** A record is written at most this long before the moment it tells of. */
const AHEAD = 5 * 60_000;
const instant = (facts: StepFacts, question: string): number | undefined => {
  const given = facts.answers[question];
  return typeof given === 'string' ? Date.parse(given) : undefined;
};

export const residentIsKnown: Rule = (facts) => {
  if (!facts.answered) return true;
  const resident = of<ResidentFact>(facts, 'resident');
  if (resident?.known !== true) return refuse('residence.unknown-resident');
  return !resident.deceased || refuse('residence.resident-died');
};

export const homeHasBeds: Rule = (facts) =>
  !facts.answered || (of<HomeFact>(facts, 'home')?.beds ?? 0) > 0 || refuse('residence.no-such-home');

/** The named bed is the house's own, of the use and room that were asked for, and free. Without a name any such bed will do. */
export const bedFits: Rule = (facts) => {
  if (!facts.answered || typeof facts.answers['bed'] !== 'string') return true;
  const bed = of<BedFact>(facts, 'bed');
  const wait = of<WaitFact>(facts, 'wait');
  if (bed === undefined || bed.organisation !== facts.parties['receiver']?.organisation)
    return refuse('residence.bed-of-another-house');
  if (wait !== undefined && bed.use !== wait.use) return refuse('residence.bed-of-another-use');
  if (wait !== undefined && bed.roomFor !== 'any' && bed.roomFor !== wait.roomFor)
    return refuse('residence.room-of-the-other-sex');
  if (bed.closed) return refuse('residence.bed-closed');
  return bed.free || refuse('residence.bed-taken');
};

export const offerEndsLater: Rule = (facts) => {
  const until = instant(facts, 'until');
  return until === undefined || until > facts.now.getTime() || refuse('residence.offer-ends-before-now');
};

export const bedIsHeld: Rule = (facts) => of<boolean>(facts, 'held') === true || refuse('residence.hold-expired');

export const wasInformed: Rule = ({ answered, answers }) =>
  !answered || answers['informed'] === true || refuse('residence.not-informed');

const notAhead =
  (question: string): Rule =>
  (facts) => {
    const at = instant(facts, question);
    return at === undefined || at <= facts.now.getTime() + AHEAD || refuse('residence.in-the-future');
  };

/** After moving in, and after the beginning of an absence under way: nobody leaves before they came. */
const afterArrival =
  (question: string): Rule =>
  (facts) => {
    const at = instant(facts, question);
    const stay = of<StayFact>(facts, 'stay');
    if (at === undefined || stay === undefined) return true;
    if (at <= stay.from.getTime()) return refuse('residence.before-arrival');
    return stay.awaySince === null || at > stay.awaySince.getTime() || refuse('residence.before-leaving');
  };

/** When a step says something happened: not ahead of now, not before the person moved in or went away. */
export const happened = (question: string): readonly Rule[] => [notAhead(question), afterArrival(question)];

/** Who comes back to a bed that was given away needs another one; who comes back to a kept bed needs none. */
export const bedOnReturn: Rule = (facts) =>
  !facts.answered ||
  of<StayFact>(facts, 'stay')?.bedKept !== true ||
  typeof facts.answers['bed'] !== 'string' ||
  refuse('residence.bed-was-kept');

export const hospitalIsOne: Rule = (facts) =>
  !facts.answered ||
  ['hospital', 'township-hospital', 'community-centre', 'hospice'].includes(
    of<HomeFact>(facts, 'hospital')?.kind ?? '',
  ) ||
  refuse('residence.not-a-hospital');
