/** The network of care as it is told: rows of its statements, with what stands on too few persons withheld. */
import { z } from 'zod';
import type { Rows } from '../../../platform/postgres/database.ts';
import { NETWORK_PLACES, NETWORK_USES } from '../shapes/network.ts';
import type { CareNetwork, NetworkContract, NetworkHouse, NetworkPlace } from '../shapes/network.ts';
import { expiryWarning } from '../rules/contract.ts';
import { toldOf, toldParts } from '../rules/network.ts';
import type { Cell } from '../rules/network.ts';

type Row = Rows[number];

const Beds = z.array(z.object({ use: z.enum(NETWORK_USES), beds: z.int(), taken: z.int() }));
const People = z.array(z.object({ place: z.enum(NETWORK_PLACES), count: z.int() }));
const Contracts = z.array(
  z.object({
    ...{ id: z.string(), number: z.string(), medical: z.string(), medicalName: z.string(), homeName: z.string() },
    ...{ from: z.string(), until: z.string(), ended: z.boolean(), due: z.int(), done: z.int(), behind: z.int() },
  }),
);
const listed = <Item>(shape: z.ZodType<readonly Item[]>, value: unknown): readonly Item[] =>
  typeof value === 'string' ? shape.parse(JSON.parse(value)) : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const acceptanceOf = (row: Row, today: string): NetworkHouse['acceptance'] => {
  if (typeof row['accepted'] !== 'number') return null;
  const until = orNull(row['accepted_until']);
  const warning = until === null ? null : expiryWarning(until, today);
  const state = warning === null ? 'stands' : warning === 'expired' ? 'ended' : String(warning);
  return {
    ...{ beds: row['accepted'], from: text(row['accepted_from']), until, madeUp: row['made_up'] === true },
    state: state as NonNullable<NetworkHouse['acceptance']>['state'],
  };
};

const houseFrom = (row: Row, today: string, smallest: number): NetworkHouse => ({
  ...{ id: text(row['id']), name: text(row['name']), kind: row['kind'] as NetworkHouse['kind'] },
  ...{ district: orNull(row['district']), homeTeam: row['home_team'] === true },
  beds: [...listed(Beds, row['beds'])].sort((a, b) => NETWORK_USES.indexOf(a.use) - NETWORK_USES.indexOf(b.use)),
  acceptance: acceptanceOf(row, today),
  people: listed(People, row['people']).map(({ place, count }) => ({
    ...{ place, count: toldOf({ count, residents: count }, smallest) },
  })),
});

const contractsFrom = (row: Row, today: string): readonly NetworkContract[] =>
  listed(Contracts, row['contracts']).map(({ medical, medicalName, homeName, ...contract }) => {
    const warning = contract.ended ? null : expiryWarning(contract.until, today);
    return {
      ...contract,
      medical: { id: medical, name: medicalName },
      home: { id: text(row['id']), name: homeName },
      warning: warning === null ? null : (String(warning) as NetworkContract['warning']),
    };
  });

const cellOf = (rows: readonly Row[]): Cell => ({
  count: rows.reduce((sum, row) => sum + Number(row['count']), 0),
  residents: rows.reduce((sum, row) => sum + Number(row['residents']), 0),
});
const ENDS = ['discharge', 'death', 'left'] as const;

const flowsFrom = (rows: Rows, smallest: number): Pick<CareNetwork, 'places' | 'flows' | 'recorded'> => {
  const flows = rows.filter((row) => row['part'] === 'flow' && row['ended'] === null);
  const at = (place: NetworkPlace) => {
    const now = rows.filter((row) => row['part'] === 'now' && row['from_place'] === place);
    const admitted = flows.filter((row) => row['from_place'] === 'outside' && row['to_place'] === place);
    const [discharged = null, died = null, left = null] = toldParts(
      ENDS.map((end) => cellOf(rows.filter((row) => row['ended'] === end && row['from_place'] === place))),
      smallest,
    );
    return {
      ...{ place, now: toldOf(cellOf(now), smallest), admitted: toldOf(cellOf(admitted), smallest) },
      ...{ discharged, died, left },
    };
  };
  return {
    places: NETWORK_PLACES.filter((place) => place !== 'outside').map(at),
    flows: flows
      .map((row) => ({
        ...{ from: row['from_place'] as NetworkPlace, to: row['to_place'] as NetworkPlace },
        count: toldOf(cellOf([row]), smallest),
      }))
      .sort((a, b) => (b.count ?? 0) - (a.count ?? 0)),
    recorded: rows.some((row) => row['part'] === 'recorded'),
  };
};

/** What stands behind a flow or a place: houses in pairs, and cases by number where enough persons stand behind the whole. */
export const openedFrom = (rows: Rows, most: number, smallest: number): NonNullable<CareNetwork['opened']> => {
  const pairs = rows.filter((row) => row['part'] === 'pair');
  const cells = pairs.map((row) => cellOf([row]));
  const whole = cellOf(pairs);
  const masked = whole.residents > 0 && whole.residents < smallest;
  const told = masked ? [] : toldParts(cells, smallest);
  const house = (row: Row, side: 'from' | 'to') =>
    row[`${side}_house`] === null ? null : { id: text(row[`${side}_house`]), name: text(row[`${side}_name`]) };
  const cases = masked ? [] : rows.filter((row) => row['part'] === 'case');
  return {
    pairs: masked
      ? []
      : pairs
          .map((row, n) => ({ from: house(row, 'from'), to: house(row, 'to'), count: told[n] ?? null }))
          .sort((a, b) => (b.count ?? 0) - (a.count ?? 0)),
    cases: cases.slice(0, most).map((row) => ({
      ...{ id: text(row['id']), number: text(row['number']), pathway: text(row['pathway']), day: text(row['day']) },
      open: row['open'] === true,
    })),
    ...{ more: cases.length > most, masked },
  };
};

/** @param found of the houses, of the flows, and of what is opened, where something is */
export const networkFrom = (
  [houses = [], flows = [], opened]: readonly Rows[],
  asked: { readonly today: string; readonly smallest: number; readonly most: number },
): Omit<CareNetwork, 'period' | 'day'> => ({
  districts: [...new Set(houses.flatMap((row) => orNull(row['district']) ?? []))],
  houses: houses.map((row) => houseFrom(row, asked.today, asked.smallest)),
  contracts: houses.flatMap((row) => contractsFrom(row, asked.today)),
  ...flowsFrom(flows, asked.smallest),
  opened: opened === undefined ? null : openedFrom(opened, asked.most, asked.smallest),
  smallestCell: asked.smallest,
});
