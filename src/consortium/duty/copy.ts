/**
 * 值班表 of one week copied into another: the shifts that begin in the week, at the same clock time so many days later. What it
 * would do is told first; what stands in the other week already is replaced only when that is asked for in so many words.
 */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { addDays, civilDay, civilTime, instantOf, isCivilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { may } from '../permission.ts';
import { refusalOf } from '../refusals.ts';
import { CopiedWeek, CopyWeekBody } from './shapes.ts';
import type { CopiedShift } from './shapes.ts';

export type DutyCopyOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
};

const DAYS = 7;
const DAY_MS = 86_400_000;

/** The shifts that begin in a week, and until when each person holds the role they stand in it with. */
const findWeek = (actor: Actor, body: CopyWeekBody, from: Date, until: Date): Statement => ({
  name: 'duty-week-begun',
  text: `select s.id, s.practitioner_role, p.name, s.from_at, s.until_at, r.until_on::text as until_on
           from duty_shift s join practitioner_role r on r.id = s.practitioner_role join person p on p.id = r.person
          where s.organisation = $1 and s.role = $2 and s.department is not distinct from $3
            and s.from_at >= $4 and s.from_at < $5 order by s.from_at, s.id`,
  values: [actor.organisation, body.role, body.department, from, until],
});
/** One keeper of a roster at a time: two who copy at once would each find the week empty. */
const lockRoster = (actor: Actor, body: CopyWeekBody): Statement => ({
  name: 'duty-roster-lock',
  text: `select pg_advisory_xact_lock(hashtext('duty ' || $1 || ' ' || $2 || ' ' || coalesce($3::text, '')))`,
  values: [actor.organisation, body.role, body.department],
});
const removeShifts = (ids: readonly string[], organisation: string): Statement => ({
  name: 'duty-remove-all',
  text: `delete from duty_shift where id = any ($1::text[]) and organisation = $2`,
  values: [ids, organisation],
});
const insertShifts = (rows: readonly object[], actor: Actor, body: CopyWeekBody, at: Date): Statement => ({
  name: 'duty-insert-all',
  text: `insert into duty_shift (id, organisation, department, role, practitioner_role, from_at, until_at, made_at, made_by)
  select r.id, $2, $3, $4, r.person, r."fromAt", r."untilAt", $5, $6
    from json_to_recordset($1::json) as r (id text, person text, "fromAt" timestamptz, "untilAt" timestamptz)`,
  values: [JSON.stringify(rows), actor.organisation, body.department, body.role, at, actor.id],
});

const viewOf = (row: Rows[number]): CopiedShift => ({
  person: { role: String(row['practitioner_role']), name: String(row['name']) },
  fromAt: (row['from_at'] as Date).toISOString(),
  untilAt: (row['until_at'] as Date).toISOString(),
});

/** The same clock time on another day of the region. */
const later = (at: Date, days: number, zone: string): Date =>
  instantOf(addDays(civilDay(at, zone), days), civilTime(at, zone), zone);

const copyWeek = (
  { db, clock, ids, zone }: DutyCopyOptions,
  actor: Actor,
  body: CopyWeekBody,
): Promise<RouteAnswer> => {
  const weekOf = (day: string) =>
    [instantOf(day, '00:00', zone), instantOf(addDays(day, DAYS), '00:00', zone)] as const;
  const days = Math.round((Date.parse(body.to) - Date.parse(body.from)) / DAY_MS);
  const at = clock.now();
  return db.write(actor, at, async (tx): Promise<RouteAnswer> => {
    const [, source = [], target = []] = await tx.flight([
      lockRoster(actor, body),
      findWeek(actor, body, ...weekOf(body.from)),
      findWeek(actor, body, ...weekOf(body.to)),
    ]);
    if (source.length === 0) return { refusal: refuse('duty.nothing-to-copy') };
    const moved = source.map((row) => {
      const fromAt = later(row['from_at'] as Date, days, zone);
      const untilAt = later(row['until_at'] as Date, days, zone);
      const until = row['until_on'];
      const holds = typeof until !== 'string' || until > civilDay(fromAt, zone);
      const shift: CopiedShift = {
        ...viewOf(row),
        fromAt: fromAt.toISOString(),
        untilAt: untilAt.toISOString(),
      };
      return { holds, shift };
    });
    const made = moved.flatMap(({ holds, shift }) => (holds ? [shift] : []));
    const answer: CopiedWeek = {
      done: body.act === 'copy',
      made,
      leftOut: moved.flatMap(({ holds, shift }) => (holds ? [] : [shift])),
      standing: target.map(viewOf),
    };
    if (body.act === 'look') return { body: answer };
    if (target.length > 0 && !body.replace) return { refusal: refuse('duty.week-taken', { count: target.length }) };
    const audit = auditRow(actor, at, {
      action: 'copy-duty',
      target: `duty/${body.role}`,
      reason: `${body.from} ${body.to}`,
    });
    await tx.finish([
      ...(target.length === 0
        ? []
        : [
            removeShifts(
              target.map(({ id }) => String(id)),
              actor.organisation,
            ),
          ]),
      insertShifts(
        made.map(({ person, fromAt, untilAt }) => ({ id: ids(), person: person.role, fromAt, untilAt })),
        actor,
        body,
        at,
      ),
      auditStatement(audit),
    ]);
    return { body: answer };
  });
};

export const dutyCopyRoute = (options: DutyCopyOptions): Route =>
  route({
    method: 'POST',
    path: '/api/duty/copies',
    summary: 'Copies one week\u2019s roster into another; `act: look` tells what it would do and changes nothing',
    access: 'role',
    body: CopyWeekBody,
    answer: CopiedWeek,
    handle: async ({ body, caller: { actor } }) => {
      const allowed = may(actor, 'keep-duty');
      if (isRefusal(allowed)) return { refusal: allowed };
      if (!isCivilDay(body.from) || !isCivilDay(body.to)) return { refusal: refuse('duty.day') };
      if (Math.abs(Date.parse(body.to) - Date.parse(body.from)) < DAYS * DAY_MS)
        return { refusal: refuse('duty.same-week') };
      try {
        return await copyWeek(options, actor, body);
      } catch (fault) {
        return { refusal: refusalOf(fault) };
      }
    },
  });
