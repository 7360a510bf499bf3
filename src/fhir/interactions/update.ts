import { notAllowed } from '../access.ts';
import { notKept, readBody } from '../body.ts';
import { notChosen } from '../chosen-id.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { isId } from '../resource.ts';
import type { Resource } from '../resource.ts';
import { newVersion } from '../store/new-version.ts';
import { patientOf } from '../search/extract.ts';
import { replacedBy, storeReplaced } from './change.ts';
import { storeCreated } from './create.ts';

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

/** A record under an id of the sender: the right to create is needed too, and the id has to be one that may be chosen. */
const createUnder = async (asked: Asked, resource: Resource, id: string, context: FhirContext): Promise<Answer> => {
  const type = resource.resourceType;
  return (
    notAllowed(asked.caller, type, 'c') ?? notChosen(id, `${type}.id`) ?? storeCreated(asked, resource, id, context)
  );
};

/** `PUT [base]/Patient/1`: 200, or 201 where there was none. One flight with If-Match, two without. */
export const update = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = notAllowed(asked.caller, type, 'u');
  if (forbidden) return forbidden;
  const resource = checked(asked, type, id, context);
  if (isRefused(resource)) return resource;
  const replaces = await replacedBy(asked, { type, id }, context);
  if (typeof replaces === 'object') return replaces;
  if (replaces === undefined) return createUnder(asked, resource, id, context);
  // RFC 9110 §13.1.2: only where there is none yet
  if (asked.headers['if-none-match']?.trim() === '*')
    return refused(412, 'conflict', 'there-already', { current: replaces });
  return (
    notKept(type, patientOf(resource, id), type) ??
    storeReplaced(asked, { type, id }, (at) => newVersion(resource, id, replaces, at), context)
  );
};
