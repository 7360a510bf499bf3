/** The 33 questions in short words of our own, in their order; where a question has measures, they are its answers. */
type Rungs = readonly (readonly [zh: string, en: string])[];
export type ConstitutionQuestion = { readonly zh: string; readonly en: string; readonly rungs: Rungs };

const OFTEN: Rungs = [
  ['没有', 'not at all'],
  ['很少', 'a little'],
  ['有时', 'sometimes'],
  ['经常', 'often'],
  ['总是', 'always'],
];
const ask = (zh: string, en: string, rungs: Rungs = OFTEN): ConstitutionQuestion => ({ zh, en, rungs });

export const CONSTITUTION_QUESTIONS: readonly ConstitutionQuestion[] = [
  ask('精力充沛', 'full of energy'),
  ask('容易疲乏', 'tires easily'),
  ask('容易气短', 'short of breath'),
  ask('说话低弱无力', 'weak voice'),
  ask('情绪低沉', 'low spirits'),
  ask('紧张焦虑', 'tense or anxious'),
  ask('孤独失落', 'lonely or lost'),
  ask('容易害怕', 'easily frightened'),
  ask('体重超重（体重指数）', 'overweight (body mass index)', [
    ['不足 24', 'under 24'],
    ['24 至不足 25', '24 to under 25'],
    ['25 至不足 26', '25 to under 26'],
    ['26 至不足 28', '26 to under 28'],
    ['28 及以上', '28 or more'],
  ]),
  ask('眼睛干涩', 'dry eyes'),
  ask('手脚发凉', 'cold hands and feet'),
  ask('胃部或腰背怕冷', 'stomach or back dislikes cold'),
  ask('比旁人怕冷', 'bears cold badly'),
  ask('容易感冒（每年次数）', 'catches colds (times a year)', [
    ['不到 2 次', 'fewer than 2'],
    ['2–4 次', '2 to 4'],
    ['5–6 次', '5 to 6'],
    ['8 次及以上', '8 or more'],
    ['几乎每月', 'nearly monthly'],
  ]),
  ask('不感冒也鼻塞流涕', 'blocked nose without a cold'),
  ask('口黏或打鼾', 'sticky mouth or snoring'),
  ask('容易过敏（每年次数）', 'allergic (times a year)', [
    ['从来没有', 'never'],
    ['1–2 次', '1 to 2'],
    ['3–4 次', '3 to 4'],
    ['5–6 次', '5 to 6'],
    ['每次遇到都过敏', 'every time'],
  ]),
  ask('容易起荨麻疹', 'hives'),
  ask('皮肤不觉出现青紫', 'bruises without a cause'),
  ask('皮肤一抓就红', 'skin reddens when scratched'),
  ask('皮肤或口唇干', 'dry skin or lips'),
  ask('肢体麻木或固定疼痛', 'numb limbs or fixed pain'),
  ask('面部或鼻部油腻', 'oily face or nose'),
  ask('面色晦暗或有斑', 'dark face or spots'),
  ask('湿疹或疮疖', 'eczema or boils'),
  ask('口干咽燥想喝水', 'dry mouth and throat'),
  ask('口苦或口臭', 'bitter mouth or bad breath'),
  ask('腹部肥大（腰围）', 'large belly (waist)', [
    ['不足 80 厘米', 'under 80 cm'],
    ['80–85 厘米', '80 to 85 cm'],
    ['86–90 厘米', '86 to 90 cm'],
    ['91–105 厘米', '91 to 105 cm'],
    ['超过 105 厘米', 'over 105 cm'],
  ]),
  ask('吃凉不适', 'unwell after cold food'),
  ask('大便黏滞不爽', 'sticky stool'),
  ask('大便干燥', 'dry stool'),
  ask('舌苔厚腻', 'thick greasy coating of the tongue'),
  ask('舌下静脉瘀紫', 'purple veins under the tongue'),
];
