/** `/api/duty`: the roster of a role in the own house by week, and who is entered in it. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { addDays, civilDay, instantOf, isCivilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { may } from '../permission.ts';
import { refusalOf } from '../refusals.ts';
import { ByIdParams } from '../shapes.ts';
import { dutyCopyRoute } from './copy.ts';
import { coverOf } from './cover.ts';
import type { Span } from './cover.ts';
import { NewShiftBody, Roster, RosterQuery, ShiftMade } from './shapes.ts';
import type { Shift } from './shapes.ts';

export type DutyRoutesOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
};

const DAYS = 7;
/** Longer than this is a slip of the pen. */
const LONGEST_DAYS = 31;
const DAY_MS = 86_400_000;

const findShifts = (organisation: string, query: RosterQuery, from: Date, until: Date): Statement => ({
  name: 'duty-shifts',
  text: `select s.id, s.role, s.department, d.name as department_name, s.practitioner_role, p.name, p.phone, s.from_at, s.until_at
           from duty_shift s join practitioner_role r on r.id = s.practitioner_role join person p on p.id = r.person
           left join department d on d.id = s.department
          where s.organisation = $1 and s.role = $2 and s.department is not distinct from $3
            and s.until_at > $4 and s.from_at < $5 order by s.from_at, s.id`,
  values: [organisation, query.role, query.department ?? null, from, until],
});
const findPeople = (organisation: string, role: string, day: string): Statement => ({
  name: 'duty-people',
  text: `select r.id, r.department, p.name from practitioner_role r join person p on p.id = r.person
          where r.organisation = $1 and r.role = $2 and r.from_on <= $3 and (r.until_on is null or r.until_on > $3)
          order by r.department nulls first, r.id`,
  values: [organisation, role, day],
});
const findHouse = (organisation: string, day: string): Statement => ({
  name: 'duty-house',
  text: `select o.id, o.name, (select json_agg(json_build_object('id', d.id, 'name', d.name) order by d.id) from department d
                                where d.organisation = o.id and d.from_on <= $2 and (d.until_on is null or d.until_on > $2)) as departments
           from organisation o where o.id = $1`,
  values: [organisation, day],
});
/** Guard: `duty.nobody`: the person holds the role in this house then, and the department is the house's. */
const insertShift = (id: string, actor: Actor, body: NewShiftBody, at: Date, day: string): Statement => ({
  name: 'duty-insert',
  text: `with made as (
           insert into duty_shift (id, organisation, department, role, practitioner_role, from_at, until_at, made_at, made_by)
           select $1, $2, $3, r.role, r.id, $6, $7, $8, $9 from practitioner_role r
            where r.id = $4 and r.organisation = $2 and r.role = $5 and r.from_on <= $10 and (r.until_on is null or r.until_on > $10)
              and ($3::text is null or exists (select 1 from department d where d.id = $3 and d.organisation = $2))
           returning 1)
         select expect_rows((select count(*) from made), 1, 'duty.nobody')`,
  values: [
    id,
    actor.organisation,
    body.department,
    body.person,
    body.role,
    body.fromAt,
    body.untilAt,
    at,
    actor.id,
    day,
  ],
});
const deleteShift = (id: string, organisation: string): Statement => ({
  name: 'duty-delete',
  text: `with gone as (delete from duty_shift where id = $1 and organisation = $2 returning 1)
         select expect_rows((select count(*) from gone), 1, 'duty.unknown')`,
  values: [id, organisation],
});

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const shiftFrom = (row: Rows[number]): Shift => ({
  id: String(row['id']),
  role: row['role'] as Shift['role'],
  department:
    orNull(row['department']) === null
      ? null
      : { id: orNull(row['department']) ?? '', name: orNull(row['department_name']) ?? '' },
  person: { role: String(row['practitioner_role']), name: String(row['name']), phone: orNull(row['phone']) },
  fromAt: (row['from_at'] as Date).toISOString(),
  untilAt: (row['until_at'] as Date).toISOString(),
});
const spanView = ({ from, until }: Span) => ({
  fromAt: new Date(from).toISOString(),
  untilAt: new Date(until).toISOString(),
});

/** Refusals: `duty.backwards`, `duty.too-long`. */
const sound = (body: NewShiftBody): true | Refusal => {
  const length = Date.parse(body.untilAt) - Date.parse(body.fromAt);
  if (length <= 0) return refuse('duty.backwards');
  return length <= LONGEST_DAYS * DAY_MS || refuse('duty.too-long', { days: LONGEST_DAYS });
};

export const dutyRoutes = ({ db, clock, ids, zone }: DutyRoutesOptions): readonly Route[] => [
  dutyCopyRoute({ db, clock, ids, zone }),
  route({
    method: 'GET',
    path: '/api/duty',
    summary: 'Who is on duty in a role of the own house, for one week: people, gaps and overlaps',
    access: 'role',
    query: RosterQuery,
    answer: Roster,
    handle: async ({ query, caller: { actor } }) => {
      if (!isCivilDay(query.from)) return { refusal: refuse('duty.day') };
      const from = instantOf(query.from, '00:00', zone);
      const until = instantOf(addDays(query.from, DAYS), '00:00', zone);
      const at = clock.now();
      const today = civilDay(at, zone);
      const [rows = [], people = [], houses = []] = await db.read(actor, at, [
        findShifts(actor.organisation, query, from, until),
        findPeople(actor.organisation, query.role, today),
        findHouse(actor.organisation, today),
      ]);
      const shifts = rows.map(shiftFrom);
      const cover = coverOf(
        shifts.map(({ fromAt, untilAt }) => ({ from: Date.parse(fromAt), until: Date.parse(untilAt) })),
        { from: from.getTime(), until: until.getTime() },
      );
      const house = houses[0];
      const body: Roster = {
        organisation: { id: actor.organisation, name: orNull(house?.['name']) ?? '' },
        departments: JSON.parse(orNull(house?.['departments']) ?? '[]') as Roster['departments'],
        people: people.map((row) => ({
          role: String(row['id']),
          name: String(row['name']),
          department: orNull(row['department']),
        })),
        shifts,
        from: from.toISOString(),
        until: until.toISOString(),
        gaps: cover.gaps.map(spanView),
        overlaps: cover.overlaps.map(spanView),
        mayEdit: may(actor, 'keep-duty') === true,
      };
      return { body };
    },
  }),
  route({
    method: 'POST',
    path: '/api/duty/shifts',
    summary: 'Enters a person into the roster of the own house',
    access: 'role',
    body: NewShiftBody,
    answer: ShiftMade,
    handle: async ({ body, caller: { actor } }) => {
      const allowed = may(actor, 'keep-duty');
      if (isRefusal(allowed)) return { refusal: allowed };
      const fine = sound(body);
      if (isRefusal(fine)) return { refusal: fine };
      const at = clock.now();
      const id = ids();
      const audit = auditRow(actor, at, { action: 'enter-duty', target: `role/${body.person}`, reason: body.fromAt });
      try {
        await db.write(actor, at, (tx) =>
          tx.finish([insertShift(id, actor, body, at, civilDay(at, zone)), auditStatement(audit)]),
        );
        return { status: 201, body: { id } };
      } catch (fault) {
        return { refusal: refusalOf(fault) };
      }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/duty/shifts/:id',
    summary: 'Takes an entry out of the roster of the own house',
    access: 'role',
    params: ByIdParams,
    handle: async ({ params, caller: { actor } }) => {
      const allowed = may(actor, 'keep-duty');
      if (isRefusal(allowed)) return { refusal: allowed };
      const at = clock.now();
      const audit = auditRow(actor, at, { action: 'remove-duty', target: `duty/${params.id}` });
      try {
        await db.write(actor, at, (tx) =>
          tx.finish([deleteShift(params.id, actor.organisation), auditStatement(audit)]),
        );
        return { status: 204 };
      } catch (fault) {
        return { refusal: refusalOf(fault) };
      }
    },
  }),
];
