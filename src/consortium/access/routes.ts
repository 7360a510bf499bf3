/** `/api/residents/:id/access`: why one may look, what is not shown, and who looked. */
import { auditRow } from '../../platform/audit.ts';
import type { ReadLog } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { answeredForWhomNow } from '../identity/merged.ts';
import { may } from '../permission.ts';
import { ByIdParams } from '../shapes.ts';
import { findFlags, flagsOf } from './flags.ts';
import { findLooks, lookViews } from './looks.ts';
import { findObjectedLooks, objectionTo } from './objections.ts';
import { countWithheld, findReasons, reasonViews, withheldOf } from './reasons.ts';
import type { ResidentAccess } from './shapes.ts';
import * as shapes from './shapes.ts';

export type AccessRoutesOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly readLog: ReadLog;
};

export const accessRoutes = ({ db, clock, zone, readLog }: AccessRoutesOptions): readonly Route[] => {
  const accessOf = async (actor: Actor, id: string, { cursor, count }: shapes.LooksQuery): Promise<RouteAnswer> => {
    const at = clock.now();
    const [reasons = [], withheld, looks = [], flags] = await db.read(actor, at, [
      findReasons(id, actor, at),
      countWithheld(id),
      findLooks(id, cursor, count + 1),
      findFlags(actor, id, civilDay(at, zone)),
    ]);
    const seen = reasons.length > 0;
    await readLog.record(
      auditRow(actor, at, {
        action: 'read-access',
        target: `Patient/${id}`,
        residents: seen ? [id] : [],
        outcome: seen ? 'done' : 'refused',
        reason: seen ? null : 'record.no-relation',
      }),
    );
    if (!seen) return { refusal: refuse('record.no-relation') };
    const page = looks.slice(0, count);
    const last = page.at(-1);
    const body: ResidentAccess = {
      reasons: reasonViews(reasons),
      withheld: withheldOf(withheld),
      flags: flagsOf(flags),
      looked: {
        items: [...lookViews(page, actor.organisation)],
        next: looks.length > count && last !== undefined ? String(last['id']) : null,
      },
      serverTime: at.toISOString(),
    };
    return { body };
  };

  return [
    route({
      method: 'GET',
      path: '/api/residents/:id/access',
      summary: 'Why this record may be read, how much is withheld, and who looked at it',
      access: 'role',
      params: ByIdParams,
      query: shapes.LooksQuery,
      answer: shapes.ResidentAccess,
      handle: ({ params, query, caller: { actor } }) => {
        const allowed = may(actor, 'read-record');
        return isRefusal(allowed)
          ? Promise.resolve({ refusal: allowed })
          : answeredForWhomNow({ db, at: clock.now() }, actor, params.id, (id) => accessOf(actor, id, query));
      },
    }),
    route({
      method: 'GET',
      path: '/api/resident/looks',
      summary: 'Who looked at the own record, when, from where and why',
      access: 'resident',
      query: shapes.LooksQuery,
      answer: shapes.OwnLooks,
      handle: async ({ query: { cursor, count }, caller: { actor, scope } }) => {
        // a code from the slip of one referral opens that referral, and no more
        if (scope !== 'record') return { refusal: refuse('resident.record-code-needed') };
        const at = clock.now();
        const resident = actor.id.replace(/^resident:/, '');
        const [looks = [], objections = []] = await db.read(actor, at, [
          findLooks(resident, cursor, count + 1),
          findObjectedLooks(resident),
        ]);
        await readLog.record(
          auditRow(actor, at, { action: 'read-own-looks', target: `Patient/${resident}`, residents: [resident] }),
        );
        const page = looks.slice(0, count);
        const last = page.at(-1);
        return {
          body: {
            items: lookViews(page, null).map((look) => ({ ...look, objection: objectionTo(look.id, objections) })),
            next: looks.length > count && last !== undefined ? String(last['id']) : null,
            asOf: at.toISOString(),
          },
        };
      },
    }),
  ];
};
