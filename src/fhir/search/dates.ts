/**
 * FHIR dates of any precision as instants. A value without a zone is a civil time of the region; every region served lies in
 * the one zone of mainland China (+08:00 without summer time since 1992), so the offset is a constant here.
 */
export const REGION_OFFSET = '+08:00';

const FORM = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** The first instant a date stands for and the first instant after it (milliseconds since 1970); undefined if malformed. */
export const rangeOf = (text: string): { readonly from: number; readonly until: number } | undefined => {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction, offset = REGION_OFFSET] = match;
  const at = (y: string, m: string, d: string, time: string): number => Date.parse(`${y}-${m}-${d}T${time}${offset}`);
  if (hour !== undefined && minute !== undefined) {
    const leap = second === '60';
    const from = at(
      year,
      month ?? '01',
      day ?? '01',
      `${hour}:${minute}:${leap ? '59' : (second ?? '00')}${(fraction ?? '').slice(0, 4)}`,
    );
    if (Number.isNaN(from)) return undefined;
    return { from, until: from + (second === undefined ? 60_000 : fraction === undefined ? 1000 : 1) };
  }
  const from = at(year, month ?? '01', day ?? '01', '00:00:00');
  if (Number.isNaN(from) || !isDay(Number(year), Number(month ?? 1), Number(day ?? 1))) return undefined;
  if (day !== undefined) return { from, until: from + 86_400_000 };
  const next = month === undefined ? Date.UTC(Number(year) + 1, 0, 1) : Date.UTC(Number(year), Number(month), 1);
  const first = Date.UTC(Number(year), Number(month ?? 1) - 1, 1);
  return { from, until: from + (next - first) };
};

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the Gregorian calendar has this day. */
export const isDay = (year: number, month: number, day: number): boolean => {
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  return day >= 1 && day <= (leap ? 29 : (DAYS[month - 1] ?? 0));
};

/** The first instant of a date, dateTime or instant as milliseconds; null if it is none. */
export const instantOf = (text: unknown): number | null => {
  if (typeof text !== 'string') return null;
  if (text.length >= 20 && text.charCodeAt(10) === 84) {
    const direct = Date.parse(text);
    if (!Number.isNaN(direct)) return direct;
  }
  return rangeOf(text)?.from ?? null;
};
