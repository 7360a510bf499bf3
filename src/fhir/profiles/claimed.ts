/** Profiles a resource says it follows, or is asked about. */
import { isObject, listOf } from '../resource.ts';
import { note } from '../validate/walk.ts';
import type { Check, Walk } from '../validate/walk.ts';
import { compileProfile } from './compile.ts';
import { findProfile } from './guide.ts';

const compiled = new Map<string, Check>();

/** The check of a profile of the guide; undefined where the guide has none of this url. */
export const profileCheck = (canonical: string): Check | undefined => {
  const definition = findProfile(canonical);
  if (definition === undefined || definition['kind'] !== 'resource') return undefined;
  const url = String(definition['url']);
  const known = compiled.get(url) ?? compileProfile(definition);
  compiled.set(url, known);
  return known;
};

/** Checks a resource against each profile of the guide that its `meta.profile` names; of others it is only said that they are not known. */
export const checkClaimed = (resource: unknown, walk: Walk): void => {
  const meta = isObject(resource) ? resource['meta'] : undefined;
  if (!isObject(meta) || meta['profile'] === undefined) return;
  for (const [at, url] of listOf(meta['profile']).entries()) {
    if (typeof url !== 'string') continue;
    const check = profileCheck(url);
    if (check) check(resource, walk);
    else if (walk.advising) note(walk, 'profile-unknown', undefined, `meta.profile[${at}]`, 'warning');
  }
};
