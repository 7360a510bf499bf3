/** What synthetic residents suffer from, by age and sex: common conditions and allergies, coded as a township doctor codes them. */
import type { Draw } from './draw.ts';

export type Illness = {
  readonly code: string;
  readonly text: string;
  /** Probability by age: the last entry whose age is reached counts. */
  readonly byAge: readonly (readonly [number, number])[];
  readonly only?: 'male' | 'female';
  /** Youngest age of onset. */
  readonly onset: number;
};

/** ICD-10 (WHO) codes; shares are plausible for a north-eastern county, not measured. */
// prettier-ignore
export const ILLNESSES: readonly Illness[] = [
  { code: 'I10', text: '高血压', byAge: [[30, 0.05], [45, 0.24], [60, 0.52], [75, 0.62]], onset: 30 },
  { code: 'E11.9', text: '2型糖尿病', byAge: [[35, 0.04], [50, 0.13], [65, 0.22]], onset: 33 },
  { code: 'I25.1', text: '冠心病', byAge: [[45, 0.04], [60, 0.16], [75, 0.27]], onset: 42 },
  { code: 'I69.3', text: '脑梗死后遗症', byAge: [[50, 0.03], [65, 0.11], [75, 0.15]], onset: 48 },
  { code: 'J44.9', text: '慢性阻塞性肺疾病', byAge: [[45, 0.03], [60, 0.12], [75, 0.16]], onset: 43 },
  { code: 'E78.5', text: '高脂血症', byAge: [[35, 0.08], [50, 0.2]], onset: 32 },
  { code: 'K29.5', text: '慢性胃炎', byAge: [[25, 0.08], [45, 0.15]], onset: 22 },
  { code: 'M51.2', text: '腰椎间盘突出症', byAge: [[30, 0.06], [50, 0.12]], onset: 28 },
  { code: 'M17.9', text: '膝关节骨关节炎', byAge: [[50, 0.08], [65, 0.2]], onset: 48 },
  { code: 'J45.9', text: '支气管哮喘', byAge: [[3, 0.03], [15, 0.015]], onset: 3 },
  { code: 'N40', text: '良性前列腺增生', byAge: [[55, 0.1], [70, 0.28]], only: 'male', onset: 52 },
  { code: 'E04.9', text: '甲状腺结节', byAge: [[30, 0.05], [45, 0.1]], only: 'female', onset: 28 },
];

const probability = (illness: Illness, age: number): number => {
  let found = 0;
  for (const [from, share] of illness.byAge) if (age >= from) found = share;
  return found;
};

export type Suffered = { readonly illness: Illness; readonly sinceAge: number };

export const drawIllnesses = (draw: Draw, age: number, gender: 'male' | 'female'): readonly Suffered[] =>
  ILLNESSES.flatMap((illness): Suffered[] => {
    const chance = draw.next();
    const since = draw.next();
    if (illness.only !== undefined && illness.only !== gender) return [];
    if (chance >= probability(illness, age)) return [];
    const years = Math.min(age - illness.onset, 20);
    return [{ illness, sinceAge: age - Math.floor(since * (years + 1)) }];
  });

export type Allergen = {
  readonly code: string;
  readonly text: string;
  readonly category: string;
  readonly reaction: string;
};

const ALLERGENS: readonly Allergen[] = [
  { code: 'penicillin', text: '青霉素', category: 'medication', reaction: '皮疹' },
  { code: 'penicillin', text: '青霉素', category: 'medication', reaction: '过敏性休克' },
  { code: 'cephalosporin', text: '头孢菌素类', category: 'medication', reaction: '荨麻疹' },
  { code: 'sulfonamide', text: '磺胺类', category: 'medication', reaction: '皮疹' },
  { code: 'iodine-contrast', text: '碘造影剂', category: 'medication', reaction: '恶心、皮肤潮红' },
  { code: 'seafood', text: '海鲜', category: 'food', reaction: '荨麻疹' },
  { code: 'peanut', text: '花生', category: 'food', reaction: '口唇肿胀' },
  { code: 'mugwort-pollen', text: '蒿属花粉', category: 'environment', reaction: '鼻炎、结膜炎' },
];

/** Three different things: something found, asked and nothing found, never asked. */
export type AllergyState =
  | { readonly state: 'present'; readonly allergen: Allergen; readonly criticality: 'low' | 'high' }
  | { readonly state: 'none-known' }
  | { readonly state: 'never-asked' };

export const drawAllergy = (draw: Draw, age: number): AllergyState => {
  const chance = draw.next();
  const allergen = draw.pick(ALLERGENS);
  if (chance < (age < 14 ? 0.04 : 0.09))
    return { state: 'present', allergen, criticality: allergen.reaction === '过敏性休克' ? 'high' : 'low' };
  return { state: chance < 0.58 ? 'none-known' : 'never-asked' };
};
