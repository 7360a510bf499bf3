/**
 * What commissions state in their letters, one definition each. Until the capability that would record it is there, each is fed by a
 * register entry with its document, entered by hand and marked so; the theme says which capability that will be.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { figure } from '../../../engines/figures/define.ts';
import type { FigureDefinition, Measure } from '../../../engines/figures/define.ts';

const latest = (register: string): Measure => ({
  view: 'register',
  count: 'latest',
  where: { register },
  when: 'at-end',
});

/** `count`: the latest entry. `share`: it over the entry `….base`. `said`: a number, year or text that is no amount of anything. */
type Kind = 'count' | 'share' | 'said';
type Stated = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly unitEn: string;
  readonly kind: Kind;
};

const TABLE = z
  .strictObject({
    version: z.int(),
    validFrom: z.string(),
    source: z.string(),
    verified: z.boolean(),
    figures: z.array(
      z.strictObject({
        code: z.string(),
        zh: z.string(),
        en: z.string(),
        unit: z.string(),
        unitEn: z.string(),
        kind: z.enum(['count', 'share', 'said']),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../rules/stated-figures.json', import.meta.url), 'utf8')));

const LEFT_OUT = {
  zh: '未经登记的不计；同一机构同一事项以最新一条为准，已撤回的不计。',
  en: 'What is in no register. The newest entry of an organisation and item counts; withdrawn ones do not.',
};
const RULE: Readonly<Record<Kind, { readonly zh: string; readonly en: string }>> = {
  count: {
    zh: '期末有效的台账登记数；有全区域登记时取其值，没有时为各机构登记之和。',
    en: 'The register entries in force on the last day: the one for the whole region, else the sum of the organisations.',
  },
  share: {
    zh: '台账登记的达到数除以应达到数（登记项“基数”）；缺任一项为缺数。',
    en: 'Registered as reached, of those registered as due (the base). Missing where either is missing.',
  },
  said: {
    zh: '台账登记的编号、年份、日期或原文，不是数量，不参与加总。',
    en: 'A number, year, date or wording as registered: no quantity, and never added up.',
  },
};

const stated = ({ code, zh, en, unit, unitEn, kind }: Stated): FigureDefinition =>
  figure({
    code,
    version: TABLE.version,
    theme: code.split('.')[0] ?? 'cockpit',
    words: {
      zh: { name: zh, unit, definition: RULE[kind].zh, leavesOut: LEFT_OUT.zh },
      en: { name: en, unit: unitEn, definition: RULE[kind].en, leavesOut: LEFT_OUT.en },
    },
    value:
      kind === 'share'
        ? { kind: 'rate', numerator: latest(code), denominator: latest(`${code}.base`), per: 100 }
        : { kind: 'number', of: latest(code) },
    dimensions: ['organisation', 'consortium', 'district'],
    better: 'neither',
    decimals: kind === 'share' ? 1 : unit === '亿元' ? 2 : 0,
    validFrom: TABLE.validFrom,
    source: { title: TABLE.source, verified: TABLE.verified },
    evidence: 'document',
  });

const total = (whole: Omit<Stated, 'kind'>, of: readonly string[]): FigureDefinition => {
  const plain = stated({ ...whole, kind: 'count' });
  return {
    ...plain,
    words: {
      zh: { ...plain.words.zh, definition: '各组成部分之和；缺任一部分为缺数，不按已有部分相加。' },
      en: { ...plain.words.en, definition: 'The sum of its parts; missing where one of them is.' },
    },
    value: { kind: 'combined', how: 'sum', of },
  };
};

export const STATED: readonly FigureDefinition[] = [
  ...TABLE.figures.map(stated),
  total(
    {
      code: 'tcm.research-projects',
      zh: '中医药科研立项项目',
      en: 'TCM research projects',
      unit: '项',
      unitEn: 'projects',
    },
    ['tcm.research-projects-provincial', 'tcm.research-projects-city'],
  ),
  total(
    {
      code: 'workforce.posts-hired-total',
      zh: '“县聘乡用”“乡聘村用”合计',
      en: 'Hired under the scheme, in all',
      unit: '人',
      unitEn: 'people',
    },
    ['workforce.county-hired-township-used', 'workforce.township-hired-village-used'],
  ),
];
