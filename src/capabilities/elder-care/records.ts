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

export const LINE_SYSTEM = `${BASE}/CodeSystem/institution-line`;
export const KIND_SYSTEM = `${BASE}/CodeSystem/institution-kind`;
export const JOINT = 'joint-management';
/** Whether people, money and things were all handed over. */
export const EXTENT_SYSTEM = `${BASE}/CodeSystem/handed-over-extent`;

export type RegistrationRecord = {
  readonly id: string;
  readonly organisation: string;
  readonly line: string;
  readonly kind: string;
  readonly number: string | null;
  readonly issuer: string;
  readonly from: string;
  /** The first day it no longer stands. */
  readonly until: string | null;
  /** Entered by mistake. */
  readonly withdrawn: boolean;
};
const period = (from: string, until: string | null): Json => ({
  start: from,
  ...(until === null ? {} : { end: until }),
});

/** OrganizationAffiliation: what a house is registered or designated as, by whom, from when until when. */
export const registrationRecord = (entry: RegistrationRecord): Json => ({
  resourceType: 'OrganizationAffiliation',
  id: entry.id,
  ...(entry.number === null ? {} : { identifier: [{ value: entry.number, assigner: { display: entry.issuer } }] }),
  active: !entry.withdrawn,
  period: period(entry.from, entry.until),
  organization: { display: entry.issuer },
  participatingOrganization: organisation(entry.organisation),
  code: [
    { coding: [{ system: LINE_SYSTEM, code: entry.line }], text: said(entry.line) },
    { coding: [{ system: KIND_SYSTEM, code: entry.kind }], text: said(entry.kind) },
  ],
});

export type JointRecord = {
  readonly id: string;
  readonly hospital: string;
  readonly home: string;
  readonly handedOver: readonly string[];
  readonly from: string;
  readonly until: string | null;
  readonly withdrawn: boolean;
};
/** OrganizationAffiliation: a home managed by a hospital; each of people, money and things handed over is a code of its own. */
export const jointRecord = (pair: JointRecord): Json => ({
  resourceType: 'OrganizationAffiliation',
  id: pair.id,
  active: !pair.withdrawn,
  period: period(pair.from, pair.until),
  organization: organisation(pair.hospital),
  participatingOrganization: organisation(pair.home),
  code: [
    { coding: [{ system: LINE_SYSTEM, code: JOINT }], text: said(JOINT) },
    { coding: [{ system: EXTENT_SYSTEM, code: pair.handedOver.length === 3 ? 'whole' : 'partly' }] },
    ...pair.handedOver.map((what) => ({
      coding: [{ system: `${BASE}/CodeSystem/handed-over`, code: what }],
      text: said(what),
    })),
  ],
});
