/** 能力评估 in both languages; items and their answers are worded by their scales. */
import { ability } from '../../../engines/forms/scales/ability.ts';
import type { Scale } from '../../../engines/forms/scales/define.ts';
import { disability } from '../../../engines/forms/scales/disability.ts';

const itemsOf = (language: 'zh' | 'en', ...scales: readonly Scale[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    scales.flatMap((scale) => Object.entries(scale.items).map(([code, item]) => [code, item.label[language]])),
  );
/** An answer of a ladder is named by its points where no item stands beside it. */
const pointsOf = (language: 'zh' | 'en', ...scales: readonly Scale[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    scales.flatMap((scale) =>
      Object.values(scale.items).flatMap((item) =>
        item.kind === 'choice'
          ? Object.entries(item.options).map(([code, { points, label }]) => [
              code,
              /^p\d+$/.test(code)
                ? language === 'zh'
                  ? `${String(points)}分`
                  : `${String(points)} points`
                : label[language],
            ])
          : [],
      ),
    ),
  );

export const SCALE_WORDS = {
  zh: { questions: itemsOf('zh', disability, ability), answers: pointsOf('zh', disability, ability) },
  en: { questions: itemsOf('en', disability, ability), answers: pointsOf('en', disability, ability) },
};

export const ASSESSMENT_ZH = {
  documents: { assessment: '评估单' },
  states: {
    requested: '待上门评估',
    'first-found': '待第二人评估',
    found: '待结论',
    published: '公示中',
    disputed: '有异议，待复评',
    'in-force': '已生效',
    'kept-as-found': '原标准结果已存',
    'not-assessed': '不予评估',
    'assessment-withdrawn': '已撤回',
  },
  steps: {
    'request-assessment': '申请评估',
    'keep-old-result': '录入原标准结果',
    'refuse-assessment': '不予受理',
    'withdraw-assessment': '撤回申请',
    'assess-ability': '评估（第一人）',
    'assess-ability-second': '评估（第二人）',
    'assess-disability': '失能评估（第一人）',
    'assess-disability-second': '失能评估（第二人）',
    conclude: '作出结论',
    dispute: '提出异议',
    'put-in-force': '公示无异议，生效',
  },
  done: {
    'request-assessment': '评估申请已送到。',
    'keep-old-result': '原标准结果已存，不折算为新标准。',
    'refuse-assessment': '已答复不予受理，并写明去处。',
    'withdraw-assessment': '已撤回。',
    'assess-ability': '第一人评估已存，待第二人。',
    'assess-ability-second': '两人评估已齐。',
    'assess-disability': '第一人评估已存，待第二人。',
    'assess-disability-second': '两人评估已齐。',
    conclude: '结论已公示。',
    dispute: '异议已登记，由另两人复评。',
    'put-in-force': '结论已生效。',
  },
  clocks: {
    'assessment.visit': '上门评估时限',
    'assessment.second': '第二人评估时限',
    'assessment.conclude': '结论时限',
    'assessment.publicity': '公示期',
    'assessment.again': '复评时限',
  },
  forms: {
    'assessment-request': '评估申请',
    'scale-gb-t-42195': '老年人能力评估',
    'scale-ltci-disability': '长期护理失能等级评估',
    'assessment-conclusion': '评估结论',
    'assessment-dispute': '异议',
    'assessment-refusal': '不予受理',
    'assessment-old-result': '原标准（MZ/T 039-2013）结果',
  },
  questions: {
    assessor: '评估机构',
    scale: '评估标准',
    purpose: '评估原因',
    informant: '信息提供者',
    basis: '定级依据',
    validUntil: '有效期至',
    assessedOn: '评估日期',
  },
  answers: {
    'gb-t-42195': '老年人能力评估规范（GB/T 42195-2022）',
    'ltci-disability': '长期护理失能等级评估标准（试行）',
    first: '首次评估',
    routine: '常规评估',
    immediate: '即时评估',
    'after-dispute': '异议后复评',
    'other-purpose': '其他',
    self: '本人',
    carer: '照护者',
    others: '其他人',
    'level-5': '重度失能Ⅲ级',
    'home-itself': '养老机构',
    bureau: '主管部门',
    'not-insured': '未参保',
    'not-eligible': '不符合条件',
    'outside-fund': '不属基金支付',
    'papers-false': '材料不实',
    'too-soon': '未满间隔期',
    'other-reason': '其他',
  },
  refusals: {
    'assessment.no-such-assessor': '没有这家评估机构，请重新选择。',
    'assessment.home-assesses-itself': '评估结果涉及该养老机构的利益，须由无利益关系的机构评估。',
    'assessment.same-person-twice': '您已评估过这位老人的这一单，第二次须由另一人评估。',
    'assessment.none-is-medical': '两名评估员中须有一名是医师或护士。',
    'assessment.other-scale': '这一单用的是另一个评估标准。',
    'assessment.items-missing': '还有项目未评，不能算分，也不按 0 分计：{itemsZh}。',
    'assessment.level-not-found': '两名评估员评定的等级之外，不能另定等级。',
  },
} as const;

export const ASSESSMENT_EN = {
  documents: { assessment: 'Assessment' },
  states: {
    requested: 'To be visited',
    'first-found': 'Second person to assess',
    found: 'To be concluded',
    published: 'Made known',
    disputed: 'Disputed, to be found again',
    'in-force': 'In force',
    'kept-as-found': 'Old result kept',
    'not-assessed': 'Not assessed',
    'assessment-withdrawn': 'Withdrawn',
  },
  steps: {
    'request-assessment': 'Ask for an assessment',
    'keep-old-result': 'Keep an old result',
    'refuse-assessment': 'Do not accept',
    'withdraw-assessment': 'Withdraw',
    'assess-ability': 'Assess (first person)',
    'assess-ability-second': 'Assess (second person)',
    'assess-disability': 'Assess disability (first person)',
    'assess-disability-second': 'Assess disability (second person)',
    conclude: 'Conclude',
    dispute: 'Dispute',
    'put-in-force': 'Undisputed: in force',
  },
  done: {
    'request-assessment': 'The request has been sent.',
    'keep-old-result': 'Kept as it was found, not turned into the new standard.',
    'refuse-assessment': 'Answered, with where to go instead.',
    'withdraw-assessment': 'Withdrawn.',
    'assess-ability': 'Kept; a second person is to assess.',
    'assess-ability-second': 'Both have assessed.',
    'assess-disability': 'Kept; a second person is to assess.',
    'assess-disability-second': 'Both have assessed.',
    conclude: 'Made known.',
    dispute: 'Recorded; two others will assess.',
    'put-in-force': 'In force.',
  },
  clocks: {
    'assessment.visit': 'Time to visit',
    'assessment.second': 'Time for the second person',
    'assessment.conclude': 'Time to conclude',
    'assessment.publicity': 'Time it is made known',
    'assessment.again': 'Time to find again',
  },
  forms: {
    'assessment-request': 'Request',
    'scale-gb-t-42195': 'Ability of older people',
    'scale-ltci-disability': 'Disability for long-term care',
    'assessment-conclusion': 'Conclusion',
    'assessment-dispute': 'Dispute',
    'assessment-refusal': 'Not accepted',
    'assessment-old-result': 'Result by the old standard (MZ/T 039-2013)',
  },
  questions: {
    assessor: 'Assessed by',
    scale: 'Standard',
    purpose: 'Why',
    informant: 'Informant',
    basis: 'Grounds of the level',
    validUntil: 'Valid until',
    assessedOn: 'Assessed on',
  },
  answers: {
    'gb-t-42195': 'Ability of older people (GB/T 42195-2022)',
    'ltci-disability': 'Disability level for long-term care (trial)',
    first: 'First',
    routine: 'Routine',
    immediate: 'Immediate',
    'after-dispute': 'After a dispute',
    'other-purpose': 'Other',
    self: 'The person',
    carer: 'Carer',
    others: 'Others',
    'level-5': 'Severely disabled III',
    'home-itself': 'The home',
    bureau: 'The bureau',
    'not-insured': 'Not insured',
    'not-eligible': 'Not eligible',
    'outside-fund': 'Not paid by the fund',
    'papers-false': 'Papers false',
    'too-soon': 'Too soon after the last',
    'other-reason': 'Other',
  },
  refusals: {
    'assessment.no-such-assessor': 'There is no such assessor. Choose again.',
    'assessment.home-assesses-itself': 'This home lives by the result: somebody independent has to assess.',
    'assessment.same-person-twice': 'You have assessed this case already; the second assessment is another person’s.',
    'assessment.none-is-medical': 'One of the two assessors has to be a doctor or a nurse.',
    'assessment.other-scale': 'This case goes by another standard.',
    'assessment.items-missing': 'Items are missing, so there is no score; they do not count as 0: {itemsEn}.',
    'assessment.level-not-found': 'No other level can be concluded than the two assessors found.',
  },
};
