/** 机构登记、定点与一体管理 in both languages. */
import type { InstitutionKind, InstitutionLine } from '../../../consortium/organisations/lines.ts';

type Named = Readonly<Record<InstitutionLine | InstitutionKind, string>>;
const NAMES_ZH = {
  medical: '医疗登记',
  elderly: '养老登记',
  'medical-insurance': '医保定点',
  'care-insurance': '长护险定点',
  'practice-licence': '医疗机构执业许可证',
  'practice-filing': '诊所备案（诊所、医务室、护理站）',
  'elder-care-filing': '养老机构备案',
  'township-home': '乡镇敬老院登记',
  'scope-of-hospital': '医院登记业务范围含养老服务',
  'medical-designated': '医保定点医疗机构',
  'care-designated': '长护险定点护理机构',
} satisfies Named;
const NAMES_EN = {
  medical: 'Medical registration',
  elderly: 'Elder-care registration',
  'medical-insurance': 'Medical insurance',
  'care-insurance': 'Long-term-care insurance',
  'practice-licence': 'Licence to practise',
  'practice-filing': 'Filed clinic, infirmary or nursing station',
  'elder-care-filing': 'Filed elder-care institution',
  'township-home': 'Registered home of a township',
  'scope-of-hospital': 'Hospital with elder care in its scope',
  'medical-designated': 'Designated by medical insurance',
  'care-designated': 'Designated by long-term-care insurance',
} satisfies Named;

export const INSTITUTION_ZH = {
  questions: {
    kind: '登记类别',
    number: '证号或备案号',
    issuer: '发证或备案机关',
    from: '起始日',
    until: '截止日（当日仍有效，文件未载明则不填）',
    source: '依据文件',
    hospital: '管理方（卫生院）',
    handedOver: '移交管理的内容',
    on: '终止日（当日起不再有效）',
    because: '终止原因',
    why: '误录说明',
  },
  answers: {
    ...NAMES_ZH,
    'joint-management': '两院一体管理',
    people: '人员',
    money: '财务',
    things: '资产',
    suspended: '暂停',
    cancelled: '注销',
    revoked: '吊销或撤销',
    replaced: '换证',
  },
  refusals: {
    'institution.unknown-kind': '这一登记没有这个类别，请重新选择。',
    'institution.ends-before-it-begins': '截止日或终止日早于起始日，请核对。',
    'institution.overlaps': '与已有登记的时间重叠（{from}起），同一登记同时只能有一个。先终止原登记，或改起始日。',
    'institution.designated-unregistered': '{from}没有有效的登记，不能定点。请先由登记机关录入登记。',
    'institution.over-already': '该登记已于{until}终止。',
    'institution.kept-by-another': '此项由其主管部门维护，本岗位只能查看。',
    'institution.no-hospital': '管理方须为医院、卫生院、社区卫生服务中心或安宁疗护中心。',
    'institution.no-home': '被管理方须为养老机构。',
    'institution.managed-already': '该机构在此期间已由另一家管理（{from}起）。先终止原管理关系。',
    'institution.changed': '该登记刚被他人更改，请刷新后再办。',
    'institution.unknown': '没有这项登记，或已作误录撤回。',
  },
};

export const INSTITUTION_EN: typeof INSTITUTION_ZH = {
  questions: {
    kind: 'Kind',
    number: 'Number',
    issuer: 'Issued by',
    from: 'First day',
    until: 'Last day (included; empty where the document names none)',
    source: 'Document',
    hospital: 'Managed by',
    handedOver: 'Handed over',
    on: 'Ends on (from this day it no longer stands)',
    because: 'Reason',
    why: 'What was wrong',
  },
  answers: {
    ...NAMES_EN,
    'joint-management': 'Hospital and home under one management',
    people: 'Staff',
    money: 'Money',
    things: 'Property',
    suspended: 'Suspended',
    cancelled: 'Cancelled',
    revoked: 'Revoked',
    replaced: 'Replaced',
  },
  refusals: {
    'institution.unknown-kind': 'This line has no such kind. Choose again.',
    'institution.ends-before-it-begins': 'The end lies before the beginning. Check the days.',
    'institution.overlaps':
      'It overlaps the one from {from}: there is one of a line at a time. End that one, or begin later.',
    'institution.designated-unregistered':
      'No registration stands on {from}, so nothing can be designated. Register first.',
    'institution.over-already': 'It ended on {until} already.',
    'institution.kept-by-another': 'The office in charge keeps this; you may look.',
    'institution.no-hospital': 'A hospital, health centre or hospice manages.',
    'institution.no-home': 'An elder-care home is managed.',
    'institution.managed-already': 'Another manages this home from {from}. End that first.',
    'institution.changed': 'Somebody changed this meanwhile. Load the page again.',
    'institution.unknown': 'There is no such entry, or it was withdrawn.',
  },
};
