/** The insurer's referral filing 转诊备案: once per referral, whoever presses first, and withdrawn with a referral that ends on the way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import { ACCEPTANCE, ARRIVAL, openReferralWorld, outcome } from '../../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../../test/referral-world.ts';
import type { WorldPerson } from '../../../../test/world.ts';
import { ZONE } from '../../../../test/world.ts';
import type { Insurance } from '../../../consortium/insurance.ts';
import { errorTable } from '../../../platform/errors.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { refuse } from '../../../platform/refusal.ts';
import { PAPER_ERRORS } from './errors.ts';
import { paperRoutes } from './routes.ts';
import { FilingBody } from './shapes.ts';
import type { FilingView } from './shapes.ts';

const errors = errorTable(PAPER_ERRORS);
const dated = { scheme: 'resident', validFrom: '2026-01-01', source: '编造', verified: false } as const;
const INSURANCE: Insurance = {
  schemes: [{ code: 'resident', zh: '城乡居民医保', en: 'Residents' }],
  rows: [
    { what: 'deductible', level: 'primary', fen: 20_000, ...dated },
    { what: 'deductible', level: 'secondary', fen: 50_000, ...dated },
    { what: 'between-levels', rule: 'difference', ...dated },
  ],
};

let world: ReferralWorld;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openReferralWorld({ connections: 20 });
  await world.owner('update quota set places = 500');
  await world.owner(`update organisation set level = 'primary' where kind = 'township-hospital'`);
  await world.owner(`update organisation set level = 'secondary' where id = 'county-hospital'`);
  routes = paperRoutes({
    engine: world.engine,
    say: { sentence: errors.sentence, role: (role) => role },
    recordRead: () => Promise.resolve(),
    printer: { print: (html) => Promise.resolve(Buffer.from(html)), close: () => Promise.resolve() },
    insurance: INSURANCE,
    zone: ZONE,
    forResidents: {
      source: '编造',
      verified: false,
      bring: [{ code: 'card', zh: '身份证', en: 'identity card' }],
      addresses: [],
    },
    residentCode: () => Promise.resolve(refuse('case-not-found')),
  });
});
afterAll(() => world.drop());

const sent = async (): Promise<string> => {
  const { id, result } = await world.send();
  expect(outcome(result)).toBe('sent');
  return id;
};
const file = (
  id: string,
  number: string | null = null,
  who: WorldPerson = 'gp',
  key?: string,
  language: 'zh' | 'en' = 'zh',
): Promise<RouteAnswer> =>
  call(routes, 'POST /api/cases/:id/filing', world.actor(who), {
    params: { id },
    body: { number },
    language,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const filingOf = async (id: string, who: WorldPerson = 'gp'): Promise<FilingView> =>
  bodyOf(await call(routes, 'GET /api/cases/:id/filing', world.actor(who), { params: { id } })) as FilingView;
const sentence = (answer: RouteAnswer): string =>
  'refusal' in answer ? errors.sentence(answer.refusal, 'zh') : 'not refused';

describe('a referral is filed with the insurer', () => {
  it('once: under fifty calls at the same moment one is recorded, and the others are told by whom and when', async () => {
    const id = await sent();
    const people = ['gp', 'nurse', 'coordinator', 'clerk'] as const;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => file(id, `BA-${String(n)}`, people[n % 4], `key-${String(n)}`)),
    );
    expect(answers.filter((answer) => !('refusal' in answer) && answer.status === 201)).toHaveLength(1);
    const refused = answers.filter((answer) => 'refusal' in answer);
    expect(refused).toHaveLength(49);
    expect([...new Set(refused.map(refusedAs))]).toEqual(['filing.recorded']);
    for (const answer of refused)
      expect(sentence(answer)).toMatch(
        /^本单已由(榆树镇中心卫生院|青禾县人民医院) .+于 2026-11-20 14:30 登记备案（备案号 BA-\d+）/,
      );
    expect(await world.owner('select 1 from referral_filing where case_id = $1', [id])).toHaveLength(1);
    const audited = await world.owner(`select 1 from audit where action = 'file-referral' and target = $1`, [
      `Task/${id}`,
    ]);
    expect(audited).toHaveLength(1);
  });

  it('and the same request that comes again gets the first answer, also when both come at once', async () => {
    const id = await sent();
    const answers = await Promise.all(Array.from({ length: 10 }, () => file(id, 'BA-again', 'gp', 'the-key')));
    expect(answers.map(refusedAs).filter((code) => code !== undefined)).toEqual([]);
    expect(answers.filter((answer) => !('refusal' in answer) && answer.status === 201)).toHaveLength(1);
    expect(refusedAs(await file(id, 'BA-other', 'gp', 'the-key'))).toBe('idempotency-key-reused');
    expect(refusedAs(await file(id, 'BA-again', 'nurse', 'the-key'))).toBe('filing.recorded');
  });

  it('with a number, or without one when the system reports it; one number stands for one referral', async () => {
    const [first, second] = [await sent(), await sent()];
    expect(refusedAs(await file(first, ' BA-2026-7 '))).toBeUndefined();
    expect((await filingOf(first)).filing).toMatchObject({
      number: 'BA-2026-7',
      by: { name: '王秀兰' },
      withdrawnAt: null,
    });
    expect(refusedAs(await file(second, 'BA-2026-7'))).toBe('filing.number-used');
    expect(refusedAs(await file(second))).toBeUndefined();
    expect((await filingOf(second)).filing?.number).toBeNull();
    expect(FilingBody.safeParse({ number: '备案<1>' }).success).toBe(false);
    expect(FilingBody.safeParse({ number: 'x'.repeat(41) }).success).toBe(false);
  });

  it('by the care and admission staff of the two sides only, and not once it is over', async () => {
    const id = await sent();
    expect(refusedAs(await file(id, null, 'physician'))).toBe('filing.another-role');
    expect(refusedAs(await file(id, null, 'other-coordinator'))).toBe('case-not-found');
    expect((await filingOf(id, 'physician')).reason).toContain('您的岗位不能登记医保备案');
    await world.step(id, 'withdraw', 'gp', { explanation: '取消' });
    expect(refusedAs(await file(id))).toBe('filing.not-in-this-state');
  });

  it('tells what it means: the deductible once between the levels, and unknown where nobody said', async () => {
    const { meaning } = await filingOf(await sent());
    expect(meaning).toMatchObject([
      { deductible: { filed: 30_000, unfiled: 50_000 }, percent: { filed: null, unfiled: null }, verified: false },
    ]);
  });
});

describe('a filing', () => {
  it('is withdrawn with a referral that ends before the resident has arrived', async () => {
    const id = await sent();
    await file(id);
    await world.step(id, 'withdraw', 'gp', { explanation: '取消' });
    const [row] = await world.owner('select withdrawn_at, withdrawal from referral_filing where case_id = $1', [id]);
    expect(row).toMatchObject({ withdrawal: 'cancelled' });
    expect((await filingOf(id)).filing?.withdrawnAt).toBe(world.clock.now().toISOString());
    expect(refusedAs(await file(id))).toBe('filing.recorded');
  });

  it('stays when the stay began, however it ends', async () => {
    const id = await sent();
    await file(id);
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await world.step(id, 'arrive', 'clerk', ARRIVAL);
    await world.step(id, 'end-at-receiver', 'physician', { ending: 'left-against-advice', explanation: '自动出院' });
    expect((await filingOf(id)).filing?.withdrawnAt).toBeNull();
  });

  it('never stays behind when somebody files while another ends the referral', async () => {
    for (let round = 0; round < 12; round++) {
      const id = await sent();
      const [ended, filed] = await Promise.all([
        world.step(id, 'withdraw', 'gp', { explanation: '取消' }),
        file(id, null, 'coordinator'),
      ]);
      expect(outcome(ended)).toBe('cancelled');
      const rows = await world.owner('select withdrawn_at from referral_filing where case_id = $1', [id]);
      if (refusedAs(filed) === undefined) expect(rows[0]?.['withdrawn_at']).toBeInstanceOf(Date);
      else {
        expect(['moved-on', 'filing.not-in-this-state', 'case-not-found']).toContain(refusedAs(filed));
        expect(rows).toEqual([]);
      }
    }
  });

  it('says so when the referral goes to another hospital than the one it was filed for', async () => {
    const id = await sent();
    await file(id);
    await world.hold(id, 'city-endocrinology').catch(() => undefined);
    const moved = await world.step(id, 'redirect', 'coordinator', {
      department: 'city-endocrinology',
      explanation: '满床',
    });
    expect(outcome(moved)).toBe('sent');
    expect((await filingOf(id)).filing?.elsewhere).toBe('青禾县人民医院');
  });

  it('makes a slip printed before it out of date', async () => {
    const id = await sent();
    const page = { params: { id, paper: 'slip' } };
    await call(routes, 'GET /api/cases/:id/papers/:paper/page', world.actor('gp'), page);
    world.clock.advance(60_000);
    await file(id);
    const list = bodyOf(await call(routes, 'GET /api/cases/:id/papers', world.actor('gp'), { params: { id } }));
    expect(list['prints']).toMatchObject([{ paper: 'slip', outdatedBy: 'filing' }]);
    const answer = await call(routes, 'GET /api/cases/:id/papers/:paper/page', world.actor('gp'), page);
    const html = 'refusal' in answer ? '' : String(answer.body);
    expect(html).toContain('转诊已在医保备案');
    expect(html).toContain('起付线为 300 元');
    expect(html).toContain('以上数字未核实');
  });
});
