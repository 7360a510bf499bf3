/** Wishes and symptom scores as FHIR records: a Consent per version of the wishes, an Observation per score. */
import type { Json, TakenStep, Written } from '../../engines/pathways/capability.ts';
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
