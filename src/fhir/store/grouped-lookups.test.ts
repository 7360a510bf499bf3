import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { clientOf } from '../test-client.ts';
import { groupedLookups } from './grouped-lookups.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const { actor } = clientOf('hospital');
const QUESTION = `select txid_current()::text as transaction, $1::text as asked`;
const of = (asked: string, name = 'quick') => ({ name, text: QUESTION, values: [asked] });
const SLOW = { name: 'slow', text: `select pg_sleep(1.8), 'slow' as asked` };
/** Milliseconds: longer than a busy machine takes for what is quick, and shorter than what is slow; and one that does not pass. */
const [MOMENT, LONG] = [1200, 60_000];

test('questions that come together are answered in one transaction, each with its own rows', async () => {
  const lookups = groupedLookups(database.app, systemClock, LONG);
  const answers = await Promise.all(['a', 'b', 'c'].map((asked) => lookups.limited(actor, of(asked))));
  expect(answers.map(([row]) => row?.['asked'])).toEqual(['a', 'b', 'c']);
  expect(new Set(answers.map(([row]) => row?.['transaction'])).size).toBe(1);
});

test('a slow question takes the others’ moment, is answered all the same, and then stays alone', async () => {
  const lookups = groupedLookups(database.app, systemClock, MOMENT);
  const together = () =>
    Promise.all([lookups.limited(actor, SLOW), ...['a', 'b'].map((asked) => lookups.limited(actor, of(asked)))]);
  const [slow, ...others] = await together();
  expect(slow[0]?.['asked']).toBe('slow');
  expect(new Set(others.map(([row]) => row?.['transaction'])).size).toBe(2);
  // now its kind is known: the others are together again
  const [, ...later] = await together();
  expect(new Set(later.map(([row]) => row?.['transaction'])).size).toBe(1);
});

test('a question the database cannot answer is that caller’s fault alone', async () => {
  const lookups = groupedLookups(database.app, systemClock, LONG);
  const [wrong, right] = await Promise.allSettled([
    lookups.limited(actor, { text: 'select 1 / 0 as asked' }),
    lookups.limited(actor, of('a')),
  ]);
  expect(wrong.status).toBe('rejected');
  expect(right).toMatchObject({ status: 'fulfilled', value: [{ asked: 'a' }] });
});
