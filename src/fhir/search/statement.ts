/** One statement answers a search: the page, what it includes, and the audit row that names its residents. */
import { throughBrokenGlass } from '../../platform/audit.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { rootsOf } from '../store/merged-residents.ts';
import type { DateCondition, Include, Search } from './query.ts';

/** Collects parameters; `$n` in the text for each. */
type Values = { readonly list: unknown[]; readonly add: (value: unknown) => string };

const newValues = (): Values => {
  const list: unknown[] = [];
  return {
    list,
    add: (value) => {
      list.push(value);
      return `$${list.length}`;
    },
  };
};

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

const dateText = (values: Values, { column, prefix, from, until }: DateCondition): string => {
  const first = (): string => `${values.add(instant(from))}::timestamptz`;
  const next = (): string => `${values.add(instant(until))}::timestamptz`;
  switch (prefix) {
    case 'eq':
      return `r.${column} >= ${first()} and r.${column} < ${next()}`;
    case 'ge':
      return `r.${column} >= ${first()}`;
    case 'gt':
      return `r.${column} >= ${next()}`;
    case 'le':
      return `r.${column} < ${next()}`;
    case 'lt':
      return `r.${column} < ${first()}`;
  }
};

const bigints = (tokens: readonly bigint[]): string => `{${tokens.join(',')}}`;

/** A range of the patient index, fenced so that a common token is not looked up for the whole region (storage.md §3). */
const ofPatients = (values: Values, search: Search): string => {
  const conditions = search.patients.map((ids) => `patient = any(${rootsOf(`${values.add(ids)}::text[]`)})`);
  return `(select * from resource where type = ${values.add(search.type)} and ${conditions.join(' and ')} offset 0) as r`;
};

/** Ids out of the token index; the rows themselves are selected under the policy. */
const withTokens = (values: Values, search: Search): string => {
  const single = search.tokens.filter((group) => group.length === 1).flat();
  const ids =
    single.length > 0
      ? `ids_with_all_tokens(${values.add(search.type)}, ${values.add(bigints(single))}::bigint[])`
      : `ids_with_any_token(${values.add(search.type)}, ${values.add(bigints(search.tokens[0] ?? []))}::bigint[])`;
  return `${ids} as hit (id) join resource as r on r.type = ${values.add(search.type)} and r.id = hit.id`;
};

const sourceOf = (values: Values, search: Search): string => {
  if (search.patients.length > 0) return ofPatients(values, search);
  if (search.ids.length === 0 && search.tokens.length > 0) return withTokens(values, search);
  return 'resource as r';
};

const tokenConditions = (values: Values, search: Search, byIndex: boolean): readonly string[] => {
  const single = search.tokens.filter((group) => group.length === 1).flat();
  const groups = search.tokens.filter((group) => group.length > 1);
  const rest = byIndex && single.length === 0 ? groups.slice(1) : groups;
  return [
    ...(single.length > 0 && !byIndex ? [`r.tokens @> ${values.add(bigints(single))}::bigint[]`] : []),
    ...rest.map((group) => `r.tokens && ${values.add(bigints(group))}::bigint[]`),
  ];
};

/**
 * Sources are fenced so that their plans do not depend on the values: planning them anew each time costs half a millisecond,
 * more than most searches themselves. A search with nothing to look up by keeps the planner's judgement.
 */
export const planningStatements = (search: Search): readonly Statement[] =>
  isUnbounded(search) ? [] : [{ text: 'set local plan_cache_mode = force_generic_plan' }];

/** Without anything to look up by, an organisation's own residents are walked, not the region's. */
const isUnbounded = (search: Search): boolean =>
  search.patients.length === 0 && search.ids.length === 0 && search.tokens.length === 0;

const RELATED = `(r.patient is null or r.patient in (
  select resident from relation where organisation = declared_organisation()))`;

const conditionsOf = (values: Values, search: Search): readonly string[] => {
  const byIndex = search.patients.length === 0 && search.ids.length === 0 && search.tokens.length > 0;
  return [
    `r.type = ${values.add(search.type)}`,
    'not r.deleted',
    ...search.ids.map((ids) => `r.id = any(${values.add(ids)}::text[])`),
    ...tokenConditions(values, search, byIndex),
    ...search.dates.map((condition) => dateText(values, condition)),
    ...(isUnbounded(search) ? [RELATED] : []),
  ];
};

const sortKey = (search: Search): string =>
  search.sort.column === 'date' ? `coalesce(r.date, '-infinity'::timestamptz)` : 'r.updated_at';

const afterText = (values: Values, search: Search): readonly string[] => {
  if (!search.after) return [];
  const compare = search.sort.descending ? '<' : '>';
  return [
    `(${sortKey(search)}, r.id) ${compare} (${values.add(search.after.at)}::timestamptz, ${values.add(search.after.id)})`,
  ];
};

/** The references an include follows, out of the stored JSON; arrays are opened by the path's lax mode. */
const linkTexts = (values: Values, includes: readonly Include[]): string =>
  includes
    .flatMap(({ parameter, target }) =>
      parameter.compiled.flatMap((expression) =>
        expression.paths.map((path) => {
          const wanted = target ?? expression.onlyType;
          const filter = wanted === undefined ? '' : ` where link like ${values.add(`${wanted}/%`)}`;
          return `select link from page, jsonb_path_query(page.content::jsonb, ${values.add(`lax $.${path}.reference`)}::jsonpath) as found, cast(found #>> '{}' as text) as link${filter}`;
        }),
      ),
    )
    .join(' union ');

const includedText = (values: Values, search: Search, count: string): string =>
  search.includes.length === 0
    ? ''
    : `, linked as materialized (
      select distinct split_part(link, '/', 1) as type, split_part(link, '/', 2) as id from (${linkTexts(values, search.includes)}) as links
    ), included as materialized (
      select r.type, r.id, r.version, r.updated_at, r.patient, null::text as key, r.content
        from linked join resource as r on r.type = linked.type and r.id = linked.id
       where not r.deleted
         and not exists (select 1 from (select * from page limit ${count}) as shown where shown.type = r.type and shown.id = r.id))`;

const names = new Map<string, string>();
/** A name for each shape of search, so that it is planned once per connection; very rare shapes go unnamed. */
const nameOf = (text: string): string | undefined => {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= 300) return undefined;
  const made = `fhir-search-${names.size + 1}`;
  names.set(text, made);
  return made;
};

/** How many match in all, of those the caller may see. One row: `total`. */
export const countStatement = (search: Search): Statement => {
  const values = newValues();
  const source = sourceOf(values, search);
  const text = `select count(*) as total from ${source} where ${conditionsOf(values, search).join(' and ')}`;
  const name = nameOf(text);
  return { text, values: values.list, ...(name !== undefined && { name }) };
};

/**
 * Rows: `mode` ('match' in order, one more than the page if there is another; then 'include'), `type`, `id`, `version`, `key`
 * (the sort key as text), `content`.
 */
export const searchStatement = (search: Search, actor: Actor, at: Date): Statement => {
  const values = newValues();
  const direction = search.sort.descending ? 'desc' : 'asc';
  const source = sourceOf(values, search);
  const conditions = [...conditionsOf(values, search), ...afterText(values, search)];
  const count = `${values.add(search.count)}::int`;
  const page = `select r.type, r.id, r.version, r.updated_at, r.patient, ${sortKey(search)} as key, r.content
                  from ${source} where ${conditions.join(' and ')}
                 order by ${sortKey(search)} ${direction}, r.id ${direction} limit ${count} + 1`;
  const included = includedText(values, search, count);
  const shown = `select patient from (select patient from page limit ${count}) as shown${included === '' ? '' : ' union all select patient from included'}`;
  const [moment = '', who = '', ...rest] = [
    at,
    actor.id,
    actor.role,
    actor.organisation,
    actor.purpose,
    `${search.type}?${search.names.join('&')}`,
  ].map((value) => values.add(value));
  const text = `with page as materialized (${page})${included}, noted as (
      insert into audit (at, actor, role, organisation, purpose, target, action, outcome, residents, emergency)
      select ${moment}::timestamptz, ${who}::text, ${rest.join(', ')}, 'search', 'done', of.residents,
             ${throughBrokenGlass(who, moment, 'of.residents')}
        from (select array(select distinct patient from (${shown}) as seen where patient is not null)) as of (residents)
    )
    select 'match' as mode, type, id, version, key::text as key, content from page
    ${included === '' ? '' : "union all select 'include', type, id, version, key, content from included"}`;
  const name = nameOf(text);
  return { text, values: values.list, ...(name !== undefined && { name }) };
};
