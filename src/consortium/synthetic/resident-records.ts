/** The records of a synthetic resident as FHIR resources: Patient, conditions, allergies, encounters, observations. */
import type { Resource } from '../../fhir/resource.ts';
import { addDays } from '../../platform/civil-time.ts';
import { courseOf, hasCourse } from './course.ts';
import { drawFrom } from './draw.ts';
import type { Draw } from './draw.ts';
import { drawAllergy, drawIllnesses } from './illness.ts';
import type { Suffered } from './illness.ts';
import type { Population, Resident } from './population.ts';
import { OURS, SYNTHETIC_TAG, THO, concept, decimal, organisation, quantity, stamp } from './resource-parts.ts';
import type { Dating, Visit } from './resource-parts.ts';

const patient = (resident: Resident): Resource => ({
  resourceType: 'Patient',
  id: resident.id,
  meta: { tag: [SYNTHETIC_TAG] },
  extension: [
    { url: `${OURS}/StructureDefinition/catchment`, valueReference: organisation(resident.catchment.organisation) },
    { url: `${OURS}/StructureDefinition/household`, valueString: resident.household },
  ],
  identifier: [
    { use: 'official', system: `${OURS}/sid/identity-number`, value: resident.identityNumber },
    { use: 'usual', system: `${OURS}/sid/health-record-number`, value: resident.healthRecordNumber },
  ],
  active: true,
  name: [
    { use: 'official', text: resident.surname + resident.given, family: resident.surname, given: [resident.given] },
  ],
  telecom: [{ system: 'phone', use: 'mobile', value: resident.phone }],
  gender: resident.gender,
  birthDate: resident.birthDate,
  address: [{ use: 'home', text: resident.address, district: resident.catchment.district, country: 'CN' }],
  managingOrganization: organisation(resident.catchment.parent ?? resident.catchment.organisation),
});

const visitsOf = (resident: Resident, suffered: readonly Suffered[], draw: Draw, dating: Dating): readonly Visit[] => {
  const home = resident.catchment.parent ?? resident.catchment.organisation;
  const count = Math.min(3, 1 + (resident.age >= 40 || resident.age < 7 ? 1 : 0) + (suffered.length > 0 ? 1 : 0));
  // nobody was seen before birth
  const oldest = Math.max(5, Math.min(700, resident.age * 365));
  return Array.from({ length: count }, (_, n): Visit => {
    const atHospital = n === 2 && suffered.length > 1 && draw.chance(0.6);
    const inpatient = atHospital && draw.chance(0.4);
    const day = addDays(dating.asOf, -draw.whole(3 + n * 10, oldest + n * 10));
    const born = day <= resident.birthDate ? addDays(resident.birthDate, 1) : day;
    const time = `${String(draw.whole(8, 15)).padStart(2, '0')}:${String(draw.whole(0, 11) * 5).padStart(2, '0')}`;
    const start = stamp(born, time, dating.zone);
    const ended = inpatient ? addDays(born, draw.whole(3, 9)) : born;
    const end = inpatient
      ? stamp(ended < dating.asOf ? ended : addDays(dating.asOf, -1), '10:00', dating.zone)
      : stamp(born, `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}${time.slice(2)}`, dating.zone);
    const reason =
      suffered[n % Math.max(1, suffered.length)]?.illness.text ?? (resident.age < 7 ? '儿童健康检查' : '上呼吸道感染');
    const where = atHospital ? resident.catchment.hospital : home;
    const id = `${resident.id}.e${n + 1}`;
    return {
      id,
      at: start,
      until: end < start ? start : end,
      organisation: where,
      resource: {
        resourceType: 'Encounter',
        id,
        meta: { tag: [SYNTHETIC_TAG] },
        status: 'finished',
        class: {
          system: `${THO}/v3-ActCode`,
          code: inpatient ? 'IMP' : 'AMB',
        },
        subject: { reference: `Patient/${resident.id}` },
        period: { start, end: end < start ? start : end },
        reasonCode: [{ text: reason }],
        serviceProvider: organisation(where),
      },
    };
  });
};

const conditionsOf = (
  resident: Resident,
  suffered: readonly Suffered[],
  visits: readonly Visit[],
): readonly Resource[] =>
  suffered.map(({ illness, sinceAge }, n) => ({
    resourceType: 'Condition',
    id: `${resident.id}.c${n + 1}`,
    meta: { tag: [SYNTHETIC_TAG] },
    clinicalStatus: { coding: [{ system: `${THO}/condition-clinical`, code: 'active' }] },
    verificationStatus: { coding: [{ system: `${THO}/condition-ver-status`, code: 'confirmed' }] },
    category: [{ coding: [{ system: `${THO}/condition-category`, code: 'problem-list-item' }] }],
    code: concept('http://hl7.org/fhir/sid/icd-10', illness.code, illness.text),
    subject: { reference: `Patient/${resident.id}` },
    onsetDateTime: String(Number(resident.birthDate.slice(0, 4)) + sinceAge),
    ...(visits[0] === undefined ? {} : { encounter: { reference: `Encounter/${visits[0].id}` } }),
    recordedDate: visits[0]?.at,
  }));

const allergyOf = (resident: Resident, draw: Draw, visits: readonly Visit[]): readonly Resource[] => {
  const drawn = drawAllergy(draw, resident.age);
  if (drawn.state === 'never-asked') return [];
  const present = drawn.state === 'present';
  return [
    {
      resourceType: 'AllergyIntolerance',
      id: `${resident.id}.a1`,
      meta: { tag: [SYNTHETIC_TAG] },
      clinicalStatus: { coding: [{ system: `${THO}/allergyintolerance-clinical`, code: 'active' }] },
      verificationStatus: { coding: [{ system: `${THO}/allergyintolerance-verification`, code: 'confirmed' }] },
      ...(present ? { category: [drawn.allergen.category], criticality: drawn.criticality } : {}),
      // "asked, nothing found" is a statement of its own (International Patient Summary)
      code: present
        ? concept(`${OURS}/CodeSystem/allergen`, drawn.allergen.code, drawn.allergen.text)
        : concept('http://snomed.info/sct', '716186003', '已询问，未发现过敏'),
      patient: { reference: `Patient/${resident.id}` },
      ...(visits[0] === undefined ? {} : { encounter: { reference: `Encounter/${visits[0].id}` } }),
      recordedDate: visits[0]?.at,
      ...(present ? { reaction: [{ manifestation: [{ text: drawn.allergen.reaction }] }] } : {}),
    },
  ];
};

type Measured = {
  readonly code: string;
  readonly text: string;
  readonly category: 'vital-signs' | 'laboratory';
  readonly value: Readonly<Record<string, unknown>>;
};

const bloodPressure = (systolic: number, diastolic: number): Measured => ({
  code: '85354-9',
  text: '血压',
  category: 'vital-signs',
  value: {
    component: [
      {
        code: concept('http://loinc.org', '8480-6', '收缩压'),
        valueQuantity: quantity(decimal(systolic, 0), 'mmHg', 'mm[Hg]'),
      },
      {
        code: concept('http://loinc.org', '8462-4', '舒张压'),
        valueQuantity: quantity(decimal(diastolic, 0), 'mmHg', 'mm[Hg]'),
      },
    ],
  },
});

/** What is measured at one visit: blood pressure of adults, glucose once and of diabetics each time, weight, children's temperature. */
const measuredAt = (resident: Resident, codes: ReadonlySet<string>, n: number, draw: Draw): readonly Measured[] => {
  const measured: Measured[] = [];
  if (resident.age >= 18) {
    const high = codes.has('I10');
    const systolic = high ? draw.whole(126, 172) : draw.whole(102, 138);
    measured.push(bloodPressure(systolic, Math.round(systolic * 0.42) + draw.whole(12, 30)));
  } else
    measured.push({
      code: '8310-5',
      text: '体温',
      category: 'vital-signs',
      value: { valueQuantity: quantity(decimal(36 + draw.whole(2, 18) / 10, 1), '℃', 'Cel') },
    });
  if (resident.age >= 30 && (codes.has('E11.9') || n === 0))
    measured.push({
      code: '14771-0',
      text: '空腹血糖',
      category: 'laboratory',
      value: {
        valueQuantity: quantity(
          decimal((codes.has('E11.9') ? draw.whole(58, 126) : draw.whole(42, 62)) / 10, 1),
          'mmol/L',
          'mmol/L',
        ),
      },
    });
  if (n === 0) {
    measured.push({
      code: '8867-4',
      text: '心率',
      category: 'vital-signs',
      value: { valueQuantity: quantity(decimal(draw.whole(62, 92), 0), '次/分', '/min') },
    });
    const grown = resident.gender === 'male' ? draw.whole(560, 860) : draw.whole(470, 760);
    const weight = resident.age >= 18 ? grown : 35 + resident.age * 30 + draw.whole(0, 25);
    measured.push({
      code: '29463-7',
      text: '体重',
      category: 'vital-signs',
      value: { valueQuantity: quantity(decimal(weight / 10, 1), 'kg', 'kg') },
    });
  }
  return measured;
};

const observationsOf = (
  resident: Resident,
  suffered: readonly Suffered[],
  visits: readonly Visit[],
  draw: Draw,
): readonly Resource[] => {
  const codes = new Set(suffered.map(({ illness }) => illness.code));
  return visits
    .flatMap((visit, n) => measuredAt(resident, codes, n, draw).map((measured) => ({ visit, measured })))
    .map(({ visit, measured }, n) => ({
      resourceType: 'Observation',
      id: `${resident.id}.o${n + 1}`,
      meta: { tag: [SYNTHETIC_TAG] },
      status: 'final',
      category: [{ coding: [{ system: `${THO}/observation-category`, code: measured.category }] }],
      code: concept('http://loinc.org', measured.code, measured.text),
      subject: { reference: `Patient/${resident.id}` },
      encounter: { reference: `Encounter/${visit.id}` },
      effectiveDateTime: visit.at,
      performer: [organisation(visit.organisation)],
      ...measured.value,
    }));
};

/** A resident's record; the Patient comes first. */
export type ResidentRecord = {
  readonly resident: Resident;
  readonly resources: readonly Resource[];
  readonly visits: readonly Visit[];
};

/** Everything recorded about a resident: the same for the same population, resident and dating. Numbers as `writeJson` takes them. */
export const recordOf = (population: Population, resident: Resident, dating: Dating): ResidentRecord => {
  const draw = drawFrom(`${population.seed}/record/${resident.index}`);
  const suffered = drawIllnesses(draw, resident.age, resident.gender);
  const visits = visitsOf(resident, suffered, draw, dating);
  const allergies = allergyOf(resident, draw, visits);
  const observations = observationsOf(resident, suffered, visits, draw);
  const course = hasCourse(resident)
    ? courseOf(population, resident, suffered, dating, allergies[0])
    : { resources: [], visits: [] };
  const all = [...visits, ...course.visits];
  return {
    resident,
    resources: [
      patient(resident),
      ...conditionsOf(resident, suffered, visits),
      ...allergies,
      ...all.map((visit) => visit.resource),
      ...observations,
      ...course.resources,
    ],
    visits: all,
  };
};
