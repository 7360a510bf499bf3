/**
 * How long it takes when many still wait: an actuarial life table. Who waits now, or ended without the event, leaves the table in the
 * interval reached and counts half there, so that the ones still waiting lengthen the answer instead of vanishing from it.
 * S. J. Cutler, F. Ederer, J Chronic Dis 1958; 8: 699–712. Pure.
 */
import type { Waited } from './wait.ts';

/** Counts per interval, by the interval's place. */
export type Intervals = ReadonlyMap<number, number>;

/** An interval of the table: from, until (the last interval is open and has no width), and the shares still waiting before and after. */
type Interval = {
  readonly from: number;
  readonly until: number;
  readonly events: number;
  readonly before: number;
  readonly after: number;
};

const total = (intervals: Intervals): number => [...intervals.values()].reduce((sum, count) => sum + count, 0);

/** The table up to the longest wait seen. `bounds` are upper bounds, ascending, in minutes. */
const tableOf = (bounds: readonly number[], happened: Intervals, left: Intervals): readonly Interval[] => {
  let atRisk = total(happened) + total(left);
  let surviving = 1;
  const intervals: Interval[] = [];
  for (let place = 0; place <= bounds.length && atRisk > 0; place++) {
    const events = happened.get(place) ?? 0;
    const leaving = left.get(place) ?? 0;
    const exposed = atRisk - leaving / 2;
    const after = exposed > 0 ? surviving * (1 - events / exposed) : surviving;
    const from = bounds[place - 1] ?? 0;
    intervals.push({ from, until: bounds[place] ?? from, events, before: surviving, after });
    surviving = after;
    atRisk -= events + leaving;
  }
  return intervals;
};

/**
 * The time by which this share had the event, in the unit of `bounds`, or null when fewer have. Inside the interval found the time is
 * interpolated.
 */
export const timeBy = (
  share: number,
  bounds: readonly number[],
  happened: Intervals,
  left: Intervals,
): number | null => {
  const waiting = 1 - share;
  const found = tableOf(bounds, happened, left).find(({ events, after }) => events > 0 && after <= waiting);
  if (found === undefined) return null;
  const { from, until, before, after } = found;
  return from + ((before - waiting) / (before - after)) * (until - from);
};

/** The time by which half had the event. */
export const medianOf = (bounds: readonly number[], happened: Intervals, left: Intervals): number | null =>
  timeBy(0.5, bounds, happened, left);

/**
 * The mean restricted to the longest wait seen: the area under the share still waiting (J. O. Irwin, J Hyg 1949; 47: 188–189). Null
 * when nobody had the event.
 */
export const meanOf = (bounds: readonly number[], happened: Intervals, left: Intervals): number | null =>
  total(happened) === 0
    ? null
    : tableOf(bounds, happened, left).reduce(
        (area, { from, until, before, after }) => area + ((before + after) / 2) * (until - from),
        0,
      );

/** What a figure of waiting tells. */
export type Told = 'median' | 'ninth-tenth' | 'mean';

/** From waits by the minute: an interval holds what is at least its lower bound and below its upper one. */
export const toldOf = (told: Told, bounds: readonly number[], waited: readonly Waited[]): number | null => {
  const happened = new Map<number, number>();
  const left = new Map<number, number>();
  for (const { minutes, over, waiting } of waited) {
    const place = bounds.filter((bound) => bound <= minutes).length;
    happened.set(place, (happened.get(place) ?? 0) + over);
    left.set(place, (left.get(place) ?? 0) + waiting);
  }
  switch (told) {
    case 'median':
      return medianOf(bounds, happened, left);
    case 'ninth-tenth':
      return timeBy(0.9, bounds, happened, left);
    case 'mean':
      return meanOf(bounds, happened, left);
  }
};
