/**
 * 老年人中医药健康管理: constitution by 33 questions, each 1 to 5, none blank. Four answers (2, 4, 5, 13) are reversed, and only
 * in the sum of the balanced constitution: the same answers count as they are for the eight biased ones.
 */
import { bandOf, type CutOffs } from './cut-offs.ts';
import { choice, label, type Note, type Outcome, type Points, type Scale, type ScaleItem } from './define.ts';
import { CONSTITUTION_QUESTIONS } from './constitution-questions.ts';

export const BIASED: Readonly<Record<string, readonly number[]>> = {
  'qi-deficient': [2, 3, 4, 14],
  'yang-deficient': [11, 12, 13, 29],
  'yin-deficient': [10, 21, 26, 31],
  'phlegm-damp': [9, 16, 28, 32],
  'damp-heat': [23, 25, 27, 30],
  'blood-stasis': [19, 22, 24, 33],
  'qi-stagnant': [5, 6, 7, 8],
  special: [15, 17, 18, 20],
};
const BALANCED = [1, 2, 4, 5, 13];
const REVERSED = [2, 4, 5, 13];

const q = (number: number): string => `q${String(number)}`;

/** The sum of the balanced constitution, reversed answers as 6 − x. */
export const balancedSum = (points: Points): number =>
  BALANCED.reduce((total, number) => {
    const given = points[q(number)] ?? 0;
    return total + (REVERSED.includes(number) ? 6 - given : given);
  }, 0);

const biasedSums = (points: Points): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(BIASED).map(([type, numbers]) => [
      type,
      numbers.reduce((total, number) => total + (points[q(number)] ?? 0), 0),
    ]),
  );

/** yes: the sum and all eight at most 8; mostly: the sum and all eight at most 10; else no. */
const balancedBand = (total: number, biased: readonly number[], cutOffs: CutOffs): string => {
  const setting = (name: string): number => Number(cutOffs.settings?.[name]);
  if (total < setting('balancedFrom')) return 'no';
  const most = Math.max(...biased);
  return most <= setting('balancedAllAtMost') ? 'yes' : most <= setting('mostlyAllAtMost') ? 'mostly' : 'no';
};

const outcome = (points: Points, cutOffs: CutOffs): Outcome => {
  const biased = biasedSums(points);
  const balanced = balancedSum(points);
  const bands: Record<string, string> = Object.fromEntries(
    Object.entries(biased).map(([type, total]) => [type, bandOf(cutOffs, 'biased', total)]),
  );
  const state = balancedBand(balanced, Object.values(biased), cutOffs);
  bands['balanced'] = state;
  const present = Object.keys(biased).filter((type) => bands[type] === 'yes');
  const highest = Math.max(...Object.values(biased));
  const leading = present.filter((type) => biased[type] === highest);
  const notes: Note[] = [];
  if (leading.length > 1) notes.push(...leading.map((item) => ({ code: 'equal', item })));
  if (bands['yin-deficient'] === 'yes' && bands['yang-deficient'] === 'yes') notes.push({ code: 'contradictory' });
  const none = state === 'no' && Object.keys(biased).every((type) => bands[type] === 'no');
  if (none) notes.push({ code: 'none' });
  const band = leading.length === 1 ? leading[0] : leading.length === 0 && state !== 'no' ? 'balanced' : undefined;
  return { total: null, parts: { ...biased, balanced }, band: band ?? null, bands, notes };
};

const answers = (rungs: readonly (readonly [string, string])[]) =>
  Object.fromEntries(rungs.map(([zh, en], index) => [`p${String(index + 1)}`, [index + 1, zh, en] as const]));

const ITEMS: Readonly<Record<string, ScaleItem>> = Object.fromEntries(
  CONSTITUTION_QUESTIONS.map(({ zh, en, rungs }, index) => [q(index + 1), choice(zh, en, answers(rungs))]),
);

export const constitution: Scale = {
  code: 'constitution-33',
  version: 1,
  name: label('老年人中医体质辨识（33 题）', 'Constitution of older people (33 questions)'),
  items: ITEMS,
  range: null,
  better: 'neither',
  bandLabels: {
    balanced: label('平和质', 'balanced'),
    'qi-deficient': label('气虚质', 'qi-deficient'),
    'yang-deficient': label('阳虚质', 'yang-deficient'),
    'yin-deficient': label('阴虚质', 'yin-deficient'),
    'phlegm-damp': label('痰湿质', 'phlegm-damp'),
    'damp-heat': label('湿热质', 'damp-heat'),
    'blood-stasis': label('血瘀质', 'blood-stasis'),
    'qi-stagnant': label('气郁质', 'qi-stagnant'),
    special: label('特禀质', 'special'),
    yes: label('是', 'yes'),
    tends: label('倾向是', 'tends to'),
    mostly: label('基本是', 'mostly'),
    no: label('否', 'no'),
  },
  notes: {
    equal: label('得分并列，由中医医师辨定', 'equal scores: the TCM doctor decides'),
    contradictory: label('阴虚与阳虚同时成立，请核对答案', 'both yin and yang deficient: check the answers'),
    none: label('各型均不成立，请核对或两周后重测', 'no type holds: check, or repeat in two weeks'),
  },
  source: { text: '老年人中医药健康管理服务规范，两份独立资料一致；第 28 题腰围分档待核对', verified: true },
  holder: '中华中医药学会（体质分类与判定）',
  cutOffs: [
    {
      scale: 'constitution-33',
      version: '2013',
      validFrom: '2000-01-01',
      source: '≥11 是，9–10 倾向是，≤8 否；平和质 ≥17，两份独立资料一致',
      verified: true,
      bands: {
        biased: [
          { code: 'no', from: 4, to: 8 },
          { code: 'tends', from: 9, to: 10 },
          { code: 'yes', from: 11, to: 20 },
        ],
      },
      settings: { balancedFrom: 17, balancedAllAtMost: 8, mostlyAllAtMost: 10 },
    },
  ],
  outcome,
};
