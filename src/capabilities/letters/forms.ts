/** What is asked on a letter's way. */
import { form } from '../../engines/forms/define.ts';

/** What a proposal is: 提案 of the CPPCC, 建议 of a deputy to the people's congress. */
export const MATTERS = ['proposal', 'suggestion'] as const;
export const SENT_TO = ['each-signer', 'first-passes-on'] as const;
export const WAYS = ['paper', 'upload', 'mail'] as const;

export const Opening = form({
  name: 'letter-opening',
  version: 1,
  questions: {
    template: { kind: 'text', required: true, max: 60 },
    /** The case it answers. */
    about: { kind: 'pick', of: 'case' },
    addressee: { kind: 'text', max: 200 },
    matter: { kind: 'choice', among: MATTERS },
    session: { kind: 'text', max: 60 },
    matterNumber: { kind: 'text', max: 20 },
    matterTitle: { kind: 'text', max: 200 },
    replyClass: { kind: 'text', max: 10 },
    /** What the letter begins with beside its template: opinions of others, what was promised last year. */
    material: {
      kind: 'repeat',
      max: 40,
      of: {
        heading: { kind: 'text', required: true, max: 200 },
        said: { kind: 'text', required: true, max: 8000, lines: 3 },
      },
    },
    /** Last year's letter on the same matter, to be set against. */
    previous: { kind: 'text', max: 100_000, lines: 6 },
  },
});

export const Countersigners = form({
  name: 'letter-countersigners',
  version: 1,
  questions: {
    units: {
      kind: 'repeat',
      required: true,
      max: 20,
      of: {
        unit: { kind: 'pick', of: 'organisation', required: true },
        note: { kind: 'text', max: 500 },
      },
    },
  },
});
export const Asked = form({
  name: 'letter-countersign-asked',
  version: 1,
  questions: {
    unit: { kind: 'pick', of: 'organisation', required: true },
    note: { kind: 'text', max: 500 },
  },
});
export const Agreement = form({
  name: 'letter-agreement',
  version: 1,
  questions: { opinion: { kind: 'text', max: 1000, lines: 2 } },
});
export const Objection = form({
  name: 'letter-objection',
  version: 1,
  questions: { objection: { kind: 'text', required: true, max: 1000, lines: 3 } },
});
export const Back = form({
  name: 'letter-back',
  version: 1,
  questions: { backReason: { kind: 'text', required: true, max: 1000, lines: 3 } },
});
export const Sealing = form({
  name: 'letter-sealing',
  version: 1,
  questions: {
    adapter: { kind: 'text', max: 40 },
    reference: { kind: 'text', max: 200 },
    paperDigest: { kind: 'text', max: 64 },
  },
});
export const Sending = form({
  name: 'letter-sending',
  version: 1,
  questions: {
    sentOn: { kind: 'date', required: true, notAfter: 'today' },
    ways: { kind: 'choices', required: true, among: WAYS },
    /** Where several asked: whether each was answered. */
    sentTo: { kind: 'choice', among: SENT_TO },
    sendingNote: { kind: 'text', max: 500 },
  },
});
export const Withdrawal = form({
  name: 'letter-withdrawal',
  version: 1,
  questions: { withdrawReason: { kind: 'text', required: true, max: 500, lines: 2 } },
});
export const Voiding = form({
  name: 'letter-voiding',
  version: 1,
  questions: { voidReason: { kind: 'text', required: true, max: 500, lines: 2 } },
});

export const LETTER_FORMS = [Opening, Countersigners, Back, Sealing, Sending, Withdrawal, Voiding];
export const COUNTERSIGN_FORMS = [Asked, Agreement, Objection];
