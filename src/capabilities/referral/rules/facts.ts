/** What the server loads for the rules of a referral, by name. */
import type { StepFacts } from '../../../engines/pathways/define.ts';

/** The department a step names, or the case's own. */
export type Destination = {
  readonly department: string;
  readonly organisation: string;
  readonly organisationKind: string;
  /** `walk-in`: an outpatient department of the base that gives out no appointments; whoever comes is seen. */
  readonly kind: 'quota' | 'slot' | 'walk-in';
  readonly free: number;
  /** Somebody there holds a role that answers, for this department or for all. */
  readonly staffed: boolean;
};
/** The case's (or draft's) own hold. */
export type HeldPlace = {
  readonly id: string;
  readonly department: string;
  readonly active: boolean;
};
export type ConsentFact = { readonly decision: 'agreed' | 'refused' | 'owed' };

export const destination = (facts: StepFacts): Destination | undefined =>
  facts.loaded['destination'] as Destination | undefined;
export const held = (facts: StepFacts): HeldPlace | undefined => facts.loaded['hold'] as HeldPlace | undefined;
export const consent = (facts: StepFacts): ConsentFact | undefined =>
  facts.loaded['consent'] as ConsentFact | undefined;
