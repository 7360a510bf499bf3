/** Clinic slots out of the departments' weekly patterns, for the working days ahead. */
import { civilDay, instantOf, weekdayOf } from '../../platform/civil-time.ts';
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { workingDaysFrom } from '../calendar.ts';
import { matchingDataOf } from '../capacity/matching-data.ts';
import { insertClinics, insertSlots } from './facts.ts';
import type { Clinic, Region } from './model.ts';
import type { PackFiles } from './pack.ts';

/** How many working days ahead slots are offered. */
export const SLOT_DAYS = 10;

/** A weekend worked in exchange for a holiday runs as the Friday of its week does. */
const runsOn = (clinic: Clinic, day: CivilDay): boolean => clinic.weekdays.includes(Math.min(weekdayOf(day), 5));

export type Slot = {
  readonly id: string;
  readonly department: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Kept for family doctors until then; null: anybody's at once. */
  readonly familyDoctorsUntil: Date | null;
};

/** The slots of the next working days; those of today that have begun are left out. */
export const slotsFrom = (
  region: Pick<Region, 'calendar' | 'departments' | 'zone'>,
  now: Date,
  { days = SLOT_DAYS, familyHours }: { readonly days?: number; readonly familyHours?: number | undefined } = {},
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
              familyDoctorsUntil:
                familyHours === undefined ? null : new Date(startsAt.getTime() - familyHours * 3_600_000),
            },
          ];
        }),
      );
  });
};

/**
 * Run at every start and once a day: adds what is missing up to `SLOT_DAYS` working days ahead. New ones are for family doctors
 * first, as the region's dated rules say.
 */
export const topUpSlots = (
  region: Pick<Region, 'calendar' | 'departments' | 'zone'> & { readonly files: Pick<PackFiles, 'matching'> },
  now: Date,
): readonly Statement[] => {
  const rules = matchingDataOf(region.files.matching).rulesOn(civilDay(now, region.zone));
  return [
    insertClinics(region.departments),
    insertSlots(slotsFrom(region, now, { familyHours: rules.familyDoctorsFirst?.untilHoursBefore })),
  ];
};
