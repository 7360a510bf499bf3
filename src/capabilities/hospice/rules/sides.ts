/** Who takes which part of a hospice stay, by the kind of house they work in. */
import type { RoleByKind } from '../../../engines/pathways/define.ts';
import type { Role } from '../../../consortium/roles.ts';

/** Leads the care: decides on admission, transfers and death. */
export const LEADS = {
  hospital: 'attending-physician',
  hospice: 'attending-physician',
  'township-hospital': 'general-practitioner',
  'community-centre': 'general-practitioner',
  'elder-care-home': 'nurse',
} as const satisfies RoleByKind;
export const LEAD_ROLES = ['attending-physician', 'general-practitioner', 'nurse'] as const satisfies readonly Role[];

/** Cares from hour to hour: departure, arrival, scores, visits. */
export const CARERS = ['attending-physician', 'general-practitioner', 'nurse'] as const satisfies readonly Role[];
/** Nurses where there are any in every house that takes part. */
export const NURSES = {
  hospital: 'nurse',
  hospice: 'nurse',
  'township-hospital': 'nurse',
  'community-centre': 'nurse',
  'elder-care-home': 'nurse',
} as const satisfies RoleByKind;

/** Stays with the family. */
export const MOURNERS = {
  hospital: 'nurse',
  hospice: 'social-worker',
  'township-hospital': 'public-health-worker',
  'community-centre': 'public-health-worker',
  'elder-care-home': 'nurse',
} as const satisfies RoleByKind;
export const MOURNER_ROLES = [
  'social-worker',
  'public-health-worker',
  'nurse',
  'general-practitioner',
  'attending-physician',
] as const satisfies readonly Role[];
export const TEAM = [...CARERS, 'social-worker', 'public-health-worker'] as const satisfies readonly Role[];

/** Who works at the settlement desk, and who of them answers for what the insurer pays otherwise. */
export const DESK = [
  'bed-manager',
  'social-worker',
  'attending-physician',
  'general-practitioner',
  'nurse',
] as const satisfies readonly Role[];
export const atDesk = ({ role }: { readonly role: string }): boolean => (DESK as readonly string[]).includes(role);
export const DESK_LEADS = {
  hospital: 'bed-manager',
  hospice: 'social-worker',
  'township-hospital': 'general-practitioner',
  'community-centre': 'general-practitioner',
  'elder-care-home': 'social-worker',
} as const satisfies RoleByKind;
