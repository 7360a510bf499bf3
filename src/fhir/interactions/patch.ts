/** JSON Patch of one record (R4 §3.1.0.9, RFC 6902). */
import { notAllowed } from '../access.ts';
import { checkBody, notKept, readText, settled } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { applyPatch, readPatch } from '../json-patch.ts';
import { parseJson } from '../json.ts';
import { PATCH_BODY, wrongBody } from '../negotiation.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { isObject } from '../resource.ts';
import type { Resource } from '../resource.ts';
import { patientOf } from '../search/extract.ts';
import { findCurrent } from '../store/currents.ts';
import type { Current, Named } from '../store/currents.ts';
import { newVersion } from '../store/new-version.ts';
import type { Link } from '../validate/walk.ts';
import { storeReplaced, unmatched } from './change.ts';

export type Patch = Exclude<ReturnType<typeof readPatch>, Refused>;

/** How often a patch without If-Match starts again from what somebody else has just stored. */
const TRIES = 4;

/** The patch in the body of a request. */
export const readPatchBody = (asked: Asked, context: FhirContext): Patch | Refused => {
  const wrong = wrongBody(asked, PATCH_BODY);
  if (wrong) return wrong;
  const document = readText(asked.body, context.config);
  return isRefused(document) ? document : readPatch(document.value);
};

/** To change a part of a record is to learn of the rest, so it takes the right to read as well. */
export const mayPatch = (asked: Asked, type: string): Refused | undefined =>
  notAllowed(asked.caller, type, 'u') ?? notAllowed(asked.caller, type, 'r');

/** The record as the patch leaves it, valid and still the same record. */
export const patched = (
  content: string,
  patch: Patch,
  { type, id }: Named,
): { readonly resource: Resource; readonly links: readonly Link[] } | Refused => {
  const stored = parseJson(content);
  if (!stored.ok) throw new Error('a stored text cannot be read');
  const changed = applyPatch(stored.value, patch);
  if (isRefused(changed)) return changed;
  const { value } = changed;
  if (!isObject(value)) return refused(422, 'structure', 'not-an-object');
  if (value['resourceType'] !== type || value['id'] !== id)
    return refused(422, 'invalid', 'patch-identity', undefined, value['id'] === id ? 'resourceType' : `${type}.id`);
  return checkBody(value);
};

const missing = (current: Current | undefined, { type, id }: Named): Refused =>
  current
    ? refused(410, 'deleted', current.erased ? 'erased' : 'gone', { type, id })
    : refused(404, 'not-found', 'not-found', { type, id });

/** `PATCH [base]/Observation/1` with `application/json-patch+json`: 200 with the record as it is then. */
export const patch = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = mayPatch(asked, type);
  if (forbidden) return forbidden;
  const steps = readPatchBody(asked, context);
  if (isRefused(steps)) return steps;
  const named = { type, id };
  const header = asked.headers['if-match'];
  for (let left = TRIES; ; left--) {
    const current = await findCurrent(context.db, asked.caller.actor, context.clock.now(), named, true);
    if (!current || current.content === null) return missing(current, named);
    const stale = unmatched(header, current, named);
    if (stale) return stale;
    const made = patched(current.content, steps, named);
    if (isRefused(made)) return made;
    const { resource } = made;
    const refusal = settled(made.links, asked.base) ?? notKept(type, patientOf(resource, id), type);
    if (refusal) return refusal;
    const { version } = current;
    const answer = await storeReplaced(asked, named, (at) => newVersion(resource, id, version, at), context);
    const overtaken = isRefused(answer) && answer.status === 409 && answer.issues[0]?.word === 'stale-unknown';
    if (!overtaken || header !== undefined || left === 1) return answer;
  }
};
