/** Beds made of the compact answers, and what changed put in its place. Pure: the screens keep what these functions give them. */
import type { BedCell, BedChanges, BedCounts, BedSheet, RegionBeds } from './shapes.ts';
import { BED_USES } from './uses.ts';

export type Room = {
  readonly name: string;
  readonly for: 'any' | 'female' | 'male';
  /** How many beds the room has, also where they have not all come yet. */
  readonly size: number;
  readonly beds: readonly BedCell[];
};
export type Ward = {
  readonly id: string;
  readonly name: string;
  readonly counts: BedCounts;
  readonly uses: readonly BedCell['use'][];
  readonly rooms: readonly Room[];
};
export type BedBoard = {
  readonly organisation: string;
  readonly version: string;
  readonly serverTime: string;
  readonly counts: BedCounts;
  readonly wards: readonly Ward[];
  /** False while only the first beds are here. */
  readonly whole: boolean;
};

const bedsOf = ({ cells }: BedSheet): readonly BedCell[] => {
  const more = new Map(cells.more.map((one) => [one.at, one]));
  return cells.id.map((id, n): BedCell => {
    const [name, resident, stay] = [cells.name[n] ?? null, cells.resident[n] ?? null, cells.stay[n] ?? null];
    const rare = more.get(n);
    const alarm = rare?.alarm ?? null;
    return {
      id,
      label: cells.label[n] ?? '',
      use: cells.use[n] ?? 'hospital',
      state: cells.state[n] ?? 'free',
      person:
        name === null || resident === null || stay === null
          ? null
          : {
              ...{ id: resident, name, age: cells.age[n] ?? null, days: cells.days[n] ?? null, case: stay },
              care: rare?.care ?? null,
            },
      level: cells.level[n] ?? null,
      alarm: alarm === null ? null : { what: alarm, at: rare?.alarmAt ?? '' },
      heldUntil: rare?.heldUntil ?? null,
      awayAt: rare?.awayAt ?? null,
      closed: rare?.closed ?? null,
    };
  });
};

/** The board as its screens read it. The beds stand in the order of the rooms, so each room takes as many as it has. */
export const boardOf = (sheet: BedSheet): BedBoard => {
  const beds = bedsOf(sheet);
  let next = 0;
  return {
    organisation: sheet.organisation,
    version: sheet.version,
    serverTime: sheet.serverTime,
    counts: sheet.counts,
    whole: beds.length === sheet.counts.beds,
    wards: sheet.wards.map(({ id, name, counts, uses, rooms }) => ({
      ...{ id, name, counts, uses },
      rooms: rooms.map(([room, whom, size]): Room => {
        next += size;
        return { name: room, for: whom, size, beds: beds.slice(next - size, next) };
      }),
    })),
  };
};

const moved = (counts: BedCounts, from: BedCell['state'], to: BedCell['state']): BedCounts =>
  from === to ? counts : { ...counts, [from]: counts[from] - 1, [to]: counts[to] + 1 };

/**
 * The board with the changed beds in their places; what did not change stays the same object, so that nothing of it is drawn again.
 * Undefined where a bed came that the board does not know: its place is not known either, and the whole board is to be read.
 */
export const withChanges = (board: BedBoard, changes: BedChanges): BedBoard | undefined => {
  const news = new Map(changes.beds.map((bed) => [bed.id, bed]));
  let placed = 0;
  let counts = board.counts;
  const wards = board.wards.map((ward) => {
    let own = ward.counts;
    const rooms = ward.rooms.map((room) => {
      if (!room.beds.some(({ id }) => news.has(id))) return room;
      const beds = room.beds.map((bed) => {
        const now = news.get(bed.id);
        if (now === undefined) return bed;
        placed += 1;
        own = moved(own, bed.state, now.state);
        counts = moved(counts, bed.state, now.state);
        return now;
      });
      return { ...room, beds };
    });
    if (rooms.every((room, n) => room === ward.rooms[n])) return ward;
    const uses = [...new Set(rooms.flatMap(({ beds }) => beds.map(({ use }) => use)))];
    return { ...ward, counts: own, rooms, uses };
  });
  if (placed < news.size) return undefined;
  return {
    ...board,
    wards: news.size === 0 ? board.wards : wards,
    counts,
    version: changes.version,
    serverTime: changes.serverTime,
  };
};

const ALARM_MS = 24 * 3_600_000;
/** Beds that stand in another state now though nothing happened to them: a kept place has run out, an alarm is a day old. */
export const overdueIn = (board: BedBoard, now: Date): readonly string[] =>
  board.wards.flatMap(({ rooms }) =>
    rooms.flatMap(({ beds }) =>
      beds
        .filter(
          ({ heldUntil, alarm }) =>
            (heldUntil !== null && Date.parse(heldUntil) <= now.getTime()) ||
            (alarm !== null && Date.parse(alarm.at) + ALARM_MS <= now.getTime()),
        )
        .map(({ id }) => id),
    ),
  );

const NONE: BedCounts = { beds: 0, used: 0, kept: 0, held: 0, free: 0, closed: 0 };

/** The region's houses with the own one as its board has it, which is told of every change; the others are asked for now and then. */
export const withOwn = (region: RegionBeds, board: BedBoard | undefined): RegionBeds => {
  if (board?.whole !== true) return region;
  const uses = new Map<BedCell['use'], BedCounts>();
  for (const { use, state } of board.wards.flatMap(({ rooms }) => rooms.flatMap(({ beds }) => beds))) {
    const before = uses.get(use) ?? NONE;
    uses.set(use, { ...before, beds: before.beds + 1, [state]: before[state] + 1 });
  }
  const own = BED_USES.flatMap((use) => {
    const counts = uses.get(use);
    return counts === undefined ? [] : [{ use, counts }];
  });
  return {
    ...region,
    houses: region.houses.map((house) => (house.own ? { ...house, counts: board.counts, uses: own } : house)),
  };
};
