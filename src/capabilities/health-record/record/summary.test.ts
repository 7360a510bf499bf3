/** The summary that leaves: as a document over the FHIR interface, and on paper. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, refusedAs } from '../../../../test/call.ts';
import type { World } from '../../../../test/world.ts';
import { IDENTITY_SYSTEM, NOW, ZONE, openWorld } from '../../../../test/world.ts';
import { createFhir } from '../../../fhir/routes.ts';
import type { Resource } from '../../../fhir/resource.ts';
import { clientOf, testClient } from '../../../fhir/test-client.ts';
import type { Bundle, TestClient } from '../../../fhir/test-client.ts';
import { validate } from '../../../fhir/validate/validate.ts';
import { readLog } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ids.ts';
import { recordRoutes } from './routes.ts';
import { summaryOperation } from './server.ts';

let world: World;
let routes: readonly Route[];
let hospital: TestClient;
let stranger: TestClient;
let narrow: TestClient;

const wu = { subject: { reference: 'Patient/wu' } };
const put = async (type: string, id: string, rest: object): Promise<void> => {
  const answered = await hospital('PUT', `${type}/${id}`, { resourceType: type, id, ...rest });
  expect([200, 201], answered.sentences.join()).toContain(answered.status);
};
type Section = {
  readonly title: string;
  readonly code: { readonly coding: readonly { readonly code: string }[] };
  readonly text: { readonly div: string };
  readonly entry: readonly { readonly reference: string }[];
};
const parts = (bundle: Resource) => {
  const entries = (bundle as Bundle).entry ?? [];
  const composition = entries[0]?.resource;
  const sections = (composition?.['section'] ?? []) as readonly Section[];
  const byUrl = new Map(entries.map(({ fullUrl, resource }) => [fullUrl ?? '', resource]));
  const held = (code: string): readonly Resource[] =>
    sections
      .filter((section) => section.code.coding[0]?.code === code)
      .flatMap(({ entry }) => entry.flatMap(({ reference }) => byUrl.get(reference) ?? []));
  return { entries, composition, sections, byUrl, held };
};
const codeOf = (resource: Resource | undefined, element = 'code'): string | undefined =>
  (resource?.[element] as { readonly coding?: readonly { readonly code: string }[] } | undefined)?.coding?.[0]?.code;

beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  const fhir = createFhir({ db, clock, ids: newId, operations: [summaryOperation] });
  hospital = testClient(fhir, clientOf('county-hospital'));
  stranger = testClient(fhir, clientOf('other-county-hospital'));
  narrow = testClient(fhir, clientOf('county-hospital', 'system/Patient.r'));
  routes = recordRoutes({
    db,
    clock,
    zone: ZONE,
    readLog: readLog(db, clock),
    times: { code: (at) => ({ until: at, verified: true }), session: (at) => at, afterClosing: (at) => at },
    word: (_pathway, _kind, code) => code,
    // the page itself is looked at; that a PDF is made of it is tested where PDFs are made
    printer: { print: (html) => Promise.resolve(Buffer.from(html)), close: () => Promise.resolve() },
  });
  // the two are in the world's tables; their Patient is what the document carries
  for (const [id, name, born] of [
    ['wu', '吴淑琴', '1968-03-14'],
    ['li', '李国强', '1955-07-02'],
  ] as const)
    await world.owner(
      `insert into resource (type, id, version, updated_at, author, organisation, patient, content) values ('Patient', $1, 1, $2, 'x', 'township', $1, $3)`,
      [id, NOW, JSON.stringify({ resourceType: 'Patient', id, name: [{ text: name }], birthDate: born })],
    );
  await put('AllergyIntolerance', 'penicillin', {
    category: ['medication'],
    code: { text: '青霉素 <b>"&' },
    patient: { reference: 'Patient/wu' },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    reaction: [{ manifestation: [{ text: '皮疹' }] }],
  });
  await put('Condition', 'pressure', { code: { text: '高血压' }, ...wu, onsetDateTime: '2018' });
  await put('Condition', 'over', {
    code: { text: '骨折' },
    ...wu,
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'resolved' }],
    },
  });
  await put('Observation', 'old', {
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }], text: '糖化血红蛋白' },
    ...wu,
    effectiveDateTime: '2025-01-01',
    valueQuantity: { value: 8.1, unit: '%' },
  });
  await hospital(
    'PUT',
    'Observation/new',
    `{"resourceType":"Observation","id":"new","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}],"text":"糖化血红蛋白"},"subject":{"reference":"Patient/wu"},"effectiveDateTime":"2026-01-01","valueQuantity":{"value":7.50,"unit":"%"}}`,
  );
  await put('Encounter', 'li-visit', {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: 'Patient/li' },
    period: { start: '2026-10-01', end: '2026-10-01' },
  });
});
afterAll(() => world.drop());

describe('Patient/$summary', () => {
  test('is a document whose composition comes first and whose every entry is in it', async () => {
    const answered = await hospital('GET', 'Patient/wu/$summary');
    expect(answered.status, answered.sentences.join()).toBe(200);
    expect(validate(answered.body).issues).toEqual([]);
    const { entries, composition, sections, byUrl } = parts(answered.body);
    expect(answered.body).toMatchObject({ resourceType: 'Bundle', type: 'document' });
    expect(composition?.resourceType).toBe('Composition');
    const references = sections.flatMap(({ entry }) => entry.map(({ reference }) => reference));
    for (const reference of [
      ...references,
      (composition?.['subject'] as { reference: string }).reference,
      ...(composition?.['author'] as { reference: string }[]).map(({ reference }) => reference),
    ])
      expect(byUrl.has(reference), reference).toBe(true);
    expect(new Set(entries.map(({ fullUrl }) => fullUrl)).size).toBe(entries.length);
  });

  test('holds what stands, the newest of each value as it was sent, and nothing that is over', async () => {
    const answered = await hospital('GET', 'Patient/wu/$summary');
    const { held } = parts(answered.body);
    expect(held('48765-2').map(({ id }) => id)).toEqual(['penicillin']);
    expect(held('11450-4').map(({ id }) => id)).toEqual(['pressure']);
    expect(held('30954-2').map(({ id }) => id)).toEqual(['new']);
    expect(answered.text).toContain('"value":7.50');
  });

  test('says in a coded entry that nothing is known, and that nothing was found when asked', async () => {
    const before = parts((await hospital('GET', 'Patient/li/$summary')).body);
    expect(codeOf(before.held('48765-2')[0])).toBe('no-allergy-info');
    expect(codeOf(before.held('11450-4')[0])).toBe('no-problem-info');
    expect(codeOf(before.held('10160-0')[0], 'medicationCodeableConcept')).toBe('no-medication-info');
    await put('AllergyIntolerance', 'none', {
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
      },
      code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] },
      patient: { reference: 'Patient/li' },
    });
    const after = await hospital('GET', 'Patient/li/$summary');
    expect(codeOf(parts(after.body).held('48765-2')[0])).toBe('no-known-allergies');
    expect(validate(after.body).issues).toEqual([]);
  });

  test('tells it in words too, with everything a person typed escaped', async () => {
    const { sections } = parts((await hospital('GET', 'Patient/wu/$summary')).body);
    const div = sections[0]?.text.div ?? '';
    expect(div).toContain('青霉素 &lt;b&gt;&quot;&amp;');
    expect(div).not.toContain('<b>');
  });

  test('is found by a number, in the address or in Parameters, and never of somebody the asker has no relation to', async () => {
    const number = `${IDENTITY_SYSTEM}|220399196803140063`;
    const found = await hospital('GET', `Patient/$summary?identifier=${encodeURIComponent(number)}`);
    expect(parts(found.body).composition?.['title']).toBe('居民健康摘要');
    const posted = await hospital('POST', 'Patient/$summary', {
      resourceType: 'Parameters',
      parameter: [{ name: 'identifier', valueIdentifier: { system: IDENTITY_SYSTEM, value: '220399196803140063' } }],
    });
    expect(posted.status).toBe(200);
    expect((await stranger('GET', 'Patient/wu/$summary')).status).toBe(404);
    expect((await stranger('GET', `Patient/$summary?identifier=${encodeURIComponent(number)}`)).status).toBe(404);
    expect((await hospital('GET', 'Patient/$summary')).status).toBe(400);
    const [last] = await world.owner(
      `select outcome, residents from audit where action = 'read-summary-document' order by id desc limit 1`,
    );
    expect(last).toEqual({ outcome: 'refused', residents: [] });
  });

  test('is refused to a client that may read the Patient and not what else is in it', async () => {
    expect((await narrow('GET', 'Patient/wu/$summary')).status).toBe(403);
  });
});

describe('the printed summary', () => {
  const print = (id: string, language: 'zh' | 'en' = 'zh', who: 'gp' | 'gp-two' = 'gp') =>
    call(routes, 'POST /api/residents/:id/record/summary', world.actor(who), { params: { id }, language });
  const textOf = async (id: string, language: 'zh' | 'en' = 'zh'): Promise<string> => {
    const answer = await print(id, language);
    return 'body' in answer ? String(answer.body) : '';
  };

  test('says who printed which copy, keeps the identity masked, and is recorded copy by copy', async () => {
    const first = await textOf('wu');
    // in the margin of every page: what floats over the page lay over the table of the second
    expect(first).toMatch(/@bottom-left \{ content: "[^"]*第1份[^"]*" "\\A" "[^"]+"/);
    expect(first).not.toMatch(/position: *fixed/);
    expect(first).toContain('2203**********0063');
    expect(first).not.toContain('220399196803140063');
    expect(first).toContain('青霉素 &lt;b&gt;');
    expect(await textOf('wu', 'en')).toContain('copy 2');
    const prints = await world.owner('select copy, actor, language from record_print order by copy');
    expect(prints).toEqual([
      { copy: 1, actor: 'gp-role', language: 'zh' },
      { copy: 2, actor: 'gp-role', language: 'en' },
    ]);
    const audited = await world.owner(`select count(*) as n from audit where action = 'print-record'`);
    expect(audited).toEqual([{ n: 2 }]);
  });

  test('never leaves an empty box where nobody was asked', async () => {
    const text = await textOf('li');
    expect(text).toContain('没有疾病信息');
    expect(text).toContain('没有用药信息');
  });

  test('is refused without a relation', async () => {
    expect(refusedAs(await print('wu', 'zh', 'gp-two'))).toBe('record.no-relation');
  });

  test('two who print at once get two copies', async () => {
    await Promise.all([print('li'), print('li'), print('li')]);
    const copies = await world.owner(`select copy from record_print where resident = 'li' order by copy`);
    expect(copies.map(({ copy }) => copy)).toEqual([1, 2, 3, 4]);
  });
});
