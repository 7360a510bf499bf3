/** The sentences of notices, from words the caller has found for the codes. Pure: messages, screens and tests alike. */
import { words as table } from '../../platform/words.ts';
import type { NoticeKind, NoticeLevel } from './shapes.ts';

/** Everything already in words. `by` is a moment as people write it. */
export type NoticeText = {
  readonly document: string;
  readonly number: string;
  readonly urgency: string;
  /** What is to be done: the state's name begins with it. */
  readonly state: string;
  readonly by: string | null;
  readonly owner: string;
  /** What was asked or what became of it. */
  readonly what: string;
};
type Say = (said: NoticeText) => string;

export const NOTICE_WORDS = table(
  {
    signature: '康联',
    urgencies: { emergency: '急诊', urgent: '紧急', routine: '普通' },
    sentences: {
      owner: (said: NoticeText) =>
        `${said.document}${said.number}（${said.urgency}）${said.state}${said.by === null ? '' : `，请在${said.by}前办理`}`,
      late: (said: NoticeText) =>
        `${said.document}${said.number}（${said.urgency}）已超时：${said.state}${said.by === null ? '' : `，应在${said.by}前办理`}，责任方${said.owner}`,
      unread: (said: NoticeText) =>
        `${said.document}${said.number}（${said.urgency}）的消息无人查看：${said.state}，责任方${said.owner}${said.by === null ? '' : `，时限${said.by}`}，请督促办理`,
      news: (said: NoticeText) => `${said.document}${said.number}：${said.what}，现在${said.state}`,
      request: (said: NoticeText) => `${said.document}${said.number}：居民提出“${said.what}”，请联系居民`,
      resident: (said: NoticeText) => `${said.document}${said.number}：已发消息给居民（${said.what}）`,
      unreached: (said: NoticeText) => `${said.document}${said.number}：短信未能送达居民，请打电话告知`,
    } satisfies Readonly<Record<NoticeKind, Say>>,
    ring: (organisation: string, phone: string) => `联系${organisation} ${phone}`,
    levels: { 0: '', 1: '已报总值班', 2: '已报牵头机构总值班' } satisfies Readonly<Record<NoticeLevel, string>>,
    residentNews: {
      sent: '已提交',
      accepted: '已接收',
      changed: '有变动',
      missed: '未按时到院',
      'going-home': '开出回转单',
      ended: '已结束',
      'looked-at': '档案被紧急查看',
      'look-justified': '紧急查看审核通过',
      'look-unjustified': '紧急查看被认定不合理',
      'objection-answered': '异议已答复',
    },
    toResident: {
      sent: (to: string) => `您的转诊已提交${to}，医院答复后再通知您。`,
      accepted: (to: string) => `${to}已接收您的转诊。`,
      changed: (to: string) => `您的就诊地点改为${to}，医院答复后再通知您。`,
      missed: () => '您没有按时到院。还需要就诊，请联系您的医生。',
      'going-home': () => '医院已给您的医生开出回转单，请回到您的医生那里。',
      ended: () => '您的这次转诊已结束。有疑问请联系您的医生。',
      'looked-at': (to: string) =>
        `${to}因情况紧急查看了您的健康档案，医院将逐件审核。不认可这次查看的，可联系审核方。`,
      'look-justified': (to: string) => `${to}对您健康档案的紧急查看已审核，认定合理。`,
      'look-unjustified': (to: string) => `${to}对您健康档案的紧急查看已审核，认定不合理，将作处理并告知您。`,
      'objection-answered': (to: string) => `${to}已答复您的异议，请在“我的健康档案”中查看；没有手机的，可电话询问。`,
    },
    residentWhen: (when: string) => `时间：${when}。`,
    residentArrangement: '到院办法见网页或转诊单。',
    residentBring: (things: readonly string[]) => `请带：${things.join('、')}。`,
    residentRing: (organisation: string, phone: string) => `咨询：${organisation} ${phone}。`,
    residentCode: (code: string, days: number, page: string | null) =>
      `查看进度${page === null ? '' : ` ${page}`} 提取码 ${code}（只能用一次，${String(days)}天内有效，不要告诉别人）。`,
  },
  {
    signature: 'Kanglian',
    urgencies: { emergency: 'emergency', urgent: 'urgent', routine: 'routine' },
    sentences: {
      owner: (said) =>
        `${said.document} ${said.number} (${said.urgency}): ${said.state}${said.by === null ? '' : `, please act by ${said.by}`}`,
      late: (said) =>
        `${said.document} ${said.number} (${said.urgency}) is late: ${said.state}${said.by === null ? '' : `, was due ${said.by}`}; owner ${said.owner}`,
      unread: (said) =>
        `Nobody has read the notice of ${said.document} ${said.number} (${said.urgency}): ${said.state}; owner ${said.owner}${said.by === null ? '' : `, due ${said.by}`}. Please see to it`,
      news: (said) => `${said.document} ${said.number}: ${said.what}, now ${said.state}`,
      request: (said) => `${said.document} ${said.number}: the resident asks for “${said.what}”; please contact them`,
      resident: (said) => `${said.document} ${said.number}: message to the resident (${said.what})`,
      unreached: (said) =>
        `${said.document} ${said.number}: the resident could not be reached by SMS; please telephone`,
    },
    ring: (organisation, phone) => `ring ${organisation} ${phone}`,
    levels: { 0: '', 1: 'raised to the duty office', 2: 'raised to the lead’s duty office' },
    residentNews: {
      sent: 'sent',
      accepted: 'accepted',
      changed: 'changed',
      missed: 'did not arrive',
      'going-home': 'return form issued',
      ended: 'ended',
      'looked-at': 'the record was read in an emergency',
      'look-justified': 'the emergency look was found justified',
      'look-unjustified': 'the emergency look was found not justified',
      'objection-answered': 'the objection was answered',
    },
    toResident: {
      sent: (to) => `Your referral was sent to ${to}; you will hear from us once they answer.`,
      accepted: (to) => `${to} has accepted your referral.`,
      changed: (to) => `You are now referred to ${to}; you will hear from us once they answer.`,
      missed: () => 'You did not arrive in time. If you still need to be seen, please contact your doctor.',
      'going-home': () => 'The hospital has written to your doctor; please go to your doctor.',
      ended: () => 'This referral has ended. If in doubt, please ask your doctor.',
      'looked-at': (to) =>
        `${to} read your health record in an emergency. It will be reviewed; if you do not agree, tell the reviewer.`,
      'look-justified': (to) => `The emergency look of ${to} at your record was reviewed and found justified.`,
      'look-unjustified': (to) =>
        `The emergency look of ${to} at your record was reviewed and found not justified; it is acted upon and you will be told.`,
      'objection-answered': (to) =>
        `${to} has answered your objection; read it under “My record”, or ring them if you have no phone page.`,
    },
    residentWhen: (when) => `When: ${when}.`,
    residentArrangement: 'How to come: see the page or your paper.',
    residentBring: (things) => `Please bring: ${things.join(', ')}.`,
    residentRing: (organisation, phone) => `Questions: ${organisation} ${phone}.`,
    residentCode: (code, days, page) =>
      `See it${page === null ? '' : ` at ${page}`} with code ${code} (works once, ${String(days)} days; tell nobody).`,
  },
);

/** What a resident can be told; a pathway names one of them (or nothing) for each step. */
export const RESIDENT_NEWS = Object.keys(
  NOTICE_WORDS.zh.residentNews,
) as readonly (keyof (typeof NOTICE_WORDS)['zh']['residentNews'])[];
export type ResidentNewsCode = (typeof RESIDENT_NEWS)[number];
