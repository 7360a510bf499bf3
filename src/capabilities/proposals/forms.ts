/** What is asked on a proposal's way, by the handling form of Siping and the opinion form of Hanzhong; see README for the sources. */
import { form } from '../../engines/forms/define.ts';
import { Draft, DraftOpinion, DraftReview, Opinion, OpinionRequest, Sending, Signing, Talk } from './forms/answer.ts';
import { CoHandlers, Promises } from './forms/children.ts';
import { LETTER_FORMS } from './forms/letter.ts';
import { BODIES, KINDS, PUBLICATIONS, REPLY_CLASSES } from './forms/codes.ts';

export const Arrival = form({
  name: 'proposal-arrival',
  version: 1,
  questions: {
    body: { kind: 'choice', among: BODIES, required: true },
    year: { kind: 'whole', min: 1949, max: 2200, required: true },
    session: { kind: 'text', required: true, max: 60 },
    number: { kind: 'whole', min: 1, max: 999_999 },
    kind: { kind: 'choice', among: KINDS, required: true },
    title: { kind: 'text', required: true, max: 200 },
    content: { kind: 'text', required: true, max: 20_000, lines: 10 },
    signers: {
      kind: 'repeat',
      required: true,
      max: 60,
      of: { name: { kind: 'text', required: true, max: 80 }, post: { kind: 'text', max: 120 } },
    },
    receivedOn: { kind: 'date', required: true, notAfter: 'today' },
    follows: { kind: 'pick', of: 'case' },
  },
});

export const Filing = form({
  name: 'proposal-filing',
  version: 1,
  questions: {
    number: { kind: 'whole', required: true, min: 1, max: 999_999 },
    category: { kind: 'text', max: 60 },
  },
});

export const NotFiled = form({
  name: 'proposal-not-filed',
  version: 1,
  questions: {
    treatedAs: { kind: 'choice', among: ['as-opinion', 'sent-back'], required: true },
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
  },
});

export const Merging = form({
  name: 'proposal-merging',
  version: 1,
  questions: {
    into: { kind: 'pick', of: 'case', required: true },
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
  },
});

/** 转办意见, 签办意见: the first lines of Siping's form. */
export const HandOver = form({
  name: 'proposal-hand-over',
  version: 1,
  questions: {
    lead: { kind: 'pick', of: 'organisation', required: true },
    handOverOpinion: { kind: 'text', required: true, max: 1000, lines: 3 },
    leadersNote: { kind: 'text', max: 1000, lines: 2 },
    answerBy: { kind: 'date', notBefore: 'today' },
  },
});

export const SignIn = form({
  name: 'proposal-sign-in',
  version: 1,
  questions: {
    section: { kind: 'text', required: true, max: 80 },
    responsible: { kind: 'text', required: true, max: 80 },
    principalNote: { kind: 'text', max: 1000, lines: 2 },
    deputyNote: { kind: 'text', max: 1000, lines: 2 },
  },
});

export const Returning = form({
  name: 'proposal-return',
  version: 1,
  questions: {
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
    suggested: { kind: 'pick', of: 'organisation' },
  },
});

export const ReturnAnswer = form({
  name: 'proposal-return-answer',
  version: 1,
  questions: {
    returnDecision: { kind: 'choice', among: ['return-accepted', 'return-rejected'], required: true },
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
  },
});

export const ExtensionRequest = form({
  name: 'proposal-extension',
  version: 1,
  questions: {
    until: { kind: 'date', required: true, notBefore: 'today' },
    reason: { kind: 'text', required: true, max: 1000, lines: 3 },
  },
});

export const ExtensionAnswer = form({
  name: 'proposal-extension-answer',
  version: 1,
  questions: {
    extensionDecision: { kind: 'choice', among: ['extension-granted', 'extension-refused'], required: true },
    until: { kind: 'date', notBefore: 'today' },
    proposerTold: { kind: 'yes-no' },
    remark: { kind: 'text', max: 1000, lines: 2 },
  },
});

export const Urging = form({
  name: 'proposal-urging',
  version: 1,
  questions: { remark: { kind: 'text', required: true, max: 1000, lines: 2 } },
});

export const Withdrawal = form({
  name: 'proposal-withdrawal',
  version: 1,
  questions: { reason: { kind: 'text', required: true, max: 1000, lines: 3 } },
});

export const Publishing = form({
  name: 'proposal-publishing',
  version: 1,
  questions: {
    publication: { kind: 'choice', among: PUBLICATIONS, required: true },
    publishedOn: { kind: 'date', notAfter: 'today' },
    publishedAt: { kind: 'text', max: 300 },
  },
});

export const Archiving = form({
  name: 'proposal-archiving',
  version: 1,
  questions: { archiveNumber: { kind: 'text', max: 60 }, remark: { kind: 'text', max: 1000, lines: 2 } },
});

export const Raising = form({
  name: 'proposal-raising',
  version: 1,
  questions: {
    replyClass: { kind: 'choice', among: REPLY_CLASSES, required: true },
    evidence: { kind: 'text', required: true, max: 1000, lines: 3 },
  },
});

export const Rating = form({
  name: 'proposal-rating',
  version: 1,
  questions: {
    rating: { kind: 'choice', among: ['good', 'middle', 'poor'], required: true },
    /** 领导审阅办理结果意见, a line of Siping's form. */
    leadersReview: { kind: 'text', max: 1000, lines: 2 },
    remark: { kind: 'text', max: 1000, lines: 2 },
  },
});

/** 不征求意见: what leaves the house is checked all the same. */
export const Leaving = form({
  name: 'proposal-leaving',
  version: 1,
  questions: {
    secrecyChecked: { kind: 'yes-no', required: true },
    personalDataChecked: { kind: 'yes-no', required: true },
  },
});

export const FORMS = [
  ...LETTER_FORMS,
  Leaving,
  Arrival,
  Filing,
  NotFiled,
  Merging,
  HandOver,
  SignIn,
  Returning,
  ReturnAnswer,
  ExtensionRequest,
  ExtensionAnswer,
  Urging,
  Withdrawal,
  CoHandlers,
  Talk,
  Draft,
  DraftReview,
  OpinionRequest,
  DraftOpinion,
  Signing,
  Sending,
  Opinion,
  Promises,
  Publishing,
  Archiving,
  Raising,
  Rating,
];
