/** Figures of all cases, whatever their pathway; each capability brings those of its own. */
import { figure } from '../../../engines/figures/define.ts';
import type { FigureDefinition } from '../../../engines/figures/define.ts';

export const CASE_FIGURES: readonly FigureDefinition[] = [
  figure({
    code: 'cases.under-way',
    version: 1,
    theme: 'cases',
    words: {
      zh: { name: '期末在办事项', unit: '件', definition: '期末未办结的全部事项，按发起机构计。', leavesOut: '无。' },
      en: {
        name: 'Cases under way',
        unit: 'cases',
        definition: 'All cases open at the end of the last day.',
        leavesOut: 'Nothing.',
      },
    },
    value: { kind: 'number', of: { view: 'case', count: 'rows', when: 'at-end' } },
    dimensions: ['organisation', 'level', 'consortium', 'district', 'month'],
    better: 'neither',
    decimals: 0,
    validFrom: '2000-01-01',
    source: { title: '平台自定口径，未见国家定义', verified: false },
    evidence: 'none',
  }),
];
