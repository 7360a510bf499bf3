/** KPS and PPS: how far a person still manages alone. Both in steps of ten; there are no half levels. */
import type { CutOffs } from './cut-offs.ts';
import { bandOf } from './cut-offs.ts';
import { choice, label, type Note, type Outcome, type Points, type Scale } from './define.ts';

const KPS_CUT_OFFS: CutOffs = {
  scale: 'kps',
  version: '2024-01',
  validFrom: '2000-01-01',
  source: '公开资料常用分档：≥80 自理，50–70 部分依赖，<50 依赖',
  verified: false,
  bands: {
    total: [
      { code: 'dependent', from: 0, to: 40 },
      { code: 'semi-dependent', from: 50, to: 70 },
      { code: 'independent', from: 80, to: 100 },
    ],
  },
};

export const kps: Scale = {
  code: 'kps',
  version: 1,
  name: label('卡氏功能状态（KPS）', 'Karnofsky performance status'),
  items: {
    status: choice('功能状态', 'Performance', {
      p100: [100, '正常，无症状', 'normal, no symptoms'],
      p90: [90, '能正常活动，症状轻', 'normal activity, slight symptoms'],
      p80: [80, '勉强正常活动，有些症状', 'normal activity with effort'],
      p70: [70, '能自理，不能工作', 'cares for self, cannot work'],
      p60: [60, '大多自理，偶需帮助', 'mostly cares for self, occasional help'],
      p50: [50, '常需帮助和照护', 'often needs help and care'],
      p40: [40, '失能，需特别照护', 'disabled, special care'],
      p30: [30, '严重失能，宜住院', 'severely disabled, hospital indicated'],
      p20: [20, '病重，须住院积极支持', 'very ill, hospital and active support'],
      p10: [10, '濒死', 'moribund'],
      p0: [0, '死亡', 'dead'],
    }),
  },
  range: { min: 0, max: 100, step: 10 },
  better: 'high',
  bandLabels: {
    independent: label('自理', 'independent'),
    'semi-dependent': label('部分依赖', 'partly dependent'),
    dependent: label('依赖他人', 'dependent'),
  },
  notes: {},
  source: { text: '两份独立公开资料一致', verified: true },
  holder: null,
  cutOffs: [KPS_CUT_OFFS],
  outcome: (points, cutOffs): Outcome => {
    const total = points['status'] ?? 0;
    return { total, parts: {}, band: bandOf(cutOffs, 'total', total), bands: {}, notes: [] };
  },
};

/** What each answer of each column may stand in, by the table of PPS version 2; the columns are read left to right. */
const PPS_ROWS: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  ambulation: {
    full: [100, 90, 80],
    reduced: [70, 60],
    'sit-lie': [50],
    'mainly-bed': [40],
    bed: [30, 20, 10],
    death: [0],
  },
  activity: {
    'normal-none': [100],
    'normal-some': [90],
    'effort-some': [80],
    'no-job': [70],
    'no-housework': [60],
    'no-work': [50],
    'little-activity': [40],
    'no-activity': [30, 20, 10],
  },
  'self-care': { full: [100, 90, 80, 70], occasional: [60], considerable: [50], assisted: [40], total: [30, 20, 10] },
  intake: {
    normal: [100, 90, 80, 70, 60, 50, 40, 30],
    reduced: [80, 70, 60, 50, 40, 30],
    sips: [20],
    'mouth-care': [10],
  },
  consciousness: {
    full: [100, 90, 80, 70, 60, 50, 40, 30, 20],
    confused: [60, 50, 40, 30, 20],
    drowsy: [40, 30, 20, 10],
    coma: [10],
  },
};

/**
 * Left-to-right best fit: a column narrows the rows its left neighbours allow; one that allows none of them is a conflict and
 * changes nothing. Where rows are still left at the end, the one nearest to the first conflicting column is taken.
 */
export const ppsLevel = (
  chosen: Readonly<Record<string, unknown>>,
): { readonly level: number; readonly conflicts: readonly string[] } => {
  if (chosen['ambulation'] === 'death') return { level: 0, conflicts: [] };
  let rows: readonly number[] = [100, 90, 80, 70, 60, 50, 40, 30, 20, 10];
  const conflicts: string[] = [];
  let pull: readonly number[] | undefined;
  for (const [column, table] of Object.entries(PPS_ROWS)) {
    const allowed = table[String(chosen[column])] ?? [];
    const both = rows.filter((row) => allowed.includes(row));
    if (both.length > 0) rows = both;
    else {
      conflicts.push(column);
      pull ??= allowed;
    }
  }
  const target = pull ?? rows;
  const away = (row: number): number => Math.min(...target.map((other) => Math.abs(other - row)));
  const level = [...rows].sort((one, other) => away(one) - away(other) || other - one)[0] ?? 0;
  return { level, conflicts };
};

/** The codes name the answers; the row comes from the table above, so an option counts nothing by itself. */
const column = (zh: string, en: string, options: Readonly<Record<string, readonly [string, string]>>) =>
  choice(
    zh,
    en,
    Object.fromEntries(
      Object.entries(options).map(([code, [inChinese, inEnglish]]) => [code, [0, inChinese, inEnglish]]),
    ),
  );

export const pps: Scale = {
  code: 'pps',
  version: 2,
  name: label('姑息功能量表（PPS）', 'Palliative performance scale'),
  items: {
    ambulation: column('行走', 'Ambulation', {
      full: ['正常', 'full'],
      reduced: ['减少', 'reduced'],
      'sit-lie': ['大多坐或卧', 'mainly sits or lies'],
      'mainly-bed': ['大多在床上', 'mainly in bed'],
      bed: ['完全卧床', 'bed-bound'],
      death: ['死亡', 'death'],
    }),
    activity: column('活动与疾病', 'Activity and disease', {
      'normal-none': ['活动正常，无病征', 'normal, no evidence'],
      'normal-some': ['活动正常，有些病征', 'normal, some evidence'],
      'effort-some': ['勉强活动，有些病征', 'with effort, some evidence'],
      'no-job': ['不能工作，病征明显', 'no normal job, significant disease'],
      'no-housework': ['不能做家务或爱好，病征明显', 'no housework or hobby, significant disease'],
      'no-work': ['不能做任何工作，病变广泛', 'no work at all, extensive disease'],
      'little-activity': ['大部分活动不能，病变广泛', 'unable to do most, extensive disease'],
      'no-activity': ['不能活动，病变广泛', 'no activity, extensive disease'],
    }),
    'self-care': column('自理', 'Self-care', {
      full: ['完全自理', 'full'],
      occasional: ['偶需帮助', 'occasional help'],
      considerable: ['常需帮助', 'considerable help'],
      assisted: ['大多靠帮助', 'mainly assisted'],
      total: ['完全靠照护', 'total care'],
    }),
    intake: column('进食', 'Intake', {
      normal: ['正常', 'normal'],
      reduced: ['减少', 'reduced'],
      sips: ['仅小口', 'minimal to sips'],
      'mouth-care': ['仅口腔护理', 'mouth care only'],
    }),
    consciousness: column('意识', 'Consciousness', {
      full: ['清醒', 'full'],
      confused: ['清醒但有意识混乱', 'full with confusion'],
      drowsy: ['嗜睡，有或无混乱', 'drowsy, with or without confusion'],
      coma: ['昏迷', 'coma'],
    }),
  },
  range: { min: 0, max: 100, step: 10 },
  better: 'high',
  bandLabels: {},
  notes: {
    conflict: label('此列与左侧各列不一致，按左列优先取级', 'this column disagrees with those to its left, which lead'),
  },
  source: { text: '三份独立公开资料一致（其中一份 50% 一行有误，已弃用）', verified: true },
  holder: 'Victoria Hospice Society',
  cutOffs: [{ scale: 'pps', version: '2', validFrom: '2000-01-01', source: 'PPS 第 2 版', verified: true, bands: {} }],
  spares: (answers) => (answers['ambulation'] === 'death' ? Object.keys(PPS_ROWS).slice(1) : []),
  outcome: (_points: Points, _cutOffs, answers): Outcome => {
    const { level, conflicts } = ppsLevel(answers);
    const notes = conflicts.map((item): Note => ({ code: 'conflict', item }));
    return { total: level, parts: {}, band: null, bands: {}, notes };
  },
};
