/** 今日变动: who comes, goes and is expected at the own house today, and how many wait for what. */
import { may } from '../../../consortium/permission.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { auditRow } from '../../../platform/audit.ts';
import { Today } from '../shapes.ts';
import type { StayRoutesOptions } from './stay.ts';

/** Moves of a civil day of the region at one house, by the clock; beds being cleaned are there to be given soon. */
const findMoves = (organisation: string, at: Date, today: string, zone: string): Statement => ({
  name: 'elder-care-today',
  text: `with day as (select ($3::date)::timestamp at time zone $4 as begins, ($3::date + 1)::timestamp at time zone $4 as ends),
moved as (
  select 'in' as kind, s.from_at as at, s.case_id, s.resident, null::text as place from stay s, day
   where s.organisation = $1 and s.from_at >= day.begins and s.from_at < day.ends
  union all
  select case s.ending when 'died' then 'died' else 'out' end, s.until_at, s.case_id, s.resident, null from stay s, day
   where s.organisation = $1 and s.until_at >= day.begins and s.until_at < day.ends
  union all
  select 'away', a.from_at, s.case_id, s.resident, o.short_name from stay_absence a join stay s on s.case_id = a.stay
    left join organisation o on o.id = a.destination, day
   where s.organisation = $1 and a.from_at >= day.begins and a.from_at < day.ends
  union all
  select 'back', a.until_at, s.case_id, s.resident, o.short_name from stay_absence a join stay s on s.case_id = a.stay
    left join organisation o on o.id = a.destination, day
   where s.organisation = $1 and a.until_at >= day.begins and a.until_at < day.ends and a.until_at is distinct from s.until_at
  union all
  select 'expected', h.until_at, w.case_id, w.resident, null from bed_wait w join hold h on h.subject = w.case_id and h.kind = 'bed'
   where w.organisation = $1 and w.until_at is null and h.status = 'active' and h.until_at > $2)
select m.kind, m.at, m.case_id, m.resident, r.name, m.place, b.label, d.name as ward from moved m left join resident r on r.id = m.resident
  left join lateral (select bed from hold where subject = m.case_id and kind = 'bed' and bed is not null order by from_at desc limit 1) as h on true
  left join bed b on b.id = h.bed left join department d on d.id = b.department order by m.at`,
  values: [organisation, at, today, zone],
});
const findQueue = (organisation: string): Statement => ({
  name: 'elder-care-queue',
  text: `select w.use, count(*)::int as people, min(w.applied_at) as since from bed_wait w join cases c on c.id = w.case_id
          where w.organisation = $1 and w.until_at is null and c.closed_at is null and c.state in ('applied', 'waiting')
          group by w.use order by w.use`,
  values: [organisation],
});
/** Shifts of the day that have their care recorded. */
const findCare = (organisation: string, today: string, zone: string): Statement => ({
  name: 'elder-care-shifts',
  text: `select s.case_id, array_agg(distinct item #>> '{answer,0,valueCoding,code}') as shifts
           from stay s join case_step c on c.case_id = s.case_id and c.step = 'record-care'
            and c.at >= ($2::date)::timestamp at time zone $3
           join resource r on r.type = 'QuestionnaireResponse' and 'QuestionnaireResponse/' || r.id = c.answers,
                jsonb_array_elements(r.content::jsonb -> 'item') as item
          where s.organisation = $1 and s.until_at is null and item ->> 'linkId' = 'shift' group by s.case_id`,
  values: [organisation, today, zone],
});
const DAY = 86_400_000;

export const todayRoutes = ({ engine, rules, recordRead }: StayRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/elder-care/today',
    summary: 'Who comes, goes and is expected at the own house today, and how many wait',
    access: 'role',
    answer: Today,
    handle: async ({ caller: { actor } }) => {
      const allowed = may(actor, 'see-beds');
      if (allowed !== true) return { refusal: allowed };
      const at = engine.clock.now();
      const [moves = [], queue = [], care = []] = await engine.db.read(actor, at, [
        findMoves(actor.organisation, at, engine.today(at), rules.zone),
        findQueue(actor.organisation),
        findCare(actor.organisation, engine.today(at), rules.zone),
      ]);
      const residents = [...new Set(moves.flatMap(({ resident, name }) => (name === null ? [] : [String(resident)])))];
      await recordRead(auditRow(actor, at, { action: 'see-beds', target: 'today', residents }));
      return {
        body: {
          moves: moves.map((row) => ({
            kind: row['kind'],
            at: (row['at'] as Date).toISOString(),
            case: row['case_id'],
            person: row['name'] ?? null,
            place: row['place'] ?? null,
            bed:
              typeof row['label'] === 'string'
                ? `${typeof row['ward'] === 'string' ? row['ward'] : ''} ${row['label']}`
                : null,
          })),
          care: care.map((row) => ({ case: String(row['case_id']), shifts: row['shifts'] as string[] })),
          queue: queue.map((row) => ({
            use: row['use'],
            people: row['people'],
            days: Math.floor((at.getTime() - (row['since'] as Date).getTime()) / DAY),
          })),
        },
      };
    },
  }),
];
