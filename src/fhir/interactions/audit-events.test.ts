/** The audit as AuditEvent: for those who may, of their own house, read-only, and itself on record. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, resourcesOf, testClient } from '../test-client.ts';
import { validate } from '../validate/validate.ts';

let world: World;
let fhir: ReturnType<typeof createFhir>;
beforeAll(async () => {
  world = await openWorld();
  fhir = createFhir({ db: world.app, clock: world.clock, ids: newId });
});
afterAll(() => world.drop());

const person = (who: 'affairs' | 'physician') =>
  testClient(fhir, { actor: world.actor(who), session: 'digest', name: who, scope: '' });

test('tells what the own house looked at, newest first and in pages, and nothing of other houses', async () => {
  await world.owner(
    `insert into relation select 'wu', o, 'case', 'x', $1, null from unnest(array['county-hospital', 'city-hospital']) as o`,
    [new Date(0)],
  );
  const county = testClient(fhir, clientOf('county-hospital'));
  await testClient(fhir, clientOf('city-hospital'))('GET', 'Condition?patient=wu');
  await county('POST', 'Condition', {
    resourceType: 'Condition',
    code: { text: '高血压' },
    subject: { reference: 'Patient/wu' },
  });
  await county('GET', 'Condition?patient=wu');
  await world.owner(
    `insert into emergency_access values ('e1', 'wu', 'physician-role', 'physician', 'county-hospital', 'unconscious', 'x', true, $1, $2)`,
    [NOW, new Date(NOW.getTime() + 1000)],
  );
  await person('physician')('GET', 'Condition?patient=wu');

  const found = await person('affairs')('GET', 'AuditEvent?patient=wu&_count=2');
  expect(found.status).toBe(200);
  const events = resourcesOf(found);
  expect(events).toHaveLength(2);
  expect(events[0]).toMatchObject({
    resourceType: 'AuditEvent',
    action: 'E',
    purposeOfEvent: [{ coding: [{ code: 'BTG' }] }],
    agent: [
      { who: { reference: 'PractitionerRole/physician-role' } },
      { who: { reference: 'Organization/county-hospital' } },
    ],
  });
  expect(JSON.stringify(events[0])).toContain('"Task/e1"');
  const next = (found.body['link'] as readonly { relation: string; url: string }[]).find(
    ({ relation }) => relation === 'next',
  );
  const rest = resourcesOf(await person('affairs')('GET', next?.url.replace('http://127.0.0.1/fhir/', '') ?? ''));
  expect(rest.map((event) => event['action'])).toEqual(['C']);
  for (const event of [...events, ...rest]) {
    expect(validate(event)).toMatchObject({ issues: [] });
    expect(JSON.stringify(event)).not.toContain('city-hospital');
  }
  const one = await person('affairs')('GET', `AuditEvent/${events[0]?.id ?? ''}`);
  expect(one.body).toEqual(events[0]);
  const [last] = await world.owner('select action, target from audit order by id desc limit 1');
  expect(last).toEqual({ action: 'read-audit', target: `AuditEvent/${events[0]?.id ?? ''}` });
});

test('is refused to who may not, and written by nobody', async () => {
  expect((await person('physician')('GET', 'AuditEvent?patient=wu')).status).toBe(403);
  expect(
    (await testClient(fhir, clientOf('county-hospital', 'system/Patient.rs'))('GET', 'AuditEvent?patient=wu')).status,
  ).toBe(403);
  const client = testClient(fhir, clientOf('county-hospital'));
  expect((await client('GET', 'AuditEvent?patient=wu')).status).toBe(200);
  expect((await client('GET', 'AuditEvent?agent=x')).status).toBe(400);
  expect((await client('GET', 'AuditEvent/nonsense')).status).toBe(404);
  for (const method of ['POST', 'PUT', 'DELETE'] as const)
    expect([404, 405]).toContain((await client(method, 'AuditEvent/1', { resourceType: 'AuditEvent' })).status);
  expect((await client('POST', 'AuditEvent', { resourceType: 'AuditEvent' })).status).toBe(405);
});
