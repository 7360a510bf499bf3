/** Pure decisions of a referral: `true`, or the sentence a person will read (worded in words.ts). */
import type { Rule } from '../../engines/pathways/define.ts';
import { refuse } from '../../platform/refusal.ts';
import { consent, destination, held } from './rules/facts.ts';

/** An emergency is accepted, or stabilised and passed on; it is never refused or kept waiting for papers. */
export const notAnEmergency: Rule = (facts) => facts.urgency !== 'emergency' || refuse('emergency-cannot-be-refused');
export const informationCanWait: Rule = (facts) => facts.urgency !== 'emergency' || refuse('emergency-first');
export const onlyAnEmergency: Rule = (facts) => facts.urgency === 'emergency' || refuse('only-an-emergency');

/** Consent is signed before a referral leaves; only an emergency may sign later, and a yes names who said it. */
export const consentDecided: Rule = (facts) => {
  if (!facts.answered) return true;
  const { consent: decision, urgency, signer, signerName, told } = facts.answers;
  if (decision === 'owed') return urgency === 'emergency' || refuse('consent-first');
  if (typeof signer !== 'string' || typeof signerName !== 'string') return refuse('consent-names-its-signer');
  if (decision === 'agreed' && !(Array.isArray(told) && told.length > 0)) return refuse('consent-after-telling');
  return true;
};
export const consentIsOwed: Rule = (facts) => consent(facts)?.decision === 'owed' || refuse('consent-is-recorded');
export const consentSettled: Rule = (facts) => consent(facts)?.decision !== 'owed' || refuse('consent-still-owed');

/** Whoever refers has a reason to know the resident: registered today, of the own catchment, under contract (law 5). */
export const residentIsKnown: Rule = (facts) =>
  !facts.answered || facts.loaded['resident'] === true || refuse('resident-not-registered');
/** The department exists, is open today, and belongs to another organisation than the sender's. */
export const destinationExists: Rule = (facts) => {
  if (!facts.answered) return true;
  const to = destination(facts);
  if (to === undefined) return refuse('unknown-department');
  return to.organisation !== facts.parties['sender']?.organisation || refuse('destination-is-sender');
};
/**
 * A place is certain before the referral leaves, unless it is an emergency, goes where none are given out, or goes back to the
 * team that returned the resident, which takes them with a place or makes one.
 */
export const placeHeld: Rule = (facts) => {
  if (!facts.answered || facts.answers['urgency'] === 'emergency' || facts.answers['consent'] === 'refused')
    return true;
  if (destination(facts)?.kind === 'walk-in' || typeof facts.answers['after'] === 'string') return true;
  const place = held(facts);
  if (place === undefined || !place.active) return refuse('no-place-held');
  return place.department === facts.answers['department'] || refuse('hold-is-elsewhere');
};
/** Accepting takes the held place, or a free one; an emergency is accepted over capacity. */
export const hasCapacity: Rule = (facts) => {
  if (facts.urgency === 'emergency' || held(facts)?.active === true) return true;
  const to = destination(facts);
  return (to !== undefined && (to.kind === 'walk-in' || to.free > 0)) || refuse('no-free-place');
};
export const withinReceiver: Rule = (facts) => {
  if (!facts.answered) return true;
  const to = destination(facts);
  if (to === undefined) return refuse('unknown-department');
  if (to.organisation !== facts.parties['receiver']?.organisation) return refuse('department-of-another-hospital');
  return to.department !== facts.parties['receiver'].department || refuse('same-department');
};
export const toAnotherHospital: Rule = (facts) => {
  if (!facts.answered) return true;
  const to = destination(facts);
  if (to === undefined) return refuse('unknown-department');
  if (to.organisation === facts.parties['sender']?.organisation) return refuse('destination-is-sender');
  return to.organisation !== facts.parties['receiver']?.organisation || refuse('same-hospital');
};
/** `refused` ends only what was refused; leaving against advice needs a stay. */
export const endingFitsState: Rule = (facts) => {
  if (!facts.answered) return true;
  const ending = facts.answers['ending'];
  if (ending === 'refused' && facts.state !== 'declined') return refuse('ending-needs-a-refusal');
  if (ending === 'left-against-advice' && facts.state !== 'in-care') return refuse('ending-needs-a-stay');
  return true;
};
/** Nobody arrives before the referral was opened or in the future. */
export const arrivalIsPossible: Rule = (facts) => {
  const at = facts.answers['arrivedAt'];
  if (!facts.answered || typeof at !== 'string') return true;
  const arrived = new Date(at);
  if (arrived.getTime() > facts.now.getTime() + 5 * 60_000) return refuse('arrival-in-the-future');
  const opened = facts.loaded['openedAt'];
  if (opened instanceof Date && arrived.getTime() < opened.getTime() - 60_000) return refuse('arrival-before-referral');
  return true;
};
