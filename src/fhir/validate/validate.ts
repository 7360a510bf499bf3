/** Validation of a parsed resource by FHIR R4. */
import type { Issue } from '../outcome.ts';
import { isObject } from '../resource.ts';
import { checkAnyResource, shown } from './structure.ts';
import { newWalk } from './walk.ts';
import type { Link } from './walk.ts';

export { isResourceType } from './references.ts';

export type Validated = {
  readonly issues: readonly Issue[];
  /** Places that hold links to other resources, in the order they were met. */
  readonly links: readonly Link[];
};

/**
 * Checks a parsed resource of any type (a Bundle with all its entries). No issues: it is good.
 * @param advising whether what R4 only advises is told too, as warnings
 */
export const validate = (resource: unknown, advising = false): Validated => {
  const root =
    isObject(resource) && typeof resource['resourceType'] === 'string' ? resource['resourceType'] : 'Resource';
  const walk = newWalk(shown(root), advising);
  checkAnyResource(resource, walk);
  return { issues: walk.issues, links: walk.links };
};
