/** Why a paper is not printed or a referral not filed, in sentences that say what to do. */
import { words } from '../../../platform/words.ts';

export const refusalWords = words(
  {
    'paper.of-others': '只有本转诊单的转出方和接收方可以打印。',
    'paper.another-role': '您的岗位不能打印转诊单据，请由双方的医护或转诊、入院人员打印。',
    'paper.before-acceptance': '接收方接收后才能打印（在途、在院、已回转或已结束）。',
    'paper.no-return-form': '尚未开出回转单，或回转单已被退回更正。',
    'paper.not-in-this-state': '本单现在的状态不能打印此单据。',
    'paper.no-longer-on-the-way': '居民已到院、尚无接收去处或本单已结束，不再打印就诊指引。',
    'paper.printed-meanwhile': '打印期间本单有变化，或多人同时打印同一单据，本次未打印。请重新打印。',
    'paper.no-browser': '服务器上没有可用的 Chromium，暂不能生成 PDF。请改用“网页打印”，并通知管理员。',
    'paper.too-slow': '生成 PDF 超时，本次未打印。请重试，或改用“网页打印”。',
    'paper.busy': '正在打印的人较多，本次未打印。请稍候再试。',
    'filing.of-others': '只有本转诊单的转出方和接收方可以登记备案。',
    'filing.another-role': '您的岗位不能登记医保备案，请由双方的医护或转诊、入院人员登记。',
    'filing.not-in-this-state': '本单现在的状态不能登记备案：须已提交、已有接收去处且尚未办结。',
    'filing.number-used': '这个备案号已登记在另一张转诊单上。一张转诊单只对应一个备案号，请核对。',
  },
  {
    'paper.of-others': 'Only the sender and the receiver of this referral may print its papers.',
    'paper.another-role': 'Your role prints no referral papers; care, referral or admission staff of either side do.',
    'paper.before-acceptance':
      'Can be printed once the receiver has accepted (on the way, in care, returned or ended).',
    'paper.no-return-form': 'No return form has been issued, or it was sent back for correction.',
    'paper.not-in-this-state': 'This paper cannot be printed in the referral’s present state.',
    'paper.no-longer-on-the-way':
      'The resident has arrived, there is nowhere to go at present, or the referral has ended: no slip is printed.',
    'paper.printed-meanwhile':
      'The referral changed, or several people printed the same paper at once; nothing was printed. Please print again.',
    'paper.no-browser':
      'There is no Chromium on the server, so no PDF can be made. Use “Print as a page” and tell the administrator.',
    'paper.too-slow': 'Making the PDF took too long; nothing was printed. Try again, or use “Print as a page”.',
    'paper.busy': 'Many papers are being printed; nothing was printed. Please try again shortly.',
    'filing.of-others': 'Only the sender and the receiver of this referral may record its filing.',
    'filing.another-role': 'Your role records no filings; care, referral or admission staff of either side do.',
    'filing.not-in-this-state':
      'Cannot be filed in this state: the referral must be sent, have somewhere to go, and not be over.',
    'filing.number-used':
      'This filing number is recorded for another referral. One referral has one number; please check it.',
  },
);

/** 503: try again or go round; the rest is a conflict with the referral's present state. */
export const UNAVAILABLE: readonly string[] = ['paper.no-browser', 'paper.too-slow', 'paper.busy'];
/** Of a role or an organisation. */
export const FORBIDDEN: readonly string[] = [
  'paper.of-others',
  'paper.another-role',
  'filing.of-others',
  'filing.another-role',
];
