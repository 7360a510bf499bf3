/** The bed board from its rows. Each bed stands in one state, so the states of a ward sum to its beds. Pure but for its rows. */
import { civilDay, type CivilDay } from '../../platform/civil-time.ts';
import type { Rows } from '../../platform/postgres/database.ts';
import type { BedBoard, BedCell, BedCounts, RegionBeds, Ward } from './shapes.ts';
import { BED_USES, CLOSURES, type BedState, type BedUse, type Closure } from './uses.ts';

const NONE: BedCounts = { beds: 0, used: 0, kept: 0, held: 0, free: 0, closed: 0 };
const plus = (one: BedCounts, other: BedCounts): BedCounts => ({
  beds: one.beds + other.beds,
  used: one.used + other.used,
  kept: one.kept + other.kept,
  held: one.held + other.held,
  free: one.free + other.free,
  closed: one.closed + other.closed,
});
const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const momentOr = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);
const useOf = (value: unknown): BedUse => BED_USES.find((use) => use === value) ?? 'hospital';
const closureOf = (value: unknown): Closure | null => CLOSURES.find((reason) => reason === value) ?? null;

const stateOf = (row: Rows[number]): BedState => {
  if (row['status'] === 'used') return row['away_from'] instanceof Date ? 'kept' : 'used';
  if (row['status'] === 'active') return 'held';
  return row['closed'] === null ? 'free' : 'closed';
};
/** Completed years on a civil day. */
export const ageOn = (born: string, day: CivilDay): number =>
  Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (day.slice(5) < born.slice(5) ? 1 : 0);
const daysBetween = (from: CivilDay, to: CivilDay): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** An alarm is shown for a day; after that it is history. */
const ALARM_HOURS = 24;

const cellOf = (row: Rows[number], at: Date, zone: string): BedCell => {
  const today = civilDay(at, zone);
  const name = textOr(row['name']) ?? textOr(row['expected_name']);
  const resident = textOr(row['resident']) ?? textOr(row['expected']);
  const born = row['birth_date'];
  const stayFrom = row['stay_from'];
  const alarmAt = row['alarm_at'];
  const state = stateOf(row);
  return {
    id: String(row['id']),
    label: String(row['label']),
    use: useOf(row['use']),
    state,
    person:
      name === null || resident === null
        ? null
        : {
            id: resident,
            name,
            age: typeof born === 'string' ? ageOn(born, today) : null,
            days: stayFrom instanceof Date ? daysBetween(civilDay(stayFrom, zone), today) : null,
            case: String(row['case_id']),
          },
    level: textOr(row['level']),
    alarm:
      alarmAt instanceof Date && at.getTime() - alarmAt.getTime() < ALARM_HOURS * 3_600_000
        ? { what: String(row['alarm']), at: alarmAt.toISOString() }
        : null,
    heldUntil: state === 'held' ? momentOr(row['held_until']) : null,
    awayAt: state === 'kept' ? (textOr(row['away_at']) ?? '') : null,
    closed: state === 'closed' ? closureOf(row['closed']) : null,
  };
};

const countOf = (cells: readonly BedCell[]): BedCounts =>
  cells.reduce((sum, { state }) => plus(sum, { ...NONE, beds: 1, [state]: 1 }), NONE);

export const boardFrom = (organisation: string, rows: Rows, at: Date, zone: string): BedBoard => {
  const wards = new Map<string, { name: string; rooms: Map<string, Ward['rooms'][number]> }>();
  for (const row of rows) {
    const id = String(row['department']);
    const ward = wards.get(id) ?? {
      name: String(row['department_name']),
      rooms: new Map<string, Ward['rooms'][number]>(),
    };
    wards.set(id, ward);
    const room = String(row['room']);
    const given = row['room_for'];
    const held = ward.rooms.get(room) ?? {
      name: room,
      for: given === 'female' || given === 'male' ? given : ('any' as const),
      beds: [],
    };
    held.beds.push(cellOf(row, at, zone));
    ward.rooms.set(room, held);
  }
  const made = [...wards].map(([id, { name, rooms }]): Ward => {
    const list = [...rooms.values()];
    return { id, name, counts: countOf(list.flatMap(({ beds }) => beds)), rooms: list };
  });
  return {
    organisation,
    wards: made,
    counts: made.reduce((sum, { counts }) => plus(sum, counts), NONE),
    serverTime: at.toISOString(),
  };
};

const countsIn = (row: Rows[number]): BedCounts => ({
  beds: Number(row['beds']),
  used: Number(row['used']),
  kept: Number(row['kept']),
  held: Number(row['held']),
  free: Number(row['free']),
  closed: Number(row['closed']),
});

export const regionFrom = (rows: Rows, own: string, at: Date): RegionBeds => {
  const houses = new Map<string, RegionBeds['houses'][number]>();
  const uses = new Map<BedUse, BedCounts>();
  for (const row of rows) {
    const id = String(row['id']);
    const use = useOf(row['use']);
    const counts = countsIn(row);
    const house = houses.get(id);
    houses.set(id, {
      id,
      name: String(row['name']),
      kind: String(row['kind']),
      own: id === own,
      counts: plus(house?.counts ?? NONE, counts),
      uses: [...(house?.uses ?? []), { use, counts }],
    });
    uses.set(use, plus(uses.get(use) ?? NONE, counts));
  }
  const list = [...houses.values()].sort((one, other) => Number(other.own) - Number(one.own));
  return {
    houses: list,
    uses: BED_USES.flatMap((use) => {
      const counts = uses.get(use);
      return counts === undefined ? [] : [{ use, counts }];
    }),
    counts: list.reduce((sum, { counts }) => plus(sum, counts), NONE),
    serverTime: at.toISOString(),
  };
};
