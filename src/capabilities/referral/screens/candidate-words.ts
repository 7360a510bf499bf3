/** A candidate department in words: how much is free, how fresh that is, and why it stands where it stands. Pure. */
import type { Candidate } from '../../../consortium/shapes.ts';
import { reasonText } from '../../../consortium/capacity/matching-words.ts';
import type { Wording } from '../../../consortium/capacity/matching-words.ts';
import type { Language } from '../../../platform/words.ts';
import { dayWords, momentWords } from '../../../web/kit/civil.ts';
import type { KitWords } from '../../../web/kit/words.ts';

/** Codes of devices and insurances are worded by the region's lists. */
export type NeedWords = {
  readonly devices: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  readonly insurances: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
};

/** How many reasons a card shows: the strongest. What lowers the trust is always said. */
const REASONS = 4;
/** Stands beside the reasons already: the number of free places, and that nothing needs holding. */
const SHOWN_BESIDE: ReadonlySet<string> = new Set(['free']);
const DOUBTS: ReadonlySet<string> = new Set(['stale', 'never-stated']);

export const isStale = (candidate: Candidate): boolean => candidate.stale && !candidate.walkIn;

const named = (list: NeedWords['devices'], code: string, language: Language): string =>
  list.find((one) => one.code === code)?.[language] ?? code;

/** The wording of the reader's side: their language, their clock, the region's lists. */
export const wordingOf = (kit: KitWords, now: Date, needs: NeedWords, language: Language): Wording => ({
  moment: (instant) => momentWords(instant, kit, now),
  day: (day) => dayWords(day, kit, now),
  device: (code) => named(needs.devices, code, language),
  insurance: (code) => named(needs.insurances, code, language),
});

export const reasonsOf = (candidate: Candidate, language: Language, wording: Wording): readonly string[] => {
  const told = candidate.because.filter(({ code }) => !SHOWN_BESIDE.has(code) && !DOUBTS.has(code)).slice(0, REASONS);
  const doubts = candidate.walkIn ? [] : candidate.because.filter(({ code }) => DOUBTS.has(code));
  return [...told, ...doubts].map((reason) => reasonText(reason, language, wording));
};

/** Those that fit first, in the server's order. */
export const parted = (
  items: readonly Candidate[],
): { readonly fitting: readonly Candidate[]; readonly others: readonly Candidate[] } => ({
  // One's own hold keeps a department among the fitting ones even when it took the last place.
  fitting: items.filter((item) => item.fits || item.heldHere),
  others: items.filter((item) => !item.fits && !item.heldHere),
});

/** Why not, every reason. */
export const whyNot = (candidate: Candidate, language: Language, wording: Wording, between: string): string =>
  candidate.against.map((reason) => reasonText(reason, language, wording)).join(between);

const ROOM: ReadonlySet<string> = new Set(['full', 'no-slot', 'slot-too-late']);
/** Nothing but room is lacking, which an emergency does not wait for. */
export const lacksOnlyRoom = ({ against }: Candidate): boolean => against.every(({ code }) => ROOM.has(code));
