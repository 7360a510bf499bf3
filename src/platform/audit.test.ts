import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/database.ts';
import { freshDatabase } from '../../test/database.ts';
import { auditRow, auditStatement, readLog } from './audit.ts';
import { stoppedClock } from './clock.ts';
import type { Actor, Database } from './postgres/database.ts';

const NOW = new Date('2026-11-20T06:30:00Z');
const doctor: Actor = {
  id: 'gp-role',
  person: 'gp',
  role: 'general-practitioner',
  organisation: 'township',
  purpose: 'care',
};

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.owner('truncate audit'));

/** The database, counting its commits. */
const counting = (): { readonly db: Database; readonly commits: () => number } => {
  let commits = 0;
  const db: Database = {
    ...database.app,
    write: (actor, at, work) => {
      commits++;
      return database.app.write(actor, at, work);
    },
  };
  return { db, commits: () => commits };
};
const row = (n: number) =>
  auditRow(doctor, NOW, { action: 'read', target: `Patient/p${String(n)}`, residents: [`p${String(n)}`] });

test('five hundred reads at once are committed in a few groups, each row before its own answer leaves', async () => {
  const { db, commits } = counting();
  const log = readLog(db, stoppedClock(NOW), { rowsPerGroup: 200 });
  await Promise.all(
    Array.from({ length: 500 }, async (_, n) => {
      await log.record(row(n));
      const seen = await database.owner('select 1 from audit where target = $1', [`Patient/p${String(n)}`]);
      expect(seen).toHaveLength(1);
    }),
  );
  expect(await database.owner('select count(*) from audit')).toEqual([{ count: 500 }]);
  expect(commits()).toBeLessThanOrEqual(5);
  await log.close();
});

test('a row says who, in which role, where, why, what and about whom', async () => {
  await database.app.write(doctor, NOW, (tx) =>
    tx.finish([
      auditStatement(
        auditRow(doctor, NOW, { action: 'search', residents: ['a', 'b'], reason: '急诊"，\\ 引号' }),
        row(1),
      ),
    ]),
  );
  const [first, second] = await database.owner('select * from audit order by id');
  expect(first).toMatchObject({
    at: NOW,
    actor: 'gp-role',
    role: 'general-practitioner',
    organisation: 'township',
    purpose: 'care',
    action: 'search',
    target: null,
    residents: ['a', 'b'],
    outcome: 'done',
    reason: '急诊"，\\ 引号',
  });
  expect(second).toMatchObject({ target: 'Patient/p1', reason: null });
});

test('characters that cannot be stored do not spoil the rows of others', async () => {
  const log = readLog(database.app, stoppedClock(NOW));
  const odd = auditRow(doctor, NOW, { action: 'read', target: 'a\u0000b\ud800', residents: [] });
  await Promise.all([log.record(odd), log.record(row(1))]);
  const targets = await database.owner('select target from audit order by target');
  expect(targets.map((each) => each['target'])).toEqual(['Patient/p1', 'a\ufffdb\ufffd']);
});

test('when rows cannot be committed every one of their readers is told, and later ones go on', async () => {
  const log = readLog(database.app, stoppedClock(NOW));
  await database.owner('alter table audit rename to audit_away');
  const answers = await Promise.allSettled([log.record(row(1)), log.record(row(2))]);
  await database.owner('alter table audit_away rename to audit');
  expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
  await log.record(row(3));
  expect(await database.owner('select target from audit')).toEqual([{ target: 'Patient/p3' }]);
});

test('closing commits what still waits', async () => {
  const log = readLog(database.app, stoppedClock(NOW), { gatherMilliseconds: 60_000 });
  const waiting = log.record(row(1));
  await log.close();
  await waiting;
  expect(await database.owner('select count(*) from audit')).toEqual([{ count: 1 }]);
});

test('the application can add rows and read them, never change or remove one', async () => {
  await database.app.write(doctor, NOW, (tx) => tx.finish([auditStatement(row(1))]));
  for (const text of [`update audit set actor = 'x'`, 'delete from audit', 'truncate audit'])
    await expect(database.app.write(doctor, NOW, (tx) => tx.finish([{ text }]))).rejects.toThrow(/permission denied/);
});
