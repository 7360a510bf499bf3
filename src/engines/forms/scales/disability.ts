/**
 * 长期护理失能等级评估标准(试行), 医保办发〔2021〕37号: 10 + 4 + 3 items, a band per dimension, and a level from a table of
 * activities against the worse of cognition and perception. Bands and table are from memory and one or two cells of
 * practice: data, marked unverified until held against the annex.
 */
import { bandOf, type CutOffs } from './cut-offs.ts';
import { label, ladder, sum, type Outcome, type Points, type Scale, type ScaleItem } from './define.ts';

type Rung = readonly [number, string, string];
const THREE: readonly Rung[] = [
  [10, '独立', 'alone'],
  [5, '需部分帮助', 'needs some help'],
  [0, '完全依赖', 'wholly dependent'],
];
const TWO: readonly Rung[] = [
  [5, '独立', 'alone'],
  [0, '需帮助', 'needs help'],
];

const ACTIVITIES: Readonly<Record<string, ScaleItem>> = {
  eating: ladder('进食', 'Eating', THREE),
  dressing: ladder('穿衣', 'Dressing', THREE),
  'face-mouth': ladder('面部与口腔清洁', 'Face and mouth', TWO),
  bowel: ladder('大便控制', 'Bowel', [
    [10, '能控制', 'continent'],
    [5, '每周失禁少于 1 次，或需提示、人工帮助', 'less than weekly, or prompted or helped by hand'],
    [0, '每周失禁 1 次及以上', 'weekly or more'],
  ]),
  bladder: ladder('小便控制', 'Bladder', [
    [10, '能控制', 'continent'],
    [5, '每 24 小时少于 1 次、每周多于 1 次失禁', 'less than daily, more than weekly'],
    [0, '每天失禁 1 次及以上，或导尿不能自理', 'daily or more, or catheter not self-managed'],
  ]),
  toilet: ladder('用厕', 'Toilet', THREE),
  walking: ladder('平地行走', 'Walking', [
    [15, '独立，可用辅具', 'alone, own device allowed'],
    [10, '需一人帮助或看护', 'one helper or supervision'],
    [5, '需两人帮助或由人推行', 'two helpers or pushed'],
    [0, '完全依赖', 'wholly dependent'],
  ]),
  transfer: ladder('床椅转移', 'Bed and chair', [
    [15, '独立', 'alone'],
    [10, '需一人帮助或看护', 'one helper or supervision'],
    [5, '需两人帮助，能坐', 'two helpers, can sit'],
    [0, '完全依赖', 'wholly dependent'],
  ]),
  stairs: ladder('上下楼', 'Stairs', THREE),
  bathing: ladder('洗澡', 'Bathing', TWO),
};

const orientation = (zh: string, en: string): ScaleItem =>
  ladder(zh, en, [
    [4, '清楚', 'clear'],
    [3, '轻微不清', 'slightly unclear'],
    [2, '部分清楚', 'partly clear'],
    [1, '大多不清', 'mostly unclear'],
    [0, '完全不清', 'not clear'],
  ]);

const COGNITION: Readonly<Record<string, ScaleItem>> = {
  time: orientation('时间定向', 'Time'),
  person: orientation('人物定向', 'Persons'),
  place: orientation('空间定向', 'Place'),
  memory: ladder('记忆力', 'Memory', [
    [4, '能回忆 3 个词', 'recalls three words'],
    [3, '能回忆 2 个词', 'recalls two'],
    [2, '能回忆 1 个词', 'recalls one'],
    [1, '不能回忆，尚可再认', 'recalls none, still recognises'],
    [0, '完全不能', 'nothing'],
  ]),
};

const sense = (zh: string, en: string): ScaleItem =>
  ladder(zh, en, [
    [4, '正常', 'normal'],
    [3, '轻微受限', 'slightly limited'],
    [2, '受限', 'limited'],
    [1, '严重受限', 'severely limited'],
    [0, '几乎没有', 'nearly none'],
  ]);

const PERCEPTION: Readonly<Record<string, ScaleItem>> = {
  sight: sense('视力', 'Sight'),
  hearing: sense('听力', 'Hearing'),
  communication: sense('沟通能力', 'Communication'),
};

export const DISABILITY_GROUPS = {
  activities: { label: label('日常生活活动能力', 'Activities of daily living'), items: Object.keys(ACTIVITIES) },
  cognition: { label: label('认知能力', 'Cognition'), items: Object.keys(COGNITION) },
  perception: { label: label('感知觉与沟通能力', 'Perception and communication'), items: Object.keys(PERCEPTION) },
};

export const DISABILITY_RANGES = {
  activities: { min: 0, max: 100, step: 5 },
  cognition: { min: 0, max: 16, step: 1 },
  perception: { min: 0, max: 12, step: 1 },
};

export const DISABILITY_CUT_OFFS: CutOffs = {
  scale: 'ltci-disability',
  version: '医保办发〔2021〕37号',
  validFrom: '2021-07-16',
  source: '医保办发〔2021〕37号；分档与组合表凭记忆录入，仅两格有旁证，须核对附件',
  verified: false,
  bands: {
    activities: [
      { code: 'severe', from: 0, to: 40 },
      { code: 'moderate', from: 45, to: 60 },
      { code: 'mild', from: 65, to: 95 },
      { code: 'intact', from: 100, to: 100 },
    ],
    cognition: [
      { code: 'severe', from: 0, to: 1 },
      { code: 'moderate', from: 2, to: 3 },
      { code: 'mild', from: 4, to: 15 },
      { code: 'intact', from: 16, to: 16 },
    ],
    perception: [
      { code: 'severe', from: 0, to: 1 },
      { code: 'moderate', from: 2, to: 3 },
      { code: 'mild', from: 4, to: 11 },
      { code: 'intact', from: 12, to: 12 },
    ],
  },
  table: {
    intact: { intact: 'level-0', mild: 'level-0', moderate: 'level-1', severe: 'level-1' },
    mild: { intact: 'level-1', mild: 'level-1', moderate: 'level-1', severe: 'level-2' },
    moderate: { intact: 'level-2', mild: 'level-2', moderate: 'level-2', severe: 'level-3' },
    severe: { intact: 'level-3', mild: 'level-3', moderate: 'level-4', severe: 'level-5' },
  },
};

const WORSE = ['severe', 'moderate', 'mild', 'intact'];

/** The level of three bands: activities against the worse of the other two. Throws on a table with a hole. */
export const disabilityLevel = (
  bands: { readonly activities: string; readonly cognition: string; readonly perception: string },
  cutOffs: CutOffs,
): string => {
  const worse = WORSE.find((band) => band === bands.cognition || band === bands.perception);
  const level = worse === undefined ? undefined : cutOffs.table?.[bands.activities]?.[worse];
  if (level === undefined)
    throw new Error(`${cutOffs.version}: no level for ${bands.activities} with ${String(worse)} in its table`);
  return level;
};

const outcome = (points: Points, cutOffs: CutOffs): Outcome => {
  const activities = sum(points, DISABILITY_GROUPS.activities.items);
  const cognition = sum(points, DISABILITY_GROUPS.cognition.items);
  const perception = sum(points, DISABILITY_GROUPS.perception.items);
  const bands = {
    activities: bandOf(cutOffs, 'activities', activities),
    cognition: bandOf(cutOffs, 'cognition', cognition),
    perception: bandOf(cutOffs, 'perception', perception),
  };
  // the standard combines dimensions and has no grand total: one would be read as a score
  return {
    total: null,
    parts: { activities, cognition, perception },
    band: disabilityLevel(bands, cutOffs),
    bands,
    notes: [],
  };
};

export const disability: Scale = {
  code: 'ltci-disability',
  version: 1,
  name: label('长期护理失能等级评估', 'Disability level for long-term care'),
  items: { ...ACTIVITIES, ...COGNITION, ...PERCEPTION },
  groups: DISABILITY_GROUPS,
  range: null,
  better: 'high',
  bandLabels: {
    'level-0': label('基本正常', 'about normal'),
    'level-1': label('轻度失能', 'lightly disabled'),
    'level-2': label('中度失能', 'moderately disabled'),
    'level-3': label('重度失能Ⅰ级', 'severely disabled I'),
    'level-4': label('重度失能Ⅱ级', 'severely disabled II'),
    'level-5': label('重度失能Ⅲ级', 'severely disabled III'),
    intact: label('完好', 'intact'),
    mild: label('轻度受损', 'mildly impaired'),
    moderate: label('中度受损', 'moderately impaired'),
    severe: label('重度受损', 'severely impaired'),
  },
  notes: {},
  source: { text: '10 + 4 + 3 项与分值见两份公开资料，用厕与上下楼的中间分按 Barthel 补', verified: false },
  holder: null,
  cutOffs: [DISABILITY_CUT_OFFS],
  outcome,
};
