/** The moments that divide a worklist into what is due today, tomorrow and later. */
import { closingOf, nextWorkingDay } from './consortium/calendar.ts';
import type { Pack } from './consortium/region/read.ts';
import { addDays, civilDay, instantOf } from './platform/civil-time.ts';

/** Today's last moment and the next working day's closing, which divide a worklist. */
export const bordersOf =
  ({ calendar, zone }: Pack) =>
  (at: Date): { readonly endOfToday: Date; readonly endOfNextWorkingDay: Date } => {
    const today = civilDay(at, zone);
    return {
      endOfToday: instantOf(addDays(today, 1), '00:00', zone),
      endOfNextWorkingDay: closingOf(calendar, nextWorkingDay(calendar, today), zone),
    };
  };
