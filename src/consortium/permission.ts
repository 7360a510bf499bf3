/** Which role may do what with people and places. A case's steps have their own table (its pathway). Pure. */
import type { Actor } from '../platform/postgres/database.ts';
import type { Refusal } from '../platform/refusal.ts';
import { refuse } from '../platform/refusal.ts';
import { CARING, REGISTERING } from './roles.ts';
import type { Role } from './roles.ts';

const TABLE = {
  /** The list of the own catchment. */
  'list-residents': REGISTERING,
  /** Looking anyone up by card or full identity number, registering somebody who stands here. */
  'identify-resident': REGISTERING,
  'register-resident': REGISTERING,
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
  'set-quota': ['bed-manager', 'duty-officer'],
  'keep-drafts': REGISTERING,
  /** The bed board: the own house bed by bed, the region in numbers. */
  'see-beds': [...CARING, 'bed-manager', 'commission-officer', 'civil-affairs-officer', 'insurance-officer'],
  /** The network of care as counts: those who answer for it. */
  'see-network': ['commission-officer', 'civil-affairs-officer', 'insurance-officer', 'administrator'],
  'keep-beds': ['bed-manager', 'nurse', 'duty-officer'],
  /** Who is on duty when, in the own house. */
  'keep-duty': ['duty-officer', 'bed-manager', 'referral-coordinator', 'administrator'],
  /** Saying a resident's one-time code again, or giving another. */
  'issue-resident-code': CARING,
  /** Organisations, departments, people and their roles, by spreadsheet. */
  'import-region': ['administrator'],
  /** The own departments' quotas by spreadsheet. */
  'import-capacity': ['bed-manager'],
  /** The own catchment by spreadsheet, out as well: whole numbers are in it. */
  'import-residents': ['registrar', 'general-practitioner'],
  /** Taking the own side's cases out for another system, and saying that it took them. */
  'report-cases': ['general-practitioner', 'referral-coordinator'],
  /** Whether looks at records were justified; who reviews reads no record. */
  'review-looks': ['medical-affairs', 'commission-officer'],
  /** Which residents are staff, their relatives, or watched: looks at them are put before the reviewer. */
  'keep-close-residents': ['medical-affairs', 'commission-officer', 'administrator'],
  /** Asking that an entry be erased, and deciding it; the pathway says who may do which. */
  'handle-erasures': [...CARING, 'medical-affairs', 'commission-officer'],
  /** Letting in whom a resident consented to: who cares for them there. */
  'give-family-code': ['nurse', 'bed-manager', 'social-worker', 'attending-physician', 'general-practitioner'],
  /** Which medicines and devices there are; what the own place keeps is said by those who give them out. */
  'see-stock': CARING,
  'keep-stock': ['village-doctor', 'general-practitioner', 'nurse', 'public-health-worker'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Deed = keyof typeof TABLE;

/** `true`, or `role.may-not` naming the role. */
export const may = (actor: Actor, deed: Deed): true | Refusal =>
  (TABLE[deed] as readonly string[]).includes(actor.role) || refuse('role.may-not', { role: actor.role });
