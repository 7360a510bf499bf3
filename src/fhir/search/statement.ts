/** One statement answers a search: the page, what it includes, and the audit row that names its residents. */
import { throughBrokenGlass } from '../../platform/audit.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Search } from './query.ts';
import type { Include } from './includes.ts';
import { sourceText, startOf, whereText } from './sources.ts';
import { newValues } from './sql.ts';
import type { Values } from './sql.ts';
import { afterText, keyText } from './sort.ts';

/** A search may run so long; what takes longer is to be narrowed down. */
export const MOST_MILLISECONDS = 5000;

/**
 * How many records a search may touch: a few however large the region is; as many as have the same token; or who knows. What
 * begins with tokens finds them by an index and is planned the same for all values.
 */
export const reachOf = ({ where, names }: Search): 'few' | 'token' | 'any' => {
  const start = startOf(where);
  if (start === 'patients' || start === 'ids') return 'few';
  if (start !== 'tokens') return 'any';
  return names.includes('identifier') ? 'few' : 'token';
};

/**
 * A search that begins with an id, a resident or an identifier touches a few records however large the region is. Any other is
 * given a time, and without anything to look up by the planner judges by the values (organisations differ a thousandfold).
 */
export const planningStatements = (search: Search): readonly Statement[] => {
  const start = startOf(search.where);
  if (reachOf(search) === 'few') return [];
  return [timeLimit(start === 'everything' ? 'force_custom_plan' : 'force_generic_plan')];
};

/** For the rest of the transaction. */
export const timeLimit = (planning = 'force_generic_plan', milliseconds = MOST_MILLISECONDS): Statement => ({
  name: 'fhir-search-limits',
  text: `select set_config('statement_timeout', $1, true), set_config('plan_cache_mode', $2, true)`,
  values: [String(milliseconds), planning],
});

/** The references an include follows, out of the stored JSON; arrays are opened by the path's lax mode. */
const linkTexts = (values: Values, includes: readonly Include[]): string =>
  includes
    .flatMap(({ parameters, target }) =>
      parameters.flatMap(({ sources, onlyType }) =>
        sources.flatMap(({ expression }) =>
          expression.jsonPaths
            .filter(({ type }) => type === 'Reference')
            .map(({ path }) => {
              const wanted = target ?? onlyType;
              const filter = wanted === undefined ? '' : ` where link like ${values.add(`${wanted}/%`)}`;
              const found = `jsonb_path_query(page.content::jsonb, ${values.add(`lax ${path}."reference"`)}::jsonpath)`;
              // in the list of columns it hands over one after the other; in `from` each record's would be stored and read again
              return `select link from (select ${found} #>> '{}' as link from page) as followed${filter}`;
            }),
        ),
      ),
    )
    .join(' union ');

/** One more than may be included, so that too many are noticed. */
const includedText = (values: Values, search: Search, count: string, most: number): string => {
  const links = search.includes.length === 0 ? '' : linkTexts(values, search.includes);
  if (links === '') return '';
  // what is on the page is known before records are looked up: a list of keys, compared by hash
  return `, linked as materialized (
      select distinct type, id from (select split_part(link, '/', 1) as type, split_part(link, '/', 2) as id from (${links}) as links) as named
       where (type, id) not in (select type, id from page limit ${count}) limit ${most + 1}
    ), included as materialized (
      select r.type, r.id, r.version, r.updated_at, r.patient, null::text[] as keys, r.content
        from linked join resource as r on r.type = linked.type and r.id = linked.id
       where not r.deleted)`;
};

const names = new Map<string, string>();
const RARE = new Set(['any', 'json', 'pattern', 'not']);

/** A name for each shape of search, so that it is planned once per connection; very rare shapes go unnamed. */
const nameOf = (text: string, search: Search): string | undefined => {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= 300 || search.where.some(({ kind }) => RARE.has(kind))) return undefined;
  const made = `fhir-search-${names.size + 1}`;
  names.set(text, made);
  return made;
};

const named = (text: string, values: Values, search: Search): Statement => {
  const name = nameOf(text, search);
  return { text, values: values.list, ...(name !== undefined && { name }) };
};

/** How many match in all, of those the caller may see. One row: `total`. */
export const countStatement = (search: Search): Statement => {
  const values = newValues();
  const source = sourceText(values, search.type, search.where);
  const text = `select count(*) as total from ${source} where ${whereText(values, search.type, search.where)}`;
  return named(text, values, search);
};

const pageText = (values: Values, search: Search, count: string): string => {
  const source = sourceText(values, search.type, search.where);
  const keys = search.sorts.map((sort) => keyText(values, sort));
  const conditions = [
    whereText(values, search.type, search.where),
    ...(search.after ? [afterText(values, search.sorts, keys, search.after)] : []),
  ];
  const order = keys.map((key, place) => `${key} ${search.sorts[place]?.descending === true ? 'desc' : 'asc'}`);
  const last = search.sorts[0]?.descending === true ? 'desc' : 'asc';
  return `select r.type, r.id, r.version, r.updated_at, r.patient, array[${keys.map((key) => `(${key})::text`).join(', ')}] as keys, r.content
            from ${source} where ${conditions.join(' and ')}
           order by ${[...order, `r.id ${last}`].join(', ')} limit ${count} + 1`;
};

/**
 * Rows: `mode` ('match' in order, one more than the page if there is another; then 'include'), `type`, `id`, `version`, `keys`
 * (the sort keys as text), `content`.
 */
export const searchStatement = (search: Search, actor: Actor, at: Date, mostIncluded = 1000): Statement => {
  const values = newValues();
  const count = `${values.add(search.count)}::int`;
  const page = pageText(values, search, count);
  const included = includedText(values, search, count, mostIncluded);
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
    select 'match' as mode, type, id, version, keys, content from page
    ${included === '' ? '' : "union all select 'include', type, id, version, keys, content from included"}`;
  return named(text, values, search);
};

/** The page alone, where more has to be looked up before the audit row is known. Rows as above, with `patient`. */
export const pageStatement = (search: Search): Statement => {
  const values = newValues();
  const text = pageText(values, search, `${values.add(search.count)}::int`);
  return named(`select 'match' as mode, page.* from (${text}) as page`, values, search);
};
