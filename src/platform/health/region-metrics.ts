/** What the database knows of a running region, as figures without a person in them. */
import { Gauge, Registry } from 'prom-client';
import type { Rows, Statement } from '../postgres/database.ts';
import { findJobRuns, findProblems, WATCH } from './check.ts';
import type { HealthOptions } from './check.ts';

/** A figure asked of the database: each row is `value` with the labels named. Labels are codes, never a person or an id. */
export type DatabaseGauge = {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly statement: (at: Date) => Statement;
};

const AUDIT: readonly DatabaseGauge[] = [
  {
    name: 'kanglian_audit_seals',
    help: 'Seals of the audit',
    labels: [],
    statement: () => ({
      name: 'metric-audit-seals',
      text: 'select coalesce(max(number), 0)::float8 as value from audit_seal',
    }),
  },
  {
    name: 'kanglian_audit_unsealed_rows',
    help: 'Audit rows not sealed yet, counted to 100 000: more than a few minutes of them says that sealing stands still',
    labels: [],
    statement: () => ({
      name: 'metric-audit-unsealed',
      text: `select count(*)::float8 as value from (
               select 1 from audit where id > coalesce((select max(last_id) from audit_seal), 0) limit 100000) as unsealed`,
    }),
  },
  {
    name: 'kanglian_audit_seal_age_seconds',
    help: 'Seconds since the last seal',
    labels: [],
    statement: () => ({
      name: 'metric-audit-seal-age',
      text: `select extract(epoch from clock_timestamp() - max(sealed_at))::float8 as value from audit_seal having max(sealed_at) is not null`,
    }),
  },
];

const OUTBOX: readonly DatabaseGauge[] = [
  {
    name: 'kanglian_outbox_waiting',
    help: 'Events not numbered yet',
    labels: [],
    statement: () => ({
      name: 'metric-outbox-waiting',
      text: 'select count(*)::float8 as value from outbox where number is null',
    }),
  },
  {
    name: 'kanglian_outbox_oldest_seconds',
    help: 'Age of the oldest event not numbered yet',
    labels: [],
    statement: () => ({
      name: 'metric-outbox-oldest',
      text: `select coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 as value from outbox where number is null`,
    }),
  },
];

const gaugeOf = (registry: Registry, { name, help, labels }: Omit<DatabaseGauge, 'statement'>): Gauge =>
  new Gauge({ name, help, labelNames: [...labels], registers: [registry] });

const fill = (gauge: Gauge, labels: readonly string[], rows: Rows): void => {
  for (const row of rows) {
    const value = Number(row['value']);
    if (Number.isFinite(value))
      gauge.set(Object.fromEntries(labels.map((label) => [label, String(row[label])])), value);
  }
};

/** The text of all figures now, and the problems as figures; what cannot be asked is left out. */
export const regionMetrics = async (
  options: HealthOptions & { readonly now: () => Date; readonly gauges: readonly DatabaseGauge[] },
): Promise<string> => {
  const registry = new Registry();
  const problems = await findProblems(options);
  const problem = gaugeOf(registry, {
    name: 'kanglian_problem',
    help: '1 for each problem /readyz tells',
    labels: ['code', 'severity'],
  });
  for (const { code, severity } of problems) problem.set({ code, severity }, 1);
  const gauges = [...AUDIT, ...OUTBOX, ...options.gauges];
  const at = options.now();
  const answers = await options.db
    .read(WATCH, at, [findJobRuns, ...gauges.map(({ statement }) => statement(at))])
    .catch(() => undefined);
  if (answers !== undefined) {
    const [jobs = [], ...rest] = answers;
    const ended = gaugeOf(registry, {
      name: 'kanglian_job_ended_seconds',
      help: 'Seconds since a job ended last',
      labels: ['job'],
    });
    const took = gaugeOf(registry, {
      name: 'kanglian_job_took_seconds',
      help: 'How long it took then',
      labels: ['job'],
    });
    const failures = gaugeOf(registry, {
      name: 'kanglian_job_failures',
      help: 'Failures one after another',
      labels: ['job'],
    });
    for (const row of jobs) {
      const job = String(row['job']);
      ended.set({ job }, Number(row['seconds']));
      took.set({ job }, Number(row['milliseconds']) / 1000);
      failures.set({ job }, Number(row['failures']));
    }
    gauges.forEach((gauge, place) => {
      const rows = rest[place] ?? [];
      // a figure without labels that is not known is left out: the library would print it as 0
      if (rows.length > 0 || gauge.labels.length > 0) fill(gaugeOf(registry, gauge), gauge.labels, rows);
    });
  }
  return registry.metrics();
};
