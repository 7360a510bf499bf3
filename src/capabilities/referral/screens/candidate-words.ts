/** A candidate department in words: how much is free, how fresh that is, and why it stands where it stands. Pure. */
import type { Candidate } from '../../../consortium/shapes.ts';
import { momentWords } from '../../../web/kit/civil.ts';
import type { KitWords } from '../../../web/kit/words.ts';
import type { words as table } from './new-referral-words.ts';

type ScreenWords = (typeof table)['zh'];

/** A figure of free beds is believed for half a day. */
export const STALE_AFTER_HOURS = 12;

export const isStale = (candidate: Candidate, now: Date): boolean =>
  candidate.quota !== null &&
  !candidate.walkIn &&
  candidate.slots.length === 0 &&
  now.getTime() - new Date(candidate.quota.updatedAt).getTime() > STALE_AFTER_HOURS * 3_600_000;

export const reasonsOf = (candidate: Candidate, words: ScreenWords, kit: KitWords, now: Date): readonly string[] => {
  const reasons = candidate.reasons.map((reason) => {
    if (reason === 'key-specialty' && candidate.keySpecialty !== null)
      return words.keySpecialty(words.grades[candidate.keySpecialty]);
    const first = candidate.slots[0];
    if (reason === 'free' && first !== undefined) return words.reasons.slot(momentWords(first.startsAt, kit, now));
    return words.reasons[reason];
  });
  if (candidate.department.phone !== null) reasons.push(words.phoneOf(candidate.department.phone));
  return reasons;
};

/** Those that fit first, in the server's order. */
export const parted = (
  items: readonly Candidate[],
): { readonly fitting: readonly Candidate[]; readonly others: readonly Candidate[] } => ({
  // One's own hold keeps a department among the fitting ones even when it took the last place.
  fitting: items.filter((item) => item.fits || item.heldHere),
  others: items.filter((item) => !item.fits && !item.heldHere),
});

export const wouldFit = (candidate: Candidate, words: ScreenWords): string => {
  const { quota } = candidate;
  const why = candidate.reasons.includes('no-slot') ? 'no-slot' : quota === null ? 'no-quota' : 'full';
  const count = quota === null ? '' : ` ${String(Math.max(0, quota.free))} / ${String(quota.places)}`;
  return `${words.reasons[why]}${count}`;
};
