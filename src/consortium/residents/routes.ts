/** `/api/residents`: the own catchment, anyone by card, registration, a new resident, and the record's first screen. */
import { auditRow } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { forWhomNow } from '../identity/merged.ts';
import { MATCHING_RULES } from '../identity/matching-rules.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import type { Deed } from '../permission.ts';
import { may } from '../permission.ts';
import { relationViews, relationsTo } from '../relations/relations.ts';
import type { ResidentListQuery } from '../shapes.ts';
import * as shapes from '../shapes.ts';
import { NewResidentBody } from './shapes.ts';
import { findByCard, identifying } from './find.ts';
import { catchmentPage, cursorOf, findAfter, readCursor, relatedPage } from './list.ts';
import type { NewResidentOptions } from './new-resident.ts';
import { createResident } from './new-resident.ts';
import { registerResident } from './registration.ts';
import { residentRow, storedResidents } from './rows.ts';
import type { SummaryOptions } from './summary.ts';
import { summaryOf } from './summary.ts';

export type ResidentRoutesOptions = NewResidentOptions & SummaryOptions;

/** What somebody without a relation may do to get one. */
const WAYS = ['register-today'] as const;
const RULES = {
  version: MATCHING_RULES.version,
  verified: MATCHING_RULES.verified,
  source: MATCHING_RULES.source,
};
const LOOKS_LIKE_IDENTITY_NUMBER = /^\d{17}[\dXx]$/;

export const residentRoutes = (options: ResidentRoutesOptions): readonly Route[] => {
  const { db, clock, zone, readLog } = options;

  const list = async (actor: Actor, { scope, q = '', cursor, count }: ResidentListQuery): Promise<RouteAnswer> => {
    const at = clock.now();
    let after;
    if (cursor !== undefined) {
      const id = readCursor(cursor, q);
      const [last = []] = id === undefined ? [] : await db.read(actor, at, [findAfter(id)]);
      if (last[0] === undefined) return { refusal: refuse('list.cursor') };
      after = { pinyin: String(last[0]['pinyin']), id: String(last[0]['id']) };
    }
    const pageOf = scope === 'related' ? relatedPage : catchmentPage;
    const page = pageOf(actor.organisation, { q, after, count: count + 1 }, at);
    const [found = []] = await db.read(actor, at, [page]);
    const rows = storedResidents(found).slice(0, count);
    await readLog.record(
      auditRow(actor, at, { action: 'list-residents', residents: rows.map((row) => row.id), target: scope }),
    );
    const last = found.length > count ? rows.at(-1) : undefined;
    const today = civilDay(at, zone);
    return {
      body: {
        items: rows.map((row) => residentRow(row, today, true)),
        next: last === undefined ? null : cursorOf(last.id, q),
      },
    };
  };

  const identify = async (actor: Actor, value: string, system: string | undefined): Promise<RouteAnswer> => {
    const at = clock.now();
    const asker = identifying(actor);
    const [found = []] = await db.read(asker, at, [findByCard(value, system)]);
    const rows = storedResidents(found);
    const ids = rows.map((row) => row.id);
    const [related = []] = ids.length === 0 ? [] : await db.read(actor, at, [relationsTo(ids, actor.organisation, at)]);
    await readLog.record(
      auditRow(asker, at, { action: 'identify', residents: ids, outcome: ids.length > 0 ? 'done' : 'refused' }),
    );
    if (rows.length === 0 && LOOKS_LIKE_IDENTITY_NUMBER.test(value)) {
      const checked = checkIdentityNumber(value);
      if (isRefusal(checked)) return { refusal: checked };
    }
    const views = relationViews(related);
    const today = civilDay(at, zone);
    return {
      body: {
        items: rows.map((row) => {
          const relations = [...(views.get(row.id) ?? [])];
          return { ...residentRow(row, today, relations.length > 0), relations };
        }),
      },
    };
  };

  const allowed = async (actor: Actor, deed: Deed, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> => {
    const answer = may(actor, deed);
    return answer === true ? work() : { refusal: answer };
  };

  return [
    route({
      method: 'GET',
      path: '/api/residents',
      summary: 'Residents of one\u2019s own catchment, or related now, in the order of pinyin',
      access: 'role',
      query: shapes.ResidentListQuery,
      answer: shapes.ResidentList,
      handle: ({ query, caller }) => allowed(caller.actor, 'list-residents', () => list(caller.actor, query)),
    }),
    route({
      method: 'POST',
      path: '/api/residents/search',
      summary: 'The same list searched by name, pinyin, initials or telephone: a name does not belong in an address',
      access: 'role',
      body: shapes.ResidentListQuery,
      answer: shapes.ResidentList,
      handle: ({ body, caller }) => allowed(caller.actor, 'list-residents', () => list(caller.actor, body)),
    }),
    route({
      method: 'POST',
      path: '/api/residents/identify',
      summary: 'Anyone in the region, by a whole identity number or card number only',
      access: 'role',
      body: shapes.IdentifyBody,
      answer: shapes.Identified,
      handle: ({ body, caller }) =>
        allowed(caller.actor, 'identify-resident', () => identify(caller.actor, body.value, body.system)),
    }),
    route({
      method: 'POST',
      path: '/api/residents/:id/registration',
      summary: 'Register a resident who is here today; the record may then be read',
      access: 'role',
      params: shapes.ByIdParams,
      body: shapes.RegistrationBody,
      answer: shapes.Registered,
      handle: ({ params, body, caller }) =>
        allowed(caller.actor, 'register-resident', async () => {
          const where = { db, at: clock.now() };
          const answer = await forWhomNow(where, caller.actor, params.id, async (id) => {
            const made = await registerResident(options, caller.actor, id, body.reason);
            return isRefusal(made) ? made : { ...made, id };
          });
          if (isRefusal(answer)) return { refusal: answer };
          const relation = { kind: 'registration', untilAt: answer.until.toISOString() };
          return { status: 201, body: { id: answer.id, relation } };
        }),
    }),
    route({
      method: 'POST',
      path: '/api/residents',
      summary:
        'Register a resident the region does not know yet; who may be the same is shown before anything is saved',
      access: 'role',
      body: NewResidentBody,
      answer: shapes.Registered,
      handle: ({ body, caller }) =>
        allowed(caller.actor, 'register-resident', async () => {
          const answer = await createResident(options, caller.actor, body);
          if (isRefusal(answer)) return { refusal: answer };
          if ('likely' in answer)
            return { refusal: answer.refusal, extra: { likely: answer.likely, rules: RULES, ways: WAYS } };
          if ('refusal' in answer) return { refusal: answer.refusal, extra: { resident: answer.resident, ways: WAYS } };
          const relation = { kind: 'registration', untilAt: answer.until.toISOString() };
          return { status: 201, body: { id: answer.id, relation } };
        }),
    }),
    route({
      method: 'GET',
      path: '/api/residents/:id/summary',
      summary: 'The first screen of a record',
      access: 'role',
      params: shapes.ByIdParams,
      answer: shapes.ResidentSummary,
      handle: ({ params, caller }) =>
        allowed(caller.actor, 'read-record', async () => {
          const where = { db, at: clock.now() };
          const answer = await forWhomNow(where, caller.actor, params.id, (id) => summaryOf(options, caller.actor, id));
          return isRefusal(answer) ? { refusal: answer, extra: { ways: WAYS } } : { body: answer };
        }),
    }),
  ];
};
