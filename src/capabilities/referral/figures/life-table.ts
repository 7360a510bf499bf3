/**
 * How long it takes when many still wait: the median of an actuarial life table. Who waits now, or whose referral ended without
 * the event, leaves the table in the interval reached and counts half there, so that the ones still waiting lengthen the answer
 * instead of vanishing from it. S. J. Cutler, F. Ederer, J Chronic Dis 1958; 8: 699–712. Pure.
 */

/** Counts per interval, by the interval's place. */
export type Intervals = ReadonlyMap<number, number>;

const total = (intervals: Intervals): number => [...intervals.values()].reduce((sum, count) => sum + count, 0);

/**
 * The time by which half had the event, in the unit of `bounds` (upper bounds, ascending; the last interval is open), or null
 * when fewer than half have. Inside the interval found the time is interpolated.
 */
export const medianOf = (bounds: readonly number[], happened: Intervals, left: Intervals): number | null => {
  let atRisk = total(happened) + total(left);
  let surviving = 1;
  for (let place = 0; place <= bounds.length; place++) {
    const events = happened.get(place) ?? 0;
    const leaving = left.get(place) ?? 0;
    const exposed = atRisk - leaving / 2;
    const next = exposed > 0 ? surviving * (1 - events / exposed) : surviving;
    if (events > 0 && next <= 0.5) {
      const lower = bounds[place - 1] ?? 0;
      const upper = bounds[place] ?? lower;
      return lower + ((surviving - 0.5) / (surviving - next)) * (upper - lower);
    }
    surviving = next;
    atRisk -= events + leaving;
  }
  return null;
};
