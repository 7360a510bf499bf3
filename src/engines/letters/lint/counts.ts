/** Two counts of the same thing that differ within one letter. */
import type { Finding, ReadLetter } from './finding.ts';
import { quotesOf, told } from './finding.ts';
import { familyOf } from './mention.ts';
import type { Mention } from './mention.ts';

/** What is only a part, an increase or a rest is another count than the whole. */
const PARTIAL =
  /(?:其中|新增|新建|新设|增加|减少|另有?|其余|剩余|首批|第[一二三]批|部分|个别|选取|遴选|选择|试点|分别|由|从|增至|提高到)/;
const LEAST_NOUN = 4;

/** Words of scope and adverbs: what is left before a noun names a subject of its own (an organisation, a district). */
const NEUTRAL =
  /全[市区县省]|我[市区县委局院]|目前|现有?|已经?|共有?|共计|合计|总计|总|累计|先后|达到?|为|有|截至|底|末|年|月|日|[\d，、（）()“”"的在将对以及和与等]|设[置立]|开[设放展]|建[成立设]|组建|成立|创建|配[备置]|完成|实现|投入|服务|签约/g;

const subjectOf = (mention: Mention): string =>
  mention.clause
    .slice(0, mention.start - mention.clauseStart)
    .replace(mention.side === 'before' ? mention.noun : '', '')
    .replace(NEUTRAL, '');

const isPart = (mention: Mention): boolean =>
  PARTIAL.test(mention.clause.slice(0, mention.start - mention.clauseStart)) ||
  /其中[^。；]*$/.test(mention.sentence.text.slice(0, mention.start));

/** Whether two values can be the same count: 350余 and 356 can, 12 and 13 cannot. */
const agree = (one: Mention, other: Mention): boolean => {
  const [low, high] = one.value <= other.value ? [one, other] : [other, one];
  if (low.value === high.value) return true;
  const loose = (mention: Mention): boolean => mention.comparator !== 'exactly';
  if (loose(low) && !['at-most', 'under'].includes(low.comparator)) return high.value < low.value * 1.2;
  return loose(high) && ['about', 'at-most', 'under'].includes(high.comparator) && low.value > high.value * 0.8;
};

/** Both speak of all there are: of the whole region, or of each of them. */
const bothWhole = (one: Mention, other: Mention): boolean =>
  (one.whole === 'strong' && other.whole !== 'no') || (other.whole === 'strong' && one.whole !== 'no');

/** 签约率达68% and 签约率为70%: the noun goes before and nothing else stands in the clause that could make it another's. */
const bothPlain = (one: Mention, other: Mention): boolean =>
  one.side === 'before' &&
  other.side === 'before' &&
  one.noun.length >= LEAST_NOUN &&
  subjectOf(one) === subjectOf(other) &&
  one.whole === other.whole;

const differ = (one: Mention, other: Mention): boolean =>
  !agree(one, other) &&
  !isPart(one) &&
  !isPart(other) &&
  !(one.period !== undefined && other.period !== undefined && one.period !== other.period) &&
  (bothWhole(one, other) || bothPlain(one, other));

/** One finding for each noun that is counted twice and differently. */
export const sameNounTwoCounts = ({ mentions }: ReadLetter): readonly Finding[] => {
  const groups = new Map<string, Mention[]>();
  for (const mention of mentions) {
    if (mention.noun.length < 2 || mention.kind === 'points') continue;
    const key = `${mention.kind} ${familyOf(mention.unit)} ${mention.noun}`;
    groups.set(key, [...(groups.get(key) ?? []), mention]);
  }
  const found: Finding[] = [];
  for (const group of groups.values()) {
    const pairs = group.flatMap((one, place) =>
      group.slice(place + 1).flatMap((other) => (differ(one, other) ? [[one, other] as const] : [])),
    );
    const [first] = pairs;
    if (!first) continue;
    const places = group.filter((mention) => pairs.some((pair) => pair.includes(mention)));
    found.push({
      kind: 'same-noun-two-counts',
      quotes: quotesOf(places),
      reason: 'two-counts',
      with: { noun: first[0].noun, one: told(first[0]), other: told(first[1]) },
    });
  }
  return found;
};
