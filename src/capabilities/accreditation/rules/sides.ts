/** Who prepares an acceptance and who can be an expert, by the kind of house. */
import type { RoleByKind } from '../../../engines/pathways/define.ts';
import type { Role } from '../../../consortium/roles.ts';

/** Answers for the institution's application. */
export const APPLICANTS = {
  hospital: 'medical-affairs',
  hospice: 'attending-physician',
  'township-hospital': 'public-health-worker',
  'community-centre': 'public-health-worker',
  'elder-care-home': 'bed-manager',
} as const satisfies RoleByKind;
export const APPLYING = [
  'medical-affairs',
  'attending-physician',
  'public-health-worker',
  'bed-manager',
] as const satisfies readonly Role[];

/** Sees for the bureau whether the standard is met. */
export const EXPERTS = {
  hospital: 'attending-physician',
  hospice: 'attending-physician',
  'township-hospital': 'general-practitioner',
  'community-centre': 'general-practitioner',
} as const satisfies RoleByKind;
export const JUDGING = ['attending-physician', 'general-practitioner', 'nurse'] as const satisfies readonly Role[];
export const BUREAU = ['commission-officer'] as const satisfies readonly Role[];
