/** What is counted of hospice care: who was served, in which form of service, how often somebody was admitted, and what insurers pay otherwise. */
import type { Condition, FigureDefinition, FigureValue, Measure } from '../../engines/figures/define.ts';
import type { FigureSet } from '../../engines/figures/set.ts';
import { define } from './figures/definitions.ts';
import { DIFFERENCE_FIGURES, DIFFERENCE_VIEWS } from './figures/differences.ts';
import { HOSPICE_COURSES, HOSPICE_COURSE_CHANGES, HOSPICE_PLACES } from './facts.ts';

const ADMITTED: Condition = { began: 'admission' };
const at = (form: string): Condition => ({ form });

const measure = (count: Measure['count'], when: Measure['when'], where?: Condition): Measure => ({
  ...{ view: HOSPICE_PLACES.code, count, when },
  ...(where === undefined ? {} : { where }),
});
const of = (...asked: Parameters<typeof measure>): FigureValue => ({ kind: 'number', of: measure(...asked) });

const LEFT_ZH = '只转介、未准入的不计；录入有误已作废的不计。';
const LEFT_EN = 'Referrals that were not admitted, and what was entered in error.';
const FORMS = [
  ['ward', '病区', 'on a ward'],
  ['centre', '基层机构病床', 'at a centre'],
  ['care-home', '养老机构', 'in a care home'],
  ['home', '居家', 'at home'],
] as const;

const STOPPED_ZH = '因故停止、没有疗程后评分的不计；录入有误已作废的不计。';
const STOPPED_EN = 'Courses stopped without a score after, and what was entered in error.';
const COURSE_ALL = [
  ['', '', ''],
  ['-pain', '疼痛', ' for pain'],
  ['-sleep', '睡眠', ' for sleep'],
  ['-anxiety', '焦虑', ' for anxiety'],
] as const;
const withIndication = (suffix: string): Pick<Measure, 'where'> =>
  suffix === '' ? {} : { where: { indication: suffix.slice(1) } };

/** Before and after: a sum of points over so many courses, never without how many. */
const courseFigures: readonly FigureDefinition[] = [
  ...(
    [
      ['hospice.courses', '中医疗程数', '个', 'Courses of TCM', 'courses', 'rows'],
      ['hospice.course-people', '中医疗程服务人数', '人', 'People with a course of TCM', 'people', 'residents'],
    ] as const
  ).map(([code, zh, unit, en, unitEn, count]) =>
    define(
      code,
      [zh, unit, '期内开始的、针对疼痛、睡眠、焦虑的中医适宜技术疗程。', '录入有误已作废的不计。'],
      [
        en,
        unitEn,
        'Courses of Chinese techniques for pain, sleep and anxiety begun in the period.',
        'Entered in error.',
      ],
      { kind: 'number', of: { view: HOSPICE_COURSES.code, count, when: 'during' } },
    ),
  ),
  ...COURSE_ALL.map(([suffix, zh, en]) => {
    const of = { view: HOSPICE_COURSE_CHANGES.code, when: 'during', ...withIndication(suffix) } as const;
    return define(
      `hospice.course-change${suffix}`,
      [
        `${zh}中医疗程前后评分变化`,
        '分',
        `期内完成的${zh}疗程，疗程前减疗程后评分（0～10分）之和，除以完成的疗程数；正数为减轻。无对照，不说明疗效。`,
        STOPPED_ZH,
      ],
      [
        `Change of score over a course${en}`,
        'points',
        'Score before less score after (0 to 10) over the courses finished in the period; above nought is better. Without a control group.',
        STOPPED_EN,
      ],
      { kind: 'rate', numerator: { ...of, count: 'amount' }, denominator: { ...of, count: 'rows' }, per: 1 },
      { decimals: 1, better: 'higher' },
    );
  }),
];

export const hospiceFigures: FigureSet = {
  views: [HOSPICE_PLACES, HOSPICE_COURSES, HOSPICE_COURSE_CHANGES, ...DIFFERENCE_VIEWS],
  figures: [
    define(
      'hospice.people-served',
      ['安宁疗护服务人数', '人', '截至期末曾准入安宁疗护的居民，一人多次计一人。', LEFT_ZH],
      ['People served by hospice care', 'people', 'Residents admitted until the last day, each once.', LEFT_EN],
      of('residents', 'until-end'),
    ),
    define(
      'hospice.people-in-care',
      ['在照护人数', '人', '期末正在接受安宁疗护的居民。', LEFT_ZH],
      ['People in hospice care', 'people', 'Residents in care at the end of the last day.', LEFT_EN],
      of('residents', 'at-end'),
    ),
    define(
      'hospice.admitted',
      ['期内准入人次', '人次', '期内准入安宁疗护的次数，再次准入另计；机构间转接不另计。', LEFT_ZH],
      ['Admissions', 'admissions', 'Admissions in the period; transfers are none.', LEFT_EN],
      of('rows', 'during', ADMITTED),
    ),
    ...FORMS.map(([place, zh, en]) =>
      define(
        `hospice.people-served-${place}`,
        [`${zh}服务人数`, '人', `截至期末曾在${zh}接受安宁疗护的居民；同一人在几处各计一次，不可相加。`, LEFT_ZH],
        [`People served ${en}`, 'people', `Residents cared for ${en} until the last day; not to be added up.`, LEFT_EN],
        of('residents', 'until-end', at(place)),
      ),
    ),
    ...courseFigures,
    ...DIFFERENCE_FIGURES,
    // the letters' person-times, counted from records from 2026 on; before, the register answers
    define(
      'hospice.service-person-times',
      ['安宁疗护服务人次', '人次', '截至期末准入安宁疗护的次数，再次准入另计。', LEFT_ZH],
      ['Hospice services', 'services', 'Admissions until the last day, each of them.', LEFT_EN],
      of('rows', 'until-end', ADMITTED),
      { version: 2, validFrom: '2026-01-01' },
    ),
  ],
};

/** Its denominator is counted from beds, which another capability tells of: a set of its own, so that each of the others stands alone. */
export const hospiceOccupancy: FigureSet = {
  views: [],
  figures: [
    define(
      'hospice.occupancy',
      [
        '安宁疗护床位使用率',
        '%',
        '期末在病区和基层机构病床接受安宁疗护的人数除以安宁疗护床位数。',
        '居家和养老机构内的服务不计。',
      ],
      [
        'Occupancy of hospice beds',
        '%',
        'Persons in hospice care on wards and in centres over hospice beds on the last day.',
        'Care at home and in care homes.',
      ],
      {
        kind: 'rate',
        numerator: measure('rows', 'at-end', { form: ['ward', 'centre'] }),
        denominator: { view: 'bed-of-use', count: 'rows', when: 'at-end', where: { use: 'hospice' } },
        per: 100,
      },
      { decimals: 1 },
    ),
  ],
};
