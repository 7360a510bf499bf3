/** The lines of the two forms as they are printed. The papers are Chinese, whoever prints them: they go to Chinese offices. */
export const HANDLING = {
  title: (whose: string, what: string): string => `${whose}${what}办理单`,
  number: (what: string): string => `${what}号`,
  matter: '案由',
  handOver: '市委、市政府办公室转办意见',
  leaders: '市委、市政府领导签办意见',
  principal: '承办单位主要领导办理意见',
  deputy: '承办单位分管领导',
  responsible: '责任科室及责任人',
  review: '市委、市政府领导审阅办理结果意见',
  answeredOn: '答复时间',
  answeredHow: '答复形式',
  ways: {
    'face-to-face': '面见答复',
    'by-appointment': '约见答复',
    meeting: '会议答复',
    written: '书面答复',
    other: '其他',
  },
  satisfaction: '提案办理结果满意度评价',
  opinion: '提案者意见：',
  signature: '签字：',
  handled: '办理落实情况',
  class: '类别',
  rating: '市委、市政府办公室评价',
  grade: '档次',
  grades: { good: '好', middle: '中', poor: '差' },
  note: '注：此表单按办理程序履行填写后，根据承办单位归属分别送交市委办督查室或市政府办议案督查科留存。',
} as const;

export const OPINION = {
  attachment: '附件3',
  title: (what: string): string => `政协${what}答复函征求意见表`,
  titleOfDeputies: '人大代表建议答复函征求意见表',
  number: '提案编号',
  unit: '承办单位',
  contact: '联系人',
  phone: '电话',
  matter: '提案题目',
  judgement: '对办理工作的评价“√”',
  verdicts: { satisfied: 'A、满意', 'basically-satisfied': 'B、基本满意', dissatisfied: 'C、不满意' },
  remarks: '对答复函及办理工作的意见：',
  signature: '提案者签名（单位盖章）',
  time: '时间',
  note: (copies: string): string =>
    `注：此表与答复函征求意见稿同时送提案者，正式答复前应对提案者所提的复函意见进行研究处理；表格前5项由承办单位填写，提案者签字后复印送${copies}。`,
} as const;

export const VERDICT_WORDS = { satisfied: '满意', 'basically-satisfied': '基本满意', dissatisfied: '不满意' } as const;
/** 建议 are deputies', 提案 members': the two are never called by each other's name. */
export const WHAT = { cppcc: '提案', npc: '建议' } as const;
export const FILES = { 'handling-form': '办理单', 'opinion-form': '征求意见表' } as const;
