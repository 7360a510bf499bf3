/**
 * Two years of care of a synthetic resident who is chronically ill: quarterly follow-ups at home, blood tests, medicines
 * begun and stopped, for some a stay at the county hospital with its discharge letter. Drawn by chances of its own, so that what
 * resident-records.ts draws stays as it was.
 */
import type { Resource } from '../../fhir/resource.ts';
import { addDays } from '../../platform/civil-time.ts';
import { drawFrom } from './draw.ts';
import type { Draw } from './draw.ts';
import type { Suffered } from './illness.ts';
import type { Population, Resident } from './population.ts';
import { SYNTHETIC_TAG, THO, concept, decimal, organisation, quantity, stamp } from './resource-parts.ts';
import type { Dating, Visit } from './resource-parts.ts';
import { FOLLOWED, MEDICINES, TESTS } from './treatment.ts';
import type { Test } from './treatment.ts';

/** Everybody of the first page has a full course; of the rest one in ten, so that a million do not weigh twice as much. */
const FULL = 500;
const ONE_IN = 10;
export const hasCourse = ({ index }: Pick<Resident, 'index'>): boolean => index < FULL || index % ONE_IN === 0;

export type Course = { readonly resources: readonly Resource[]; readonly visits: readonly Visit[] };

type Setting = {
  readonly resident: Resident;
  readonly suffered: readonly Suffered[];
  readonly dating: Dating;
  readonly draw: Draw;
  readonly home: string;
};

const LOINC = 'http://loinc.org';
const base = (resourceType: string, id: string): Resource => ({ resourceType, id, meta: { tag: [SYNTHETIC_TAG] } });
const subject = ({ resident }: Setting): object => ({ subject: { reference: `Patient/${resident.id}` } });
const clock = (draw: Draw): string =>
  `${String(draw.whole(8, 11)).padStart(2, '0')}:${String(draw.whole(0, 11) * 5).padStart(2, '0')}`;

const encounter = (
  setting: Setting,
  visit: Omit<Visit, 'resource'>,
  what: { readonly code: string; readonly type?: string; readonly reason: string },
): Visit => ({
  ...visit,
  resource: {
    ...base('Encounter', visit.id),
    status: 'finished',
    class: { system: `${THO}/v3-ActCode`, code: what.code },
    ...(what.type === undefined ? {} : { type: [{ text: what.type }] }),
    ...subject(setting),
    period: { start: visit.at, end: visit.until },
    reasonCode: [{ text: what.reason }],
    serviceProvider: organisation(visit.organisation),
  },
});

/** Quarterly, over the last year; a quarter in ten is missed. */
const followUps = (setting: Setting): readonly Visit[] => {
  const { resident, suffered, dating, draw, home } = setting;
  const followed = suffered.find(({ illness }) => FOLLOWED[illness.code] !== undefined)?.illness;
  if (followed === undefined) return [];
  return [0, 1, 2, 3].flatMap((quarter): readonly Visit[] => {
    const day = addDays(dating.asOf, -(14 + quarter * 91 + draw.whole(0, 24)));
    const missed = draw.chance(0.1);
    const at = stamp(day, clock(draw), dating.zone);
    const until = stamp(day, '12:30', dating.zone);
    const visit = { id: `${resident.id}.f${String(quarter + 1)}`, at, until, organisation: home };
    return missed
      ? []
      : [encounter(setting, visit, { code: 'HH', type: FOLLOWED[followed.code] ?? '随访', reason: followed.text })];
  });
};

/** `H`, `L` or `N` by the range the laboratory prints. */
const interpretationOf = ({ low, high }: Test, value: number): string =>
  high !== null && value > high ? 'H' : low !== null && value < low ? 'L' : 'N';

/** Blood drawn once in each half-year of the last two, at the hospital or the own township: one report, its values in it. */
const laboratory = (setting: Setting): readonly Resource[] => {
  const { resident, suffered, dating, draw, home } = setting;
  const codes = new Set(suffered.map(({ illness }) => illness.code));
  const tests = [...new Set(suffered.flatMap(({ illness }) => TESTS[illness.code] ?? []))];
  if (tests.length === 0) return [];
  const drawn = tests.map((test) => ({
    test,
    ...test.drawn(draw, codes.has(test.code === '4548-4' || test.code === '14771-0' ? 'E11.9' : 'I10')),
  }));
  return [0, 1, 2, 3, 4].flatMap((half): readonly Resource[] => {
    const day = addDays(dating.asOf, -(8 + half * 160 + draw.whole(0, 60)));
    const at = stamp(day, '07:50', dating.zone);
    const where = half % 2 === 0 ? resident.catchment.hospital : home;
    const number = String(half + 1);
    const values = drawn.map(({ test, middle, spread }, n): Resource => {
      const value = Number((middle + (draw.next() - 0.5) * spread * 2).toFixed(test.digits));
      const bound = (end: number): object => quantity(decimal(end, test.digits), test.unit, test.ucum);
      return {
        ...base('Observation', `${resident.id}.l${number}.${String(n + 1)}`),
        status: 'final',
        category: [{ coding: [{ system: `${THO}/observation-category`, code: 'laboratory' }] }],
        code: concept(LOINC, test.code, test.text),
        ...subject(setting),
        effectiveDateTime: at,
        performer: [organisation(where)],
        valueQuantity: quantity(decimal(value, test.digits), test.unit, test.ucum),
        interpretation: [
          { coding: [{ system: `${THO}/v3-ObservationInterpretation`, code: interpretationOf(test, value) }] },
        ],
        referenceRange: [
          {
            ...(test.low === null ? {} : { low: bound(test.low) }),
            ...(test.high === null ? {} : { high: bound(test.high) }),
          },
        ],
      };
    });
    return [
      {
        ...base('DiagnosticReport', `${resident.id}.r${number}`),
        status: 'final',
        category: [{ coding: [{ system: `${THO}/v2-0074`, code: 'LAB' }], text: '检验' }],
        code: concept(LOINC, '11502-2', '生化检验报告'),
        ...subject(setting),
        effectiveDateTime: at,
        performer: [organisation(where)],
        result: values.map(({ id }) => ({ reference: `Observation/${id ?? ''}` })),
      },
      ...values,
    ];
  });
};

const medicines = (setting: Setting): readonly Resource[] => {
  const { resident, suffered, dating, draw } = setting;
  return suffered.flatMap(({ illness }, n): readonly Resource[] => {
    const [used = [], tried = []] = MEDICINES[illness.code] ?? [];
    if (used.length === 0) return [];
    const since = addDays(dating.asOf, -draw.whole(200, 900));
    const before = tried.length > 0 && draw.chance(0.4) ? draw.pick(tried) : undefined;
    const statement = (id: string, status: string, medicine: { text: string; dosage: string }, period: object) => ({
      ...base('MedicationStatement', id),
      status,
      medicationCodeableConcept: { text: medicine.text },
      ...subject(setting),
      effectivePeriod: period,
      reasonCode: [{ text: illness.text }],
      dosage: [{ text: medicine.dosage }],
    });
    const number = String(n + 1);
    return [
      statement(`${resident.id}.m${number}`, 'active', draw.pick(used), { start: since }),
      ...(before === undefined
        ? []
        : [
            statement(`${resident.id}.m${number}b`, 'stopped', before, {
              start: addDays(since, -draw.whole(200, 900)),
              end: since,
            }),
          ]),
    ];
  });
};

const letterOf = (reason: string, days: number): string =>
  `出院记录（演示数据）\n入院诊断：${reason}\n住院${String(days)}天，经治疗后病情平稳，准予出院。\n出院医嘱：规律服药，两周后到基层医疗机构复诊。`;

/** One in four of those with two illnesses and more lay in the county hospital within the two years. */
const stays = (setting: Setting): Course => {
  const { resident, suffered, dating, draw } = setting;
  const stayed = suffered.length >= 2 && draw.chance(0.25);
  const days = draw.whole(4, 12);
  const begun = addDays(dating.asOf, -draw.whole(30, 640));
  if (!stayed) return { resources: [], visits: [] };
  const reason = suffered[0]?.illness.text ?? '';
  const ended = addDays(begun, days);
  const at = stamp(begun, '15:20', dating.zone);
  const until = stamp(ended, '10:00', dating.zone);
  const id = `${resident.id}.i1`;
  const visit = encounter(
    setting,
    { id, at, until, organisation: resident.catchment.hospital },
    { code: 'IMP', reason },
  );
  const letter: Resource = {
    ...base('DocumentReference', `${resident.id}.d1`),
    status: 'current',
    type: concept(LOINC, '18842-5', '出院记录'),
    ...subject(setting),
    date: until,
    custodian: organisation(resident.catchment.hospital),
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          title: '出院记录',
          data: Buffer.from(letterOf(reason, days)).toString('base64'),
        },
      },
    ],
    context: { encounter: [{ reference: `Encounter/${id}` }] },
  };
  return { resources: [letter], visits: [visit] };
};

/** SNOMED CT's "no known …" of one kind of substance: asked about that kind, and nothing found. */
const NONE_OF: Readonly<Record<string, readonly [string, string]>> = {
  medication: ['409137002', '已询问，未发现药物过敏'],
  food: ['429625007', '已询问，未发现食物过敏'],
};
/** Who is allergic to one kind of thing has often been asked about the other kind too. */
const askedBesides = (
  setting: Setting,
  allergy: Resource | undefined,
  recorded: string | undefined,
): readonly Resource[] => {
  const kinds = (allergy?.['category'] ?? []) as readonly string[];
  const other = kinds.includes('medication') ? 'food' : kinds.length > 0 ? 'medication' : undefined;
  const asked = setting.draw.chance(0.6);
  const none = NONE_OF[other ?? ''];
  if (none === undefined || !asked) return [];
  return [
    {
      ...base('AllergyIntolerance', `${setting.resident.id}.a2`),
      clinicalStatus: { coding: [{ system: `${THO}/allergyintolerance-clinical`, code: 'active' }] },
      verificationStatus: { coding: [{ system: `${THO}/allergyintolerance-verification`, code: 'confirmed' }] },
      code: concept('http://snomed.info/sct', none[0], none[1]),
      patient: { reference: `Patient/${setting.resident.id}` },
      recordedDate: recorded,
    },
  ];
};

/** The course of a resident's illnesses; nothing for one who is not chronically ill. */
export const courseOf = (
  population: Population,
  resident: Resident,
  suffered: readonly Suffered[],
  dating: Dating,
  allergy: Resource | undefined,
): Course => {
  const draw = drawFrom(`${population.seed}/course/${String(resident.index)}`);
  const home = resident.catchment.organisation;
  const setting: Setting = { resident, suffered, dating, draw, home };
  const asked = askedBesides(setting, allergy, allergy?.['recordedDate'] as string | undefined);
  if (suffered.length === 0 || resident.age < 30) return { resources: asked, visits: [] };
  const stay = stays(setting);
  const visits = [...followUps(setting), ...stay.visits];
  return { resources: [...asked, ...laboratory(setting), ...medicines(setting), ...stay.resources], visits };
};
