/** Dated data of a region: which version holds on a day, and whether the versions of one table meet without hole or overlap. */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';
import { inText } from './places.ts';

export type Dated = {
  readonly code: string;
  readonly validFrom: CivilDay;
  /** The first day it no longer holds. */
  readonly validUntil?: CivilDay | undefined;
  readonly source: string;
  readonly verified: boolean;
};

/** Kept with what was decided by it. */
export const versionOf = (dated: Dated): string => `${dated.code}@${dated.validFrom}`;

export const holdsOn = (dated: Dated, day: CivilDay): boolean =>
  dated.validFrom <= day && (dated.validUntil === undefined || dated.validUntil > day);

/** The version in force on a day; `checkVersions` has seen to it that there is at most one of a code. */
export const findInForce = <One extends Dated>(versions: readonly One[], day: CivilDay): One | undefined =>
  versions.find((version) => holdsOn(version, day));

/** The versions of each code follow one another without a day between them and without a day of two. */
export const checkVersions = (versions: readonly Dated[]): true | Refusal => {
  const byCode = new Map<string, Dated[]>();
  for (const version of versions) byCode.set(version.code, [...(byCode.get(version.code) ?? []), version]);
  for (const [code, own] of byCode) {
    own.sort((one, other) => inText(one.validFrom, other.validFrom));
    for (const [index, version] of own.entries()) {
      if (version.validUntil !== undefined && version.validUntil <= version.validFrom)
        return refuse('rate-ends-before-it-begins', { code, day: version.validFrom });
      const next = own[index + 1];
      if (next === undefined) continue;
      if (version.validUntil === undefined || version.validUntil > next.validFrom)
        return refuse('rate-versions-overlap', { code, day: next.validFrom });
      if (version.validUntil < next.validFrom) return refuse('rate-version-missing', { code, day: version.validUntil });
    }
  }
  return true;
};
