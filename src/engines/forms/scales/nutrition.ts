/** Nutrition: the short form of the mini nutritional assessment, and the 2002 risk screening of hospitals. */
import { choice, label, ladder, type Scale } from './define.ts';
import { summed } from './nursing.ts';

export const mna: Scale = {
  code: 'mna-sf',
  version: 1,
  name: label('微型营养评定简表（MNA-SF）', 'Mini nutritional assessment, short form'),
  items: {
    intake: ladder('近三个月进食减少', 'Less food in three months', [
      [2, '没有减少', 'no decrease'],
      [1, '中度减少', 'moderate decrease'],
      [0, '严重减少', 'severe decrease'],
    ]),
    weight: choice('近三个月体重下降', 'Weight loss in three months', {
      none: [3, '没有', 'none'],
      'one-to-three': [2, '1–3 公斤', '1 to 3 kg'],
      unknown: [1, '不知道', 'not known'],
      'over-three': [0, '超过 3 公斤', 'more than 3 kg'],
    }),
    mobility: ladder('活动', 'Mobility', [
      [2, '能外出', 'goes out'],
      [1, '能下床椅，不外出', 'leaves bed or chair, not the house'],
      [0, '卧床或坐椅', 'bed or chair'],
    ]),
    stress: choice('近三个月应激或急性病', 'Stress or acute illness', {
      no: [2, '无', 'no'],
      yes: [0, '有', 'yes'],
    }),
    mind: ladder('神经心理', 'Neuropsychological', [
      [2, '无问题', 'none'],
      [1, '轻度痴呆', 'mild dementia'],
      [0, '重度痴呆或抑郁', 'severe dementia or depression'],
    ]),
    bmi: choice('体重指数（不能测时用小腿围）', 'Body mass index (or calf, where it cannot be had)', {
      p3: [3, '23 及以上', '23 or more'],
      p2: [2, '21 至不足 23', '21 to under 23'],
      p1: [1, '19 至不足 21', '19 to under 21'],
      p0: [0, '不足 19', 'under 19'],
      'calf-31': [3, '小腿围 31 厘米及以上', 'calf 31 cm or more'],
      'calf-under': [0, '小腿围不足 31 厘米', 'calf under 31 cm'],
    }),
  },
  range: { min: 0, max: 14, step: 1 },
  better: 'high',
  bandLabels: {
    malnourished: label('营养不良', 'malnourished'),
    risk: label('有营养不良风险', 'at risk'),
    normal: label('营养正常', 'normal'),
  },
  notes: {},
  source: { text: '六项见公开资料，分值与分档为通行表，待核对', verified: false },
  holder: 'Société des Produits Nestlé S.A.',
  cutOffs: [
    {
      scale: 'mna-sf',
      version: '2009',
      validFrom: '2000-01-01',
      source: '通行分档：12–14 / 8–11 / 0–7，待核对',
      verified: false,
      bands: {
        total: [
          { code: 'malnourished', from: 0, to: 7 },
          { code: 'risk', from: 8, to: 11 },
          { code: 'normal', from: 12, to: 14 },
        ],
      },
    },
  ],
  outcome: summed,
};

export const nrs2002: Scale = {
  code: 'nrs-2002',
  version: 1,
  name: label('营养风险筛查（NRS-2002）', 'Nutritional risk screening 2002'),
  items: {
    nutrition: ladder('营养状态受损', 'Impaired nutrition', [
      [0, '无', 'none'],
      [1, '轻度', 'mild'],
      [2, '中度', 'moderate'],
      [3, '重度', 'severe'],
    ]),
    disease: ladder('疾病严重程度', 'Severity of disease', [
      [0, '无', 'none'],
      [1, '轻度', 'mild'],
      [2, '中度', 'moderate'],
      [3, '重度', 'severe'],
    ]),
    age: choice('年龄', 'Age', { under: [0, '不足 70 岁', 'under 70'], over: [1, '70 岁及以上', '70 or more'] }),
  },
  range: { min: 0, max: 7, step: 1 },
  better: 'low',
  bandLabels: { none: label('暂无营养风险', 'no risk now'), risk: label('有营养风险', 'at risk') },
  notes: {},
  source: { text: '三部分 0–7 分，通行表，待核对', verified: false },
  holder: 'ESPEN（Kondrup et al.）',
  cutOffs: [
    {
      scale: 'nrs-2002',
      version: '2002',
      validFrom: '2003-01-01',
      source: '通行：≥3 有风险，待核对',
      verified: false,
      bands: {
        total: [
          { code: 'none', from: 0, to: 2 },
          { code: 'risk', from: 3, to: 7 },
        ],
      },
    },
  ],
  outcome: summed,
};
