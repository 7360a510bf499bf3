/** Who reviews a broken glass, by the kind of organisation. */
import type { RoleByKind } from '../../../../engines/pathways/define.ts';
import type { Role } from '../../../../consortium/roles.ts';

export const REVIEWING = {
  hospital: 'medical-affairs',
  'township-hospital': 'medical-affairs',
  'community-centre': 'medical-affairs',
  hospice: 'medical-affairs',
  'elder-care-home': 'medical-affairs',
  bureau: 'commission-officer',
} as const satisfies RoleByKind;

export const REVIEWERS = ['medical-affairs', 'commission-officer'] as const satisfies readonly Role[];
