/**
 * Forty figures over very many facts, the fact just written included, and the recount of very many cases. Asked of the engine in this
 * process, on the instance's own database, as the owner: what HTTP and row-level security add is measured by the other parts.
 */
import pg from 'pg';
import { CASES, cockpitFigures } from '../src/capabilities/cockpit/server.ts';
import { FIGURE_SETS } from '../src/capabilities/index.ts';
import { catalogue, figure } from '../src/engines/figures/define.ts';
import type { FigureAsked, FigureDefinition, FigureValue, When } from '../src/engines/figures/define.ts';
import { FIGURES_ACTOR, foldFacts, makeFacts } from '../src/engines/figures/making.ts';
import type { FactGround } from '../src/engines/figures/making.ts';
import { figureReader } from '../src/engines/figures/read.ts';
import { balance } from '../src/engines/figures/ledger.ts';
import { joinFigures } from '../src/engines/figures/set.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import { fillCases, fillFacts, HOUSE, whileWaiting, ZONE } from './figures-fill.ts';
import type { Told } from './instance.ts';
import type { Line } from './line.ts';

const FACT_VIEWS = cockpitFigures.views;
/** What fifty thousand cases begin and end by. */
const WAITING = 100_000;
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

/**
 * Facts of very many cases made from their records, then the ledger over them. The facts laid for the figures have no records: where
 * they lie already, nothing is recounted.
 */
const measureRecount = async (ground: FactGround, client: pg.Client, cases: number): Promise<readonly Line[]> => {
  const { rows: laid } = await client.query(`select from fact where record like 'Bench/%' limit 1`);
  if (cases === 0 || laid.length > 0) return [];
  await fillCases(client, cases);
  await client.query(`delete from fact_view where view = 'case'`);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  const made = await timed(() => makeFacts(ground));
  const folded = await timed(() => foldFacts(ground, () => false, true));
  for (const table of ['resource', 'fact', 'fact_total', 'fact_entry', 'fact_change'])
    await client.query(`vacuum analyze ${table}`);
  let differences = 0;
  const recounted = await timed(async () => {
    for (const ledger of await balance({ ...ground, views: [CASES] })) differences += ledger.differences.length;
  });
  const of = `${String(cases)} cases`;
  return [
    { what: `facts made of ${of}`, value: made, unit: 's', budget: null, beside: 'while others may write' },
    { what: '  and added up', value: folded, unit: 's', budget: null, beside: '' },
    {
      what: `recount of ${of}`,
      value: recounted,
      unit: 's',
      budget: (60 * cases) / 1_000_000,
      beside: `facts, totals and entries; ${String(differences)} differences`,
    },
  ];
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

export const measureFigures = async (
  told: Told,
  { facts, cases, times }: { readonly facts: number; readonly cases: number; readonly times: number },
): Promise<readonly Line[]> => {
  const client = new pg.Client({
    connectionString: told.ownerUrl,
    options: `-c search_path=${told.schema},public -c jit=off -c timezone=UTC`,
  });
  await client.connect();
  const db = connect({ url: told.ownerUrl, schema: told.schema, connections: 2, statementTimeoutMs: 600_000 });
  const clock = { now: () => new Date() };
  try {
    const ground = { db, clock, zone: ZONE, views: joinFigures(FIGURE_SETS).views };
    const recounted = await measureRecount(ground, client, cases);
    await fillFacts(client, facts);
    const today = new Date().toISOString().slice(0, 10);
    const parts = {
      ...{ db, clock, zone: ZONE, views: FACT_VIEWS, smallestCell: 0 },
      catalogue: catalogue(
        [...ADDITIVE, ...OTHERS],
        FACT_VIEWS.map(({ code }) => code),
      ),
    };
    const reader = figureReader(parts);
    const ask = async (definitions: readonly FigureDefinition[], scope: FigureAsked['scope']): Promise<number> => {
      // somebody has just written: one change stands beside the totals
      await client.query(
        `insert into fact_change (view, edge, day, organisation, cell, rows, amount)
         values ('case', 'start', current_date, 'bench-1', '{"pathway":"bench","urgency":"routine"}', 1, 0)`,
      );
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
    const measured: Line[] = [];
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
      `insert into organisation (id, kind, name, short_name, made_up, from_on) values ($1, 'township-hospital', 'bench', 'bench', true, '2000-01-01') on conflict do nothing`,
      [HOUSE],
    );
    await one('40 additive figures, region', ADDITIVE, { kind: 'region' }, 200);
    await one('40 additive figures, one organisation', ADDITIVE, { kind: 'organisation', id: HOUSE }, 200);
    await whileWaiting(client, WAITING, () =>
      one(`40 additive figures, region, while ${String(WAITING)} changes wait`, ADDITIVE, { kind: 'region' }, 200),
    );
    for (const each of OTHERS) await one(`${each.code}, region`, [each], { kind: 'region' }, 2000);
    const beganFold = performance.now();
    const folded = await foldFacts({ db, clock }, () => false, true);
    measured.push({
      what: 'folding the changes',
      value: performance.now() - beganFold,
      unit: 'ms',
      budget: null,
      beside: `${String(folded)} changes`,
    });
    return [...measured, ...recounted];
  } finally {
    await db.close();
    await client.end();
  }
};
