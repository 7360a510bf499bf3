/** Two records of one woman: found by the program, compared and merged by a clerk, while her referral goes on; and undone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import type { ReferralWorld } from '../../../../test/referral-world.ts';
import { ACCEPTANCE, OUT_FORM, openReferralWorld, outcome } from '../../../../test/referral-world.ts';
import { recountCases, recountParties, recountSteps } from '../../../../test/recount.ts';
import { ZONE } from '../../../../test/world.ts';
import type { WorldPerson } from '../../../../test/world.ts';
import { takeStep } from '../../../engines/pathways/run.ts';
import type { Resource } from '../../../fhir/resource.ts';
import { newVersion } from '../../../fhir/store/new-version.ts';
import { storeStatements } from '../../../fhir/store/statements.ts';
import { readLog } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ids.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { screenResidents } from './operations/screening.ts';
import { identityRoutes } from './routes.ts';

let world: ReferralWorld;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openReferralWorld();
  const log = readLog(world.app, world.clock);
  routes = identityRoutes({ engine: world.engine, zone: ZONE, recordRead: (row) => log.record(row) });
});
afterAll(() => world.drop());

const client = (organisation: string): Actor => ({
  id: `client:${organisation}`,
  person: null,
  role: 'service-client',
  organisation,
  purpose: 'care',
});
const written = async (organisation: string, name: string, more: object = {}): Promise<string> => {
  const id = newId();
  const by = client(organisation);
  const at = world.clock.now();
  const patient: Resource = {
    resourceType: 'Patient',
    name: [{ text: name }],
    gender: 'female',
    birthDate: '1971-05-09',
    telecom: [{ system: 'phone', value: '13911112222' }],
    ...more,
  };
  await world.app.write(by, at, (tx) => tx.finish(storeStatements([newVersion(patient, id, null, at)], by, at)));
  return id;
};
const pairOf = async (resident: string) => {
  const [row] = await world.owner(
    `select p.*, c.state, c.owner_organisation, c.owner_role, c.headline, c.resident from resident_pair p
      left join cases c on c.id = p.case_id where p.one = $1 or p.other = $1`,
    [resident],
  );
  return row;
};
const step = async (caseId: string, name: string, who: WorldPerson | Actor, answers: object = {}) => {
  const [row] = await world.owner('select version from cases where id = $1', [caseId]);
  return takeStep(world.engine, 'identity', {
    caseId,
    step: name,
    version: Number(row?.['version']),
    answers,
    actor: typeof who === 'string' ? world.actor(who) : who,
    key: null,
  });
};
const same = (keep: string) => ({ keep, grounds: ['card-seen'], note: '本人持证件到场核对' });
const ask = (who: WorldPerson, what: string, body?: object) =>
  call(routes, what, world.actor(who), { params: { id: CASE.id }, ...(body === undefined ? {} : { body }) });
/** The case the routes are asked about. */
const CASE = { id: '' };

describe('a woman written down twice', () => {
  let first: string;
  let second: string;
  let caseId: string;
  let referral: string;

  test('is found, and her case lies with the clerk of the hospital, naming nobody', async () => {
    first = await written('county-hospital', '周桂芳');
    expect(await screenResidents(world.engine)).toBe(1);
    expect(await pairOf(first)).toBeUndefined();
    second = await written('county-hospital', '周桂方');
    await screenResidents(world.engine);
    const pair = await pairOf(second);
    caseId = String(pair?.['case_id']);
    CASE.id = caseId;
    expect(pair).toMatchObject({
      state: 'found',
      owner_organisation: 'county-hospital',
      owner_role: 'admission-clerk',
      resident: null,
    });
    expect(String(pair?.['headline'])).toMatch(/^[^周桂芳]*同音[^周桂芳]*$/);
    const [task] = await world.owner(`select patient, content from resource where type = 'Task' and id = $1`, [caseId]);
    expect(task?.['patient']).toBeNull();
    expect(String(task?.['content'])).not.toMatch(/周|13911112222/);
    // compared again, the same pair is no second case
    await written('county-hospital', '陈大文', { birthDate: '1950-01-01', telecom: [] });
    await screenResidents(world.engine);
    expect(await world.owner('select count(*)::int as pairs from resident_pair')).toEqual([{ pairs: 1 }]);
  });

  test('is seen side by side by the house that decides, with the reasons, and by no other', async () => {
    const list = bodyOf(await ask('clerk', 'GET /api/identity/pairs'));
    expect(list['items']).toMatchObject([{ caseId, one: '周*芳', other: '周*方', mine: true }]);
    const compared = bodyOf(await ask('clerk', 'GET /api/identity/cases/:id'));
    expect(compared).toMatchObject({
      mayDecide: true,
      rules: { verified: false },
      one: { standing: true, phone: '13911112222', writtenBy: { id: 'county-hospital' } },
    });
    expect((compared['reasons'] as { feature: string }[]).map(({ feature }) => feature)).toContain('name-sounds-same');
    expect(refusedAs(await ask('city-clerk', 'GET /api/identity/cases/:id'))).toBe('pair.not-a-party');
    expect(refusedAs(await ask('officer', 'GET /api/identity/pairs'))).toBe('role.may-not');
    const [noted] = await world.owner(
      `select residents, purpose from audit where action = 'compare-residents' order by id desc limit 1`,
    );
    expect([...(noted?.['residents'] as string[])].sort()).toEqual([first, second].sort());
  });

  test('has an open referral that follows when she is one, and goes on', async () => {
    await world.owner(
      `insert into relation select $1, o, 'catchment', 'Patient/' || $1, '2026-01-01', null from unnest(array['township', 'village']) o`,
      [first],
    );
    referral = newId();
    await world.hold(referral, 'endocrinology');
    const sent = await takeStep(world.engine, 'referral', {
      caseId: referral,
      step: 'send',
      version: null,
      answers: { ...OUT_FORM, resident: first },
      actor: world.actor('gp'),
      key: null,
    });
    expect(outcome(sent)).toBe('sent');
    expect(outcome(await step(caseId, 'same-person', 'coordinator', same(second)))).toBe(
      'refused: step-of-another-role',
    );
    expect(outcome(await step(caseId, 'same-person', 'clerk', same('somebody')))).toBe(
      'refused: pair.keep-one-of-them',
    );
    expect(outcome(await step(caseId, 'compare', 'clerk'))).toBe('compared');
    expect(outcome(await step(caseId, 'same-person', 'clerk', same(second)))).toBe('one-person');
    expect(await world.owner('select resident from cases where id = $1', [referral])).toEqual([{ resident: second }]);
    expect(outcome(await world.step(referral, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
    for (const recount of [recountCases, recountParties, recountSteps]) expect(await recount(world.owner)).toEqual([]);
  });

  test('is two again when the clerk undoes it, and nobody asks once more', async () => {
    expect(refusedAs(await ask('coordinator', 'POST /api/identity/cases/:id/undo', { reason: '误判' }))).toBe(
      'role.may-not',
    );
    const undone = await ask('clerk', 'POST /api/identity/cases/:id/undo', {
      reason: '家属说是姐妹',
      assigned: [],
    });
    expect(bodyOf(undone)['id']).toEqual(expect.any(String));
    expect(await world.owner('select resident, state from cases where id = $1', [referral])).toEqual([
      { resident: first, state: 'accepted' },
    ]);
    for (const recount of [recountCases, recountParties, recountSteps]) expect(await recount(world.owner)).toEqual([]);
    const compared = bodyOf(await ask('clerk', 'GET /api/identity/cases/:id'));
    expect(compared['merge']).toMatchObject({ undone: { reason: '家属说是姐妹', by: { name: '刘洋' } } });
    // both wait to be compared anew, with each other as well
    const waiting = await world.owner('select resident from resident_unscreened order by 1');
    expect(waiting.map((row) => row['resident'])).toEqual([first, second].sort());
    await screenResidents(world.engine);
    expect(await world.owner('select decision from resident_pair')).toEqual([{ decision: 'different' }]);
    expect(await world.owner(`select action from audit where action like '%merge-residents' order by id`)).toEqual([
      { action: 'merge-residents' },
      { action: 'unmerge-residents' },
    ]);
  });
});

test('a question goes to the house that wrote the newer one down, and its answer comes back to who decides', async () => {
  const known = await written('city-hospital', '郝建国', { birthDate: '1962-02-11', telecom: [] });
  await screenResidents(world.engine);
  await world.owner(`update resident set catchment = 'village' where id = $1`, [known]);
  const found = await written('county-hospital', '郝建国', { birthDate: '1962-02-11', telecom: [] });
  await screenResidents(world.engine);
  const pair = await pairOf(found);
  // a village's records are kept by its township hospital
  expect(pair).toMatchObject({ keeper: 'township', finder: 'county-hospital', owner_role: 'public-health-worker' });
  const keeper: Actor = { ...world.actor('nurse'), id: 'keeper-role', role: 'public-health-worker' };
  const asked = await step(String(pair?.['case_id']), 'ask', keeper, { question: '请核对身份证号' });
  expect(outcome(asked)).toBe('asked');
  expect(await pairOf(found)).toMatchObject({ owner_organisation: 'county-hospital', owner_role: 'admission-clerk' });
  expect(outcome(await step(String(pair?.['case_id']), 'answer', 'clerk', { answer: '已电话核对' }))).toBe('compared');
  const apart = { grounds: ['relatives'], note: '同名父子' };
  expect(outcome(await step(String(pair?.['case_id']), 'different-persons', keeper, apart))).toBe('two-persons');
  expect(await pairOf(found)).toMatchObject({ decision: 'different' });
});

test('a case with nothing left to decide is closed by the program', async () => {
  const [one, two, three] = [
    await written('county-hospital', '于长河', { birthDate: '1949-10-02', telecom: [] }),
    await written('county-hospital', '于长河', { birthDate: '1949-10-02', telecom: [] }),
    await written('county-hospital', '于长河', { birthDate: '1949-10-02', telecom: [] }),
  ];
  await screenResidents(world.engine);
  const open = async () =>
    world.owner(
      `select p.case_id, p.one, p.other, c.state from resident_pair p join cases c on c.id = p.case_id
        where p.one = any($1) and p.other = any($1) order by c.state, p.one`,
      [[one, two, three]],
    );
  const pairs = await open();
  expect(pairs.map(({ state }) => state)).toEqual(['found', 'found', 'found']);
  const [decided] = pairs;
  expect(
    outcome(await step(String(decided?.['case_id']), 'same-person', 'clerk', same(String(decided?.['one'])))),
  ).toBe('one-person');
  await screenResidents(world.engine);
  const after = await open();
  const absorbed = String(decided?.['other']);
  expect(
    after
      .filter((pair) => [pair['one'], pair['other']].includes(absorbed))
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['one-person', 'settled']);
});
