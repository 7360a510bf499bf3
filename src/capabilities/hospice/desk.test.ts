/** The desks of claims and of charity aid, over the routes they use: nothing taken half, nothing paid twice, no gift against its purpose. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { careForThreeDays, deskOf, ledgerIn, openHospiceWorld, outcome } from '../../../test/hospice-world.ts';
import type { HospiceWorld } from '../../../test/hospice-world.ts';
import type { Route } from '../../platform/http/route.ts';
import { hospiceRoutes } from './routes.ts';

let world: HospiceWorld;
let routes: readonly Route[] = [];
let person = '';
const desk = () => world.person('hospice-doctor');
const ask = (what: string, body?: object, id?: string) =>
  call(routes, what, desk(), {
    ...(body === undefined ? {} : { body }),
    ...(id === undefined ? {} : { params: { id } }),
  });
const ledger = (): Promise<Readonly<Record<string, number>>> => ledgerIn(world);

beforeAll(async () => {
  world = await openHospiceWorld();
  routes = hospiceRoutes(await deskOf(world));
  person = await careForThreeDays(world);
  bodyOf(await ask('POST /api/hospice/settlement', { month: '2026-11' }));
});
afterAll(() => world.drop());

describe('the desk of claims', () => {
  let claim = '';
  test('is for those who settle: a village doctor has no business there', async () => {
    const answer = await call(routes, 'GET /api/hospice/claims', world.actor('village-doctor'));
    expect(refusedAs(answer)).toBe('role.may-not');
  });

  test('claims what the ledger says the insurer owes, once', async () => {
    const { unclaimed } = bodyOf(await ask('GET /api/hospice/claims')) as {
      unclaimed: { fen: number; scheme: string }[];
    };
    const medical = (await ledger())['medical'];
    expect(unclaimed).toEqual([{ payer: 'medical', scheme: 'employee', days: 3, fen: medical }]);
    const body = { payer: 'medical', scheme: 'employee', through: '2026-11-04' };
    expect(bodyOf(await ask('POST /api/hospice/claims', body))).toEqual({ lines: 1 });
    expect(refusedAs(await ask('POST /api/hospice/claims', body))).toBe('nothing-to-claim');
    const { items } = bodyOf(await ask('GET /api/hospice/claims')) as { items: { id: string }[] };
    claim = items[0]?.id ?? '';
    expect(items).toMatchObject([{ lines: 1, fen: medical, answered: 0, open: 0 }]);
  });

  test('takes a statement whole or not at all, and never a second time', async () => {
    const send = (rows: object[]) => ask('POST /api/hospice/claims/:id/statement', { rows }, claim);
    const row = { line: 1, days: 3, fen: 100, reason: null };
    expect(refusedAs(await send([row, { ...row, line: 2 }]))).toBe('statement-row-unknown');
    expect(refusedAs(await send([row, row]))).toBe('statement-row-twice');
    expect(refusedAs(await send([{ ...row, fen: -100 }]))).toBe('statement-money');
    expect(await world.owner('select count(*)::int as n from care_statement_row')).toEqual([{ n: 0 }]);
    expect(bodyOf(await send([{ ...row, reason: '超过核定床日' }]))).toEqual({ lines: 1 });
    expect(refusedAs(await send([row]))).toBe('statement-row-twice');
    expect(refusedAs(await ask('POST /api/hospice/claims/:id/statement', { rows: [row] }, 'another'))).toBe(
      'claim-unknown',
    );
  });

  test('settles the difference by an entry that the institution bears, and the resident pays no fen more', async () => {
    const before = await ledger();
    const view = bodyOf(await ask('GET /api/hospice/claims/:id', undefined, claim)) as { lines: { case: string }[] };
    expect(view).toMatchObject({
      claim: { open: 1, answered: 1 },
      lines: [{ line: 1, kind: 'less', reason: '超过核定床日', state: 'difference-found' }],
    });
    const id = view.lines[0]?.case ?? '';
    const accept = () => world.step(id, 'accept-difference', 'social-worker', { cause: 'over-limit' });
    expect(outcome(await accept())).toBe('difference-accepted');
    expect(outcome(await accept())).toMatch(/^refused/);
    const after = await ledger();
    expect(after['medical']).toBe(100);
    expect(after['resident']).toBe(before['resident']);
    expect(Object.values(after).reduce((sum, fen) => sum + fen, 0)).toBe(0);
    expect(bodyOf(await ask('GET /api/hospice/claims/:id', undefined, claim))).toMatchObject({
      claim: { open: 0, paid: 100 },
      lines: [{ state: 'difference-accepted' }],
    });
  });
});

describe('charity aid', () => {
  const grant = (changes: object) =>
    ask('POST /api/hospice/aid', {
      ...{ case: person, fund: 'hospice-aid', fen: 20000, from: '2026-11-02', until: '2026-11-30', ...changes },
    });
  test('is refused against the donor’s purpose, for nothing, below nothing, over the limit, and for a stranger', async () => {
    expect(refusedAs(await grant({ fund: 'lottery' }))).toBe('donation-against-purpose');
    expect(refusedAs(await grant({ fund: 'nowhere' }))).toBe('fund-unknown');
    expect(refusedAs(await grant({ fen: 0 }))).toBe('money-negative');
    expect(refusedAs(await grant({ fen: -1 }))).toBe('money-negative');
    expect(refusedAs(await grant({ fen: 500_001 }))).toBe('grant-over-limit');
    expect(refusedAs(await grant({ from: '2026-12-01', until: '2026-11-30' }))).toBe('grant-ends-before-it-begins');
    expect(refusedAs(await grant({ from: '2026-02-30' }))).toBe('grant-ends-before-it-begins');
    expect(refusedAs(await grant({ case: 'nobody' }))).toBe('case-not-found');
    expect(await world.owner('select count(*)::int as n from care_grant')).toEqual([{ n: 0 }]);
  });

  test('pays what would remain for the resident when the days are settled again, and no more', async () => {
    const owed = (await ledger())['resident'] ?? 0;
    expect(owed).toBeGreaterThan(20000);
    expect(bodyOf(await grant({}))).toEqual({ lines: 1 });
    bodyOf(await ask('POST /api/hospice/settlement', { month: '2026-11' }));
    expect(await ledger()).toMatchObject({ charity: 20000, resident: owed - 20000 });
    expect(bodyOf(await ask('GET /api/hospice/aid'))).toMatchObject({
      funds: [
        { id: 'hospice-aid', granted: 20000 },
        { id: 'lottery', granted: 0 },
      ],
      grants: [{ fen: 20000, from: '2026-11-02', until: '2026-11-30' }],
      people: [{ case: person }],
    });
  });

  test('of one person is never more than the limit, also when two grant at once', async () => {
    const both = await Promise.all([grant({ fen: 300_000 }), grant({ fen: 300_000 })]);
    expect(both.map((answer) => refusedAs(answer) ?? 'granted').sort()).toEqual(['grant-over-limit', 'granted']);
    expect(await world.owner('select sum(fen)::int as fen from care_grant')).toEqual([{ fen: 320_000 }]);
  });
});

describe('what is printed', () => {
  test('is written down with whom it is about, before the paper; of a case one has no part in nothing is', async () => {
    expect(refusedAs(await ask('POST /api/care-days/prints', { what: 'ledger', of: person }))).toBeUndefined();
    expect(refusedAs(await ask('POST /api/care-days/prints', { what: 'settlement', of: '2026-11' }))).toBeUndefined();
    expect(refusedAs(await ask('POST /api/care-days/prints', { what: 'ledger', of: 'another-case' }))).toBe(
      'case-not-found',
    );
    const clerk = await call(
      routes,
      'POST /api/care-days/prints',
      { ...desk(), role: 'registrar' },
      {
        body: { what: 'settlement', of: '2026-11' },
      },
    );
    expect(refusedAs(clerk)).toBe('role.may-not');
    const rows = await world.owner(`select target from audit where action = 'print-care-days' order by target`);
    expect(rows.map(({ target }) => target)).toEqual([`Task/${person}`, 'settlement/2026-11']);
  });
});
