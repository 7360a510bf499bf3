import { notAllowed } from '../access.ts';
import { notKept, readBody } from '../body.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Resource } from '../resource.ts';
import { patientOf } from '../search/extract.ts';
import { refusalOfStore } from '../store/guards.ts';
import { newVersion } from '../store/new-version.ts';
import { versionHeaders, versionPath } from '../version-headers.ts';
import { createUnlessThere } from './conditional-create.ts';

/** `POST [base]/Patient`: 201 with the stored text. One flight, or two where `If-None-Exist` is to be looked up. */
export const create = async (asked: Asked, type: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'c');
  if (forbidden) return forbidden;
  const body = readBody(asked, context.config);
  if (isRefused(body)) return body;
  const { resource } = body;
  if (resource.resourceType !== type)
    return refused(400, 'invalid', 'type-not-in-url', { body: resource.resourceType, url: type }, 'resourceType');
  const condition = asked.headers['if-none-exist'];
  return condition === undefined
    ? storeCreated(asked, resource, context.ids(), context)
    : createUnlessThere(asked, resource, condition, context);
};

/** Stores one new resource under this id and answers 201; also used where an update creates. */
export const storeCreated = async (
  asked: Asked,
  resource: Resource,
  id: string,
  context: FhirContext,
): Promise<Answer> => {
  const type = resource.resourceType;
  const unkept = notKept(type, patientOf(resource, id), type);
  if (unkept) return unkept;
  try {
    const { version, at } = await context.writes.store(asked.caller.actor, 'create', (now) =>
      newVersion(resource, id, null, now),
    );
    return {
      status: 201,
      headers: { ...versionHeaders(1, at), location: `${asked.base}/${versionPath(type, id, 1)}` },
      body: version.content ?? '',
    };
  } catch (fault) {
    const refusal = refusalOfStore(fault);
    if (refusal) return refusal;
    throw fault;
  }
};
