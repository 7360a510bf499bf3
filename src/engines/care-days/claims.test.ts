/** Claims and the insurer's statement on the real database: every entry claimed once, a statement whole or not at all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { openWorld } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { acceptDifference, importStatement, sendClaim } from './claims.ts';
import type { AnsweredLine, Claiming, WorkOn } from './claims.ts';
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

/** What a person of the desk accepts, by the sums the import told. */
const accept = async (round: number, owed: number, paid: number): Promise<void> => {
  const made = { id: newId(), at: world.clock.now(), author: 'test' };
  const worked = { claim, line: 1, round, of: OF, resident: 'wu', day: '2026-11-30', owed, paid };
  await world.app.write(DESK, made.at, (tx) => tx.finish(acceptDifference(worked, made)));
};

test('the insurer’s amount counts: what it does not pay is borne by the institution once it is accepted, and once only', async () => {
  const row = { line: 1, days: 2, fen: 100_000, reason: '一天未见症状评分' };
  const told: AnsweredLine[] = [];
  const keep: WorkOn = (_tx, lines) => {
    told.push(...lines);
    return Promise.resolve([]);
  };
  expect(await importStatement(claiming, claim, [row], keep)).toMatchObject([
    { line: 1, kind: 'less', claimed: { days: 3, fen: 120_000 }, paid: { days: 2, fen: 100_000 } },
  ]);
  expect(told).toMatchObject([{ line: 1, round: 1, owed: 120_000, paid: 100_000, open: null }]);
  expect(await importStatement(claiming, claim, [row])).toMatchObject({ refused: 'statement-row-twice' });
  await accept(1, 120_000, 100_000);
  expect(await sums()).toEqual({ difference: 20_000, income: -120_100, medical: 100_100 });
  await expect(accept(1, 120_000, 100_000)).rejects.toThrow(/care_difference_pkey/);
});

test('a later statement of the insurer’s is set against what was accepted, and the ledger follows it both ways', async () => {
  const told: AnsweredLine[] = [];
  const keep: WorkOn = (_tx, lines) => {
    told.push(...lines);
    return Promise.resolve([]);
  };
  expect(
    await importStatement(claiming, claim, [{ line: 1, days: 3, fen: 120_000, reason: null }], keep),
  ).toMatchObject([{ kind: 'more' }]);
  expect(told).toMatchObject([{ round: 2, owed: 100_000, paid: 120_000 }]);
  await accept(2, 100_000, 120_000);
  expect(await sums()).toEqual({ income: -120_100, medical: 120_100 });
});

test('a statement whose work is refused is not taken', async () => {
  const no: WorkOn = () => Promise.resolve(refuse('unknown-pathway'));
  const row = { line: 1, days: 1, fen: 1, reason: null };
  expect(await importStatement(claiming, claim, [row], no)).toMatchObject({ refused: 'unknown-pathway' });
  expect(await world.owner('select max(round) as round from care_statement_row')).toEqual([{ round: 2 }]);
});

test('an entry that does not balance is refused by the database itself', async () => {
  const uneven = writeEntries(
    [
      {
        ...{ id: 'uneven', resident: 'wu', organisation: 'hospice', day: '2026-11-09', kind: 'day', turn: 0 },
        ...{ because: [], verified: false },
        postings: [{ account: 'medical', party: '“甲\\"乙', fen: 1, rule: null }],
      },
    ],
    world.clock.now(),
    'test',
  );
  await expect(world.app.write(DESK, world.clock.now(), (tx) => tx.finish([uneven]))).rejects.toThrow(
    /care_entry_balanced/,
  );
});

test('a correction after the claim is a line of the next one, and may be negative', async () => {
  await world.app.write(DESK, world.clock.now(), (tx) =>
    tx.finish([reverseEntries([{ id: 'r', reverses: 'e-2026-11-03' }], world.clock.now(), 'test')]),
  );
  const sent = await sendClaim(claiming, OF, '2026-12-31');
  expect(sent).toMatchObject({ lines: [{ days: -1, fen: -40_000 }] });
});
