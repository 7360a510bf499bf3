/** Percentages: against the counts beside them, against whole numbers, and whether their base is stated at all. */
import type { Finding, ReadLetter } from './finding.ts';
import { quoteOf, quotesOf, told } from './finding.ts';
import { againstGrowth, doublings, GROWTH } from './growth.ts';
import { familyOf } from './mention.ts';
import { haveWordInCommon } from './common-word.ts';
import type { Mention } from './mention.ts';
import type { Sentence } from './text.ts';

/** Rounded or cut off at the printed decimals: both are in use. */
export const isShare = (
  part: number,
  whole: number,
  { value, decimals }: Pick<Mention, 'value' | 'decimals'>,
): boolean => {
  if (whole <= 0) return false;
  const scale = 10 ** decimals;
  const exact = Number(((part / whole) * 100 * scale).toPrecision(12));
  const printed = Math.round(value * scale);
  return Math.round(exact) === printed || Math.floor(exact) === printed;
};

const isRounded = (part: number, whole: number, { value, decimals }: Pick<Mention, 'value' | 'decimals'>): boolean =>
  Math.round(Number(((part / whole) * 100 * 10 ** decimals).toPrecision(12))) === Math.round(value * 10 ** decimals);

/** Every whole number of which `part` is the printed percentage; in ascending order. */
export const basesOf = (part: number, percent: Pick<Mention, 'value' | 'decimals'>): readonly number[] => {
  if (percent.value <= 0) return [];
  const step = 100 / 10 ** percent.decimals;
  const low = Math.max(part, Math.floor((part * 100) / (percent.value + step)));
  const high = Math.ceil((part * 100) / Math.max(percent.value - step, percent.value / 2));
  const found: number[] = [];
  for (let whole = low; whole <= high && found.length < 50; whole++)
    if (isRounded(part, whole, percent)) found.push(whole);
  return found;
};

/** Rates of payment and of money are rules, not shares of somebody counted. */
const RULED =
  /报销|支付比例|支付|补助|补贴|补偿|利率|税|折|费率|缴费|负担|自付|让利|注册资本|比例给予|按[^，。；]{0,12}$/;
const OVER_ALLOWED = /增|完成率|使用率|周转|同比|达产|偿债/;
const RATE = /(率|度|比例|比重|占比|占)(?:达到?|为|约|在|超过|保持在|稳定在|提高到|提升到|到|均|分别|\s)*$/;

const headOf = (mention: Mention): string => mention.clause.slice(0, mention.start - mention.clauseStart);
const isGrowth = (mention: Mention): boolean => GROWTH.test(headOf(mention).replace(/(?:到|至)[^到至]*$/, '到'));
const isRate = (mention: Mention): boolean => !isGrowth(mention) && !RULED.test(headOf(mention));

const REACHED = /(?:提高|提升|上升|增长|增加|下降|降低|降|减少)(?:到|至)/;

/** Counts between the percentage before and this one, in the same sentence, the nearest last. */
const countsBefore = (letter: ReadLetter, percent: Mention): readonly Mention[] => {
  const earlier = letter.mentions.filter(
    ({ sentence, start }) => sentence === percent.sentence && start < percent.start,
  );
  const last = earlier.map(({ kind }) => kind).lastIndexOf('percent');
  return earlier.slice(last + 1).filter(({ kind }) => kind === 'count');
};

/** What a rate is of: 接种 in 接种率. */
const rootOf = ({ noun }: Mention): string => noun.replace(/(?:率|比例|比重|占比)$/, '');
/** The last two characters of it stand in the clause. */
const namesRoot = (percent: Mention, { clause }: Mention): boolean => {
  const root = rootOf(percent).slice(-2);
  return root.length === 2 && clause.includes(root);
};

/** 覆盖率 of institutions, 创建率 behind 创建: the rate speaks of the count that stands right before it. */
const speaksOf = (percent: Mention, count: Mention): boolean => {
  const root = rootOf(percent);
  const gap = percent.sentence.text.slice(count.end, percent.clauseStart);
  if (percent.clauseStart > count.end && /[。；;，,][^。；;，,]+[，,]/.test(gap)) return false;
  if (/^占/.test(percent.clause) || /占(?:比|总数|全[市区县])?/.test(headOf(percent))) return true;
  if (
    ['覆盖', '设置', '达标', '创建', '签约', '完成', '开工', '建成', '配备', '合格'].some((word) => root.endsWith(word))
  )
    return ['家', '个', '所'].includes(count.unit) || namesRoot(percent, count);
  return namesRoot(percent, count) && ['家', '人'].includes(familyOf(count.unit));
};

/** What says of a count that it is part of the one before it. */
const PART_OF = /其中|已|完成|达标|建[成立档]|通过|实现|参加|接受|签|规范|合格|纳入|覆盖|设[立置]/;

/** The percentage stands right behind the count: no other clause between them. */
const follows = (percent: Mention, count: Mention): boolean =>
  !/[，,][^，,]+[，,]/.test(percent.sentence.text.slice(count.end, percent.start));

type Judged = { readonly finding: Finding | undefined; readonly settled: boolean };
const NOTHING: Judged = { finding: undefined, settled: false };

const mismatch = (
  percent: Mention,
  quotes: readonly string[],
  reason: string,
  values: Readonly<Record<string, string>>,
): Judged => ({
  finding: { kind: 'percentage-mismatch', quotes, reason, with: { percent: told(percent), ...values } },
  settled: true,
});

/** The share that part and whole make, beside the one that is stated. */
const notThePair = (percent: Mention, part: Mention, whole: Mention, quotes: readonly Mention[]): Judged => {
  const right = ((part.value / whole.value) * 100).toFixed(Math.max(percent.decimals, 1));
  return mismatch(percent, quotesOf(quotes), 'percent-of-pair', {
    part: told(part),
    whole: told(whole),
    right: `${right}%`,
  });
};

/** Part and whole both stand before the percentage: 28家中24家设立，覆盖率85.71%. */
const againstPair = (letter: ReadLetter, percent: Mention): Judged => {
  const counts = countsBefore(letter, percent);
  const part = counts.at(-1);
  if (!part || percent.value > 100) return NOTHING;
  const sameKind = counts.filter((count) => familyOf(count.unit) === familyOf(part.unit));
  const fits = sameKind.some((one) =>
    sameKind.some((other) => one !== other && isShare(one.value, other.value, percent)),
  );
  if (fits) return { finding: undefined, settled: true };
  const whole = sameKind.at(-2);
  if (sameKind.length !== 2 || !whole || !follows(percent, part)) return NOTHING;
  const [low, high] = part.value <= whole.value ? [part, whole] : [whole, part];
  const between = percent.sentence.text.slice(whole.end, part.end);
  const related =
    PART_OF.test(between) ||
    /^[^，,。；]*中[，,]/.test(between) ||
    /^占(?:比)?(?:约|达到?|为)?$/.test(headOf(percent)) ||
    namesRoot(percent, part);
  if (!related || low.comparator !== 'exactly' || high.comparator !== 'exactly') return NOTHING;
  if (percent.comparator === 'at-least' || percent.comparator === 'over') {
    const share = (low.value / high.value) * 100;
    if (share >= percent.value) return { finding: undefined, settled: true };
  }
  return notThePair(percent, low, high, [whole, part, percent]);
};

/** Only the part is stated: is there any whole number that gives the percentage? */
const againstPart = (letter: ReadLetter, percent: Mention): Judged => {
  const part = countsBefore(letter, percent).at(-1);
  if (!part || part.comparator !== 'exactly' || percent.comparator !== 'exactly' || !speaksOf(percent, part))
    return NOTHING;
  if (percent.value > 100) return NOTHING;
  const bases = basesOf(part.value, percent);
  if (bases.length === 0)
    return mismatch(percent, quotesOf([part, percent]), 'percent-of-nothing', { part: told(part) });
  return {
    finding: {
      kind: 'hidden-denominator',
      quotes: quotesOf([part, percent]),
      reason: bases.length === 1 ? 'base-implied' : 'bases-implied',
      with: { percent: told(percent), part: told(part), base: basesText(bases, part.unit) },
    },
    settled: true,
  };
};

const basesText = (bases: readonly number[], unit: string): string =>
  bases.length <= 4
    ? bases.map((base) => `${base}${unit}`).join('、')
    : `${bases[0] ?? ''}–${bases.at(-1) ?? ''}${unit}`;

const overHundred = (percent: Mention): Judged =>
  percent.value > 100 && isRate(percent) && RATE.test(headOf(percent)) && !OVER_ALLOWED.test(percent.noun)
    ? mismatch(percent, [quoteOf(percent)], 'percent-over', {})
    : NOTHING;

/** 我市现有村医860名。……其中812名取得证书，合格率94.4%: the base stands in an earlier sentence of the paragraph. */
const baseBefore = (letter: ReadLetter, percent: Mention): boolean => {
  const part = countsBefore(letter, percent).at(-1);
  if (!part) return false;
  return letter.mentions.some(
    (base) =>
      base.sentence.paragraph === percent.sentence.paragraph &&
      base.sentence.index < percent.sentence.index &&
      familyOf(base.unit) === familyOf(part.unit) &&
      isShare(part.value, base.value, percent) &&
      // to a decimal hardly anything fits by chance
      (percent.decimals > 0 ||
        part.noun === '' ||
        haveWordInCommon(base.noun, part.noun) ||
        /^占/.test(percent.clause)),
  );
};

/** 占71.2%（198人）: the part stands in brackets behind, of a whole named before. */
const partBehind = ({ mentions }: ReadLetter, percent: Mention): boolean => {
  const part = mentions.find(({ sentence, start }) => sentence === percent.sentence && start >= percent.end);
  if (part?.kind !== 'count' || !/^[（(][^，,。；）)]{0,6}$/.test(percent.sentence.text.slice(percent.end, part.start)))
    return false;
  return mentions.some(
    (base) =>
      base.sentence.paragraph === percent.sentence.paragraph &&
      (base.sentence === percent.sentence ? base.end <= percent.start : base.sentence.index < percent.sentence.index) &&
      familyOf(base.unit) === familyOf(part.unit) &&
      isShare(part.value, base.value, percent),
  );
};

const DUE = /应|需|目标|计划|共|总/;

/** 筛查率98.2%，应筛查21500名，已筛查20640名: whole and part stand behind the rate. */
const againstPairBehind = ({ mentions }: ReadLetter, percent: Mention): Judged => {
  const behind = mentions.filter(({ sentence, start }) => sentence === percent.sentence && start >= percent.end);
  const until = behind.findIndex(({ kind }) => kind !== 'count');
  const [whole, part] = until < 0 ? behind : behind.slice(0, until);
  if (!whole || !part || familyOf(whole.unit) !== familyOf(part.unit) || percent.value > 100) return NOTHING;
  const text = percent.sentence.text;
  const bothNamed = namesRoot(percent, whole) && namesRoot(percent, part);
  if (!/[，,（(：:][^，,]*$/.test(text.slice(percent.end, whole.start)) || !bothNamed) return NOTHING;
  if (isShare(part.value, whole.value, percent)) return { finding: undefined, settled: true };
  const exact = [percent, whole, part].every(({ comparator }) => comparator === 'exactly');
  const due = DUE.test(whole.clause.slice(0, whole.start - whole.clauseStart));
  if (!exact || !due || !PART_OF.test(part.clause) || part.value > whole.value) return NOTHING;
  return notThePair(percent, part, whole, [percent, whole, part]);
};

/** 近七成的居民表示满意: tenths are always of somebody. */
const isTenths = ({ sentence, start, end }: Mention): boolean => sentence.text.slice(start, end).endsWith('成');

/** No base anywhere in the sentence, and nothing to work one out from. */
const withoutBase = (percent: Mention): Finding => ({
  kind: 'hidden-denominator',
  quotes: [quoteOf(percent)],
  reason: 'no-base',
  with: { percent: told(percent) },
});

const judge = (letter: ReadLetter, mention: Mention): Finding | undefined => {
  if (mention.kind !== 'percent' || isGrowth(mention)) {
    const grown = againstGrowth(letter, mention);
    if (grown) return grown.finding;
  }
  if (mention.kind !== 'percent' || !isRate(mention)) return undefined;
  for (const look of [overHundred(mention), againstPair(letter, mention), againstPairBehind(letter, mention)])
    if (look.settled) return look.finding;
  if (baseBefore(letter, mention) || partBehind(letter, mention)) return undefined;
  const alone = againstPart(letter, mention);
  if (alone.settled) return alone.finding;
  // 由60%提高到68%: the earlier of two is not asked for its own base
  if (!RATE.test(headOf(mention)) && !REACHED.test(headOf(mention)) && !isTenths(mention)) return undefined;
  return withoutBase(mention);
};

/** Full coverage beside a count: without the number to be covered nobody can compare the two. */
const coverage = ({ text, mentions }: ReadLetter): readonly Finding[] => {
  const found = new Map<Mention, Finding>();
  for (const { finding, count } of text.sentences.flatMap((sentence) => coveredIn(sentence, mentions))) {
    // a heading and its sentence say the same of one count
    const first = found.get(count);
    found.set(
      count,
      first ? { ...first, quotes: [...new Set([...first.quotes.slice(0, -1), ...finding.quotes])] } : finding,
    );
  }
  return [...found.values()];
};

type Covered = { readonly finding: Finding; readonly count: Mention };

const coveredIn = (sentence: Sentence, mentions: readonly Mention[]): readonly Covered[] => {
  const at = sentence.text.indexOf('全覆盖');
  if (
    at < 0 ||
    sentence.part === 'form' ||
    /(?:推进|力争|推动|促进|目标|任务|计划|将)[^，。；]*$/.test(sentence.text.slice(0, at))
  )
    return [];
  const clauseStart = Math.max(...['，', ',', '。', '：'].map((mark) => sentence.text.lastIndexOf(mark, at))) + 1;
  const clause = sentence.text.slice(clauseStart, at + 3);
  const near = mentions.filter(
    (mention) =>
      mention.kind === 'count' &&
      familyOf(mention.unit) === '家' &&
      mention.sentence.paragraph === sentence.paragraph &&
      (mention.sentence === sentence ? mention.start > at : mention.sentence.index > sentence.index) &&
      /医院|机构|中心|卫生院|医共体|站|室|县|区/.test(mention.noun),
  );
  const [count] = near;
  // the count says itself of how many it speaks
  if (!count || (count.whole === 'strong' && /^全[市区县]\d/.test(count.clause))) return [];
  const finding: Finding = {
    kind: 'hidden-denominator',
    quotes: [clause, quoteOf(count)],
    reason: 'coverage-without-base',
    with: { count: told(count), noun: count.noun },
  };
  return [{ finding, count }];
};

/** Percentages that do not come out, and those whose base the letter keeps to itself. */
export const percentages = (letter: ReadLetter): readonly Finding[] => [
  ...letter.mentions.flatMap((mention) => {
    const found = judge(letter, mention);
    return found ? [found] : [];
  }),
  ...doublings(letter),
  ...coverage(letter),
];
