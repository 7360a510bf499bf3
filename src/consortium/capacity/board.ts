/** 床位与号源: a house's departments as its bed manager keeps them true. */
import { addDays, civilDay, instantOf } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Rows } from '../../platform/postgres/database.ts';
import type { Calendar } from '../calendar.ts';
import { workingDaysFrom } from '../calendar.ts';
import type { Board, BoardDepartment, BoardSlot } from './board-shapes.ts';
import type { MatchingData } from './matching-data.ts';
import { findOwnCapacity, findOwnSlots } from './statements.ts';

/** Working days whose appointments are shown. */
const DAYS_SHOWN = 5;
/** Appointments can be added so far ahead. */
export const FARTHEST_DAYS = 90;

export type BoardOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly calendar: Calendar;
  readonly matching: MatchingData;
};

type Row = {
  readonly id: string;
  readonly name: string;
  readonly places: number | null;
  readonly occupied: number;
  readonly held: number;
  readonly over: number;
  readonly of_at: Date | null;
  readonly how: 'stated' | 'confirmed' | 'posted' | null;
  readonly stated_by: string | null;
  readonly stated_by_name: string | null;
  readonly slots_of: Date | null;
  readonly median_days: number | null;
  readonly longest_days: number | null;
  readonly come: number | null;
  readonly waiting: number | null;
};

const slotsByDepartment = (rows: Rows): ReadonlyMap<string, readonly BoardSlot[]> => {
  const found = new Map<string, BoardSlot[]>();
  for (const row of rows) {
    const department = String(row['department']);
    const until = row['family_doctors_until'];
    const slots = found.get(department) ?? [];
    slots.push({
      id: String(row['id']),
      startsAt: (row['starts_at'] as Date).toISOString(),
      endsAt: (row['ends_at'] as Date).toISOString(),
      familyDoctorsUntil: until instanceof Date ? until.toISOString() : null,
      taken: row['taken'] === true,
      clinic: typeof row['clinic_name'] === 'string' ? row['clinic_name'] : null,
    });
    found.set(department, slots);
  }
  return found;
};

const statedOf = (row: Row): BoardDepartment['stated'] =>
  row.of_at === null
    ? null
    : {
        at: row.of_at.toISOString(),
        how: row.how ?? 'stated',
        by: row.stated_by_name,
        system: row.stated_by_name === null,
      };

/** Where a department offers no beds, the word of its system on its appointments is word enough. */
const isStale = ({ places, of_at, slots_of }: Row, before: number): boolean =>
  (of_at === null || of_at.getTime() < before) && (places !== null || slots_of === null || slots_of.getTime() < before);

export const boardOf = async (options: BoardOptions, actor: Actor): Promise<Board> => {
  const { db, clock, zone, calendar, matching } = options;
  const at = clock.now();
  const today = civilDay(at, zone);
  const rules = matching.rulesOn(today);
  const days = workingDaysFrom(calendar, today, DAYS_SHOWN);
  const until = instantOf(addDays(days.at(-1) ?? today, 1), '00:00', zone);
  const [rows = [], slotRows = []] = await db.read(actor, at, [
    findOwnCapacity(actor.organisation, at, today),
    findOwnSlots(actor.organisation, at, until),
  ]);
  const slots = slotsByDepartment(slotRows);
  const staleBefore = at.getTime() - rules.staleAfterHours * 3_600_000;
  return {
    items: (rows as unknown as readonly Row[]).map((row) => ({
      id: row.id,
      name: row.name,
      quota:
        row.places === null
          ? null
          : {
              places: row.places,
              held: row.held,
              occupied: row.occupied,
              free: Math.max(0, row.places - row.held - row.occupied),
              over: row.over,
            },
      slots: [...(slots.get(row.id) ?? [])],
      stated: statedOf(row),
      slotsPostedAt: row.slots_of?.toISOString() ?? null,
      stale: isStale(row, staleBefore),
      wait:
        row.longest_days === null
          ? null
          : {
              days: row.median_days ?? row.longest_days,
              atLeast: row.median_days === null,
              come: row.come ?? 0,
              waiting: row.waiting ?? 0,
            },
    })),
    days: [...days],
    staleAfterHours: rules.staleAfterHours,
    familyDoctorsUntilHours: rules.familyDoctorsFirst?.untilHoursBefore ?? null,
    verified: rules.verified,
    source: rules.source,
    serverTime: at.toISOString(),
  };
};
