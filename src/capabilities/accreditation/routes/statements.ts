/** What the pages of accreditation read. One statement, one function. */
import type { Statement } from '../../../platform/postgres/database.ts';
import { EXPERTS } from '../rules/sides.ts';

const MOST = 500;

/** Acceptances and reviews in which the house has a part: open ones by their due time, then what was closed last. */
export const findCases = (organisation: string, role: string): Statement => ({
  name: 'acceptance-cases',
  text: `select c.id, c.number, c.pathway, c.state, c.due_at, c.closed_at, a.organisation, o.short_name, a.beds_asked,
                e.organisation as expert, x.short_name as expert_name, c.owner_organisation = $1 and c.owner_role = $2 as mine
           from cases c join acceptance a on a.case_id = case c.pathway when 'acceptance' then c.id else c.parent end
           join organisation o on o.id = a.organisation
           left join case_party e on c.pathway = 'acceptance-review' and e.case_id = c.id and e.party = 'receiver'
           left join organisation x on x.id = e.organisation
          where c.pathway in ('acceptance', 'acceptance-review')
            and exists (select 1 from case_party p where p.case_id = c.id and p.organisation = $1)
          order by c.closed_at is not null, c.due_at nulls last, c.changed_at desc limit ${String(MOST)}`,
  values: [organisation, role],
});

const TERM = `select t.id, t.acceptance, t.organisation, o.short_name, t.standard, t.beds, t.from_on::text,
                     (t.until_on - 1)::text as until, t.recheck_on::text, t.certificate, t.ended_on::text, t.ended_because,
                     t.source, t.made_up, t.from_on <= $1::date and coalesce(t.ended_on, t.until_on, 'infinity') > $1::date as stands,
                     (select json_agg(b.label order by b.in_order) from acceptance_bed n join bed b on b.id = n.bed
                       where n.term = t.id)::text as named
                from acceptance_term t join organisation o on o.id = t.organisation`;
/** Of one institution, or of the whole region for the bureau. Parameters: the day, and the institution or null. */
export const findTerms = (day: string, organisation: string | null): Statement => ({
  name: 'acceptance-terms',
  text: `${TERM} where $2::text is null or t.organisation = $2 order by stands desc, t.from_on desc, o.short_name limit ${String(MOST)}`,
  values: [day, organisation],
});
export const findTermsOf = (day: string, acceptance: string): Statement => ({
  name: 'acceptance-terms-of',
  text: `${TERM} where t.acceptance = $2 order by t.from_on desc`,
  values: [day, acceptance],
});

/** The acceptance of this case, or the one an expert's case belongs to. */
export const findOne = (id: string): Statement => ({
  name: 'acceptance-one',
  text: `select a.*, a.applied_on::text as applied, a.self_scores::text as self, c.pathway, c.number, c.state, o.short_name,
                d.name as department_name,
                (select json_agg(p.organisation) from case_party p where p.case_id = c.id)::text as parties
           from cases c join acceptance a on a.case_id = case c.pathway when 'acceptance' then c.id else c.parent end
           join organisation o on o.id = a.organisation left join department d on d.id = a.department
          where c.id = $1 and c.pathway in ('acceptance', 'acceptance-review')`,
  values: [id],
});
/** Opinions given, and reviews still open, of the acceptance. */
export const findOpinions = (id: string): Statement => ({
  name: 'acceptance-opinions',
  text: `select o.case_id, o.acceptance, o.round, o.organisation, g.short_name, p.name as by, o.visited_on::text, o.verdict, o.beds,
                o.scores::text, o.opinion
           from cases c join acceptance_opinion o on o.acceptance = case c.pathway when 'acceptance' then c.id else c.parent end
           join organisation g on g.id = o.organisation left join person p on p.id = o.person
          where c.id = $1 order by o.round desc, o.given_at`,
  values: [id],
});
export const findOpen = (id: string): Statement => ({
  name: 'acceptance-open',
  text: `select k.id, k.state, p.organisation, o.short_name from cases k
           join case_party p on p.case_id = k.id and p.party = 'receiver' join organisation o on o.id = p.organisation
          where k.parent = $1 and k.state in ('review-asked', 'review-declined') order by k.number`,
  values: [id],
});
export const findWardBeds = (id: string): Statement => ({
  name: 'acceptance-ward-beds',
  text: `select b.id, b.label from cases c
           join acceptance a on a.case_id = case c.pathway when 'acceptance' then c.id else c.parent end
           join bed b on b.department = a.department and b.until_on is null where c.id = $1 order by b.in_order`,
  values: [id],
});

export const findBureaus = (): Statement => ({
  name: 'acceptance-bureaus',
  text: `select id, name from organisation where kind = 'bureau' and until_on is null order by name`,
  values: [],
});
export const findExpertHouses = (): Statement => ({
  name: 'acceptance-expert-houses',
  text: `select id, short_name as name, kind from organisation where kind = any($1::text[]) and until_on is null
          order by kind, short_name`,
  values: [Object.keys(EXPERTS)],
});
export const findOwnDepartments = (organisation: string): Statement => ({
  name: 'acceptance-departments',
  text: `select d.id, d.name, count(b.id)::int as beds from department d
           left join bed b on b.department = d.id and b.until_on is null
          where d.organisation = $1 and d.until_on is null group by d.id, d.name order by beds desc, d.name`,
  values: [organisation],
});
