/** What the lint has to say: a kind, the places it speaks of in the letter's own words, and why, as a code with its values. */
import type { Mention } from './mention.ts';
import type { LetterText } from './text.ts';

export const KINDS = [
  'unbound',
  'same-noun-two-counts',
  'parts-do-not-sum',
  'percentage-mismatch',
  'hidden-denominator',
  'cohort-cannot-carry',
  'time-order',
  'unit-or-period-changed',
  'against-last-year',
  'wrong-term',
] as const;
export type FindingKind = (typeof KINDS)[number];

export type Finding = {
  readonly kind: FindingKind;
  /** Wordings of the letter, white space removed, in reading order; those of an earlier letter come last. */
  readonly quotes: readonly string[];
  /** A sentence of `words.ts`, with what it speaks of. */
  readonly reason: string;
  readonly with: Readonly<Record<string, string>>;
};

/** A letter as the rules see it. */
export type ReadLetter = { readonly text: LetterText; readonly mentions: readonly Mention[] };

/** How a number is told: without trailing zeros of binary fractions, 万 and 亿 as a reader expects them. */
export const told = ({
  value,
  unit,
  kind,
  decimals,
}: Pick<Mention, 'value' | 'unit' | 'kind' | 'decimals'>): string => {
  if (kind === 'percent') return `${value.toFixed(decimals)}%`;
  if (kind === 'money' && value >= 1e8) return `${Number((value / 1e8).toPrecision(12))}亿元`;
  if (kind === 'money' && value >= 1e4) return `${Number((value / 1e4).toPrecision(12))}万元`;
  return `${value}${unit}`;
};

/** The clause a mention stands in, as quoted. */
export const quoteOf = ({ clause }: Mention): string => clause.trim();

/** Quotes in order, none twice. */
export const quotesOf = (mentions: readonly Mention[]): readonly string[] => [...new Set(mentions.map(quoteOf))];
