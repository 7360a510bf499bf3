/** Validation of a parsed resource by FHIR R4. */
import type { Issue } from '../outcome.ts';
import { profileCheck } from '../profiles/claimed.ts';
import { isObject, listOf } from '../resource.ts';
import { checkAnyResource, shown } from './structure.ts';
import { newWalk } from './walk.ts';
import type { Link } from './walk.ts';

export { isResourceType } from './references.ts';

export type Validated = {
  readonly issues: readonly Issue[];
  /** Places that hold links to other resources, in the order they were met. */
  readonly links: readonly Link[];
};

export type Wanted = {
  /** Whether what R4 only advises is told too, as warnings. */
  readonly advising?: boolean;
  /** Profiles of the guide to check by besides those the resource claims. */
  readonly profiles?: readonly string[];
};

/** Checks a parsed resource of any type (a Bundle with all its entries). No issues: it is good. */
export const validate = (resource: unknown, { advising = false, profiles = [] }: Wanted = {}): Validated => {
  const root =
    isObject(resource) && typeof resource['resourceType'] === 'string' ? resource['resourceType'] : 'Resource';
  const walk = newWalk(shown(root), advising);
  checkAnyResource(resource, walk);
  walk.resource = resource;
  walk.root = resource;
  for (const url of profiles) if (!claims(resource, url)) profileCheck(url)?.(resource, walk);
  return { issues: walk.issues, links: walk.links };
};

const claims = (resource: unknown, url: string): boolean =>
  isObject(resource) && isObject(resource['meta']) && listOf(resource['meta']['profile']).includes(url);
