/** Elder care as FHIR records: the level somebody was found at, a contract of two houses, a visit made under it. */
import type { Json, TakenStep } from '../../engines/pathways/capability.ts';
import { words } from './words.ts';
import { BASE } from '../../engines/pathways/task.ts';

export const SCALE_SYSTEM = `${BASE}/CodeSystem/assessment-scale`;
export const LEVEL_SYSTEM = `${BASE}/CodeSystem/assessment-level`;
export const VISIT_SYSTEM = `${BASE}/CodeSystem/visit`;

const organisation = (id: string | undefined): Json => ({ reference: `Organization/${id ?? ''}` });

/** As a health worker reads it in the record. */
const said = (code: string): string => {
  const answers: Readonly<Record<string, string>> = words.zh.answers;
  return Object.hasOwn(answers, code) ? (answers[code] ?? code) : code;
};

/** Observation: the level in force, by its scale; one record a case and round, so that a dispute's second finding stands beside. */
export const levelRecord = (
  taken: TakenStep,
  found: { readonly scale: string; readonly level: string; readonly round: number },
): Json => ({
  resourceType: 'Observation',
  id: `${taken.caseId}-l${String(found.round)}`,
  status: 'final',
  code: { coding: [{ system: SCALE_SYSTEM, code: found.scale }], text: said(found.scale) },
  subject: { reference: `Patient/${String(taken.after.resident)}` },
  effectiveDateTime: taken.at.toISOString(),
  performer: [organisation(taken.after.parties['receiver']?.organisation)],
  valueCodeableConcept: { coding: [{ system: LEVEL_SYSTEM, code: found.level }], text: said(found.level) },
});

/** Contract: from the day both have signed on; renewed and ended by later versions. */
export const contractRecord = (
  taken: TakenStep,
  terms: { readonly from: string; readonly until: string; readonly over: boolean },
): Json => ({
  resourceType: 'Contract',
  id: `${taken.caseId}-c`,
  status: terms.over ? 'terminated' : 'executed',
  applies: { start: terms.from, end: terms.until },
  authority: [organisation(taken.after.parties['sender']?.organisation)],
  subject: [organisation(taken.after.parties['receiver']?.organisation)],
});

/** Encounter of a visit to a house, without anybody's name: how many were seen is the amount. */
export const visitRecord = (taken: TakenStep): Json => ({
  resourceType: 'Encounter',
  id: taken.newId(),
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'FLD' },
  type: [{ coding: [{ system: VISIT_SYSTEM, code: 'contract-visit' }] }],
  serviceProvider: organisation(taken.after.parties['sender']?.organisation),
  period: { start: String(taken.answers['visitedAt']), end: String(taken.answers['visitedAt']) },
});
