/**
 * The fourteen monitoring indicators of tight county consortia (2024 edition, five groups). Names are those of the edition; what it
 * defines word by word was found for two of them (2.1 and the first half of 2.2), the other formulas are the usual ones and
 * unverified. Qualitative ones are checklists of evidence. All are fed by registers until records feed them.
 */
import { figure } from '../../../engines/figures/define.ts';
import type { Combination, FigureDefinition, FigureValue, Measure } from '../../../engines/figures/define.ts';

const SOURCE = '紧密型县域医共体监测指标体系（2024版）';
const latest = (register: string): Measure => ({
  view: 'register',
  count: 'latest',
  where: { register },
  when: 'at-end',
});
const combined = (how: Combination, of: readonly string[]): FigureValue => ({ kind: 'combined', how, of });

type Text = readonly [name: string, unit: string, definition: string];
type Indicator = {
  readonly code: string;
  readonly zh: Text;
  readonly en: Text;
  readonly value: FigureValue;
  readonly better: FigureDefinition['better'];
};

const NOT_COUNTED = {
  zh: '未登记的机构不计入分子和分母，也不按零计。',
  en: 'Institutions that registered nothing are in neither numerator nor denominator, and are not zero.',
};

const indicator = ({ code, zh, en, value, better }: Indicator): FigureDefinition =>
  figure({
    code: `national.${code}`,
    version: 1,
    theme: 'national',
    words: {
      zh: { name: zh[0], unit: zh[1], definition: zh[2], leavesOut: NOT_COUNTED.zh },
      en: { name: en[0], unit: en[1], definition: en[2], leavesOut: NOT_COUNTED.en },
    },
    value,
    dimensions: ['consortium', 'organisation'],
    better,
    decimals: value.kind === 'checklist' ? 0 : 1,
    validFrom: '2024-01-01',
    source: { title: SOURCE, verified: false },
    evidence: 'document',
  });

type Better = FigureDefinition['better'];

/** A rate of two registers under its own code: the part and the base, each institution's newest entry. */
const registered = (code: string, per: number, better: Better, zh: Text, en: Text): FigureDefinition =>
  indicator({
    ...{ code, zh, en, better },
    value: {
      kind: 'rate',
      numerator: latest(`national.${code}.part`),
      denominator: latest(`national.${code}.base`),
      per,
    },
  });

/** A qualitative one: of its items, how many have evidence that stands. */
const evidenced = (code: string, items: readonly string[], zh: Text, en: Text): FigureDefinition =>
  indicator({
    ...{ code, zh, en, better: 'higher' },
    value: { kind: 'checklist', view: 'register', register: `national.${code}`, items },
  });

/** Deaths of four groups of causes, by age in bands of five years from 30 to 69, per 100,000. */
const BANDS = ['30-34', '35-39', '40-44', '45-49', '50-54', '55-59', '60-64', '65-69'] as const;
const bands: readonly FigureDefinition[] = BANDS.map((band) =>
  registered(
    `premature-death.${band}`,
    100_000,
    'lower',
    [`四类慢性病死亡率（${band}岁）`, '1/10万', '该年龄组四类慢性病死亡数除以该年龄组人口数。'],
    [`Death rate of four chronic groups, ${band}`, 'per 100,000', 'Deaths of the band by its population.'],
  ),
);

const INPATIENT_COST = registered(
  'inpatient-cost',
  1,
  'neither',
  ['县域内住院次均费用', '元', '参保人员县域内住院总费用除以县域内住院人次。'],
  ['Mean cost of a stay in the county', 'yuan', 'Cost of insured stays in the county by their number.'],
);

const ECG_COVER = registered(
  'village-ecg',
  100,
  'higher',
  ['村卫生室心电设备覆盖率', '%', '有可用心电设备的村卫生室数除以村卫生室总数。'],
  ['Village clinics with an ECG device', '%', 'Village clinics with a usable ECG device, of all.'],
);

export const NATIONAL: readonly FigureDefinition[] = [
  evidenced(
    'unified-resources',
    ['people', 'finance', 'medicines', 'information', 'performance'],
    ['1.1 资源统一管理', '项', '定性指标：各项有佐证材料且未被质疑的计为具备。'],
    ['1.1 Unified resources', 'items', 'Qualitative: items with evidence that stands.'],
  ),
  evidenced(
    'democratic-decision',
    ['charter', 'vote', 'primary-representatives', 'signs-for-all'],
    ['1.2 内部民主决策', '项', '定性指标：章程、成员单位表决、基层代表、牵头机构代表签约。'],
    [
      '1.2 Decisions shared',
      'items',
      'Qualitative: charter, vote of members, primary representatives, signing for all.',
    ],
  ),
  evidenced(
    'service-linkage',
    ['rules', 'referral', 'data', 'remote', 'recognition', 'early-warning'],
    ['1.3 服务协同联动', '项', '定性指标：制度统一、有序转诊、数据共享、远程到村、检查互认、传染病预警。'],
    [
      '1.3 Linked services',
      'items',
      'Qualitative: rules, referral, data, remote services, recognition, early warning.',
    ],
  ),
  registered(
    'stationed-doctors',
    10_000,
    'higher',
    [
      '2.1 派驻人数',
      '人/万人',
      '二级及以上医疗机构派驻到基层、年内累计6个月及以上的中级及以上职称医师数，除以常住人口，乘以一万。',
    ],
    ['2.1 Stationed doctors', 'per 10,000', 'Intermediate and above, six months or more in the year, by residents.'],
  ),
  registered(
    'remote-imaging',
    10_000,
    'higher',
    [
      '2.2 远程影像、心电诊断服务',
      '人次/万人',
      '远程影像诊断人次（含影像、心电、超声、核医学、肌电、脑电），除以常住人口，乘以一万。',
    ],
    ['2.2 Remote imaging and ECG', 'per 10,000', 'Remote diagnoses by residents; village ECG cover beside it.'],
  ),
  ECG_COVER,
  registered(
    'income-ratio',
    100,
    'higher',
    ['2.3 基层与牵头机构人均收入比', '%', '基层医疗卫生机构人员人均收入除以牵头医院人员人均收入。'],
    ['2.3 Income, primary to lead', '%', 'Mean staff income in primary institutions by that in the lead hospital.'],
  ),
  registered(
    'primary-visits',
    100,
    'higher',
    ['3.1 县域内基层诊疗人次占比', '%', '县域内基层医疗卫生机构诊疗人次（含村卫生室）除以县域内总诊疗人次。'],
    [
      '3.1 Primary share of visits',
      '%',
      'Visits in primary institutions, village clinics included, of all in the county.',
    ],
  ),
  registered(
    'fund-in-county',
    100,
    'higher',
    ['3.2 县域内基金支出占比', '%', '县域内医保基金支出除以参保人员基金总支出，不含药店。'],
    ['3.2 Fund spent in the county', '%', 'Of what the fund pays for the county’s insured, drug stores left out.'],
  ),
  registered(
    'fund-primary',
    100,
    'higher',
    ['3.3 基层医保基金占比', '%', '县域内基层医疗卫生机构基金支出除以县域内基金支出。'],
    ['3.3 Primary share of the fund', '%', 'Of what the fund pays to institutions in the county.'],
  ),
  INPATIENT_COST,
  indicator({
    code: 'inpatient-cost-growth',
    zh: ['4.1 县域内住院次均费用增幅', '%', '县域内住院次均费用与上年同期之差，除以上年同期。'],
    en: ['4.1 Growth of the cost of a stay', '%', 'This year’s mean cost against the year before.'],
    value: combined('growth', [INPATIENT_COST.code]),
    better: 'lower',
  }),
  registered(
    'inpatients-in-county',
    100,
    'higher',
    ['4.2 县域内住院人次占比', '%', '参保人员县域内住院人次除以参保人员住院总人次。'],
    ['4.2 Stays in the county', '%', 'Insured stays in the county, of all stays of the insured.'],
  ),
  registered(
    'tcm-visits',
    100,
    'higher',
    ['4.3 县域内中医类诊疗人次占比', '%', '县域内中医类诊疗人次除以县域内总诊疗人次。'],
    ['4.3 TCM share of visits', '%', 'Visits of Chinese medicine, of all in the county.'],
  ),
  registered(
    'chronic-hospitalised',
    100,
    'lower',
    ['5.1 管理慢病患者住院率', '%', '在管高血压、糖尿病患者当年住院人数除以在管人数。'],
    ['5.1 Managed patients hospitalised', '%', 'Managed people in hospital in the year, of those managed.'],
  ),
  indicator({
    code: 'premature-death',
    zh: [
      '5.2 四类慢性病过早死亡率',
      '%',
      '30—70岁死于四类慢性病的概率：1−Π(1−5qx)，5qx=5Mx/(1+2.5Mx)，按8个5岁组计算。',
    ],
    en: [
      '5.2 Premature death, four groups',
      '%',
      'Probability of dying of them between 30 and 70, by eight bands of five years.',
    ],
    value: combined(
      'premature-death',
      BANDS.map((band) => `national.premature-death.${band}`),
    ),
    better: 'lower',
  }),
  ...bands,
];
