/** Clinic slots out of the departments' weekly patterns, for the working days ahead. */
import { civilDay, instantOf, weekdayOf } from '../../platform/civil-time.ts';
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { workingDaysFrom } from '../calendar.ts';
import { insertSlots } from './facts.ts';
import type { Clinic, Region } from './model.ts';

/** How many working days ahead slots are offered. */
export const SLOT_DAYS = 10;

/** A weekend worked in exchange for a holiday runs as the Friday of its week does. */
const runsOn = (clinic: Clinic, day: CivilDay): boolean => clinic.weekdays.includes(Math.min(weekdayOf(day), 5));

export type Slot = { readonly id: string; readonly department: string; readonly startsAt: Date; readonly endsAt: Date };

/** The slots of the next working days; those of today that have begun are left out. */
export const slotsFrom = (
  region: Pick<Region, 'calendar' | 'departments' | 'zone'>,
  now: Date,
  days: number = SLOT_DAYS,
): readonly Slot[] => {
  const ahead = workingDaysFrom(region.calendar, civilDay(now, region.zone), days);
  return region.departments.flatMap((department) => {
    const clinic = department.clinic;
    if (clinic === null) return [];
    return ahead
      .filter((day) => runsOn(clinic, day))
      .flatMap((day) =>
        clinic.times.flatMap((time): Slot[] => {
          const startsAt = instantOf(day, time, region.zone);
          if (startsAt <= now) return [];
          return [
            {
              id: `${department.id}.s${day.replaceAll('-', '')}${time.replace(':', '')}`,
              department: department.id,
              startsAt,
              endsAt: new Date(startsAt.getTime() + clinic.minutes * 60_000),
            },
          ];
        }),
      );
  });
};

/** Run at every start and once a day: adds what is missing up to `SLOT_DAYS` working days ahead. */
export const topUpSlots = (region: Pick<Region, 'calendar' | 'departments' | 'zone'>, now: Date): Statement =>
  insertSlots(slotsFrom(region, now));
