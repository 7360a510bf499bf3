/** How a rate is said and compared: one decimal, a 95 % interval, and never a comparison of a handful. Pure. */

export type Counted = { readonly numerator: number; readonly denominator: number };

/** `none`: nothing of the kind, which is missing and not 0. `few`: listed, not compared. */
export type Standing = 'none' | 'few' | 'compared';

/** `limit`: below this many in the denominator a row is listed and not compared; the region's data. */
export const standingOf = ({ denominator }: Counted, limit: number): Standing =>
  denominator === 0 ? 'none' : denominator < limit ? 'few' : 'compared';

/**
 * The 95 % interval of a proportion by Wilson's score, in per cent; holds at 0 and at 100 and for small counts.
 * E. B. Wilson, J Am Stat Assoc 1927; 22: 209–212.
 */
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

export const counted = (count: number): string => count.toLocaleString('en-US');

export type Axis = { readonly from: number; readonly until: number; readonly marks: readonly number[] };

/** One common axis for all compared intervals, from a multiple of 25 to 100; never cut so that small differences look large. */
export const axisOf = (rows: readonly Counted[], limit: number): Axis => {
  const lows = rows.flatMap((row) =>
    standingOf(row, limit) === 'compared' ? [wilson(row.numerator, row.denominator).low] : [],
  );
  const lowest = lows.length === 0 ? 0 : Math.min(...lows);
  const from = lowest >= 50 ? 50 : lowest >= 25 ? 25 : 0;
  const marks = [0, 25, 50, 75, 100].filter((mark) => mark >= from);
  return { from, until: 100, marks };
};
/** Where a value lies on the axis, 0–100 % of its length. */
export const positionOn = (axis: Axis, value: number): number =>
  Math.min(100, Math.max(0, ((value - axis.from) / (axis.until - axis.from)) * 100));

/** Whether a row lies clearly apart from all together: their rate is outside its interval. */
export const apartFrom = (row: Counted, all: number | null, limit: number): 'above' | 'below' | null => {
  if (all === null || standingOf(row, limit) !== 'compared') return null;
  const { low, high } = wilson(row.numerator, row.denominator);
  return low > all ? 'above' : high < all ? 'below' : null;
};

/** `about`, in the unit a person would say it in. */
export const durationParts = (
  minutes: number,
): { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: string } => {
  const short = (value: number): string =>
    value < 10 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
  if (minutes < 60) return { unit: 'minutes', count: String(Math.max(1, Math.round(minutes))) };
  if (minutes < 48 * 60) return { unit: 'hours', count: short(minutes / 60) };
  return { unit: 'days', count: short(minutes / 1440) };
};
