/** What may be done with one promise. */
import type { Rule } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

export type PromiseFact = {
  readonly due: string;
  readonly milestones: readonly { readonly place: number; readonly due: string; readonly done: boolean }[];
};
export const promiseOf = (facts: Parameters<Rule>[0]): PromiseFact | null =>
  (facts.loaded['promise'] as PromiseFact | null | undefined) ?? null;

export const milestoneBeforeDue: Rule = (facts) => {
  const promise = promiseOf(facts);
  if (!facts.answered || promise === null) return true;
  return String(facts.answers['due']) <= promise.due || refuse('promise.milestone-after-due', { due: promise.due });
};

export const milestoneIsThere: Rule = (facts) => {
  const promise = promiseOf(facts);
  if (promise !== null && promise.milestones.every(({ done }) => done)) return refuse('promise.no-milestone-open');
  if (!facts.answered || promise === null) return true;
  return (
    promise.milestones.some(({ place, done }) => place === facts.answers['place'] && !done) ||
    refuse('promise.milestone-unknown')
  );
};

export const milestonesReached: Rule = (facts) => {
  const open = promiseOf(facts)?.milestones.filter(({ done }) => !done).length ?? 0;
  return open === 0 || refuse('promise.milestones-open', { open });
};

export const laterThanNow: Rule = (facts) => {
  const promise = promiseOf(facts);
  if (!facts.answered || promise === null) return true;
  return String(facts.answers['due']) > promise.due || refuse('promise.not-later', { due: promise.due });
};
