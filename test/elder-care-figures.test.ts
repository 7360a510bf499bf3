/** What the catalogue counts of homes, beds, contracts and money: by what was recorded, now and as it was known before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HomeWorld } from './home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld, OTHER_BEDS } from './home-world.ts';
import { ZONE } from './world.ts';
import { call } from './call.ts';
import { factKeeper } from '../src/engines/figures/keep.ts';
import { balance } from '../src/engines/figures/ledger.ts';
import { fileOrganisations, makeFacts } from '../src/engines/figures/making.ts';
import { figureReader } from '../src/engines/figures/read.ts';
import { joinFigures } from '../src/engines/figures/set.ts';
import type { Resource } from '../src/fhir/resource.ts';
import { newVersion } from '../src/fhir/store/new-version.ts';
import { storeStatements } from '../src/fhir/store/statements.ts';
import { keepFactsBy } from '../src/fhir/store/fact-keeper.ts';
import { newId } from '../src/platform/ids.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { hospiceFigures, hospiceOccupancy } from '../src/capabilities/hospice/server.ts';
import { cockpitFigures } from '../src/capabilities/cockpit/server.ts';
import { elderCareFigures, elderCareRoutes } from '../src/capabilities/elder-care/server.ts';
import { BASE } from '../src/engines/pathways/task.ts';

const { views, catalogue } = joinFigures([hospiceFigures, cockpitFigures, elderCareFigures, hospiceOccupancy]);
let world: HomeWorld;
const ground = () => ({ db: world.app, clock: world.clock, zone: ZONE, views });
beforeAll(async () => {
  world = await openHomeWorld();
  keepFactsBy(factKeeper(views, ZONE));
  await fileOrganisations(ground());
  await makeFacts(ground());
});
afterAll(async () => {
  keepFactsBy(() => []);
  await world.drop();
});

const OFFICER: Actor = {
  ...{
    id: 'officer',
    person: 'p',
    role: 'commission-officer',
    organisation: 'bureau',
    department: null,
    purpose: 'care',
  },
};
/** The value as text, or why there is none. */
const ask = async (code: string, { asOf = null, to = '2026-11-20' }: { asOf?: Date | null; to?: string } = {}) => {
  const read = figureReader({ ...ground(), catalogue, smallestCell: 0 });
  const [answer] = await read(OFFICER, [
    { code, scope: { kind: 'region' }, period: { from: '2026-01-01', to }, asOf, trace: true },
  ]);
  if (answer === undefined || isRefusal(answer)) throw new Error(answer?.refused ?? 'no answer');
  return answer.value ?? answer.missing;
};
const enter = (body: object, house: string, role = 'civil-affairs-officer', what = 'lines') =>
  call(
    elderCareRoutes({ engine: world.engine, rules: world.careRules, recordRead: () => Promise.resolve() }),
    `POST /api/elder-care/institutions/:id/${what}`,
    { ...OFFICER, role },
    { params: { id: house }, body: { issuer: '某局', source: '文件', from: '2025-01-01', ...body } },
  );

describe('institutions in the catalogue', () => {
  test('count with both lines once both stand, and as before as was known before', async () => {
    await enter({ line: 'elderly', kind: 'township-home' }, 'home');
    await enter({ line: 'elderly', kind: 'township-home' }, 'home-two');
    const before = world.clock.now();
    world.clock.advance(60_000);
    expect(await ask('elder-care.registered-homes')).toBe('2');
    expect(await ask('elder-care.both-lines')).toBe('nothing-recorded');
    await enter({ line: 'medical', kind: 'practice-licence', from: '2026-06-01' }, 'home', 'commission-officer');
    expect(await ask('elder-care.both-lines')).toBe('1');
    expect(await ask('elder-care.both-lines', { to: '2026-05-31' })).not.toBe('1');
    expect(await ask('elder-care.both-lines', { asOf: before })).not.toBe('1');
  });

  test('answer the letters’ universals as shares: managed as one, and handed over whole', async () => {
    await enter({ hospital: 'township', handedOver: ['people', 'things'] }, 'home', 'commission-officer', 'joint');
    expect(await ask('elder-care.township-homes-integrated')).toBe('50');
    expect(await ask('elder-care.homes-handed-over')).toBe('0');
    const whole = { hospital: 'township', handedOver: ['people', 'money', 'things'] };
    await enter(whole, 'home-two', 'commission-officer', 'joint');
    expect(await ask('elder-care.township-homes-integrated')).toBe('100');
    expect(await ask('elder-care.homes-handed-over')).toBe('50');
    expect(await ask('elder-care.joint-homes')).toBe('2');
  });
});

test('beds are counted once by the use they have on the day', async () => {
  expect(await ask('beds.nursing')).toBe('4');
  await world.owner(`update bed_use set until_on = '2026-11-10' where bed = 'h-3'`);
  await world.owner(
    `insert into bed_use (bed, use, from_on, by) values ('h-3', 'rehabilitation', '2026-11-10', 'test')`,
  );
  expect(await ask('beds.nursing')).toBe('3');
  expect(await ask('beds.nursing', { to: '2026-11-09' })).toBe('4');
  expect(await ask('beds.rehabilitation')).toBe('1');
});

test('contracts owe visits month by month, and what was made of them is a share', async () => {
  const take = (id: string, step: string, who: Actor, answers: object = {}) =>
    world.take('care-contract', id, step, who, answers);
  const office: Actor = {
    ...OFFICER,
    role: 'public-health-worker',
    organisation: 'township',
    person: 'office',
    id: 'office-role',
  };
  const id = newId();
  const terms = {
    home: 'home-two',
    untilOn: '2027-09-01',
    services: ['visits'],
    visitsPerMonth: 2,
    responseMinutes: 30,
    named: '王医师',
  };
  await take(id, 'offer-contract', office, { ...terms, fromOn: '2026-09-01' });
  await take(id, 'sign-contract', OTHER_BEDS);
  // 1 September to 20 November: two full months
  expect(await ask('elder-care.contract-visits-due')).toBe('4');
  await take(id, 'record-visit', office, { visitedAt: world.hour(-2), seen: 8, findings: '血压平稳' });
  expect(await ask('elder-care.contract-visits-kept')).toBe('25');
});

test('days and money by payer are what the ledger says, taken back ones against', async () => {
  const entry = async (id: string, kind: string, day: string, sign: number, reverses: string | null = null) => {
    await world.owner(
      `insert into care_entry (id, resident, organisation, day, kind, place, reverses, content, because, verified, at, author,
                               accounts, parties, fens, rules)
       values ($1, 'somebody', 'home', $3, $2, 0, $4, '', '[]', true, now(), 'test',
               '{ltci,resident,income}', '{ltci,resident,income}', $5, '{null,null,null}')`,
      [id, kind, day, reverses, [4500, 1500, -6000].map((fen) => fen * sign)],
    );
  };
  await entry('e-1', 'day', '2026-10-01', 1);
  await entry('e-2', 'day', '2026-10-02', 1);
  await entry('e-3', 'reversal', '2026-10-02', -1, 'e-2');
  expect(await ask('care-days.days-ltci')).toBe('1');
  expect(await ask('care-days.yuan-ltci')).toBe('45');
  expect(await ask('care-days.yuan-resident')).toBe('15');
  expect(await ask('care-days.days-medical')).toBe('0');
});

test('who lives in a home is told by the level that stood, persons and times apart', async () => {
  const resident = await world.newResident('郑桂兰');
  const { id } = await world.apply(resident);
  await world.take('residence', id, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(24) });
  await world.take('residence', id, 'admit', HOME_NURSE, {
    informed: true,
    keyContact: '女儿 内线 6203',
    arrivedAt: world.hour(0),
  });
  const level = (record: string, code: string, day: string) => {
    const at = world.clock.now();
    const coded = (system: string, value: string) => ({ coding: [{ system, code: value }] });
    const found = {
      ...{
        resourceType: 'Observation',
        status: 'final',
        code: coded(`${BASE}/CodeSystem/assessment-scale`, 'gb-t-42195'),
      },
      ...{ subject: { reference: `Patient/${resident}` }, performer: [{ reference: 'Organization/home' }] },
      ...{
        effectiveDateTime: `${day}T02:00:00Z`,
        valueCodeableConcept: coded(`${BASE}/CodeSystem/assessment-level`, code),
      },
    };
    return world.app.write(HOME_NURSE, at, (tx) =>
      tx.finish(storeStatements([newVersion(found as unknown as Resource, record, null, at)], HOME_NURSE, at)),
    );
  };
  await level('l-1', 'level-1', '2026-01-10');
  expect(await ask('elder-care.living-level-1')).toBe('1');
  await level('l-2', 'level-3', '2026-11-19');
  expect(await ask('elder-care.living-level-1')).toBe('0');
  expect(await ask('elder-care.living-level-3')).toBe('1');
  expect(await ask('elder-care.served-level-3')).toBe('1');
  expect(await ask('elder-care.occupancy')).toBe('33.333333');
});

test('and the ledger of all of them balances', async () => {
  expect((await balance(ground())).flatMap(({ view, differences }) => differences.map((row) => [view, row]))).toEqual(
    [],
  );
});
