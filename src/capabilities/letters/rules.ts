/** What stands in the way of a step. Pure: the letter, its answers and what its figures said were loaded before. */
import { checkLetter } from '../../engines/letters/checks.ts';
import type { CheckFinding } from '../../engines/letters/checks.ts';
import { lengthOf, MOST_CHARACTERS } from '../../engines/letters/document.ts';
import type { LetterDocument, Observed } from '../../engines/letters/document.ts';
import type { Rule, StepFacts } from '../../engines/pathways/define.ts';
import { refuse } from '../../platform/refusal.ts';

/** What is known of a letter when a step is taken. */
export type LetterFacts = {
  readonly head: number;
  readonly content: LetterDocument;
  readonly previous: string | null;
  readonly answered: ReadonlySet<string>;
  readonly look: {
    readonly at: Date;
    readonly version: number;
    readonly settled: boolean;
    readonly observations: Readonly<Record<string, Observed | null>>;
  } | null;
};

/** The case a letter answers, and whether it is far enough for the letter to be signed. */
export type AnsweredCase = {
  readonly id: string;
  readonly pathway: string;
  readonly state: string;
  readonly closed: boolean;
  readonly maySign: boolean;
};
export const answeredCaseIn = (loaded: Readonly<Record<string, unknown>>): AnsweredCase | null =>
  (loaded['answeredCase'] as AnsweredCase | null | undefined) ?? null;

/** The newest word of each office asked to countersign. */
export type CountersignFact = { readonly unit: string; readonly state: string; readonly closed: boolean };

export const letterOf = (facts: StepFacts): LetterFacts | undefined =>
  facts.loaded['letter'] as LetterFacts | undefined;
const countersignsOf = (facts: StepFacts): readonly CountersignFact[] =>
  (facts.loaded['countersigns'] ?? []) as readonly CountersignFact[];

/** One letter is read once, however many steps ask. */
const read = new WeakMap<LetterFacts, readonly CheckFinding[]>();
export const findingsOf = (letter: LetterFacts): readonly CheckFinding[] => {
  const known = read.get(letter);
  if (known !== undefined) return known;
  const found = checkLetter(letter.content, {
    given: { number: null, signer: null, day: null },
    observations: letter.look?.version === letter.head ? letter.look.observations : {},
    ...(letter.previous === null ? {} : { previous: letter.previous }),
  });
  read.set(letter, found);
  return found;
};

/** Findings that wait for a word or for mending. */
export const openFindings = (letter: LetterFacts): readonly CheckFinding[] =>
  findingsOf(letter).filter(({ key, mend }) => mend || !letter.answered.has(key));

const about = (facts: StepFacts, look: (letter: LetterFacts) => ReturnType<Rule>): ReturnType<Rule> => {
  const letter = letterOf(facts);
  return letter === undefined ? refuse('letter.unknown') : look(letter);
};

export const templateIsKnown: Rule = (facts) =>
  !facts.answered || facts.loaded['template'] !== undefined || refuse('letter.unknown-template');

export const saysSomething: Rule = (facts) =>
  about(facts, ({ content }) => {
    if (content.paragraphs.every(({ heading, text }) => heading.trim() + text.trim() === ''))
      return refuse('letter.empty');
    if (content.addressee.trim() === '') return refuse('letter.no-addressee');
    const length = lengthOf(content);
    return length <= MOST_CHARACTERS || refuse('letter.too-long', { length, most: MOST_CHARACTERS });
  });

export const nothingToMend: Rule = (facts) =>
  about(facts, (letter) => {
    const count = findingsOf(letter).filter(({ mend }) => mend).length;
    return count === 0 || refuse('letter.mend-first', { count });
  });

export const findingsAnswered: Rule = (facts) =>
  about(facts, (letter) => {
    const count = openFindings(letter).length;
    return count === 0 || refuse('letter.findings-open', { count });
  });

/** Figures are asked again shortly before signing: what a signer reads is what is so. */
const LOOK_HOLDS_MINUTES = 10;
export const figuresLooked: Rule = (facts) =>
  about(facts, ({ head, look, content }) => {
    if (Object.keys(content.claims).length === 0) return true;
    const fresh =
      look !== null && look.version === head && facts.now.getTime() - look.at.getTime() <= LOOK_HOLDS_MINUTES * 60_000;
    return fresh || refuse('letter.look-first', { minutes: LOOK_HOLDS_MINUTES });
  });

/** While a transaction is under way that could still change a figure, nothing is signed on it (law 3). */
export const figuresSettled: Rule = (facts) =>
  about(
    facts,
    ({ look, content }) =>
      Object.keys(content.claims).length === 0 || look?.settled === true || refuse('letter.not-settled'),
  );

/** What a letter answers has its own way; until whoever asked agrees to the draft there is nothing to sign. */
export const caseAgrees: Rule = (facts) =>
  answeredCaseIn(facts.loaded)?.maySign !== false || refuse('letter.case-waits');

export const allAnswered: Rule = (facts) => {
  const waiting = countersignsOf(facts).filter(({ closed }) => !closed).length;
  return waiting === 0 || refuse('letter.countersign-open', { count: waiting });
};

/** An office that objects is asked again with the next draft; its last word counts. */
export const nobodyObjects: Rule = (facts) =>
  countersignsOf(facts).every(({ state }) => state !== 'objected') || refuse('letter.objected');
