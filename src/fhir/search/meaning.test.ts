/** What each kind of parameter, modifier and prefix means, on the records of one small ward. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, resourcesOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
let database: FreshDatabase;
let ask: TestClient;

type Given = { readonly resourceType: string; readonly id: string } & Record<string, unknown>;
const put = async (resource: Given) => {
  clock.advance(1000);
  const answered = await ask('PUT', `${resource.resourceType}/${resource.id}`, resource);
  expect([answered.status, answered.issues]).toEqual([201, []]);
};

const UCUM = 'http://unitsofmeasure.org';
const LOINC = 'http://loinc.org';
const quantity = (value: number, code: string, unit?: string) => ({ value, system: UCUM, code, ...(unit && { unit }) });
const coding = (code: string, system?: string) => ({ coding: [{ ...(system && { system }), code }] });
const about = { subject: { reference: 'Patient/p1' } };

const WARD: readonly Given[] = [
  {
    resourceType: 'Patient',
    id: 'p1',
    meta: {
      tag: [{ system: 'urn:tags', code: 'ward-3' }],
      profile: ['http://example.org/StructureDefinition/cn-patient|1.0'],
    },
    active: true,
    identifier: [
      {
        system: 'urn:his',
        value: '77',
        type: { text: '住院号', coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
      },
    ],
    name: [{ family: '单', given: ['雪梅'] }, { text: 'Zoé  Ångström' }],
    telecom: [
      { system: 'phone', value: '13800000001' },
      { system: 'email', value: 'a@example.org' },
    ],
    gender: 'female',
    birthDate: '1958-03',
    address: [{ text: '四平市铁西区英雄街道站前社区一号楼二单元', city: '四平', postalCode: '136000' }],
    managingOrganization: { reference: 'Organization/o1' },
  },
  {
    resourceType: 'Patient',
    id: 'p2',
    name: [{ family: '尉迟', given: ['敬德'] }],
    deceasedBoolean: false,
    birthDate: '1990-12-31',
  },
  {
    resourceType: 'Patient',
    id: 'p3',
    deceasedDateTime: '2025-01-01',
    link: [{ other: { reference: 'Patient/p2' }, type: 'seealso' }],
  },
  { resourceType: 'Organization', id: 'o1', name: '四平市中心医院', identifier: [{ system: 'urn:org', value: 'o-1' }] },
  {
    resourceType: 'Observation',
    id: 'bp',
    status: 'final',
    code: coding('85354-9', LOINC),
    ...about,
    effectiveDateTime: '2026-01-05',
    component: [
      { code: coding('8480-6', LOINC), valueQuantity: quantity(150, 'mm[Hg]') },
      { code: coding('8462-4', LOINC), valueQuantity: quantity(90, 'mm[Hg]') },
    ],
  },
  {
    resourceType: 'Observation',
    id: 'glucose',
    status: 'final',
    code: { text: '空腹血糖', ...coding('1558-6', LOINC) },
    category: [coding('laboratory', 'urn:cat')],
    ...about,
    effectivePeriod: { start: '2026-01-04T08:00:00+08:00', end: '2026-01-06T08:00:00+08:00' },
    valueQuantity: quantity(7.1, 'mmol/L', '毫摩尔/升'),
  },
  {
    resourceType: 'Observation',
    id: 'below',
    status: 'preliminary',
    code: coding('1558-6', LOINC),
    ...about,
    effectivePeriod: { start: '2026-02-01' },
    valueQuantity: { value: 2, comparator: '<', unit: '毫摩尔/升' },
  },
  {
    resourceType: 'Observation',
    id: 'words',
    status: 'final',
    code: coding('9', 'urn:local'),
    ...about,
    effectiveInstant: '2026-02-03T00:00:00.250Z',
    valueString: '未见异常',
    performer: [{ identifier: { system: 'urn:staff', value: '12' }, display: '王医生' }],
  },
  {
    resourceType: 'Appointment',
    id: 'two',
    status: 'booked',
    start: '2026-03-05T08:00:00Z',
    end: '2026-03-05T08:20:00Z',
    participant: [
      { actor: { reference: 'Patient/p1' }, status: 'accepted' },
      { actor: { reference: 'Patient/p2' }, status: 'accepted' },
    ],
  },
  {
    resourceType: 'RiskAssessment',
    id: 'risk',
    status: 'final',
    ...about,
    prediction: [{ probabilityDecimal: 0.25 }, { probabilityRange: { low: { value: 0.5 }, high: { value: 0.75 } } }],
  },
  {
    resourceType: 'DocumentReference',
    id: 'd1',
    status: 'current',
    ...about,
    content: [{ attachment: { url: 'urn:x' } }],
    relatesTo: [
      { code: 'replaces', target: { reference: 'DocumentReference/d0' } },
      { code: 'signs', target: { reference: 'DocumentReference/d9' } },
    ],
  },
  { resourceType: 'ValueSet', id: 'v1', status: 'active', url: 'http://example.org/fhir/ValueSet/a', title: '一' },
  { resourceType: 'ValueSet', id: 'v2', status: 'draft', url: 'http://example.org/fhir' },
];

beforeAll(async () => {
  database = await freshDatabase();
  ask = testClient(createFhir({ db: database.app, clock, ids: newId }), clientOf('hospital'));
  for (const resource of WARD) await put(resource);
});
afterAll(() => database.drop());

test.each<[string, readonly string[]]>([
  // token
  ['Observation?category=laboratory', ['glucose']],
  ['Observation?category=urn:cat|', ['glucose']],
  ['Observation?category=urn:other|', []],
  ['Observation?status=http://hl7.org/fhir/observation-status|preliminary', ['below']],
  ['Observation?patient=p1&status:not=final', ['below']],
  ['Observation?patient=p1&status:not=final,preliminary', []],
  ['Observation?code:text=空腹', ['glucose']],
  ['Observation?code:text=血糖', []],
  ['Observation?combo-code=8480-6,9', ['bp', 'words']],
  ['Patient?active=true', ['p1']],
  ['Patient?deceased=true', ['p3']],
  ['Patient?deceased=false&_sort=_id', ['p1', 'p2']],
  ['Patient?phone=13800000001', ['p1']],
  ['Patient?email=13800000001', []],
  ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|77', ['p1']],
  ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|PPN|77', []],
  ['Patient?identifier:text=住院', ['p1']],
  ['Patient?_tag=urn:tags|ward-3', ['p1']],
  ['Patient?_profile=http://example.org/StructureDefinition/cn-patient|1.0', ['p1']],
  ['Patient?_profile:below=http://example.org/StructureDefinition/cn-patient', ['p1']],
  // missing
  ['Patient?gender:missing=true&_sort=_id', ['p2', 'p3']],
  ['Patient?gender:missing=false', ['p1']],
  ['Observation?patient=p1&value-quantity:missing=true&_sort=_id', ['bp', 'words']],
  ['Observation?patient:missing=true', []],
  // string
  ['Patient?name:exact=雪梅', ['p1']],
  ['Patient?name:exact=雪', []],
  ['Patient?name:exact=Zoé Ångström', ['p1']],
  ['Patient?name:exact=zoe angstrom', []],
  ['Patient?name=zoe ang', ['p1']],
  ['Patient?name:contains=ÅNGS', ['p1']],
  ['Patient?name:contains=梅', ['p1']],
  ['Patient?name:contains=.', []],
  ['Patient?address=四平市铁西区英雄街道站前社区一', ['p1']],
  ['Patient?address=四平市铁西区英雄街道站前社区二', []],
  ['Patient?address-postalcode=136', ['p1']],
  ['Observation?value-string=未见', ['words']],
  // names as they are typed
  ['Patient?name=shanxue', ['p1']],
  ['Patient?name=sxm', ['p1']],
  ['Patient?name=yuchijingde', ['p2']],
  ['Patient?phonetic=ycjd', ['p2']],
  ['Patient?name=dan', []],
  ['Organization?name=spszx', ['o1']],
  // reference
  ['Patient?organization=o1', ['p1']],
  ['Patient?organization:Organization=o1', ['p1']],
  ['Patient?organization=http://127.0.0.1/fhir/Organization/o1', ['p1']],
  ['Patient?organization=http://elsewhere/fhir/Organization/o1', []],
  ['Patient?link=Patient/p2', ['p3']],
  ['Observation?performer:identifier=urn:staff|12', ['words']],
  ['Observation?performer:text=王', ['words']],
  ['Appointment?patient=p1', ['two']],
  ['Appointment?patient=p2', ['two']],
  ['Appointment?actor=Patient/p2', ['two']],
  ['Appointment?patient=p3', []],
  // date
  ['Patient?birthdate=1958', ['p1']],
  ['Patient?birthdate=1958-03-07', []],
  ['Patient?birthdate=ap1958-03-07', ['p1']],
  ['Patient?birthdate=sa1958-03', ['p2']],
  ['Patient?birthdate=ne1958', ['p2']],
  ['Observation?patient=p1&date=2026-01', ['bp', 'glucose']],
  ['Observation?patient=p1&date=2026-01-05', ['bp']],
  ['Observation?patient=p1&date=2026-01-05T10:00:00Z', []],
  ['Observation?patient=p1&date=ap2026-01-05', ['bp', 'glucose']],
  ['Observation?patient=p1&date=ge2026-01-06', ['words', 'below', 'glucose']],
  ['Observation?patient=p1&date=sa2026-01-06', ['words', 'below']],
  ['Observation?patient=p1&date=eb2026-02-01', ['bp', 'glucose']],
  ['Observation?patient=p1&date=lt2026-01-05', ['glucose']],
  ['Observation?patient=p1&date=2026-02-03T00:00:00Z', ['words']],
  ['Patient?death-date=2025', ['p3']],
  // number
  ['RiskAssessment?probability=0.25', ['risk']],
  ['RiskAssessment?probability=0.2', []],
  ['RiskAssessment?probability=0.3', ['risk']],
  ['RiskAssessment?probability=gt0.7', ['risk']],
  ['RiskAssessment?probability=sa0.75', []],
  // quantity
  ['Observation?patient=p1&value-quantity=7.1', ['glucose']],
  ['Observation?patient=p1&value-quantity=7', ['glucose']],
  ['Observation?patient=p1&value-quantity=7.0', []],
  [`Observation?patient=p1&value-quantity=gt7|${UCUM}|mmol/L`, ['glucose']],
  [`Observation?patient=p1&value-quantity=gt7|${UCUM}|mg`, []],
  ['Observation?patient=p1&value-quantity=gt7||mmol/L', ['glucose']],
  ['Observation?patient=p1&value-quantity=lt9||毫摩尔/升', ['below', 'glucose']],
  ['Observation?patient=p1&value-quantity=lt2', ['below']],
  ['Observation?patient=p1&value-quantity=ge2', ['glucose']],
  ['Observation?patient=p1&component-value-quantity=gt140', ['bp']],
  ['Observation?patient=p1&combo-value-quantity=gt7&_sort=_id', ['bp', 'glucose']],
  // composite
  [`Observation?code-value-quantity=${LOINC}|1558-6$gt7`, ['glucose']],
  ['Observation?code-value-string=9$未', ['words']],
  ['Observation?component-code-value-quantity=8480-6$gt140', ['bp']],
  ['Observation?patient=p1&component-code-value-quantity=8462-4$gt140', []],
  [`Observation?patient=p1&combo-code-value-quantity=${LOINC}|8480-6$gt140,1558-6$lt3`, ['below', 'bp']],
  ['DocumentReference?relationship=replaces$DocumentReference/d0', ['d1']],
  ['DocumentReference?relationship=signs$DocumentReference/d0', []],
  // uri
  ['ValueSet?url=http://example.org/fhir/ValueSet/a', ['v1']],
  ['ValueSet?url:below=http://example.org/fhir&_sort=_id', ['v1', 'v2']],
  ['ValueSet?url:above=http://example.org/fhir/ValueSet/a/b&_sort=_id', ['v1', 'v2']],
  // order
  ['Patient?_sort=-birthdate', ['p2', 'p1', 'p3']],
  ['Patient?_sort=gender,-_id', ['p3', 'p2', 'p1']],
  ['Observation?patient=p1&_sort=status,value-quantity', ['bp', 'words', 'glucose', 'below']],
  ['ValueSet?_sort=title', ['v2', 'v1']],
])('%s finds %j', async (query, ids) => {
  const ordered = query.includes('_sort') || query.includes('&date');
  const answered = await ask('GET', ordered && !query.includes('_sort') ? `${query}&_sort=-date` : query);
  expect([answered.status, answered.issues]).toEqual([200, []]);
  const found = resourcesOf(answered).map(({ id }) => String(id));
  expect(ordered ? found : [...found].sort()).toEqual(ordered ? ids : [...ids].sort());
});
