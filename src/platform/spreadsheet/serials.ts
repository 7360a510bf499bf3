/** Excel's days: counted from 1900-01-01 = 1 with a 29 February 1900 that never was, or from 1904-01-01 = 0. */

const DAY = 86_400_000;
const LAST = 2_958_465; // 9999-12-31

/** `46027` → `2026-01-05`; undefined for a number that is no day. A fraction (a time of day) is not looked at. */
export const dayOfSerial = (serial: number, from1904: boolean): string | undefined => {
  const whole = Math.floor(serial);
  if (from1904) return whole < 0 || whole > LAST - 1462 ? undefined : iso(Date.UTC(1904, 0, 1) + whole * DAY);
  if (whole < 1 || whole > LAST || whole === 60) return undefined;
  return iso(Date.UTC(1899, 11, whole < 60 ? 31 : 30) + whole * DAY);
};

/** The serial of a civil day in the 1900 system; undefined before 1900-03-01, where programs disagree. */
export const serialOfDay = (day: string): number | undefined => {
  const at = Date.parse(`${day}T00:00:00Z`);
  const serial = (at - Date.UTC(1899, 11, 30)) / DAY;
  return Number.isInteger(serial) && serial > 60 && serial <= LAST ? serial : undefined;
};

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
