/** SMART system scopes (v2 `system/Patient.rs`, v1 `system/Patient.read`), enforced before anything is looked up. */
import type { Caller } from '../platform/http/route.ts';
import { refused } from './outcome.ts';
import type { Refused } from './outcome.ts';

/** create, read, update, delete, search */
export type Right = 'c' | 'r' | 'u' | 'd' | 's';

const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };
const SCOPE = /^system\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/;

const grants = (scope: string, type: string, right: Right): boolean => {
  const match = SCOPE.exec(scope);
  if (match?.[1] === undefined || match[2] === undefined) return false;
  return (match[1] === '*' || match[1] === type) && (V1[match[2]] ?? match[2]).includes(right);
};

/**
 * A service client needs a scope for everything. A person reads and searches what the relation of the organisation shows, and
 * writes by the steps of a case, never here.
 */
export const notAllowed = (caller: Caller, type: string, right: Right): Refused | undefined => {
  const person = caller.session !== null;
  const allowed = person
    ? right === 'r' || right === 's'
    : caller.scope.split(' ').some((scope) => grants(scope, type, right));
  return allowed ? undefined : refused(403, 'forbidden', 'scope-missing', { scope: `system/${type}.${right}` });
};
