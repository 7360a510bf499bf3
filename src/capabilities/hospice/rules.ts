/** Whether a step of a hospice stay may be taken: pure, over what was loaded. */
import type { Rule, StepFacts } from '../../engines/pathways/define.ts';
import { refuse } from '../../platform/refusal.ts';
import { admissible, findRules } from './rules/admission.ts';
import limits from './rules/limits.json' with { type: 'json' };

/** The open stay of the case, as the ledger of days will read it. */
export type StayFact = { readonly from: Date; readonly organisation: string; readonly place: string };
export type BedFact = { readonly organisation: string; readonly taken: boolean };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const momentOf = (facts: StepFacts, question: string): Date => new Date(textOf(facts.answers[question]));

export const residentKnown: Rule = (facts) =>
  !facts.answered || facts.loaded['known'] === true || refuse('hospice.unknown-resident');
export const residentAlive: Rule = (facts) =>
  !facts.answered || facts.loaded['died'] !== true || refuse('hospice.died-already');
/** One stay at a time: a second referral of somebody in care is a transfer. */
export const notInCare: Rule = (facts) =>
  !facts.answered || facts.loaded['inCare'] !== true || refuse('hospice.in-care-already');
export const takesHospice: Rule = (facts) =>
  !facts.answered || facts.loaded['kindOfTo'] !== undefined || refuse('hospice.other-house');

/** By the rule set the city has chosen; its version is kept with the decision. */
export const meetsTheRules: Rule = (facts) => {
  if (!facts.answered) return true;
  const city = textOf(facts.loaded['city']);
  const { category, diagnosedBy, kps, prognosis, givenUp, voluntary, consentSigned } = facts.answers;
  return admissible(
    {
      ...{
        category: textOf(category),
        diagnosedBy: textOf(diagnosedBy),
        kps: Number(kps),
        prognosis: textOf(prognosis),
      },
      ...{ givenUp: listOf(givenUp), voluntary: voluntary === true, consentSigned: consentSigned === true },
    },
    findRules(city, textOf(facts.loaded['today'])),
  );
};

const KPS_STEP = 10;
export const wholeTens: Rule = (facts) =>
  !facts.answered ||
  (Number(facts.answers['kps']) % KPS_STEP === 0 && Number(facts.answers['pps']) % KPS_STEP === 0) ||
  refuse('hospice.not-in-tens');

const ofNow =
  (question: string): Rule =>
  (facts) =>
    !facts.answered || momentOf(facts, question) <= facts.now || refuse('hospice.in-the-future');
export const admittedByNow = ofNow('admittedAt');
export const leftByNow = ofNow('leftAt');
export const diedByNow = ofNow('diedAt');
export const departedByNow = ofNow('departedAt');
export const arrivedByNow = ofNow('arrivedAt');
export const visitedByNow = ofNow('visitedAt');
export const calledByNow = ofNow('calledAt');

/** A discharge, departure, arrival or death before the stay began. */
const afterAdmission =
  (question: string): Rule =>
  (facts) => {
    const stay = facts.loaded['stay'] as StayFact | undefined;
    if (!facts.answered || stay === undefined) return true;
    return momentOf(facts, question) > stay.from || refuse('hospice.before-admission');
  };
export const leftAfterAdmission = afterAdmission('leftAt');
export const calledAfterAdmission = afterAdmission('calledAt');
export const diedAfterAdmission = afterAdmission('diedAt');
export const departedAfterAdmission = afterAdmission('departedAt');
export const arrivedAfterAdmission = afterAdmission('arrivedAt');

export const arrivedAfterDeparture: Rule = (facts) => {
  const departed = facts.loaded['departedAt'];
  return (
    !facts.answered ||
    !(departed instanceof Date) ||
    momentOf(facts, 'arrivedAt') >= departed ||
    refuse('hospice.before-departure')
  );
};

/** A bed where the house has numbered ones; none at home; and never one that somebody is in. */
export const bedFits: Rule = (facts) => {
  if (!facts.answered) return true;
  const place = textOf(facts.answers['place']) || textOf(facts.loaded['toPlace']);
  const bed = facts.loaded['bed'] as BedFact | null | undefined;
  if (textOf(facts.answers['bed']) === '')
    return place === 'home' || place === 'centre' || facts.loaded['hasBeds'] !== true || refuse('hospice.bed-needed');
  if (place === 'home') return refuse('hospice.no-bed-at-home');
  if (bed === null || bed === undefined) return refuse('hospice.bed-unknown');
  if (bed.organisation !== facts.actor.organisation) return refuse('hospice.bed-elsewhere');
  return !bed.taken || refuse('hospice.bed-in-use');
};

export const elsewhereThanHere: Rule = (facts) => {
  const stay = facts.loaded['stay'] as StayFact | undefined;
  return (
    !facts.answered ||
    stay === undefined ||
    stay.organisation !== facts.answers['to'] ||
    stay.place !== facts.answers['toPlace'] ||
    refuse('hospice.there-already')
  );
};

/** What was not asked is missing: a score of some items is kept, one of none is no score. */
const ITEMS = [
  ...['pain', 'tiredness', 'drowsiness', 'nausea', 'appetite', 'breath', 'depression', 'anxiety', 'wellbeing'],
] as const;
export const asksSomething: Rule = (facts) =>
  !facts.answered || ITEMS.some((item) => facts.answers[item] !== undefined) || refuse('hospice.nothing-scored');

/** The two people's count must be what the book says is there after this entry. */
export const countAgrees: Rule = (facts) => {
  if (!facts.answered) return true;
  const balance = Number(facts.loaded['opioidBalance'] ?? 0);
  const units = Number(facts.answers['units']);
  const after = facts.answers['entry'] === 'dispensed' ? balance + units : balance - units;
  if (after < 0) return refuse('hospice.opioid-more-than-there', { there: balance, units });
  const counted = Number(facts.answers['counted']);
  return counted === after || refuse('hospice.opioid-count', { counted, expected: after });
};

export const wishesAgree: Rule = (facts) => {
  const wanted = listOf(facts.answers['wanted']);
  return (
    !facts.answered ||
    !listOf(facts.answers['refused']).some((one) => wanted.includes(one)) ||
    refuse('hospice.both-ways')
  );
};
/** Who cannot decide needs somebody who does. */
export const someoneDecides: Rule = (facts) =>
  !facts.answered ||
  facts.answers['capable'] === 'yes' ||
  textOf(facts.answers['decider']) !== '' ||
  refuse('hospice.who-decides');
export const wishesStand: Rule = (facts) => facts.loaded['wishes'] !== false || refuse('hospice.no-wishes');

const opinionsOf = ({ children }: StepFacts): StepFacts['children'] =>
  children.filter(({ pathway }) => pathway === 'hospice-opinion');
export const everybodyAnswered: Rule = (facts) => {
  const open = opinionsOf(facts).filter(({ closed }) => !closed).length;
  return open === 0 || refuse('hospice.opinions-open', { open });
};
export const conferenceCalled: Rule = (facts) => opinionsOf(facts).length > 0 || refuse('hospice.no-conference');

/** Grief at high risk is not only listened to. */
export const riskReferred: Rule = (facts) =>
  !facts.answered ||
  facts.answers['risk'] !== 'high' ||
  facts.answers['action'] === 'refer' ||
  facts.answers['action'] === 'urgent-refer' ||
  refuse('hospice.risk-not-referred');
export const CONTACTS_DUE: readonly number[] = limits.bereavement.afterDays;
/** The schedule is done when as many contacts were made as it has; another reason says so. */
export const scheduleDone: Rule = (facts) => {
  if (!facts.answered || facts.answers['closing'] !== 'schedule-done') return true;
  const made = Number(facts.loaded['contacts'] ?? 0);
  return made >= CONTACTS_DUE.length || refuse('hospice.contacts-left', { made, due: CONTACTS_DUE.length });
};
