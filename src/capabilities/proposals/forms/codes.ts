/** The codes of proposals. The reply's class and the proposer's verdict are two things, though both are written A, B, C on paper. */
export const BODIES = ['cppcc', 'npc'] as const;
export type Body = (typeof BODIES)[number];
export const KINDS = ['member', 'joint', 'party', 'group', 'sector', 'small-group', 'special-committee'] as const;
export const REPLY_CLASSES = ['A', 'B', 'C', 'D'] as const;
export type ReplyClass = (typeof REPLY_CLASSES)[number];
export const VERDICTS = ['satisfied', 'basically-satisfied', 'dissatisfied'] as const;
export type Verdict = (typeof VERDICTS)[number];
export const PUBLICATIONS = ['public', 'on-request', 'excerpt', 'not-public'] as const;
export const TALK_WAYS = ['visit', 'invited', 'meeting', 'telephone', 'written'] as const;
/** 答复形式 of Siping's form. */
export const REPLY_WAYS = ['face-to-face', 'by-appointment', 'meeting', 'written', 'other'] as const;
export const SEND_WAYS = ['paper', 'platform', 'email'] as const;
