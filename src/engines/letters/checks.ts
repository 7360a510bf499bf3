/**
 * Everything that is to be looked at before a letter is signed: the lint of its text, and what only the system knows: a figure
 * that changed since it was drafted, one that is gone, a unit that is not the figure's. Pure: text and observations in, findings out.
 */
import { bears, measureOf, printClaim, sameObserved, sameUnit, valueIn } from './claims.ts';
import type { Claim, LetterDocument, Observed } from './document.ts';
import { claimsIn, piecesOf } from './document.ts';
import { KINDS } from './lint/finding.ts';
import type { Finding } from './lint/finding.ts';
import { lint } from './lint/lint.ts';
import { boundIn, lineOf, plainText } from './plain.ts';
import { promiseFindings } from './promises.ts';
import type { Given } from './plain.ts';
import { numbersOf } from './levels.ts';
import { tokensIn } from './tokens.ts';

export const CHECK_KINDS = [
  ...KINDS,
  'figure-changed',
  'figure-removed',
  'figure-missing',
  'figure-disputed',
  'does-not-bear',
  'unit-differs',
  'unfilled',
  'unknown-claim',
  'promise-gone',
  'promise-open',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** A lint finding with the places it speaks of, or one of the system's own. `key` is the same as long as it says the same. */
export type CheckFinding = {
  readonly key: string;
  readonly kind: CheckKind;
  readonly quotes: readonly string[];
  readonly reason: string;
  readonly with: Readonly<Record<string, string>>;
  /** The claim it is about. */
  readonly claim: string | null;
  /** Index of the paragraph it is first found in; -1: title or head, null: not in the body. */
  readonly paragraph: number | null;
  /** What can only be mended: a reason does not answer it. */
  readonly mend: boolean;
};

/** A short digest for keys: the same finding in the same words is the same finding (FNV-1a, 2 × 32 bits). */
export const keyOf = (text: string): string => {
  let one = 0x811c9dc5;
  let two = 0x01000193;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ (code + at), 0x85ebca6b);
  }
  return (one >>> 0).toString(16).padStart(8, '0') + (two >>> 0).toString(16).padStart(8, '0');
};

type Found = Omit<CheckFinding, 'key'>;
const keyed = (found: Found): CheckFinding => ({
  ...found,
  key: keyOf(JSON.stringify([found.kind, found.reason, found.quotes, found.with, found.claim])),
});

/** What a figure says now; null: there is no such figure any more. */
export type Observations = Readonly<Record<string, Observed | null>>;

const told = (value: number | null, unit: string): string =>
  value === null ? '缺' : `${String(Number(value.toPrecision(12)))}${unit}`;

const claimFindings = (
  id: string,
  claim: Claim,
  now: Observed | null | undefined,
  quote: string,
): readonly Omit<Found, 'paragraph'>[] => {
  const about = { quotes: [quote], claim: id, mend: false };
  const printed = printClaim(claim);
  // not asked yet: nothing can be said
  if (now === undefined) return [];
  if (now === null)
    return [{ ...about, kind: 'figure-removed', reason: 'figure-removed', with: { figure: claim.figure }, mend: true }];
  const name = now.name;
  if (!sameUnit(measureOf(claim.unit).unit, measureOf(now.unit).unit) && claim.comparator !== 'all')
    return [
      {
        ...about,
        kind: 'unit-differs',
        reason: 'unit-differs',
        with: { name, said: claim.unit, own: now.unit },
        mend: true,
      },
    ];
  if (now.value === null)
    return [{ ...about, kind: 'figure-missing', reason: 'figure-missing', with: { name, asOf: now.asOf } }];
  const found: Omit<Found, 'paragraph'>[] = [];
  if (claim.drafted !== null && !sameObserved(claim.drafted, now)) {
    const from = told(valueIn(claim, claim.drafted), claim.unit);
    const to = told(valueIn(claim, now), claim.unit);
    const reason =
      from !== to
        ? 'figure-changed'
        : claim.drafted.definitionVersion !== now.definitionVersion
          ? 'definition-changed'
          : 'records-changed';
    found.push({ ...about, kind: 'figure-changed', reason, with: { name, from, to, printed } });
  }
  if (!bears(claim, now))
    found.push({
      ...about,
      kind: 'does-not-bear',
      reason: claim.comparator === 'all' ? 'not-all' : 'does-not-bear',
      with: {
        name,
        printed,
        now:
          claim.comparator === 'all'
            ? `${told(now.numerator, '')}/${told(now.denominator, '')}`
            : told(valueIn(claim, now), claim.unit),
      },
    });
  if (now.evidence === 'disputed')
    found.push({ ...about, kind: 'figure-disputed', reason: 'figure-disputed', with: { name, printed } });
  return found;
};

/** The clause around a claim, as a quote. */
const quoteAround = (letter: LetterDocument, id: string): { readonly quote: string; readonly paragraph: number } => {
  const numbers = numbersOf(letter.paragraphs);
  for (const [paragraph, each] of letter.paragraphs.entries()) {
    const whole = each.heading + each.text;
    if (!piecesOf(whole).some((piece) => 'claim' in piece && piece.claim === id)) continue;
    const line = lineOf(each, numbers[paragraph] ?? '', letter.claims);
    const claim = letter.claims[id];
    const printed = claim === undefined ? '' : printClaim(claim);
    const at = Math.max(0, line.indexOf(printed));
    const from = Math.max(0, ...['，', '。', '；', '：'].map((stop) => line.lastIndexOf(stop, at - 1) + 1));
    const ends = ['，', '。', '；'].map((stop) => line.indexOf(stop, at + printed.length)).filter((end) => end >= 0);
    return { quote: line.slice(from, ends.length === 0 ? line.length : Math.min(...ends)), paragraph };
  }
  return { quote: '', paragraph: -1 };
};

const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** Where a lint quote stands in the letter. */
const paragraphOf = (letter: LetterDocument, quotes: readonly string[]): number | null => {
  const numbers = numbersOf(letter.paragraphs);
  for (const [at, paragraph] of letter.paragraphs.entries()) {
    const line = squeezed(lineOf(paragraph, numbers[at] ?? '', letter.claims));
    if (quotes.some((quote) => line.includes(squeezed(quote)))) return at;
  }
  return null;
};

const fromLint = (letter: LetterDocument, finding: Finding): Found => ({
  ...finding,
  claim: null,
  paragraph: paragraphOf(letter, finding.quotes),
  mend: false,
});

/** Tokens of the template that nobody filled in, and claims the letter no longer holds. */
const unfinished = (letter: LetterDocument): readonly Found[] => {
  const texts = [
    { text: letter.title, paragraph: -1 },
    { text: letter.addressee, paragraph: -1 },
    ...letter.paragraphs.map(({ heading, text }, paragraph) => ({ text: heading + text, paragraph })),
  ];
  return texts.flatMap(({ text, paragraph }): readonly Found[] => [
    ...tokensIn(text).map((token) => ({
      kind: 'unfilled' as const,
      quotes: [`{{${token}}}`],
      reason: 'unfilled',
      with: { token },
      claim: null,
      paragraph,
      mend: true,
    })),
    ...piecesOf(text).flatMap((piece): readonly Found[] =>
      'claim' in piece && letter.claims[piece.claim] === undefined
        ? [
            {
              kind: 'unknown-claim',
              quotes: [`[[${piece.claim}]]`],
              reason: 'unknown-claim',
              with: {},
              claim: piece.claim,
              paragraph,
              mend: true,
            },
          ]
        : [],
    ),
  ]);
};

export type CheckOptions = {
  readonly given: Given;
  readonly observations: Observations;
  /** Last year's letter on the same matter, as text. */
  readonly previous?: string;
};

const GRAVITY = (found: Found): number => (found.mend ? 0 : found.kind === 'unbound' ? 2 : 1);

/** All findings of a letter, those that can only be mended first, numbers without a source last; none twice. */
export const checkLetter = (letter: LetterDocument, options: CheckOptions): readonly CheckFinding[] => {
  const text = plainText(letter, options.given);
  const linted = lint(text, {
    isBound: boundIn(letter),
    ...(options.previous === undefined ? {} : { previous: options.previous }),
  });
  const found: readonly Found[] = [
    ...unfinished(letter),
    ...claimsIn(letter).flatMap((id): readonly Found[] => {
      const claim = letter.claims[id];
      if (claim === undefined) return [];
      const { quote, paragraph } = quoteAround(letter, id);
      return claimFindings(id, claim, options.observations[id], quote).map((each) => ({ ...each, paragraph }));
    }),
    ...promiseFindings(letter),
    ...linted.map((finding) => fromLint(letter, finding)),
  ];
  const byKey = new Map(found.map(keyed).map((each) => [each.key, each]));
  return [...byKey.values()].sort((one, other) => GRAVITY(one) - GRAVITY(other));
};
