/**
 * The plan home as a FHIR CarePlan: tasks, medicines and devices, each with what was found of it at the centre on that day and
 * what was arranged (R4 CarePlan.activity.detail). A return form issued again names the plan it replaces.
 */
import type { Json, TakenStep } from '../../../engines/pathways/capability.ts';
import { outputOf } from '../../../engines/pathways/task.ts';
import { planFindings } from '../rules/plan.ts';
import type { Finding, KnownItem } from '../rules/plan.ts';

const BASE = 'https://kanglian.org/fhir';
const KIND = { medicines: 'MedicationRequest', devices: 'DeviceRequest' } as const;

type Row = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const rows = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);

export const carePlanId = (taken: TakenStep): string => `${taken.caseId}-p${String(taken.after.version)}`;

const extension = (name: string, value: Json): Json => ({ url: `${BASE}/StructureDefinition/plan-${name}`, ...value });

const arrangementOf = (row: Row): Json[] => {
  if (text(row['ifMissing']) === '') return [];
  const parts = [row['ifMissing'], row['arrangedFor'], row['arrangementNote']].map(text).filter((part) => part !== '');
  return [extension('arrangement', { valueString: parts.join(' ') })];
};

const supply = (list: keyof typeof KIND, row: Row, finding: Finding | undefined): Json => ({
  extension: [extension('finding', { valueCode: finding?.finding ?? 'unknown' }), ...arrangementOf(row)],
  detail: {
    kind: KIND[list],
    status: 'not-started',
    productCodeableConcept: {
      ...(finding?.code === null || finding === undefined
        ? {}
        : { coding: [{ system: `${BASE}/CodeSystem/catalogue`, code: finding.code }] }),
      text: finding?.name ?? '',
    },
    description: [
      text(row['dose']) || text(row['use']),
      typeof row['days'] === 'number' ? `${String(row['days'])} d` : '',
    ]
      .filter((part) => part !== '')
      .join(' × '),
  },
});

const withoutEmpty = (activity: Json): Json => {
  const { description, ...detail } = activity['detail'] as Json;
  return { ...activity, detail: description === '' ? detail : { ...detail, description } };
};

export const carePlan = (taken: TakenStep): { readonly resource: Json; readonly replaces: null } => {
  const known = (taken.loaded['kept'] ?? {}) as Readonly<Record<string, KnownItem>>;
  const findings = new Map(planFindings(taken.answers, known).map((finding) => [finding.row, finding]));
  const supplies = (['medicines', 'devices'] as const).flatMap((list) =>
    rows(taken.answers[list]).map((row, index) =>
      withoutEmpty(supply(list, row, findings.get(`${list}.${String(index)}`))),
    ),
  );
  const tasks = rows(taken.answers['tasks']).map(
    ({ what, due }): Json => ({
      detail: { kind: 'Task', status: 'not-started', code: { text: what }, scheduledPeriod: { end: due } },
    }),
  );
  const before = outputOf(taken.records.get(`Task/${taken.caseId}`)?.resource).filter((reference) =>
    reference.startsWith('CarePlan/'),
  );
  const reason = text(taken.answers['overrideReason']);
  const activity = [...tasks, ...supplies];
  return {
    replaces: null,
    resource: {
      resourceType: 'CarePlan',
      id: carePlanId(taken),
      ...(reason === '' ? {} : { extension: [extension('override', { valueString: reason })] }),
      ...(before.length === 0 ? {} : { replaces: before.slice(-1).map((reference) => ({ reference })) }),
      status: 'active',
      intent: 'plan',
      subject: { reference: `Patient/${taken.after.resident ?? ''}` },
      created: taken.at.toISOString(),
      author: { reference: `PractitionerRole/${taken.actor.id}` },
      ...(activity.length === 0 ? {} : { activity }),
    },
  };
};
