/**
 * Update, patch and delete of the one record that fits a condition (R4 §3.1.0.7.2, §3.1.0.9, §3.1.0.8.3). One transaction looks,
 * decides and writes. Several that fit are never changed together: 412.
 */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { notAllowed } from '../access.ts';
import { notKept, readBody, settled } from '../body.ts';
import { notChosen } from '../chosen-id.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import type { Resource } from '../resource.ts';
import { currentsOf, lockCurrents } from '../store/currents.ts';
import type { Current } from '../store/currents.ts';
import { guardStatements, refusalOfStore } from '../store/guards.ts';
import { deletion, newVersion } from '../store/new-version.ts';
import type { NewVersion } from '../store/new-version.ts';
import { storeStatements } from '../store/statements.ts';
import { versionHeaders, versionPath } from '../version-headers.ts';
import { unmatched } from './change.ts';
import { askConditions, mayMissMatches, readCondition } from './condition.ts';
import { mayPatch, patched, readPatchBody } from './patch.ts';
import { Stopped } from './stopped.ts';

type Found = { readonly id: string; readonly current: Current };
/** What becomes of the record that fits, or of none; null where nothing is to be done. */
type Decide = (found: Found | undefined, at: Date) => NewVersion | null | Refused;

const answerOf = (asked: Asked, version: NewVersion | null, at: Date): Answer => {
  if (version === null) return { status: 204 };
  const { type, id, version: number, content } = version;
  const headers = versionHeaders(number, at);
  if (content === null) return { status: 204, headers };
  const location = `${asked.base}/${versionPath(type, id, number)}`;
  return version.replaces === null
    ? { status: 201, headers: { ...headers, location }, body: content }
    : { status: 200, headers: { ...headers, 'content-location': location }, body: content };
};

const change = async (
  asked: Asked,
  type: string,
  action: 'update' | 'delete',
  decide: Decide,
  context: FhirContext,
): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) return forbidden;
  const condition = readCondition(type, asked.query);
  if (isRefused(condition)) return condition;
  const incomplete = await mayMissMatches([condition], asked.caller.actor, context);
  if (incomplete) return incomplete;
  const { actor } = asked.caller;
  const at = context.clock.now();
  try {
    const version = await context.db.write(actor, at, async (tx) => {
      const [matches = []] = (await askConditions(tx, { deciding: [condition] }, actor, at)).matches;
      const [match, ...more] = matches;
      if (more.length > 0) throw new Stopped(refused(412, 'duplicate', 'many-match'));
      const id = match?.id ?? '';
      const rows = match ? await tx.flight([lockCurrents([{ type, id }])]) : [];
      const current = currentsOf(rows[0] ?? []).get(`${type}/${id}`);
      const stale = unmatched(asked.headers['if-match'], current, { type, id: id === '' ? '?' : id });
      if (stale) throw new Stopped(stale);
      const made = decide(current && { id, current }, at);
      if (made !== null && isRefused(made)) throw new Stopped(made);
      const versions = made === null ? [] : [made];
      await tx.finish([
        ...storeStatements(versions, actor, at, context.lasting),
        ...guardStatements(versions),
        ...versions.map(({ patient, ...stored }) =>
          auditStatement(
            auditRow(actor, at, {
              action: stored.replaces === null ? 'create' : action,
              target: `${type}/${stored.id}`,
              residents: patient === null ? [] : [patient],
            }),
          ),
        ),
      ]);
      return made;
    });
    return answerOf(asked, version, at);
  } catch (fault) {
    if (fault instanceof Stopped) return fault.refusal;
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};

const replacing = (resource: Resource, id: string, version: number | null, at: Date): NewVersion | Refused => {
  const made = newVersion(resource, id, version, at);
  return notKept(made.type, made.patient, made.type) ?? made;
};

/** `PUT [base]/Patient?identifier=…`: none fits: created (under the id in the body, if there is one); one: updated. */
export const conditionalUpdate = async (asked: Asked, type: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'u');
  if (forbidden) return forbidden;
  const body = readBody(asked, context.config);
  if (isRefused(body)) return body;
  const { resource } = body;
  const { id } = resource;
  if (resource.resourceType !== type)
    return refused(400, 'invalid', 'type-not-in-url', { body: resource.resourceType, url: type }, 'resourceType');
  const decide: Decide = (found, at) => {
    if (found === undefined)
      return (
        notAllowed(asked.caller, type, 'c') ??
        (id === undefined ? undefined : notChosen(id, `${type}.id`)) ??
        replacing(resource, id ?? context.ids(), null, at)
      );
    return id === undefined || id === found.id
      ? replacing(resource, found.id, found.current.version, at)
      : refused(400, 'invalid', 'id-not-found-one', undefined, `${type}.id`);
  };
  return change(asked, type, 'update', decide, context);
};

/** `PATCH [base]/Patient?identifier=…` */
export const conditionalPatch = async (asked: Asked, type: string, context: FhirContext): Promise<Answer> => {
  const forbidden = mayPatch(asked, type);
  if (forbidden) return forbidden;
  const steps = readPatchBody(asked, context);
  if (isRefused(steps)) return steps;
  const decide: Decide = (found, at) => {
    const content = found?.current.content;
    if (found === undefined || typeof content !== 'string') return refused(404, 'not-found', 'none-match');
    const made = patched(content, steps, { type, id: found.id });
    if (isRefused(made)) return made;
    return settled(made.links, asked.base) ?? replacing(made.resource, found.id, found.current.version, at);
  };
  return change(asked, type, 'update', decide, context);
};

/** `DELETE [base]/Observation?identifier=…`: where none fits there is nothing to do. */
export const conditionalDelete = async (asked: Asked, type: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'd');
  if (forbidden) return forbidden;
  if (type === 'Patient') return refused(409, 'business-rule', 'patient-not-deleted');
  const decide: Decide = (found) =>
    found === undefined ? null : deletion(type, found.id, found.current.version, found.current.patient);
  return change(asked, type, 'delete', decide, context);
};
