/** The SQL of the record's first screen: few statements, each bounded, all in one flight under the reader's own fence. */
import { parameterState, tokenOf } from '../../../../fhir/search/token.ts';
import type { Statement } from '../../../../platform/postgres/database.ts';
import { PANELS } from '../rules/values.ts';

const COLUMNS = 'r.type, r.id, r.version, r.updated_at, r.author, r.organisation, r.date, r.content';

/** The newest of each of some types, and as many without a date; the index on (patient, type, date) stops after them. */
export const newestOf = (patient: string, parts: readonly (readonly [type: string, most: number])[]): Statement => ({
  name: 'record-newest',
  text: `select ${COLUMNS} from unnest($2::text[], $3::int[]) as part (type, most)
 cross join lateral (
   (select * from resource where patient = $1 and type = part.type and date is not null and not deleted
     order by date desc limit part.most)
   union all
   (select * from resource where patient = $1 and type = part.type and date is null and not deleted limit part.most)
 ) as r`,
  values: [patient, parts.map(([type]) => type), parts.map(([, most]) => most)],
});

/** Problems, those that stand before those that are over, and how many of each there are. */
export const problems = (patient: string, most: number): Statement => ({
  name: 'record-problems',
  text: `select ${COLUMNS}, r.stands, count(*) over () as total, count(*) filter (where r.stands) over () as standing
  from (select c.*, coalesce(content #>> '{clinicalStatus,coding,0,code}', 'active') = any('{active,recurrence,relapse}') as stands
          from resource c where patient = $1 and type = 'Condition' and not deleted
           and coalesce(content #>> '{verificationStatus,coding,0,code}', '') <> all('{entered-in-error,refuted}')) as r
 order by r.stands desc, r.date desc nulls last, r.id limit $2`,
  values: [patient, most],
});

export const medicines = (patient: string, most: number): Statement => ({
  name: 'record-medicines',
  text: `select ${COLUMNS}, r.stands, count(*) over () as total, count(*) filter (where r.stands) over () as standing
  from (select m.*, content ->> 'status' = any('{active,on-hold,intended,draft}') as stands
          from resource m where patient = $1 and type = any('{MedicationStatement,MedicationRequest}') and not deleted
           and content ->> 'status' <> 'entered-in-error') as r
 order by r.stands desc, r.date desc nulls last, r.id limit $2`,
  values: [patient, most],
});

const CODE = parameterState('Observation', 'code');
const LOINC = 'http://loinc.org';
const WANTED = PANELS.flatMap(({ loinc }, place) =>
  loinc.map((code) => [tokenOf(CODE, `${LOINC}|${code}`), place] as const),
);

/** Of each panel the newest few, whenever they were measured. */
export const panelValues = (patient: string, each: number): Statement => ({
  name: 'record-panels',
  text: `with wanted as materialized (select w.token, w.place from unnest($2::bigint[], $3::int[]) as w (token, place))
  select ${COLUMNS} from (
    select o.*, row_number() over (partition by (select min(place) from wanted where token = any(o.tokens))
                                       order by o.date desc nulls last, o.id) as turn
      from resource o
     where o.patient = $1 and o.type = 'Observation' and not o.deleted and o.tokens && $2::bigint[]) as r
 where r.turn <= $4 order by r.date desc nulls last, r.id`,
  values: [patient, WANTED.map(([token]) => token), WANTED.map(([, place]) => place), each],
});

/** All organisations that have to do with the resident, for names and for the order of the lanes. */
export const organisations = (patient: string): Statement => ({
  name: 'record-organisations',
  text: `select o.id, o.short_name, o.kind, o.level from organisation o
 where o.id in (select organisation from relation where resident = $1)
    or o.id in (select p.organisation from case_party p join cases c on c.id = p.case_id where c.resident = $1)`,
  values: [patient],
});

/** Cases of the resident, the open ones first, with both ends of those that have two. */
export const cases = (patient: string, most: number): Statement => ({
  name: 'record-cases',
  text: `select c.id, c.number, c.pathway, c.state, c.urgency, c.opened_at, c.closed_at, c.due_at, c.owner_organisation,
       o.short_name as owner_name, c.owner_role, s.organisation as sender, v.organisation as receiver,
       count(*) over () as total, count(*) filter (where c.closed_at is null) over () as standing
  from cases c left join organisation o on o.id = c.owner_organisation
  left join case_party s on s.case_id = c.id and s.party = 'sender'
  left join case_party v on v.case_id = c.id and v.party = 'receiver'
 where c.resident = $1 order by (c.closed_at is null) desc, c.due_at, c.opened_at desc, c.id limit $2`,
  values: [patient, most],
});

/** How many entries of each type there are, and when the record last changed. */
export const counts = (patient: string): Statement => ({
  name: 'record-counts',
  text: `select type, count(*) as total, max(updated_at) as updated_at
  from resource where patient = $1 and not deleted group by type`,
  values: [patient],
});

/** Looks that follow within this time are one sitting: reading a page again does not make its news old. */
export const SITTING_MINUTES = 30;
const BASE = `(select case when at < $3::timestamptz - interval '${String(SITTING_MINUTES)} minutes' then at else before_at end
  from record_look where reader = $2 and resident = $1)`;

export const lastLook = (patient: string, reader: string, now: Date): Statement => ({
  name: 'record-last-look',
  text: `select ${BASE} as since`,
  values: [patient, reader, now],
});

/** What others wrote after the reader's last look, newest first, and how much. */
export const changes = (
  patient: string,
  reader: string,
  now: Date,
  { types, author, most }: { readonly types: readonly string[]; readonly author: string; readonly most: number },
): Statement => ({
  name: 'record-changes',
  text: `select ${COLUMNS}, count(*) over () as total from resource r
 where r.patient = $1 and r.type = any($4::text[]) and not r.deleted and r.author <> $5 and r.updated_at > ${BASE}
 order by r.updated_at desc, r.type, r.id limit $6`,
  values: [patient, reader, now, types, author, most],
});

export const keepLook = (patient: string, reader: string, now: Date): Statement => ({
  name: 'record-keep-look',
  text: `insert into record_look as l (reader, resident, before_at, at) values ($1, $2, null, $3)
on conflict (reader, resident) do update set at = greatest(l.at, excluded.at),
   before_at = case when l.at < excluded.at - interval '${String(SITTING_MINUTES)} minutes' then l.at else l.before_at end`,
  values: [reader, patient, now],
});
