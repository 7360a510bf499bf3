/** The region's beds from its rows, and what the whole and the part of a house's board are made of. Pure but for its rows. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Rows } from '../../platform/postgres/database.ts';
import { BedCell } from './shapes.ts';
import type { BedChanges, BedCounts, RegionBeds } from './shapes.ts';
import { BED_USES, type BedUse } from './uses.ts';

const NONE: BedCounts = { beds: 0, used: 0, kept: 0, held: 0, free: 0, closed: 0 };
const plus = (one: BedCounts, other: BedCounts): BedCounts => ({
  beds: one.beds + other.beds,
  used: one.used + other.used,
  kept: one.kept + other.kept,
  held: one.held + other.held,
  free: one.free + other.free,
  closed: one.closed + other.closed,
});
const useOf = (value: unknown): BedUse => BED_USES.find((use) => use === value) ?? 'hospital';

/** A version as it is handed out: `412-2026-12-01`. */
export const versionOf = (number: number, day: CivilDay): string => `${String(number)}-${day}`;
/** The number in a version of this day; undefined where it is of another, since ages, stays and uses are counted by days. */
export const numberIn = (version: string, today: CivilDay): number | undefined =>
  version.endsWith(`-${today}`) ? Number(version.slice(0, -today.length - 1)) : undefined;

/** More events than this since a version, and the whole board is the shorter way. */
export const MOST_EVENTS = 400;

export type Since = { readonly number: number; readonly whole: boolean; readonly beds: readonly string[] };
/**
 * What is to be read for somebody who has a version.
 * @param row of `findChanged`; events that were forgotten meanwhile, or numbers that never were, make the whole board necessary
 */
export const sinceThen = (since: number, row: Rows[number], most: number): Since => {
  const last = Number(row['last']);
  const first = row['first'] === null ? last + 1 : Number(row['first']);
  const beds = row['beds'] as readonly string[];
  const known = since <= last && since >= first - 1 && last - since <= MOST_EVENTS && beds.length <= most;
  return { number: last, whole: !known, beds: known ? beds : [] };
};
/** The answer from rows of `findCells`, with whom it names. */
export const changesFrom = (
  rows: Rows,
  version: string,
  at: Date,
): { readonly body: BedChanges; readonly residents: readonly string[] } => {
  const beds = rows.map((row) => BedCell.parse(JSON.parse(String(row['cell']))));
  return {
    body: { version, serverTime: at.toISOString(), whole: false, beds },
    residents: beds.flatMap(({ person }) => (person === null ? [] : [person.id])),
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
