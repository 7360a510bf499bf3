/**
 * A referral in FHIR R4: ServiceRequest (what is asked), the case's Task (who must act), one child Task per attempt at
 * fulfilment (`partOf`), Consent, and an Encounter for the stay and for the visit after it. Ids derive from the case's.
 */
import type { Json, TakenStep } from '../../engines/pathways/capability.ts';
import { stayId } from '../../engines/pathways/statements.ts';

const BASE = 'https://kanglian.org/fhir';
const PRIORITY = { routine: 'routine', urgent: 'urgent', emergency: 'stat' } as const;

type Resource = { readonly resource: Json; readonly replaces: number | null };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const author = (taken: TakenStep): Json =>
  taken.actor.person === null
    ? { reference: `Organization/${taken.actor.organisation}` }
    : { reference: `PractitionerRole/${taken.actor.id}` };
const subject = (taken: TakenStep): Json => ({ reference: `Patient/${taken.after.resident ?? ''}` });
/** A hospital that opened the case itself sends the resident down: then the base performs what is asked. */
export const isDown = ({ after }: TakenStep): boolean =>
  after.opener === after.parties['receiver']?.organisation && after.opener !== after.parties['sender']?.organisation;
const receiver = (taken: TakenStep): Json[] => {
  const party = taken.after.parties[isDown(taken) ? 'sender' : 'receiver'];
  if (party === undefined) return [];
  const references = [{ reference: `Organization/${party.organisation}` }];
  return party.department === null ? references : [{ reference: `Organization/${party.department}` }, ...references];
};

/** Changes a stored resource of the case, if it is there. */
const changed = (taken: TakenStep, reference: string, change: (resource: Json) => Json): readonly Resource[] => {
  const stored = taken.records.get(reference);
  return stored === undefined ? [] : [{ resource: change(stored.resource), replaces: stored.version }];
};

export const request = (taken: TakenStep): Resource => ({
  replaces: null,
  resource: {
    resourceType: 'ServiceRequest',
    id: taken.after.id,
    identifier: [{ system: `${BASE}/sid/case-number`, value: taken.after.number }],
    status: taken.after.closedAt === null ? 'active' : 'revoked',
    intent: 'order',
    category: [
      { coding: [{ system: 'http://snomed.info/sct', code: '3457005', display: 'Patient referral' }] },
      { coding: [{ system: `${BASE}/CodeSystem/visit`, code: text(taken.answers['visit']) }] },
    ],
    priority: PRIORITY[taken.after.urgency],
    subject: subject(taken),
    authoredOn: taken.at.toISOString(),
    requester: author(taken),
    performer: receiver(taken),
    reasonCode: [{ text: text(taken.answers['impression']) || text(taken.answers['diagnosis']) }],
    note: [{ text: text(taken.answers['reason']) || text(taken.answers['advice']) }],
    supportingInfo: [
      { reference: `QuestionnaireResponse/${taken.after.id}-a1` },
      // the referral it goes on from: what was done then is part of why this is asked
      ...(text(taken.answers['after']) === '' ? [] : [{ reference: `ServiceRequest/${text(taken.answers['after'])}` }]),
    ],
  },
});

const attemptNumber = (taken: TakenStep): number => {
  let last = 0;
  for (const reference of taken.records.keys()) {
    const match = /^Task\/.*-(\d+)$/.exec(reference);
    if (match !== null && reference !== `Task/${taken.caseId}`) last = Math.max(last, Number(match[1]));
  }
  return last;
};

/** Opens the next attempt at fulfilment: one receiver, one child Task. */
export const nextAttempt = (taken: TakenStep): Resource => ({
  replaces: null,
  resource: {
    resourceType: 'Task',
    id: `${taken.caseId}-${String(attemptNumber(taken) + 1)}`,
    partOf: [{ reference: `Task/${taken.caseId}` }],
    status: 'requested',
    intent: 'order',
    priority: PRIORITY[taken.after.urgency],
    code: { coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'fulfill' }] },
    focus: { reference: `ServiceRequest/${taken.caseId}` },
    for: subject(taken),
    authoredOn: taken.at.toISOString(),
    lastModified: taken.at.toISOString(),
    requester: { reference: `Organization/${taken.after.opener}` },
    owner: receiver(taken)[0] ?? {},
  },
});

/** The present attempt's new status; `reason` says why it ended. */
export const attemptBecomes = (taken: TakenStep, status: string, reason?: string): readonly Resource[] =>
  changed(taken, `Task/${taken.caseId}-${String(attemptNumber(taken))}`, (task) => ({
    ...task,
    status,
    lastModified: taken.at.toISOString(),
    ...(reason === undefined
      ? {}
      : { statusReason: { coding: [{ system: `${BASE}/CodeSystem/referral-reason`, code: reason }] } }),
  }));

export const requestBecomes = (taken: TakenStep, status: 'completed' | 'revoked'): readonly Resource[] =>
  changed(taken, `ServiceRequest/${taken.caseId}`, (resource) => ({ ...resource, status }));
export const requestGoesTo = (taken: TakenStep): readonly Resource[] =>
  changed(taken, `ServiceRequest/${taken.caseId}`, (resource) => ({ ...resource, performer: receiver(taken) }));

const consentStatus = { agreed: 'active', refused: 'rejected', owed: 'draft' } as const;
type Decision = keyof typeof consentStatus;
const isDecision = (value: unknown): value is Decision => typeof value === 'string' && value in consentStatus;

/** What was told, who said what and in which relation; `owed` is a draft to be signed after the emergency. */
const consentOf = (taken: TakenStep): Json => {
  const decision = isDecision(taken.answers['consent']) ? taken.answers['consent'] : 'owed';
  const told = Array.isArray(taken.answers['told']) ? (taken.answers['told'] as readonly string[]) : [];
  return {
    resourceType: 'Consent',
    id: taken.caseId,
    status: consentStatus[decision],
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
    category: [{ coding: [{ system: `${BASE}/CodeSystem/consent`, code: 'referral' }] }],
    patient: subject(taken),
    dateTime: taken.at.toISOString(),
    organization: [{ reference: `Organization/${taken.actor.organisation}` }],
    policyRule: { coding: [{ system: `${BASE}/CodeSystem/consent-sheet`, code: 'referral-1' }] },
    ...(told.length === 0 && taken.answers['signer'] === undefined
      ? {}
      : {
          verification: [
            {
              verified: decision === 'agreed',
              verificationDate: taken.at.toISOString(),
              verifiedWith: { display: `${text(taken.answers['signer'])} ${text(taken.answers['signerName'])}`.trim() },
            },
          ],
        }),
    provision: {
      type: decision === 'refused' ? 'deny' : 'permit',
      ...(told.length === 0
        ? {}
        : { code: told.map((code) => ({ coding: [{ system: `${BASE}/CodeSystem/told`, code }] })) }),
    },
  };
};
export const consent = (taken: TakenStep): Resource => ({
  resource: consentOf(taken),
  replaces: taken.records.get(`Consent/${taken.caseId}`)?.version ?? null,
});

const visitClass = (taken: TakenStep): string => {
  const category = taken.records.get(`ServiceRequest/${taken.caseId}`)?.resource['category'];
  const coded = JSON.stringify(category ?? '');
  if (taken.after.urgency === 'emergency') return 'EMER';
  return coded.includes('outpatient') ? 'AMB' : 'IMP';
};

/** How many stays the case has had, and the reference of the last one. */
const lastStay = (taken: TakenStep): { readonly count: number; readonly reference: string } => {
  const count = [...taken.records.keys()].filter((reference) => reference.startsWith('Encounter/')).length;
  return { count, reference: `Encounter/${stayId(taken.caseId, Math.max(1, count))}` };
};

/** The stay begins: an Encounter at the receiver. Who is sent back after a finished stay has another. */
export const stayBegins = (taken: TakenStep): Resource => {
  const last = lastStay(taken);
  const stored = taken.records.get(last.reference);
  const another = stored?.resource['status'] === 'finished';
  const party = taken.after.parties['receiver'];
  return {
    replaces: another ? null : (stored?.version ?? null),
    resource: {
      resourceType: 'Encounter',
      id: another ? stayId(taken.caseId, last.count + 1) : last.reference.slice('Encounter/'.length),
      ...(text(taken.answers['visitNumber']) === ''
        ? {}
        : { identifier: [{ system: `${BASE}/sid/visit-number`, value: text(taken.answers['visitNumber']) }] }),
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: visitClass(taken) },
      subject: subject(taken),
      period: { start: text(taken.answers['arrivedAt']) },
      basedOn: [{ reference: `ServiceRequest/${taken.caseId}` }],
      serviceProvider: { reference: `Organization/${party?.organisation ?? ''}` },
      location: [{ location: { display: text(taken.answers['place']) } }],
    },
  };
};
export const stayEnds = (taken: TakenStep): readonly Resource[] =>
  changed(taken, lastStay(taken).reference, (encounter) => ({
    ...encounter,
    status: 'finished',
    period: { ...(encounter['period'] as Json), end: taken.at.toISOString() },
  }));
export const stayGoesOn = (taken: TakenStep): readonly Resource[] =>
  changed(taken, lastStay(taken).reference, (encounter) => {
    const { start } = encounter['period'] as Json;
    return { ...encounter, status: 'in-progress', period: { start } };
  });

const VISIT_CLASS: Readonly<Record<string, string>> = { 'at-home': 'HH', 'at-institution': 'AMB', telephone: 'VR' };

/** The visit that closes the promise: an Encounter at the sender on the day the resident was seen. */
export const visit = (taken: TakenStep): Resource => ({
  replaces: null,
  resource: {
    resourceType: 'Encounter',
    id: `${taken.caseId}-v${String(taken.after.version)}`,
    status: 'finished',
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: VISIT_CLASS[text(taken.answers['how'])] ?? 'AMB',
    },
    subject: subject(taken),
    period: { start: text(taken.answers['seenOn']), end: text(taken.answers['seenOn']) },
    basedOn: [{ reference: `ServiceRequest/${taken.caseId}` }],
    serviceProvider: { reference: `Organization/${taken.after.parties['sender']?.organisation ?? ''}` },
    reasonCode: [{ text: text(taken.answers['condition']) }],
  },
});
