/**
 * Targets for values whose record brings no reference range of its own: dated data with its source, and shown as unverified
 * where nobody has compared it (law 6). Pure.
 */
import table from './targets.json' with { type: 'json' };

export type Target = {
  /** The value, or the first of two, is to lie below this. */
  readonly below: number;
  /** For blood pressure, the diastolic value. */
  readonly secondBelow: number | null;
  readonly source: string;
  readonly version: string;
  readonly verified: boolean;
};

export type Measurement = {
  readonly panel: string;
  readonly unit: string;
  readonly age: number | null;
  readonly day: string;
  /** Codes of the resident's active problems: a target is for those who have what it was set for. */
  readonly problems: readonly string[];
};

/** The target in force, or undefined where none was set for this resident's problems, age and unit. */
export const targetOf = ({ panel, unit, age, day, problems }: Measurement): Target | undefined => {
  if (age === null || day < table.from) return undefined;
  const found = table.targets.find(
    (target) =>
      target.panel === panel &&
      target.unit === unit &&
      problems.some((code) => target.problems.some((prefix) => code === prefix || code.startsWith(`${prefix}.`))) &&
      age >= target.ageFrom &&
      (target.ageBelow === null || age < target.ageBelow),
  );
  if (found === undefined) return undefined;
  const { source, version, verified } = table;
  return { below: found.below, secondBelow: found.secondBelow, source, version, verified };
};
