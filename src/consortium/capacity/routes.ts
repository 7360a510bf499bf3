/** `/api/departments` and `/api/holds`: where there is room, and keeping a place for a draft. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { may } from '../permission.ts';
import { refusalOf } from '../refusals.ts';
import { ByIdParams, Candidates, DepartmentQuery, HoldView, NewHoldBody, QuotaBody, QuotaView } from '../shapes.ts';
import { candidatesFor } from './find-candidates.ts';
import type { MatchingData } from './matching-data.ts';
import type { HoldRow } from './hold-views.ts';
import { findHold, findQuota, holdRows, holdView, quotaView } from './hold-views.ts';
import { extendDraftHold, releaseHold, setQuota } from './holds.ts';
import { stateCapacity } from './statements.ts';
import type { HoldOptions } from './make-hold.ts';
import { DRAFT_TIMES, makeHold } from './make-hold.ts';

export type CapacityOptions = HoldOptions & { readonly matching: MatchingData };

export const capacityRoutes = (options: CapacityOptions): readonly Route[] => {
  const { db, clock, times = DRAFT_TIMES } = options;

  /** Visible to whoever holds and to whoever keeps the place. */
  const getHold = async (actor: Actor, id: string): Promise<HoldRow | Refusal> => {
    const [rows = []] = await db.read(actor, clock.now(), [findHold(id)]);
    const [row] = holdRows(rows);
    const seen = row?.organisation === actor.organisation || row?.place_organisation === actor.organisation;
    return row !== undefined && seen ? row : refuse('hold.unknown');
  };
  const changeOwnDraftHold = async (
    actor: Actor,
    id: string,
    action: string,
    change: Statement,
  ): Promise<RouteAnswer> => {
    const row = await getHold(actor, id);
    if (isRefusal(row)) return { refusal: row };
    if (row.actor !== actor.id) return { refusal: refuse('hold.not-yours') };
    if (row.of_case) return { refusal: refuse('hold.belongs-to-case') };
    const at = clock.now();
    if (holdView(row, at).status !== 'active') return { refusal: refuse('hold.not-active') };
    const audit = auditRow(actor, at, { action, target: `department/${row.department}`, reason: row.subject });
    try {
      const answers = await db.write(actor, at, (tx) => tx.finish([change, auditStatement(audit), findHold(id)]));
      const [changed] = holdRows(answers.at(-1) ?? []);
      return changed === undefined ? { refusal: refuse('hold.unknown') } : { body: holdView(changed, at) };
    } catch (fault) {
      return { refusal: refusalOf(fault) };
    }
  };

  return [
    route({
      method: 'GET',
      path: '/api/departments',
      summary:
        'Departments a resident could be referred to: those that fit ranked, then the nearest that do not, each with why',
      access: 'role',
      query: DepartmentQuery,
      answer: Candidates,
      handle: async ({ query, caller }) => {
        const allowed = may(caller.actor, 'see-places');
        if (allowed !== true) return { refusal: allowed };
        const found = await candidatesFor(options, caller.actor, query);
        return isRefusal(found) ? { refusal: found } : { body: found };
      },
    }),
    route({
      method: 'POST',
      path: '/api/holds',
      summary: 'Hold a place for a draft, or swap the one it has',
      access: 'role',
      body: NewHoldBody,
      answer: HoldView,
      handle: async ({ body, caller }) => {
        const allowed = may(caller.actor, 'hold-place');
        if (allowed !== true) return { refusal: allowed };
        const answer = await makeHold(options, caller.actor, body);
        return isRefusal(answer) ? { refusal: answer } : { status: 201, body: answer };
      },
    }),
    route({
      method: 'GET',
      path: '/api/holds/:id',
      summary: 'A hold, as it is now',
      access: 'role',
      params: ByIdParams,
      answer: HoldView,
      handle: async ({ params, caller }) => {
        const row = await getHold(caller.actor, params.id);
        return isRefusal(row) ? { refusal: row } : { body: holdView(row, clock.now()) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/holds/:id/extension',
      summary: 'Keep a draft\u2019s hold longer, once',
      access: 'role',
      params: ByIdParams,
      answer: HoldView,
      handle: ({ params, caller }) =>
        changeOwnDraftHold(
          caller.actor,
          params.id,
          'hold-extend',
          extendDraftHold(params.id, clock.now(), times.extension, times.extensions),
        ),
    }),
    route({
      method: 'DELETE',
      path: '/api/holds/:id',
      summary: 'Give back a draft\u2019s hold',
      access: 'role',
      params: ByIdParams,
      answer: HoldView,
      handle: ({ params, caller }) =>
        changeOwnDraftHold(caller.actor, params.id, 'hold-release', releaseHold(params.id)),
    }),
    route({
      method: 'PUT',
      path: '/api/departments/:id/quota',
      summary: 'State how many places a department offers',
      access: 'role',
      params: ByIdParams,
      body: QuotaBody,
      answer: QuotaView,
      handle: async ({ params, body, caller }) => {
        const allowed = may(caller.actor, 'set-quota');
        if (allowed !== true) return { refusal: allowed };
        const { actor } = caller;
        const at = clock.now();
        try {
          return await db.write(actor, at, async (tx): Promise<RouteAnswer> => {
            const [departments = []] = await tx.flight([findQuota(params.id)]);
            const department = departments[0];
            if (department === undefined) return { refusal: refuse('department.unknown') };
            if (department['organisation'] !== actor.organisation)
              return { refusal: refuse('quota.other-organisation') };
            const answers = await tx.finish([
              setQuota(params.id, body.places, at, actor.id),
              stateCapacity(params.id, at, at, actor.id, 'stated'),
              auditStatement(
                auditRow(actor, at, {
                  action: 'set-quota',
                  target: `department/${params.id}`,
                  reason: String(body.places),
                }),
              ),
              findQuota(params.id),
            ]);
            return { body: quotaView(answers.at(-1) ?? []) };
          });
        } catch (fault) {
          return { refusal: refusalOf(fault) };
        }
      },
    }),
  ];
};
