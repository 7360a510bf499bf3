/** The words of the referral form's screen, from its parts. */
import { words as table } from '../../../platform/words.ts';
import { draftsWords } from './drafts-words.ts';
import { formWords } from './form-words.ts';
import { placeWords } from './place-words.ts';

export const words = table(
  { ...formWords.zh, ...placeWords.zh, ...draftsWords.zh },
  { ...formWords.en, ...placeWords.en, ...draftsWords.en },
);
