/** The record of one resident from the records of several houses: read in one look, with what is new, and every version there was. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import type { World, WorldPerson } from '../../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../../test/world.ts';
import { createFhir } from '../../../fhir/routes.ts';
import { clientOf, testClient } from '../../../fhir/test-client.ts';
import type { TestClient } from '../../../fhir/test-client.ts';
import { readLog } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ids.ts';
import { recordRoutes } from './routes.ts';
import type { EntryView, RecordFound, RecordView } from './shapes.ts';

let world: World;
let routes: readonly Route[];
let hospital: TestClient;
const faults: string[] = [];

const THO = 'http://terminology.hl7.org/CodeSystem';
const wu = { subject: { reference: 'Patient/wu' } };
const put = async (type: string, id: string, rest: object, ask: TestClient = hospital): Promise<void> => {
  const answered = await ask('PUT', `${type}/${id}`, { resourceType: type, id, ...rest });
  expect([200, 201], answered.sentences.join()).toContain(answered.status);
};
const at = { performer: [{ reference: 'Organization/county-hospital' }] };
const hba1c = (id: string, value: number, day: string, extra: object = {}) =>
  put('Observation', id, {
    status: 'final',
    category: [{ coding: [{ system: `${THO}/observation-category`, code: 'laboratory' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }], text: '糖化血红蛋白' },
    ...wu,
    ...at,
    effectiveDateTime: `${day}T08:00:00+08:00`,
    valueQuantity: { value, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
    referenceRange: [{ high: { value: 7, unit: '%', system: 'http://unitsofmeasure.org', code: '%' } }],
    ...extra,
  });
const problem = (id: string, text: string, status: string, extra: object = {}) =>
  put('Condition', id, {
    clinicalStatus: { coding: [{ system: `${THO}/condition-clinical`, code: status }] },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }], text },
    ...wu,
    ...extra,
  });

const asking = (what: string, request: object, who: WorldPerson = 'gp') =>
  call(routes, what, world.actor(who), request);
const look = async (who: WorldPerson = 'gp', id = 'wu'): Promise<RecordView> =>
  bodyOf(await asking('GET /api/residents/:id/record', { params: { id } }, who)) as unknown as RecordView;
const entry = async (type: string, id: string, version?: number): Promise<EntryView> =>
  bodyOf(
    await asking('GET /api/residents/:id/record/entries/:type/:entry', {
      params: { id: 'wu', type, entry: id },
      query: version === undefined ? {} : { version },
    }),
  ) as unknown as EntryView;
const later = (minutes: number): void => world.clock.set(new Date(NOW.getTime() + minutes * 60_000));

/** FHIR rule ait-1: an allergy that is not entered in error says whether it is active. */
const activeAllergy = {
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
  },
};

beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  hospital = testClient(createFhir({ db, clock, ids: newId }), clientOf('county-hospital'));
  const log = readLog(db, clock);
  routes = recordRoutes({
    db,
    clock,
    zone: ZONE,
    readLog: log,
    printer: { print: () => Promise.reject(new Error('nobody prints here')), close: () => Promise.resolve() },
    times: { code: (at) => ({ until: at, verified: true }), session: (at) => at, afterClosing: (at) => at },
    word: (pathway, kind, code) => `${pathway} ${kind} ${code}`,
    onFault: (part) => faults.push(part),
  });
  await put('Encounter', 'stay', {
    status: 'finished',
    class: { system: `${THO}/v3-ActCode`, code: 'IMP' },
    ...wu,
    period: { start: '2026-03-10T15:00:00+08:00', end: '2026-03-19T10:00:00+08:00' },
    reasonCode: [{ text: '糖尿病酮症' }],
    serviceProvider: { reference: 'Organization/county-hospital' },
  });
  await put('AllergyIntolerance', 'penicillin', {
    ...activeAllergy,
    category: ['medication'],
    criticality: 'high',
    code: { text: '青霉素' },
    patient: { reference: 'Patient/wu' },
    encounter: { reference: 'Encounter/stay' },
    recordedDate: '2026-03-12',
    onsetDateTime: '2019-03',
    reaction: [{ manifestation: [{ text: '全身皮疹' }] }],
  });
  await problem('pressure', '高血压', 'active', { onsetDateTime: '2018', encounter: { reference: 'Encounter/stay' } });
  await problem('fracture', '前臂骨折', 'resolved', { recordedDate: '2025-01-03' });
  await hba1c('h1', 7.1, '2025-05-02');
  await hba1c('h2', 8.4, '2026-02-02');
  await hba1c('h3', 9.8, '2026-11-18');
  await put('Observation', 'bp', {
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }], text: '血压' },
    ...wu,
    effectiveDateTime: '2026-11-20T08:05:00+08:00',
    component: [
      ['8480-6', 148],
      ['8462-4', 86],
    ].map(([code, value]) => ({
      code: { coding: [{ system: 'http://loinc.org', code }] },
      valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
    })),
  });
  await put('MedicationStatement', 'metformin', {
    status: 'active',
    medicationCodeableConcept: { text: '二甲双胍' },
    ...wu,
    effectivePeriod: { start: '2024-01-05' },
    dosage: [{ text: '0.5 g 每日3次' }],
  });
  await put('MedicationStatement', 'old', {
    status: 'stopped',
    medicationCodeableConcept: { text: '格列本脲' },
    ...wu,
    effectivePeriod: { start: '2020-01-05', end: '2024-01-05' },
  });
  await put('DocumentReference', 'letter', {
    status: 'current',
    type: { text: '出院记录' },
    ...wu,
    date: '2026-03-19T10:00:00+08:00',
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          title: '出院记录',
          data: Buffer.from('规律用药，两周后复诊').toString('base64'),
        },
      },
    ],
  });
});
afterAll(() => world.drop());
beforeEach(() => world.clock.set(NOW));

describe('the first screen', () => {
  test('says who, what must not be given, what they suffer from, take and how the values stand', async () => {
    const view = await look();
    expect(faults).toEqual([]);
    expect(view.resident).toMatchObject({ name: '吴淑琴', cardMasked: '2203**********0063' });
    expect(view.allergies).toMatchObject({
      state: 'present',
      items: [
        { substance: '青霉素', reaction: '全身皮疹', on: '2019-03', criticality: 'high', place: { name: '县医院' } },
      ],
    });
    expect(view.problems).toMatchObject({ active: [{ name: '高血压', since: '2018' }], past: 1, more: 0 });
    expect(view.medicines).toMatchObject({ current: [{ name: '二甲双胍', dosage: '0.5 g 每日3次' }], stopped: 1 });
    expect(view.documents?.items).toMatchObject([{ title: '出院记录' }]);
  });

  test('shows a value with its two years, its own range and what follows from that; a target only where one is set', async () => {
    const { values } = await look();
    const [first, second] = values?.items ?? [];
    expect(first).toMatchObject({
      name: { zh: '糖化血红蛋白' },
      value: '9.8',
      flag: 'high',
      flagBy: 'range',
      range: { high: 7, by: 'record', verified: true },
      points: [{ value: 7.1 }, { value: 8.4 }, { value: 9.8 }],
      place: { name: '县医院' },
    });
    // 58 years old, with hypertension: below 140/90 is the target of a rule nobody has verified here
    expect(second).toMatchObject({
      value: '148/86',
      flag: 'high',
      flagBy: 'target',
      range: { high: 140, secondHigh: 90, by: 'rule', verified: false },
    });
  });

  test('never invents a threshold: without a range of its own and without the illness a value is neither high nor low', async () => {
    const li = { subject: { reference: 'Patient/li' } };
    await put('Observation', 'li-bp', {
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '14771-0' }], text: '空腹血糖' },
      ...li,
      effectiveDateTime: '2026-11-02T08:05:00+08:00',
      valueQuantity: { value: 14.6, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    });
    expect((await look('gp', 'li')).values?.items).toMatchObject([{ value: '14.6', flag: null, range: null }]);
  });

  test('draws where they have been: a lane for each house, a stay with its days', async () => {
    const { course } = await look();
    const lane = course?.lanes.find(({ id }) => id === 'county-hospital');
    expect(lane?.events.find(({ kind }) => kind === 'inpatient')).toMatchObject({
      what: '糖尿病酮症',
      from: '2026-03-10T07:00:00.000Z',
      until: '2026-03-19T02:00:00.000Z',
    });
    // laboratory values without a report stand for the examination of their day
    expect(lane?.events.filter(({ kind }) => kind === 'examination')).toHaveLength(3);
  });

  test('counts two values of one civil day as one examination, though Greenwich has two days there', async () => {
    const before = (await look('gp', 'sun')).course?.lanes.flatMap(({ events }) => events).length ?? 0;
    for (const [id, moment] of [
      ['early', '2026-10-12T06:30:00+08:00'],
      ['later', '2026-10-12T10:30:00+08:00'],
    ] as const)
      await hba1c(id, 7.1, '2026-10-12', { subject: { reference: 'Patient/sun' }, effectiveDateTime: moment });
    const events = (await look('gp', 'sun')).course?.lanes.flatMap((lane) => lane.events) ?? [];
    expect(events).toHaveLength(before + 1);
  });

  test('keeps apart what was never asked, what was asked of one kind only, and what was asked and not found', async () => {
    const asked = (id: string, code: string, resident: string) =>
      put('AllergyIntolerance', id, {
        ...activeAllergy,
        code: { coding: [{ system: 'http://snomed.info/sct', code }], text: '已询问，未发现' },
        patient: { reference: `Patient/${resident}` },
        recordedDate: '2026-06-12',
      });
    const kinds = async (id: string) => (await look('gp', id)).allergies;
    expect(await kinds('li')).toMatchObject({ state: 'never-asked' });
    await asked('drugs', '409137002', 'li');
    expect(await kinds('li')).toMatchObject({
      state: 'never-asked',
      kinds: [
        { kind: 'medication', state: 'none-known', askedOn: '2026-06-12' },
        { kind: 'food', state: 'never-asked', askedOn: null },
        { kind: 'environment', state: 'never-asked' },
      ],
    });
    await asked('all', '716186003', 'li');
    expect(await kinds('li')).toMatchObject({ state: 'none-known', askedOn: '2026-06-12' });
  });

  test('says nothing to a house without a relation, and writes down that it tried', async () => {
    const answer = await asking('GET /api/residents/:id/record', { params: { id: 'wu' } }, 'gp-two');
    expect(refusedAs(answer)).toBe('record.no-relation');
    const [last] = await world.owner('select action, outcome, residents from audit order by id desc limit 1');
    expect(last).toEqual({ action: 'read-record', outcome: 'refused', residents: [] });
    expect(await world.owner(`select 1 from record_look where reader = 'gp-two'`)).toEqual([]);
  });
});

describe('what changed since I last looked', () => {
  test('is nothing at the first look; later what others wrote, once, and still there when the page is read again', async () => {
    later(60);
    await look('nurse');
    later(300);
    await hba1c('h4', 10.1, '2026-11-20');
    later(301);
    const again = await look('nurse');
    expect(again.lastLook).toBe(new Date(NOW.getTime() + 60 * 60_000).toISOString());
    expect(again.changes?.items).toMatchObject([{ type: 'Observation', id: 'h4', detail: '10.1 %', added: true }]);
    expect(again.values?.items[0]).toMatchObject({ value: '10.1', fresh: true });
    later(310);
    expect((await look('nurse')).changes?.items).toHaveLength(1);
    later(400);
    expect((await look('nurse')).changes?.items).toEqual([]);
  });
});

describe('an entry', () => {
  test('shows every version with who wrote it, and what the version before said', async () => {
    later(500);
    await problem('pressure', '高血压2级', 'active', { onsetDateTime: '2018' });
    const now = await entry('Condition', 'pressure');
    expect(now).toMatchObject({ name: '高血压2级', shown: 2, place: { name: '县医院' } });
    expect(now.versions).toMatchObject([
      { version: 2, by: 'system-client', author: { organisation: '县医院' }, current: true },
      { version: 1, current: false },
    ]);
    const codeOf = (lines: EntryView['before']) => lines?.find(({ path }) => path === 'code')?.value;
    expect(codeOf(now.lines)).toBe('高血压2级（I10）');
    expect(codeOf(now.before)).toBe('高血压（I10）');
    const before = await entry('Condition', 'pressure', 1);
    expect(before).toMatchObject({ shown: 1, before: null });
    expect(codeOf(before.lines)).toBe('高血压（I10）');
    expect(JSON.parse(before.json ?? '')).toMatchObject({ meta: { versionId: '1' } });
  });

  test('reads as lines, a letter with its text', async () => {
    const { lines } = await entry('DocumentReference', 'letter');
    expect(lines.find(({ kind, element }) => kind === 'heading' && element === 'attachment')?.value).toBe(
      '规律用药，两周后复诊',
    );
  });

  test('of another resident, or a version that never was, is not there', async () => {
    const of = (params: object, query: object = {}) =>
      asking('GET /api/residents/:id/record/entries/:type/:entry', { params, query });
    expect(refusedAs(await of({ id: 'li', type: 'Condition', entry: 'pressure' }))).toBe('record.no-relation');
    expect(refusedAs(await of({ id: 'wu', type: 'Condition', entry: 'pressure' }, { version: 9 }))).toBe(
      'record.no-relation',
    );
  });
});

describe('looking inside a record', () => {
  const search = async (q: string, who?: WorldPerson): Promise<RecordFound> =>
    bodyOf(
      await asking('POST /api/residents/:id/record/search', { params: { id: 'wu' }, body: { q } }, who),
    ) as unknown as RecordFound;

  test('finds words as written, in pinyin and by initials, in every part', async () => {
    const idsOf = async (q: string) => (await search(q)).items.map(({ id }) => id);
    expect(await idsOf('青霉素')).toEqual(['penicillin']);
    expect(await idsOf('qingmeisu')).toEqual(['penicillin']);
    expect(await idsOf('ejsg')).toEqual(['metformin']);
    expect(await idsOf('皮疹')).toEqual(['penicillin']);
    expect(await idsOf('出院')).toEqual(['letter']);
    expect(await idsOf('酮症')).toEqual(['stay']);
    expect((await search('tanghua')).found).toBe(4);
    expect(await idsOf('没有这个')).toEqual([]);
  });

  test('is on record, and what was looked for is not', async () => {
    await search('青霉素');
    const rows = await world.owner('select * from audit order by id desc limit 1');
    expect(rows[0]).toMatchObject({ action: 'search-record', residents: ['wu'] });
    expect(JSON.stringify(rows)).not.toContain('青霉素');
  });
});

describe('a part of the record', () => {
  test('pages through all its entries, each once, also those without a date', async () => {
    for (let n = 0; n < 60; n++) await problem(`many-${String(n)}`, `旧病${String(n)}`, 'resolved');
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = bodyOf(
        await asking('GET /api/residents/:id/record/entries', {
          params: { id: 'wu' },
          query: { part: 'problems', ...(after === undefined ? {} : { after }) },
        }),
      ) as unknown as { items: { id: string }[]; next: string | null };
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toHaveLength(62);
    expect(new Set(seen).size).toBe(62);
    expect((await look()).problems).toMatchObject({ past: 61, active: [{ name: '高血压2级' }] });
  });
});
