/** The phone's door of elder care: what a family's page is made of, and the words of the answers in it. */
export { FamilyPage } from '../shapes.ts';
export type { CareNote } from '../shapes.ts';
export { LIVING_EN, LIVING_ZH } from '../words/living.ts';
export { RESIDENCE_EN } from '../words/residence-en.ts';
export { RESIDENCE_ZH } from '../words/residence.ts';
