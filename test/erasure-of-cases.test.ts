/** 更正与删除 beside hospice and elder care: what a step wrote goes with its case, and nothing that can be erased stands in their tables. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasErrors, isRefused, takeStep } from '../src/engines/pathways/run.ts';
import { newId } from '../src/platform/ids.ts';
import { createFhir } from '../src/fhir/routes.ts';
import { clientOf, testClient } from '../src/fhir/test-client.ts';
import type { HospiceWorld } from './hospice-world.ts';
import { ADMISSION, openHospiceWorld, outcome, SCORE } from './hospice-world.ts';
import { NOW } from './world.ts';

let world: HospiceWorld;
let stay = '';

beforeAll(async () => {
  world = await openHospiceWorld();
  world.clock.set(NOW);
  await world.owner(`insert into person (id, name) values ('hospice-affairs', 'hospice-affairs');`);
  await world.owner(
    `insert into practitioner_role (id, person, role, organisation, from_on)
     values ('hospice-affairs-role', 'hospice-affairs', 'medical-affairs', 'hospice', '2024-01-01')`,
  );
  stay = (await world.refer()).id;
  const wish = { careAt: 'home', dieAt: 'home', capable: 'yes', assessedBy: '安宁病区医生', how: 'spoken' };
  for (const [step, who, answers] of [
    ['admit', 'hospice-doctor', { ...ADMISSION, admittedAt: NOW.toISOString() }],
    ['score', 'hospice-nurse', SCORE],
    ['record-wishes', 'hospice-nurse', { ...wish, refused: ['resuscitation'] }],
  ] as const)
    expect(outcome(await world.step(stay, step, who, answers))).toBe('in-care');
});
afterAll(() => world.drop());

/** Asks as the hospice's doctor; what comes of it. */
const ask = async (entry: string): Promise<string> => {
  const result = await takeStep(world.engine, 'erasure', {
    caseId: newId(),
    step: 'ask',
    version: null,
    answers: { resident: 'wu', entry, kind: 'by-law', basis: 'consent-withdrawn', explanation: '居民书面撤回同意' },
    actor: world.person('hospice-doctor'),
    key: null,
  });
  return isRefused(result) ? result.refusal.refused : hasErrors(result) ? 'errors' : result.state;
};

test('what a stay wrote is refused with a sentence, for the forms and the tables of the stay say the same', async () => {
  const written = await world.owner(
    `select type || '/' || id as entry, type from resource where patient = 'wu' and organisation = 'hospice' and id like $1 || '%' order by 1`,
    [stay],
  );
  for (const type of ['Consent', 'Observation', 'QuestionnaireResponse'])
    expect(written.map((row) => row['type'])).toContain(type);
  for (const { entry, type } of written)
    expect([entry, await ask(String(entry))]).toEqual([
      entry,
      type === 'Task' || type === 'QuestionnaireResponse' ? 'erasure.not-this' : 'erasure.of-a-case',
    ]);
  // and they say so: nothing of the stay was touched
  const kept = await world.owner('select items from hospice_score where case_id = $1', [stay]);
  expect(kept).toEqual([{ items: JSON.stringify(SCORE) }]);
});

test('an entry of a case is known by its id, in every form the steps give it', async () => {
  const ids = ['', '-1', '-12', '-w1', '-s4', '-s', '-a2', '-p3', '-v10'].map((end) => `${stay}${end}`);
  for (const [id, of] of [
    ...ids.map((each) => [each, true] as const),
    [`${stay}-other`, false],
    ['of-nobody', false],
  ] as const) {
    const [rows = []] = await world.app.read(world.person('hospice-doctor'), NOW, [
      { text: 'select entry_of_case($1) as of', values: [id] },
    ]);
    expect([id, rows[0]?.['of']]).toEqual([id, of]);
  }
});

test('what can be erased stands in no table of the stay, the days or elder care', async () => {
  const hospice = testClient(createFhir({ db: world.app, clock: world.clock, ids: newId }), clientOf('hospice'));
  const created = await hospice('POST', 'Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { text: '疼痛评分' },
    subject: { reference: 'Patient/wu' },
    valueInteger: 6,
  });
  expect(created.status, created.text).toBe(201);
  const posted = String(created.body['id']);
  const tables = await world.owner(
    `select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'
        and relname ~ '^(hospice_|care_|stay|bed_wait|assessment_|benefit_)' order by 1`,
  );
  expect(tables.length).toBeGreaterThan(20);
  for (const { relname } of tables) {
    const [row] = await world.owner(
      `select count(*)::int as n from "${String(relname)}" as t where t::text like '%' || $1 || '%'`,
      [posted],
    );
    expect([relname, row?.['n']]).toEqual([relname, 0]);
  }
  expect(await ask(`Observation/${posted}`)).toBe('asked');
});
