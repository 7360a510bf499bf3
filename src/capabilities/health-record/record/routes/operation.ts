/** `Patient/[id]/$summary` and `Patient/$summary?identifier=…`: the International Patient Summary over the FHIR interface. */
import { randomUUID } from 'node:crypto';
import { notAllowed } from '../../../../fhir/access.ts';
import type { Answer, Asked, FhirContext, Operation, Subject } from '../../../../fhir/context.ts';
import { parseJson, writeJson } from '../../../../fhir/json.ts';
import { refused } from '../../../../fhir/outcome.ts';
import { isObject, objectsOf, textOf } from '../../../../fhir/resource.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import { auditRow, auditStatement } from '../../../../platform/audit.ts';
import { survivorOf } from '../../../../consortium/identity/merged.ts';
import { findByCard } from '../../../../consortium/residents/find.ts';
import type { Actor } from '../../../../platform/postgres/database.ts';
import { summaryDocument } from '../records/summary-document.ts';
import { collect } from './collect.ts';
import type { Collected } from './collect.ts';

/** `system|value` or `value` out of the address, or out of the Parameters of a POST; undefined where none was given. */
const identifierOf = (asked: Asked): string | undefined => {
  const given = new URLSearchParams(asked.query).get('identifier');
  if (given !== null) return given;
  const parsed = parseJson(asked.body);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const parameter = objectsOf(parsed.value['parameter']).find((each) => each['name'] === 'identifier');
  if (parameter === undefined) return undefined;
  const [held] = objectsOf(parameter['valueIdentifier']);
  if (held === undefined) return textOf(parameter['valueString']);
  const system = textOf(held['system']);
  return system === undefined ? textOf(held['value']) : `${system}|${textOf(held['value']) ?? ''}`;
};

/** The ids of the residents the caller may see under a number; a number in another's record finds nobody. */
const byIdentifier = async (asked: Asked, context: FhirContext, text: string): Promise<readonly string[]> => {
  const [before = '', ...rest] = text.split('|');
  const [system, value] =
    rest.length === 0 ? [undefined, before] : [before === '' ? undefined : before, rest.join('|')];
  if (value === '') return [];
  const [rows = []] = await context.db.read(asked.caller.actor, context.clock.now(), [findByCard(value, system)]);
  return rows.map((row) => String(row['id']));
};

const leastOrganisation = (name: string): Resource => ({ resourceType: 'Organization', name });

/** Whom an id stands for: itself, or whoever it was absorbed by. */
const collectNow = async ({ db }: FhirContext, actor: Actor, id: string, at: Date): Promise<Collected | undefined> => {
  const found = await collect(db, actor, id, at);
  if (found !== undefined) return found;
  const survivor = await survivorOf(db, actor, at, id);
  return survivor === undefined ? undefined : collect(db, actor, survivor, at);
};

const summaryOf = async (asked: Asked, context: FhirContext, id: string): Promise<Answer> => {
  const { db, clock, config } = context;
  const at = clock.now();
  const { actor } = asked.caller;
  const found = await collectNow(context, actor, id, at);
  const row = auditRow(actor, at, {
    action: 'read-summary-document',
    target: `Patient/${id.slice(0, 64)}`,
    residents: found === undefined ? [] : [found.resident.id],
    outcome: found === undefined ? 'refused' : 'done',
  });
  await db.write(actor, at, (tx) => tx.finish([auditStatement(row)]));
  if (found === undefined) return refused(404, 'not-found', 'not-found', { type: 'Patient', id: id.slice(0, 64) });
  const document = summaryDocument(found, {
    placeOf: found.placeOf,
    isFresh: () => false,
    at,
    base: asked.base,
    uuid: randomUUID,
    language: asked.language,
    author: (found.organisation?.resource as Resource | undefined) ?? leastOrganisation(actor.organisation),
    version: config.version,
  });
  return {
    status: 200,
    headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
    body: writeJson({ ...document, id: randomUUID() }),
  };
};

/** What the document holds: a client that may not read one of these types would get it here. */
const HELD = [
  'AllergyIntolerance',
  'Condition',
  'MedicationStatement',
  'MedicationRequest',
  'Observation',
  'Procedure',
  'Immunization',
];

const perform = async (asked: Asked, { id }: Subject, context: FhirContext): Promise<Answer> => {
  for (const type of HELD) {
    const forbidden = notAllowed(asked.caller, type, 'r');
    if (forbidden) return forbidden;
  }
  if (id !== undefined) return summaryOf(asked, context, id);
  const identifier = identifierOf(asked);
  if (identifier === undefined)
    return refused(400, 'required', 'missing-element', { name: 'identifier', type: '$summary' });
  const ids = await byIdentifier(asked, context, identifier);
  const [first] = ids;
  if (ids.length > 1) return refused(412, 'duplicate', 'many-match');
  return summaryOf(asked, context, first ?? 'unknown');
};

export const summaryOperation: Operation = {
  name: 'summary',
  definition: 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
  levels: ['instance', 'type'],
  types: ['Patient'],
  changes: false,
  rights: ['r'],
  documentation:
    'The International Patient Summary as a document Bundle: allergies, medications and problems always, results, procedures and immunizations where there are any.',
  perform,
};
