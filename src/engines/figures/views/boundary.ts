/** The least and greatest value a date, time or number can mean at the precision it was given (FHIRPath lowBoundary, highBoundary). */

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const dateBoundary = (text: string, low: boolean): string | undefined => {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  if (!found) return undefined;
  const [, year = '', month = low ? '01' : '12', day] = found;
  const last = String(lastDay(Number(year), Number(month))).padStart(2, '0');
  return `${year}-${month}-${day ?? (low ? '01' : last)}`;
};

const timeBoundary = (text: string, low: boolean): string | undefined => {
  const found = /^(\d{2})(?::(\d{2}))?(?::(\d{2})(?:\.(\d+))?)?$/.exec(text);
  if (!found) return undefined;
  const [, hour = '', minute = low ? '00' : '59', second = low ? '00' : '59', fraction = ''] = found;
  return `${hour}:${minute}:${second}.${fraction.padEnd(3, low ? '0' : '9').slice(0, 3)}`;
};

/** Without a zone, the earliest moment is that of +14:00 and the latest that of -12:00. */
const dateTimeBoundary = (text: string, low: boolean): string | undefined => {
  const [day = '', rest] = text.split('T');
  const date = dateBoundary(day, low);
  const found = /^([\d:.]*?)(Z|[+-]\d{2}:\d{2})?$/.exec(rest ?? '');
  const clock = found?.[1];
  const time = timeBoundary(clock === undefined || clock === '' ? (low ? '00' : '23') : clock, low);
  if (date === undefined || time === undefined) return undefined;
  return `${date}T${time}${found?.[2] ?? (low ? '+14:00' : '-12:00')}`;
};

/** 1.0 lies between 0.95 and 1.05: half a unit of its last decimal. */
const decimalBoundary = (text: string, low: boolean): number => {
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  const half = 5 / 10 ** (decimals + 1);
  return Number((Number(text) + (low ? -half : half)).toFixed(decimals + 1));
};

/** The boundary of one value of a FHIR type; undefined where the type has none. Numbers come as they were sent, or as numbers. */
export const boundary = (item: unknown, type: string | undefined, low: boolean): string | number | undefined => {
  if (type === 'decimal') return decimalBoundary(String(item), low);
  if (typeof item !== 'string') return undefined;
  if (type === 'date') return dateBoundary(item, low);
  if (type === 'time') return timeBoundary(item, low);
  return type === 'dateTime' || type === 'instant' ? dateTimeBoundary(item, low) : undefined;
};
