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
    .update(JSON.stringify([view.code, view.version, view.cell, view.definition]))
    .digest('hex');

/** Every version of the records of a type, oldest first known until the next; `$2` null for all, else ids. */
const VERSIONS = `(
  select v.type || '/' || v.id as record, v.version, v.updated_at as known_from, v.known_until, v.content::jsonb as content
    from (select type, id, version, updated_at, 'infinity'::timestamptz as known_until, content from resource
           where type = $1 and ($2::text[] is null or id = any($2)) and content is not null
          union all
          select type, id, version, updated_at, greatest(known_until, updated_at), content from resource_history
           where type = $1 and ($2::text[] is null or id = any($2)) and content is not null) as v) as source`;

const INSTANT = String.raw`'^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$'`;
const moment = (column: string, zone: string): string => `case
    when ${column} ~ '^\\d{4}-\\d{2}-\\d{2}$' then ${column}::date::timestamp at time zone ${zone}
    when ${column} ~ ${INSTANT} then date_trunc('milliseconds', ${column}::timestamptz) end`;

const picked = (names: readonly string[]): string =>
  names.length === 0
    ? `'{}'::jsonb`
    : `jsonb_strip_nulls(jsonb_build_object(${names.map((name) => `'${name}', told."${name}" #>> '{}'`).join(', ')}))`;

/**
 * One row for each row the view makes of each version, with the columns of `fact`. As the owner: it reads past row-level security.
 * @param ids only these records; all without
 */
export const recountStatement = (kept: FactView, zone: string, ids: readonly string[] | null = null): Statement => {
  const view = readView(kept.definition);
  const { text, values } = viewStatement(
    view,
    VERSIONS,
    [kept.resource, ids === null ? null : [...ids]],
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
    text: `with told as (${text}),
      read as (
        select told.record, told.version, (told.place #>> '{}')::int as place, told.known_from, told.known_until, ${fixed('organisation')} as organisation,
               ${fixed('resident')} as resident, round(${fixed('amount')}::numeric, 6) as amount,
               ${moment(fixed('start'), zoneAt)} as start_at, ${moment(fixed('finish'), zoneAt)} as finish_at,
               ${picked(kept.cell)} as cell, ${picked(others)} as attributes
          from told),
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

/** Rows that are only kept or only recounted, at most `most` of them: none where the ledger balances. */
export const differencesOf = (kept: FactView, zone: string, most = 20): Statement => {
  const { text, values = [] } = recountStatement(kept, zone);
  return {
    text: `with recounted as materialized (${text}),
      held as (select ${COLUMNS} from fact where view = $${values.length + 1})
      select 'kept' as side, odd.* from (select ${COLUMNS} from held except all select ${COLUMNS} from recounted) as odd
      union all
      select 'recounted', odd.* from (select ${COLUMNS} from recounted except all select ${COLUMNS} from held) as odd
      limit ${most}`,
    values: [...values, kept.code],
  };
};

/** Totals and what is still beside them, against the facts themselves: rows where they differ. */
export const foldDifferences = (view: string): Statement => ({
  text: `with counted as (
           select view, edge, organisation, span, day, cell, rows, amount from fact_total where view = $1
           union all
           select c.view, c.edge, o.organisation, s.span, s.day, c.cell, c.rows, c.rows * c.amount
             from fact_change c cross join lateral (values (c.organisation), ('*')) as o (organisation)
            cross join lateral (values ('day', c.day), ('month', date_trunc('month', c.day)::date)) as s (span, day)
            where c.view = $1
           union all
           select f.view, e.edge, o.organisation, s.span, s.day, f.cell, -1, -coalesce(f.amount, 0)
             from fact f cross join lateral (values ('start', f.day), ('end', f.end_day)) as e (edge, day)
            cross join lateral (values (coalesce(f.organisation, '')), ('*')) as o (organisation)
            cross join lateral (values ('day', e.day), ('month', date_trunc('month', e.day)::date)) as s (span, day)
            where f.view = $1 and f.known_until = 'infinity' and e.day is not null)
         select edge, organisation, span, day, cell, sum(rows) as rows, sum(amount) as amount from counted
          group by 1, 2, 3, 4, 5 having sum(rows) <> 0 or sum(amount) <> 0 limit 20`,
  values: [view],
});

/** Takes away what is kept under a view, changes and totals with it. */
export const forgetView = (view: string): readonly Statement[] =>
  ['fact', 'fact_change', 'fact_total', 'fact_view'].map((table) => ({
    text: `delete from ${table} where view = $1`,
    values: [view],
  }));

/** Keeps what the recount of these records gives, and the changes of what holds now. */
export const refill = (kept: FactView, zone: string, ids: readonly string[]): Statement => {
  const { text, values = [] } = recountStatement(kept, zone, ids);
  return {
    text: `with recounted as materialized (${text}),
      made as (insert into fact (${COLUMNS}) select ${COLUMNS} from recounted)
      insert into fact_change (view, edge, day, organisation, cell, rows, amount)
      select view, edge.name, edge.day, coalesce(organisation, ''), cell, 1, coalesce(amount, 0)
        from recounted cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
       where known_until = 'infinity' and edge.day is not null`,
    values,
  };
};
