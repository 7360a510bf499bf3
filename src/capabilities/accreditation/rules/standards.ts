/** The standards something is accepted against: dated data with its source, unverified until somebody compared it with the text. */
import standards from './standards.json' with { type: 'json' };

export type Clause = { readonly code: string; readonly heading: string; readonly zh: string; readonly en: string };
export type Standard = {
  readonly code: string;
  readonly version: string;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly source: string;
  readonly verified: boolean;
  /** How many experts have to have answered before anything is decided. */
  readonly experts: number;
  /** How many clauses may be found not met where the beds are accepted all the same. */
  readonly notMetAtMost: number;
  readonly validMonths: number;
  readonly recheckMonths: number;
  readonly headings: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  readonly clauses: readonly Clause[];
};
export const STANDARDS: readonly Standard[] = standards;
export const STANDARD_CODES: readonly string[] = [...new Set(STANDARDS.map(({ code }) => code))];
export const CLAUSE_CODES: readonly string[] = [
  ...new Set(STANDARDS.flatMap(({ clauses }) => clauses.map(({ code }) => code))),
];

export const standardVersion = ({ code, version }: Standard): string => `${code}@${version}`;

/** The version of a standard in force on a civil day. */
export const findStandard = (code: string, day: string, all: readonly Standard[] = STANDARDS): Standard | undefined => {
  let found: Standard | undefined;
  for (const one of all) {
    if (one.code !== code || one.validFrom > day || (one.validUntil !== undefined && one.validUntil <= day)) continue;
    if (found === undefined || one.validFrom > found.validFrom) found = one;
  }
  return found;
};
/** The version a record was made by, whatever is in force today. */
export const standardOf = (version: string): Standard | undefined =>
  STANDARDS.find((one) => standardVersion(one) === version);
