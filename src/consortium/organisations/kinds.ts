/** What an organisation can be. Pure: the region pack, pathways and screens name the same kinds. */
export const ORGANISATION_KINDS = [
  'bureau',
  'hospital',
  'township-hospital',
  'community-centre',
  'village-clinic',
  'hospice',
  'elder-care-home',
  'urban-group',
  'county-consortium',
  'government-office',
  'government-department',
  'representative-body',
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];
