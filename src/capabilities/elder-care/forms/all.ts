/** Every form of elder care, for the page of a case. */
import { RESIDENCE_FORMS } from '../forms.ts';
import type { Form } from '../../../engines/forms/define.ts';
import { ASSESSMENT_FORMS, AssessmentRequest } from './assessment.ts';
import { INSURANCE_FORMS, InsuranceRequest, SUBSIDY_FORMS, SubsidyRequest } from './benefit.ts';
import { CONTRACT_FORMS, ContractOffer } from './contract.ts';
import { Application } from '../forms.ts';

export const ELDER_CARE_FORMS: readonly Form[] = [
  ...RESIDENCE_FORMS,
  ...ASSESSMENT_FORMS,
  ...CONTRACT_FORMS,
  ...INSURANCE_FORMS,
  ...SUBSIDY_FORMS,
];

/** What can be begun, by pathway: its first step and form. */
export const BEGINNINGS = {
  residence: { step: 'apply', form: Application },
  assessment: { step: 'request-assessment', form: AssessmentRequest },
  'care-benefit': { step: 'ask-benefit', form: InsuranceRequest },
  'care-subsidy': { step: 'ask-benefit', form: SubsidyRequest },
  'care-contract': { step: 'offer-contract', form: ContractOffer },
} as const;
export type Begun = keyof typeof BEGINNINGS;
