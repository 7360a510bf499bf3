/** A difference on its way: found by the insurer's statement, taken on, objected to, answered, and ended when both say the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { careForThreeDays, deskOf, ledgerIn, openHospiceWorld, outcome } from '../../../test/hospice-world.ts';
import type { HospiceWorld } from '../../../test/hospice-world.ts';
import type { Route } from '../../platform/http/route.ts';
import { hospiceRoutes } from './routes.ts';
import type { Differences, DifferenceView } from './shapes/claims.ts';
import { hospiceFigures } from './server.ts';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import { balance } from '../../engines/figures/ledger.ts';
import { fileOrganisations, makeFacts } from '../../engines/figures/making.ts';
import { figureReader } from '../../engines/figures/read.ts';
import { joinFigures } from '../../engines/figures/set.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { ZONE } from '../../../test/world.ts';
import type { z } from 'zod';

let world: HospiceWorld;
let routes: readonly Route[] = [];
let claim = '';
let claimed = 0;
const go = (moment: string): void => world.clock.set(new Date(`${moment}:00+08:00`));
const ask = (what: string, request: object = {}) => call(routes, what, world.person('social-worker'), request);
const state = (rows: object[]) =>
  ask('POST /api/hospice/claims/:id/statement', { params: { id: claim }, body: { rows } });
const list = async (show = 'open') =>
  bodyOf(await ask('GET /api/hospice/differences', { query: { show } })) as z.infer<typeof Differences>;
const one = async (id: string) =>
  bodyOf(await ask('GET /api/hospice/differences/:id', { params: { id } })) as DifferenceView;
const step = async (id: string, name: string, answers: object = {}): Promise<string> =>
  outcome(await world.step(id, name, 'social-worker', { ...answers }));
const ledger = (): Promise<Readonly<Record<string, number>>> => ledgerIn(world);
const firstOpen = async (): Promise<string> => (await list()).items[0]?.id ?? '';

beforeAll(async () => {
  world = await openHospiceWorld();
  routes = hospiceRoutes(await deskOf(world));
  await careForThreeDays(world);
  bodyOf(await ask('POST /api/hospice/settlement', { body: { month: '2026-11' } }));
  bodyOf(
    await ask('POST /api/hospice/claims', { body: { payer: 'medical', scheme: 'employee', through: '2026-11-04' } }),
  );
  const claims = bodyOf(await ask('GET /api/hospice/claims')) as { items: { id: string; fen: number }[] };
  claim = claims.items[0]?.id ?? '';
  claimed = claims.items[0]?.fen ?? 0;
});
afterAll(() => world.drop());

describe('a statement of the insurer’s', () => {
  test('opens a case for what it pays otherwise, with one owner and one clock, in the transaction that takes it', async () => {
    expect((await list()).items).toEqual([]);
    go('2026-11-10T09:00');
    bodyOf(await state([{ line: 1, days: 2, fen: claimed - 30_000, reason: '一天未见症状评分' }]));
    const { items, open, fen } = await list();
    expect({ open, fen }).toEqual({ open: 1, fen: 30_000 });
    expect(items).toMatchObject([
      {
        ...{ state: 'difference-found', owed: claimed, paid: { days: 2, fen: claimed - 30_000 } },
        ...{ reason: '一天未见症状评分', handler: null, mine: false, foundOn: '2026-11-10', verified: false },
        resident: { name: '吴淑琴' },
      },
    ]);
    expect(
      await world.owner(
        `select owner_organisation as house, owner_role as role, due_at is not null as clock from cases where id = $1`,
        [items[0]?.id],
      ),
    ).toEqual([{ house: 'hospice', role: 'social-worker', clock: true }]);
  });
  test('cannot be made up: nobody opens a difference by hand, and another house does not see it', async () => {
    const id = await firstOpen();
    const other = await call(routes, 'GET /api/hospice/differences/:id', world.person('township-doctor'), {
      params: { id },
    });
    expect(refusedAs(other)).toBe('case-not-found');
    expect(outcome(await world.step(id, 'take-on', 'township-doctor'))).toMatch(/^refused/);
    expect(await step(id, 'correct', { claim, line: 1, round: 2, owed: 1, paid: 1 })).toBe(
      'refused: step-of-the-system',
    );
  });
  test('shows the days behind the line with their reasons, and what the insurer said', async () => {
    const { days, statements } = await one(await firstOpen());
    expect(days.map(({ day }) => day)).toEqual(['2026-11-02', '2026-11-03', '2026-11-04']);
    expect(days.reduce((sum, { fen }) => sum + fen, 0)).toBe(claimed);
    expect(days.every(({ because }) => because.length > 0)).toBe(true);
    expect(statements).toMatchObject([{ round: 1, days: 2, reason: '一天未见症状评分' }]);
  });
});

const DISPUTE = {
  cause: 'proof-missing',
  grounds: '11月3日评分已补传',
  evidence: '症状评分表，病历第3页',
  disputedOn: '2026-11-11',
};

describe('who works it', () => {
  test('takes it on by name, once, and notes the reason', async () => {
    const id = await firstOpen();
    expect(await step(id, 'take-on')).toBe('difference-found');
    expect(await step(id, 'take-on')).toBe('refused: difference.yours-already');
    expect(await step(id, 'explain', { cause: 'proof-missing', evidence: '评分表' })).toBe('difference-found');
    expect((await list()).items).toMatchObject([{ mine: true, cause: 'proof-missing' }]);
  });
  test('objects with grounds and proof, not before the statement and not in the future', async () => {
    const id = await firstOpen();
    go('2026-11-11T09:00');
    expect(await step(id, 'dispute', { ...DISPUTE, evidence: undefined })).toBe('errors: evidence missing');
    expect(await step(id, 'dispute', { ...DISPUTE, disputedOn: '2026-11-09' })).toBe(
      'refused: difference.before-statement',
    );
    expect(await step(id, 'dispute', { ...DISPUTE, disputedOn: '2026-11-12' })).toBe(
      'errors: disputedOn in-the-future',
    );
    expect(await step(id, 'dispute', DISPUTE)).toBe('disputed');
  });
  test('records the answer by what it says: a part lies between the two sums', async () => {
    const id = await firstOpen();
    go('2026-11-20T09:00');
    const answer = { answer: 'partly', answeredOn: '2026-11-19', said: '认可半天' };
    const yuan = (fen: number): number => fen / 100;
    expect(await step(id, 'record-answer', { ...answer, answeredOn: '2026-11-10' })).toBe(
      'refused: difference.answered-before-asked',
    );
    expect(await step(id, 'record-answer', answer)).toBe('refused: difference.promise-missing');
    expect(await step(id, 'record-answer', { ...answer, promised: yuan(claimed) })).toBe(
      'refused: difference.not-partly',
    );
    expect(await step(id, 'record-answer', { ...answer, answer: 'upheld', promised: 1 })).toBe(
      'refused: difference.upheld-otherwise',
    );
    expect(await step(id, 'record-answer', { ...answer, promised: yuan(claimed - 15_000) })).toBe('correction-due');
    expect((await one(id)).answer).toMatchObject({ what: 'partly', promised: claimed - 15_000 });
  });
  test('sees the next statement: another sum comes back to the desk, and the same again is refused', async () => {
    const id = await firstOpen();
    const row = { line: 1, days: 3, fen: claimed - 15_000, reason: '更正' };
    bodyOf(await state([row]));
    expect(refusedAs(await state([row]))).toBe('statement-row-twice');
    expect((await list()).items).toMatchObject([{ id, state: 'difference-found', paid: { fen: claimed - 15_000 } }]);
    expect((await one(id)).statements).toHaveLength(2);
  });
  test('may still object after the limit, but says why it comes late', async () => {
    const id = await firstOpen();
    go('2026-12-20T09:00');
    const late = { ...DISPUTE, disputedOn: '2026-12-20' };
    expect(await step(id, 'dispute', late)).toBe('refused: difference.too-late');
    expect(await step(id, 'dispute', { ...late, whyLate: '12月18日才取得补传回执' })).toBe('disputed');
    const upheld = { answer: 'upheld', answeredOn: '2026-12-20', said: '同意' };
    expect(await step(id, 'record-answer', upheld)).toBe('correction-due');
    expect(await step(id, 'accept-difference', { cause: 'not-clear' })).toBe('refused: difference.will-be-corrected');
  });
  test('is done when the insurer’s next statement says what was claimed: the ledger was never touched', async () => {
    const before = await ledger();
    const id = await firstOpen();
    bodyOf(await state([{ line: 1, days: 3, fen: claimed, reason: null }]));
    expect((await list()).items).toEqual([]);
    expect((await list('closed')).items).toMatchObject([{ id, state: 'difference-corrected' }]);
    expect(await ledger()).toEqual(before);
  });
});

describe('a difference let go', () => {
  test('is one entry that balances; a later statement opens another case, and letting that go gives it back', async () => {
    const before = await ledger();
    bodyOf(await state([{ line: 1, days: 3, fen: claimed - 700, reason: '扣减' }]));
    expect(await step(await firstOpen(), 'accept-difference', { cause: 'other-rate' })).toBe('difference-accepted');
    expect(await ledger()).toMatchObject({ medical: claimed - 700, difference: (before['difference'] ?? 0) + 700 });
    bodyOf(await state([{ line: 1, days: 3, fen: claimed, reason: '复核后补付' }]));
    expect((await list()).items).toMatchObject([{ owed: claimed - 700, paid: { fen: claimed } }]);
    expect(await step(await firstOpen(), 'accept-difference', { cause: 'insurer-mistake' })).toBe(
      'difference-accepted',
    );
    const after = await ledger();
    expect(after['medical']).toBe(claimed);
    expect(Object.values(after).reduce((sum, fen) => sum + fen, 0)).toBe(0);
  });
  test('by two at once is let go once', async () => {
    bodyOf(await state([{ line: 1, days: 3, fen: claimed - 900, reason: '扣减' }]));
    const id = await firstOpen();
    const [row] = await world.owner('select version from cases where id = $1', [id]);
    const accept = () =>
      world.step(id, 'accept-difference', 'social-worker', { cause: 'not-clear' }, Number(row?.['version']));
    const outcomes = (await Promise.all([accept(), accept(), accept()])).map(outcome);
    expect(outcomes.filter((found) => found === 'difference-accepted')).toHaveLength(1);
    expect((await ledger())['medical']).toBe(claimed - 900);
  });
});

describe('what is counted of differences', () => {
  const { catalogue, views } = joinFigures([
    { ...hospiceFigures, themes: { hospice: { zh: '安宁疗护', en: 'hospice' } } },
  ]);
  const ground = () => ({ db: world.app, clock: world.clock, zone: ZONE, views });
  beforeAll(async () => {
    await fileOrganisations(ground());
    await makeFacts(ground());
  });
  const told = async (
    asOf: string | null,
    smallestCell = 0,
    who = world.actor('officer'),
  ): Promise<Readonly<Record<string, readonly (string | null)[]>>> => {
    const read = figureReader({ ...ground(), catalogue, smallestCell });
    const codes = catalogue.figures.map(({ code }) => code).filter((code) => code.includes('.differences-'));
    const asked = codes.map((code) => ({
      ...{ code, scope: { kind: 'region' } as const, asOf: asOf === null ? null : new Date(`${asOf}T12:00:00+08:00`) },
      period: { from: '2026-11-01', to: asOf ?? world.engine.today(world.clock.now()) },
    }));
    const answers = await read(who, asked);
    return Object.fromEntries(
      answers.map((answer, place) =>
        isRefusal(answer)
          ? [codes[place] ?? '', [answer.refused]]
          : [answer.code.slice(20), [answer.masked ? 'masked' : answer.value, answer.numerator, answer.denominator]],
      ),
    );
  };

  test('is what is open, by how much, and in whose favour it ended: a rate with the number it rests on', async () => {
    expect(await told(null)).toEqual({
      found: ['4', '4', null],
      open: ['0', '0', null],
      'open-yuan-less': ['0', '0', null],
      'open-yuan-more': ['0', '0', null],
      overdue: [null, '0', '0'],
      // corrected to what was claimed; paid more, and kept
      'settled-for-house': ['50', '2', '4'],
      'settled-yuan-house': ['157', '157', null],
      'settled-yuan-insurer': ['16', '16', null],
    });
  });

  test('answers a past day by what was so then', async () => {
    expect(await told('2026-11-12')).toMatchObject({
      ...{ found: ['1', '1', null], open: ['1', '1', null], 'open-yuan-less': ['300', '300', null] },
      ...{ overdue: ['0', '0', '1'], 'settled-for-house': [null, null, '0'] },
    });
    expect(await told('2026-11-21')).toMatchObject({ 'open-yuan-less': ['150', '150', null] });
  });

  test('of one resident behind them says nothing to who has no relation to that resident', async () => {
    expect((await told(null, 5))['found']?.[0]).toBe('masked');
    expect((await told(null, 5, world.person('social-worker')))['found']?.[0]).toBe('4');
  });

  test('is what the cases’ own rows say', async () => {
    expect((await balance(ground())).flatMap(({ differences }) => differences)).toEqual([]);
  });

  test('counts what its limit has passed as late, until the next state begins anew', async () => {
    bodyOf(await state([{ line: 1, days: 3, fen: claimed - 1_000, reason: '再次扣减' }]));
    go('2027-02-20T09:00');
    await sweepClocks(world.engine);
    expect(await told(null)).toMatchObject({ overdue: ['100', '1', '1'], 'open-yuan-less': ['1', '1', null] });
    const late = { ...DISPUTE, disputedOn: '2027-02-20', whyLate: '年末结算' };
    expect(await step(await firstOpen(), 'dispute', late)).toBe('disputed');
    expect(await told(null)).toMatchObject({ overdue: ['0', '0', '1'] });
  });
});
