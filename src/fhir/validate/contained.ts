/** Contained resources: none inside another, without version or labels of its own, and each referred to (dom-2 to dom-5). */
import { isObject, listOf } from '../resource.ts';
import type { JsonObject } from '../resource.ts';
import { note } from './walk.ts';
import type { Walk } from './walk.ts';

const DEEPEST = 64;

/** All texts that begin with #, the narrative left out. */
const localNames = (value: unknown, into: Set<string>, depth = 0): Set<string> => {
  if (typeof value === 'string') {
    if (value.startsWith('#')) into.add(value);
  } else if (depth < DEEPEST && Array.isArray(value)) for (const each of value) localNames(each, into, depth + 1);
  else if (depth < DEEPEST && isObject(value))
    for (const name of Object.keys(value)) if (name !== 'div') localNames(value[name], into, depth + 1);
  return into;
};

/** Looks at what a resource contains. A contained one that refers to its container (`#`) needs no reference to itself. */
export const checkContained = (resource: JsonObject, walk: Walk): void => {
  const contained = listOf(resource['contained']);
  if (contained.length === 0) return;
  const named = localNames(resource, new Set());
  for (const [at, each] of contained.entries()) {
    if (!isObject(each)) continue;
    const place = `contained[${at}]`;
    const meta = isObject(each['meta']) ? each['meta'] : {};
    if (each['contained'] !== undefined) note(walk, 'contained-nested', undefined, `${place}.contained`);
    if (meta['versionId'] !== undefined || meta['lastUpdated'] !== undefined)
      note(walk, 'contained-versioned', undefined, `${place}.meta`);
    if (meta['security'] !== undefined) note(walk, 'contained-labelled', undefined, `${place}.meta.security`);
    const { id } = each;
    if (typeof id !== 'string' || named.has(`#${id}`)) continue;
    if (!named.has('#') || !localNames(each, new Set()).has('#')) note(walk, 'contained-unused', undefined, place);
  }
};
