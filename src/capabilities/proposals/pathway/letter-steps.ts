/** What the letter that answers a proposal moves of it: steps of the system's, taken along with the letter's own in one transaction. */
import { LetterSent, LetterSigned, LetterStopped, LetterSubmitted } from '../forms/letter.ts';
import * as rules from '../rules.ts';

const SYSTEM = { at: 'system', by: ['system'] } as const;

export const letterSteps = {
  'letter-submitted': {
    from: ['handling', 're-handling'],
    to: 'drafted',
    ...SYSTEM,
    form: LetterSubmitted,
    when: [rules.everyCoHandlerAnswered, rules.letterClassFits],
  },
  'letter-checked': { from: ['drafted'], to: 'reviewed', ...SYSTEM },
  /** Sent back, withdrawn or declared void: the answer is to be written again. */
  'letter-stopped': {
    from: ['drafted', 'reviewed', 'out-for-opinion', 'agreed', 'signed'],
    to: 'handling',
    ...SYSTEM,
    form: LetterStopped,
  },
  'letter-signed': {
    from: ['agreed'],
    to: 'signed',
    ...SYSTEM,
    form: LetterSigned,
    when: [rules.everyCoHandlerAnswered, rules.letterClassFits],
  },
  'letter-sent': {
    from: ['signed'],
    to: 'sent',
    ...SYSTEM,
    form: LetterSent,
    when: [rules.everySignerAnswered, rules.notSentBeforeSigned],
    opens: { pathway: 'promise', each: 'promises' },
  },
} as const;
