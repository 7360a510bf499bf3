/** Living in a home: what is given and charged, whom of the family may look, and what the figures count of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../../../test/call.ts';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld } from '../../../test/home-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import { factKeeper } from '../../engines/figures/keep.ts';
import { balance } from '../../engines/figures/ledger.ts';
import { fileOrganisations, makeFacts } from '../../engines/figures/making.ts';
import { figureReader } from '../../engines/figures/read.ts';
import { joinFigures } from '../../engines/figures/set.ts';
import { ABILITY_ITEMS } from '../../engines/forms/scales/ability-items.ts';
import { keepFactsBy } from '../../fhir/store/fact-keeper.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { elderCareFigures } from './figures.ts';
import { elderCareRoutes } from './routes.ts';
import { fenOf } from './rules/living.ts';

const { views, catalogue } = joinFigures([
  {
    ...elderCareFigures,
    themes: { ...elderCareFigures.themes, 'elder-care': { zh: '医养结合', en: 'Elder care' } },
  },
]);
let world: HomeWorld;
let resident: string;
let stay: string;
const ground = () => ({ db: world.app, clock: world.clock, zone: ZONE, ids: newId, views });
const at = (person: string, role: string): Actor => ({
  ...{ id: `${person}-role`, person, role, organisation: 'township-two', department: null, purpose: 'care' },
});
const take = async (step: string, who: Actor, answers: object = {}) =>
  outcome(await world.take('residence', stay, step, who, answers));

beforeAll(async () => {
  world = await openHomeWorld();
  await fileOrganisations(ground());
  await makeFacts(ground());
  keepFactsBy(factKeeper(views, ZONE));
  resident = await world.newResident('吴淑琴');
  ({ id: stay } = await world.apply(resident));
  await take('offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(24) });
  await take('admit', HOME_NURSE, { arrivedAt: world.hour(0), informed: true, keyContact: '女儿' });
});
afterAll(async () => {
  keepFactsBy(() => []);
  await world.drop();
});

describe('charges', () => {
  const charge = { item: 'care-charge', fromOn: '2026-11-20', throughOn: '2026-11-20', perDay: 90 };
  test.each([
    [90, 9000],
    [90.5, 9050],
    [0.01, 1],
    [19.99, 1999],
    [90.123, undefined],
  ])('%f yuan are %s fen', (yuan, fen) => {
    expect(fenOf(yuan)).toBe(fen);
  });
  test('are whole fen, not negative, for days on which the person was in the house', async () => {
    expect(await take('record-charges', HOME_BEDS, { ...charge, perDay: 1.005 })).toBe(
      'refused: residence.not-whole-fen',
    );
    expect(await take('record-charges', HOME_BEDS, { ...charge, perDay: -1 })).toMatch(/^errors/);
    expect(await take('record-charges', HOME_BEDS, { ...charge, fromOn: '2026-11-01', throughOn: '2026-11-05' })).toBe(
      'refused: residence.charges-no-day',
    );
    expect(await take('record-charges', HOME_BEDS, { ...charge, fromOn: '2026-11-20', throughOn: '2026-11-19' })).toBe(
      'refused: residence.charges-end-before',
    );
  });
  test('are said once; a correction ends the belief in the first and writes nothing over', async () => {
    expect(await take('record-charges', HOME_BEDS, { ...charge, correction: true })).toBe(
      'refused: residence.charges-nothing-to-correct',
    );
    expect(await take('record-charges', HOME_BEDS, charge)).toBe('resident');
    expect(await take('record-charges', HOME_BEDS, charge)).toBe('refused: residence.charged-already');
    expect(await take('record-charges', HOME_BEDS, { ...charge, perDay: 80.5, correction: true })).toBe('resident');
    const rows = await world.owner(
      'select fen::int, known_until is null as believed from care_charge where resident = $1 order by id',
      [resident],
    );
    expect(rows).toEqual([
      { fen: 9000, believed: false },
      { fen: 8050, believed: true },
    ]);
  });
});

describe('a family member', () => {
  const look = { who: '女儿', relation: 'child', parts: ['care'], consentedBy: 'self', lookUntil: '2027-01-01' };
  const accessOf = async () =>
    (await world.owner('select id, ended_at is null as open from family_access where case_id = $1', [stay]))[0];
  test('is let in by a consent, until it is withdrawn, once', async () => {
    expect(await take('let-family-look', HOME_NURSE, { ...look, parts: [] })).toMatch(/^errors/);
    expect(await take('let-family-look', HOME_NURSE, look)).toBe('resident');
    const access = String((await accessOf())?.['id']);
    const end = { access, endReason: 'consent-withdrawn' };
    expect(await take('end-family-look', HOME_NURSE, { ...end, access: 'another' })).toBe(
      'refused: resident.family-ended',
    );
    expect(await take('end-family-look', HOME_NURSE, end)).toBe('resident');
    expect(await accessOf()).toMatchObject({ open: false });
    expect(await take('end-family-look', HOME_NURSE, end)).toBe('refused: resident.family-ended');
  });
});

test('medicines not taken are named with their reason', async () => {
  const round = { round: 'morning', givenAt: world.hour(1 / 60), taken: 'not-all' };
  expect(await take('give-medicines', HOME_NURSE, round)).toBe('refused: residence.missed-not-said');
  expect(await take('give-medicines', HOME_NURSE, { ...round, givenAt: world.hour(9), missed: '血压低' })).toBe(
    'refused: residence.in-the-future',
  );
  expect(await take('give-medicines', HOME_NURSE, { ...round, missed: '氨氯地平：血压低' })).toBe('resident');
});

test('the page of a stay is its parties’ and carries every day once', async () => {
  const routes = elderCareRoutes({ engine: world.engine, rules: world.careRules, recordRead: () => Promise.resolve() });
  const get = (who: Actor) => call(routes, 'GET /api/elder-care/stays/:id', who, { params: { id: stay } });
  expect(await get(HOME_NURSE)).toMatchObject({
    body: { state: 'resident', bed: { label: '01' }, medicines: null, days: [{ place: 'care-home' }] },
  });
  expect(await get(at('stranger', 'nurse'))).toMatchObject({ refusal: { refused: 'case-not-found' } });
});

test('the figures count persons and person-times apart, and agree with a recount', async () => {
  const dependent = Object.fromEntries(
    Object.entries(ABILITY_ITEMS).map(([code, item]) => [
      code,
      item.kind === 'choice' ? Object.keys(item.options)[0] : 0,
    ]),
  );
  for (let round = 0; round < 2; round += 1) {
    const id = newId();
    const step = (name: string, who: Actor, answers: object = {}) => world.take('assessment', id, name, who, answers);
    const asked = { resident, assessor: 'township-two', scale: 'gb-t-42195', purpose: 'routine' };
    await step('request-assessment', HOME_NURSE, { ...asked, informant: 'family', contact: '女儿' });
    const items = { ...dependent, disorder: 'no', events: 0, eating: 'p0' };
    await step('assess-ability', at('first', 'public-health-worker'), items);
    await step('assess-ability-second', at('second', 'nurse'), items);
    await step('conclude', at('office', 'public-health-worker'), { level: 'level-1', basis: '二人一致' });
    expect(outcome(await step('put-in-force', at('office', 'public-health-worker')))).toBe('in-force');
  }
  const contract = newId();
  const office: Actor = { ...at('office', 'public-health-worker'), organisation: 'township' };
  const signed = (name: string, who: Actor, answers: object = {}) =>
    world.take('care-contract', contract, name, who, answers);
  await signed('offer-contract', office, {
    ...{ home: 'home', fromOn: '2026-11-01', untilOn: '2027-11-01', services: ['visits'], visitsPerMonth: 2 },
    ...{ responseMinutes: 30, named: '全科医师王秀兰' },
  });
  await signed('sign-contract', HOME_BEDS);
  expect(
    outcome(await signed('record-visit', office, { visitedAt: world.hour(0), seen: 12, findings: '无特殊' })),
  ).toBe('contract-in-force');
  const read = figureReader({ db: world.app, clock: world.clock, zone: ZONE, catalogue, views, smallestCell: 1 });
  const codes = [
    'assessed-times',
    'assessed-people',
    'people-level-1',
    'living-in-homes',
    'contracts-in-force',
    'contract-visits',
  ];
  const answers = await read(
    { ...HOME_NURSE, role: 'commission-officer', organisation: 'bureau', purpose: 'figures' },
    codes.map((code) => ({
      ...{ code: `elder-care.${code}`, scope: { kind: 'region' as const } },
      ...{ period: { from: '2026-11-01', to: '2026-11-20' }, asOf: null },
    })),
  );
  expect(answers.map((answer) => (isRefusal(answer) ? answer.refused : answer.value))).toEqual([
    ...['2', '1', '1', '1', '1', '1'],
  ]);
  expect((await balance(ground())).map(({ differences }) => differences.length)).toEqual(views.map(() => 0));
});
