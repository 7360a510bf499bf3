/** `/api/worklist/marks` and `/api/cases/:id/watch`: how many cases carry which mark, and the own watch list 我关注的. */
import { z } from 'zod';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Engine } from './engine.ts';
import type { WorklistMark } from './marks.ts';
import { countMarks, findWatched, unwatchCase, watchCase } from './marks.ts';
import { WatchView, WorklistMarks } from './shapes.ts';

const CaseId = z.object({ id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });

export const markRoutes = ({
  engine,
  marks,
}: {
  readonly engine: Engine;
  readonly marks: readonly WorklistMark[];
}): readonly Route[] => {
  const { db, clock } = engine;
  const change = async (actor: Actor, statement: Statement): Promise<RouteAnswer> => {
    if (actor.person === null) return { refusal: refuse('case-not-found') };
    try {
      await db.write(actor, clock.now(), (tx) => tx.finish([statement]));
      return { status: 204 };
    } catch (fault) {
      if (isGuardFailure(fault)) return { refusal: refuse('case-not-found') };
      throw fault;
    }
  };
  return [
    route({
      method: 'GET',
      path: '/api/worklist/marks',
      summary: 'The marks cases of the worklist may carry, and how many open ones do',
      access: 'role',
      answer: WorklistMarks,
      handle: async ({ caller: { actor } }) => {
        const [rows = []] = await db.read(actor, clock.now(), [countMarks(marks, actor)]);
        return { body: { marks: marks.map(({ code }) => ({ code, count: Number(rows[0]?.[code] ?? 0) })) } };
      },
    }),
    route({
      method: 'GET',
      path: '/api/cases/:id/watch',
      summary: 'Whether the case is on one\u2019s own watch list',
      access: 'role',
      params: CaseId,
      answer: WatchView,
      handle: async ({ params, caller: { actor } }) => {
        const [rows = []] = await db.read(actor, clock.now(), [findWatched(params.id, actor)]);
        return { body: { watched: rows.length > 0 } };
      },
    }),
    route({
      method: 'PUT',
      path: '/api/cases/:id/watch',
      summary: 'Puts the case on one\u2019s own watch list',
      access: 'role',
      params: CaseId,
      handle: ({ params, caller: { actor } }) => change(actor, watchCase(params.id, actor, clock.now())),
    }),
    route({
      method: 'DELETE',
      path: '/api/cases/:id/watch',
      summary: 'Takes the case off one\u2019s own watch list',
      access: 'role',
      params: CaseId,
      handle: ({ params, caller: { actor } }) => change(actor, unwatchCase(params.id, actor)),
    }),
  ];
};
