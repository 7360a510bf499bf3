/** Pure decisions about two residents that may be one; the server has loaded how both stand. */
import type { Rule } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

/** What the server loads for these rules. */
export type PairFact = {
  readonly one: string;
  readonly other: string;
  /** Both are residents of their own still. */
  readonly standing: boolean;
  /** Both have a Patient that can say so. */
  readonly recorded: boolean;
};

const pairIn = (loaded: Readonly<Record<string, unknown>>): PairFact | undefined =>
  loaded['pair'] as PairFact | undefined;

/** Whoever was found to be another meanwhile is decided about there. */
export const bothStand: Rule = ({ loaded }) => {
  const pair = pairIn(loaded);
  if (pair === undefined) return refuse('pair.unknown');
  if (!pair.standing) return refuse('pair.moved-on');
  return pair.recorded || refuse('pair.unknown');
};

export const keepsOneOfThem: Rule = ({ answered, answers, loaded }) => {
  const pair = pairIn(loaded);
  return (
    !answered || answers['keep'] === pair?.one || answers['keep'] === pair?.other || refuse('pair.keep-one-of-them')
  );
};

/** The program closes a case only when there is nothing left to decide. */
export const noLongerTwo: Rule = ({ loaded }) => pairIn(loaded)?.standing !== true || refuse('pair.still-two');
