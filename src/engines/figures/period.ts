/** Days a measure counts, out of the period asked for. Pure. */
import { addDays } from '../../platform/civil-time.ts';
import type { CivilDay } from '../../platform/civil-time.ts';
import type { FigurePeriod, Measure } from './define.ts';

/** Facts whose day lies from `from` (null: from the first) to `to`; `held`: and that had not ceased to hold by then. */
export type Days = { readonly from: CivilDay | null; readonly to: CivilDay; readonly held: boolean };

export const daysOf = (
  { when, windowDays }: Pick<Measure, 'when' | 'windowDays'>,
  { from, to }: FigurePeriod,
): Days => {
  if (when === 'at-end') return { from: null, to, held: true };
  if (when === 'until-end') return { from: null, to, held: false };
  return { from: windowDays === undefined ? from : addDays(to, 1 - windowDays), to, held: false };
};

/** The same days a year before; 29 February is the 28th. */
export const yearBefore = ({ from, to }: FigurePeriod): FigurePeriod => {
  const back = (day: CivilDay): CivilDay => {
    const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
    return day.endsWith('-02-29') ? `${year}-02-28` : `${year}${day.slice(4)}`;
  };
  return { from: back(from), to: back(to) };
};
