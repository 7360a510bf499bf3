/** Whether an objection can be made, and who may decide it. Pure: what they look at was loaded before. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

/** What the objection is about, as far as it is the resident's own. */
export type ObjectedFact = {
  readonly actor: string | null;
  readonly person: string | null;
  readonly organisation: string;
  readonly version: number | null;
  /** An objection to the same that was not taken back. */
  readonly objectedAlready: boolean;
};

const objectedOf = ({ loaded }: StepFacts): ObjectedFact | undefined => loaded['objected'] as ObjectedFact | undefined;

/** Nobody objects to what is another's, or to what there is not. */
export const aboutOnesOwn: Rule = (facts) => objectedOf(facts) !== undefined || refuse('objection.nothing-such');

export const onlyOnce: Rule = (facts) =>
  objectedOf(facts)?.objectedAlready !== true || refuse('objection.made-already');

export const someoneDecides: Rule = (facts) => facts.parties['handler'] !== undefined || refuse('objection.no-handler');

/** A reason given as "other" needs words; so does what is wrong in an entry, or nobody can put it right. */
export const saysWhat: Rule = ({ answers, answered }) => {
  const said = typeof answers['note'] === 'string' && answers['note'].trim() !== '';
  const needsWords = answers['wrong'] === 'other-reason' || answers['wrong'] === 'content-wrong';
  return !answered || said || !needsWords || refuse('objection.say-what');
};

/** Whoever looked or wrote does not decide whether that was right, in whatever role. */
export const notOnesOwn: Rule = ({ loaded }) => loaded['ownDoing'] !== true || refuse('objection.own-doing');
