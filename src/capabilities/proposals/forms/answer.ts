/** The answer itself: talks, drafts, the proposer's opinion of the draft, signing, sending, satisfaction. */
import { form } from '../../../engines/forms/define.ts';
import { PUBLICATIONS, REPLY_CLASSES, REPLY_WAYS, SEND_WAYS, TALK_WAYS, VERDICTS } from './codes.ts';

export const Talk = form({
  name: 'proposal-talk',
  version: 1,
  questions: {
    talkedOn: { kind: 'date', required: true, notAfter: 'today' },
    talkWay: { kind: 'choice', among: TALK_WAYS, required: true },
    withWhom: { kind: 'text', required: true, max: 200 },
    said: { kind: 'text', required: true, max: 4000, lines: 4 },
  },
});

export const Draft = form({
  name: 'proposal-draft',
  version: 1,
  questions: {
    text: { kind: 'text', required: true, max: 40_000, lines: 18 },
    replyClass: { kind: 'choice', among: REPLY_CLASSES, required: true },
    changes: { kind: 'text', max: 1000, lines: 2 },
  },
});

export const DraftReview = form({
  name: 'proposal-draft-review',
  version: 1,
  questions: {
    reviewDecision: { kind: 'choice', among: ['passed', 'back-to-drafter'], required: true },
    remark: { kind: 'text', max: 2000, lines: 3 },
  },
});

/** 保密审查, 个人信息审查: before anything leaves the house. */
export const OpinionRequest = form({
  name: 'proposal-opinion-request',
  version: 1,
  questions: {
    secrecyChecked: { kind: 'yes-no', required: true },
    personalDataChecked: { kind: 'yes-no', required: true },
    contactPerson: { kind: 'text', max: 40 },
    contactPhone: { kind: 'text', max: 40 },
  },
});

export const DraftOpinion = form({
  name: 'proposal-draft-opinion',
  version: 1,
  questions: {
    draftOpinion: { kind: 'choice', among: ['agrees', 'wants-changes', 'no-answer'], required: true },
    heardOn: { kind: 'date', required: true, notAfter: 'today' },
    remark: { kind: 'text', max: 2000, lines: 3 },
  },
});

export const Signing = form({
  name: 'proposal-signing',
  version: 1,
  questions: {
    replyClass: { kind: 'choice', among: REPLY_CLASSES, required: true },
    documentNumber: { kind: 'text', required: true, max: 60 },
    /** The letter's own id, where it was written as a letter. */
    letter: { kind: 'pick', of: 'case' },
    publication: { kind: 'choice', among: PUBLICATIONS, required: true },
    secrecyChecked: { kind: 'yes-no', required: true },
    personalDataChecked: { kind: 'yes-no', required: true },
    signedOn: { kind: 'date', required: true, notAfter: 'today' },
  },
});

export const Sending = form({
  name: 'proposal-sending',
  version: 1,
  questions: {
    sentOn: { kind: 'date', required: true, notAfter: 'today' },
    sendWays: { kind: 'choices', among: SEND_WAYS, required: true },
    sentTo: { kind: 'choice', among: ['each-signer', 'first-passes-on'], required: true },
    copies: { kind: 'text', max: 300 },
  },
});

export const Opinion = form({
  name: 'proposal-opinion',
  version: 1,
  questions: {
    verdict: { kind: 'choice', among: VERDICTS, required: true },
    score: { kind: 'whole', min: 0, max: 100 },
    replyWay: { kind: 'choice', among: REPLY_WAYS, required: true },
    heardOn: { kind: 'date', required: true, notAfter: 'today' },
    remark: { kind: 'text', max: 2000, lines: 2 },
    /** Where several signed, each one's own; the whole is no better than the worst of them. */
    opinions: {
      kind: 'repeat',
      max: 60,
      of: {
        name: { kind: 'text', required: true, max: 80 },
        verdict: { kind: 'choice', among: VERDICTS, required: true },
        score: { kind: 'whole', min: 0, max: 100 },
      },
    },
  },
});
