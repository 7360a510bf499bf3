/** Who acts for either side of a referral, by the kind of its organisation (decision 0030). */
import type { Rule, RoleByKind } from '../../../engines/pathways/define.ts';
import { REFERRING } from '../../../consortium/roles.ts';
import { refuse } from '../../../platform/refusal.ts';
import { placeHeld } from '../rules.ts';
import { destination } from './facts.ts';

/** Sends, follows and takes back at the base. */
export const SENDING = {
  'village-clinic': 'village-doctor',
  'township-hospital': 'general-practitioner',
  'community-centre': 'general-practitioner',
} as const satisfies RoleByKind;

/** Answers: an office in a hospital, the doctor in a township hospital or centre. */
export const ANSWERING = {
  hospital: 'referral-coordinator',
  hospice: 'referral-coordinator',
  'township-hospital': 'general-practitioner',
  'community-centre': 'general-practitioner',
} as const satisfies RoleByKind;

/** Sees whether somebody expected arrives. */
export const ADMITTING = { ...ANSWERING, hospital: 'admission-clerk' } as const satisfies RoleByKind;

/** Cares for the resident and writes the return form. */
export const TREATING = {
  ...ANSWERING,
  hospital: 'attending-physician',
  hospice: 'attending-physician',
} as const satisfies RoleByKind;

/** Who may take a side's steps: its owners, and whoever stands in for them. */
export const SENDERS = REFERRING;
export const ANSWERERS = ['referral-coordinator', 'duty-officer', 'general-practitioner'] as const;
export const ADMITTERS = [
  'admission-clerk',
  'referral-coordinator',
  'duty-officer',
  'general-practitioner',
  'nurse',
] as const;
export const TREATERS = ['attending-physician', 'general-practitioner'] as const;

const names = (table: RoleByKind, kind: string | undefined): boolean =>
  kind !== undefined && Object.hasOwn(table, kind);

/** Both sides are of a kind that has people for it, and somebody answers for the department: no case without an owner. */
export const sidesCanAct: Rule = (facts) => {
  if (!names(SENDING, facts.parties['sender']?.kind)) return refuse('organisation-sends-no-referrals');
  if (!facts.answered) return true;
  const to = destination(facts);
  if (to === undefined) return refuse('unknown-department');
  if (!names(ANSWERING, to.organisationKind)) return refuse('organisation-takes-no-referrals');
  return to.staffed || refuse('nobody-answers-there');
};

/** Sent down goes to who takes back at the base, and not to oneself. */
export const baseTakesOver: Rule = (facts) => {
  if (!facts.answered) return true;
  const to = destination(facts);
  if (to === undefined) return refuse('unknown-department');
  if (!names(SENDING, to.organisationKind)) return refuse('sent-down-to-the-base-only');
  if (!names(TREATING, facts.parties['receiver']?.kind)) return refuse('organisation-takes-no-referrals');
  return to.staffed || refuse('nobody-answers-there');
};

/** A bed at the base is held for whoever is to lie there; who goes home needs none. */
export const bedHeld: Rule = (facts) => facts.answers['visit'] !== 'inpatient' || placeHeld(facts);
