/** 亲属与重点居民 over HTTP: for whoever answers for looks at records in a house, and for the bureau's administrator. */
import type { z } from 'zod';
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { may } from '../permission.ts';
import { refusalOf } from '../refusals.ts';
import { findByCard, identifying } from '../residents/find.ts';
import { ByIdParams } from '../shapes.ts';
import { CloseBody, CloseEntered, CloseEnding, CloseList } from './close-resident-shapes.ts';
import { closeViews, endClose, enterClose, findClose, findStaff } from './close-residents.ts';

export type CloseOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

/** The commission sees all of the region; a house what it entered itself. */
const seesAll = ({ role }: Actor): boolean => role === 'commission-officer' || role === 'administrator';

export const closeRoutes = ({ db, clock, ids, zone, recordRead }: CloseOptions): readonly Route[] => {
  const list = async (actor: Actor): Promise<RouteAnswer> => {
    const at = clock.now();
    const [rows = [], staff = []] = await db.read(identifying(actor), at, [
      findClose(actor.organisation, seesAll(actor)),
      findStaff(actor.organisation, civilDay(at, zone)),
    ]);
    await recordRead(auditRow(actor, at, { action: 'list-close-residents' }));
    const body: CloseList = {
      items: closeViews(rows),
      staff: staff.map((row) => ({ id: String(row['id']), name: String(row['name']), role: String(row['role']) })),
    };
    return { body };
  };

  const enter = async (actor: Actor, given: CloseBody): Promise<RouteAnswer> => {
    const at = clock.now();
    // a watched resident is nobody's relative, whatever was chosen before
    const person = given.kind === 'watched' ? null : given.person;
    const relationship = given.kind === 'relative' ? given.relationship : null;
    if (given.kind !== 'watched' && person === null) return { refusal: refuse('close.whose') };
    if (given.kind === 'relative' && relationship === null) return { refusal: refuse('close.what-relative') };
    const [rows = [], staff = []] = await db.read(identifying(actor), at, [
      findByCard(given.number, undefined),
      findStaff(actor.organisation, civilDay(at, zone)),
    ]);
    if (person !== null && !staff.some(({ id }) => id === person)) return { refusal: refuse('close.not-of-the-house') };
    const [only, another] = rows;
    await recordRead(
      auditRow(identifying(actor), at, { action: 'identify', residents: rows.map((row) => String(row['id'])) }),
    );
    if (only === undefined) return { refusal: refuse('close.nobody') };
    if (another !== undefined) return { refusal: refuse('close.several') };
    const entry = { ...given, person, relationship, id: ids(), resident: String(only['id']) };
    await db.write(actor, at, (tx) =>
      tx.finish([
        enterClose(entry, actor, at, civilDay(at, zone)),
        auditStatement(
          auditRow(actor, at, { action: 'enter-close-resident', target: entry.id, residents: [entry.resident] }),
        ),
      ]),
    );
    return { status: 201, body: { id: entry.id } };
  };

  const end = async (actor: Actor, id: string, { reason }: z.output<typeof CloseEnding>): Promise<RouteAnswer> => {
    const at = clock.now();
    await db.write(actor, at, (tx) =>
      tx.finish([
        endClose({ id, reason, everybody: seesAll(actor) }, actor, at, civilDay(at, zone)),
        auditStatement(auditRow(actor, at, { action: 'end-close-resident', target: id })),
      ]),
    );
    return { status: 204 };
  };

  const allowed = async (actor: Actor, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> => {
    const permitted = may(actor, 'keep-close-residents');
    if (isRefusal(permitted)) return { refusal: permitted };
    return work().catch((fault: unknown) => ({ refusal: refusalOf(fault) }));
  };

  return [
    route({
      method: 'GET',
      path: '/api/close-residents',
      summary: 'Whose records are looked at with other eyes: staff, their relatives, and watched residents',
      access: 'role',
      answer: CloseList,
      handle: ({ caller: { actor } }) => allowed(actor, () => list(actor)),
    }),
    route({
      method: 'POST',
      path: '/api/close-residents',
      summary: 'From today on looks at this resident’s record are put before the reviewer',
      access: 'role',
      body: CloseBody,
      answer: CloseEntered,
      handle: ({ body, caller: { actor } }) => allowed(actor, () => enter(actor, body)),
    }),
    route({
      method: 'POST',
      path: '/api/close-residents/:id/end',
      summary: 'From today on no more; the entry and why it ended stay',
      access: 'role',
      params: ByIdParams,
      body: CloseEnding,
      handle: ({ params, body, caller: { actor } }) => allowed(actor, () => end(actor, params.id, body)),
    }),
  ];
};
