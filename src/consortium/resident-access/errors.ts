/** The sentences a resident reads when their page says no: plain words, and what to do instead. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

export const RESIDENT_ACCESS_ERRORS: ErrorWords = {
  ...refusals(403, {
    'resident.code-wrong': [
      '提取码不对。请核对短信或单子上的12位数字，或请您的医生重新给一个。',
      'This code is not right. Check the 12 digits in the message or on the paper, or ask your doctor for another.',
    ],
    'resident.code-used': [
      '这个提取码已经用过，每个提取码只能用一次。请在原来那部手机上查看，或请您的医生重新给一个。',
      'This code has been used; each works once. Look on the phone it was used on, or ask your doctor for another.',
    ],
    'resident.code-void': [
      '这个提取码已经换成新的。请用最近一次收到的提取码。',
      'This code has been replaced. Please use the one you received last.',
    ],
    'resident.opens-record': [
      '这部手机打开的是健康档案。要看转诊，请用短信或单子上的提取码。',
      'This phone opens your record. To see a referral, use the code of the message or the paper.',
    ],
    'resident.opens-family': [
      '这部手机打开的是家属查看页。要看转诊，请用短信或单子上的提取码。',
      'This phone opens a family’s page. To see a referral, use the code of the message or the paper.',
    ],
    'resident.family-code-needed': [
      '家属查看需要养老机构当面给的查看码。',
      'A family’s page needs a code that the care home gives in person.',
    ],
    'resident.record-code-needed': [
      '看健康档案需要您的医生当面核对身份后给的查看码。',
      'Your record needs a code that your doctor gives you in person, after seeing who you are.',
    ],
    'resident.code-expired': [
      '这个提取码已经过期。请您的医生重新给一个。',
      'This code is too old. Please ask your doctor for another.',
    ],
  }),
  ...refusals(410, {
    'resident.over': [
      '这次转诊已经结束，网页不再提供查看。需要了解情况，请联系您的医生。',
      'This referral is over and can no longer be seen here. Please ask your doctor.',
    ],
  }),
  ...refusals(409, {
    'resident.family-ended': [
      '这位家属的查看已停止，不能再发查看码。须本人或监护人重新同意。',
      'This family member may no longer look; a code needs the resident’s or guardian’s consent anew.',
    ],
    'resident.code-case-closed': [
      '转诊已经结束，不再发放提取码。',
      'The referral has ended; no more codes are given out.',
    ],
    'resident.no-change-now': [
      '现在不需要改时间。有疑问请按页面上的电话联系。',
      'There is nothing to change now. If in doubt, please ring one of the numbers shown.',
    ],
  }),
  ...refusals(429, {
    'resident.throttled': [
      '输入次数过多，请{seconds}秒后再试。',
      'Too many attempts. Please try again in {seconds} seconds.',
    ],
  }),
};
