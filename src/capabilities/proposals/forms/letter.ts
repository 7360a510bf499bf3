/** What passes between a proposal and the letter that answers it. The letter's own steps take these along; nobody fills them in. */
import { form } from '../../../engines/forms/define.ts';
import { promised } from './children.ts';
import { PUBLICATIONS, REPLY_CLASSES, SEND_WAYS } from './codes.ts';

/** The drafting section begins the letter; what it begins with is put together from the proposal (`operations/letter-opening.ts`). */
export const LetterStart = form({
  name: 'proposal-letter-start',
  version: 1,
  questions: {
    replyClass: { kind: 'choice', among: REPLY_CLASSES, required: true },
    letters: {
      kind: 'repeat',
      required: true,
      max: 1,
      of: {
        template: { kind: 'text', required: true, max: 60 },
        addressee: { kind: 'text', required: true, max: 200 },
        about: { kind: 'pick', of: 'case', required: true },
        matter: { kind: 'choice', among: ['proposal', 'suggestion'], required: true },
        session: { kind: 'text', max: 60 },
        matterNumber: { kind: 'text', max: 20 },
        matterTitle: { kind: 'text', max: 200 },
        replyClass: { kind: 'text', max: 10 },
        material: {
          kind: 'repeat',
          max: 40,
          of: {
            heading: { kind: 'text', required: true, max: 200 },
            said: { kind: 'text', required: true, max: 8000, lines: 3 },
          },
        },
        previous: { kind: 'text', max: 100_000, lines: 6 },
      },
    },
  },
});

/** Which version of the letter it was. The class is text: what stands on the paper may be no class at all, and is refused then. */
const written = {
  letter: { kind: 'pick', of: 'case', required: true },
  letterVersion: { kind: 'whole', required: true, min: 1 },
  replyClass: { kind: 'text', max: 10 },
} as const;
export const LetterSubmitted = form({ name: 'proposal-letter-submitted', version: 1, questions: written });
export const LetterSigned = form({
  name: 'proposal-letter-signed',
  version: 1,
  questions: { ...written, publication: { kind: 'choice', among: PUBLICATIONS, required: true } },
});
export const LetterSent = form({
  name: 'proposal-letter-sent',
  version: 1,
  questions: {
    sentOn: { kind: 'date', required: true, notAfter: 'today' },
    sendWays: { kind: 'choices', among: SEND_WAYS, required: true },
    sentTo: { kind: 'choice', among: ['each-signer', 'first-passes-on'] },
    promises: { kind: 'repeat', max: 30, of: promised },
  },
});
export const LetterStopped = form({
  name: 'proposal-letter-stopped',
  version: 1,
  questions: { reason: { kind: 'text', required: true, max: 1000, lines: 3 } },
});

export const LETTER_FORMS = [LetterStart, LetterSubmitted, LetterSigned, LetterSent, LetterStopped];
