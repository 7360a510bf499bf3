/** The definitions 口径 of the referral's figures. Days and limits are the region's data and said beside them. */
import { words } from '../../../platform/words.ts';

export const figureWords = words(
  {
    figures: {
      'referral.closed-loop':
        '分子：期间内发出、已接回并完成随访后办结的转诊单。分母：期间内发出的全部转诊单，未办结的也计入；不含重复转诊和发出前居民未同意的。国家口径未查到，暂用平台口径。',
      'referral.answered-in-time':
        '分子：接收方在接收时限内作出第一次答复（接收、拒绝、转给其他医院或稳定后转送）的转诊单；要求补充资料不算答复，补充资料期间不计时。分母：期间内发出、已答复或时限已过的转诊单；时限未到、尚未答复的不计入。国家口径未查到，暂用平台口径。',
      'referral.seen-in-time':
        '分子：开出回转单后在规定天数内见到居民（随访日期）的转诊单。分母：期间内发出、已开回转单，且已见到居民或规定天数已过的转诊单；规定天数内因死亡、迁出等结束的不计入。退回更正的回转单以更正后的为准。国家口径未查到，暂用平台口径。',
      'referral.refused':
        '分子：期间内发出、被接收方拒绝过的转诊单，一单只计一次，原因取第一次。分母：期间内发出、接收方已答复的转诊单。转给其他医院不算拒绝。国家口径未查到，暂用平台口径。',
    },
  },
  {
    figures: {
      'referral.closed-loop':
        'Numerator: referrals sent in the period that were taken back, followed up and closed. Denominator: all referrals sent in the period, open ones included; duplicates and those the resident declined before sending are left out. No national definition was found; this is the platform’s own.',
      'referral.answered-in-time':
        'Numerator: referrals whose receiver first answered (accepted, refused, passed to another hospital) before the answer was due; asking for information is no answer, and the clock rests meanwhile. Denominator: referrals sent in the period that were answered or whose time has run out. No national definition was found; this is the platform’s own.',
      'referral.seen-in-time':
        'Numerator: referrals whose resident was seen (day of the visit) within the stated days of the return form. Denominator: referrals sent in the period and returned whose resident was seen or whose days have passed; those that ended within the days by death, moving away and the like are left out. A corrected return form replaces the first. No national definition was found; this is the platform’s own.',
      'referral.refused':
        'Numerator: referrals sent in the period that a receiver refused, each once, with the first reason. Denominator: referrals sent in the period that were answered. Passing on to another hospital is no refusal. No national definition was found; this is the platform’s own.',
    },
  },
);
