/** Where a moment stands on the line of two years, which months are named, and which labels have room. Pure. */
import { dayOf } from '../../../../web/kit/civil.ts';

export type Scale = { readonly width: number; readonly x: (at: string) => number };

/** Room left and right of the line, so that what happened today is not cut. */
const EDGE = 14;

export const scaleOf = (since: string, now: Date, width: number): Scale => {
  const start = Date.parse(since);
  const span = Math.max(1, now.getTime() - start);
  return {
    width,
    x: (at) => EDGE + Math.min(1, Math.max(0, (Date.parse(at) - start) / span)) * Math.max(1, width - EDGE * 2 - 20),
  };
};

export type Tick = { readonly day: string; readonly year: number; readonly month: number };
/** The first of each quarter; none so near to today that both could not be read. */
export const ticksOf = (since: string, now: Date): readonly Tick[] => {
  const ticks: Tick[] = [];
  const today = dayOf(now);
  const [first = 0] = since.split('-').map(Number);
  for (let year = first; year <= first + 3; year++)
    for (const month of [1, 4, 7, 10]) {
      const day = `${String(year)}-${String(month).padStart(2, '0')}-01`;
      if (day > since && Date.parse(today) - Date.parse(day) > 25 * 86_400_000) ticks.push({ day, year, month });
    }
  return ticks;
};

type Labelled = {
  readonly from: number;
  readonly until: number;
  readonly text: string;
  readonly wanted: boolean;
  /** Named before the others where there is not room for all. */
  readonly first: boolean;
};
type Placed = { readonly left: number; readonly maxWidth: number };

const CHARACTER = 12;
const GAP = 10;
/** A label right of its mark where there is room, else left of it, else none; labels never lie over marks or one another. */
export const placeLabels = (marks: readonly Labelled[], width: number): readonly (Placed | undefined)[] => {
  const taken = marks.map(({ from, until }) => ({ from: from - 7, until: until + 7 }));
  const placed = new Map<number, Placed>();
  const order = [...marks.keys()].sort(
    (a, b) => Number(marks[b]?.first) - Number(marks[a]?.first) || (marks[b]?.from ?? 0) - (marks[a]?.from ?? 0),
  );
  for (const n of order) {
    const mark = marks[n];
    if (mark?.wanted !== true) continue;
    const wide = Array.from(mark.text).reduce((sum, character) => sum + (character > '\u2e80' ? CHARACTER : 7), 0) + 2;
    const free = (left: number): boolean =>
      left >= 0 &&
      left + wide <= width &&
      taken.every((other, m) => (m === n ? true : other.until <= left || other.from >= left + wide));
    const right = mark.until + GAP;
    const before = mark.from - GAP - wide;
    const left = free(right) ? right : free(before) ? before : undefined;
    if (left === undefined) continue;
    placed.set(n, { left, maxWidth: wide + 4 });
    taken.push({ from: left, until: left + wide });
  }
  return marks.map((_, n) => placed.get(n));
};
