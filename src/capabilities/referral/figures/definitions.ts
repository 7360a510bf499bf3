/**
 * Figures of two-way referral over the facts of cases. The rates on the referral screen stay with the referral's own counters
 * (decision 0045); these count the same cases by other questions and open the same records.
 */
import { figure } from '../../../engines/figures/define.ts';
import type { Condition, FigureDefinition, FigureValue, When } from '../../../engines/figures/define.ts';

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
