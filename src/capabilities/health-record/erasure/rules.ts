/** Whether an entry may be taken out of a record, and by whom. Pure: what they look at was loaded before. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

/** The entry as it stands; what it says is no matter of the rules. */
export type EntryFact = {
  readonly resident: string;
  readonly organisation: string;
  readonly erased: boolean;
  /** The record's own frame: the Patient, a case's Task and answers. */
  readonly framework: boolean;
  /** A step of a case wrote it: the same stands in the step's answers and in the case's own tables. */
  readonly ofCase: boolean;
  /** Another case about the same entry is open. */
  readonly askedAlready: boolean;
};

const entryOf = ({ loaded }: StepFacts): EntryFact | undefined => loaded['entry'] as EntryFact | undefined;

/** An entry goes once, and only out of the record it stands in. */
export const entryStands: Rule = (facts) => {
  const entry = entryOf(facts);
  if (entry === undefined || entry.erased) return refuse('erasure.no-such-entry');
  const named = facts.answers['resident'];
  return typeof named !== 'string' || named === entry.resident || refuse('erasure.no-such-entry');
};

/** What a house wrote it answers for; another's is objected to there. */
export const ofTheOwnHouse: Rule = (facts) =>
  entryOf(facts)?.organisation === facts.actor.organisation || refuse('erasure.of-another-house');

export const noFramework: Rule = (facts) => entryOf(facts)?.framework !== true || refuse('erasure.not-this');

/** Two tables and a form would go on saying what the entry said: it goes with its case or not at all. */
export const ofNoCase: Rule = (facts) => entryOf(facts)?.ofCase !== true || refuse('erasure.of-a-case');

export const onlyOnce: Rule = (facts) => entryOf(facts)?.askedAlready !== true || refuse('erasure.asked-already');

export const someoneDecides: Rule = (facts) => facts.parties['decider'] !== undefined || refuse('erasure.no-decider');

/** Moving needs somebody to move it to: another resident whom there is. */
export const movesToSomebody: Rule = ({ answers, answered, loaded }) => {
  if (!answered || answers['kind'] !== 'moved') return true;
  const to = answers['moveTo'];
  return (
    (typeof to === 'string' && to !== answers['resident'] && loaded['destination'] === true) ||
    refuse('erasure.move-to-whom')
  );
};

/** The person who asked never decides, in whatever role. */
export const notOnesOwn: Rule = ({ loaded }) => loaded['ownAsking'] !== true || refuse('erasure.own-asking');

/** Records are kept for as long as the law says: whoever decides says that they looked. */
export const retentionLookedAt: Rule = ({ answers, answered }) =>
  !answered || answers['retentionChecked'] === true || refuse('erasure.retention');
