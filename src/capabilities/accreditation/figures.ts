/** What is counted of acceptances: institutions that stand accepted, and their standard beds. */
import { figure } from '../../engines/figures/define.ts';
import type { FigureDefinition, Measure } from '../../engines/figures/define.ts';
import type { FigureSet } from '../../engines/figures/set.ts';
import { ACCEPTANCE_TERMS } from './facts.ts';

const standing = (count: Measure['count']): Measure => ({
  view: ACCEPTANCE_TERMS.code,
  count,
  where: { standard: 'hospice-beds' },
  when: 'at-end',
});

/** The first year that is counted from records; before it the registers answer. */
const COUNTED_FROM = '2026-01-01';

const define = (
  told: Pick<FigureDefinition, 'code' | 'theme' | 'words'> & { readonly count: Measure['count'] },
): FigureDefinition => {
  const { count, ...rest } = told;
  return figure({
    ...rest,
    version: 2,
    value: { kind: 'number', of: standing(count) },
    dimensions: ['organisation', 'level', 'consortium', 'district', 'month'],
    better: 'higher',
    decimals: 0,
    validFrom: COUNTED_FROM,
    source: { title: '平台自定口径：按验收记录计数；验收标准见记录所载版本', verified: false },
    evidence: 'none',
  });
};

const LEFT_OUT = {
  zh: '在评、整改、到期、撤销的不计；到期之日起即不计，不待办理。',
  en: 'What is under review, to be put right, expired or revoked; it ceases on its day, whether or not anybody did anything.',
};

export const accreditationFigures: FigureSet = {
  views: [ACCEPTANCE_TERMS],
  figures: [
    define({
      code: 'accreditation.hospice-standard-institutions',
      theme: 'accreditation',
      count: 'organisations',
      words: {
        zh: {
          name: '通过安宁疗护验收的机构',
          unit: '家',
          definition: '期末验收有效的机构，一家机构计一次。',
          leavesOut: LEFT_OUT.zh,
        },
        en: {
          name: 'Institutions accepted for hospice care',
          unit: 'institutions',
          definition: 'Institutions whose acceptance stands on the last day, each once.',
          leavesOut: LEFT_OUT.en,
        },
      },
    }),
    define({
      code: 'hospice.standard-beds',
      theme: 'hospice',
      count: 'amount',
      words: {
        zh: {
          name: '安宁疗护标准化床位',
          unit: '张',
          definition: '期末验收有效的床位数之和。',
          leavesOut: LEFT_OUT.zh,
        },
        en: {
          name: 'Standard hospice beds',
          unit: 'beds',
          definition: 'The beds of the acceptances that stand on the last day.',
          leavesOut: LEFT_OUT.en,
        },
      },
    }),
  ],
};
