/** The SQL of registers and of figures' pages: one statement, one function. */
import type { Statement } from '../../../platform/postgres/database.ts';
import { given } from '../../../engines/figures/count.ts';
import type { CountScope } from '../../../engines/figures/count.ts';
import type { FigureDefinition } from '../../../engines/figures/define.ts';
import { contributingText } from '../../../engines/figures/parts.ts';

/** The newest entries first, withdrawn ones among them; `register` null for all. */
export const findEntries = (register: string | null, most: number): Statement => ({
  name: 'register-entries',
  text: `select r.id, r.version, r.updated_at, r.content, o.short_name as organisation_name
           from resource r
           join fact f on f.record = 'MeasureReport/' || r.id and f.view = 'register' and f.place = 0
            and f.version = (select max(version) from fact l where l.record = f.record and l.view = 'register')
           left join organisation o on o.id = f.organisation
          where r.type = 'MeasureReport' and not r.deleted and ($1::text is null or f.cell ->> 'register' = $1)
          order by r.updated_at desc, r.id limit $2`,
  values: [register, most],
});

export const findEntry = (id: string): Statement => ({
  name: 'register-entry',
  text: `select id, version, updated_at, content from resource where type = 'MeasureReport' and id = $1 and not deleted`,
  values: [id],
});

/** Every version of an entry, the present one first. */
export const findVersions = (id: string): Statement => ({
  name: 'register-versions',
  text: `select id, version, updated_at, content from resource where type = 'MeasureReport' and id = $1 and content is not null
         union all
         select id, version, updated_at, content from resource_history where type = 'MeasureReport' and id = $1 and content is not null
         order by version desc`,
  values: [id],
});

export const findDocument = (id: string): Statement => ({
  name: 'register-document',
  text: `select content from resource where type = 'DocumentReference' and id = $1 and not deleted`,
  values: [id],
});

export const findOrganisations: Statement = {
  name: 'register-organisations',
  text: `select id, name, kind from organisation where until_on is null order by kind, name`,
};

/** Consortia, districts and levels a figure may be asked for. */
export const findScopes: Statement = {
  name: 'figure-scopes',
  text: `select 'consortium' as kind, id, name from organisation where kind in ('county-consortium', 'urban-group')
         union all select distinct 'district', district, district from organisation where district is not null
         union all select distinct 'level', value, value from organisation_filed where dimension = 'level' and known_until = 'infinity'
         order by kind, name`,
};

export const findName = (id: string): Statement => ({
  name: 'figure-scope-name',
  text: 'select name from organisation where id = $1',
  values: [id],
});

export const findMembers = (consortium: string): Statement => ({
  name: 'figure-members',
  text: `select o.id, o.short_name as name from organisation o join affiliation a on a.organisation = o.id and a.consortium = $1
          where a.until_on is null order by a.role, o.name limit 200`,
  values: [consortium],
});

/**
 * Contributing facts, newest first: what the reader may open, and cases by their number, which names nobody (law 5: figures yield
 * counts and case ids). How many others there are comes last.
 */
export const findRecords = (definition: FigureDefinition, scope: CountScope, most: number): Statement => {
  const out = given();
  const contributing = contributingText(definition, scope, out);
  return {
    text: `with contributing as materialized (${contributing}),
      seen as materialized (
        select c.*, c.resident is null or related(c.resident) as open, k.number as name, o.short_name
          from contributing c left join cases k on c.record = 'Task/' || k.id left join organisation o on o.id = c.organisation)
      select part, record, name, open, coalesce(short_name, organisation) as organisation, day, trim_scale(amount)::text as amount,
             (cell || attributes) as attributes, null::int as others
        from (select * from seen where open or name is not null order by day desc nulls last, record, place limit ${most + 1}) as shown
      union all
      select 'others', '', null, false, null, null, null, '{}'::jsonb, (select count(*)::int from seen where not open and name is null)`,
    values: out.values,
  };
};

/** Which of these entries there are. */
export const findHeld = (ids: readonly string[]): Statement => ({
  name: 'register-held',
  text: `select id from resource where type = 'MeasureReport' and id = any($1::text[])`,
  values: [[...ids]],
});
