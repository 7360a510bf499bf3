/** What the page of a stay reads: one statement, one function. */
import type { Statement } from '../../../platform/postgres/database.ts';
import { findFacts } from '../../../engines/care-days/statements.ts';

/** The stay for a reader whose house has a part in it; `anyone` for the family's page, which is made by the program. */
export const findStayOf = (id: string, organisation: string, anyone: boolean): Statement => ({
  name: 'stay-head',
  text: `select c.id, c.state, c.resident, r.name, r.gender, r.birth_date, p.organisation as home, o.name as home_name, o.phone as home_phone,
                s.from_at, s.until_at, s.level, s.level_at, b.label, b.room, bd.name as ward, u.use,
                a.from_at as away_from, a.bed_kept, a.destination, ao.name as away_name,
                exists (select 1 from assessment_result x join cases xc on xc.id = x.case_id
                         where x.resident = c.resident and xc.state = 'in-force' and x.scale = 'gb-t-42195' and x.level = s.level) as assessed
           from cases c join case_party p on p.case_id = c.id and p.party = 'receiver' join organisation o on o.id = p.organisation
           left join resident r on r.id = c.resident left join stay s on s.case_id = c.id
           left join hold h on h.subject = c.id and h.kind = 'bed' and h.status = 'used' and h.until_at = 'infinity'
           left join bed b on b.id = h.bed left join department bd on bd.id = b.department
           left join bed_use u on u.bed = b.id and u.until_on is null
           left join stay_absence a on a.stay = c.id and a.until_at is null left join organisation ao on ao.id = a.destination
          where c.id = $1 and c.pathway = 'residence'
            and ($3 or exists (select 1 from case_party m where m.case_id = c.id and m.organisation = $2))`,
  values: [id, organisation, anyone],
});

/** Steps that say how somebody is cared for, newest first, each with its answers. */
export const findNotes = (id: string): Statement => ({
  name: 'stay-notes',
  text: `select s.step, s.at, p.name as by, r.content as response
           from case_step s join resource r on r.type = 'QuestionnaireResponse' and 'QuestionnaireResponse/' || r.id = s.answers
           left join practitioner_role pr on pr.id = s.actor left join person p on p.id = pr.person
          where s.case_id = $1 and s.step in
            ('admit', 'plan-care', 'record-care', 'set-medicines', 'give-medicines', 'record-incident', 'reassess', 'to-hospital', 'return')
          order by s.version desc limit 400`,
  values: [id],
});

export const findResults = (id: string): Statement => ({
  name: 'stay-assessments',
  text: `select r.case_id, r.scale, r.level, c.state, r.concluded_at, r.valid_until::text from assessment_result r
           join cases c on c.id = r.case_id
          where r.resident = (select resident from cases where id = $1) order by r.concluded_at desc limit 10`,
  values: [id],
});

export const findGrants = (id: string): Statement => ({
  name: 'stay-benefits',
  text: `select g.case_id, g.programme, c.state, g.from_on::text, g.until_on::text,
                coalesce((select sum(p.fund_fen) from benefit_payment p where p.case_id = g.case_id), 0)::bigint as fund,
                coalesce((select sum(p.self_fen) from benefit_payment p where p.case_id = g.case_id), 0)::bigint as self
           from benefit_grant g join cases c on c.id = g.case_id
          where g.resident = (select resident from cases where id = $1) order by g.from_on desc limit 20`,
  values: [id],
});

/** Visits of the medical institutions contracted with the house, of the last ninety days. */
export const findVisits = (home: string, at: Date): Statement => ({
  name: 'stay-visits',
  text: `select v.visited_at, o.short_name as by from care_visit v join care_contract c on c.case_id = v.contract
           join organisation o on o.id = c.medical
          where c.home = $1 and v.visited_at > $2::timestamptz - interval '90 days' order by v.visited_at desc limit 30`,
  values: [home, at],
});

/** Names of houses, then what is believed of the case's resident, for the days. */
export const findDayFacts = (id: string, at: Date): readonly Statement[] => [
  { name: 'organisation-names', text: 'select id, short_name from organisation' },
  ...findFacts([], at).map(({ name, text }) => ({
    name: `${name ?? ''}-case`,
    text: text.replace('resident = any($1::text[])', 'resident = (select resident from cases where id = $1)'),
    values: [id, at],
  })),
];
