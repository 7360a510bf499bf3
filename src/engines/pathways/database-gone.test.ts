import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCEPTANCE, openReferralWorld, outcome } from '../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { isDatabaseGone } from '../../platform/postgres/faults.ts';
import type { Database } from '../../platform/postgres/database.ts';

let world: ReferralWorld;
/** Called once, between the two flights of the next step. */
let between: (() => Promise<unknown>) | undefined;

/** The same database, with a moment between the flights in which something can happen to it. */
const interrupted = (db: Database): Database => ({
  ...db,
  write: (actor, at, work) =>
    db.write(actor, at, (tx) =>
      work({
        flight: tx.flight,
        finish: async (statements) => {
          const happen = between;
          between = undefined;
          await happen?.();
          return tx.finish(statements);
        },
      }),
    ),
});

beforeAll(async () => {
  world = await openReferralWorld({ through: interrupted });
});
afterAll(() => world.drop());

test('a step during which the database goes away is not half there, and the same key takes it when the database is back', async () => {
  const { id } = await world.send();
  const count = async () =>
    (
      await world.owner(
        `select (select count(*) from resource) as records, (select count(*) from resource_history) as history,
                (select count(*) from audit) as audit, (select count(*) from outbox) as outbox, (select count(*) from case_step) as steps`,
      )
    )[0];
  const before = await count();
  between = () =>
    world.owner(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename <> current_user`,
    );
  const lost = world.step(id, 'accept', 'coordinator', ACCEPTANCE, { version: 1, key: 'through-the-cut' });
  await expect(lost).rejects.toSatisfy(isDatabaseGone);
  expect(await count()).toEqual(before);
  const again = await world.step(id, 'accept', 'coordinator', ACCEPTANCE, { version: 1, key: 'through-the-cut' });
  expect(outcome(again)).toBe('accepted');
});

test('a step that loses its race between the flights is undone whole and told what happened', async () => {
  const { id } = await world.send();
  between = () =>
    world.step(id, 'refuse', 'coordinator', {
      reason: 'other',
      nextStep: 'treat-at-base',
      explanation: '可在基层处理',
    });
  const lost = await world.step(id, 'accept', 'coordinator', ACCEPTANCE, { version: 1 });
  expect(lost).toMatchObject({
    refusal: { refused: 'stale-version' },
    extra: { state: 'declined', changed: { step: 'refuse' } },
  });
  const steps = await world.owner('select step from case_step where case_id = $1 order by version', [id]);
  expect(steps.map((row) => row['step'])).toEqual(['send', 'refuse']);
});
