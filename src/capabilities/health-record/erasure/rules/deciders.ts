/** Who decides that an entry goes, by the kind of organisation, and who may ask. */
import { CARING } from '../../../../consortium/roles.ts';
import type { Role } from '../../../../consortium/roles.ts';
import type { RoleByKind } from '../../../../engines/pathways/define.ts';

export const DECIDING = {
  hospital: 'medical-affairs',
  'township-hospital': 'medical-affairs',
  'community-centre': 'medical-affairs',
  hospice: 'medical-affairs',
  'elder-care-home': 'medical-affairs',
  bureau: 'commission-officer',
} as const satisfies RoleByKind;

export const DECIDERS = ['medical-affairs', 'commission-officer'] as const satisfies readonly Role[];
export const ASKING = [...CARING, ...DECIDERS] as const satisfies readonly Role[];
