/** What is asked while somebody lives in a home beside the care itself: medicines, charges, and who of the family may look. */
import { form } from '../../../engines/forms/define.ts';

/** What can be shown to a family, each by itself. */
export const FAMILY_PARTS = ['care', 'plan', 'incidents', 'visits', 'money'] as const;

export const ROUNDS = ['morning', 'noon', 'evening-round', 'bedtime'] as const;

/** The whole list as it is from now on: what is left out has been stopped. */
export const MedicineList = form({
  name: 'residence-medicine-list',
  version: 1,
  questions: {
    list: {
      kind: 'repeat',
      required: true,
      max: 30,
      of: {
        medicine: { kind: 'text', max: 100, required: true },
        dose: { kind: 'text', max: 60, required: true },
        times: { kind: 'choices', among: [...ROUNDS, 'when-needed'], required: true },
      },
    },
    orderedBy: { kind: 'text', max: 100, required: true },
  },
});

export const MedicineRound = form({
  name: 'residence-medicine-round',
  version: 1,
  questions: {
    round: { kind: 'choice', among: ROUNDS, required: true },
    givenAt: { kind: 'instant', required: true },
    taken: { kind: 'choice', among: ['all-taken', 'not-all'], required: true },
    /** Which, and why: asked where not all was taken. */
    missed: { kind: 'text', max: 300, lines: 2 },
  },
});

/** What a day costs, for each day of a period on which the person was in the house. */
export const Charges = form({
  name: 'residence-charges',
  version: 1,
  questions: {
    item: { kind: 'choice', among: ['care-charge', 'bed-charge', 'meals-charge'], required: true },
    fromOn: { kind: 'date', required: true, notAfter: 'today' },
    throughOn: { kind: 'date', required: true, notAfter: 'today' },
    perDay: { kind: 'quantity', unit: 'CNY', min: 0, max: 10_000, required: true },
    correction: { kind: 'yes-no' },
  },
});

export const FamilyAccess = form({
  name: 'residence-family-access',
  version: 1,
  questions: {
    who: { kind: 'text', max: 60, required: true },
    relation: { kind: 'choice', among: ['spouse', 'child', 'sibling', 'other-kin', 'guardian'], required: true },
    parts: { kind: 'choices', among: FAMILY_PARTS, required: true },
    consentedBy: { kind: 'choice', among: ['self', 'guardian'], required: true },
    lookUntil: { kind: 'date', required: true, notBefore: 'today' },
  },
});

export const FamilyAccessEnd = form({
  name: 'residence-family-access-end',
  version: 1,
  questions: {
    access: { kind: 'pick', of: 'case', required: true },
    endReason: { kind: 'choice', among: ['consent-withdrawn', 'family-asked', 'wrong-person'], required: true },
  },
});

export const LIVING_FORMS = [MedicineList, MedicineRound, Charges, FamilyAccess, FamilyAccessEnd] as const;
