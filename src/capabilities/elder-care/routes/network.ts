/** `/api/elder-care/network`: the commission's map of who cares where, by which contract, and who went from which place to which. */
import { may } from '../../../consortium/permission.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import { addDays, instantOf, isCivilDay } from '../../../platform/civil-time.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import { downloadHeaders, writeWorkbook } from '../../../platform/spreadsheet/write.ts';
import { CareNetwork, NetworkQuery } from '../shapes/network.ts';
import * as ask from './network-statements.ts';
import { networkSheets } from './network-sheet.ts';
import { networkFrom } from './network-view.ts';

export type NetworkRoutesOptions = {
  readonly engine: Engine;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  /** Numbers behind which fewer persons stand are withheld; dated data of the region. */
  readonly smallestCell: number;
};

/** So many cases are listed by number. */
const MOST_CASES = 100;

const ofKind =
  ({ kind }: NetworkQuery) =>
  (house: CareNetwork['houses'][number]): boolean =>
    kind === undefined || (kind === 'home-team' ? house.homeTeam : house.kind === kind);

/** `ward`, or `ward>home`. */
const openedOf = (open: string | undefined): { readonly from: string | null; readonly to: string | null } | null => {
  if (open === undefined) return null;
  const [from = null, to = null] = open.split('>');
  return { from, to };
};

const networkOf = async (
  { engine, zone, smallestCell, recordRead }: NetworkRoutesOptions,
  query: NetworkQuery,
  actor: Actor,
  action: string,
): Promise<CareNetwork | Refusal> => {
  const allowed = may(actor, 'see-network');
  if (allowed !== true) return allowed;
  const at = engine.clock.now();
  const today = engine.today(at);
  const to = query.until ?? today;
  const from = query.from ?? `${to.slice(0, 4)}-01-01`;
  if (!isCivilDay(from) || !isCivilDay(to) || from > to) return refuse('figures.impossible-period');
  if (to > today) return refuse('figures.period-in-the-future', { day: to });
  const asked: ask.NetworkAsked = {
    ...{ from, to, zone, begins: instantOf(from, '00:00', zone), ends: instantOf(addDays(to, 1), '00:00', zone) },
    ...{ district: query.district ?? null, programme: query.programme ?? null },
  };
  const opened = openedOf(query.open);
  // counts leave, and cases by number: no names (law 5)
  const found = await engine.db.read({ ...actor, purpose: 'figures' }, at, [
    ask.findNetworkHouses(asked, at, today),
    ask.findNetworkFlows(asked),
    ...(opened === null ? [] : [ask.findNetworkOpened(asked, opened, MOST_CASES + 1)]),
  ]);
  await recordRead(auditRow(actor, at, { action, target: 'care-network', residents: [] }));
  const network = networkFrom(found, { today, smallest: smallestCell, most: MOST_CASES });
  const inDistrict = (house: CareNetwork['houses'][number]): boolean =>
    query.district === undefined || house.district === query.district;
  return {
    ...{ period: { from, to }, day: today, ...network },
    houses: network.houses.filter(inDistrict).filter(ofKind(query)),
  };
};

export const careNetworkRoutes = (options: NetworkRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/elder-care/network',
    summary:
      'Hospice and elder care as one network: houses with acceptance and beds, contracts with visits due, moves between places of care; small numbers of persons withheld',
    access: 'role',
    query: NetworkQuery,
    answer: CareNetwork,
    handle: async ({ query, caller: { actor } }) => {
      const network = await networkOf(options, query, actor, 'read-care-network');
      return isRefusal(network) ? { refusal: network } : { body: network };
    },
  }),
  route({
    method: 'GET',
    path: '/api/elder-care/network-sheet',
    summary: 'The network of care as a workbook (xlsx): houses, contracts, moves, and how each is counted',
    access: 'role',
    query: NetworkQuery,
    media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    handle: async ({ query, caller: { actor }, language }) => {
      const network = await networkOf(options, query, actor, 'take-out-care-network');
      if (isRefusal(network)) return { refusal: network };
      const { name, sheets } = networkSheets(network, query, language);
      return { body: await writeWorkbook(sheets), headers: downloadHeaders(`${name}.xlsx`) };
    },
  }),
];
