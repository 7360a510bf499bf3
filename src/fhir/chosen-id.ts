/**
 * Whose ids a sender may choose (update as create, R4 §3.1.0.7.1). Ids are one space for the region, so an id has to say whose it
 * is: two hospitals both number their residents from 1, and the second would overwrite the first one's resident 17. Letters are
 * asked for (`his7-17`, a UUID); a number alone is refused, with the two ways that are safe.
 */
import { refused } from './outcome.ts';
import type { Refused } from './outcome.ts';

/** 422 for an id that may not be chosen for a new record. */
export const notChosen = (id: string, expression: string): Refused | undefined =>
  /^[\d.-]+$/.test(id) ? refused(422, 'business-rule', 'numeric-id', undefined, expression) : undefined;
