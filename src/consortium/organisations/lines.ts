/** What an institution of care can be registered and designated as; codes here, words where they are shown. Pure. */
export const INSTITUTION_LINES = ['medical', 'elderly', 'medical-insurance', 'care-insurance'] as const;
export type InstitutionLine = (typeof INSTITUTION_LINES)[number];

/** The kinds of each line; the first is the usual one. */
export const KINDS_OF_LINE = {
  /** 执业许可, and for clinics, infirmaries and nursing stations inside a home 备案. */
  medical: ['practice-licence', 'practice-filing'],
  /** 养老机构备案; 敬老院 of a township; a hospital that has elder care in its registered scope. */
  elderly: ['elder-care-filing', 'township-home', 'scope-of-hospital'],
  'medical-insurance': ['medical-designated'],
  'care-insurance': ['care-designated'],
} as const satisfies Readonly<Record<InstitutionLine, readonly string[]>>;

export type InstitutionKind = (typeof KINDS_OF_LINE)[InstitutionLine][number];
export const INSTITUTION_KINDS: readonly InstitutionKind[] = INSTITUTION_LINES.flatMap<InstitutionKind>(
  (line) => KINDS_OF_LINE[line],
);

/** Houses that can be licensed to treat people. */
export const MEDICAL_HOUSES: readonly string[] = ['hospital', 'township-hospital', 'community-centre', 'hospice'];

/** Why one ended before its own last day. */
export const ENDED_BECAUSE = ['suspended', 'cancelled', 'revoked', 'replaced'] as const;
