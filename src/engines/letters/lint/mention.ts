/**
 * A number that a letter states: what it counts, how exactly, of when and of whom. Numbers that state nothing (dates, document
 * and telephone numbers, names with a number in them, enumerators) are told apart and are no mentions.
 */
import { chineseValue, findNumerals } from './numerals.ts';
import type { Numeral } from './numerals.ts';
import { nounAfter, nounBefore } from './noun.ts';
import { maskNames } from './names.ts';
import type { LetterText, Sentence } from './text.ts';

export type Comparator = 'exactly' | 'at-least' | 'over' | 'about' | 'at-most' | 'under';

export type Mention = {
  readonly sentence: Sentence;
  /** Offsets in the sentence's text: the number with its unit. */
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly decimals: number;
  readonly kind: 'count' | 'percent' | 'money' | 'points';
  /** 家, 人次, 元 (万 and 亿 are in the value), % */
  readonly unit: string;
  readonly comparator: Comparator;
  /** What is counted, with its attributes and without verb and scope: 省级重点专科. Empty where the clause does not say. */
  readonly noun: string;
  /** Whether the noun follows the number (25家医疗机构) or goes before it (标准化床位300张). */
  readonly side: 'after' | 'before' | 'none';
  /** The clause it stands in: between two commas or stops. */
  readonly clause: string;
  readonly clauseStart: number;
  /** Stated of the whole (全市, 我区, 共有), of each or all of them (均, 全部, 每个), or neither. */
  readonly whole: 'strong' | 'weak' | 'no';
  /** The last year, or year and month, named before it in its sentence or the sentences of its paragraph before. */
  readonly period: string | undefined;
};

/** Words that count things; the longer first. */
const UNITS =
  '平方公里|平方米|公里|人次|万人次|次数|场次|例次|户次|床日|人日|台次|件次|台(?:\\(套\\)|（套）)?|套|架次|个月|小时|分钟|个百分点|百分点|人|名|位|家|所|个|张|项|件|条|座|处|部|期|册|份|场|次|例|户|床|类|种|支|辆|间|届|批|篇|亩|元|天|日|岁|分|倍|门|对|组|卷|本|宗|站|县|区|乡镇|乡|镇|村|街道|部门|科室|片|艘|头|棵|米|吨|公斤|千克|幅|集|档|款|周|年|刀|颗|号|卡';
const UNIT = new RegExp(`^(?:余|多|来)?(万|亿|千)?(?:余|多)?(${UNITS})`);
/** Units that count persons, to be set side by side. */
export const PERSONS: ReadonlySet<string> = new Set(['人', '名', '位']);
/** Units that count institutions and other things one by one. */
const ONES: ReadonlySet<string> = new Set(['家', '个', '所', '座', '处']);

/** Units of one family may count the same thing: 人, 名 and 位; 家, 个 and 所. 人次 is not 人. */
export const familyOf = (unit: string): string =>
  PERSONS.has(unit) ? '人' : ONES.has(unit) ? '家' : unit === '床' ? '张' : unit;

const before = (text: string, start: number): Comparator | undefined => {
  const head = text.slice(Math.max(0, start - 6), start);
  if (/(?:至少|不少于|不低于|达到?|不小于)$/.test(head)) return /达到?$/.test(head) ? undefined : 'at-least';
  if (/(?:超过|超|逾|突破|多于|高于|大于)$/.test(head)) return 'over';
  if (/(?:(?<![签合预节条制特租续解履违])约|(?<![最附就临])近|大约|约为|约有|接近)$/.test(head)) return 'about';
  if (/(?:不超过|至多|最多|不高于|不多于)$/.test(head)) return 'at-most';
  if (/(?:少于|低于|不足|不到)$/.test(head)) return 'under';
  return undefined;
};

/** 350余台, 68%以上: the comparator before or behind the number. */
const comparatorOf = (text: string, numeral: Numeral, end: number): Comparator => {
  const between = text.slice(numeral.end, end);
  const behind = text.slice(end, end + 2);
  if (/[余多]/.test(between) || /^[余多]/.test(behind)) return 'over';
  if (/^(?:以上|及以)/.test(behind)) return 'at-least';
  if (/^以下/.test(behind)) return 'at-most';
  if (/^(?:左右|上下)/.test(behind)) return 'about';
  if (/来/.test(between)) return 'about';
  return before(text, numeral.start) ?? 'exactly';
};

type Measured = Pick<Mention, 'kind' | 'unit' | 'value' | 'decimals' | 'start' | 'end'>;

const LARGE: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8, 千: 1e3 };

/** 服务人次257, 床位数达300: the unit stands in the noun before the number. */
const bare = (text: string, { start, end, value, decimals, chinese }: Numeral): Measured | undefined => {
  const noun = /(人次|人数|床位数|机构数|户数|总数|数量)(?:为|达到?|共|约|是|：)?$/.exec(text.slice(0, start))?.[1];
  if (noun === undefined || chinese || !/^(?:余|多)?(?:[，。；、,;)）\s]|$)/.test(text.slice(end, end + 2)))
    return undefined;
  const unit = { 人次: '人次', 人数: '人', 床位数: '张', 机构数: '家', 户数: '户' }[noun] ?? '个';
  return { kind: 'count', unit, value, decimals, start, end };
};

const measured = (text: string, numeral: Numeral): Measured | undefined => {
  const { start, end, value, decimals } = numeral;
  const tail = text.slice(end, end + 12);
  if (/^[%％]/.test(tail)) return { kind: 'percent', unit: '%', value, decimals, start, end: end + 1 };
  if (text.slice(0, start).endsWith('百分之'))
    return { kind: 'percent', unit: '%', value, decimals, start: start - 3, end };
  if (/^个?百分点/.test(tail)) {
    const points = /^个?百分点/.exec(tail)?.[0].length ?? 0;
    return { kind: 'points', unit: '个百分点', value, decimals, start, end: end + points };
  }
  if (/^成(?:[以左，。；、的]|$)/.test(tail) && value < 10)
    return { kind: 'percent', unit: '%', value: value * 10, decimals: 0, start, end: end + 1 };
  const unit = UNIT.exec(tail);
  if (!unit) return bare(text, numeral);
  const [matched, multiplier, name = ''] = unit;
  const times = multiplier === undefined ? 1 : (LARGE[multiplier] ?? 1);
  const amount = Number((value * times).toPrecision(15));
  return {
    kind: name === '元' ? 'money' : 'count',
    unit: name,
    value: amount,
    decimals,
    start,
    end: end + matched.length,
  };
};

const FRACTION = /^([二三四五六七八九十]+)分之([一二两三四五六七八九十]+)/;

/** 三分之二, as the whole per cent it is rounded to. */
const fractionAt = (text: string, { start, chinese }: Numeral): Measured | undefined => {
  const found = chinese ? FRACTION.exec(text.slice(start)) : null;
  const whole = chineseValue(found?.[1] ?? '');
  const part = chineseValue(found?.[2] ?? '');
  if (!found || whole === undefined || part === undefined || part >= whole) return undefined;
  const value = Math.round((part / whole) * 100);
  return { kind: 'percent', unit: '%', value, decimals: 0, start, end: start + found[0].length };
};

/** What looks like number and unit and states nothing that could be counted again. */
const isNoStatement = (text: string, numeral: Numeral, { unit }: Measured): boolean => {
  const head = text.slice(0, numeral.start);
  const tail = text.slice(numeral.end);
  if (/(?:第|附件|附|注|图|表)$/.test(head)) return true;
  if (['年', '日', '号', '分', '岁', '天', '周', '个月', '小时', '分钟', '倍'].includes(unit)) return true;
  if (unit === '次' && /届[^，。]{0,2}$/.test(head)) return true;
  if (unit === '届' && (/(?:政协|人大)$/.test(head) || /^届[一二三四五六七八九十]+次/.test(tail))) return true;
  // 一个方面, 一系列, 一批: an article, not a number
  if (numeral.chinese && numeral.value === 1 && !/(?:至少|只|仅|各|每[^，。]{0,6})(?:有|配备)?$/.test(head))
    return true;
  // 一是, 一、 are enumerators; 一家人, 两个方面 and 三个方面 of an argument count headings
  if (/^(?:是|、|要)/.test(tail)) return true;
  if (numeral.chinese && /^个(?:方面|层面|维度|环节|阶段)/.test(tail)) return true;
  // 二级以上, 三级医院 are grades, 三甲 as well
  if (/^(?:级|甲|等)/.test(tail)) return true;
  return false;
};

const YEAR = /(?:19|20)\d{2}年(?:\d{1,2}月|[上下]半年|底|末|初|[一二三四]季度)?|去年|上年|今年|本年/g;

const periodIn = (text: string): string | undefined => text.match(YEAR)?.at(-1);

/** `at` and `end` of the number with its unit; `nounAt` where the noun before it begins, or `at`. */
type Place = { readonly nounAt: number; readonly at: number; readonly end: number };
const wholeOf = (clause: string, { nounAt, at, end }: Place): Mention['whole'] => {
  const head = clause.slice(0, at);
  const scope = clause.slice(0, Math.max(0, nounAt));
  const tail = clause.slice(end);
  if (
    /(?:全[市区县省乡镇]|我[市区县省]|辖区|[市区县]域|本[市区县])(?:内|共|现|已|目前|各|所有|的|有|[\u4e00-\u9fff]{0,4}?)?$/.test(
      head.slice(-8),
    ) ||
    /(?:全[市区县省]|我[市区县])(?:共|现|已|目前|各|建成|设有?|设立|设置|拥有|有|开设)*$/.test(scope)
  )
    return 'strong';
  if (/(?:共有|现有|总共|合计|共计|总计|总)[^，。]{0,8}$/.test(head)) return 'strong';
  if (/[均都]|全部|每[个家所]|所有/.test(tail) || /(?:所有|全部|全体)$/.test(head)) return 'weak';
  return 'no';
};

const CLAUSE_END = /[，,；;。：:！？\t]/;

const clauseAround = (text: string, start: number, end: number): readonly [number, string] => {
  let from = start;
  while (from > 0 && !CLAUSE_END.test(text[from - 1] ?? '')) from--;
  let until = end;
  while (until < text.length && !CLAUSE_END.test(text[until] ?? '')) until++;
  return [from, text.slice(from, until)];
};

const mentionsOf = (sentence: Sentence, earlier: string | undefined): readonly Mention[] => {
  const { text } = sentence;
  const masked = maskNames(text);
  const found: Mention[] = [];
  for (const numeral of findNumerals(masked)) {
    const fraction = fractionAt(masked, numeral);
    const size = fraction ?? measured(masked, numeral);
    if (!size || numeral.start < (found.at(-1)?.end ?? 0)) continue;
    if (!fraction && isNoStatement(masked, numeral, size)) continue;
    const [clauseStart, clause] = clauseAround(text, size.start, size.end);
    const at = size.start - clauseStart;
    const tail = clause.slice(size.end - clauseStart);
    const after = size.kind === 'count' ? nounAfter(tail) : '';
    const head = masked.slice(clauseStart, size.start).replace(/[\s\S]*\d/, '');
    const preceding = after === '' ? nounBefore(clause.slice(at - head.length, at)) : '';
    found.push({
      ...size,
      sentence,
      comparator: comparatorOf(masked, numeral, size.end),
      noun: after === '' ? preceding : after,
      side: after !== '' ? 'after' : preceding !== '' ? 'before' : 'none',
      clause,
      clauseStart,
      // 全市已建成救治单元68个: what stands before the noun says of how many
      whole: wholeOf(clause, {
        nounAt: preceding === '' ? at : clause.lastIndexOf(preceding, at),
        at,
        end: size.end - clauseStart,
      }),
      period: periodIn(text.slice(0, size.start)) ?? earlier,
    });
  }
  return found;
};

/** Every number that body and head state, in reading order. The form and the foot of a letter state nothing to be counted. */
export const findMentions = ({ sentences }: LetterText): readonly Mention[] => {
  const found: Mention[] = [];
  let paragraph = -1;
  let earlier: string | undefined;
  for (const sentence of sentences) {
    if (sentence.paragraph !== paragraph) earlier = undefined;
    paragraph = sentence.paragraph;
    if (sentence.part === 'form' || sentence.part === 'foot') continue;
    found.push(...mentionsOf(sentence, earlier));
    earlier = periodIn(sentence.text) ?? earlier;
  }
  return found;
};
