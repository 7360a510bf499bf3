/**
 * Which cells of a table stay hidden, so that nobody is told by a small number: the small ones, and, where a total stands beside
 * them, as many of the next smallest as are needed for what is hidden to be no small number itself (complementary suppression).
 * A nought is shown: it is about nobody. Pure.
 */
export type Suppressed = { readonly cells: ReadonlySet<number>; readonly total: boolean };

const NOTHING: Suppressed = { cells: new Set(), total: false };

/** By place in `counts` of residents or cases; `smallest` is the first count that may be shown, below 2 nothing is hidden. */
export const suppressedOf = (counts: readonly number[], smallest: number): Suppressed => {
  const small = (count: number): boolean => count > 0 && count < smallest;
  const cells = new Set(counts.flatMap((count, place) => (small(count) ? [place] : [])));
  if (cells.size === 0) return NOTHING;
  let hidden = [...cells].reduce((sum, place) => sum + (counts[place] ?? 0), 0);
  const others = counts
    .map((count, place) => ({ count, place }))
    .filter(({ count, place }) => count > 0 && !cells.has(place))
    .sort((one, other) => one.count - other.count || one.place - other.place);
  for (const { count, place } of others) {
    if (cells.size > 1 && hidden >= smallest) break;
    cells.add(place);
    hidden += count;
  }
  return { cells, total: cells.size === 1 || hidden < smallest };
};
