/** Who leads, what is wrong and the figures of a running process, for jobs and server alike. */
import type { Logger } from 'pino';
import type { Clock } from './platform/clock.ts';
import { systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { findProblems, WATCH } from './platform/health/check.ts';
import { jobRuns } from './platform/health/job-runs.ts';
import { observed } from './platform/health/observed.ts';
import { regionMetrics } from './platform/health/region-metrics.ts';
import type { DatabaseGauge } from './platform/health/region-metrics.ts';
import type { Problem } from './platform/health/words.ts';
import type { ServerOptions } from './platform/http/server.ts';
import { createMetrics } from './platform/http/metrics.ts';
import type { Installation } from './platform/installation.ts';
import type { Job, Jobs } from './platform/jobs.ts';
import { startJobs } from './platform/jobs.ts';
import { forgetArchived } from './platform/postgres/archive.ts';
import type { Database } from './platform/postgres/database.ts';
import { seekLeadership } from './platform/postgres/leader.ts';
import { available } from './platform/postgres/migrate.ts';
import type { WorkerLine } from './platform/workers/line.ts';

export type HealthGround = {
  readonly config: Config;
  readonly installation: Installation;
  readonly clock: Clock;
  readonly log: Logger;
  readonly line: WorkerLine | undefined;
};

export type Watched = {
  /** The application's database, counted. */
  readonly db: Database;
  readonly problems: () => Promise<readonly Problem[]>;
  readonly startJobs: (jobs: readonly Job[]) => Jobs;
  readonly server: Pick<
    ServerOptions,
    'metrics' | 'metricsText' | 'metricsToken' | 'allowance' | 'limitLoopback' | 'spentElsewhere' | 'heavyRequests'
  >;
};

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What is late and what waits. Labels are codes of ours. */
const GAUGES: readonly DatabaseGauge[] = [
  {
    name: 'kanglian_cases_late',
    help: 'Open cases past their due time',
    labels: [],
    statement: (at) => ({
      name: 'metric-cases-late',
      text: 'select count(*)::float8 as value from cases where closed_at is null and due_at < $1',
      values: [at],
    }),
  },
  {
    name: 'kanglian_clocks_behind_seconds',
    help: 'How long the oldest clock that has run out waits for its step',
    labels: [],
    statement: (at) => ({
      name: 'metric-clocks-behind',
      text: `select greatest(0, coalesce(extract(epoch from $1::timestamptz - min(wake_at)), 0))::float8 as value
               from cases where closed_at is null`,
      values: [at],
    }),
  },
  {
    name: 'kanglian_holds_overdue_seconds',
    help: 'How long the oldest hold that has run out waits to be let go',
    labels: [],
    statement: (at) => ({
      name: 'metric-holds-overdue',
      text: `select greatest(0, coalesce(extract(epoch from $1::timestamptz - min(until_at)), 0))::float8 as value
               from hold where status = 'active'`,
      values: [at],
    }),
  },
  {
    name: 'kanglian_deliveries_waiting',
    help: 'Messages waiting to be sent, by channel',
    labels: ['channel'],
    statement: () => ({
      name: 'metric-deliveries-waiting',
      text: `select channel, count(*)::float8 as value from delivery where status = 'waiting' group by channel`,
    }),
  },
  {
    name: 'kanglian_deliveries_failed_day',
    help: 'Messages given up in the last 24 hours, by channel',
    labels: ['channel'],
    statement: (at) => ({
      name: 'metric-deliveries-failed',
      text: `select channel, count(*)::float8 as value from delivery where status = 'failed' and ended_at > $1 group by channel`,
      values: [new Date(at.getTime() - DAY)],
    }),
  },
  {
    name: 'kanglian_event_readers_behind',
    help: 'Numbered events a reader has not dealt with yet',
    labels: ['reader'],
    statement: () => ({
      name: 'metric-readers-behind',
      text: `select name as reader, (coalesce((select max(number) from outbox), number) - number)::float8 as value from event_cursor`,
    }),
  },
];

export const composeHealth = ({ config, installation, clock, log, line }: HealthGround): Watched => {
  const metrics = createMetrics();
  const db = observed(installation.app, metrics.registry);
  const archive = installation.embedded?.archive;
  const health = {
    db,
    schema: installation.schema,
    migrations: available(),
    folder: installation.folder.folder,
    archives: archive !== undefined,
    machineNow: systemClock.now,
  };
  const runs = jobRuns();
  const ownJobs: readonly Job[] = [
    {
      name: 'job runs',
      everyMs: 15 * SECOND,
      work: async () => {
        const statement = runs.statement();
        if (statement !== undefined) await db.write(WATCH, clock.now(), (tx) => tx.finish([statement]));
      },
    },
    ...(archive === undefined
      ? []
      : [
          {
            name: 'forgetting archived log',
            everyMs: HOUR,
            work: () => forgetArchived(archive, new Date(Date.now() - config.walArchiveDays * DAY)),
          },
        ]),
  ];
  line?.onMetricsAsked(metrics.values);
  const counters = async (): Promise<string> =>
    line === undefined ? metrics.text() : line.metricsOfAll().catch(() => metrics.text());
  return {
    db,
    problems: () => findProblems(health),
    startJobs: (jobs) => {
      let wake = (): void => undefined;
      const leadership = seekLeadership({
        url: installation.appUrl,
        schema: installation.schema,
        onLeading: () => {
          log.info({ schema: installation.schema }, 'leads');
          wake();
        },
      });
      const started = startJobs({
        jobs: [...jobs, ...ownJobs],
        log,
        leads: leadership.leads,
        onEnd: (ended) => {
          if (leadership.leads()) runs.note(ended, systemClock.now());
        },
      });
      wake = started.wake;
      return {
        wake,
        stop: async () => {
          await started.stop();
          await leadership.stop();
        },
      };
    },
    server: {
      metrics,
      metricsText: async () =>
        `${(await counters()).trimEnd()}\n${await regionMetrics({ ...health, now: clock.now, gauges: GAUGES })}`,
      allowance: {
        address: config.requestsPerMinute,
        session: config.sessionRequestsPerMinute,
        token: config.tokenRequestsPerMinute,
      },
      limitLoopback: config.limitLoopback,
      heavyRequests: config.heavyRequests,
      ...(line === undefined ? {} : { spentElsewhere: line }),
      ...(config.metricsToken === undefined ? {} : { metricsToken: config.metricsToken }),
    },
  };
};
