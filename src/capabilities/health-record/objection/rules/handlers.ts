/** Who decides an objection, by the kind of organisation. */
import type { Role } from '../../../../consortium/roles.ts';
import type { RoleByKind } from '../../../../engines/pathways/define.ts';

export const HANDLING = {
  hospital: 'medical-affairs',
  'township-hospital': 'medical-affairs',
  'community-centre': 'medical-affairs',
  hospice: 'medical-affairs',
  'elder-care-home': 'medical-affairs',
  bureau: 'commission-officer',
} as const satisfies RoleByKind;

export const HANDLERS = ['medical-affairs', 'commission-officer'] as const satisfies readonly Role[];
