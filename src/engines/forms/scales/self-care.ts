/**
 * 老年人生活自理能力评估表: five items. "Light" counts nothing on meals and dressing, so the level of each item is kept beside
 * its points: the sum alone does not say which answer was given.
 */
import { bandOf } from './cut-offs.ts';
import { choice, label, sum, type Outcome, type Scale } from './define.ts';

const item = (zh: string, en: string, light: number, moderate: number, unable: number) =>
  choice(zh, en, {
    self: [0, '可自理', 'alone'],
    light: [light, '轻度依赖', 'lightly dependent'],
    moderate: [moderate, '中度依赖', 'moderately dependent'],
    unable: [unable, '不能自理', 'not able'],
  });

const LEVELS = {
  self: label('可自理', 'manages alone'),
  light: label('轻度依赖', 'lightly dependent'),
  moderate: label('中度依赖', 'moderately dependent'),
  unable: label('不能自理', 'not able'),
};

export const selfCare: Scale = {
  code: 'self-care',
  version: 1,
  name: label('老年人生活自理能力评估', 'Self-care of older people'),
  items: {
    meals: item('进餐', 'Meals', 0, 3, 5),
    washing: item('梳洗', 'Washing', 1, 3, 7),
    dressing: item('穿衣', 'Dressing', 0, 3, 5),
    toilet: item('如厕', 'Toilet', 1, 5, 10),
    activity: item('活动', 'Activity', 1, 5, 10),
  },
  range: { min: 0, max: 37, step: 1 },
  better: 'low',
  bandLabels: LEVELS,
  notes: {},
  source: { text: '老年人健康管理服务规范所附表，四份独立资料一致', verified: true },
  holder: null,
  cutOffs: [
    {
      scale: 'self-care',
      version: '2017',
      validFrom: '2000-01-01',
      source: '0–3 / 4–8 / 9–18 / ≥19，四份独立资料一致',
      verified: true,
      bands: {
        total: [
          { code: 'self', from: 0, to: 3 },
          { code: 'light', from: 4, to: 8 },
          { code: 'moderate', from: 9, to: 18 },
          { code: 'unable', from: 19, to: 37 },
        ],
      },
    },
  ],
  outcome: (points, cutOffs, answers): Outcome => {
    const total = sum(points);
    const bands = Object.fromEntries(Object.keys(points).map((code) => [code, String(answers[code])]));
    return { total, parts: {}, band: bandOf(cutOffs, 'total', total), bands, notes: [] };
  },
};
