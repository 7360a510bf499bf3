/** What a client may ask of an answer: parts of a resource, a total, whether it changed at all, a batch, a create only if needed. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { elementsOf, namesOf, r4 } from '../definitions/table.ts';
import type { Resource } from '../resource.ts';
import { createFhir } from '../routes.ts';
import { clientOf, entriesOf, resourcesOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00.400Z'));
const CARD = 'urn:local:card';
let database: FreshDatabase;
let hospital: TestClient;
let clinic: TestClient;
beforeAll(async () => {
  database = await freshDatabase({ connections: 20 });
  const fhir = createFhir({ db: database.app, clock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
});
afterAll(() => database.drop());

const resident = (card: string, more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: CARD, value: card }],
  name: [{ text: '李雪' }],
  gender: 'female',
  ...more,
});
const create = async (resource: object): Promise<Resource> => {
  const answered = await hospital('POST', (resource as Resource).resourceType, resource);
  expect(answered.issues).toEqual([]);
  return answered.body;
};
const tagsOf = (resource: Resource | undefined): readonly unknown[] => resource?.meta?.tag ?? [];
const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

describe('a part of a resource', () => {
  const weight = (patient: string) =>
    `{"resourceType":"Observation","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">52.50 kg</div>"},"status":"final","code":{"text":"体重"},"subject":{"reference":"Patient/${patient}"},"valueQuantity":{"value":52.50,"unit":"kg"},"note":[{"text":"晨起空腹"}]}`;

  test('has what was asked for and what it cannot do without, and says that it is a part', async () => {
    const { id: patient } = await create(resident('A1'));
    const made = await hospital('POST', 'Observation', weight(String(patient)));
    const path = `Observation/${String(made.body.id)}`;
    const named = await hospital('GET', `${path}?_elements=value,Observation.note`);
    expect(Object.keys(named.body).sort()).toEqual(
      ['resourceType', 'id', 'meta', 'status', 'code', 'note', 'valueQuantity'].sort(),
    );
    expect(named.text).toContain('"value":52.50,');
    expect(tagsOf(named.body)).toEqual([SUBSETTED]);
    const inShort = await hospital('GET', `${path}?_summary=true`);
    expect(Object.keys(inShort.body)).not.toContain('note');
    expect(inShort.text).toContain('"value":52.50,');
    const asText = await hospital('GET', `${path}?_summary=text`);
    expect(Object.keys(asText.body).sort()).toEqual(['code', 'id', 'meta', 'resourceType', 'status', 'text']);
    const data = await hospital('GET', `${path}?_summary=data`);
    expect(Object.keys(data.body)).not.toContain('text');
    expect(Object.keys(data.body)).toContain('note');
    // what is stored did not become a part
    expect((await hospital('GET', path)).text).toBe(made.text);
  });

  test('is given of every resource of a page too, and the next page has the same parts', async () => {
    const { id: patient } = await create(resident('A2'));
    for (let n = 0; n < 3; n++) await hospital('POST', 'Observation', weight(String(patient)));
    const page = await hospital('GET', `Observation?patient=${String(patient)}&_count=2&_elements=code`);
    const parts = resourcesOf(page);
    expect(parts).toHaveLength(2);
    for (const part of parts) {
      expect(part['note']).toBeUndefined();
      expect(tagsOf(part)).toEqual([SUBSETTED]);
    }
    const links = page.body['link'] as readonly { relation: string; url: string }[];
    const next = links.find(({ relation }) => relation === 'next')?.url ?? '';
    const rest = await hospital('GET', next.replace('http://127.0.0.1/fhir/', ''));
    expect(resourcesOf(rest).map((part) => part['note'])).toEqual([undefined]);
  });

  test('stands on several lines where somebody wants to read it, every digit as it was sent', async () => {
    const { id: patient } = await create(resident('A3'));
    const made = await hospital('POST', 'Observation?_pretty=true', weight(String(patient)));
    expect(made.status).toBe(201);
    expect(made.text).toContain('\n  "resourceType": "Observation"');
    expect(made.text).toContain('"value": 52.50,');
  });

  test('asked for by no name, by two ways at once or by a word nobody knows is refused', async () => {
    const { id } = await create(resident('A4'));
    for (const query of ['_summary=short', '_elements=na me', '_elements=name&_summary=true', '_pretty=yes'])
      expect((await hospital('GET', `Patient/${String(id)}?${query}`)).status).toBe(400);
  });

  test('never lacks a required or modifying element, whatever is asked for', async () => {
    const row = r4.types.get('Patient');
    if (row === undefined) throw new Error('no Patient');
    const names = elementsOf(row).flatMap(namesOf);
    const { id } = await create(
      resident('A5', {
        active: true,
        birthDate: '1950-01-01',
        deceasedBoolean: false,
        maritalStatus: { text: '已婚' },
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }), async (asked) => {
        const { body } = await hospital('GET', `Patient/${String(id)}?_elements=${asked.join(',')}`);
        expect(body).toMatchObject({ resourceType: 'Patient', id, active: true, deceasedBoolean: false });
        const extra = Object.keys(body).filter((name) => !asked.includes(name));
        expect(extra.every((name) => ['resourceType', 'id', 'meta', 'active', 'deceasedBoolean'].includes(name))).toBe(
          true,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('the total of a search', () => {
  test('is told beside the page, or alone, and counts only what the client may see', async () => {
    for (let n = 0; n < 5; n++) await create(resident(`T${n}`, { birthDate: '1931-05-06' }));
    const beside = await hospital('GET', 'Patient?birthdate=1931-05-06&_count=2&_total=accurate');
    expect([beside.body['total'], entriesOf(beside).length]).toEqual([5, 2]);
    const alone = await hospital('GET', 'Patient?birthdate=1931-05-06&_summary=count');
    expect([alone.body['total'], entriesOf(alone).length]).toEqual([5, 0]);
    expect((await clinic('GET', 'Patient?birthdate=1931-05-06&_summary=count')).body['total']).toBe(0);
    const noted = await database.owner(
      `select actor, residents from audit where action = 'search' and target like 'Patient?birthdate%' order by id desc limit 2`,
    );
    expect(noted).toEqual([
      { actor: 'client:clinic', residents: [] },
      { actor: 'client:hospital', residents: [] },
    ]);
  });
});

describe('a conditional read', () => {
  test('answers 304 to whom the version or the second is known, and the record to others', async () => {
    const { id } = await create(resident('C1'));
    const read = async (headers: Record<string, string>) =>
      (await hospital('GET', `Patient/${String(id)}`, undefined, headers)).status;
    expect(await read({ 'if-none-match': 'W/"7", W/"1"' })).toBe(304);
    expect(await read({ 'if-none-match': 'W/"7"' })).toBe(200);
    expect(await read({ 'if-modified-since': 'Mon, 02 Mar 2026 01:00:00 GMT' })).toBe(304);
    expect(await read({ 'if-modified-since': 'Mon, 02 Mar 2026 00:59:59 GMT' })).toBe(200);
    expect(await read({ 'if-modified-since': 'some day' })).toBe(200);
    expect(await read({ 'if-modified-since': 'Mon, 02 Mar 2026 01:00:00 GMT', 'if-none-match': 'W/"2"' })).toBe(200);
  });
});

describe('what is answered to a write', () => {
  test('is the record, nothing, or a sentence, as the client prefers', async () => {
    const ask = (prefer: string) => hospital('POST', 'Patient', resident(`P-${prefer}`), { prefer });
    const bare = await ask('return=minimal');
    expect([bare.status, bare.text]).toEqual([201, '']);
    expect(bare.headers['location']).toMatch(/\/Patient\/[^/]+\/_history\/1$/);
    expect((await ask('return=representation')).body.resourceType).toBe('Patient');
    const said = await ask('handling=strict, return=OperationOutcome');
    expect(said.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'information' }] });
    // a refusal is told however little is preferred
    const refusal = await hospital(
      'POST',
      'Patient',
      { resourceType: 'Patient', foo: 1 },
      { prefer: 'return=minimal' },
    );
    expect(refusal.issues).toEqual(['unknown-element @ Patient.foo']);
  });
});

describe('a create only if there is none yet', () => {
  const unless = (condition: string, resource: object, ask = hospital) =>
    ask('POST', (resource as Resource).resourceType, resource, { 'if-none-exist': condition });

  test('creates the first time, and answers what is there the second', async () => {
    const first = await unless(`identifier=${CARD}|N1`, resident('N1'));
    expect(first.status).toBe(201);
    const again = await unless(`identifier=${CARD}|N1`, resident('N1', { gender: 'male' }));
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers['etag']).toBe('W/"1"');
    const [row] = await database.owner(
      `select count(*)::integer as n from audit where action = 'create' and target = $1`,
      [`Patient/${String(first.body.id)}`],
    );
    expect(row).toEqual({ n: 1 });
  });

  test('sent fifty times at once creates one', async () => {
    // the connections are opened by the first round, so that the next ones meet
    for (const card of ['N2', 'N2-again', 'N2-once-more']) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => unless(`identifier=${CARD}|${card}`, resident(card))),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    }
  });

  test('is refused where several fit, where anything would fit, and where the condition cannot be read', async () => {
    await create(resident('N3'));
    await create(resident('N3'));
    const outcome = async (condition: string) => {
      const { status, issues } = await unless(condition, resident('N3'));
      return [status, issues[0]];
    };
    expect(await outcome(`identifier=${CARD}|N3`)).toEqual([412, 'many-match']);
    expect(await outcome('_count=1')).toEqual([400, 'no-condition']);
    expect(await outcome('shoe-size=44')).toEqual([400, 'unknown-parameter @ http.shoe-size']);
  });

  test('does not find what the client may not see', async () => {
    await create(resident('N4'));
    expect((await unless(`identifier=${CARD}|N4`, resident('N4'), clinic)).status).toBe(201);
  });
});

describe('a batch', () => {
  const send = (...entry: object[]) => hospital('POST', '', { resourceType: 'Bundle', type: 'batch', entry });
  type Response = { readonly status: string; readonly outcome?: { readonly issue: readonly unknown[] } };
  const responses = (answered: Awaited<ReturnType<typeof send>>): readonly Response[] =>
    (answered.body['entry'] as readonly { readonly response: Response }[]).map(({ response }) => response);

  test('does what can be done and says of each of the others why not, in the order it was asked', async () => {
    const { id } = await create(resident('B0'));
    const answered = await send(
      { request: { method: 'POST', url: 'Patient' }, resource: resident('B1') },
      { request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient', foo: 1 } },
      { request: { method: 'GET', url: `Patient/${String(id)}` } },
      { request: { method: 'GET', url: `http://127.0.0.1/fhir/Patient?identifier=${CARD}|B0` } },
      { request: { method: 'PUT', url: `Patient/${String(id)}`, ifMatch: 'W/"9"' }, resource: resident('B0') },
      { request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${CARD}|B0` }, resource: resident('B0') },
      { request: { method: 'DELETE', url: 'Observation/nothing' } },
      { request: { method: 'POST', url: '' }, resource: { resourceType: 'Bundle', type: 'batch' } },
      { resource: resident('B2') },
    );
    expect(answered.status).toBe(200);
    expect(responses(answered).map(({ status }) => status)).toEqual([
      '201',
      '422',
      '200',
      '200',
      '412',
      '200',
      '404',
      '400',
      '400',
    ]);
    expect(responses(answered)[1]?.outcome?.issue).toHaveLength(1);
    const entries = entriesOf(answered);
    expect(entries[0]?.resource.resourceType).toBe('Patient');
    expect(entries[2]?.resource.id).toBe(id);
    expect(entries[3]?.resource).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
    const found = await hospital('GET', `Patient?identifier=${CARD}|B1&_summary=count`);
    expect(found.body['total']).toBe(1);
  });

  test('lets nobody do by an entry what the token does not allow', async () => {
    const reader = testClient(
      createFhir({ db: database.app, clock, ids: newId }),
      clientOf('hospital', 'system/Patient.rs'),
    );
    const answered = await reader('POST', '', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'POST', url: 'Patient' }, resource: resident('B3') },
        { request: { method: 'GET', url: `Patient?identifier=${CARD}|B3` } },
      ],
    });
    expect(responses(answered).map(({ status }) => status)).toEqual(['403', '200']);
  });

  test('without entries is answered without entries, and one that is too long is refused', async () => {
    expect((await hospital('POST', '', { resourceType: 'Bundle', type: 'batch' })).body).toEqual({
      resourceType: 'Bundle',
      type: 'batch-response',
    });
    const small = testClient(
      createFhir({ db: database.app, clock, ids: newId, config: { mostEntries: 2 } }),
      clientOf('hospital'),
    );
    const entry = [1, 2, 3].map(() => ({ request: { method: 'GET', url: 'Patient' } }));
    expect((await small('POST', '', { resourceType: 'Bundle', type: 'batch', entry })).issues).toEqual([
      'too-many-entries',
    ]);
  });
});
