/** Counted rows as they come from the database, and the rates, flows and rows made of them. Pure. */
import type { Rows } from '../../../platform/postgres/database.ts';
import type { FigureFlow, FigureRow, Level } from '../shapes.ts';
import { LEVELS } from '../shapes.ts';
import type { RateCode } from '../figures.ts';
import { rate } from '../figures.ts';
import { FIRST_MONTH, PERIOD } from './ranges.ts';
import type { Range } from './ranges.ts';

/** `range`: place in the list of ranges; `row`: consortium or organisation; `value`: what divides the kind further. */
export type Count = {
  readonly range: number;
  readonly row: string;
  readonly kind: string;
  readonly value: string;
  readonly count: number;
};

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const countsFrom = (rows: Rows): readonly Count[] =>
  rows.map((row) => ({
    range: Number(row['range']),
    row: textOf(row['row']),
    kind: String(row['kind']),
    // intervals are whole numbers
    value: typeof row['value'] === 'number' ? String(row['value']) : textOf(row['value']),
    count: Number(row['count']),
  }));

const MEASURES = ['sent', 'finished', 'answered', 'on_time', 'unanswered_late', 'refused'] as const;

/** The same from a row that has a column per measure. */
export const countsFromFacts = (rows: Rows): readonly Count[] => {
  const counts: Count[] = [];
  for (const read of rows) {
    const [range, row] = [Number(read['range']), textOf(read['row'])];
    const [from, to] = [String(read['sender_level']), String(read['receiver_level'])];
    const put = (kind: string, value: string, measure: unknown): void => {
      const count = Number(measure);
      if (count > 0) counts.push({ range, row, kind, value, count });
    };
    for (const kind of MEASURES) put(kind, '', read[kind]);
    put('flow', `${from}>${to}`, read['sent']);
    put('returned', `${to}>${from}`, read['returned']);
  }
  return counts;
};

/** What is overdue at this moment without a step having said so, by the day of sending. */
export type Overdue = { readonly openedOn: string; readonly answer: number; readonly seen: number };

export type Tally = {
  readonly ranges: readonly Range[];
  readonly counts: readonly Count[];
  readonly spreads: readonly Count[];
  readonly overdue: readonly Overdue[];
  /** Days within which a returned resident is to be seen. */
  readonly seenWithin: number;
};

const sum = (counts: readonly Count[], keep: (one: Count) => boolean): number =>
  counts.reduce((total, one) => (keep(one) ? total + one.count : total), 0);

const overdueIn = (tally: Tally, range: number, what: 'answer' | 'seen'): number => {
  const days = tally.ranges[range];
  if (days === undefined) return 0;
  return tally.overdue.reduce(
    (total, one) => (one.openedOn >= days.from && one.openedOn <= days.until ? total + one[what] : total),
    0,
  );
};

export type Fraction = { readonly numerator: number; readonly denominator: number; readonly value: number | null };
export const fraction = (numerator: number, denominator: number): Fraction => ({
  numerator,
  denominator,
  value: rate(numerator, denominator),
});

/** A rate in one range, of all rows together. */
export const rateIn = (tally: Tally, code: RateCode, range: number): Fraction => {
  const of = (kind: string): number => sum(tally.counts, (one) => one.range === range && one.kind === kind);
  const spread = (kind: string, keep: (days: number) => boolean): number =>
    sum(tally.spreads, (one) => one.range === range && one.kind === kind && keep(Number(one.value)));
  switch (code) {
    case 'referral.closed-loop':
      return fraction(of('finished'), of('sent'));
    case 'referral.answered-in-time':
      return fraction(of('on_time'), of('answered') + of('unanswered_late') + overdueIn(tally, range, 'answer'));
    case 'referral.refused':
      return fraction(of('refused'), of('answered'));
    case 'referral.seen-in-time':
      return fraction(
        spread('seen', (days) => days <= tally.seenWithin),
        spread('seen', () => true) +
          spread('seen-ended', (days) => days > tally.seenWithin) +
          overdueIn(tally, range, 'seen'),
      );
  }
};

export const rankOf = (level: string): number => LEVELS.indexOf(level as Level);
export type Direction = 'up' | 'down' | 'aside';
/** `township>county` is up; between equals, and from or to anything outside the four levels, is aside. */
export const directionOf = (flow: string): Direction => {
  const [from = '', to = ''] = flow.split('>');
  const [low, high] = [rankOf(from), rankOf(to)];
  return low < 0 || high < 0 || low === high ? 'aside' : low < high ? 'up' : 'down';
};

const flowCount = (tally: Tally, flow: string): number =>
  sum(
    tally.counts,
    (one) =>
      one.range === PERIOD &&
      one.value === flow &&
      (one.kind === 'flow' || (one.kind === 'returned' && directionOf(flow) === 'down')),
  );

/** The flows between neighbours, and every other one that was ever recorded. What never was is null, not 0. */
export const flowsOf = (tally: Tally, recorded: ReadonlySet<string>): readonly FigureFlow[] =>
  LEVELS.flatMap((from) =>
    LEVELS.flatMap((to): FigureFlow[] => {
      const flow = `${from}>${to}`;
      const neighbours = Math.abs(rankOf(from) - rankOf(to)) === 1;
      if (from === to || (!neighbours && !recorded.has(flow))) return [];
      return [{ from, to, count: recorded.has(flow) ? flowCount(tally, flow) : null }];
    }),
  );

/** Sent upwards; sent or returned downwards; sent aside. */
export const headOf = (tally: Tally, direction: Direction): number =>
  sum(
    tally.counts,
    (one) =>
      one.range === PERIOD &&
      directionOf(one.value) === direction &&
      (one.kind === 'flow' || (one.kind === 'returned' && direction === 'down')),
  );

/** One row with its closed loop, for the comparison. */
export const rowOf = (tally: Tally, id: string, name: string): FigureRow => {
  const own = { ...tally, counts: tally.counts.filter(({ row }) => row === id) };
  return {
    id,
    name,
    ...rateIn(own, 'referral.closed-loop', PERIOD),
    up: headOf(own, 'up'),
    refused: sum(own.counts, ({ range, kind }) => range === PERIOD && kind === 'refused'),
    months: monthly(own, 'referral.closed-loop'),
  };
};

/** A rate in each of the twelve months. */
export const monthly = (tally: Tally, code: RateCode) =>
  tally.ranges
    .slice(FIRST_MONTH)
    .map(({ from }, index) => ({ month: from.slice(0, 7), ...rateIn(tally, code, FIRST_MONTH + index) }));

/** How the period divides: refusals by reason, endings by kind; the most frequent first. */
export const divided = (tally: Tally, kind: 'refusal' | 'ended'): readonly (readonly [string, number])[] => {
  const by = new Map<string, number>();
  for (const one of tally.counts)
    if (one.range === PERIOD && one.kind === kind) by.set(one.value, (by.get(one.value) ?? 0) + one.count);
  return [...by].sort(([code, count], [otherCode, other]) => other - count || (code < otherCode ? -1 : 1));
};
