/**
 * Changes told with both their ends: 由120家增加到150家，增长25%; 36000人次，较上年的30000人次增长25%; 比上年的280台增加40台; 由62%提高到70%，提高8个百分点.
 */
import type { Finding, ReadLetter } from './finding.ts';
import { told } from './finding.ts';
import { familyOf } from './mention.ts';
import type { Mention } from './mention.ts';

export const GROWTH = /(?:增长|增幅|增加|增速|下降|降幅|降低|减少|上升|提高|提升|同比|环比|上涨|缩短)[^，。；]{0,4}$/;

/** What was stated fits, or does not; undefined where no two ends are told. */
export type Grown = { readonly finding: Finding | undefined } | undefined;

/** What changed from what; `first` and `last` as they stand in the text before what is stated of them. */
type Ends = {
  readonly from: Mention;
  readonly until: Mention;
  readonly first: Mention;
  readonly last: Mention;
};

/** 由A增加到B. */
const byFromTo = ([one, other]: readonly [Mention, Mention], text: string): Ends | undefined => {
  const head = text.slice(Math.max(0, one.start - 12), one.start + 8);
  const named = /[由从自]/.test(head) && /(?:到|至|为)[^，,。；]{0,9}$/.test(text.slice(one.end, other.start));
  return named ? { from: one, until: other, first: one, last: other } : undefined;
};

/** B，较A: what it is compared with comes last. */
const byComparison = ([one, other]: readonly [Mention, Mention], text: string): Ends | undefined =>
  /^[^。；]{0,12}?[，,（(]?[同相]?[较比][^，,。；]{0,16}$/.test(text.slice(one.end, other.start))
    ? { from: other, until: one, first: one, last: other }
    : undefined;

/** 1350万人次，同比增长8%（上年为1250万人次）: what it is compared with stands in brackets behind. */
const bracketed = ({ mentions }: ReadLetter, stated: Mention): Ends | undefined => {
  const { text } = stated.sentence;
  const from = mentions.find(({ sentence, start }) => sentence === stated.sentence && start >= stated.end);
  const until = mentions.filter(({ sentence, end }) => sentence === stated.sentence && end <= stated.start).at(-1);
  if (stated.kind !== 'percent' || from?.kind !== 'count' || until?.kind !== 'count') return undefined;
  if (familyOf(from.unit) !== familyOf(until.unit)) return undefined;
  const opening = text.slice(stated.end, from.start);
  return /^[（(](?:20\d\d年|上年度?|去年|同期)[^，,。；）)]{0,4}$/.test(opening)
    ? { from, until, first: until, last: until }
    : undefined;
};

const DIFFERENCE = /^[^，,。；]{0,8}?[，,]?(?:净?增加|增长|多|减少|下降|少)了?$/;

/** @param stated a percentage that is told as growth, points of percent, or a count that is told as the difference */
export const againstGrowth = (letter: ReadLetter, stated: Mention): Grown => {
  const { text } = stated.sentence;
  const kind = stated.kind === 'points' ? 'percent' : 'count';
  const [one, other] = letter.mentions
    .filter(({ sentence, start, kind: each }) => sentence === stated.sentence && start < stated.start && each === kind)
    .slice(-2);
  const pair = one && other && familyOf(one.unit) === familyOf(other.unit) ? ([one, other] as const) : undefined;
  const ends = (pair && (byFromTo(pair, text) ?? byComparison(pair, text))) ?? bracketed(letter, stated);
  if (!ends) return undefined;
  const { from, until, first, last } = ends;
  const gap = text.slice(last.end, stated.start);
  if (stated.kind === 'count' && !(familyOf(stated.unit) === familyOf(from.unit) && DIFFERENCE.test(gap)))
    return undefined;
  if (/[，,][^，,]+[，,]/.test(gap)) return undefined;
  const inCounts = stated.kind === 'count';
  const difference = Math.abs(until.value - from.value);
  const right = stated.kind === 'percent' ? (difference / from.value) * 100 : difference;
  const scale = 10 ** (inCounts ? 0 : stated.decimals);
  const near = Math.abs(Math.round(right * scale) / scale - stated.value) <= (inCounts ? 0 : 1 / scale) + 1e-9;
  const loose = [from, until].some(({ comparator }) => comparator !== 'exactly');
  const more = ['at-least', 'over'].includes(stated.comparator) && right >= stated.value;
  if (near || more || (inCounts && (loose || stated.comparator !== 'exactly'))) return { finding: undefined };
  const sayRight = (): string =>
    stated.kind === 'percent'
      ? `${right.toFixed(stated.decimals + 1)}%`
      : inCounts
        ? `${String(Number(right.toPrecision(12)))}${stated.unit}`
        : `${String(Number(right.toFixed(stated.decimals + 1)))}个百分点`;
  return {
    finding: {
      kind: 'percentage-mismatch',
      quotes: [text.slice(first.clauseStart, stated.clauseStart + stated.clause.length)],
      reason: 'growth',
      with: {
        from: told(from),
        until: told(until),
        percent: stated.kind === 'points' ? `${String(stated.value)}个百分点` : told(stated),
        right: sayRight(),
      },
    },
  };
};

const DOUBLED = /[，,][^，,。；]{0,4}翻(?:了)?(一|1|两|二|2)?番/;

/** 由1200人增加到1800人，翻了一番: twice is twice, give or take a tenth. */
export const doublings = ({ text, mentions }: ReadLetter): readonly Finding[] =>
  text.sentences.flatMap((sentence) => {
    const found = DOUBLED.exec(sentence.text);
    if (!found) return [];
    const [one, other] = mentions
      .filter((mention) => mention.sentence === sentence && mention.end <= found.index && mention.kind !== 'points')
      .slice(-2);
    if (!one || !other || one.kind !== other.kind || familyOf(one.unit) !== familyOf(other.unit)) return [];
    const ends = byFromTo([one, other], sentence.text) ?? byComparison([one, other], sentence.text);
    if (!ends || ends.from.value <= 0) return [];
    const times = /[两二2]/.test(found[1] ?? '') ? 4 : 2;
    const right = ends.until.value / ends.from.value;
    if (right >= times * 0.9 && right <= times * 1.35) return [];
    return [
      {
        kind: 'percentage-mismatch' as const,
        quotes: [sentence.text.slice(ends.first.clauseStart, found.index + found[0].length)],
        reason: 'doubled',
        with: {
          from: told(ends.from),
          until: told(ends.until),
          said: found[0].replace(/^[，,]/, ''),
          right: right.toFixed(1),
        },
      },
    ];
  });
