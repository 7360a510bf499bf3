/** Totals and their parts: 共计, 其中, 分别为, parts in brackets, shares of a hundred, and lists that are counted. */
import type { Finding, ReadLetter } from './finding.ts';
import { told } from './finding.ts';
import { familyOf } from './mention.ts';
import { chineseValue } from './numerals.ts';
import type { Mention } from './mention.ts';
import type { Sentence } from './text.ts';

/** Labels that divide a whole without a rest: levels, sexes, kinds of ownership. */
const DIVIDES =
  /国家级|中央|省级|市级|县级|乡级|村级|区级|一级|二级|三级|男|女|公立|民营|公办|民办|城市|农村|城区|乡镇|门诊|住院|上转|下转|轻度|中度|重度/;
/** Parts that reach so much of the whole are read as all of it: below, 其中 names examples (35 experts, 其中 1 and 4). */
const NEARLY_ALL = 0.8;

const between = (sentence: Sentence, from: number, until: number): string => sentence.text.slice(from, until);

const exact = (mention: Mention): boolean => mention.comparator === 'exactly';

const rounded = (value: number): number => Number(value.toPrecision(12));
const sumOf = (parts: readonly Mention[]): number => rounded(parts.reduce((sum, { value }) => sum + value, 0));

const sameSort = (one: Mention, other: Mention): boolean =>
  one.kind === other.kind && familyOf(one.unit) === familyOf(other.unit);

const finding = (reason: string, sentence: Sentence, whole: Mention, parts: readonly Mention[]): Finding => {
  const from = Math.min(whole.clauseStart, ...parts.map(({ clauseStart }) => clauseStart));
  const last = [whole, ...parts].reduce(
    (end, { clauseStart, clause }) => Math.max(end, clauseStart + clause.length),
    0,
  );
  const sum = { ...whole, value: sumOf(parts) };
  return {
    kind: 'parts-do-not-sum',
    quotes: [between(sentence, from, last)],
    reason,
    with: { parts: parts.map((part) => told(part)).join(' + '), sum: told(sum), whole: told(whole) },
  };
};

/** 县聘乡用34人，乡聘村用17人，共计51人: the total comes last and says so. */
const totalsBehind = (sentence: Sentence, mentions: readonly Mention[]): readonly Finding[] =>
  mentions.flatMap((whole, place) => {
    const head = between(sentence, whole.clauseStart, whole.start);
    // 累计 of so many years may be more than those named, unless it says of how many and they are all named
    const years = /(?:^|[，,])([两二三四五六])年(?:累计|共|合计)[^，。；、\d]{0,6}$/.exec(head)?.[1];
    if (years === undefined && !/(?:共计|合计|总计|总共|一共|共)(?:为|达|有)?[^，。；、]{0,6}$/.test(head)) return [];
    if (!exact(whole)) return [];
    const parts: Mention[] = [];
    for (const mention of mentions.slice(0, place).reverse()) {
      if (!sameSort(mention, whole) || /其中|每/.test(between(sentence, mention.start, whole.start))) break;
      parts.unshift(mention);
    }
    // 共 before the first part makes that the whole: 全市共有120张，合计 … is told by the rule of parts ahead
    if (parts.length < 2 || !parts.every(exact) || whole.noun.length > 6) return [];
    if (years !== undefined && parts.length !== chineseValue(years)) return [];
    return sumOf(parts) === whole.value ? [] : [finding('sum-behind', sentence, whole, parts)];
  });

const partsAfter = (sentence: Sentence, mentions: readonly Mention[], place: number): readonly Mention[] => {
  const whole = mentions[place];
  const parts: Mention[] = [];
  if (!whole) return parts;
  for (const mention of mentions.slice(place + 1)) {
    if (!sameSort(mention, whole) || !exact(mention)) break;
    const gap = between(sentence, parts.at(-1)?.end ?? whole.end, mention.start);
    if (parts.length > 0 && /其中|共计|合计|累计|[)）]/.test(gap)) break;
    parts.push(mention);
  }
  return parts;
};

/** 41项，其中省级项目35项，市级项目6项. */
const partsNamed = (sentence: Sentence, mentions: readonly Mention[]): readonly Finding[] =>
  mentions.flatMap((whole, place) => {
    const parts = partsAfter(sentence, mentions, place);
    const [first] = parts;
    if (!first || !exact(whole)) return [];
    const opening = between(sentence, whole.end, first.start);
    const last = parts.at(-1) ?? first;
    const all = between(sentence, whole.end, last.end + 1);
    const named = /^[^，,。；;]{0,12}[，,（(：:；;]?(?:其中|分别(?:为|是)?|包括|即|(?:资金)?来源|构成)/.test(opening);
    const bracketed = /^[（(]/.test(opening.replace(/^[^，,。；;（(]{0,10}/, ''));
    if (!named && !bracketed) return [];
    if (parts.length === 1 && bracketed) return [];
    const sum = sumOf(parts);
    if (sum === whole.value) return [];
    if (sum > whole.value) return [finding(parts.length > 1 ? 'parts-over' : 'part-over', sentence, whole, parts)];
    if (parts.length < 2 || /等/.test(between(sentence, last.end, last.end + 3))) return [];
    const labels = parts.filter((part) =>
      DIVIDES.test(between(sentence, part.clauseStart, part.start).slice(-14)),
    ).length;
    const complete =
      labels === parts.length || bracketed || /分别(?:为|是)?/.test(all) || sum >= whole.value * NEARLY_ALL;
    return complete ? [finding('parts-under', sentence, whole, parts)] : [];
  });

/** 现有在编人员268人。其中：高级61人，中级97人，初级120人: the parts are a sentence of their own. */
const partsBehindStop = (sentence: Sentence, letter: ReadLetter): readonly Finding[] => {
  if (!/^其中[：:，,]?/.test(sentence.text)) return [];
  const parts = letter.mentions.filter((mention) => mention.sentence === sentence);
  const [first] = parts;
  const before = letter.mentions.filter(
    (mention) => mention.sentence.paragraph === sentence.paragraph && mention.sentence.index === sentence.index - 1,
  );
  const [whole] = before;
  // one number before, and nothing but its parts behind: otherwise it is not said of what they are parts
  if (!first || !whole || before.length !== 1 || parts.length < 2 || !exact(whole)) return [];
  if (!parts.every((part) => sameSort(part, whole) && exact(part))) return [];
  const sum = sumOf(parts);
  const under = sum < whole.value && parts.length > 2 && sum >= whole.value * NEARLY_ALL && !/等/.test(sentence.text);
  if (sum <= whole.value && !under) return [];
  const found = finding(under ? 'parts-under' : 'parts-over', sentence, first, parts);
  return [{ ...found, quotes: [whole.clause.trim(), ...found.quotes], with: { ...found.with, whole: told(whole) } }];
};

/** Shares of one whole: 占30%、占45%、占35% are more than all of it. */
const sharesOver = (sentence: Sentence, mentions: readonly Mention[]): readonly Finding[] => {
  const shares = mentions.filter(
    (mention) =>
      mention.kind === 'percent' && /占(?:比|到)?(?:为|达)?$/.test(between(sentence, 0, mention.start).slice(-4)),
  );
  if (shares.length < 3) return [];
  const sum = sumOf(shares);
  if (sum <= 100.5) return [];
  const quotes = [between(sentence, shares[0]?.clauseStart ?? 0, shares.at(-1)?.end ?? 0)];
  return [{ kind: 'parts-do-not-sum', quotes, reason: 'shares-over', with: { sum: `${sum}%` } }];
};

/** 卧龙区、方城县、宛城区3个县区: the names before a number are counted; 等 leaves the list open. */
const LISTED =
  /((?:[\u4e00-\u9fffA-Za-z]{2,14}、)+[\u4e00-\u9fffA-Za-z]{2,14}?(?:(?:和|与|及)[\u4e00-\u9fffA-Za-z]{2,14}?)?)(等)?(?:共|这)?$/;

const listsCounted = (sentence: Sentence, mentions: readonly Mention[]): readonly Finding[] =>
  mentions.flatMap((mention) => {
    if (mention.kind !== 'count' || !exact(mention) || mention.value > 20 || mention.side === 'before') return [];
    if (!['家', '个', '所', '类', '种', '条', '项'].includes(mention.unit)) return [];
    const found = LISTED.exec(between(sentence, mention.clauseStart, mention.start));
    if (!found) return [];
    const [, list = '', open] = found;
    // 税费、信贷等方面9项政策: the list names what they are about
    if (list.includes('等') || /(?:方面|领域|环节|内容)$/.test(list)) return [];
    const named = list.split(/[、]|和|与|及/).length;
    const wrong =
      open === undefined ? named !== mention.value && named >= 3 && mention.value >= 3 : named > mention.value;
    if (!wrong) return [];
    const quotes = [between(sentence, mention.clauseStart, mention.clauseStart + mention.clause.length)];
    return [
      {
        kind: 'parts-do-not-sum' as const,
        quotes,
        reason: 'list-counted',
        with: { named: `${named}`, whole: told(mention) },
      },
    ];
  });

/** All totals of a letter that their parts do not make. */
export const partsDoNotSum = (letter: ReadLetter): readonly Finding[] =>
  letter.text.sentences.flatMap((sentence) => {
    const own = letter.mentions.filter((mention) => mention.sentence === sentence);
    return [
      ...totalsBehind(sentence, own),
      ...partsNamed(sentence, own),
      ...partsBehindStop(sentence, letter),
      ...sharesOver(sentence, own),
      ...listsCounted(sentence, own),
    ];
  });
