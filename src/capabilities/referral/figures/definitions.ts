/**
 * Figures of two-way referral in the catalogue: counts over the facts of cases, and the four rates and the waits over the referral's own
 * facts (`kept-facts.ts`). The referral's page shows the same rates from counters (decisions 0045, 0153).
 */
import { figure } from '../../../engines/figures/define.ts';
import type { Condition, FigureDefinition, FigureValue, When } from '../../../engines/figures/define.ts';
import type { RATES } from '../shapes.ts';
import { figureWords } from '../words/figures.ts';
import { DURATION_BOUNDS } from './bounds.ts';

type RateCode = (typeof RATES)[number];

/** A duplicate never was a referral of its own. */
const REFERRALS: Condition = { pathway: 'referral', ending: { not: ['duplicate'] } };
const rows = (where: Condition, when: When) => ({ view: 'case', count: 'rows', where, when }) as const;

type Text = readonly [name: string, unit: string, definition: string, leavesOut: string];

const define = (
  code: string,
  zh: Text,
  en: Text,
  value: FigureValue,
  better: FigureDefinition['better'] = 'neither',
): FigureDefinition => {
  const worded = ([name, unit, definition, leavesOut]: Text) => ({ name, unit, definition, leavesOut });
  return figure({
    code,
    version: 1,
    theme: 'referral',
    words: { zh: worded(zh), en: worded(en) },
    value,
    dimensions: ['organisation', 'level', 'consortium', 'district', 'month'],
    better,
    decimals: value.kind === 'rate' ? 1 : 0,
    validFrom: '2000-01-01',
    source: { title: '平台自定口径，未见国家定义', verified: false },
    evidence: 'none',
  });
};

export const REFERRAL_COUNTS: readonly FigureDefinition[] = [
  define(
    'referral.opened',
    ['转诊单数', '件', '期内开出的转诊单，按开出机构计。', '登记为重复的不计。'],
    ['Referrals opened', 'cases', 'Referrals opened in the period, by who opened them.', 'Duplicates.'],
    { kind: 'number', of: rows(REFERRALS, 'during') },
  ),
  define(
    'referral.under-way',
    ['期末在办转诊单', '件', '期末尚未办结的转诊单，按开出机构计。', '登记为重复的不计。'],
    ['Referrals under way', 'cases', 'Referrals open at the end of the last day.', 'Duplicates.'],
    { kind: 'number', of: rows(REFERRALS, 'at-end') },
  ),
  define(
    'referral.people',
    ['转诊居民数', '人', '期内有转诊单的居民，一人多次计一人；档案合并后按合并后的居民计。', '登记为重复的不计。'],
    [
      'Residents referred',
      'people',
      'Residents with a referral in the period, each once, merged records as one.',
      'Duplicates.',
    ],
    { kind: 'number', of: { view: 'case', count: 'residents', where: REFERRALS, when: 'during' } },
  ),
  define(
    'referral.finished-share',
    ['转诊办结完成率', '%', '期内开出的转诊单中以“完成”办结的占比；在办的计入分母。', '登记为重复的不计。'],
    [
      'Referrals finished',
      '%',
      'Of the referrals opened, those that ended finished. Open ones stay in.',
      'Duplicates.',
    ],
    {
      kind: 'rate',
      numerator: rows({ pathway: 'referral', ending: 'finished' }, 'during'),
      denominator: rows(REFERRALS, 'during'),
      per: 100,
    },
    'higher',
  ),
  define(
    'referral.duration',
    [
      '转诊办理时长（中位）',
      '分钟',
      '期内开出的转诊单从开出到办结的时长中位数；仍在办的计入等待。',
      '登记为重复的不计。',
    ],
    ['Time to the end, median', 'minutes', 'From opening to end; who still waits counts as waiting.', 'Duplicates.'],
    { kind: 'median-wait', of: { view: 'case', where: REFERRALS, when: 'during' } },
    'lower',
  ),
];

const of = (view: string, where: Condition) => ({ view, count: 'rows', where, when: 'during' }) as const;
const share = (view: string, numerator: Condition, denominator: Condition): FigureValue => ({
  kind: 'rate',
  numerator: of(view, { ...denominator, ...numerator }),
  denominator: of(view, denominator),
  per: 100,
});

const LEFT_OUT: readonly [zh: string, en: string] = [
  '重复转诊、发出前居民未同意的不计；按发出机构计，以发出日期归入期间。',
  'Duplicates, and those the resident declined before sending. By who sent them, on the day of sending.',
];
const worded = (code: RateCode, zh: string, en: string): readonly [zh: Text, en: Text] => [
  [zh, '%', figureWords.zh.figures[code], LEFT_OUT[0]],
  [en, '%', figureWords.en.figures[code], LEFT_OUT[1]],
];
const rate = (
  code: RateCode,
  [zh, en]: readonly [zh: Text, en: Text],
  value: FigureValue,
  better: FigureDefinition['better'],
): FigureDefinition => define(code, zh, en, value, better);

type Told = Extract<FigureValue, { readonly kind: 'wait' }>['told'];
type Statistic = { readonly told: Told; readonly ends: string; readonly zh: string; readonly en: string } & {
  readonly how: readonly [zh: string, en: string];
};
/** Cutler and Ederer 1958; Irwin 1949: `engines/figures/life-table.ts`. */
const STATISTICS: readonly Statistic[] = [
  {
    ...{ told: 'median', ends: '', zh: '中位', en: 'median' },
    how: [
      '到这一时间一半已等到；等到的不足一半时没有中位数。',
      'By then half had it; none while fewer than half have.',
    ],
  },
  {
    ...{ told: 'ninth-tenth', ends: '-p90', zh: '第90百分位', en: '90th percentile' },
    how: [
      '到这一时间十分之九已等到；等到的不足十分之九时没有此数。',
      'By then nine in ten had it; none while fewer have.',
    ],
  },
  {
    ...{ told: 'mean', ends: '-mean', zh: '平均', en: 'mean' },
    how: [
      '仍在等待比例曲线下的面积，算到已出现的最长等待为止（限期平均）。',
      'The area under the share still waiting, up to the longest wait seen (restricted mean).',
    ],
  },
];
const LIFE_TABLE: readonly [zh: string, en: string] = [
  '按寿命表法（Cutler、Ederer，1958）分组估计：仍在等的计到截至时刻，未等到就结束的计到结束时，都计入等待。按自然时间。',
  'Life table in intervals (Cutler and Ederer 1958): who still waits counts until the moment, who ended without it until then. Calendar time.',
];
const NOT_DOWN: readonly [zh: string, en: string] = [
  '下转的转诊单不需要答复和到院，不计入；重复转诊、发出前居民未同意的不计。',
  'Referrals sent down need neither answer nor arrival and are left out; duplicates and those declined before sending.',
];

/** Three ways to say how long a course takes, each the page's own where it says it too. */
const waits = (course: string, zh: string, en: string, leavesOut = NOT_DOWN): readonly FigureDefinition[] =>
  STATISTICS.map(({ told, ends, how, ...named }) =>
    define(
      `referral.wait-${course}${ends}`,
      [`${zh}（${named.zh}）`, '分钟', `${how[0]}${LIFE_TABLE[0]}`, leavesOut[0]],
      [`${en}, ${named.en}`, 'minutes', `${how[1]} ${LIFE_TABLE[1]}`, leavesOut[1]],
      { kind: 'wait', of: { view: 'referral-wait', where: { course }, when: 'during' }, told, bounds: DURATION_BOUNDS },
      'lower',
    ),
  );

export const REFERRAL_WAITS: readonly FigureDefinition[] = [
  ...waits('answer', '发出到答复', 'Sent to answered'),
  ...waits('arrival', '发出到到院', 'Sent to arrived'),
  ...waits('return', '到院到开回转单', 'Arrived to returned', LEFT_OUT),
];

/** The numerators lie in their denominators: every row of `referral` was sent. */
export const REFERRAL_RATES: readonly FigureDefinition[] = [
  rate(
    'referral.closed-loop',
    worded('referral.closed-loop', '转诊闭环率', 'Closed-loop rate'),
    share('referral', { finished: 'yes' }, {}),
    'higher',
  ),
  rate(
    'referral.answered-in-time',
    worded('referral.answered-in-time', '按时答复率', 'Answered in time'),
    share('referral', { 'on-time': 'yes' }, { 'answer-due': 'yes' }),
    'higher',
  ),
  rate(
    'referral.seen-in-time',
    worded('referral.seen-in-time', '下转后按期随访率', 'Seen in time after return'),
    share('referral', { 'seen-in-time': 'yes' }, { 'seen-due': 'yes' }),
    'higher',
  ),
  rate(
    'referral.refused',
    worded('referral.refused', '接收方拒绝率', 'Refused by receivers'),
    share('referral', { refused: 'yes' }, { answered: 'yes' }),
    'lower',
  ),
  define(
    'referral.received',
    ['接收转诊单数', '件', '期内发给本机构的转诊单，改派后按最后的接收机构计，以发出日期归入期间。', LEFT_OUT[0]],
    ['Referrals received', 'cases', 'Referrals sent to it in the period, by the last receiver.', LEFT_OUT[1]],
    { kind: 'number', of: of('referral-received', {}) },
  ),
];
