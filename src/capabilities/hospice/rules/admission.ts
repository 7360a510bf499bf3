/** Whether somebody may be admitted by the city's rule set in force on the day: a table of dated data, no test of our own. */
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';
import ruleSets from './admission.json' with { type: 'json' };

export const PROGNOSES = ['m1', 'm3', 'm6', 'longer'] as const;
export const DIAGNOSES = ['late-cancer', 'organ-failure', 'frailty', 'other'] as const;
export const LEVELS = ['tertiary', 'secondary', 'primary'] as const;
export const GIVEN_UP = ['surgery', 'chemotherapy', 'radiotherapy', 'targeted'] as const;

export type AdmissionRules = {
  readonly code: string;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly source: string;
  readonly verified: boolean;
  readonly diagnoses: readonly string[];
  readonly diagnosedBy: readonly string[];
  readonly kpsAtMost: number | null;
  readonly prognosisAtMost: string | null;
  readonly givenUp: readonly string[];
  readonly consent: boolean;
};
export const RULE_SETS: readonly AdmissionRules[] = ruleSets;

export const rulesVersion = (rules: AdmissionRules): string => `${rules.code}@${rules.validFrom}`;

/** The city's version in force on a civil day. */
export const findRules = (city: string, day: string, sets: readonly AdmissionRules[] = RULE_SETS) =>
  sets
    .filter(
      (one) => one.code === city && one.validFrom <= day && (one.validUntil === undefined || one.validUntil > day),
    )
    .reduce<
      AdmissionRules | undefined
    >((latest, one) => (latest === undefined || one.validFrom > latest.validFrom ? one : latest), undefined);

export type Assessed = {
  readonly category: string;
  readonly diagnosedBy: string;
  readonly kps: number;
  readonly prognosis: string;
  readonly givenUp: readonly string[];
  readonly voluntary: boolean;
  readonly consentSigned: boolean;
};

/** `true`, or the first condition that is not met; the sentence names it, the refusal's form asks for the alternative. */
export const admissible = (assessed: Assessed, rules: AdmissionRules | undefined): true | Refusal => {
  if (rules === undefined) return refuse('hospice.no-rules');
  if (!assessed.voluntary) return refuse('hospice.not-voluntary');
  if (rules.consent && !assessed.consentSigned) return refuse('hospice.no-consent');
  if (!rules.diagnoses.includes(assessed.category)) return refuse('hospice.other-diagnosis');
  if (!rules.diagnosedBy.includes(assessed.diagnosedBy)) return refuse('hospice.diagnosed-elsewhere');
  if (rules.kpsAtMost !== null && assessed.kps > rules.kpsAtMost)
    return refuse('hospice.kps-too-high', { kps: assessed.kps, most: rules.kpsAtMost });
  const band = (code: string): number => (PROGNOSES as readonly string[]).indexOf(code);
  if (rules.prognosisAtMost !== null && band(assessed.prognosis) > band(rules.prognosisAtMost))
    return refuse('hospice.expected-longer');
  const missing = rules.givenUp.filter((code) => !assessed.givenUp.includes(code));
  return missing.length === 0 || refuse('hospice.treatment-goes-on', { count: missing.length });
};
