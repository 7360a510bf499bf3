/** What the region pack says for a matching: the rules of a day, what a department takes, how far it is. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { MatchingFile, MatchingRulesEntry } from '../region/matching-file.ts';
import type { MatchedBy } from './match-shapes.ts';

export type Terms = {
  readonly youngest: number | null;
  readonly oldest: number | null;
  readonly insurances: readonly string[] | null;
  readonly emergencies: boolean | null;
};
export type MatchingData = {
  /** Those in force on the day; where none is, the earliest there are. */
  readonly rulesOn: (day: CivilDay) => MatchingRulesEntry;
  readonly termsOf: (department: {
    readonly organisation: string;
    readonly kind: string;
    readonly specialty: string;
  }) => Terms;
  /**
   * Kilometres in a straight line, or null where a point is not known. One without a point of its own stands where the
   * organisation it is part of stands.
   */
  readonly km: (
    from: { readonly organisation: string; readonly partOf: string | null },
    to: { readonly organisation: string; readonly partOf: string | null },
  ) => number | null;
  readonly file: MatchingFile;
};

/** Kept with what was ranked by the rules. */
export const rulesVersion = (rules: MatchingRulesEntry): string => `matching@${rules.validFrom}`;

export const matchedBy = (rules: MatchingRulesEntry, file: MatchingFile): MatchedBy => ({
  version: rulesVersion(rules),
  verified: rules.verified,
  source: rules.source,
  staleAfterHours: rules.staleAfterHours,
  madeUp: file.madeUp,
});

export const matchingDataOf = (file: MatchingFile): MatchingData => {
  const byDay = [...file.rules].sort((one, other) => (one.validFrom < other.validFrom ? 1 : -1));
  const ages = new Map(file.ages.map((entry) => [entry.specialty, entry]));
  const ofKind = new Map<string, readonly string[]>();
  const ofOrganisation = new Map<string, readonly string[]>();
  for (const entry of file.accepted) {
    if ('kind' in entry) ofKind.set(entry.kind, entry.insurances);
    else for (const id of entry.organisations) ofOrganisation.set(id, entry.insurances);
  }
  const points = new Map(Object.entries(file.points));
  const pointOf = (of: { readonly organisation: string; readonly partOf: string | null }) =>
    points.get(of.organisation) ?? (of.partOf === null ? undefined : points.get(of.partOf));
  return {
    file,
    rulesOn: (day) => {
      const found = byDay.find(
        ({ validFrom, validUntil }) => validFrom <= day && (validUntil === undefined || validUntil > day),
      );
      const rules = found ?? byDay.at(-1);
      if (rules === undefined) throw new Error('a region pack has matching rules');
      return rules;
    },
    termsOf: ({ organisation, kind, specialty }) => ({
      youngest: ages.get(specialty)?.youngest ?? null,
      oldest: ages.get(specialty)?.oldest ?? null,
      insurances: ofOrganisation.get(organisation) ?? ofKind.get(kind) ?? null,
      // an organisation nobody placed is not known to the file
      emergencies: points.has(organisation) ? file.emergencies.includes(kind) : null,
    }),
    km: (from, to) => {
      const [one, other] = [pointOf(from), pointOf(to)];
      return one === undefined || other === undefined ? null : Math.hypot(one[0] - other[0], one[1] - other[1]);
    },
  };
};
