/**
 * The lint of letters: reads any reply letter as text, also one this system never wrote, and says which numbers have no source
 * and what does not add up. Pure: text in, findings out, in reading order.
 */
import { cohortsCannotCarry } from './cohort.ts';
import { sameNounTwoCounts } from './counts.ts';
import type { Finding, ReadLetter } from './finding.ts';
import { quoteOf, told } from './finding.ts';
import { findMentions } from './mention.ts';
import type { Mention } from './mention.ts';
import { nounChanges } from './pairs.ts';
import { percentages } from './percent.ts';
import { againstPrevious } from './previous.ts';
import { partsDoNotSum } from './sums.ts';
import { wrongTerms } from './terms.ts';
import { readText } from './text.ts';
import { DEFAULT_RULES, timeOrder } from './time.ts';
import type { TimeRules } from './time.ts';

export type LintOptions = {
  /** Last year's letter on the same matter. */
  readonly previous?: string;
  /** Whether a number is a claim with a figure behind it; without this no number is. */
  readonly isBound?: (mention: Mention) => boolean;
  readonly rules?: TimeRules;
};

/** A letter's text and the numbers it states. */
export const readLetter = (raw: string): ReadLetter => {
  const text = readText(raw);
  return { text, mentions: findMentions(text) };
};

const unbound = ({ mentions }: ReadLetter, isBound: (mention: Mention) => boolean): readonly Finding[] =>
  mentions
    .filter((mention) => !isBound(mention))
    .map((mention) => ({
      kind: 'unbound' as const,
      quotes: [quoteOf(mention)],
      reason: 'unbound',
      with: { value: mention.noun === '' ? told(mention) : `${mention.noun} ${told(mention)}` },
    }));

const KIND_ORDER = (finding: Finding): number => (finding.kind === 'unbound' ? 1 : 0);

/** All findings: what does not add up first, numbers without a source last. */
export const lint = (raw: string, options: LintOptions = {}): readonly Finding[] => {
  const letter = readLetter(raw);
  const previous = options.previous === undefined ? undefined : readLetter(options.previous);
  const found = [
    ...sameNounTwoCounts(letter),
    ...partsDoNotSum(letter),
    ...percentages(letter),
    ...cohortsCannotCarry(letter, previous),
    ...timeOrder(letter, options.rules ?? DEFAULT_RULES),
    ...nounChanges(letter),
    ...(previous ? againstPrevious(letter, previous) : []),
    ...wrongTerms(letter),
    ...unbound(letter, options.isBound ?? (() => false)),
  ];
  return found.sort((one, other) => KIND_ORDER(one) - KIND_ORDER(other));
};
