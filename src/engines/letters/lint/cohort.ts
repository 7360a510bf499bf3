/** Claims that the group named beside them cannot carry: one for each of more, all of more, a later stage larger than an earlier. */
import type { Finding, ReadLetter } from './finding.ts';
import { quotesOf, told } from './finding.ts';
import { familyOf } from './mention.ts';
import type { Mention } from './mention.ts';
import { basesOf } from './percent.ts';
import { haveWordInCommon } from './common-word.ts';

const CAUSES = /使|让|实现|确保|保证|满足|达到|从而|做到/;
const EACH = /每[个家所名人]?[^，。；]{0,4}?(?:至少|均|都|不少于)?(?:有|配备?|派驻|配置|设|拥有)$/;
const EVERY = /(?:均|都|全部|各|每[个家所])[^，。；\d]{0,6}?(?:至少)?(?:有|配备|派驻|配置|拥有)[^，。；\d]{0,4}$/;

const gap = (one: Mention, other: Mention): string => one.sentence.text.slice(one.end, other.start);

/** The cohort a claim rests on: the nearest count before it that could supply it. */
const cohortBefore = (letter: ReadLetter, set: Mention, wanted: Mention): Mention | undefined =>
  letter.mentions
    .filter(
      (mention) =>
        mention.sentence.paragraph === set.sentence.paragraph &&
        (mention.sentence === set.sentence
          ? mention.start < set.start
          : mention.sentence.index === set.sentence.index - 1) &&
        familyOf(mention.unit) === familyOf(wanted.unit) &&
        (haveWordInCommon(wanted.noun, mention.noun) || haveWordInCommon(wanted.noun, mention.clause)),
    )
    .at(-1);

/** 322人 …… 使全市724个村卫生室每个至少有一名大学生村医. */
const oneForEach = (letter: ReadLetter): readonly Finding[] =>
  letter.mentions.flatMap((set, place) => {
    const wanted = letter.mentions[place + 1];
    if (!wanted || wanted.sentence !== set.sentence || set.kind !== 'count' || wanted.kind !== 'count') return [];
    if (!EACH.test(gap(set, wanted)) && !EVERY.test(gap(set, wanted))) return [];
    const cohort = cohortBefore(letter, set, wanted);
    const needed = set.value * Math.max(1, wanted.value);
    if (!cohort || cohort.value >= needed || ['at-least', 'over'].includes(cohort.comparator)) return [];
    const linked = cohort.sentence === set.sentence && CAUSES.test(set.sentence.text.slice(cohort.end, set.start));
    if (!linked && cohort.sentence === set.sentence) return [];
    if (!linked && !CAUSES.test(set.sentence.text.slice(0, set.start))) return [];
    return [
      {
        kind: 'cohort-cannot-carry' as const,
        quotes: quotesOf([cohort, set]),
        reason: 'one-for-each',
        with: {
          cohort: told(cohort),
          set: `${told(set)}${set.noun}`,
          needed: `${needed}${cohort.unit}`,
          missing: `${needed - cohort.value}${cohort.unit}`,
          share: `${((cohort.value / needed) * 100).toFixed(1)}%`,
        },
      },
    ];
  });

/** 19个乡镇卫生院全部配备DR，共配备DR15台. */
const allOfMore = (letter: ReadLetter): readonly Finding[] =>
  letter.mentions.flatMap((set, place) => {
    if (set.kind !== 'count' || familyOf(set.unit) !== '家' || set.comparator !== 'exactly') return [];
    const text = set.sentence.text;
    const claim =
      /^[^，。；]*?(?:均|都|全部|每[个家所])(?:已|能|都)?(?:实现|完成)?(?:配备|配置|设立|设置|建立|开设|建成|拥有|有|安装|派驻)[了]?([^，。；]{2,24})/.exec(
        text.slice(set.end),
      );
    if (!claim?.[1]) return [];
    const thing = claim[1];
    const next = letter.mentions
      .slice(place + 1)
      .find(
        (mention) =>
          mention.sentence.paragraph === set.sentence.paragraph &&
          mention.sentence.index - set.sentence.index <= 1 &&
          mention.start >= (mention.sentence === set.sentence ? set.end + claim[0].length - thing.length : 0) &&
          mention.kind === 'count' &&
          mention.noun.length >= 2 &&
          (thing.includes(mention.noun) ||
            (thing.length >= 2 && mention.noun.includes(thing)) ||
            thing.includes(mention.noun.slice(-4))),
      );
    if (!next || next.value >= set.value || next.comparator === 'at-least' || next.comparator === 'over') return [];
    if (/新增|其中|今年|本年|另|首批|补充|更新/.test(next.clause)) return [];
    return [
      {
        kind: 'cohort-cannot-carry' as const,
        quotes: quotesOf([set, next]),
        reason: 'all-of-more',
        with: {
          set: `${told(set)}${set.noun}`,
          count: told(next),
          noun: next.noun,
          missing: `${set.value - next.value}`,
        },
      },
    ];
  });

/** Earlier and later stages of the same thing, by the words of letters. */
const STAGES: readonly (readonly [RegExp, RegExp])[] = [
  [/谋划|规划|计划|储备|拟建/, /完工|竣工|建成|开工|投用/],
  [/签约项目|招引|签订/, /开工|运营|投产|落地/],
  [/开工|在建/, /完工|竣工/],
  [/录取|招录|招收|入学|报名/, /毕业|结业|取得[^，。]{0,8}(?:学历|资格|证)/],
  [/培训/, /考核合格|结业|取得[^，。]{0,6}证/],
  [/签约/, /上岗|到岗|履约|在岗/],
  [/申报|申请|推荐/, /立项|获批|获评|入选|通过/],
  [/筛查/, /确诊|阳性|检出/],
  [/受理|收到|接到|接诉/, /办结|处理完|回复/],
  [/建档|登记|摸排/, /随访|规范管理/],
  [/招聘|招引人才|引进/, /到岗|上岗|留任/],
];

const BREAKS = /此外|另外|同时|全年|累计|共(?!有)/;

/** 录取326人 …… 330人毕业. */
const laterStageLarger = (letter: ReadLetter): readonly Finding[] =>
  letter.mentions.flatMap((later, place) => {
    const earlier = letter.mentions
      .slice(0, place)
      .filter(({ sentence, unit }) => sentence === later.sentence && familyOf(unit) === familyOf(later.unit))
      .at(-1);
    if (!earlier || later.value <= earlier.value || later.kind !== earlier.kind) return [];
    if (earlier.comparator !== 'exactly' && earlier.comparator !== 'at-most') return [];
    const stage = STAGES.find(
      ([first, then]) => first.test(earlier.clause) && then.test(later.clause) && !first.test(later.clause),
    );
    if (!stage || BREAKS.test(later.clause.slice(0, later.start - later.clauseStart).replace(/^共有?/, ''))) return [];
    return [
      {
        kind: 'cohort-cannot-carry' as const,
        quotes: quotesOf([earlier, later]),
        reason: 'later-stage-larger',
        with: {
          earlier: told(earlier),
          later: told(later),
          more: `${Number((later.value - earlier.value).toPrecision(12))}`,
        },
      },
    ];
  });

/** Something a person or an institution of the group attains, so that no more than there are can. */
const ATTAINED =
  /取得|获得|持有?|通过|完成|接受|考核|合格|签约|注册|上岗|参加|建成|开设|设[立置]|配备|达标|创[建成]|挂牌/;
const OTHERWISE = /新增|增加|增至|达到|规划|计划|累计|将|力争|目标|预计|招|引进|培养|拟|以外|之外|外(?:地|市|省|聘)/;

/** A noun of one character says too little to be the same. */
const LEAST_NOUN = 2;

/** 现有村医860名。……1200名村医取得合格证书: more than there are, in one paragraph. */
const moreThanThereAre = (letter: ReadLetter): readonly Finding[] =>
  letter.mentions.flatMap((later, place) => {
    if (later.kind !== 'count' || later.noun.length < LEAST_NOUN || later.whole !== 'no') return [];
    if (!ATTAINED.test(later.clause.slice(later.start - later.clauseStart)) || OTHERWISE.test(later.clause)) return [];
    const all = letter.mentions
      .slice(0, place)
      .filter(
        (mention) =>
          mention.sentence.paragraph === later.sentence.paragraph &&
          mention.whole === 'strong' &&
          mention.comparator === 'exactly' &&
          mention.noun === later.noun &&
          familyOf(mention.unit) === familyOf(later.unit) &&
          (mention.period === undefined || mention.period === later.period),
      )
      .at(-1);
    if (!all || later.value <= all.value || ['about', 'at-most', 'under'].includes(later.comparator)) return [];
    return [
      {
        kind: 'cohort-cannot-carry' as const,
        quotes: quotesOf([all, later]),
        reason: 'more-than-there-are',
        with: {
          all: told(all),
          some: told(later),
          noun: later.noun,
          more: `${String(later.value - all.value)}${later.unit}`,
        },
      },
    ];
  });

const INSTITUTIONS = /医院|机构|卫生院|服务中心|卫生室/;

/** Totals of institutions that a letter states or implies: 24 departments at 85.71% are 28 hospitals. */
const totalsOf = (letter: ReadLetter): readonly { readonly value: number; readonly mention: Mention }[] =>
  letter.mentions.flatMap((mention, place) => {
    if (mention.kind !== 'count' || familyOf(mention.unit) !== '家' || !INSTITUTIONS.test(mention.clause)) return [];
    const rate = letter.mentions[place + 1];
    const bases = rate?.kind === 'percent' && rate.sentence === mention.sentence ? basesOf(mention.value, rate) : [];
    const [base] = bases;
    if (bases.length === 1 && base !== undefined) return [{ value: base, mention }];
    return mention.side === 'after' && mention.whole === 'strong' && INSTITUTIONS.test(mention.noun)
      ? [{ value: mention.value, mention }]
      : [];
  });

/** 全覆盖 over kinds of institution, a count of institutions beside it, and a larger total known from either letter. */
const coverageOfMore = (letter: ReadLetter, previous: ReadLetter | undefined): readonly Finding[] =>
  letter.text.sentences.flatMap((sentence) => {
    const coverage = /[^，。；]*?(?:医院|机构|卫生院)[^，。；]*全覆盖/.exec(sentence.text)?.[0];
    if (coverage === undefined) return [];
    const count = letter.mentions.find(
      (mention) =>
        mention.sentence.paragraph === sentence.paragraph &&
        mention.sentence.index >= sentence.index &&
        familyOf(mention.unit) === '家' &&
        INSTITUTIONS.test(mention.noun),
    );
    if (!count) return [];
    const totals = [...totalsOf(letter), ...(previous ? totalsOf(previous) : [])].filter(
      ({ value, mention }) => value > count.value && mention !== count,
    );
    const [total] = totals;
    if (!total) return [];
    return [
      {
        kind: 'cohort-cannot-carry' as const,
        quotes: [coverage.trim(), ...quotesOf([count]), ...quotesOf(totals.slice(0, 2).map(({ mention }) => mention))],
        reason: 'coverage-of-more',
        with: {
          count: told(count),
          totals: totals
            .slice(0, 2)
            .map(({ value, mention }) => `${value}${mention.unit}`)
            .join('、'),
        },
      },
    ];
  });

/** All claims of a letter that the cohort named for them cannot carry. */
export const cohortsCannotCarry = (letter: ReadLetter, previous?: ReadLetter): readonly Finding[] => [
  ...oneForEach(letter),
  ...allOfMore(letter),
  ...laterStageLarger(letter),
  ...moreThanThereAre(letter),
  ...coverageOfMore(letter, previous),
];
