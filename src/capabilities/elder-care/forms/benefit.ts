/** What is asked on the way to money: for whom, from which programme, for which time, and how much was spent. */
import { form } from '../../../engines/forms/define.ts';
import { isInsurance, PROGRAMMES } from '../rules/benefits.ts';

const questions = (insurance: boolean) =>
  ({
    resident: { kind: 'pick', of: 'resident', required: true },
    bureau: { kind: 'pick', of: 'organisation', required: true },
    programme: {
      kind: 'choice',
      among: PROGRAMMES.filter((programme) => isInsurance(programme) === insurance).map(({ code }) => code),
      required: true,
    },
    fromOn: { kind: 'date', required: true },
    untilOn: { kind: 'date', required: true },
    papers: { kind: 'text', max: 500, lines: 2, required: true },
  }) as const;

export const InsuranceRequest = form({ name: 'benefit-insurance-request', version: 1, questions: questions(true) });
export const SubsidyRequest = form({ name: 'benefit-subsidy-request', version: 1, questions: questions(false) });

export const Check = form({
  name: 'benefit-check',
  version: 1,
  questions: { finding: { kind: 'text', max: 500, lines: 2, required: true } },
});
export const BenefitRefusal = form({
  name: 'benefit-refusal',
  version: 1,
  questions: {
    why: {
      kind: 'choice',
      among: ['not-insured', 'not-eligible', 'outside-fund', 'papers-missing', 'papers-false', 'other-reason'],
      required: true,
    },
    instead: { kind: 'text', max: 500, lines: 2, required: true },
  },
});
/** Units are days or months as the programme counts; each costs the same, and each is capped by itself. */
export const InsurancePayment = form({
  name: 'benefit-insurance-payment',
  version: 2,
  questions: {
    units: { kind: 'whole', min: 1, max: 400, required: true },
    cost: { kind: 'quantity', unit: 'CNY', min: 0, max: 1_000_000, required: true },
    paidOn: { kind: 'date', notAfter: 'today', required: true },
  },
});
export const SubsidyPayment = form({
  name: 'benefit-subsidy-payment',
  version: 1,
  questions: { paidOn: { kind: 'date', notAfter: 'today', required: true } },
});
export const Audit = form({
  name: 'benefit-audit',
  version: 1,
  questions: {
    verdict: { kind: 'choice', among: ['right', 'wrong'], required: true },
    finding: { kind: 'text', max: 1000, lines: 3, required: true },
  },
});

export const INSURANCE_FORMS = [InsuranceRequest, Check, BenefitRefusal, InsurancePayment, Audit] as const;
export const SUBSIDY_FORMS = [SubsidyRequest, Check, BenefitRefusal, SubsidyPayment, Audit] as const;
