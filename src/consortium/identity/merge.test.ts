import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../test/database.ts';
import { freshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { createFhir } from '../../fhir/routes.ts';
import { clientOf, testClient } from '../../fhir/test-client.ts';
import type { TestClient } from '../../fhir/test-client.ts';
import { IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import { FOLLOWING, OTHERWISE } from './follow.ts';
import { mergeResidents } from './merge.ts';
import { stragglerStatements } from './stragglers.ts';
import { undoMerge } from './unmerge.ts';

const clock = stoppedClock(new Date('2026-11-20T06:30:00Z'));
const CLERK = {
  id: 'clerk-role',
  person: 'clerk',
  role: 'admission-clerk',
  organisation: 'county-hospital',
  purpose: 'care',
} as const;
let database: FreshDatabase;
let hospital: TestClient;
let clinic: TestClient;
let city: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
  city = testClient(fhir, clientOf('city'));
});
afterAll(() => database.drop());

const made = async (client: TestClient, body: object): Promise<string> => {
  const answer = await client('POST', (body as { resourceType: string }).resourceType, body);
  expect([answer.status, answer.issues]).toEqual([201, []]);
  return String(answer.body.id);
};
const patient = (name: string, more: object = {}): object => ({
  resourceType: 'Patient',
  name: [{ text: name }],
  ...more,
});
const weight = (resident: string, value = '60'): object => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: '体重' },
  subject: { reference: `Patient/${resident}` },
  valueString: value,
});
const found = async (client: TestClient, query: string): Promise<readonly string[]> => {
  const { body } = await client('GET', query);
  return ((body['entry'] ?? []) as { resource: { id: string } }[]).map(({ resource }) => resource.id).sort();
};
const merge = async (absorbed: string, survivor: string): Promise<string> => {
  clock.advance(1000);
  const merged = await mergeResidents({ db: database.app, clock, ids: newId }, CLERK, {
    absorbed,
    survivor,
    reason: '同一人',
  });
  if (isRefusal(merged)) throw new Error(merged.refused);
  return merged.id;
};
const undo = (id: string, assigned: readonly string[] = []) => {
  clock.advance(1000);
  return undoMerge({ db: database.app, clock }, CLERK, { merge: id, reason: '误判', assigned });
};

test('every table that names a resident follows a merge, or is known not to', async () => {
  const rows = await database.owner(
    `select table_name as name from information_schema.columns
      where table_schema = $1 and column_name in ('resident', 'patient') order by 1`,
    [database.schema],
  );
  const known = new Set([...FOLLOWING, ...OTHERWISE]);
  expect(rows.map(({ name }) => name).filter((name) => !known.has(String(name)))).toEqual([]);
});

test('two houses that each knew one half see one record, under either id, and both texts stay as sent', async () => {
  const absorbed = await made(hospital, patient('吴淑琴'));
  const survivor = await made(clinic, patient('吴淑芹', { active: true }));
  const ours = await made(hospital, weight(absorbed));
  const theirs = await made(clinic, weight(survivor));
  const before = (await hospital('GET', `Observation/${ours}`)).text;
  await merge(absorbed, survivor);
  for (const client of [hospital, clinic])
    for (const id of [absorbed, survivor])
      expect(await found(client, `Observation?patient=${id}`)).toEqual([ours, theirs].sort());
  expect((await clinic('GET', `Observation/${ours}`)).text).toBe(before);
  expect((await clinic('GET', `Patient/${absorbed}`)).body).toMatchObject({
    active: false,
    link: [{ other: { reference: `Patient/${survivor}` }, type: 'replaced-by' }],
  });
  expect((await hospital('GET', `Patient/${survivor}`)).body).toMatchObject({
    active: true,
    link: [{ other: { reference: `Patient/${absorbed}` }, type: 'replaces' }],
  });
  // whoever had a reason for neither has none now
  expect((await city('GET', `Patient/${absorbed}`)).status).toBe(404);
  // what comes late under the old id is the one resident's; the Patient itself is changed no more
  const late = await made(city, weight(absorbed, '61'));
  expect(await found(city, `Observation?patient=${survivor}`)).toEqual([ours, theirs, late].sort());
  const changed = await hospital('PUT', `Patient/${absorbed}`, { ...patient('吴淑琴'), id: absorbed });
  expect([changed.status, changed.issues]).toEqual([409, ['absorbed-patient @ Patient.link']]);
});

test('what was written since is assigned by a person; nothing else may be', async () => {
  const absorbed = await made(hospital, patient('李国强'));
  const survivor = await made(clinic, patient('李国强'));
  const old = await made(clinic, weight(survivor, 'old'));
  const id = await merge(absorbed, survivor);
  clock.advance(1000);
  const ofSurvivor = await made(clinic, weight(survivor, 'kept'));
  const ofAbsorbed = await made(clinic, weight(survivor, 'assigned'));
  const named = await made(hospital, weight(absorbed, 'named'));
  expect(await undo(id, [`Observation/${old}`])).toEqual({ refused: 'identity.not-in-doubt' });
  expect(await undo(id, [`Observation/${named}`])).toEqual({ refused: 'identity.not-in-doubt' });
  expect(await undo(id, [`Observation/${ofAbsorbed}`])).toBe(true);
  expect(await found(hospital, `Observation?patient=${absorbed}`)).toEqual([ofAbsorbed, named].sort());
  expect(await found(clinic, `Observation?patient=${survivor}`)).toEqual([old, ofSurvivor].sort());
  // the clinic wrote one about the other: it has a reason to read them both, the hospital only its own
  expect(await found(clinic, `Observation?patient=${absorbed}`)).toEqual([ofAbsorbed, named].sort());
  expect(await found(hospital, `Observation?patient=${survivor}`)).toEqual([]);
  const moved = await clinic('GET', `Observation/${ofAbsorbed}`);
  expect(moved.body).toMatchObject({ subject: { reference: `Patient/${absorbed}` }, meta: { versionId: '2' } });
  expect(await undo(id)).toEqual({ refused: 'identity.undone-already' });
});

test('of a chain the last link is undone first, and a number is nobody else’s while they are one', async () => {
  const card = (value: string): object => ({ identifier: [{ system: IDENTITY_NUMBER, value }] });
  const first = await made(hospital, patient('甲', card('11010119900307003X')));
  const second = await made(hospital, patient('乙'));
  const third = await made(hospital, patient('丙', card('110101199003070038')));
  const early = await merge(first, second);
  const late = await merge(second, third);
  expect(await undo(early)).toEqual({ refused: 'identity.merged-on' });
  const again = await clinic('POST', 'Patient', patient('丁', card('11010119900307003X')));
  expect([again.status, again.issues]).toEqual([409, ['identity-number-in-use @ Patient.identifier']]);
  // the one who is both writes the other number too: no contradiction as long as they are one
  const both = {
    ...patient('丙', {
      identifier: [...identifiersOf(card('110101199003070038')), ...identifiersOf(card('11010119900307003X'))],
    }),
    id: third,
  };
  expect((await hospital('PUT', `Patient/${third}`, both)).status).toBe(200);
  // apart, a number that may be only one's would be two's
  expect(await undo(late)).toEqual({ refused: 'identity.same-card-twice' });
  expect(
    (await hospital('PUT', `Patient/${third}`, { ...patient('丙', card('110101199003070038')), id: third })).status,
  ).toBe(200);
  expect(await undo(late)).toBe(true);
  expect(await undo(early)).toBe(true);
  const standing = await database.owner(
    `select resident, value from resident_card where resident = any($1) order by value`,
    [[first, second, third]],
  );
  expect(standing).toEqual([
    { resident: third, value: '110101199003070038' },
    { resident: first, value: '11010119900307003X' },
  ]);
});

const identifiersOf = (body: object): readonly object[] => (body as { identifier: object[] }).identifier;

test('a record committed under the absorbed id while it was being merged is found soon after', async () => {
  const absorbed = await made(hospital, patient('吴秀英'));
  const survivor = await made(clinic, patient('吴秀英'));
  const late = await made(hospital, weight(absorbed));
  await merge(absorbed, survivor);
  // as the transaction that did not see the merge would have left it
  await database.owner(`update resource set patient = $1 where id = $2`, [absorbed, late]);
  expect(await found(clinic, `Observation?patient=${survivor}`)).toEqual([]);
  const program = { ...CLERK, id: 'system:identity', purpose: 'system' } as const;
  await database.app.write(program, clock.now(), (tx) => tx.finish(stragglerStatements(clock.now())));
  expect(await found(clinic, `Observation?patient=${survivor}`)).toEqual([late]);
});
