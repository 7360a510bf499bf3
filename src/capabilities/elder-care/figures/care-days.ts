/** Figures of the ledger of days: how many days each payer paid for, and how much; and persons in homes by level. */
import type { FigureDefinition } from '../../../engines/figures/define.ts';
import { ABILITY_LEVELS, define, number } from './definitions.ts';

const PAYERS = [
  ['medical', '基本医保', 'medical insurance'],
  ['ltci', '长护险', 'long-term-care insurance'],
  ['charity', '慈善救助', 'charity'],
  ['resident', '个人自付', 'residents themselves'],
] as const;
const LEFT = '冲销的日计负数；未结算的日不计。安宁疗护和养老的日均计。';
const LEFT_EN = 'Days not settled yet; what was taken back counts against. Hospice and elder care are both in.';

export const CARE_DAY_FIGURES: readonly FigureDefinition[] = [
  ...PAYERS.flatMap(([account, zh, en]) => [
    define(
      `care-days.days-${account}`,
      [
        `${zh}支付的床日`,
        '日',
        `期内账上由${zh}支付（含部分支付）的照护日数，按照护发生日计；一日由几方分担的各计一次，不可相加。`,
        LEFT,
      ],
      [
        `Days paid by ${en}`,
        'days',
        `Days of care in the period that ${en} paid for wholly or in part; not to be added up.`,
        LEFT_EN,
      ],
      number('care-day', 'amount', 'during', { account }),
      { theme: 'care-days' },
    ),
    define(
      `care-days.yuan-${account}`,
      [`${zh}支付金额`, '元', `期内照护日账上记${zh}的金额，含与经办机构对账后的差额。`, LEFT],
      [
        `Paid by ${en}`,
        'yuan',
        `What the ledger books to ${en} for days in the period, differences to insurers’ statements included.`,
        LEFT_EN,
      ],
      number('care-money', 'amount', 'during', { account }),
      { theme: 'care-days', decimals: 2 },
    ),
  ]),
  ...ABILITY_LEVELS.flatMap(([level, zh, en]) => [
    define(
      `elder-care.living-${level}`,
      [
        `期末在住${zh}老人`,
        '人',
        `期末在养老机构居住、最近一次生效的能力评估为“${zh}”的老人，一人计一次。`,
        '没有生效评估的不计。',
      ],
      [
        `Living in homes, ${en}`,
        'people',
        `Persons living in homes on the last day whose assessment in force says: ${en}.`,
        'Those never assessed.',
      ],
      number('elder-lived-at-level', 'residents', 'at-end', { level }),
    ),
    define(
      `elder-care.served-${level}`,
      [
        `期内新增在住${zh}人次`,
        '人次',
        `期内以“${zh}”等级入住或在住期间转为该等级的人次；同一人可多次。`,
        '没有生效评估的不计。',
      ],
      [
        `Served in homes, ${en}`,
        'times',
        `Times somebody moved in at, or came to, this level in the period: ${en}.`,
        'Those never assessed.',
      ],
      number('elder-lived-at-level', 'rows', 'during', { level }),
    ),
  ]),
];
