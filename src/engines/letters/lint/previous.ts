/** This year's letter beside last year's: the same figure with another value, unit, population or period, or left out. */
import { haveWordInCommon } from './common-word.ts';
import type { Finding, ReadLetter } from './finding.ts';
import { quoteOf, told } from './finding.ts';
import { familyOf } from './mention.ts';
import type { Mention } from './mention.ts';

/** Words every letter of a commission is full of: they tell no topic. */
const COMMON = new Set([
  '工作',
  '服务',
  '推进',
  '建设',
  '健康',
  '发展',
  '提升',
  '关于',
  '建议',
  '提案',
  '加强',
  '促进',
  '全市',
  '医疗',
  '机构',
  '卫生',
  '进一步',
  '体系',
  '能力',
  '资源',
]);

/** What the letter is about, out of the title it answers: 安宁疗护, 医养结合. Segments of four characters that the body repeats. */
export const topicsOf = ({ text }: ReadLetter): readonly string[] => {
  const title = /《([^》]{4,60})》/.exec(text.whole)?.[1] ?? text.sentences[0]?.text ?? '';
  const found: string[] = [];
  for (const part of title.split(/[^\u4e00-\u9fff]+/))
    for (let at = 0; at + 4 <= part.length; at++) {
      const word = part.slice(at, at + 4);
      if (COMMON.has(word.slice(0, 2)) || COMMON.has(word.slice(2))) continue;
      if (text.whole.split(word).length > 3) found.push(word);
    }
  return [...new Set(found)];
};

/** The last two characters of a noun say what kind of thing it is: 床位, 机构, 病区. */
const headOf = (noun: string): string =>
  /床/.test(noun) ? '床' : /机构|病区|中心|医院|病房/.test(noun) ? '机构' : noun.slice(-2);

const about = (mention: Mention, topics: readonly string[]): boolean =>
  topics.some((topic) => mention.sentence.text.includes(topic));

const sameNoun = (one: Mention, other: Mention): boolean => one.noun !== '' && one.noun === other.noun;

/** Same kind of thing, in sentences on the same topic, but not the same noun: 开放病床 and 标准化床位. */
const sameKind = (one: Mention, other: Mention, topics: readonly string[]): boolean =>
  one.kind === other.kind &&
  one.noun !== '' &&
  other.noun !== '' &&
  headOf(one.noun) === headOf(other.noun) &&
  about(one, topics) &&
  about(other, topics);

const finding = (
  kind: Finding['kind'],
  reason: string,
  now: Mention,
  then: Mention,
  values: Readonly<Record<string, string>> = {},
): Finding => ({
  kind,
  quotes: [quoteOf(now), quoteOf(then)],
  reason,
  with: { now: told(now), then: told(then), noun: now.noun, thenNoun: then.noun, ...values },
});

const grown = (now: Mention, then: Mention): string => {
  const change = Number((now.value - then.value).toPrecision(12));
  return `${change > 0 ? '+' : ''}${change}${now.kind === 'percent' ? '个百分点' : now.unit}`;
};

const HALF = /半年|季度|\d月|[一二三四五六七八九十]月/;

const compare = (now: Mention, then: Mention): readonly Finding[] => {
  if (now.unit !== then.unit && now.kind === 'count' && familyOf(now.unit) !== familyOf(then.unit))
    return [finding('unit-or-period-changed', 'unit', now, then)];
  if (now.period !== undefined && then.period !== undefined && HALF.test(now.period) !== HALF.test(then.period))
    return [finding('unit-or-period-changed', 'period', now, then, { period: now.period, thenPeriod: then.period })];
  if (now.value === then.value) return [];
  const cumulative = /累计|共有?|总|覆盖率|达标/.test(now.clause) || /累计|总/.test(then.clause);
  const fell = now.value < then.value && cumulative;
  return [finding('against-last-year', fell ? 'fell' : 'moved', now, then, { change: grown(now, then) })];
};

const OF_LAST_YEAR = /(?:上年度?|去年|上一年度?|前一年)(?:末|底|同期)?的?(?:约|共)?$/;

/** 由上年的38家: last year's letter said another number. */
const restated = (letter: ReadLetter, previous: ReadLetter): readonly Finding[] =>
  letter.mentions.flatMap((now) => {
    const head = now.clause.slice(0, now.start - now.clauseStart);
    if (!OF_LAST_YEAR.test(head)) return [];
    const then = previous.mentions.find(
      ({ noun, kind, unit }) =>
        noun.length >= 3 && head.includes(noun) && kind === now.kind && familyOf(unit) === familyOf(now.unit),
    );
    if (!then || then.value === now.value || then.comparator !== 'exactly' || now.comparator !== 'exactly') return [];
    return [finding('against-last-year', 'restated', { ...now, noun: then.noun }, then)];
  });

/** Everything that this letter states differently from the one of the year before, in what both speak of. */
export const againstPrevious = (letter: ReadLetter, previous: ReadLetter): readonly Finding[] => {
  const topics = topicsOf(letter);
  const used = new Set<Mention>();
  const found: Finding[] = [...restated(letter, previous)];
  for (const now of letter.mentions) {
    const same = previous.mentions.find((then) => sameNoun(now, then) && !used.has(then));
    if (same) {
      used.add(same);
      found.push(...compare(now, same));
      continue;
    }
    const alike = previous.mentions.find((then) => sameKind(now, then, topics) && !used.has(then));
    if (!alike) continue;
    used.add(alike);
    found.push(finding('unit-or-period-changed', 'population-changed', now, alike));
    if (now.value !== alike.value)
      found.push(finding('against-last-year', 'not-comparable', now, alike, { change: grown(now, alike) }));
  }
  for (const then of previous.mentions)
    if (
      !used.has(then) &&
      topics.length > 0 &&
      about(then, topics) &&
      !letter.mentions.some((now) => haveWordInCommon(now.noun, then.noun) && now.unit === then.unit)
    )
      found.push({
        kind: 'against-last-year',
        quotes: [quoteOf(then)],
        reason: 'not-carried-on',
        with: { then: told(then), noun: then.noun },
      });
  return found;
};
