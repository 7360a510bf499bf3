/** Which role may do what with people and places. A case's steps have their own table (its pathway). Pure. */
import type { Actor } from '../platform/postgres/database.ts';
import type { Refusal } from '../platform/refusal.ts';
import { refuse } from '../platform/refusal.ts';
import type { Role } from './roles.ts';

const CARING = [
  'village-doctor',
  'general-practitioner',
  'nurse',
  'public-health-worker',
  'referral-coordinator',
  'admission-clerk',
  'attending-physician',
  'duty-officer',
  'social-worker',
] as const satisfies readonly Role[];

const TABLE = {
  /** The list of the own catchment. */
  'list-residents': [...CARING, 'registrar'],
  /** Looking anyone up by card or full identity number, registering somebody who stands here. */
  'identify-resident': [...CARING, 'registrar'],
  'register-resident': [...CARING, 'registrar'],
  /** Clinical content: a registrar registers and does not read. */
  'read-record': CARING,
  'see-places': [...CARING, 'registrar', 'bed-manager'],
  'hold-place': [
    'village-doctor',
    'general-practitioner',
    'referral-coordinator',
    'attending-physician',
    'duty-officer',
    'social-worker',
  ],
  'set-quota': ['bed-manager'],
  'keep-drafts': [...CARING, 'registrar'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Deed = keyof typeof TABLE;

/** `true`, or `role.may-not` naming the role. */
export const may = (actor: Actor, deed: Deed): true | Refusal =>
  (TABLE[deed] as readonly string[]).includes(actor.role) || refuse('role.may-not', { role: actor.role });
