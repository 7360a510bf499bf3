/**
 * The facts again, from every stored version, by the view compiled to SQL: shares with `keep.ts` the definition and nothing of how a
 * row comes about. What it gives is set against what is kept (the ledger), and put in its place where a view is new or changed.
 */
import { createHash } from 'node:crypto';
import type { Statement } from '../../platform/postgres/database.ts';
import type { FactView } from './facts.ts';
import { FACT_COLUMNS } from './facts.ts';
import { viewStatement } from './views/sql.ts';
import { readView } from './views/view.ts';

/** The digest of a view: what is kept under another one is made again. */
export const viewDigest = (view: FactView): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        view.code,
        view.version,
        view.cell,
        view.definition,
        ...(view.counted.length > 0 ? [view.counted] : []),
      ]),
    )
    .digest('hex');

/**
 * Every version of the records of a type, oldest first known until the next; `some`: of the ids in `$2`. A condition that is not asked
 * stands not in the text: the plan for any values would read the whole type for a handful. `offset 0`: the JSON is read once for all
 * columns, not once for each.
 */
const versions = (some: boolean): string => {
  const only = `type = $1::text${some ? ' and id = any($2::text[])' : ''} and content is not null`;
  return `(
  select v.type || '/' || v.id as record, v.version, v.updated_at as known_from, v.known_until, v.content::jsonb as content
    from (select type, id, version, updated_at, 'infinity'::timestamptz as known_until, content from resource where ${only}
          union all
          select type, id, version, updated_at, greatest(known_until, updated_at), content from resource_history where ${only}) as v
   offset 0) as source`;
};

const INSTANT = String.raw`'^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$'`;
// what is not as long as a day is not held to a day's pattern
const moment = (column: string, zone: string): string => `case
    when ${column} like '____-__-__' then case when ${column} ~ '^\\d{4}-\\d{2}-\\d{2}$' then ${column}::date::timestamp at time zone ${zone} end
    when ${column} ~ ${INSTANT} then date_trunc('milliseconds', ${column}::timestamptz) end`;

const picked = (names: readonly string[]): string =>
  names.length === 0
    ? `'{}'::jsonb`
    : `jsonb_strip_nulls(jsonb_build_object(${names.map((name) => `'${name}', told."${name}" #>> '{}'`).join(', ')}))`;

/**
 * One row for each row the view makes of each version, with the columns of `fact`. As the owner: it reads past row-level security.
 * @param ids only these records; all without
 */
export const recountStatement = (
  kept: FactView,
  zone: string,
  ids: readonly string[] | Buffer | null = null,
): Statement => {
  const view = readView(kept.definition);
  const { text, values } = viewStatement(
    view,
    versions(ids !== null),
    ids === null ? [kept.resource] : [kept.resource, Buffer.isBuffer(ids) ? ids : [...ids]],
    ['record', 'version', 'known_from', 'known_until'],
  );
  const fixed = (name: (typeof FACT_COLUMNS)[number]): string =>
    view.select.names.includes(name) ? `nullif(told."${name}" #>> '{}', '')` : 'null::text';
  const given = [...values, zone, kept.code];
  const [zoneAt, codeAt] = [`$${given.length - 1}::text`, `$${given.length}::text`];
  const others = view.select.names.filter(
    (name) => !kept.cell.includes(name) && !(FACT_COLUMNS as readonly string[]).includes(name),
  );
  return {
    // `offset 0`: what is asked several times of one column is worked out once for it
    text: `with told as (${text} offset 0),
      read as (
        select told.record, told.version, (told.place #>> '{}')::int as place, told.known_from, told.known_until, ${fixed('organisation')} as organisation,
               ${fixed('resident')} as resident, round(${fixed('amount')}::numeric, 6) as amount,
               ${moment(fixed('start'), zoneAt)} as start_at, ${moment(fixed('finish'), zoneAt)} as finish_at,
               ${picked(kept.cell)} as cell, ${picked(others)} as attributes
          from told offset 0),
      dated as (
        select read.*, case when finish_at < start_at then start_at else finish_at end as end_at from read)
      select ${codeAt} as view, record, version,
             place, organisation, resident,
             (start_at at time zone ${zoneAt})::date as day, start_at,
             case when start_at is not null then (end_at at time zone ${zoneAt})::date end as end_day, end_at, amount, cell,
             attributes, known_from, known_until
        from dated`,
    values: given,
  };
};

const COLUMNS = `view, record, version, place, organisation, resident, day, start_at, end_day, end_at, amount, cell, attributes,
  known_from, known_until`;

/** So many differences are named; whoever looks at the first twenty knows what to look for. */
export const MOST_DIFFERENCES = 20;

/** Rows of these records that are only kept or only recounted, or are not the same: none where the ledger balances. */
export const differencesOf = (kept: FactView, zone: string, ids: readonly string[] | Buffer): Statement => {
  const { text, values = [] } = recountStatement(kept, zone, ids);
  return {
    text: `with recounted as materialized (${text}),
      held as materialized (
        select ${COLUMNS} from fact where view = $${values.length + 1} and record in (select $1::text || '/' || id from unnest($2::text[]) as ids (id))),
      odd as materialized (
        select recounted, held from recounted full join held using (record, version, place) where recounted is distinct from held)
      select 'kept' as side, (held).* from odd where (held).record is not null
      union all
      select 'recounted', (recounted).* from odd where (recounted).record is not null
      limit ${2 * MOST_DIFFERENCES}`,
    values: [...values, kept.code],
  };
};

/** Facts of records that are not stored at all: by one set taken from another, which is no plan's to get wrong. */
export const orphansOf = (kept: FactView): Statement => ({
  name: 'ledger-orphans',
  text: `select 'kept' as side, ${COLUMNS} from fact
          where view = $1 and record = any(array(
            select record from fact where view = $1 except select $2::text || '/' || id from resource where type = $2::text
            limit ${MOST_DIFFERENCES}))
          limit ${MOST_DIFFERENCES}`,
  values: [kept.code, kept.resource],
});

/**
 * Totals and what is still beside them, against the facts themselves: rows where they differ. By day and organisation against the
 * facts; what is coarser against what it is the sum of.
 */
export const foldDifferences = (view: string): Statement => ({
  text: `with own as materialized (
           select edge, organisation, day, cell, rows, amount from fact_total where view = $1 and span = 'day' and organisation <> '*'),
         counted as (
           select 'day' as span, edge, organisation, day, cell, rows, amount from own
           union all
           select 'day', edge, organisation, day, cell, rows, rows * amount from fact_change where view = $1
           union all
           select 'day', e.edge, coalesce(f.organisation, ''), e.day, f.cell, -1, -coalesce(f.amount, 0)
             from fact f cross join lateral (values ('start', f.day), ('end', f.end_day)) as e (edge, day)
            where f.view = $1 and f.known_until = 'infinity' and e.day is not null
           union all
           select 'month', edge, organisation, date_trunc('month', day)::date, cell, rows, amount from own
           union all
           select 'month', edge, organisation, day, cell, -rows, -amount
             from fact_total where view = $1 and span = 'month' and organisation <> '*'
           union all
           select s.span, edge, '*', s.day, cell, rows, amount
             from own cross join lateral (values ('day', day), ('month', date_trunc('month', day)::date)) as s (span, day)
           union all
           select span, edge, '*', day, cell, -rows, -amount from fact_total where view = $1 and organisation = '*')
         select edge, organisation, span, day, cell, sum(rows) as rows, sum(amount) as amount from counted
          group by 1, 2, 3, 4, 5 having sum(rows) <> 0 or sum(amount) <> 0 limit ${MOST_DIFFERENCES}`,
  values: [view],
});

/** Entries and what is still beside them, against the facts themselves: rows where they differ. */
export const entryDifferences = (kept: FactView): Statement => ({
  text: `with counted as (
           select k.cell, k.counted, e.day, r.resident, e.start_at, e.end_at, e.end_day, e.rows
             from fact_entry e join fact_kind k on k.no = e.kind left join fact_resident r on r.no = e.resident where k.view = $1
           union all
           select cell, counted, day, resident, start_at, end_at, end_day, rows from fact_change where view = $1 and edge = 'start'
           union all
           select cell, counted_of(attributes, $2), day, resident, start_at, end_at, end_day, -1
             from fact where view = $1 and known_until = 'infinity' and day is not null)
         select 'entry' as side, cell::text as record, day from counted
          group by cell, counted, day, resident, start_at, end_at, end_day having sum(rows) <> 0 limit ${MOST_DIFFERENCES}`,
  values: [kept.code, JSON.stringify(kept.counted)],
});

/** Takes away what is kept under a view, changes and totals with it. */
export const forgetView = (view: string): readonly Statement[] =>
  [
    'fact_entry where kind in (select no from fact_kind where view = $1)',
    ...['fact', 'fact_change', 'fact_total', 'fact_kind', 'fact_view'].map((table) => `${table} where view = $1`),
  ].map((which) => ({ text: `delete from ${which}`, values: [view] }));

/** Keeps what the recount of these records gives, and the changes of what holds now. */
export const refill = (kept: FactView, zone: string, ids: readonly string[]): Statement => {
  const { text, values = [] } = recountStatement(kept, zone, ids);
  return {
    text: `with recounted as materialized (${text}),
      made as (insert into fact (${COLUMNS}) select ${COLUMNS} from recounted)
      insert into fact_change (view, edge, day, organisation, cell, rows, amount, resident, start_at, end_at, end_day, counted)
      select view, edge.name, edge.day, coalesce(organisation, ''), cell, 1, coalesce(amount, 0), resident, start_at, end_at, end_day,
             counted_of(attributes, $${values.length + 1})
        from recounted cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
       where known_until = 'infinity' and edge.day is not null`,
    values: [...values, JSON.stringify(kept.counted)],
  };
};
