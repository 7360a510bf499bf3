/** The sentence of a paragraph that a place in it belongs to. Pure. */

/** Where a sentence of an official letter ends. */
const STOPS = ['。', '；'] as const;
const LONGEST = 1000;

/**
 * `at` counts characters before the caret. A caret behind the last stop belongs to the sentence just finished: that is where it stands when
 * somebody has typed one. Null where there is none.
 */
export const sentenceAround = (text: string, at: number): string | null => {
  const written = text.trimEnd();
  const place = Math.min(at, Math.max(0, written.length - 1));
  const from = Math.max(...STOPS.map((stop) => (place === 0 ? -1 : text.lastIndexOf(stop, place - 1)))) + 1;
  const ends = STOPS.map((stop) => text.indexOf(stop, Math.max(place, from))).filter((end) => end >= 0);
  const said = text.slice(from, ends.length === 0 ? text.length : Math.min(...ends) + 1).trim();
  return said.length >= 2 ? said.slice(0, LONGEST) : null;
};
