/** What a resident's summary says, taken from the stored resources. Pure: one part that cannot be read fails alone. */
import { codesOf, dayOf, quantityOf, wordOf } from '../../fhir/concepts.ts';
import { parseJson } from '../../fhir/json.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { isObject, objectsOf, textOf } from '../../fhir/resource.ts';
import type { z } from 'zod';
import { NOTHING_FOUND, saysOnlyAsked } from './allergy-codes.ts';
import type { Allergies, ConditionRow, EncounterRow, LastValue } from '../shapes.ts';

/** A row of `resource`; `content` is JSON text. */
export type StoredRow = {
  readonly id: string;
  readonly content: string;
  readonly date: Date | null;
  readonly organisation: string | null;
  readonly organisation_name: string | null;
};

const read = (row: StoredRow): JsonObject => {
  const parsed = parseJson(row.content);
  if (!parsed.ok || !isObject(parsed.value)) throw new Error('a stored resource is not JSON');
  return parsed.value;
};

const valid = (resource: JsonObject): boolean =>
  !codesOf(resource['verificationStatus']).some((code) => code === 'entered-in-error' || code === 'refuted');
const organisationOf = (row: StoredRow): { id: string; name: string } | null =>
  row.organisation === null ? null : { id: row.organisation, name: row.organisation_name ?? row.organisation };

const criticalityOf = (value: unknown): Allergies['items'][number]['criticality'] =>
  value === 'low' || value === 'high' || value === 'unable-to-assess' ? value : null;

/** Something found outweighs "nothing found" said before or after: it is the safer mistake. */
export const allergiesOf = (rows: readonly StoredRow[]): Allergies => {
  const standing = rows
    .map((row) => ({ row, resource: read(row) }))
    .filter(({ resource }) => valid(resource))
    .filter(
      ({ resource }) => !codesOf(resource['clinicalStatus']).some((code) => code === 'inactive' || code === 'resolved'),
    )
    .map(({ row, resource }) => ({ row, resource, codes: codesOf(resource['code']) }));
  // asked about one kind of substance only is not asked: that is the safer mistake too
  const found = standing.filter(({ codes }) => !saysOnlyAsked(codes));
  const nothing = standing.filter(({ codes }) => codes.some((code) => NOTHING_FOUND.has(code)));
  const askedOn = nothing
    .map(({ resource }) => dayOf(resource['recordedDate']))
    .reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b), null);
  if (found.length === 0) return { state: nothing.length > 0 ? 'none-known' : 'never-asked', items: [], askedOn };
  return {
    state: 'present',
    askedOn: null,
    items: found.map(({ row, resource }) => ({
      id: row.id,
      substance: wordOf(resource['code']) ?? wordOf(objectsOf(resource['reaction'])[0]?.['substance']) ?? '',
      reaction:
        objectsOf(resource['reaction'])
          .map((reaction) => wordOf(reaction['manifestation']))
          .find((word) => word !== undefined) ?? null,
      criticality: criticalityOf(resource['criticality']),
      recordedOn: dayOf(resource['recordedDate']),
    })),
  };
};

const ACTIVE = ['active', 'recurrence', 'relapse'];
export const conditionsOf = (rows: readonly StoredRow[]): z.infer<typeof ConditionRow>[] =>
  rows
    .map((row) => ({ row, resource: read(row) }))
    .filter(({ resource }) => valid(resource))
    .filter(({ resource }) => {
      const status = codesOf(resource['clinicalStatus']);
      return status.length === 0 || status.some((code) => ACTIVE.includes(code));
    })
    .map(({ row, resource }) => ({
      id: row.id,
      name: wordOf(resource['code']) ?? '',
      since: textOf(resource['onsetDateTime']) ?? textOf(objectsOf(resource['onsetPeriod'])[0]?.['start']) ?? null,
    }));

const SYSTOLIC = '8480-6';
const DIASTOLIC = '8462-4';
const pressureOf = (resource: JsonObject): { value: string; unit: string } | undefined => {
  const part = (code: string) =>
    quantityOf(objectsOf(resource['component']).find((each) => codesOf(each['code']).includes(code)));
  const systolic = part(SYSTOLIC);
  const diastolic = part(DIASTOLIC);
  if (systolic === undefined || diastolic === undefined) return undefined;
  return { value: `${systolic.value}/${diastolic.value}`, unit: systolic.unit };
};

/** The newest usable value among rows that come newest first; undefined when there is none. */
export const lastValueOf = (code: LastValue['code'], rows: readonly StoredRow[]): LastValue | undefined => {
  for (const row of rows) {
    const resource = read(row);
    if (resource['status'] === 'entered-in-error' || resource['status'] === 'cancelled') continue;
    const measured = code === 'blood-pressure' ? pressureOf(resource) : quantityOf(resource);
    if (measured === undefined) continue;
    return {
      code,
      value: measured.value,
      unit: measured.unit,
      label: wordOf(resource['code']) ?? null,
      at: row.date?.toISOString() ?? null,
      organisation: organisationOf(row),
    };
  }
  return undefined;
};

export const encountersOf = (rows: readonly StoredRow[]): z.infer<typeof EncounterRow>[] =>
  rows.map((row) => {
    const resource = read(row);
    const period = objectsOf(resource['period'])[0];
    return {
      id: row.id,
      kind: textOf(objectsOf(resource['class'])[0]?.['code']) ?? '',
      status: textOf(resource['status']) ?? '',
      from: textOf(period?.['start']) ?? null,
      until: textOf(period?.['end']) ?? null,
      what: wordOf(resource['reasonCode']) ?? wordOf(resource['type']) ?? null,
      organisation: organisationOf(row) ?? nameOnly(textOf(objectsOf(resource['serviceProvider'])[0]?.['display'])),
    };
  });
const nameOnly = (name: string | undefined): { id: string; name: string } | null =>
  name === undefined ? null : { id: '', name };
