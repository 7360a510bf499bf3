/** Which required proof of care a day lacks. Missing is missing: it is never assumed. */
import { addDays } from '../../../platform/civil-time.ts';
import type { CareDay } from './days.ts';
import type { EvidenceRules, ShownEvidence } from './facts.ts';
import { holdsOn } from './dated.ts';

export type Lack = {
  readonly kinds: readonly string[];
  readonly missing: 'hold' | 'tell';
  readonly rules: string;
};

/** By kind and day, for one resident: asked once for every day of a month. */
export type EvidenceIndex = { readonly has: (organisation: string, kind: string, day: string) => boolean };
export const indexEvidence = (evidence: readonly ShownEvidence[]): EvidenceIndex => {
  const keys = new Set(evidence.map(({ organisation, kind, day }) => `${organisation}|${kind}|${day}`));
  return { has: (organisation, kind, day) => keys.has(`${organisation}|${kind}|${day}`) };
};

/**
 * What is lacking for a counted day, or null. A need of every n days looks at the day and the n − 1 before it within the same
 * run; a run younger than n days does not lack it yet.
 */
export const lackOf = (day: CareDay, evidence: EvidenceIndex, versions: readonly EvidenceRules[]): Lack | null => {
  if (!day.counted) return null;
  const rules = versions.find(
    (one) => one.programme === day.programme && one.places.includes(day.place) && holdsOn(one, day.day),
  );
  if (rules === undefined) return null;
  const kinds = rules.needs
    .filter(({ kind, everyDays }) => {
      if (addDays(day.run, everyDays - 1) > day.day) return false;
      for (let back = 0; back < everyDays; back += 1)
        if (evidence.has(day.organisation, kind, addDays(day.day, -back))) return false;
      return true;
    })
    .map(({ kind }) => kind);
  return kinds.length === 0 ? null : { kinds, missing: rules.missing, rules: `${rules.code}@${rules.validFrom}` };
};
