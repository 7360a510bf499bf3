/** How a rate is said and compared: one decimal, a 95 % interval, and never a comparison of a handful. Pure. */

/** Below this many in the denominator an organisation is listed, not compared. */
export const COMPARED_FROM = 50;

/** What one organisation contributed; `denominator` null: it reported nothing (never 0). */
export type OrganisationRate = {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly consortium: string | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** 0–100; null where there is nothing to divide by. */
  readonly value: number | null;
};
/** `missing`: nothing reported. `nothing-due`: reported, and nothing fell due. `few`: listed, not compared. */
export type Standing = 'missing' | 'nothing-due' | 'few' | 'compared';

export const standingOf = (row: OrganisationRate): Standing => {
  if (row.denominator === null || row.numerator === null) return 'missing';
  if (row.denominator === 0) return 'nothing-due';
  return row.denominator < COMPARED_FROM ? 'few' : 'compared';
};

/** The 95 % interval of a proportion by Wilson's score, in per cent; holds at 0 and at 100 and for small counts. */
export const wilson = (numerator: number, denominator: number): { readonly low: number; readonly high: number } => {
  const z = 1.959964;
  const p = numerator / denominator;
  const spread = z * Math.sqrt((p * (1 - p)) / denominator + (z * z) / (4 * denominator * denominator));
  const centre = p + (z * z) / (2 * denominator);
  const scale = 1 + (z * z) / denominator;
  const percent = (share: number) => Math.min(100, Math.max(0, share * 100));
  return { low: percent((centre - spread) / scale), high: percent((centre + spread) / scale) };
};

/** `83.0`: one decimal always, so that 83 and 83.4 are not the same figure. */
export const percentText = (value: number): string => value.toFixed(1);

/** Nothing rounds up to “all” or down to “none”: 99.96 % is 99.9, not 100.0. */
export const rateText = (numerator: number, denominator: number): string => {
  const value = (numerator / denominator) * 100;
  if (numerator < denominator && value >= 99.95) return '99.9';
  if (numerator > 0 && value < 0.05) return '0.1';
  return percentText(value);
};

export type Axis = { readonly from: number; readonly until: number; readonly marks: readonly number[] };

/** One common axis for all compared intervals, from a multiple of 25 to 100; never cut so that small differences look large. */
export const axisOf = (rows: readonly OrganisationRate[]): Axis => {
  const lows = rows.flatMap((row) =>
    standingOf(row) !== 'missing' && row.denominator !== null && row.denominator > 0 && row.numerator !== null
      ? [wilson(row.numerator, row.denominator).low]
      : [],
  );
  const lowest = lows.length === 0 ? 0 : Math.min(...lows);
  const from = lowest >= 50 ? 50 : lowest >= 25 ? 25 : 0;
  const marks = [0, 25, 50, 75, 100].filter((mark) => mark >= from);
  return { from, until: 100, marks };
};
/** Where a value lies on the axis, 0–100 % of its length. */
export const positionOn = (axis: Axis, value: number): number =>
  Math.min(100, Math.max(0, ((value - axis.from) / (axis.until - axis.from)) * 100));

/** Whether an organisation lies clearly apart from the region: the region's rate is outside its interval. */
export const apartFrom = (row: OrganisationRate, region: number | null): 'above' | 'below' | null => {
  if (region === null || standingOf(row) !== 'compared' || row.numerator === null || row.denominator === null)
    return null;
  const { low, high } = wilson(row.numerator, row.denominator);
  return low > region ? 'above' : high < region ? 'below' : null;
};

export type Group = { readonly consortium: string | null; readonly rows: readonly OrganisationRate[] };

/** The rows as the server ordered them (administrative order), gathered under their consortium at its first mention. */
export const groupsOf = (rows: readonly OrganisationRate[]): readonly Group[] => {
  const groups = new Map<string | null, OrganisationRate[]>();
  for (const row of rows) groups.set(row.consortium, [...(groups.get(row.consortium) ?? []), row]);
  return [...groups].map(([consortium, members]) => ({ consortium, rows: members }));
};

/** Sums of a group; organisations that reported nothing are left out of both and counted. */
export const totalOf = (
  rows: readonly OrganisationRate[],
): { readonly numerator: number; readonly denominator: number; readonly missing: number } => {
  const reported = rows.filter((row) => standingOf(row) !== 'missing');
  return {
    numerator: reported.reduce((sum, row) => sum + (row.numerator ?? 0), 0),
    denominator: reported.reduce((sum, row) => sum + (row.denominator ?? 0), 0),
    missing: rows.length - reported.length,
  };
};

export type Period = { readonly from: string; readonly until: string };

/** The choices of the period: this year so far, the last twelve whole months, this month, the last month. `today` YYYY-MM-DD. */
export const PERIODS = ['year', 'twelve-months', 'month', 'last-month'] as const;
export type PeriodName = (typeof PERIODS)[number];
export const periodOf = (name: PeriodName, today: string): Period => {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const first = (months: number) => new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  const last = (months: number) => new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
  if (name === 'year') return { from: `${today.slice(0, 4)}-01-01`, until: today };
  if (name === 'twelve-months') return { from: first(-12), until: last(-1) };
  if (name === 'month') return { from: first(0), until: today };
  return { from: first(-1), until: last(-1) };
};
