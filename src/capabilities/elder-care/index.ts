export { assessment, careBenefit, careContract, careSubsidy, residence } from './pathway.ts';
export { CONTRACT_FORMS } from './forms/contract.ts';
export { INSURANCE_FORMS, SUBSIDY_FORMS } from './forms/benefit.ts';
export { ASSESSMENT_FORMS } from './forms/assessment.ts';
export { RESIDENCE_FORMS } from './forms.ts';
export { waitingOrder, WAITING_RULES } from './rules/waiting.ts';
export { StayLedger, StayView } from './shapes.ts';
export { CareNetwork } from './shapes/network.ts';
export { words } from './words.ts';
