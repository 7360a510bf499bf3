/** What hurried people type for a day or a time, made into what is meant. Pure; leaves alone what it does not understand. */
import { isCivilDay } from '../../platform/civil-time.ts';

const two = (text: string): string => text.padStart(2, '0');

/** `20261120`, `2026/11/20`, `2026年11月20日`, `11-20`, `1120` (the year of `today`) → `2026-11-20`. */
export const tidyDay = (text: string, today: string): string => {
  const year = today.slice(0, 4);
  const written = text
    .trim()
    .replace(/[年月/.]/g, '-')
    .replace(/日$/, '');
  const found =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(written) ??
    /^()(\d{1,2})-(\d{1,2})$/.exec(written) ??
    /^()(\d\d)(\d\d)$/.exec(written);
  if (found === null) return text;
  const [, full = '', month = '', date = ''] = found;
  const day = `${full === '' ? year : full}-${two(month)}-${two(date)}`;
  return isCivilDay(day) ? day : text;
};

/** `1430`, `14：30`, `14.30`, `14点30`, `9:5` → `14:30`, `09:05`. */
export const tidyTime = (text: string): string => {
  const written = text
    .trim()
    .replace(/[：.点时]/g, ':')
    .replace(/分$/, '');
  const found =
    /^(\d{1,2}):(\d{1,2})$/.exec(written) ?? /^(\d{1,2})(\d\d)$/.exec(written) ?? /^(\d{1,2}):?()$/.exec(written);
  if (found === null) return text;
  const [, hour = '', minute = ''] = found;
  return Number(hour) < 24 && Number(minute) < 60 ? `${two(hour)}:${two(minute)}` : text;
};
