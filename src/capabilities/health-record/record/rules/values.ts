/**
 * Which measured values stand on the record's first screen, in which order, by LOINC codes that mean the same to a reader. What
 * is not listed here still stands in the record and follows behind these. No threshold stands here: see targets.ts.
 */

export type Panel = {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly loinc: readonly string[];
};

export const PANELS: readonly Panel[] = [
  { key: 'hba1c', zh: '糖化血红蛋白', en: 'HbA1c', loinc: ['4548-4', '17856-6', '59261-8'] },
  { key: 'fasting-glucose', zh: '空腹血糖', en: 'Fasting glucose', loinc: ['14771-0', '1558-6', '76629-5'] },
  {
    key: 'glucose',
    zh: '血糖',
    en: 'Glucose',
    loinc: ['15074-8', '14743-9', '2339-0', '2345-7', '41653-7', '74774-1'],
  },
  { key: 'blood-pressure', zh: '血压', en: 'Blood pressure', loinc: ['85354-9', '55284-4'] },
  { key: 'white-cells', zh: '白细胞', en: 'White cells', loinc: ['6690-2'] },
  {
    key: 'egfr',
    zh: '估算肾小球滤过率',
    en: 'eGFR',
    loinc: ['62238-1', '33914-3', '98979-8', '69405-9', '88293-6', '48642-3'],
  },
  { key: 'creatinine', zh: '血肌酐', en: 'Creatinine', loinc: ['14682-9', '2160-0', '38483-4'] },
  {
    key: 'ldl',
    zh: '低密度脂蛋白',
    en: 'LDL cholesterol',
    loinc: ['22748-8', '2089-1', '13457-7', '18262-6', '39469-2'],
  },
  { key: 'cholesterol', zh: '总胆固醇', en: 'Total cholesterol', loinc: ['14647-2', '2093-3'] },
  { key: 'triglycerides', zh: '甘油三酯', en: 'Triglycerides', loinc: ['14927-8', '2571-8'] },
  { key: 'haemoglobin', zh: '血红蛋白', en: 'Haemoglobin', loinc: ['718-7'] },
  { key: 'potassium', zh: '血钾', en: 'Potassium', loinc: ['2823-3'] },
  { key: 'uric-acid', zh: '尿酸', en: 'Uric acid', loinc: ['14933-6', '3084-1'] },
  { key: 'oxygen', zh: '血氧饱和度', en: 'Oxygen saturation', loinc: ['59408-5', '2708-6'] },
  { key: 'bmi', zh: '体质指数', en: 'BMI', loinc: ['39156-5'] },
  { key: 'weight', zh: '体重', en: 'Weight', loinc: ['29463-7', '3141-9', '8335-2'] },
  { key: 'heart-rate', zh: '心率', en: 'Heart rate', loinc: ['8867-4'] },
  { key: 'temperature', zh: '体温', en: 'Temperature', loinc: ['8310-5'] },
];
const BY_LOINC: ReadonlyMap<string, number> = new Map(
  PANELS.flatMap(({ loinc }, place) => loinc.map((code) => [code, place] as const)),
);

/** The place of a value among the panels, by any of its codes; undefined where it is none of them. */
export const panelPlace = (codes: readonly string[]): number | undefined => {
  for (const code of codes) {
    const place = BY_LOINC.get(code);
    if (place !== undefined) return place;
  }
  return undefined;
};

/** Blood pressure is one Observation of two components. */
export const SYSTOLIC = '8480-6';
export const DIASTOLIC = '8462-4';
