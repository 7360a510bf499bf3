/** What people are called by what they do. */
import { words } from '../platform/words.ts';

export const ROLE_WORDS = words(
  {
    'village-doctor': '乡村医生',
    'general-practitioner': '全科医师',
    nurse: '护士',
    'public-health-worker': '公卫人员',
    registrar: '挂号登记员',
    'referral-coordinator': '转诊专员',
    'admission-clerk': '入院服务中心',
    'attending-physician': '责任医师',
    'duty-officer': '总值班',
    'social-worker': '社工',
    'bed-manager': '床位管理员',
    'commission-officer': '卫健委工作人员',
    administrator: '管理员',
    'service-client': '接口',
    system: '系统',
  },
  {
    'village-doctor': 'Village doctor',
    'general-practitioner': 'General practitioner',
    nurse: 'Nurse',
    'public-health-worker': 'Public health worker',
    registrar: 'Registrar',
    'referral-coordinator': 'Referral coordinator',
    'admission-clerk': 'Admission office',
    'attending-physician': 'Attending physician',
    'duty-officer': 'Duty officer',
    'social-worker': 'Social worker',
    'bed-manager': 'Bed manager',
    'commission-officer': 'Commission officer',
    administrator: 'Administrator',
    'service-client': 'Interface',
    system: 'System',
  },
);
