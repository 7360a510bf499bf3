/** Whom to ring now: the duty officer (总值班) whose shift it is, else any, of one's own organisation, else of the lead of a consortium it belongs to. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { SessionView } from '../shapes.ts';

export const dutyOf = (organisation: string, day: CivilDay): Statement => ({
  name: 'organisation-duty',
  text: `with own as (
  select id, 0 as distance from organisation where id = $1
  union select part_of, 1 from organisation where id = $1 and part_of is not null
), near as (
  select id, distance from own
  union all
  select lead.organisation, 2 from own join affiliation mine on mine.organisation = own.id
    join affiliation lead on lead.consortium = mine.consortium and lead.role = 'lead'
   where mine.from_on <= $2 and (mine.until_on is null or mine.until_on > $2)
     and lead.from_on <= $2 and (lead.until_on is null or lead.until_on > $2)
)
select o.short_name as organisation, p.name, coalesce(p.phone, o.phone) as phone
  from near join organisation o on o.id = near.id
  join practitioner_role r on r.organisation = o.id and r.role = 'duty-officer'
   and r.from_on <= $2 and (r.until_on is null or r.until_on > $2)
  join person p on p.id = r.person
 order by near.distance, exists (
   select 1 from duty_shift s where s.practitioner_role = r.id and s.from_at <= declared_now() and s.until_at > declared_now()) desc, r.id
 limit 1`,
  values: [organisation, day],
});

export const dutyView = (rows: Rows): SessionView['duty'] => {
  const row = rows[0];
  return row === undefined
    ? null
    : {
        organisation: String(row['organisation']),
        name: row['name'] as string | null,
        phone: row['phone'] as string | null,
      };
};
