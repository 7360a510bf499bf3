/** A score as an Observation: corrected, it is its next version (`corrected`); entered by mistake, `entered-in-error`. */
import type { Json, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import { foundIn, observationOf } from '../operations/scores.ts';
import type { ScoreFact } from '../rules/scales.ts';

const BASE = 'https://kanglian.org/fhir';
type Resource = Written['resources'][number];

const coded = (system: string, code: string, text?: string): Json => ({
  coding: [{ system: `${BASE}/CodeSystem/${system}`, code }],
  ...(text === undefined ? {} : { text }),
});
const why = (taken: TakenStep): Json => {
  const said = taken.answers['why'];
  return typeof said === 'string' ? { note: [{ text: said, time: taken.at.toISOString() }] } : {};
};

/** One component for each item that was answered: a number as it is, a choice by its code. */
const componentsOf = (taken: TakenStep): readonly Json[] => {
  const { scale, answers } = foundIn(taken);
  return Object.entries(answers).flatMap(([item, given]): readonly Json[] => {
    const code = coded(scale.code, item, scale.items[item]?.label.zh);
    if (typeof given === 'number') return [{ code, valueInteger: given }];
    const chosen: readonly unknown[] = Array.isArray(given) ? given : [given];
    return chosen.map((one) => ({ code, valueCodeableConcept: coded(`${scale.code}-${item}`, String(one)) }));
  });
};

export const scaleRecords = (taken: TakenStep): readonly Resource[] => {
  const before = (taken.loaded['corrected'] as ScoreFact | null | undefined) ?? null;
  if (taken.step === 'withdraw-scale')
    return before?.kept === null || before === null
      ? []
      : [
          {
            replaces: before.kept.version,
            resource: { ...before.kept.resource, status: 'entered-in-error', ...why(taken) },
          },
        ];
  const { scale, total, band } = foundIn(taken);
  const { id, replaces } = observationOf(taken);
  return [
    {
      replaces,
      resource: {
        resourceType: 'Observation',
        id,
        status: replaces === null ? 'final' : 'corrected',
        category: [
          { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] },
        ],
        code: coded('scale', scale.code, scale.name.zh),
        subject: { reference: `Patient/${taken.after.resident ?? ''}` },
        performer: [{ reference: `Organization/${taken.actor.organisation}` }],
        effectiveDateTime: String(taken.answers['assessedAt']),
        issued: taken.at.toISOString(),
        ...(total === null ? {} : { valueQuantity: { value: total } }),
        ...(band === null ? {} : { interpretation: [coded(`${scale.code}-band`, band, scale.bandLabels[band]?.zh)] }),
        component: componentsOf(taken),
        ...why(taken),
      },
    },
  ];
};
