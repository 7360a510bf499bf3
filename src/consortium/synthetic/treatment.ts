/**
 * With what synthetic residents' illnesses are treated and watched: medicines, laboratory values with the range their
 * laboratory prints, and the follow-ups of the public-health service. Plausible, made up, for demonstration only.
 */
import type { Draw } from './draw.ts';

export type Medicine = { readonly text: string; readonly dosage: string };

/** By ICD-10 code of the illness: one of the first list is taken; of the second it may be that one was tried and stopped. */
export const MEDICINES: Readonly<Record<string, readonly [readonly Medicine[], readonly Medicine[]]>> = {
  I10: [
    [
      { text: '苯磺酸氨氯地平片', dosage: '5 mg 每日1次' },
      { text: '缬沙坦胶囊', dosage: '80 mg 每日1次' },
      { text: '硝苯地平控释片', dosage: '30 mg 每日1次' },
    ],
    [
      { text: '卡托普利片', dosage: '25 mg 每日2次' },
      { text: '复方利血平氨苯蝶啶片', dosage: '1片 每日1次' },
    ],
  ],
  'E11.9': [
    [
      { text: '盐酸二甲双胍片', dosage: '0.5 g 每日3次' },
      { text: '格列美脲片', dosage: '2 mg 每日1次' },
      { text: '阿卡波糖片', dosage: '50 mg 每日3次' },
    ],
    [{ text: '格列本脲片', dosage: '2.5 mg 每日2次' }],
  ],
  'I25.1': [
    [{ text: '阿司匹林肠溶片', dosage: '100 mg 每日1次' }],
    [{ text: '单硝酸异山梨酯片', dosage: '20 mg 每日2次' }],
  ],
  'I69.3': [[{ text: '硫酸氢氯吡格雷片', dosage: '75 mg 每日1次' }], []],
  'E78.5': [
    [
      { text: '阿托伐他汀钙片', dosage: '20 mg 每晚1次' },
      { text: '瑞舒伐他汀钙片', dosage: '10 mg 每晚1次' },
    ],
    [{ text: '血脂康胶囊', dosage: '0.6 g 每日2次' }],
  ],
  'J44.9': [
    [{ text: '噻托溴铵粉吸入剂', dosage: '18 μg 吸入 每日1次' }],
    [{ text: '氨茶碱片', dosage: '0.1 g 每日3次' }],
  ],
};

export type Test = {
  readonly code: string;
  readonly text: string;
  readonly unit: string;
  readonly ucum: string;
  readonly digits: number;
  /** What the laboratory prints beside the value; null leaves that end open. */
  readonly low: number | null;
  readonly high: number | null;
  /** Where this resident's values lie: the middle, and how far one lies from the next. */
  readonly drawn: (draw: Draw, ill: boolean) => { readonly middle: number; readonly spread: number };
};

const around =
  (well: number, ill: number, spread: number) =>
  (draw: Draw, isIll: boolean): { readonly middle: number; readonly spread: number } => ({
    middle: (isIll ? ill : well) * (0.94 + draw.next() * 0.16),
    spread,
  });

export const HBA1C: Test = {
  code: '4548-4',
  text: '糖化血红蛋白',
  unit: '%',
  ucum: '%',
  digits: 1,
  low: 4,
  high: 6,
  drawn: around(5.4, 7.6, 0.9),
};
export const FASTING_GLUCOSE: Test = {
  code: '14771-0',
  text: '空腹血糖',
  unit: 'mmol/L',
  ucum: 'mmol/L',
  digits: 1,
  low: 3.9,
  high: 6.1,
  drawn: around(5.1, 8.4, 1.4),
};
export const LDL: Test = {
  code: '22748-8',
  text: '低密度脂蛋白胆固醇',
  unit: 'mmol/L',
  ucum: 'mmol/L',
  digits: 2,
  low: null,
  high: 3.4,
  drawn: around(2.7, 3.5, 0.5),
};
export const CREATININE: Test = {
  code: '14682-9',
  text: '血肌酐',
  unit: 'μmol/L',
  ucum: 'umol/L',
  digits: 0,
  low: 41,
  high: 97,
  drawn: around(68, 82, 9),
};
export const EGFR: Test = {
  code: '62238-1',
  text: '估算肾小球滤过率',
  unit: 'mL/min/1.73m²',
  ucum: 'mL/min/{1.73_m2}',
  digits: 0,
  low: 90,
  high: null,
  drawn: around(101, 84, 6),
};
export const HAEMOGLOBIN: Test = {
  code: '718-7',
  text: '血红蛋白',
  unit: 'g/L',
  ucum: 'g/L',
  digits: 0,
  low: 115,
  high: 150,
  drawn: around(134, 128, 7),
};

/** What is asked of the laboratory for an illness, by its ICD-10 code. */
export const TESTS: Readonly<Record<string, readonly Test[]>> = {
  I10: [CREATININE, EGFR],
  'E11.9': [HBA1C, FASTING_GLUCOSE, CREATININE, EGFR],
  'I25.1': [LDL],
  'E78.5': [LDL],
  'J44.9': [HAEMOGLOBIN],
};

/** Illnesses that the public-health service follows up every quarter, and what the visit is called. */
export const FOLLOWED: Readonly<Record<string, string>> = { I10: '高血压随访', 'E11.9': '2型糖尿病随访' };
