/** The citizen identity number; its rules stand with the records that carry it. */
export { checkIdentityNumber, IDENTITY_NUMBER_WORDS, makeIdentityNumber } from '../fhir/identity-number.ts';
export type { IdentityExpectation, IdentityNumber } from '../fhir/identity-number.ts';
