/** The days a figure looks at: its period, what that is compared with, and the months of its course. Civil days, both ends counted. */
import { addDays } from '../../../platform/civil-time.ts';
import type { CivilDay } from '../../../platform/civil-time.ts';

export type Range = { readonly from: CivilDay; readonly until: CivilDay };

const daysBetween = ({ from, until }: Range): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** The same day a year earlier; 29 February becomes the 28th. */
export const yearEarlier = (day: CivilDay): CivilDay => {
  const earlier = `${String(Number(day.slice(0, 4)) - 1)}${day.slice(4)}`;
  return earlier.endsWith('-02-29') ? `${earlier.slice(0, 4)}-02-28` : earlier;
};

export const rangeYearEarlier = ({ from, until }: Range): Range => ({
  from: yearEarlier(from),
  until: yearEarlier(until),
});

/** As many days, ending the day before. */
export const rangeBefore = (range: Range): Range => ({
  from: addDays(range.from, -daysBetween(range) - 1),
  until: addDays(range.from, -1),
});

/** The twelve months up to the period's last day, the last one until that day. */
export const monthsOf = ({ until }: Range): readonly (Range & { readonly month: string })[] =>
  Array.from({ length: 12 }, (_, index) => {
    const first = new Date(Date.UTC(Number(until.slice(0, 4)), Number(until.slice(5, 7)) - 12 + index, 1));
    const from = first.toISOString().slice(0, 10);
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
    return { month: from.slice(0, 7), from, until: last < until ? last : until };
  });

/** All ranges of one screen in one list, so that one statement counts them; the places of each are known. */
export const rangesOf = (period: Range): readonly Range[] => [
  period,
  rangeYearEarlier(period),
  rangeBefore(period),
  ...monthsOf(period),
];
export const PERIOD = 0;
export const YEAR_EARLIER = 1;
export const BEFORE = 2;
export const FIRST_MONTH = 3;

/**
 * The ranges cut at every edge of any of them, so that one pass over the facts counts them all: each day lies in exactly one piece.
 * A piece is known by its place in `starts`, from 1, as width_bucket() says it; `held` tells which ranges it is part of.
 */
export type Pieces = {
  readonly starts: readonly CivilDay[];
  readonly held: readonly { readonly piece: number; readonly range: number }[];
};
export const piecesOf = (ranges: readonly Range[]): Pieces => {
  const starts = [...new Set(ranges.flatMap(({ from, until }) => [from, addDays(until, 1)]))].sort();
  const held = starts.flatMap((start, index) =>
    ranges.flatMap(({ from, until }, range) => (from <= start && start <= until ? [{ piece: index + 1, range }] : [])),
  );
  return { starts, held };
};

/** A stretch of a range as the counters keep it: whole months by their first days, or single days. */
export type Segment = Range & { readonly span: 'month' | 'day' };

const firstOfNext = (day: CivilDay): CivilDay =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1)).toISOString().slice(0, 10);

/** Whole months where there are some, days at the edges. A month that runs is whole up to today: nothing is sent tomorrow. */
export const segmentsOf = ({ from, until }: Range, today: CivilDay): readonly Segment[] => {
  const first = from.endsWith('-01') ? from : firstOfNext(from);
  const beyond = until >= today ? firstOfNext(until) : addDays(until, 1);
  const end = beyond.endsWith('-01') ? beyond : `${beyond.slice(0, 8)}01`;
  if (first >= end) return [{ span: 'day', from, until }];
  const months: Segment = { span: 'month', from: first, until: addDays(end, -1) };
  return [
    ...(from < first ? [{ span: 'day' as const, from, until: addDays(first, -1) }] : []),
    months,
    ...(end <= until ? [{ span: 'day' as const, from: end, until }] : []),
  ];
};
