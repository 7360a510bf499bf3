import type { Statement } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import { notKept, readBody } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { isId } from '../resource.ts';
import type { Resource } from '../resource.ts';
import { isStale, refusalOfStore } from '../store/guards.ts';
import { deletion, newVersion } from '../store/new-version.ts';
import type { NewVersion } from '../store/new-version.ts';
import { patientOf } from '../search/extract.ts';
import { matchOf, versionHeaders } from '../version-headers.ts';
import { storeCreated } from './create.ts';

type Current = { readonly version: number; readonly deleted: boolean; readonly patient: string | null };

/** The present version of one resource, as far as the actor may see it. */
const selectCurrent = (type: string, id: string): Statement => ({
  name: 'fhir-select-current',
  text: 'select version, deleted, patient from resource where type = $1 and id = $2',
  values: [type, id],
});

const findCurrent = async (
  asked: Asked,
  type: string,
  id: string,
  context: FhirContext,
): Promise<Current | undefined> => {
  const [rows = []] = await context.db.read(asked.caller.actor, context.clock.now(), [selectCurrent(type, id)]);
  const row = rows[0];
  return (
    row && {
      version: Number(row['version']),
      deleted: row['deleted'] === true,
      patient: row['patient'] as string | null,
    }
  );
};

/** 412 names the current version; an unseen record is 404. */
const staleRefusal = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Refused> => {
  const current = await findCurrent(asked, type, id, context);
  return current
    ? refused(412, 'conflict', 'stale', { current: current.version })
    : refused(404, 'not-found', 'not-found', { type, id });
};

const storeReplaced = async (
  asked: Asked,
  { type, id }: { readonly type: string; readonly id: string },
  make: (at: Date) => NewVersion,
  context: FhirContext,
): Promise<Answer> => {
  const action = asked.method === 'DELETE' ? 'delete' : 'update';
  try {
    const { version, at } = await context.writes.store(asked.caller.actor, action, make);
    const headers = versionHeaders(version.version, at);
    return version.content === null ? { status: 204, headers } : { status: 200, headers, body: version.content };
  } catch (fault) {
    if (isStale(fault) && asked.headers['if-match'] !== undefined) return staleRefusal(asked, type, id, context);
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};

/** The version a change is made from: what If-Match says, else what is there now. */
const replacedBy = async (
  asked: Asked,
  type: string,
  id: string,
  context: FhirContext,
): Promise<number | undefined | Refused> => {
  const header = asked.headers['if-match'];
  if (header === undefined) return (await findCurrent(asked, type, id, context))?.version;
  const match = matchOf(header);
  if (match === 'malformed') return refused(400, 'invalid', 'bad-if-match');
  return match === 'unknown' ? staleRefusal(asked, type, id, context) : match;
};

const checked = (asked: Asked, type: string, id: string, context: FhirContext): Resource | Refused => {
  const body = readBody(asked, context.config);
  if (isRefused(body)) return body;
  const { resource } = body;
  if (resource.resourceType !== type)
    return refused(400, 'invalid', 'type-not-in-url', { body: resource.resourceType, url: type }, 'resourceType');
  if (resource.id !== undefined && resource.id !== id)
    return refused(400, 'invalid', 'id-not-in-url', undefined, `${type}.id`);
  return isId(id) ? resource : refused(400, 'value', 'bad-id', undefined, `${type}.id`);
};

/** `PUT [base]/Patient/1`: 200, or 201 where there was none. One flight with If-Match, two without. */
export const update = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'u');
  if (forbidden) return forbidden;
  const resource = checked(asked, type, id, context);
  if (isRefused(resource)) return resource;
  const replaces = await replacedBy(asked, type, id, context);
  if (typeof replaces === 'object') return replaces;
  if (replaces === undefined) return storeCreated(asked, resource, id, context);
  return (
    notKept(type, patientOf(resource, id), type) ??
    storeReplaced(asked, { type, id }, (at) => newVersion(resource, id, replaces, at), context)
  );
};

/** `DELETE [base]/Observation/1`: the record is marked as deleted and its history stays. Deleting twice is no error. */
export const remove = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'd');
  if (forbidden) return forbidden;
  if (type === 'Patient') return refused(409, 'business-rule', 'patient-not-deleted');
  const wanted = await replacedBy(asked, type, id, context);
  if (typeof wanted === 'object') return wanted;
  const current = await findCurrent(asked, type, id, context);
  if (!current) return refused(404, 'not-found', 'not-found', { type, id });
  if (current.deleted) return { status: 204, headers: { etag: `W/"${current.version}"` } };
  const { version, patient } = current;
  return storeReplaced(asked, { type, id }, () => deletion(type, id, wanted ?? version, patient), context);
};
