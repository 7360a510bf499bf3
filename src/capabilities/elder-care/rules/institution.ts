/** Registrations, designations and management of an institution: who keeps them, and what contradicts what stands already. Pure. */
import { KINDS_OF_LINE } from '../../../consortium/organisations/lines.ts';
import type { InstitutionLine } from '../../../consortium/organisations/lines.ts';
import type { Role } from '../../../consortium/roles.ts';
import { addDays } from '../../../platform/civil-time.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';
import { expiryWarning } from './contract.ts';

/** Civil days; `until` is the first day it no longer stands, null where none is named. */
export type Period = { readonly from: string; readonly until: string | null };
export type LineFact = Period & { readonly id: string; readonly line: InstitutionLine; readonly kind: string };
export type JointFact = Period & { readonly id: string; readonly hospital: string; readonly home: string };

/** Each line is kept by the office that gives it. */
const KEEPERS: Readonly<Record<InstitutionLine, readonly Role[]>> = {
  medical: ['commission-officer'],
  elderly: ['civil-affairs-officer'],
  'medical-insurance': ['insurance-officer'],
  'care-insurance': ['insurance-officer'],
};
const JOINT_KEEPERS: readonly Role[] = ['commission-officer', 'civil-affairs-officer'];

const among = (keepers: readonly string[], role: string): true | Refusal =>
  keepers.includes(role) || refuse('institution.kept-by-another', { keeper: keepers.join(' ') });
export const mayKeepLine = (role: string, line: InstitutionLine): true | Refusal => among(KEEPERS[line], role);
export const mayKeepJoint = (role: string): true | Refusal => among(JOINT_KEEPERS, role);

const END = '9999-12-31';
export const stands = ({ from, until }: Period, day: string): boolean => from <= day && day < (until ?? END);
const overlaps = (one: Period, other: Period): boolean =>
  one.from < (other.until ?? END) && other.from < (one.until ?? END);
const backwards = ({ from, until }: Period): boolean => until !== null && until <= from;

/** What a designation rests on: any registration that stands on its first day. */
const RESTS_ON: Readonly<Partial<Record<InstitutionLine, readonly InstitutionLine[]>>> = {
  'medical-insurance': ['medical'],
  'care-insurance': ['medical', 'elderly'],
};

/** Whether a new entry agrees with itself and with those that stand. */
export const lineAgrees = (added: Omit<LineFact, 'id'>, known: readonly LineFact[]): true | Refusal => {
  if (!(KINDS_OF_LINE[added.line] as readonly string[]).includes(added.kind)) return refuse('institution.unknown-kind');
  if (backwards(added)) return refuse('institution.ends-before-it-begins');
  const other = known.find((one) => one.line === added.line && overlaps(one, added));
  if (other !== undefined)
    return refuse('institution.overlaps', { from: other.from, until: other.until ?? '', kind: other.kind });
  const base = RESTS_ON[added.line];
  return (
    base === undefined ||
    known.some((one) => base.includes(one.line) && stands(one, added.from)) ||
    refuse('institution.designated-unregistered', { from: added.from })
  );
};

/** @param on the first day it no longer stands */
export const canEnd = (entry: Period, on: string): true | Refusal => {
  if (on <= entry.from) return refuse('institution.ends-before-it-begins');
  return entry.until === null || on < entry.until || refuse('institution.over-already', { until: entry.until });
};

export const jointAgrees = (
  added: Omit<JointFact, 'id'>,
  kinds: { readonly hospital: boolean; readonly home: boolean },
  known: readonly JointFact[],
): true | Refusal => {
  if (!kinds.hospital) return refuse('institution.no-hospital');
  if (!kinds.home) return refuse('institution.no-home');
  if (backwards(added)) return refuse('institution.ends-before-it-begins');
  const other = known.find((one) => one.home === added.home && overlaps(one, added));
  return other === undefined || refuse('institution.managed-already', { from: other.from, until: other.until ?? '' });
};

/** What somebody has to look at: an end within 60, 30 or 7 days with nothing after it, and what contradicts itself today. */
export type Alert = {
  readonly what: 'expires' | 'expired' | 'unregistered';
  readonly line: InstitutionLine;
  readonly until: string | null;
  readonly within: string | null;
};
/** How many days an end without a successor is still told. */
const LATELY = 365;

/** @param lines those that were not ended on purpose by their office come to warnings; all of them, to contradictions */
export const alertsOf = (
  lines: readonly (LineFact & { readonly endedBecause: string | null })[],
  today: string,
): readonly Alert[] => [
  ...lines.flatMap((line): readonly Alert[] => {
    const { until } = line;
    if (until === null || line.endedBecause !== null || line.from > today) return [];
    const warning = expiryWarning(until, today);
    const followed = lines.some((one) => one.line === line.line && one.from >= until);
    if (warning === null || followed || until < addDays(today, -LATELY)) return [];
    return warning === 'expired'
      ? [{ what: 'expired', line: line.line, until, within: null }]
      : [{ what: 'expires', line: line.line, until, within: String(warning) }];
  }),
  ...lines.flatMap((line): readonly Alert[] => {
    const base = RESTS_ON[line.line];
    return base === undefined ||
      !stands(line, today) ||
      lines.some((one) => base.includes(one.line) && stands(one, today))
      ? []
      : [{ what: 'unregistered', line: line.line, until: null, within: null }];
  }),
];

/** 两证: treats and houses people under registrations of its own, on a day. */
export const hasBothLines = (lines: readonly LineFact[], day: string): boolean =>
  (['medical', 'elderly'] as const).every((line) => lines.some((one) => one.line === line && stands(one, day)));
