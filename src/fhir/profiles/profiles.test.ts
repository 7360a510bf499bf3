/** The guide: what it asks of records that claim it, that it is good itself, and that the server shows it and answers $validate. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { makeIdentityNumber } from '../identity-number.ts';
import { textOf } from '../resource.ts';
import { createFhir } from '../routes.ts';
import { clientOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';
import { validate } from '../validate/validate.ts';
import { profileCheck } from './claimed.ts';
import { guide } from './guide.ts';
import { publishGuide } from './publish.ts';

const OURS = 'https://kanglian.org/fhir';
const profile = (id: string): string => `${OURS}/StructureDefinition/${id}`;
const issuesOf = (resource: unknown): readonly string[] =>
  validate(resource).issues.map(
    ({ word, values, expression }) =>
      `${word === 'profile-rule' ? String(values?.['key']) : word} @ ${String(expression)}`,
  );

const number = textOf(makeIdentityNumber({ area: '220302', birthDate: '1958-03-07', sequence: 22 })) ?? '';
const patient = {
  resourceType: 'Patient',
  meta: { profile: [profile('kanglian-patient')] },
  extension: [
    { url: profile('gb-t-2261-1'), valueCoding: { system: `${OURS}/CodeSystem/gb-t-2261-1`, code: '2' } },
    { url: profile('nationality'), valueCoding: { system: `${OURS}/CodeSystem/gb-3304`, code: '01' } },
  ],
  identifier: [
    { system: `${OURS}/sid/identity-number`, value: number },
    { system: `${OURS}/sid/passport`, value: 'E12345678' },
    { system: 'urn:elsewhere', value: '任意' },
  ],
  name: [{ text: '王秀英' }],
  gender: 'female',
  birthDate: '1958-03-07',
};
const vital = {
  resourceType: 'Observation',
  meta: { profile: [profile('kanglian-vital-signs')] },
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  subject: { reference: 'Patient/1' },
  effectiveDateTime: '2026-11-30',
  component: [
    { code: { text: '收缩压' }, valueQuantity: { value: 120, system: 'http://unitsofmeasure.org', code: 'mm[Hg]' } },
  ],
};
const identified = (value: string) => ({ ...patient, identifier: [{ system: `${OURS}/sid/identity-number`, value }] });
const lastDigit = number.endsWith('1') ? '2' : '1';

describe('the profiles', () => {
  test('every resource of the guide is good by R4, and every profile compiles', () => {
    for (const resource of guide) expect([resource.id, validate(resource).issues]).toEqual([resource.id, []]);
    const profiles = guide.filter((each) => each.resourceType === 'StructureDefinition' && each['kind'] === 'resource');
    expect(profiles).toHaveLength(8);
    for (const each of profiles) expect(profileCheck(String(each['url']))).toBeTypeOf('function');
  });

  test('a resident with identity card, passport and a number from elsewhere is good, and so is a blood pressure', () => {
    expect(issuesOf(patient)).toEqual([]);
    expect(issuesOf(vital)).toEqual([]);
  });

  test.each<readonly [string, object, string]>([
    [
      'a wrong check digit',
      identified(number.slice(0, 17) + lastDigit),
      'identity-number.check-digit @ Patient.identifier[0].value',
    ],
    ['seventeen digits', identified(number.slice(0, 17)), 'identity-number.length @ Patient.identifier[0].value'],
    [
      'another birth date',
      { ...patient, birthDate: '1958-03-08' },
      'identity-number.birth-date-differs @ Patient.identifier[0].value',
    ],
    ['another sex', { ...patient, gender: 'male' }, 'identity-number.gender-differs @ Patient.identifier[0].value'],
    [
      'two identity numbers',
      { ...patient, identifier: [patient.identifier[0], patient.identifier[0]] },
      'profile-max @ Patient.identifier',
    ],
    [
      'a passport in small letters',
      { ...patient, identifier: [{ system: `${OURS}/sid/passport`, value: 'e1' }] },
      'cn-psp @ Patient.identifier[0]',
    ],
    [
      'a card without a number',
      { ...patient, identifier: [{ system: `${OURS}/sid/health-card` }] },
      'profile-min @ Patient.identifier[0].value',
    ],
    ['no name', { ...patient, name: undefined }, 'profile-min @ Patient.name'],
    [
      'a nationality of no list',
      {
        ...patient,
        extension: [{ url: profile('nationality'), valueCoding: { system: `${OURS}/CodeSystem/gb-3304`, code: '57' } }],
      },
      'coding-not-in-set @ Patient.extension[0].valueCoding',
    ],
    [
      'a measurement without its unit',
      { ...vital, component: [{ code: { text: 'x' }, valueQuantity: { value: 120 } }] },
      'cn-unt @ Observation.component[0].valueQuantity',
    ],
    ['a laboratory value', { ...vital, category: [{ text: '检验' }] }, 'profile-min @ Observation.category'],
    [
      'a vital sign of a device',
      { ...vital, subject: { reference: 'Device/1' } },
      'wrong-target @ Observation.subject.reference',
    ],
    [
      'another type',
      { resourceType: 'Organization', name: 'x', meta: { profile: [profile('kanglian-patient')] } },
      'profile-type @ Organization',
    ],
  ])('%s is refused where it stands', (_what, resource, issue) => {
    expect(issuesOf(JSON.parse(JSON.stringify(resource)))).toContain(issue);
  });

  test('who does not claim the profile is not held to it', () => {
    const { meta: _meta, ...unclaimed } = identified('1');
    expect(issuesOf({ ...unclaimed, gender: 'male' })).toEqual([]);
  });
});

describe('the server', () => {
  let database: FreshDatabase;
  let ask: TestClient;
  const by = { ...clientOf('hospital').actor, id: 'system:guide', role: 'system' } as const;
  beforeAll(async () => {
    database = await freshDatabase();
    ask = testClient(createFhir({ db: database.app, clock: systemClock, ids: newId }), clientOf('hospital'));
  });
  afterAll(() => database.drop());

  test('shows the guide by reading and searching, and writes it once', async () => {
    expect(await publishGuide(database.app, by, systemClock)).toBe(guide.length);
    expect(await publishGuide(database.app, by, systemClock)).toBe(0);
    const shown = await ask('GET', 'StructureDefinition/kanglian-patient');
    expect([shown.status, shown.body['url']]).toEqual([200, profile('kanglian-patient')]);
    const found = await ask('GET', 'CodeSystem?_id=gb-3304');
    expect((found.body['entry'] as readonly unknown[] | undefined)?.length).toBe(1);
    await database.owner(
      `update resource set content = '{"resourceType":"CodeSystem","id":"gb-3304"}' where id = 'gb-3304' and type = 'CodeSystem'`,
    );
    expect(await publishGuide(database.app, by, systemClock)).toBe(1);
    expect((await ask('GET', 'CodeSystem/gb-3304')).body.meta?.versionId).toBe('2');
  });

  test('$validate tells all issues and keeps nothing', async () => {
    const before = await database.owner('select count(*) from resource');
    const good = await ask('POST', 'Patient/$validate', { ...patient, text: undefined });
    expect([good.status, good.issues]).toEqual([200, ['invariant @ Patient', 'good-resource']]);
    const bad = await ask('POST', 'Patient/$validate', { resourceType: 'Patient', gender: '男', colour: 'x' });
    expect([bad.status, bad.issues]).toEqual([
      200,
      ['code-not-in-set @ Patient.gender', 'unknown-element @ Patient.colour', 'invariant @ Patient'],
    ]);
    const { meta: _meta, ...plain } = identified('1');
    const parameter = [
      { name: 'resource', resource: plain },
      { name: 'profile', valueUri: profile('kanglian-patient') },
    ];
    const named = await ask('POST', 'Patient/$validate', { resourceType: 'Parameters', parameter });
    expect(named.issues).toContain('identity-number.length @ Patient.identifier[0].value');
    expect(named.sentences.join()).toContain('身份证号码应为18位');
    expect(await database.owner('select count(*) from resource')).toEqual(before);
  });

  test('$validate looks at what is to be done, and at a record that is kept', async () => {
    const issues = async (path: string, body?: unknown) => (await ask('POST', path, body)).issues;
    const audit = {
      resourceType: 'AuditEvent',
      type: { code: 'x' },
      recorded: '2026-01-01T00:00:00Z',
      agent: [{ requestor: true }],
      source: { observer: { display: 'x' } },
    };
    expect(await issues('AuditEvent/$validate?mode=create', audit)).toContain('type-not-kept @ AuditEvent');
    expect(await issues('Patient/$validate?mode=delete')).toEqual(['patient-not-deleted']);
    expect(await issues('Patient/a/$validate?mode=update', { ...patient, id: 'b' })).toContain(
      'id-not-in-url @ Patient.id',
    );
    expect(await issues('Organization/$validate', patient)).toContain('type-not-in-url @ resourceType');
    expect(await issues('StructureDefinition/kanglian-patient/$validate')).toContain('good-resource');
    expect((await ask('POST', 'Patient/none/$validate')).status).toBe(404);
    for (const [path, word] of [
      ['Patient/$validate', 'nothing-to-validate'],
      ['Patient/$validate?mode=x', 'bad-mode'],
      ['Patient/$validate?mode=profile', 'profile-missing'],
      ['Patient/$validate?profile=urn:x', 'profile-not-known'],
    ] as const)
      expect([path, await issues(path)]).toEqual([path, [word]]);
  });
});
