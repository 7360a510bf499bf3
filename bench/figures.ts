/**
 * Forty figures over very many facts, the fact just written included, and the recount of very many cases. Asked of the engine in this
 * process, on the instance's own database, as the owner: what HTTP and row-level security add is measured by the other parts.
 */
import pg from 'pg';
import { CASES, cockpitFigures } from '../src/capabilities/cockpit/server.ts';
import { catalogue, figure } from '../src/engines/figures/define.ts';
import type { FigureAsked, FigureDefinition, FigureValue, When } from '../src/engines/figures/define.ts';
import { FIGURES_ACTOR, foldFacts } from '../src/engines/figures/making.ts';
import { figureReader } from '../src/engines/figures/read.ts';
import { recountStatement } from '../src/engines/figures/recount.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import type { Told } from './instance.ts';

export type FiguresMeasured = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: number | null;
  readonly beside: string;
};

const FACT_VIEWS = cockpitFigures.views;
const ZONE = 'Asia/Shanghai';
const BATCH = 250_000;
const words = { name: '指标', unit: '件', definition: '测量', leavesOut: '无' };
const define = (code: string, value: FigureValue): FigureDefinition =>
  figure({
    code,
    version: 1,
    theme: 'bench',
    words: { zh: words, en: words },
    value,
    dimensions: [],
    better: 'neither',
    decimals: 0,
    validFrom: '2000-01-01',
    source: { title: '测量', verified: false },
    evidence: 'none',
  });

const URGENCIES = ['routine', 'urgent', 'emergency'] as const;
const ENDINGS = ['finished', 'refused', 'cancelled'] as const;
const WHENS: readonly When[] = ['during', 'at-end', 'until-end'];
const rows = (where: Readonly<Record<string, string>>, when: When) =>
  ({ view: 'case', count: 'rows', where, when }) as const;

/** Forty that totals answer. */
const ADDITIVE: readonly FigureDefinition[] = [
  ...WHENS.flatMap((when) =>
    URGENCIES.map((urgency) =>
      define(`b.${when}.${urgency}`, { kind: 'number', of: rows({ pathway: 'bench', urgency }, when) }),
    ),
  ),
  ...Array.from({ length: 31 }, (_, n) => {
    const ending = ENDINGS[n % 3] ?? 'finished';
    const urgency = URGENCIES[n % 2] ?? 'routine';
    return define(`b.share-${String(n)}`, {
      kind: 'rate',
      numerator: rows({ pathway: 'bench', ending, urgency }, 'during'),
      denominator: rows({ pathway: 'bench', urgency }, 'during'),
      per: 100,
    });
  }),
];
const OTHERS: readonly FigureDefinition[] = [
  define('o.people', {
    kind: 'number',
    of: { view: 'case', count: 'residents', where: { pathway: 'bench' }, when: 'during' },
  }),
  define('o.receiver', { kind: 'number', of: rows({ pathway: 'bench', receiver: 'bench-3' }, 'during') }),
  define('o.wait', { kind: 'median-wait', of: { view: 'case', where: { pathway: 'bench' }, when: 'during' } }),
];

const fill = async (client: pg.Client, count: number): Promise<void> => {
  const { rows: held } = await client.query<{ made: string }>(
    `select count(*) as made from fact where record like 'Bench/%'`,
  );
  for (let first = Number(held[0]?.made ?? 0) + 1; first <= count; first += BATCH)
    await client.query(
      `with made as (
         insert into fact (view, record, version, place, organisation, resident, day, start_at, end_day, end_at, cell, attributes, known_from)
         select 'case', 'Bench/' || n, 1, 0, 'bench-' || n % 700, 'resident-' || n % 900000, d.day, d.day::timestamp at time zone $3,
                case when n % 10 > 0 then d.day + (n % 30)::int end,
                case when n % 10 > 0 then (d.day + (n % 30)::int)::timestamp at time zone $3 end,
                jsonb_strip_nulls(jsonb_build_object('pathway', 'bench', 'urgency', (array['routine', 'urgent', 'emergency'])[1 + n % 3],
                  'ending', case when n % 10 > 0 then (array['finished', 'refused', 'cancelled'])[1 + n % 7 % 3] end)),
                jsonb_build_object('receiver', 'bench-' || n % 40), d.day::timestamp at time zone $3
           from generate_series($1::int, $2::int) as n, lateral (select current_date - (n::bigint * 7919 % 1095)::int as day) as d
         returning view, organisation, day, end_day, cell),
       edges as (
         select view, e.edge, e.day, organisation, cell from made
          cross join lateral (values ('start', day), ('end', end_day)) as e (edge, day) where e.day is not null)
       insert into fact_total as kept (view, edge, organisation, span, day, cell, rows, amount)
       select view, edge, o.organisation, s.span, s.day, cell, count(*), 0 from edges
        cross join lateral (values (organisation), ('*')) as o (organisation)
        cross join lateral (values ('day', day), ('month', date_trunc('month', day)::date)) as s (span, day)
        group by 1, 2, 3, 4, 5, 6
       on conflict (view, edge, organisation, span, day, cell) do update set rows = kept.rows + excluded.rows`,
      [first, Math.min(first + BATCH - 1, count), ZONE],
    );
  await client.query('analyze fact, fact_total');
};

/** Tasks as the engine writes them, as few parts as their view reads. */
const fillCases = async (client: pg.Client, count: number): Promise<void> => {
  const { rows: held } = await client.query<{ made: string }>(
    `select count(*) as made from resource where type = 'Task' and id like 'recount-%'`,
  );
  for (let first = Number(held[0]?.made ?? 0) + 1; first <= count; first += BATCH)
    await client.query(
      `insert into resource (type, id, version, updated_at, author, organisation, content)
       select 'Task', 'recount-' || n, 1, now(), 'bench', 'bench', json_build_object(
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

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

export const measureFigures = async (
  told: Told,
  { facts, cases, times }: { readonly facts: number; readonly cases: number; readonly times: number },
): Promise<readonly FiguresMeasured[]> => {
  const client = new pg.Client({
    connectionString: told.ownerUrl,
    options: `-c search_path=${told.schema},public -c jit=off -c timezone=UTC`,
  });
  await client.connect();
  const db = connect({ url: told.ownerUrl, schema: told.schema, connections: 2, statementTimeoutMs: 600_000 });
  const clock = { now: () => new Date() };
  try {
    await fill(client, facts);
    const today = new Date().toISOString().slice(0, 10);
    const parts = {
      ...{ db, clock, zone: ZONE, views: FACT_VIEWS, smallestCell: 0 },
      catalogue: catalogue(
        [...ADDITIVE, ...OTHERS],
        FACT_VIEWS.map(({ code }) => code),
      ),
    };
    const reader = figureReader(parts);
    let written = 0;
    const ask = async (definitions: readonly FigureDefinition[], scope: FigureAsked['scope']): Promise<number> => {
      // somebody has just written: one change stands beside the totals
      await client.query(
        `insert into fact_change (view, edge, day, organisation, cell, rows, amount)
         values ('case', 'start', current_date, 'bench-1', '{"pathway":"bench","urgency":"routine"}', 1, 0)`,
      );
      written++;
      const began = performance.now();
      const answers = await reader(
        FIGURES_ACTOR,
        definitions.map(({ code }) => ({
          code,
          scope,
          period: { from: `${today.slice(0, 4)}-01-01`, to: today },
          asOf: null,
        })),
      );
      const took = performance.now() - began;
      const refused = answers.find(isRefusal);
      if (refused !== undefined) throw new Error(refused.refused);
      return took;
    };
    const measured: FiguresMeasured[] = [];
    const one = async (
      what: string,
      definitions: readonly FigureDefinition[],
      scope: FigureAsked['scope'],
      budget: number,
    ) => {
      const took: number[] = [];
      for (let time = -3; time < times; time++) {
        const milliseconds = await ask(definitions, scope);
        if (time >= 0) took.push(milliseconds);
      }
      const sorted = took.sort((left, right) => left - right);
      measured.push({
        what: `${what}, p95`,
        value: quantile(sorted, 0.95),
        unit: 'ms',
        budget,
        beside: `median ${quantile(sorted, 0.5).toFixed(1)} ms, ${String(definitions.length)} figures over ${String(facts)} facts`,
      });
    };
    await client.query(
      `insert into organisation (id, kind, name, short_name, made_up, from_on) values ('bench-3', 'township-hospital', 'bench', 'bench', true, '2000-01-01') on conflict do nothing`,
    );
    await one('40 additive figures, region', ADDITIVE, { kind: 'region' }, 200);
    await one('40 additive figures, one organisation', ADDITIVE, { kind: 'organisation', id: 'bench-3' }, 200);
    for (const each of OTHERS) await one(`${each.code}, region`, [each], { kind: 'region' }, 2000);
    const beganFold = performance.now();
    await foldFacts({ db, clock, zone: ZONE, views: FACT_VIEWS });
    measured.push({
      what: 'folding the changes',
      value: performance.now() - beganFold,
      unit: 'ms',
      budget: null,
      beside: `${String(written)} changes`,
    });
    await fillCases(client, cases);
    const { text, values = [] } = recountStatement(CASES, ZONE);
    const began = performance.now();
    const { rows: counted } = await client.query<{ n: string }>(
      `select count(*) as n from (${text}) as told where day is not null`,
      [...values],
    );
    measured.push({
      what: `recount of ${String(cases)} cases`,
      value: (performance.now() - began) / 1000,
      unit: 's',
      budget: cases >= 1_000_000 ? 60 : null,
      beside: `${counted[0]?.n ?? ''} facts from the stored records`,
    });
    return measured;
  } finally {
    await db.close();
    await client.end();
  }
};
