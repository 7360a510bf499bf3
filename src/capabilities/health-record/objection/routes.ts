/** Objections over HTTP: on the resident's own phone, and for the office that answers them. */
import { Objected, OwnObjections } from '../../../consortium/access/own-shapes.ts';
import { may } from '../../../consortium/permission.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { openingId } from '../../../engines/pathways/opening-id.ts';
import { hasErrors, isRefused, takeStep } from '../../../engines/pathways/run.ts';
import type { StepRequest } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Caller, Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import {
  findEntryState,
  findLook,
  findObjection,
  findObjections,
  findOwnObjections,
  findSaid,
  objectionRow,
  objectionView,
  ownObjection,
} from './routes/rows.ts';
import { NewObjectionBody, ObjectionView, Objections } from './shapes.ts';

export type ObjectionOptions = { readonly engine: Engine; readonly recordRead: (row: AuditRow) => Promise<void> };

/** The limit's state before anything was objected to: the screen says so from the first (law 6). */
const LIMIT = 'objection.decide';

const residentOf = (actor: Actor): string => actor.id.replace(/^resident:/, '');
/** A phone's own reading cannot write: the program takes the step, under the resident's name. */
const onBehalf = (actor: Actor): Actor => ({ ...actor, role: 'system', organisation: 'system', purpose: 'system' });

export const objectionRoutes = ({ engine, recordRead }: ObjectionOptions): readonly Route[] => {
  const { db, clock, limits } = engine;

  /** A code from the slip of one referral opens that referral, and no more. */
  const own = ({ scope }: Caller, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> =>
    scope === 'record' ? work() : Promise.resolve({ refusal: refuse('resident.record-code-needed') });

  const ownList = async (actor: Actor): Promise<RouteAnswer> => {
    const at = clock.now();
    const resident = residentOf(actor);
    // the names of houses and of whoever answers are no part of the record: the program reads them
    const asked = onBehalf(actor);
    const [rows = []] = await db.read(asked, at, [findOwnObjections(resident)]);
    const [said = []] = await db.read(asked, at, [findSaid(rows.map((row) => String(row['id'])))]);
    await recordRead(
      auditRow(actor, at, { action: 'read-own-objections', target: `Patient/${resident}`, residents: [resident] }),
    );
    const body: OwnObjections = {
      items: rows.map((row) => ownObjection(row, said, at)),
      verified: limits(LIMIT, 'routine', at).verified,
    };
    return { body };
  };

  const taken = async (request: StepRequest): Promise<RouteAnswer> => {
    const result = await takeStep(engine, 'objection', request);
    if (hasErrors(result)) return { refusal: refuse('wrong-answers', { count: result.errors.length }) };
    return isRefused(result)
      ? { refusal: result.refusal }
      : { status: 201, body: { case: result.id, number: result.number } };
  };

  const object = (actor: Actor, body: NewObjectionBody, key: string | null): Promise<RouteAnswer> => {
    const { look, entry, wrong, note } = body;
    return taken({
      caseId: openingId(engine.newId, actor, key),
      step: 'object',
      version: null,
      answers: {
        resident: residentOf(actor),
        about: look !== null ? 'look' : entry !== null ? 'entry' : 'other',
        ...(look !== null && { look }),
        ...(entry !== null && { entry }),
        wrong,
        ...(note !== '' && { note }),
      },
      actor: onBehalf(actor),
      key,
    });
  };

  const withdraw = async (actor: Actor, id: string): Promise<RouteAnswer> => {
    const [rows = []] = await db.read(onBehalf(actor), clock.now(), [findOwnObjections(residentOf(actor))]);
    const row = rows.find((each) => each['id'] === id);
    if (row === undefined) return { refusal: refuse('case-not-found') };
    return taken({
      caseId: id,
      step: 'withdraw',
      version: Number(row['version']),
      answers: {},
      actor: onBehalf(actor),
      key: null,
    });
  };

  const list = async (actor: Actor): Promise<RouteAnswer> => {
    const at = clock.now();
    const [rows = []] = await db.read({ ...actor, purpose: 'identify' }, at, [findObjections(actor.organisation)]);
    const all = rows.map((row) => objectionRow(row, at));
    await recordRead(auditRow(actor, at, { action: 'list-objections' }));
    const body: Objections = {
      open: all.filter(({ closedAt }) => closedAt === null),
      closed: all.filter(({ closedAt }) => closedAt !== null),
      serverTime: at.toISOString(),
    };
    return { body };
  };

  const one = async (actor: Actor, id: string): Promise<RouteAnswer> => {
    const at = clock.now();
    const [[row] = []] = await db.read({ ...actor, purpose: 'identify' }, at, [findObjection(id)]);
    const mine = row?.['handler'] === actor.organisation;
    await recordRead(
      auditRow(actor, at, { action: 'read-objection', target: `Task/${id}`, outcome: mine ? 'done' : 'refused' }),
    );
    if (row === undefined || !mine) return { refusal: refuse('case-not-found') };
    const [said = [], look = []] = await db.read(actor, at, [findSaid([id]), findLook(id)]);
    const [entry = []] = await db.read({ ...actor, purpose: 'system' }, at, [findEntryState(id)]);
    return { body: objectionView(row, { said, look, entry }, at) };
  };

  const handling = (actor: Actor, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> => {
    const allowed = may(actor, 'review-looks');
    return isRefusal(allowed) ? Promise.resolve({ refusal: allowed }) : work();
  };

  return [
    route({
      method: 'GET',
      path: '/api/resident/objections',
      summary: 'What I objected to, how it stands and what was answered',
      access: 'resident',
      answer: OwnObjections,
      handle: ({ caller }) => own(caller, () => ownList(caller.actor)),
    }),
    route({
      method: 'POST',
      path: '/api/resident/objections',
      summary: 'I do not accept a look at my record, or hold something in it wrong',
      access: 'resident',
      body: NewObjectionBody,
      answer: Objected,
      handle: ({ body, caller, headers }) =>
        own(caller, () => object(caller.actor, body, headers['idempotency-key'] ?? null)),
    }),
    route({
      method: 'DELETE',
      path: '/api/resident/objections/:id',
      summary: 'I take my objection back',
      access: 'resident',
      params: ByIdParams,
      answer: Objected,
      handle: ({ params, caller }) => own(caller, () => withdraw(caller.actor, params.id)),
    }),
    route({
      method: 'GET',
      path: '/api/objections',
      summary: 'Objections the own house answers',
      access: 'role',
      answer: Objections,
      handle: ({ caller: { actor } }) => handling(actor, () => list(actor)),
    }),
    route({
      method: 'GET',
      path: '/api/objections/:id',
      summary: 'One objection: the look or entry it is about, in the resident’s words',
      access: 'role',
      params: ByIdParams,
      answer: ObjectionView,
      handle: ({ params, caller: { actor } }) => handling(actor, () => one(actor, params.id)),
    }),
  ];
};
