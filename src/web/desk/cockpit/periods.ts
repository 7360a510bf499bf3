/** The choices of the period, as whole civil days of the region. Pure; `today` is YYYY-MM-DD. */

export type Period = { readonly from: string; readonly until: string };

export const PERIODS = ['year', 'month', 'last-month', 'quarter', 'last-quarter', 'last-year', 'custom'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** First day of the month that lies `months` after the month of `today`. */
const firstOf = (today: string, months: number): string =>
  new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

export const periodOf = (name: Exclude<PeriodName, 'custom'>, today: string): Period => {
  const intoQuarter = (Number(today.slice(5, 7)) - 1) % 3;
  const year = Number(today.slice(0, 4));
  switch (name) {
    case 'year':
      return { from: `${String(year)}-01-01`, until: today };
    case 'month':
      return { from: firstOf(today, 0), until: today };
    case 'last-month':
      return { from: firstOf(today, -1), until: dayBefore(firstOf(today, 0)) };
    case 'quarter':
      return { from: firstOf(today, -intoQuarter), until: today };
    case 'last-quarter':
      return { from: firstOf(today, -intoQuarter - 3), until: dayBefore(firstOf(today, -intoQuarter)) };
    case 'last-year':
      return { from: `${String(year - 1)}-01-01`, until: `${String(year - 1)}-12-31` };
  }
};

/** What the address asks for; anything else is this year so far. */
export const periodFrom = (
  asked: { readonly period?: string; readonly from?: string; readonly until?: string },
  today: string,
): Period & { readonly name: PeriodName } => {
  const name = PERIODS.find((one) => one === asked.period) ?? 'year';
  if (name !== 'custom') return { name, ...periodOf(name, today) };
  const day = /^\d{4}-\d\d-\d\d$/;
  const { from = '', until = '' } = asked;
  return day.test(from) && day.test(until) ? { name, from, until } : { name, ...periodOf('year', today) };
};
