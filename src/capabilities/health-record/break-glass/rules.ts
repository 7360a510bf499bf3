/** Who may break the glass and who may judge it. Pure: what they look at was loaded before. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

/** What is known of the resident's record and the asker's house. */
export type GlassFacts = {
  readonly known: boolean;
  /** The house has a relation of its own that holds. */
  readonly related: boolean;
  /** This person's glass for this resident is broken already and still open. */
  readonly open: boolean;
};

const glassOf = (facts: StepFacts): GlassFacts | undefined => facts.loaded['glass'] as GlassFacts | undefined;

export const someoneReviews: Rule = (facts) =>
  facts.parties['reviewer'] !== undefined || refuse('break-glass.no-reviewer');

/** Without need it is no emergency: a house that may look, and from which nothing is withheld, looks. */
export const needsTheGlass: Rule = (facts) => {
  const glass = glassOf(facts);
  if (!facts.answered || glass === undefined) return true;
  if (!glass.known) return refuse('break-glass.unknown-resident');
  if (glass.open) return refuse('break-glass.open-already');
  return !glass.related || Number(facts.loaded['withheld'] ?? 0) > 0 || refuse('break-glass.not-needed');
};

const LEAST_WORDS = 10;
export const saysWhy: Rule = (facts) =>
  !facts.answered ||
  (typeof facts.answers['explanation'] === 'string' && facts.answers['explanation'].trim().length >= LEAST_WORDS) ||
  refuse('break-glass.say-why');

export const notOnesOwn: Rule = (facts) => facts.loaded['ownLook'] !== true || refuse('break-glass.own-look');

/** A look without a reason is told to the resident by a person, before the matter is closed. */
export const toldTheResident: Rule = (facts) =>
  !facts.answered || facts.answers['residentTold'] === true || refuse('break-glass.resident-not-told');
