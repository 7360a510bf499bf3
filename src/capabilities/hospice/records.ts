/** Wishes and symptom scores as FHIR records: a Consent per version of the wishes, an Observation per score. */
import type { Json, TakenStep, Written } from '../../engines/pathways/capability.ts';
import { stayId } from '../../engines/pathways/statements.ts';
import { BEGAN_BY, PLACE_OF_CARE } from './facts.ts';
import { esas } from '../../engines/forms/scales/symptoms.ts';

const BASE = 'https://kanglian.org/fhir';
type Resource = Written['resources'][number];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const subject = (taken: TakenStep): Json => ({ reference: `Patient/${taken.after.resident ?? ''}` });
const coded = (system: string, code: string): Json => ({ coding: [{ system: `${BASE}/CodeSystem/${system}`, code }] });

/** What is refused and what is wanted; each version is a resource of its own, for none is ever changed. */
export const wishes = (taken: TakenStep): Resource => ({
  replaces: null,
  resource: {
    resourceType: 'Consent',
    id: `${taken.caseId}-w${String(Number(taken.loaded['wishVersion'] ?? 0) + 1)}`,
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'adr' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '75320-2', display: 'Advance directive' }] }],
    patient: subject(taken),
    dateTime: taken.at.toISOString(),
    organization: [{ reference: `Organization/${taken.actor.organisation}` }],
    policyRule: coded('hospice-wishes', 'hospice-wishes-1'),
    verification: [
      {
        verified: text(taken.answers['capable']) === 'yes',
        verifiedWith: { display: text(taken.answers['assessedBy']) },
        verificationDate: taken.at.toISOString(),
      },
    ],
    provision: {
      provision: [
        ...(['refused', 'wanted'] as const).flatMap((side) =>
          listOf(taken.answers[side]).map((code) => ({
            type: side === 'refused' ? 'deny' : 'permit',
            code: [coded('hospice-treatment', code)],
          })),
        ),
      ],
    },
  },
});

/** One Observation with a component for each item that was asked. */
export const symptoms = (taken: TakenStep): readonly Resource[] => {
  const component = Object.keys(esas.items).flatMap((item) =>
    typeof taken.answers[item] === 'number' ? [{ code: coded('esas-r', item), valueInteger: taken.answers[item] }] : [],
  );
  return [
    {
      replaces: null,
      resource: {
        resourceType: 'Observation',
        id: `${taken.caseId}-s${String(taken.after.version)}`,
        status: 'final',
        category: [
          { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] },
        ],
        code: { ...coded('scale', esas.code), text: esas.name.zh },
        subject: subject(taken),
        effectiveDateTime: taken.at.toISOString(),
        component,
      },
    },
  ];
};

/** Where the care is, as the published list of classes knows it. */
const CLASS: Readonly<Record<string, string>> = { home: 'HH', ward: 'IMP', centre: 'IMP', 'care-home': 'FLD' };

type Kept = { readonly id: string; readonly version: number; readonly resource: Json };
/** The places the case has had so far, in order. */
const placesOf = (taken: TakenStep): readonly Kept[] =>
  [...taken.records.entries()]
    .filter(([reference]) => reference.startsWith('Encounter/'))
    .map(([reference, stored]) => ({ id: reference.slice('Encounter/'.length), ...stored }))
    .sort((one, other) => one.id.length - other.id.length || (one.id < other.id ? -1 : 1));

const placed = (
  taken: TakenStep,
  place: string,
  start: string,
  began: 'admission' | 'transfer',
  nth: number,
): Resource => ({
  replaces: null,
  resource: {
    resourceType: 'Encounter',
    id: stayId(taken.caseId, nth),
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: CLASS[place] ?? 'IMP' },
    type: [{ coding: [{ system: BEGAN_BY, code: began }] }],
    serviceType: { coding: [{ system: PLACE_OF_CARE, code: place }] },
    subject: subject(taken),
    period: { start },
    serviceProvider: { reference: `Organization/${taken.after.parties['receiver']?.organisation ?? ''}` },
  },
});
const ended = (taken: TakenStep, end: string): readonly Resource[] =>
  placesOf(taken)
    .slice(-1)
    .filter(({ resource }) => resource['status'] === 'in-progress')
    .map(({ resource, version }) => ({
      replaces: version,
      resource: { ...resource, status: 'finished', period: { ...(resource['period'] as Json), end } },
    }));

/** Each place of care is an Encounter; the next begins at the moment the one before ends. */
export const places = (taken: TakenStep): readonly Resource[] => {
  const { answers, loaded } = taken;
  switch (taken.step) {
    case 'admit':
      return [placed(taken, text(answers['place']), text(answers['admittedAt']), 'admission', 1)];
    case 'arrive': {
      const at = text(answers['arrivedAt']);
      const nth = placesOf(taken).length + 1;
      return [...ended(taken, at), placed(taken, text(loaded['toPlace']), at, 'transfer', nth)];
    }
    case 'discharge':
      return ended(taken, text(answers['leftAt']));
    case 'record-death':
      return ended(taken, text(answers['diedAt']));
    default:
      return [];
  }
};
