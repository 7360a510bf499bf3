/** What a reference points to, as far as its text and the resource around it tell (R4 §2.3). */
import { r4 } from '../definitions/table.ts';
import { isObject, objectsOf } from '../resource.ts';
import type { JsonObject } from '../resource.ts';
import { note } from './walk.ts';
import type { Check, Walk } from './walk.ts';

/** Whether R4 has a concrete resource type of this name. */
export const isResourceType = (name: string): boolean => {
  const type = r4.types.get(name);
  return type?.kind === 'resource' && !type.abstract;
};

const IN_URL = /\/([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

const known = (type: string | undefined): string | undefined =>
  type !== undefined && isResourceType(type) ? type : undefined;

const typesById = (root: unknown): ReadonlyMap<string, string> =>
  new Map(
    (isObject(root) ? objectsOf(root['contained']) : []).flatMap(({ id, resourceType }) =>
      typeof id === 'string' && typeof resourceType === 'string' ? [[id, resourceType] as const] : [],
    ),
  );

const containedType = (id: string, walk: Walk): string | undefined => {
  if (id !== '') return (walk.contained ??= typesById(walk.root)).get(id);
  const type = isObject(walk.root) ? walk.root['resourceType'] : undefined;
  return typeof type === 'string' ? type : undefined;
};

/** The type a reference is to, by its text; undefined where the text does not tell. */
const typeByText = (reference: string, walk: Walk): string | undefined => {
  if (reference.startsWith('#')) return containedType(reference.slice(1), walk);
  const inBundle = walk.entries?.get(reference);
  if (inBundle !== undefined) return inBundle;
  if (reference.startsWith('http:') || reference.startsWith('https:')) return known(IN_URL.exec(reference)?.[1]);
  const end = reference.search(/[/?]/);
  return end < 0 ? undefined : known(reference.slice(0, end));
};

/** `Patient` or the url of its definition. */
const stated = (value: JsonObject): string | undefined => {
  const type = value['type'];
  return typeof type === 'string' ? known(type.slice(type.lastIndexOf('/') + 1)) : undefined;
};

/** ref-1, and that `Reference.type` says what the reference says. */
export const checkReference = (value: JsonObject, walk: Walk): void => {
  const reference = value['reference'];
  if (typeof reference !== 'string') return;
  const type = typeByText(reference, walk);
  if (reference.startsWith('#') && type === undefined) note(walk, 'contained-missing', undefined, 'reference');
  const said = stated(value);
  if (said !== undefined && type !== undefined && said !== type)
    note(walk, 'target-type-differs', { said, type }, 'type');
};

/** That a reference is to one of the types its element allows. */
export const targetCheck = (targets: readonly string[]): Check => {
  const allowed = new Set(targets);
  return (value, walk) => {
    if (!isObject(value)) return;
    const reference = value['reference'];
    const type = typeof reference === 'string' ? typeByText(reference, walk) : undefined;
    const target = type ?? stated(value);
    if (target !== undefined && !allowed.has(target))
      note(walk, 'wrong-target', { type: target, allowed: targets.join(', ') }, 'reference');
  };
};

/** The types of a Bundle's entries by their fullUrl. */
export const typesByFullUrl = (bundle: JsonObject): ReadonlyMap<string, string> => {
  const types = new Map<string, string>();
  for (const entry of objectsOf(bundle['entry'])) {
    const { fullUrl, resource } = entry;
    if (typeof fullUrl !== 'string' || !isObject(resource)) continue;
    if (typeof resource['resourceType'] === 'string') types.set(fullUrl, resource['resourceType']);
  }
  return types;
};
