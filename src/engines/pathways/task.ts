/**
 * A case as its FHIR Task (R4 §Task): everything in the row of `cases` stands in this resource, so that the row can be
 * dropped and rebuilt from it (law 4). `businessStatus` is the pathway's state, `restriction.period.end` the due time.
 */
import type { CaseState, Json } from './capability.ts';

export const BASE = 'https://kanglian.org/fhir';
const EXTENSION = `${BASE}/StructureDefinition/case`;
const PRIORITY = { routine: 'routine', urgent: 'urgent', emergency: 'stat' } as const;

const extension = (url: string, value: Json): Json => ({ url, ...value });
const instant = (at: Date): string => at.toISOString();

export type StepMark = {
  readonly step: string;
  readonly from: string | null;
  readonly actor: string;
  readonly role: string;
  readonly organisation: string;
  readonly reason: string | null;
  /** `QuestionnaireResponse/…` with the step's answers. */
  readonly answers: string | null;
};

const caseExtensions = (c: CaseState, mark: StepMark): Json[] => {
  const parts: Json[] = [
    extension('urgency', { valueCode: c.urgency }),
    extension('headline', { valueString: c.headline === '' ? '-' : c.headline }),
    extension('escalation', { valueUnsignedInt: c.escalation }),
    extension('opener', { valueReference: { reference: `Organization/${c.opener}` } }),
  ];
  if (c.escalatedAt !== null) parts.push(extension('escalated-at', { valueInstant: instant(c.escalatedAt) }));
  if (c.owner !== null && c.owner.department !== null) {
    parts.push(extension('owner-department', { valueReference: { reference: `Organization/${c.owner.department}` } }));
  }
  if (c.clock !== null) {
    parts.push(
      extension('wake-at', { valueInstant: instant(c.clock.wakeAt) }),
      extension('limit', { valueString: c.clock.limit }),
      extension('limit-version', { valueString: c.clock.limitVersion }),
      extension('limit-verified', { valueBoolean: c.clock.verified }),
      extension('around-the-clock', { valueBoolean: c.clock.aroundTheClock }),
    );
  }
  if (c.closedAt !== null) parts.push(extension('closed-at', { valueInstant: instant(c.closedAt) }));
  if (c.ending !== null) parts.push(extension('ending', { valueCode: c.ending }));
  for (const [party, fact] of Object.entries(c.parties)) {
    const of: Json[] = [
      extension('name', { valueCode: party }),
      extension('organisation', { valueReference: { reference: `Organization/${fact.organisation}` } }),
    ];
    if (fact.department !== null) {
      of.push(extension('department', { valueReference: { reference: `Organization/${fact.department}` } }));
    }
    parts.push({ url: 'party', extension: of });
  }
  const marked: Json[] = [
    extension('code', { valueCode: mark.step }),
    extension('actor', { valueString: mark.actor }),
    extension('role', { valueCode: mark.role }),
    extension('organisation', { valueReference: { reference: `Organization/${mark.organisation}` } }),
  ];
  if (mark.from !== null) marked.push(extension('from', { valueCode: mark.from }));
  if (mark.reason !== null) marked.push(extension('reason', { valueCode: mark.reason }));
  if (mark.answers !== null) marked.push(extension('answers', { valueReference: { reference: mark.answers } }));
  parts.push({ url: 'step', extension: marked });
  return parts;
};

/** The Task of a case after a step. `output` are references kept from the version before and added by this step. */
export const taskOf = (
  c: CaseState,
  mark: StepMark,
  status: string,
  published: Json | undefined,
  output: readonly string[],
): Json => ({
  resourceType: 'Task',
  id: c.id,
  extension: [{ url: EXTENSION, extension: caseExtensions(c, mark) }],
  identifier: [{ system: `${BASE}/sid/case-number`, value: c.number }],
  instantiatesCanonical: `${BASE}/PlanDefinition/${c.pathway}|${String(c.pathwayVersion)}`,
  ...(c.parent === null ? {} : { partOf: [{ reference: `Task/${c.parent}` }] }),
  status,
  businessStatus: {
    coding: [
      { system: `${BASE}/CodeSystem/${c.pathway}-state`, code: c.state },
      ...(published === undefined ? [] : [published]),
    ],
  },
  intent: 'order',
  priority: PRIORITY[c.urgency],
  code: { coding: [{ system: `${BASE}/CodeSystem/pathway`, code: c.pathway }] },
  ...(c.focus === null ? {} : { focus: { reference: c.focus } }),
  ...(c.resident === null ? {} : { for: { reference: `Patient/${c.resident}` } }),
  authoredOn: instant(c.openedAt),
  lastModified: instant(c.changedAt),
  requester: { reference: `Organization/${c.opener}` },
  ...(c.owner === null
    ? {}
    : {
        owner: { reference: `Organization/${c.owner.organisation}` },
        performerType: [{ coding: [{ system: `${BASE}/CodeSystem/role`, code: c.owner.role }] }],
      }),
  ...(c.clock === null
    ? {}
    : { restriction: { period: { start: instant(c.clock.startedAt), end: instant(c.clock.dueAt) } } }),
  ...(output.length === 0
    ? {}
    : {
        output: output.map((reference) => ({
          type: { text: reference.split('/')[0] ?? '' },
          valueReference: { reference },
        })),
      }),
});

/** The references a stored Task already puts out. */
export const outputOf = (task: Json | undefined): readonly string[] => {
  const output = (task?.['output'] ?? []) as readonly { readonly valueReference?: { readonly reference?: string } }[];
  return output.flatMap((entry) => entry.valueReference?.reference ?? []);
};
