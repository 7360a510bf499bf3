/** A category that is added, or a code that leaves one, reaches what was stored before it, in every version. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';
import { CATEGORIES } from './access-facts.ts';
import { relabel } from './relabel.ts';
import type { SensitiveCategories } from './sensitivity.ts';

let world: World;
let county: TestClient;
let city: TestClient;
const ICD = 'http://hl7.org/fhir/sid/icd-10';
const condition = (code: string, more: object = {}) => ({
  resourceType: 'Condition',
  clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
  code: { coding: [{ system: ICD, code }] },
  subject: { reference: 'Patient/wu' },
  ...more,
});

beforeAll(async () => {
  world = await openWorld();
  const fhir = createFhir({ db: world.app, clock: world.clock, ids: newId });
  county = testClient(fhir, clientOf('county-hospital'));
  city = testClient(fhir, clientOf('city-hospital'));
  for (const organisation of ['county-hospital', 'city-hospital'])
    await world.owner(`insert into relation values ('wu', $1, 'registration', 'x', $2, null)`, [organisation, NOW]);
});
afterAll(() => world.drop());

/** The mental health codes belong nowhere any more, hypertension to mental health. */
const changed: SensitiveCategories = {
  ...CATEGORIES,
  version: '2027.1',
  codes: [{ category: 'mental-health', system: ICD, prefixes: ['I10'], source: 'test', verified: false }],
};

test('is out of sight, and back in it, by the table in force', async () => {
  const paths: string[] = [];
  for (const code of ['I10', 'F32.1']) {
    const { body } = await county('POST', 'Condition', condition(code));
    paths.push(`Condition/${String(body['id'])}`);
    await county('PUT', paths.at(-1) ?? '', condition(code, { id: body['id'], note: [{ text: 'x' }] }));
  }
  const [hypertension = '', depression = ''] = paths;
  const wish = {
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: 'Patient/wu' },
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
    provision: {
      type: 'deny',
      securityLabel: [{ system: 'https://kanglian.org/fhir/CodeSystem/sensitive-category', code: 'mental-health' }],
    },
  };
  expect((await county('POST', 'Consent', wish)).status).toBe(201);
  const sees = async (path: string): Promise<readonly number[]> =>
    Promise.all(['', '/_history/1'].map(async (version) => (await city('GET', `${path}${version}`)).status));
  const run = (categories?: SensitiveCategories) => relabel(world.app, world.clock, () => false, categories);
  // nothing is to be done for the table everything was stored by
  await run();
  expect([await sees(hypertension), await sees(depression)]).toEqual([
    [200, 200],
    [404, 404],
  ]);
  await run(changed);
  expect([await sees(hypertension), await sees(depression)]).toEqual([
    [404, 404],
    [200, 200],
  ]);
  const [mark] = await world.owner(
    `select value ->> 'version' as version, value ->> 'done' as done from region_fact where name = 'sensitivity-labels'`,
  );
  expect(mark).toEqual({ version: '2027.1', done: 'true' });
  // and what a program asks for without the right to is not done
  await world.app.write(clientOf('city-hospital').actor, NOW, (tx) =>
    tx.finish([
      {
        text: `select relabel('{Condition}', $1, '{2}', '{null}')`,
        values: [[hypertension.slice('Condition/'.length)]],
      },
    ]),
  );
  expect(await sees(hypertension)).toEqual([404, 404]);
});
