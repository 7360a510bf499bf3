/**
 * Civil days and wall-clock times of a zone, independent of the zone the process runs in (law 7). Civil days are `YYYY-MM-DD`
 * strings (they sort), times `HH:MM`. Pure: Intl only.
 */

/** `YYYY-MM-DD` */
export type CivilDay = string;

const formatters = new Map<string, Intl.DateTimeFormat>();
const formatterOf = (zone: string): Intl.DateTimeFormat => {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
};

/** Whether `zone` is an IANA zone this runtime knows. */
export const isZone = (zone: string): boolean => {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
};

/** Whether the text is a day of the Gregorian calendar written `YYYY-MM-DD`. */
export const isCivilDay = (text: string): boolean => {
  const written = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (written === null) return false;
  const [month, day] = [Number(written[2]), Number(written[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(Number(written[1]), month, 0)).getUTCDate();
};

const readWall = (at: number, zone: string): number => {
  const parts: Record<string, number> = {};
  for (const part of formatterOf(zone).formatToParts(at)) parts[part.type] = Number(part.value);
  return Date.UTC(
    parts['year'] ?? NaN,
    (parts['month'] ?? NaN) - 1,
    parts['day'] ?? NaN,
    parts['hour'] ?? NaN,
    parts['minute'] ?? NaN,
    parts['second'] ?? NaN,
  );
};

const MINUTE = 60_000;
/** Since 1973 every zone's clocks are set at a whole minute (IANA tz: the last odd seconds were Liberia's, in 1972). */
const WHOLE_MINUTES_SINCE = Date.UTC(1973, 0, 1);
const MOST_KEPT = 2000;
/** By zone and minute, how far its clocks are ahead: asking Intl costs as much as the rest of a step's arithmetic. */
const ahead = new Map<string, Map<number, number>>();

/** The zone's wall clock at an instant, read as if it were UTC (whole seconds, milliseconds since 1970). */
const wallOf = (at: Date, zone: string): number => {
  const instant = at.getTime();
  if (!(instant >= WHOLE_MINUTES_SINCE)) return readWall(instant, zone);
  const minute = Math.floor(instant / MINUTE);
  let known = ahead.get(zone);
  if (known === undefined || known.size > MOST_KEPT) ahead.set(zone, (known = new Map<number, number>()));
  let offset = known.get(minute);
  if (offset === undefined) known.set(minute, (offset = readWall(minute * MINUTE, zone) - minute * MINUTE));
  return Math.floor(instant / 1000) * 1000 + offset;
};

/** The civil day on which an instant falls in the zone. */
export const civilDay = (at: Date, zone: string): CivilDay => new Date(wallOf(at, zone)).toISOString().slice(0, 10);

/** The wall-clock time `HH:MM` of an instant in the zone. */
export const civilTime = (at: Date, zone: string): string => new Date(wallOf(at, zone)).toISOString().slice(11, 16);

/**
 * The instant at which the zone's clocks show this day and time `HH:MM`. In a gap (clocks put forward) the first instant
 * after it is not promised, only one within the hour; a repeated hour answers its first run.
 */
export const instantOf = (day: CivilDay, time: string, zone: string): Date => {
  const wall = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(wall)) throw new Error('instantOf: not a civil day and time');
  const offsetAt = (instant: number): number => wallOf(new Date(instant), zone) - instant;
  const early = wall - offsetAt(wall - 86_400_000);
  if (wallOf(new Date(early), zone) === wall) return new Date(early);
  return new Date(wall - offsetAt(wall + 86_400_000));
};

/** The civil day `count` days later (earlier when negative). */
export const addDays = (day: CivilDay, count: number): CivilDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** The same day of the month `count` months later, or the month's last where it has no such day. */
export const addMonths = (day: CivilDay, count: number): CivilDay => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate())))
    .toISOString()
    .slice(0, 10);
};

/** Monday 1 … Sunday 7 (ISO 8601). */
export const weekdayOf = (day: CivilDay): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** Whole years lived on a civil day: the age written on a form. */
export const ageOn = (birthDate: CivilDay, day: CivilDay): number =>
  Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);
