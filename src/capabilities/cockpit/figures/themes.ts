/** What the themes of figures are called: those that letters state and no capability records yet stand here. */
import type { FigureSet } from '../../../engines/figures/set.ts';

export const THEMES: NonNullable<FigureSet['themes']> = {
  national: { zh: '县域医共体监测', en: 'County consortia, national' },
  cases: { zh: '事项', en: 'Cases' },
  accreditation: { zh: '创建与评审', en: 'Accreditation' },
  complaints: { zh: '投诉', en: 'Complaints' },
  consortium: { zh: '医共体与医联体', en: 'Consortia' },
  'elder-care': { zh: '医养结合', en: 'Elder care' },
  'family-doctor': { zh: '家庭医生', en: 'Family doctors' },
  'green-channel': { zh: '绿色通道', en: 'Green channel' },
  'health-record': { zh: '健康档案', en: 'Health records' },
  hospice: { zh: '安宁疗护', en: 'Hospice care' },
  outreach: { zh: '宣传推介', en: 'Outreach' },
  projects: { zh: '项目与投资', en: 'Projects' },
  proposals: { zh: '提案办理', en: 'Proposals' },
  tcm: { zh: '中医药', en: 'Chinese medicine' },
  workforce: { zh: '人员队伍', en: 'Workforce' },
};
