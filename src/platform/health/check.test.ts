import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { connect } from '../postgres/connect.ts';
import type { Leadership } from '../postgres/leader.ts';
import { seekLeadership } from '../postgres/leader.ts';
import { available } from '../postgres/migrate.ts';
import { findProblems } from './check.ts';
import type { HealthOptions } from './check.ts';
import { jobRuns } from './job-runs.ts';
import { regionMetrics } from './region-metrics.ts';
import { WATCH } from './check.ts';

let fresh: FreshDatabase;
let leader: Leadership;
const options = (more: Partial<HealthOptions> = {}): HealthOptions => ({
  db: fresh.app,
  schema: fresh.schema,
  migrations: available(),
  folder: '/',
  archives: false,
  machineNow: () => new Date(),
  freeMegabytes: () => Promise.resolve(5000),
  ...more,
});
const codes = async (more: Partial<HealthOptions> = {}): Promise<readonly string[]> =>
  (await findProblems(options(more))).map(({ code, severity }) => `${code} ${severity}`);

const seek = (onLeading?: () => void): Leadership =>
  seekLeadership({
    url: fresh.appUrl,
    schema: fresh.schema,
    everyMs: 20,
    ...(onLeading === undefined ? {} : { onLeading }),
  });

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  leader = seek();
  await expect.poll(leader.leads).toBe(true);
  return () => leader.stop();
});
afterAll(() => fresh.drop());

describe('what is wrong', () => {
  test('is nothing where all is well', async () => {
    expect(await codes()).toEqual([]);
  });

  test('a database that is away stops everything, and is told instead of thrown', async () => {
    const away = connect({ url: 'postgresql://nobody@127.0.0.1:9/none', schema: fresh.schema });
    expect(await codes({ db: away })).toEqual(['database-gone stops']);
    await away.close();
  });

  test('migrations this database lacks stop, those of a newer program warn', async () => {
    const known = available();
    expect(await codes({ migrations: [...known, '9999_to-come'] })).toEqual(['schema-behind stops']);
    expect(await codes({ migrations: known.slice(0, -1) })).toEqual(['schema-ahead warns']);
  });

  test('a disk that runs full warns and then stops', async () => {
    expect(await codes({ freeMegabytes: () => Promise.resolve(600) })).toEqual(['disk-short warns']);
    expect(await codes({ freeMegabytes: () => Promise.resolve(60) })).toEqual(['disk-full stops']);
  });

  test('a clock that differs from the database’s by more than it takes to ask', async () => {
    expect(await codes({ machineNow: () => new Date(Date.now() - 60_000) })).toEqual(['clock-skew warns']);
    expect(await codes({ machineNow: () => new Date(Date.now() + 3_000) })).toEqual([]);
  });

  test('events that nobody numbers', async () => {
    await fresh.owner(
      `insert into outbox (id, kind, subject, organisations, payload, at)
       values ('stuck', 'case.opened', 'c', '{}', '{}', now() - interval '1 minute')`,
    );
    expect(await codes()).toEqual(['outbox-stuck warns']);
    await fresh.owner(`delete from outbox where id = 'stuck'`);
  });

  test('no process that leads; when the one that did is gone, another takes its place', async () => {
    let began = 0;
    const other = seek(() => began++);
    await new Promise((done) => setTimeout(done, 100));
    expect([leader.leads(), other.leads(), began]).toEqual([true, false, 0]);
    // the first loses its connection, as when its process is killed
    await fresh.owner(
      `select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and a.application_name = 'kanglian-leader' and a.datname = current_database()`,
    );
    await expect.poll(() => leader.leads() !== other.leads()).toBe(true);
    await leader.stop();
    await expect.poll(other.leads).toBe(true);
    expect(began).toBeGreaterThan(0);
    await other.stop();
    expect(await codes()).toEqual(['no-leader warns']);
  });

  test('work behind the requests that fails again and again, or has not been done for long', async () => {
    const runs = jobRuns();
    const ended = { job: 'clocks', everyMs: 1000, milliseconds: 12, code: '57014' };
    for (let n = 0; n < 3; n++) runs.note(ended, new Date());
    runs.note({ ...ended, job: 'holds', code: null }, new Date(Date.now() - 600_000));
    const statement = runs.statement();
    if (statement === undefined) throw new Error('nothing to write');
    await fresh.app.write(WATCH, new Date(), (tx) => tx.finish([statement]));
    expect(runs.statement()).toBeUndefined();
    expect(await codes()).toEqual(['job-failing warns', 'job-late warns']);
    const text = await regionMetrics({ ...options(), now: () => new Date(), gauges: [] });
    expect(text).toContain('kanglian_job_failures{job="clocks"} 3');
    expect(text).toMatch(/kanglian_job_ended_seconds\{job="holds"\} 6\d\d/);
    expect(text).toContain('kanglian_problem{code="job-late",severity="warns"} 1');
    expect(text).toContain('kanglian_outbox_waiting 0');
    expect(text).toContain('kanglian_audit_seals 0');
    expect(text).toContain('kanglian_audit_unsealed_rows 0');
    // no seal has no age: missing, not zero
    expect(text).not.toMatch(/^kanglian_audit_seal_age_seconds \d/m);
    await fresh.owner('delete from job_run');
  });

  test('a log that is to be archived and is not', async () => {
    expect(await codes({ archives: true })).toEqual(['archive-off warns']);
  });
});
