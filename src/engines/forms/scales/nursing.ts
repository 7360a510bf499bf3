/** Scales a ward nurse fills at admission and again: Braden, Morse and Barthel. */
import { bandOf, type CutOffs } from './cut-offs.ts';
import { choice, label, ladder, sum, type Outcome, type Points, type Scale } from './define.ts';

/** The sum of all items and the band of the sum: most scales are no more than this. */
export const summed = (points: Points, cutOffs: CutOffs): Outcome => {
  const total = sum(points);
  return { total, parts: {}, band: bandOf(cutOffs, 'total', total), bands: {}, notes: [] };
};

export const braden: Scale = {
  code: 'braden',
  version: 1,
  name: label('压疮风险（Braden）', 'Pressure injury risk (Braden)'),
  items: {
    sensory: ladder('感知', 'Sensory perception', [
      [4, '无障碍', 'not impaired'],
      [3, '轻度受限', 'slightly limited'],
      [2, '很受限', 'very limited'],
      [1, '完全受限', 'completely limited'],
    ]),
    moisture: ladder('潮湿', 'Moisture', [
      [4, '很少潮湿', 'rarely moist'],
      [3, '有时潮湿', 'occasionally moist'],
      [2, '常潮湿', 'often moist'],
      [1, '持续潮湿', 'constantly moist'],
    ]),
    activity: ladder('活动', 'Activity', [
      [4, '经常行走', 'walks often'],
      [3, '偶尔行走', 'walks at times'],
      [2, '坐椅', 'chair'],
      [1, '卧床', 'bed'],
    ]),
    mobility: ladder('移动', 'Mobility', [
      [4, '不受限', 'no limit'],
      [3, '轻度受限', 'slightly limited'],
      [2, '很受限', 'very limited'],
      [1, '完全不能', 'immobile'],
    ]),
    nutrition: ladder('营养', 'Nutrition', [
      [4, '好', 'good'],
      [3, '够', 'adequate'],
      [2, '可能不足', 'probably inadequate'],
      [1, '很差', 'very poor'],
    ]),
    friction: ladder('摩擦与剪切', 'Friction and shear', [
      [3, '无明显问题', 'no apparent problem'],
      [2, '有潜在问题', 'potential problem'],
      [1, '有问题', 'problem'],
    ]),
  },
  range: { min: 6, max: 23, step: 1 },
  better: 'high',
  bandLabels: {
    high: label('高风险', 'high risk'),
    moderate: label('中风险', 'moderate risk'),
    low: label('低风险', 'low risk'),
    none: label('无风险', 'no risk'),
  },
  notes: {},
  source: { text: '六项，前五项 1–4，摩擦 1–3，合计 6–23', verified: true },
  holder: 'Barbara Braden, Nancy Bergstrom',
  cutOffs: [
    {
      scale: 'braden',
      version: '2000-01',
      validFrom: '2000-01-01',
      source: '公开资料：≤12 高，13–14 中，15–18 低；部分医院另设 ≤9 极高',
      verified: false,
      bands: {
        total: [
          { code: 'high', from: 6, to: 12 },
          { code: 'moderate', from: 13, to: 14 },
          { code: 'low', from: 15, to: 18 },
          { code: 'none', from: 19, to: 23 },
        ],
      },
    },
  ],
  outcome: summed,
};

/** Morse sets a region may choose between; sources disagree (25/45 and 25/51). The first is the default. */
export const MORSE_25_45: CutOffs = {
  scale: 'morse',
  version: '25-45',
  validFrom: '2000-01-01',
  source: '公开资料甲：0–24 / 25–44 / ≥45；另有资料用 0–24 / 25–50 / ≥51，可在区域数据中改',
  verified: false,
  bands: {
    total: [
      { code: 'low', from: 0, to: 24 },
      { code: 'moderate', from: 25, to: 44 },
      { code: 'high', from: 45, to: 125 },
    ],
  },
};
export const MORSE_25_51: CutOffs = {
  ...MORSE_25_45,
  version: '25-51',
  source: '公开资料乙：0–24 / 25–50 / ≥51',
  bands: {
    total: [
      { code: 'low', from: 0, to: 24 },
      { code: 'moderate', from: 25, to: 50 },
      { code: 'high', from: 51, to: 125 },
    ],
  },
};

export const morse: Scale = {
  code: 'morse',
  version: 1,
  name: label('跌倒风险（Morse）', 'Fall risk (Morse)'),
  items: {
    history: choice('近三个月跌倒史', 'Fall in the last three months', {
      no: [0, '无', 'no'],
      yes: [25, '有', 'yes'],
    }),
    diagnosis: choice('有第二诊断', 'Secondary diagnosis', { no: [0, '无', 'no'], yes: [15, '有', 'yes'] }),
    aid: choice('行走辅助', 'Walking aid', {
      none: [0, '不用，或卧床、轮椅', 'none, bed rest or wheelchair'],
      stick: [15, '拐杖或助行器', 'crutch or walker'],
      furniture: [30, '扶家具行走', 'furniture'],
    }),
    infusion: choice('静脉输液或留置针', 'Infusion or lock', { no: [0, '无', 'no'], yes: [20, '有', 'yes'] }),
    gait: choice('步态', 'Gait', {
      normal: [0, '正常，或卧床', 'normal or bed rest'],
      weak: [10, '虚弱', 'weak'],
      impaired: [20, '障碍', 'impaired'],
    }),
    mental: choice('对自身能力', 'Judgement of own ability', {
      aware: [0, '了解自身限度', 'knows own limits'],
      overestimates: [15, '高估或忘记限度', 'overestimates or forgets limits'],
    }),
  },
  range: { min: 0, max: 125, step: 5 },
  better: 'low',
  bandLabels: {
    low: label('低风险', 'low risk'),
    moderate: label('中风险', 'moderate risk'),
    high: label('高风险', 'high risk'),
  },
  notes: {},
  source: { text: '六项 0–125 分', verified: true },
  holder: 'Janice Morse',
  cutOffs: [MORSE_25_45],
  outcome: summed,
};

const NONE_SOME_ALL: readonly (readonly [number, string, string])[] = [
  [10, '独立', 'independent'],
  [5, '需部分帮助', 'needs some help'],
  [0, '依赖', 'dependent'],
];
const CONTINENCE: readonly (readonly [number, string, string])[] = [
  [10, '能控制', 'continent'],
  [5, '偶尔失禁', 'occasional accident'],
  [0, '失禁', 'incontinent'],
];
const ALONE: readonly (readonly [number, string, string])[] = [
  [5, '独立', 'independent'],
  [0, '依赖', 'dependent'],
];

export const barthel: Scale = {
  code: 'barthel',
  version: 1,
  name: label('日常生活活动（Barthel）', 'Activities of daily living (Barthel)'),
  items: {
    feeding: ladder('进食', 'Feeding', NONE_SOME_ALL),
    bathing: ladder('洗澡', 'Bathing', ALONE),
    grooming: ladder('修饰', 'Grooming', ALONE),
    dressing: ladder('穿衣', 'Dressing', NONE_SOME_ALL),
    bowels: ladder('大便控制', 'Bowels', CONTINENCE),
    bladder: ladder('小便控制', 'Bladder', CONTINENCE),
    toilet: ladder('如厕', 'Toilet use', NONE_SOME_ALL),
    transfer: ladder('床椅转移', 'Transfer', [
      [15, '独立', 'independent'],
      [10, '需少量帮助', 'minor help'],
      [5, '需大量帮助', 'major help'],
      [0, '完全依赖', 'unable'],
    ]),
    walking: ladder('平地行走', 'Walking', [
      [15, '独立', 'independent'],
      [10, '需一人帮助', 'help of one person'],
      [5, '轮椅自行', 'wheelchair alone'],
      [0, '不能', 'immobile'],
    ]),
    stairs: ladder('上下楼梯', 'Stairs', NONE_SOME_ALL),
  },
  range: { min: 0, max: 100, step: 5 },
  better: 'high',
  bandLabels: {
    'very-heavy': label('极重度依赖', 'very heavily dependent'),
    heavy: label('重度依赖', 'heavily dependent'),
    moderate: label('中度依赖', 'moderately dependent'),
    light: label('轻度依赖', 'lightly dependent'),
    none: label('无需依赖', 'independent'),
  },
  notes: {},
  source: { text: '十项 0–100 分；各项分值为通行表', verified: false },
  holder: 'Maryland State Medical Society（Mahoney, Barthel 1965）',
  cutOffs: [
    {
      scale: 'barthel',
      version: '2000-01',
      validFrom: '2000-01-01',
      source: '一家医院系统的分档：0–20 / 21–40 / 41–60 / 61–99 / 100',
      verified: false,
      bands: {
        total: [
          { code: 'very-heavy', from: 0, to: 20 },
          { code: 'heavy', from: 21, to: 40 },
          { code: 'moderate', from: 41, to: 60 },
          { code: 'light', from: 61, to: 99 },
          { code: 'none', from: 100, to: 100 },
        ],
      },
    },
  ],
  outcome: summed,
};
