/** What the forty figures are asked over: facts by the million, laid past the program so that loading takes minutes, and cases. */
import type pg from 'pg';

export const ZONE = 'Asia/Shanghai';
/** The organisation that is asked for by itself. */
export const HOUSE = 'bench-3';
const BATCH = 500_000;
const KINDS = 210;
const RECEIVERS = 40;

/** As the writing transaction would keep them: a tenth still open, days scattered over three years as after a load by record. */
const layFacts = (first: number, last: number) => ({
  text: `insert into fact (view, record, version, place, organisation, resident, day, start_at, end_day, end_at, cell, attributes, known_from)
         select 'case', 'Bench/' || n, 1, 0, 'bench-' || n % 700, 'resident-' || n % 900000, d.day, d.day::timestamp at time zone $3,
                case when n % 10 > 0 then d.day + (n % 30)::int end,
                case when n % 10 > 0 then (d.day + (n % 30)::int)::timestamp at time zone $3 end, c.cell, r.attributes,
                d.day::timestamp at time zone $3
           from generate_series($1::int, $2::int) as n
          cross join lateral (select current_date - (n::bigint * 7919 % 1095)::int as day) as d
           join (select k, jsonb_strip_nulls(jsonb_build_object('pathway', 'bench', 'urgency', (array['routine', 'urgent', 'emergency'])[1 + k % 3],
                  'ending', case when k % 10 > 0 then (array['finished', 'refused', 'cancelled'])[1 + k % 7 % 3] end)) as cell
                   from generate_series(0, ${KINDS - 1}) as k) as c on c.k = n % ${KINDS}
           join (select k, jsonb_build_object('receiver', 'bench-' || k) as attributes from generate_series(0, ${RECEIVERS - 1}) as k) as r
             on r.k = n % ${RECEIVERS}`,
  values: [first, last, ZONE],
});

const KEY = 'primary key (record, view, version, place)';
/** Whoever adds changes to totals and entries waits meanwhile: `fold_facts` asks for the same. */
const ADDING = `hashtext('kanglian fold facts ' || current_schema())`;

/** What the job would have added: entries, totals of all, and of the one organisation that is asked for by itself. */
const SUMMED = [
  `delete from fact_entry where kind in (select no from fact_kind where view = 'case')`,
  `delete from fact_kind where view = 'case'`,
  `delete from fact_total where view = 'case'`,
  `insert into fact_kind (view, cell, counted)
   select distinct view, cell, counted_of(attributes, '["sender", "receiver"]') from fact where view = 'case' and day is not null`,
  `insert into fact_resident (resident) select distinct resident from fact where view = 'case' and resident is not null on conflict do nothing`,
  `insert into fact_entry (kind, day, resident, start_at, end_at, end_day, rows)
   select k.no, f.day, r.no, f.start_at, f.end_at, f.end_day, count(*)
     from fact f join fact_kind k on k.view = f.view and k.cell = f.cell and k.counted = f.attributes left join fact_resident r using (resident)
    where f.view = 'case' and f.known_until = 'infinity' and f.day is not null group by 1, 2, 3, 4, 5, 6`,
  `insert into fact_total (view, edge, organisation, span, day, cell, rows, amount)
   with told as materialized (
     select view, e.edge, e.day, organisation = '${HOUSE}' as own, cell, count(*) as rows from fact
      cross join lateral (values ('start', day), ('end', end_day)) as e (edge, day)
      where view = 'case' and known_until = 'infinity' and e.day is not null group by 1, 2, 3, 4, 5)
   select view, edge, o.organisation, s.span, s.day, cell, sum(rows), 0 from told
    cross join lateral (values ('*'), (case when own then '${HOUSE}' end)) as o (organisation)
    cross join lateral (values ('day', day), ('month', date_trunc('month', day)::date)) as s (span, day)
    where o.organisation is not null group by 1, 2, 3, 4, 5, 6`,
];

/** Lays what is missing of so many facts; indexes are made when all rows are there. */
export const fillFacts = async (client: pg.Client, count: number): Promise<void> => {
  const { rows: held } = await client.query<{ made: string }>(
    `select count(*) as made from fact where record like 'Bench/%'`,
  );
  const made = Number(held[0]?.made ?? 0);
  if (made >= count) return;
  await client.query(`select pg_advisory_lock(${ADDING})`);
  await client.query(`set maintenance_work_mem = '512MB'; set work_mem = '256MB'`);
  const { rows: indexes } = await client.query<{ name: string; made_by: string }>(
    `select indexname as name, indexdef as made_by from pg_indexes
      where schemaname = current_schema() and indexname in ('fact_day', 'fact_organisation', 'fact_entry_of')`,
  );
  await client.query('alter table fact drop constraint fact_pkey');
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (let first = made + 1; first <= count; first += BATCH)
    await client.query(layFacts(first, Math.min(first + BATCH - 1, count)));
  for (const text of SUMMED) await client.query(text);
  await client.query(`alter table fact add constraint fact_pkey ${KEY}`);
  for (const index of indexes) await client.query(index.made_by);
  await client.query(`select pg_advisory_unlock(${ADDING})`);
  for (const table of ['fact', 'fact_total', 'fact_entry', 'fact_kind', 'fact_resident'])
    await client.query(`vacuum analyze ${table}`);
  await client.query('reset maintenance_work_mem; reset work_mem');
};

/**
 * Changes that wait to be added up while `work` is under way: each twice, the other way round the second time, so that the totals stay
 * what they were. Fewer where there are fewer facts.
 */
export const whileWaiting = async (client: pg.Client, changes: number, work: () => Promise<void>): Promise<void> => {
  await client.query(`select pg_advisory_lock(${ADDING})`);
  await client.query(
    `insert into fact_change (view, edge, day, organisation, cell, rows, amount, resident, start_at, end_at, end_day, counted)
     select f.view, e.edge, e.day, f.organisation, f.cell, s.sign, 0, f.resident, f.start_at, f.end_at, f.end_day, f.attributes
       from (select * from fact where view = 'case' and record like 'Bench/%' limit $1) as f
      cross join (values (1), (-1)) as s (sign) cross join lateral (values ('start', f.day), ('end', f.end_day)) as e (edge, day)
      where e.day is not null limit $2`,
    [changes, changes],
  );
  await work();
  await client.query(`select pg_advisory_unlock(${ADDING})`);
};

/** Tasks as the engine writes them, as few parts as their view reads; the facts of them are still to be made. */
export const fillCases = async (client: pg.Client, count: number): Promise<void> => {
  const { rows: held } = await client.query<{ made: string }>(
    `select count(*) as made from resource where type = 'Task' and id like 'recount-%'`,
  );
  for (let first = Number(held[0]?.made ?? 0) + 1; first <= count; first += BATCH)
    await client.query(
      `insert into resource (type, id, version, updated_at, author, organisation, content)
       select 'Task', 'recount-' || n, 1, date_trunc('milliseconds', now()), 'bench', 'bench', json_build_object(
         'resourceType', 'Task', 'id', 'recount-' || n, 'status', 'completed', 'intent', 'order',
         'code', json_build_object('coding', json_build_array(json_build_object('system', 'https://kanglian.org/fhir/CodeSystem/pathway', 'code', 'bench'))),
         'requester', json_build_object('reference', 'Organization/bench-' || n % 700),
         'for', json_build_object('reference', 'Patient/resident-' || n % 900000),
         'authoredOn', to_char(now() - n % 1000 * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'extension', json_build_array(json_build_object('url', 'https://kanglian.org/fhir/StructureDefinition/case', 'extension', json_build_array(
           json_build_object('url', 'urgency', 'valueCode', 'routine'), json_build_object('url', 'ending', 'valueCode', 'finished'),
           json_build_object('url', 'closed-at', 'valueInstant', to_char(now() - n % 900 * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
           json_build_object('url', 'party', 'extension', json_build_array(
             json_build_object('url', 'name', 'valueCode', 'sender'),
             json_build_object('url', 'organisation', 'valueReference', json_build_object('reference', 'Organization/bench-' || n % 700))))))))
       from generate_series($1::int, $2::int) as n`,
      [first, Math.min(first + BATCH - 1, count)],
    );
  await client.query('analyze resource');
};
