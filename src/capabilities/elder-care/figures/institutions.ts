/** Figures of institutions and beds: both lines of registration, one management, beds by use, how full, what contracts kept. */
import { BED_USES } from '../../../consortium/beds/uses.ts';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import type { FigureDefinition } from '../../../engines/figures/define.ts';
import { define, measure, number, percent } from './definitions.ts';

/** Letters' registers answer for periods that end before it. */
const COUNTED_FROM = { version: 2, validFrom: '2026-01-01', decimals: 2 } as const;
const TOWNSHIP_HOMES = measure('institution-line', 'organisations', 'at-end', { kind: 'township-home' });
const ELDER_USES = ['elder-care', 'nursing'];

export const INSTITUTION_FIGURES: readonly FigureDefinition[] = [
  define(
    'elder-care.both-lines',
    [
      '两证齐全的医养结合机构',
      '家',
      '期末医疗登记（执业许可或备案）和养老登记同时有效的机构，一家计一次。',
      '由卫生院管理、自身无医疗登记的敬老院不计，另见“两院一体”；到期、终止和误录撤回的不计。',
    ],
    [
      'Institutions with both registrations',
      'institutions',
      'Houses whose medical and elder-care registrations both stand on the last day.',
      'Homes that only their managing hospital is licensed for; what expired, was ended or withdrawn.',
    ],
    number('both-lines', 'organisations', 'at-end'),
  ),
  define(
    'elder-care.registered-homes',
    [
      '养老登记有效的机构',
      '家',
      '期末养老登记有效的机构（养老机构备案、乡镇敬老院、业务范围含养老服务的医院）。',
      '到期、终止和误录撤回的不计。',
    ],
    [
      'Registered for elder care',
      'institutions',
      'Houses whose elder-care registration stands on the last day.',
      'What expired, was ended or withdrawn.',
    ],
    number('institution-line', 'organisations', 'at-end', { line: 'elderly' }),
  ),
  define(
    'elder-care.medical-insurance-designated',
    ['医保定点的医养机构', '家', '期末医保定点有效、已在平台登记的机构。', '到期和终止的不计。'],
    [
      'Designated by medical insurance',
      'institutions',
      'Houses whose designation by medical insurance stands on the last day.',
      'What expired or was ended.',
    ],
    number('institution-line', 'organisations', 'at-end', { line: 'medical-insurance' }),
  ),
  define(
    'elder-care.care-insurance-designated',
    ['长护险定点机构', '家', '期末长护险定点有效的机构。', '到期和终止的不计。'],
    [
      'Designated by long-term-care insurance',
      'institutions',
      'Houses whose designation by long-term-care insurance stands on the last day.',
      'What expired or was ended.',
    ],
    number('institution-line', 'organisations', 'at-end', { line: 'care-insurance' }),
  ),
  define(
    'elder-care.joint-homes',
    ['两院一体管理的养老机构', '家', '期末由卫生院等医疗机构一体管理的养老机构。', '已终止和误录撤回的不计。'],
    [
      'Homes under one management with a hospital',
      'homes',
      'Homes managed by a medical institution on the last day.',
      'What was ended or withdrawn.',
    ],
    number('joint-home', 'organisations', 'at-end'),
  ),
  // what the letters state as universals: asked of the register until 2025, counted from records from 2026 on
  define(
    'elder-care.township-homes-integrated',
    [
      '乡镇敬老院由卫生院一体管理的比例',
      '%',
      '期末登记为乡镇敬老院的机构中，由医疗机构一体管理的占比。',
      '非乡镇敬老院的一体管理不计入分母；分子按同一范围计。',
    ],
    [
      'Township homes under one management',
      '%',
      'Of the registered township homes, those managed by a medical institution on the last day.',
      'Other homes.',
    ],
    percent(measure('joint-township-home', 'organisations', 'at-end'), TOWNSHIP_HOMES),
    COUNTED_FROM,
  ),
  define(
    'elder-care.homes-handed-over',
    [
      '人财物全部移交卫生院的乡镇敬老院比例',
      '%',
      '期末登记为乡镇敬老院的机构中，人员、财务、资产均已移交管理方的占比。',
      '只移交一部分的不计入分子。',
    ],
    [
      'Township homes handed over whole',
      '%',
      'Of the registered township homes, those whose staff, money and property were all handed over.',
      'Those handed over in part.',
    ],
    percent(measure('joint-township-home', 'organisations', 'at-end', { extent: 'whole' }), TOWNSHIP_HOMES),
    COUNTED_FROM,
  ),
  ...BED_USES.map((use) =>
    define(
      `beds.${use}`,
      [
        BED_WORDS.zh.uses[use],
        '张',
        `期末现用途为“${BED_WORDS.zh.uses[use]}”的编号床位，一张床只计一个用途。`,
        '停用的计入；未编号的床位不计。',
      ],
      [
        BED_WORDS.en.uses[use],
        'beds',
        'Numbered beds with this use on the last day; a bed has one use.',
        'Beds without a number. Closed ones are counted.',
      ],
      number('bed-of-use', 'rows', 'at-end', { use }),
      { theme: 'beds' },
    ),
  ),
  define(
    'elder-care.occupancy',
    [
      '养老床位入住率',
      '%',
      '期末在住老人数除以养老床位和护理型养老床位数；住院留床的老人计为在住。',
      '日间照料和家庭养老床位不计。',
    ],
    [
      'Occupancy of elder-care beds',
      '%',
      'Persons living in homes over beds of elder care and nursing on the last day; those in hospital live there.',
      'Day care and care beds at home.',
    ],
    percent(measure('elder-stay', 'rows', 'at-end'), measure('bed-of-use', 'rows', 'at-end', { use: ELDER_USES })),
    { decimals: 1 },
  ),
  define(
    'elder-care.contract-visits-due',
    ['签约应巡诊次数', '次', '期内签约每满一个月应完成的巡诊次数之和。', '未满的当月和终止之后不计。'],
    [
      'Visits contracts owe',
      'visits',
      'Visits owed for each month of a contract that became full in the period.',
      'The month under way, and what follows an end.',
    ],
    number('contract-visits-due', 'amount', 'during'),
  ),
  define(
    'elder-care.contract-visits-kept',
    ['签约巡诊完成率', '%', '期内按签约完成的巡诊次数除以同期应巡诊次数；超过100%即多于约定。', '应急呼叫的出诊不计。'],
    [
      'Visits made of those owed',
      '%',
      'Visits made under contracts over visits owed in the period; above 100 % is more than agreed.',
      'Calls in an emergency.',
    ],
    percent(measure('elder-visit', 'rows', 'during'), measure('contract-visits-due', 'amount', 'during')),
    { decimals: 1 },
  ),
];
