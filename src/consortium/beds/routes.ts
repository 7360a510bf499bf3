/** `/api/beds`: the own house's beds one by one, the region's in numbers, and what a bed manager changes by hand. */
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { may } from '../permission.ts';
import { refusalOf } from '../refusals.ts';
import { changesFrom, MOST_EVENTS, numberIn, regionFrom, sinceThen, versionOf } from './board.ts';
import { countBeds, findBedPast, findCells, findChanged, findSheet } from './board-statements.ts';
import type { Board } from './board-statements.ts';
import {
  BedChanges,
  BedParams,
  BedPast,
  BedSheet,
  ChangesQuery,
  CloseBody,
  MOST_BEDS,
  RegionBeds,
  SheetQuery,
  UseBody,
} from './shapes.ts';
import { beginUse, closeBed, endUse, reopenBed } from './statements.ts';

export type BedRouteOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  /** Tells the other screens of the house which bed changed. */
  readonly tell: (bed: string, organisation: string, at: Date) => Statement;
  readonly nudge: () => void;
};

export const bedRoutes = ({ db, clock, ids, zone, recordRead, tell, nudge }: BedRouteOptions): readonly Route[] => {
  const change = async (
    actor: Actor,
    bed: string,
    action: string,
    statements: (at: Date) => readonly Statement[],
  ): Promise<RouteAnswer> => {
    const allowed = may(actor, 'keep-beds');
    if (allowed !== true) return { refusal: allowed };
    const at = clock.now();
    try {
      await db.write(actor, at, (tx) =>
        tx.finish([
          ...statements(at),
          auditStatement(auditRow(actor, at, { action, target: `bed/${bed}` })),
          tell(bed, actor.organisation, at),
        ]),
      );
      nudge();
      return { status: 204 };
    } catch (fault) {
      return { refusal: refusalOf(fault) };
    }
  };

  const boardOf = ({ organisation }: Actor): Board => {
    const at = clock.now();
    return { organisation, at, today: civilDay(at, zone), zone };
  };
  const changes = async (actor: Actor, { since, ids = '' }: ChangesQuery): Promise<BedChanges> => {
    const board = boardOf(actor);
    const { at, today } = board;
    const number = since === undefined ? 0 : numberIn(since, today);
    // of another day: nothing that was known is sure to be so still
    const [[row] = []] = await db.read(actor, at, [findChanged(actor.organisation, number ?? 0, MOST_EVENTS)]);
    if (row === undefined) throw new Error('no row of a statement that has one');
    const known = sinceThen(number ?? Number.NaN, row, MOST_BEDS);
    const version = versionOf(known.number, today);
    if (since !== undefined && known.whole) return { version, serverTime: at.toISOString(), whole: true, beds: [] };
    const named = [...new Set([...(since === undefined ? [] : known.beds), ...ids.split(',')])].filter(
      (id) => id !== '',
    );
    const [rows = []] = named.length === 0 ? [] : await db.read(actor, at, [findCells(board, named)]);
    const { body, residents } = changesFrom(rows, version, at);
    if (residents.length > 0) await recordRead(auditRow(actor, at, { action: 'see-beds', residents }));
    return body;
  };

  return [
    route({
      method: 'GET',
      path: '/api/beds',
      summary:
        'The own house’s beds in columns, with who lies in them where the reader may know; the first ones only, by `first`',
      access: 'role',
      query: SheetQuery,
      answer: BedSheet,
      handle: async ({ query, caller: { actor } }) => {
        const allowed = may(actor, 'see-beds');
        if (allowed !== true) return { refusal: allowed };
        const board = boardOf(actor);
        const [rows = []] = await db.read(actor, board.at, [findSheet(board, query.first ?? null)]);
        const residents = JSON.parse(String(rows[0]?.['residents'])) as readonly string[];
        await recordRead(auditRow(actor, board.at, { action: 'see-beds', residents }));
        // the database's own text: it is what the shape says, and is not read and written again for each of thousands of beds
        return { body: Buffer.from(String(rows[0]?.['sheet'])) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/beds/changes',
      summary: 'Beds of the own house by id, and those something happened to since a version of the board',
      access: 'role',
      query: ChangesQuery,
      answer: BedChanges,
      handle: async ({ query, caller: { actor } }) => {
        const allowed = may(actor, 'see-beds');
        if (allowed !== true) return { refusal: allowed };
        return { body: await changes(actor, query) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/beds/region',
      summary: 'Beds of the region by house and use, each counted once, without a name',
      access: 'role',
      answer: RegionBeds,
      handle: async ({ caller: { actor } }) => {
        const allowed = may(actor, 'see-beds');
        if (allowed !== true) return { refusal: allowed };
        const at = clock.now();
        // counts carry nobody's name: they are read for figures
        const [rows = []] = await db.read({ ...actor, purpose: 'figures' }, at, [countBeds(at, civilDay(at, zone))]);
        return { body: regionFrom(rows, actor.organisation, at) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/beds/:id/past',
      summary: 'What a bed was used as, when it was closed and when somebody had it',
      access: 'role',
      params: BedParams,
      answer: BedPast,
      handle: async ({ params, caller: { actor } }) => {
        const allowed = may(actor, 'see-beds');
        if (allowed !== true) return { refusal: allowed };
        const at = clock.now();
        const [rows = []] = await db.read(actor, at, [findBedPast(params.id, actor.organisation)]);
        return {
          body: {
            items: rows.map((row) => ({
              kind: row['kind'],
              what: row['what'],
              fromAt: (row['from_at'] as Date).toISOString(),
              untilAt: row['until_at'] instanceof Date ? row['until_at'].toISOString() : null,
            })),
          },
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/beds/:id/closure',
      summary: 'Close a free bed, with the reason',
      access: 'role',
      params: BedParams,
      body: CloseBody,
      handle: ({ params, body, caller: { actor } }) =>
        change(actor, params.id, 'close-bed', (at) => [
          closeBed({ id: ids(), bed: params.id, organisation: actor.organisation, reason: body.reason }, at, actor.id),
        ]),
    }),
    route({
      method: 'DELETE',
      path: '/api/beds/:id/closure',
      summary: 'Open a closed bed: cleaned, mended, staffed',
      access: 'role',
      params: BedParams,
      handle: ({ params, caller: { actor } }) =>
        change(actor, params.id, 'open-bed', (at) => [reopenBed(params.id, actor.organisation, at)]),
    }),
    route({
      method: 'POST',
      path: '/api/beds/:id/use',
      summary: 'From today on the bed is used as something else',
      access: 'role',
      params: BedParams,
      body: UseBody,
      handle: ({ params, body, caller: { actor } }) =>
        change(actor, params.id, 'change-bed-use', (at) => [
          endUse(params.id, actor.organisation, body.use, civilDay(at, zone)),
          beginUse(params.id, body.use, civilDay(at, zone), actor.id),
        ]),
    }),
  ];
};
