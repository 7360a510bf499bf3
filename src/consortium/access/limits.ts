/** How long reasons to read a record last: codes of the region's dated limits (law 6). */
export const RELATION_LIMITS = [
  /** Somebody registered at the desk. */
  'access.after-registration',
  /** An encounter that another system reported, after its end. */
  'access.after-encounter',
  /** The parties of a closed case. */
  'access.after-case',
  /** The glass broken for one resident. */
  'access.emergency',
] as const;
export type RelationLimit = (typeof RELATION_LIMITS)[number];

/** When what began or ended at a moment is over. */
export type RelationEnds = (
  code: RelationLimit,
  from: Date,
) => {
  readonly until: Date;
  readonly version: string;
  readonly verified: boolean;
};
