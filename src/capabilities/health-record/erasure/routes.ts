/** Erasures over HTTP: asking for one, and those the own house asked for or decides. */
import { may } from '../../../consortium/permission.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { openingId } from '../../../engines/pathways/opening-id.ts';
import { hasErrors, isRefused, takeStep } from '../../../engines/pathways/run.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import { erasureRow, erasureView, findErasure, findErasures, findSaid } from './routes/rows.ts';
import { AskErasureBody, ErasureAsked, ErasureView, Erasures } from './shapes.ts';

export type ErasureOptions = { readonly engine: Engine; readonly recordRead: (row: AuditRow) => Promise<void> };

export const erasureRoutes = ({ engine, recordRead }: ErasureOptions): readonly Route[] => {
  const { db, clock } = engine;

  const ask = async (actor: Actor, body: AskErasureBody, key: string | null): Promise<RouteAnswer> => {
    const { authority, moveTo, ...rest } = body;
    const result = await takeStep(engine, 'erasure', {
      caseId: openingId(engine.newId, actor, key),
      step: 'ask',
      version: null,
      answers: { ...rest, ...(authority !== '' && { authority }), ...(moveTo !== null && { moveTo }) },
      actor,
      key,
    });
    if (hasErrors(result)) return { refusal: refuse('wrong-answers', { count: result.errors.length }) };
    return isRefused(result)
      ? { refusal: result.refusal }
      : { status: 201, body: { case: result.id, number: result.number } };
  };

  const list = async (actor: Actor): Promise<RouteAnswer> => {
    const at = clock.now();
    const [rows = []] = await db.read({ ...actor, purpose: 'identify' }, at, [findErasures(actor.organisation)]);
    const all = rows.map((row) => erasureRow(row, at));
    await recordRead(auditRow(actor, at, { action: 'list-erasures' }));
    const body: Erasures = {
      open: all.filter(({ closedAt }) => closedAt === null),
      closed: all.filter(({ closedAt }) => closedAt !== null),
      serverTime: at.toISOString(),
    };
    return { body };
  };

  const one = async (actor: Actor, id: string): Promise<RouteAnswer> => {
    const at = clock.now();
    const [[row] = [], said = []] = await db.read({ ...actor, purpose: 'identify' }, at, [
      findErasure(id, actor.organisation),
      findSaid(id),
    ]);
    await recordRead(
      auditRow(actor, at, {
        action: 'read-erasure',
        target: `Task/${id}`,
        outcome: row === undefined ? 'refused' : 'done',
      }),
    );
    return row === undefined ? { refusal: refuse('case-not-found') } : { body: erasureView(row, said, at) };
  };

  const allowed = (actor: Actor, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> => {
    const permitted = may(actor, 'handle-erasures');
    return isRefusal(permitted) ? Promise.resolve({ refusal: permitted }) : work();
  };

  return [
    route({
      method: 'GET',
      path: '/api/erasures',
      summary: 'Erasures the own house asked for or decides',
      access: 'role',
      answer: Erasures,
      handle: ({ caller: { actor } }) => allowed(actor, () => list(actor)),
    }),
    route({
      method: 'POST',
      path: '/api/erasures',
      summary: 'Asks that an entry the own house wrote be erased, or moved to whom it is about; another person decides',
      access: 'role',
      body: AskErasureBody,
      answer: ErasureAsked,
      handle: ({ body, caller: { actor }, headers }) =>
        allowed(actor, () => ask(actor, body, headers['idempotency-key'] ?? null)),
    }),
    route({
      method: 'GET',
      path: '/api/erasures/:id',
      summary: 'One erasure: what and why, and what stays of the entry afterwards',
      access: 'role',
      params: ByIdParams,
      answer: ErasureView,
      handle: ({ params, caller: { actor } }) => allowed(actor, () => one(actor, params.id)),
    }),
  ];
};
