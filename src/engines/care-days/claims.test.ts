/** Claims and the insurer's statement on the real database: every entry claimed once, a statement whole or not at all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { openWorld } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { acceptDifference, importStatement, sendClaim } from './claims.ts';
import type { Claiming } from './claims.ts';
import { reverseEntries, writeEntries } from './ledger-statements.ts';

let world: World;
let claiming: Claiming;
let claim = '';
const DESK: Actor = {
  id: 'system:settlement',
  person: null,
  role: 'system',
  organisation: 'hospice',
  purpose: 'system',
};
const OF = { payer: 'medical', scheme: 'employee', organisation: 'hospice' } as const;

const post = (day: string, fen: number) =>
  writeEntries(
    [
      {
        ...{ id: `e-${day}`, resident: 'wu', organisation: 'hospice', day, kind: 'day', turn: 0 },
        ...{ because: [], verified: false },
        postings: [
          { account: 'medical', party: 'employee', fen, rule: 'city@2026-01-01' },
          { account: 'income', party: 'hospice', fen: -fen, rule: null },
        ],
      },
    ],
    world.clock.now(),
    'test',
  );
const sums = async (): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (
      await world.owner(`select account, sum(fen) as fen from care_posting group by 1 having sum(fen) <> 0 order by 1`)
    ).map((row) => [String(row['account']), Number(row['fen'])]),
  );

beforeAll(async () => {
  world = await openWorld();
  claiming = { db: world.app, actor: DESK, at: world.clock.now(), newId };
  await world.app.write(DESK, world.clock.now(), (tx) =>
    tx.finish(['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => post(day, 40_000))),
  );
});
afterAll(() => world.drop());

test('a claim takes every entry through a day, and a second claim finds nothing left', async () => {
  const sent = await sendClaim(claiming, OF, '2026-11-30');
  if (isRefusal(sent)) throw new Error(sent.refused);
  claim = sent.id;
  expect(sent.lines).toMatchObject([{ number: 1, resident: 'wu', month: '2026-11', days: 3, fen: 120_000 }]);
  expect(await sendClaim(claiming, OF, '2026-11-30')).toEqual({ refused: 'nothing-to-claim' });
});

test('of two claims at once one is made', async () => {
  await world.app.write(DESK, world.clock.now(), (tx) => tx.finish([post('2026-11-04', 100)]));
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => sendClaim(claiming, OF, '2026-11-30')));
  const made = outcomes.filter((one) => one.status === 'fulfilled' && !isRefusal(one.value));
  expect(made.length).toBe(1);
});

test('a statement with a row twice, of a line nobody asked for, or with negative money is taken not at all', async () => {
  const row = { line: 1, days: 2, fen: 100_000, reason: '一天未见症状评分' };
  expect(await importStatement(claiming, claim, [row, row])).toMatchObject({ refused: 'statement-row-twice' });
  expect(await importStatement(claiming, claim, [row, { ...row, line: 9 }])).toMatchObject({
    refused: 'statement-row-unknown',
  });
  expect(await importStatement(claiming, claim, [{ ...row, fen: -1 }])).toMatchObject({ refused: 'statement-money' });
  expect(await importStatement(claiming, 'no-claim', [row])).toMatchObject({ refused: 'claim-unknown' });
  expect(await world.owner('select 1 from care_statement_row')).toEqual([]);
});

test('the insurer’s amount counts: what it does not pay is borne by the institution once it is accepted, and once only', async () => {
  expect(await acceptDifference(claiming, claim, 1)).toMatchObject({ refused: 'no-difference' });
  const row = { line: 1, days: 2, fen: 100_000, reason: '一天未见症状评分' };
  expect(await importStatement(claiming, claim, [row])).toMatchObject([
    { line: 1, kind: 'less', claimed: { days: 3, fen: 120_000 }, paid: { days: 2, fen: 100_000 } },
  ]);
  expect(await importStatement(claiming, claim, [row])).toMatchObject({ refused: 'statement-row-twice' });
  expect(await acceptDifference(claiming, claim, 1)).toMatchObject({ kind: 'less' });
  expect(await sums()).toEqual({ difference: 20_000, income: -120_100, medical: 100_100 });
  expect(await acceptDifference(claiming, claim, 1)).toMatchObject({ refused: 'difference-worked' });
});

test('a correction after the claim is a line of the next one, and may be negative', async () => {
  await world.app.write(DESK, world.clock.now(), (tx) =>
    tx.finish([reverseEntries([{ id: 'r', reverses: 'e-2026-11-03' }], world.clock.now(), 'test')]),
  );
  const sent = await sendClaim(claiming, OF, '2026-12-31');
  expect(sent).toMatchObject({ lines: [{ days: -1, fen: -40_000 }] });
});
