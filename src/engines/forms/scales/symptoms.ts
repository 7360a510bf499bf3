/** Scales of symptoms and outlook: PPI, NRS, ESAS-r and the distress thermometer. */
import { bandOf, type Band } from './cut-offs.ts';
import { choice, label, sum, whole, type Label, type Outcome, type Scale, type ScaleItem } from './define.ts';

/** Half points occur; all are multiples of a half and so exact. */
export const ppi: Scale = {
  code: 'ppi',
  version: 1,
  name: label('姑息预后指数（PPI）', 'Palliative prognostic index'),
  items: {
    pps: choice('PPS 分级', 'PPS level', {
      high: [0, '60% 及以上', '60 % or more'],
      middle: [2.5, '30%–50%', '30 to 50 %'],
      low: [4, '10%–20%', '10 to 20 %'],
    }),
    intake: choice('进食量', 'Oral intake', {
      normal: [0, '正常', 'normal'],
      reduced: [1, '中度减少', 'moderately reduced'],
      mouthfuls: [2.5, '仅数口', 'mouthfuls'],
    }),
    oedema: choice('水肿', 'Oedema', { absent: [0, '无', 'absent'], present: [1, '有', 'present'] }),
    dyspnoea: choice('静息时呼吸困难', 'Dyspnoea at rest', {
      absent: [0, '无', 'absent'],
      present: [3.5, '有', 'present'],
    }),
    delirium: choice('谵妄', 'Delirium', { absent: [0, '无', 'absent'], present: [4, '有', 'present'] }),
  },
  range: { min: 0, max: 15, step: 0.5 },
  better: 'low',
  bandLabels: {
    weeks3: label('预计生存不足 3 周', 'less than three weeks expected'),
    weeks6: label('预计生存不足 6 周', 'less than six weeks expected'),
    longer: label('预计生存 6 周以上', 'six weeks or more expected'),
  },
  notes: {},
  source: { text: '水肿、呼吸困难、谵妄的分值为常用值，待核对原始文献', verified: false },
  holder: null,
  cutOffs: [
    {
      scale: 'ppi',
      version: '1999',
      validFrom: '2000-01-01',
      source: '公开资料：>6 分不足 3 周，>4 分不足 6 周',
      verified: false,
      bands: {
        total: [
          { code: 'longer', from: 0, to: 4 },
          { code: 'weeks6', from: 4.5, to: 6 },
          { code: 'weeks3', from: 6.5, to: 15 },
        ],
      },
    },
  ],
  outcome: (points, cutOffs): Outcome => {
    const total = sum(points);
    return { total, parts: {}, band: bandOf(cutOffs, 'total', total), bands: {}, notes: [] };
  },
};

/** The answer of PPI's first item for a PPS level; undefined at 0, where there is no outlook to estimate. */
export const ppiFromPps = (level: number): 'high' | 'middle' | 'low' | undefined =>
  level >= 60 ? 'high' : level >= 30 ? 'middle' : level >= 10 ? 'low' : undefined;

const SEVERITY: Readonly<Record<string, Label>> = {
  none: label('无', 'none'),
  mild: label('轻度', 'mild'),
  moderate: label('中度', 'moderate'),
  severe: label('重度', 'severe'),
};
const ELEVEN: readonly Band[] = [
  { code: 'none', from: 0, to: 0 },
  { code: 'mild', from: 1, to: 3 },
  { code: 'moderate', from: 4, to: 6 },
  { code: 'severe', from: 7, to: 10 },
];

export const nrs: Scale = {
  code: 'nrs',
  version: 1,
  name: label('疼痛数字评分（NRS）', 'Numeric rating scale of pain'),
  items: { pain: whole('此刻疼痛', 'Pain now', 0, 10) },
  range: { min: 0, max: 10, step: 1 },
  better: 'low',
  bandLabels: SEVERITY,
  notes: {},
  source: { text: '0–10 数字评分', verified: true },
  holder: null,
  cutOffs: [
    {
      scale: 'nrs',
      version: '2000-01',
      validFrom: '2000-01-01',
      source: '公开资料：1–3 轻度，4–6 中度，7–10 重度',
      verified: false,
      bands: { total: ELEVEN },
    },
  ],
  outcome: (points, cutOffs): Outcome => {
    const total = points['pain'] ?? 0;
    return { total, parts: {}, band: bandOf(cutOffs, 'total', total), bands: {}, notes: [] };
  },
};

const ESAS: Readonly<Record<string, readonly [string, string]>> = {
  pain: ['疼痛', 'Pain'],
  tiredness: ['疲乏', 'Tiredness'],
  drowsiness: ['嗜睡', 'Drowsiness'],
  nausea: ['恶心', 'Nausea'],
  appetite: ['食欲不振', 'Lack of appetite'],
  breath: ['气短', 'Shortness of breath'],
  depression: ['情绪低落', 'Depression'],
  anxiety: ['焦虑', 'Anxiety'],
  wellbeing: ['总体感受不佳', 'Poor wellbeing'],
};
const ESAS_ITEMS = Object.keys(ESAS);

export const esas: Scale = {
  code: 'esas-r',
  version: 1,
  name: label('埃德蒙顿症状评估（ESAS-r）', 'Edmonton symptom assessment (revised)'),
  items: {
    ...Object.fromEntries(
      Object.entries(ESAS).map(([code, [zh, en]]): [string, ScaleItem] => [code, whole(zh, en, 0, 10)]),
    ),
    other: { kind: 'whole', label: label('其他症状', 'Other symptom'), min: 0, max: 10, optional: true },
  },
  range: { min: 0, max: 90, step: 1 },
  better: 'low',
  bandLabels: SEVERITY,
  notes: {},
  source: { text: '九项各 0–10，合计 0–90；另可加一项自定症状，不计入合计', verified: true },
  holder: 'Alberta Health Services (Edmonton Zone Palliative Care Program)',
  cutOffs: [
    {
      scale: 'esas-r',
      version: '2000-01',
      validFrom: '2000-01-01',
      source: '公开资料：逐项 0 / 1–3 / 4–6 / 7–10；合计不分档',
      verified: false,
      bands: { item: ELEVEN },
    },
  ],
  // the standard bands items, not the total: a total hides the one symptom that is unbearable
  outcome: (points, cutOffs): Outcome => ({
    total: sum(points, ESAS_ITEMS),
    parts: {},
    band: null,
    bands: Object.fromEntries(Object.entries(points).map(([item, value]) => [item, bandOf(cutOffs, 'item', value)])),
    notes: [],
  }),
};

export const distress: Scale = {
  code: 'distress',
  version: 1,
  name: label('心理痛苦温度计', 'Distress thermometer'),
  items: {
    distress: whole('最近一周（含今天）的痛苦', 'Distress in the past week, today included', 0, 10),
    problems: {
      kind: 'list',
      label: label('困扰来自', 'What weighs'),
      optional: true,
      among: {
        practical: label('实际问题', 'practical'),
        family: label('家庭问题', 'family'),
        emotional: label('情绪问题', 'emotional'),
        spiritual: label('精神信仰', 'spiritual'),
        physical: label('身体问题', 'physical'),
      },
    },
  },
  range: { min: 0, max: 10, step: 1 },
  better: 'low',
  bandLabels: { below: label('暂不转介', 'no referral'), refer: label('应转介评估', 'refer for assessment') },
  notes: {},
  source: { text: '0–10；困扰清单的五类为常用分法，待核对', verified: false },
  holder: 'National Comprehensive Cancer Network (NCCN)',
  cutOffs: [
    {
      scale: 'distress',
      version: '2000-01',
      validFrom: '2000-01-01',
      source: '两份公开资料：≥4 分转介',
      verified: true,
      bands: {
        total: [
          { code: 'below', from: 0, to: 3 },
          { code: 'refer', from: 4, to: 10 },
        ],
      },
    },
  ],
  outcome: (points, cutOffs): Outcome => {
    const total = points['distress'] ?? 0;
    return { total, parts: {}, band: bandOf(cutOffs, 'total', total), bands: {}, notes: [] };
  },
};
