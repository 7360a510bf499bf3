/** The pathways of elder care. */
export { careBenefit, careSubsidy } from './pathway/benefit.ts';
export { careContract } from './pathway/contract.ts';
export { assessment } from './pathway/assessment.ts';
export { residence } from './pathway/residence.ts';
