/** Who may assess whom, and when a level stands. Pure: the server has loaded the opinions so far and where the person lives. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { ability } from '../../../engines/forms/scales/ability.ts';
import type { Scale } from '../../../engines/forms/scales/define.ts';
import { disability } from '../../../engines/forms/scales/disability.ts';
import { score } from '../../../engines/forms/scales/score.ts';
import { refuse } from '../../../platform/refusal.ts';

export type Opinion = {
  readonly person: string;
  readonly round: number;
  readonly role: string;
  readonly level: string;
};
export type AssessmentFact = {
  readonly scale: string | null;
  /** Counted from 1; a dispute opens the next. */
  readonly round: number;
  readonly opinions: readonly Opinion[];
  /** Houses that live by the result. */
  readonly homes: readonly string[];
  readonly person: string | null;
  /** What was concluded last, and on which day. */
  readonly result: { readonly level: string; readonly on: string } | null;
};
const factOf = (facts: StepFacts): AssessmentFact | undefined =>
  facts.loaded['assessment'] as AssessmentFact | undefined;

/** Whoever earns by the level does not find it: neither the house one lives in nor one where one waits. */
export const assessorIsIndependent: Rule = (facts) => {
  const assessor = facts.parties['receiver']?.organisation;
  const homes = factOf(facts)?.homes ?? [];
  if (assessor === undefined) return !facts.answered || refuse('assessment.no-such-assessor');
  if (facts.parties['receiver']?.kind === 'elder-care-home') return refuse('assessment.home-assesses-itself');
  return !homes.includes(assessor) || refuse('assessment.home-assesses-itself');
};

/** One person assesses once in a case: a second look is another person's, after a dispute as well. */
export const assessedOnce: Rule = (facts) => {
  const fact = factOf(facts);
  return (
    fact === undefined ||
    fact.person === null ||
    !fact.opinions.some(({ person }) => person === fact.person) ||
    refuse('assessment.same-person-twice')
  );
};

const MEDICAL: readonly string[] = ['nurse', 'general-practitioner', 'attending-physician', 'village-doctor'];

/** Of two assessors one is a doctor or a nurse. */
export const oneIsMedical: Rule = (facts) => {
  const fact = factOf(facts);
  const first = fact?.opinions.find(({ round }) => round === fact.round);
  return (
    first === undefined ||
    MEDICAL.includes(first.role) ||
    MEDICAL.includes(facts.actor.role) ||
    refuse('assessment.none-is-medical')
  );
};

/** The step of the other scale does not belong to this case. */
export const ofScale =
  (code: string): Rule =>
  (facts) =>
    factOf(facts)?.scale === code || refuse('assessment.other-scale');

/** A missing item is never zero: the score is withheld, and the sentence names the items. */
const complete =
  (scale: Scale): Rule =>
  ({ answered, answers, loaded }) => {
    if (!answered) return true;
    const scored = score(scale, answers, String(loaded['today']));
    if (scored.ok) return true;
    const items = [...scored.missing, ...scored.wrong];
    const named = (language: 'zh' | 'en'): string =>
      items.map((item) => scale.items[item]?.label[language] ?? item).join(language === 'zh' ? '、' : ', ');
    return refuse('assessment.items-missing', { itemsZh: named('zh'), itemsEn: named('en') });
  };
export const abilityIsComplete = complete(ability);
export const disabilityIsComplete = complete(disability);

/** Where both found the same level, no other can be concluded; where they differ, it is one of theirs or between them. */
export const levelIsFound: Rule = (facts) => {
  const fact = factOf(facts);
  if (!facts.answered || fact === undefined) return true;
  const found = fact.opinions
    .filter(({ round }) => round === fact.round)
    .map(({ level }) => level)
    .sort();
  const [least] = found;
  const most = found.at(-1);
  const level = String(facts.answers['level']);
  return (
    (least !== undefined && most !== undefined && least <= level && level <= most) ||
    refuse('assessment.level-not-found')
  );
};
