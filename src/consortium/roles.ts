/** The roles of the region. Every action is taken in exactly one of them (FHIR PractitionerRole.code). */
export const ROLES = [
  'village-doctor',
  'general-practitioner',
  'nurse',
  'public-health-worker',
  'registrar',
  'referral-coordinator',
  'admission-clerk',
  'attending-physician',
  'duty-officer',
  'social-worker',
  'bed-manager',
  'medical-affairs',
  'commission-officer',
  'proposal-committee',
  'handing-officer',
  'supervision-officer',
  'proposal-officer',
  'section-drafter',
  'unit-leader',
  'civil-affairs-officer',
  'insurance-officer',
  'letter-checker',
  'seal-keeper',
  'administrator',
  'service-client',
  'system',
] as const;

export type Role = (typeof ROLES)[number];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Who cares for residents and reads records. */
export const CARING = [
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

/** Who writes referrals at the base. */
export const REFERRING = ['village-doctor', 'general-practitioner'] as const satisfies readonly Role[];
export const refers = (role: string): boolean => (REFERRING as readonly string[]).includes(role);

/** Who lists, finds and registers residents: whoever cares for them, and the desk that registers without reading. */
export const REGISTERING = [...CARING, 'registrar'] as const satisfies readonly Role[];

/** Who may take a clinic slot that is still kept for family doctors. */
export const FAMILY_DOCTORS = ['general-practitioner', 'village-doctor'] as const satisfies readonly Role[];
export const isFamilyDoctor = (role: string): boolean => (FAMILY_DOCTORS as readonly string[]).includes(role);
