/** Who may draw what, and who may say so. The server has loaded the person's level in force, their bed, and who acted before. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';
import { fenOf } from './living.ts';
import { findProgramme, isInsurance, monthsOf } from './benefits.ts';

export type GrantFact = {
  readonly programme: string | null;
  readonly from: string | null;
  readonly until: string | null;
  /** Days of the period on which the person was in the house, by the rule that the day of leaving does not count. */
  readonly daysPresent: number;
};
export type LevelFact = { readonly scale: string; readonly level: string };
const loaded = <Fact>(facts: StepFacts, name: string): Fact | undefined => facts.loaded[name] as Fact | undefined;

export const bureauIsOne: Rule = (facts) =>
  !facts.answered ||
  ['bureau', 'government-department'].includes(facts.parties['receiver']?.kind ?? '') ||
  refuse('benefit.no-such-bureau');

export const periodIsOne: Rule = ({ answered, answers }) => {
  if (!answered) return true;
  const from = String(answers['fromOn']);
  const until = String(answers['untilOn']);
  return from < until || refuse('benefit.ends-before-it-begins');
};

/** The level in force by the scale that the programme names; a level of the other standard, or an old one, is none. */
export const levelEntitles: Rule = (facts) => {
  if (!facts.answered) return true;
  const programme = findProgramme(String(facts.answers['programme']));
  if (programme === undefined) return refuse('benefit.no-such-programme');
  const levels = loaded<readonly LevelFact[]>(facts, 'levels') ?? [];
  const own = levels.find(({ scale }) => scale === programme.scale);
  if (own === undefined) return refuse('benefit.no-level');
  return programme.levels.includes(own.level) || refuse('benefit.level-does-not-entitle');
};

/** What is paid for a bed is paid where the person lives in one. */
export const livesInABed: Rule = (facts) =>
  !facts.answered ||
  findProgramme(String(facts.answers['programme']))?.excludes !== 'bed-month' ||
  typeof loaded<string | null>(facts, 'bed') === 'string' ||
  refuse('benefit.lives-in-no-bed');

/** Four eyes: whoever checked does not approve, whoever approved does not pay, whoever paid does not audit. */
export const anotherPerson: Rule = (facts) =>
  loaded<boolean>(facts, 'actedLast') !== true || refuse('benefit.another-person');

/** To the fen: no payment has a third decimal. */
export const costIsWholeFen: Rule = ({ answered, answers }) =>
  !answered ||
  typeof answers['cost'] !== 'number' ||
  fenOf(answers['cost']) !== undefined ||
  refuse('residence.not-whole-fen');

/** No more days than the person was there, no more months than the grant has. */
export const unitsFit: Rule = (facts) => {
  const grant = loaded<GrantFact>(facts, 'grant');
  const programme = findProgramme(grant?.programme ?? '');
  if (!facts.answered || grant === undefined || programme === undefined || !isInsurance(programme)) return true;
  const most = programme.unit === 'month' ? monthsOf(grant.from ?? '', grant.until ?? '') : grant.daysPresent;
  return Number(facts.answers['units']) <= most || refuse('benefit.more-than-there-were', { most });
};
