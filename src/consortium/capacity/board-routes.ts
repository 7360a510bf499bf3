/** `/api/capacity`: a house keeps its places and appointments true; its own system may post them. */
import { notAllowed } from '../../fhir/access.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { addDays, civilDay, instantOf } from '../../platform/civil-time.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Language } from '../../platform/words.ts';
import { may } from '../permission.ts';
import { refusalOf } from '../refusals.ts';
import { ByIdParams } from '../shapes.ts';
import { Board, NewSlotBody, PostAnswer, PostBody, SESSION_FAULTS, SlotAdded } from './board-shapes.ts';
import { boardOf, FARTHEST_DAYS } from './board.ts';
import type { BoardOptions } from './board.ts';
import { isPostFault, postCapacity } from './post.ts';
import type { Judged } from './post.ts';
import { postSessions } from './post-sessions.ts';
import type { JudgedSession } from './post-sessions.ts';
import { addSlot, findOwnDepartment, findSlot, lockSlot, stateCapacity, withdrawSlot } from './statements.ts';

export type BoardRouteOptions = BoardOptions & {
  readonly ids: Ids;
  readonly sentence: (refusal: Refusal, language: Language) => string;
};

export const boardRoutes = (options: BoardRouteOptions): readonly Route[] => {
  const { db, clock, zone, ids, matching, sentence } = options;

  /** Looks first, in a flight that may lock; then either refuses or writes with its audit row. */
  const change = async (
    actor: Actor,
    looked: readonly Statement[],
    decide: (
      found: readonly Rows[],
      at: Date,
    ) => Refusal | { readonly action: string; readonly target: string; readonly writes: readonly Statement[] },
    answer: (written: readonly Rows[]) => RouteAnswer,
  ): Promise<RouteAnswer> => {
    const allowed = may(actor, 'set-quota');
    if (allowed !== true) return { refusal: allowed };
    const at = clock.now();
    try {
      return await db.write(actor, at, async (tx): Promise<RouteAnswer> => {
        const decided = decide(await tx.flight(looked), at);
        if ('refused' in decided) return { refusal: decided };
        const { action, target, writes } = decided;
        return answer(await tx.finish([...writes, auditStatement(auditRow(actor, at, { action, target }))]));
      });
    } catch (fault) {
      return { refusal: refusalOf(fault) };
    }
  };
  const notOwn = (rows: Rows, actor: Actor): Refusal | undefined => {
    const [row] = rows;
    if (row === undefined) return refuse('department.unknown');
    return row['organisation'] === actor.organisation ? undefined : refuse('quota.other-organisation');
  };
  const today = (at: Date): string => civilDay(at, zone);

  return [
    route({
      method: 'GET',
      path: '/api/capacity',
      summary: 'Places and appointments of one\u2019s own departments, and who said so when',
      access: 'role',
      answer: Board,
      handle: async ({ caller: { actor } }) => {
        const allowed = may(actor, 'set-quota');
        return allowed === true ? { body: await boardOf(options, actor) } : { refusal: allowed };
      },
    }),
    route({
      method: 'POST',
      path: '/api/departments/:id/confirmation',
      summary: 'Say that a department\u2019s places and appointments are still true',
      access: 'role',
      params: ByIdParams,
      handle: ({ params, caller: { actor } }) =>
        change(
          actor,
          [findOwnDepartment(params.id, today(clock.now()))],
          ([rows = []], at) =>
            notOwn(rows, actor) ?? {
              action: 'confirm-capacity',
              target: `department/${params.id}`,
              writes: [stateCapacity(params.id, at, at, actor.id, 'confirmed')],
            },
          () => ({ status: 204 }),
        ),
    }),
    route({
      method: 'POST',
      path: '/api/departments/:id/slots',
      summary: 'Add a clinic appointment, for family doctors first or for all',
      access: 'role',
      params: ByIdParams,
      body: NewSlotBody,
      answer: SlotAdded,
      handle: ({ params, body, caller: { actor } }) => {
        const startsAt = new Date(body.startsAt);
        const id = `slot-${ids()}`;
        return change(
          actor,
          [findOwnDepartment(params.id, today(clock.now()))],
          ([rows = []], at) => {
            const refusal = notOwn(rows, actor);
            if (refusal !== undefined) return refusal;
            if (startsAt <= at) return refuse('slot.past');
            if (startsAt >= instantOf(addDays(today(at), FARTHEST_DAYS + 1), '00:00', zone))
              return refuse('slot.too-far', { days: FARTHEST_DAYS });
            const kept = body.releasedTo === 'all' ? undefined : matching.rulesOn(today(at)).familyDoctorsFirst;
            const slot = {
              id,
              department: params.id,
              startsAt,
              endsAt: new Date(startsAt.getTime() + body.minutes * 60_000),
              familyDoctorsUntil:
                body.releasedTo === 'all'
                  ? null
                  : new Date(startsAt.getTime() - (kept?.untilHoursBefore ?? 0) * 3_600_000),
            };
            return {
              action: 'add-slot',
              target: `department/${params.id}`,
              writes: [addSlot(slot), stateCapacity(params.id, at, at, actor.id, 'stated')],
            };
          },
          ([added = []]) => ({ status: 201, body: { id: (added[0]?.['id'] as string | undefined) ?? id } }),
        );
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/slots/:id',
      summary: 'Take an appointment nobody holds out of the plan',
      access: 'role',
      params: ByIdParams,
      handle: ({ params, caller: { actor } }) =>
        change(
          actor,
          [lockSlot(params.id), findSlot(params.id)],
          ([, rows = []], at) => {
            const [slot] = rows;
            if (slot === undefined || slot['withdrawn_at'] !== null) return refuse('slot.unknown');
            if (slot['organisation'] !== actor.organisation) return refuse('slot.other-organisation');
            const department = String(slot['department']);
            return {
              action: 'withdraw-slot',
              target: `department/${department}`,
              writes: [withdrawSlot(params.id, at), stateCapacity(department, at, at, actor.id, 'stated')],
            };
          },
          () => ({ status: 204 }),
        ),
    }),
    route({
      method: 'POST',
      path: '/api/capacity/statements',
      summary:
        'A hospital\u2019s own system posts its departments\u2019 free beds and appointments; each row is answered by itself',
      access: 'client',
      body: PostBody,
      answer: PostAnswer,
      handle: async ({ body, caller, language }) => {
        if (notAllowed(caller, 'Location', 'u') !== undefined)
          return { refusal: refuse('token.scope-missing', { scope: 'system/Location.u' }) };
        const judged = body.rows.length === 0 ? [] : await postCapacity(options, caller.actor, body.rows);
        const sessions = body.slots.length === 0 ? [] : await postSessions(options, caller.actor, body.slots);
        return { body: answerOf(judged, sessions, (refusal) => sentence(refusal, language)) };
      },
    }),
  ];
};

const answerOf = (
  judged: readonly Judged[],
  sessions: readonly JudgedSession[],
  say: (refusal: Refusal) => string,
): PostAnswer => {
  const rows = judged.map(({ refusal, department, outcome, places, free }, n): PostAnswer['rows'][number] => ({
    row: n + 1,
    department,
    outcome,
    places,
    free,
    code: refusal !== null && isPostFault(refusal.refused) ? refusal.refused : null,
    detail: refusal === null ? null : say(refusal),
  }));
  const slots = sessions.map(
    ({ refusal, department, clinic, outcome, places, free }, n): PostAnswer['slots'][number] => ({
      row: n + 1,
      department,
      clinic,
      outcome,
      places,
      free,
      code: SESSION_FAULTS.find((code) => code === refusal?.refused) ?? null,
      detail: refusal === null ? null : say(refusal),
    }),
  );
  const all = [...rows, ...slots];
  const refused = all.filter(({ outcome }) => outcome === 'refused').length;
  return { accepted: all.length - refused, refused, rows, slots };
};
