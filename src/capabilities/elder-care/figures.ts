/**
 * The figures of elder care, counted from records: who lives in homes, who was assessed at which level (persons and person-times
 * apart), contracts in force and visits made under them. No national definition was found for any: the platform's own, unverified.
 */
import type { FigureSet } from '../../engines/figures/set.ts';
import { CONTRACTS, JOINT_HOMES, LEVELS, LINES, STAYS, VISITS } from './facts.ts';
import { CARE_DAY_FIGURES } from './figures/care-days.ts';
import { ABILITY_LEVELS, define, number } from './figures/definitions.ts';
import { INSTITUTION_FIGURES } from './figures/institutions.ts';
import { KEPT_VIEWS } from './figures/kept-facts.ts';

const ABILITY = 'gb-t-42195';
const OLD = '按 MZ/T 039-2013 的旧结果和长护险失能等级不计：等级不能相互折算。';
const OLD_EN = 'Results by the old standard and levels of disability: they are other scales.';

const byLevel = ABILITY_LEVELS.flatMap(([level, zh, en]) => [
  define(
    `elder-care.assessed-${level}`,
    [`能力评估${zh}人次`, '人次', `期内生效的老年人能力评估结论为“${zh}”的人次，按评估机构计。`, OLD],
    [`Assessed ${en}, person-times`, 'times', `Assessments in force in the period: ${en}.`, OLD_EN],
    number('elder-level', 'rows', 'during', { scale: ABILITY, level }),
  ),
  define(
    `elder-care.people-${level}`,
    [`能力评估${zh}人数`, '人', `期内有生效结论“${zh}”的老人，一人多次计一人。`, OLD],
    [`Assessed ${en}, persons`, 'people', `Persons with such an assessment in the period, each once: ${en}.`, OLD_EN],
    number('elder-level', 'residents', 'during', { scale: ABILITY, level }),
  ),
]);

export const elderCareFigures: FigureSet = {
  themes: { 'care-days': { zh: '床日结算', en: 'Days settled' }, beds: { zh: '床位', en: 'Beds' } },
  views: [STAYS, LEVELS, CONTRACTS, VISITS, LINES, JOINT_HOMES, ...KEPT_VIEWS],
  figures: [
    ...INSTITUTION_FIGURES,
    ...CARE_DAY_FIGURES,
    define(
      'elder-care.living-in-homes',
      ['期末在住老人', '人', '期末当日在养老机构入住的老人，住院留院籍的计入。', '日间照料和未办理入住的不计。'],
      [
        'Living in homes',
        'people',
        'Persons living in a home on the last day, those in hospital included.',
        'Day care.',
      ],
      number('elder-stay', 'residents', 'at-end'),
    ),
    define(
      'elder-care.moved-in',
      ['新入住人次', '人次', '期内办理入住的人次。', '换床和出院返回不计。'],
      ['Moved in', 'times', 'Times somebody moved in within the period.', 'Changes of bed and returns.'],
      number('elder-stay', 'rows', 'during'),
    ),
    define(
      'elder-care.homes-living-in',
      ['有老人在住的机构', '家', '期末有老人在住的养老机构。', '没有在住老人的机构不计。'],
      ['Homes lived in', 'houses', 'Houses somebody lives in on the last day.', 'Empty houses.'],
      number('elder-stay', 'organisations', 'at-end'),
    ),
    define(
      'elder-care.assessed-times',
      ['能力评估人次', '人次', '期内生效的老年人能力评估（GB/T 42195-2022）结论数。', OLD],
      ['Assessments of ability', 'times', 'Assessments (GB/T 42195-2022) in force in the period.', OLD_EN],
      number('elder-level', 'rows', 'during', { scale: ABILITY }),
    ),
    define(
      'elder-care.assessed-people',
      ['能力评估人数', '人', '期内有生效能力评估结论的老人，一人多次计一人。', OLD],
      ['Persons assessed', 'people', 'Persons with such an assessment in the period, each once.', OLD_EN],
      number('elder-level', 'residents', 'during', { scale: ABILITY }),
    ),
    ...byLevel,
    define(
      'elder-care.disability-assessed',
      ['长护险失能评估人次', '人次', '期内生效的长期护理失能等级评估结论数。', '老年人能力评估不计。'],
      [
        'Disability assessments',
        'times',
        'Assessments for long-term-care insurance in force.',
        'Assessments of ability.',
      ],
      number('elder-level', 'rows', 'during', { scale: 'ltci-disability' }),
    ),
    define(
      'elder-care.contracts-in-force',
      ['生效中的医养签约', '份', '期末当日在约期内的签约，双方均已签字。', '已终止的和未签字的不计。'],
      [
        'Contracts in force',
        'contracts',
        'Contracts signed by both and running on the last day.',
        'Ended and unsigned ones.',
      ],
      number('elder-contract', 'rows', 'at-end'),
    ),
    define(
      'elder-care.contract-visits',
      ['签约巡诊次数', '次', '期内按签约到养老机构巡诊的次数。', '应急呼叫的出诊不计。'],
      ['Contract visits', 'visits', 'Visits to homes under a contract in the period.', 'Calls in an emergency.'],
      number('elder-visit', 'rows', 'during'),
    ),
  ],
};
