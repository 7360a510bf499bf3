/** Promises of a letter: sentences that say what is to come. What is marked must still stand in the text, and say who and until when. Pure. */
import type { LetterDocument, LetterPromise } from './document.ts';
import { linesOf } from './plain.ts';

const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** The paragraph a promise stands in; null where the text does not say it any more. */
export const placeOfPromise = (
  letter: Pick<LetterDocument, 'paragraphs' | 'claims'>,
  { sentence }: Pick<LetterPromise, 'sentence'>,
): number | null => {
  const at = linesOf(letter).findIndex((line) => squeezed(line).includes(squeezed(sentence)));
  return at < 0 ? null : at;
};

type PromiseFinding = {
  readonly kind: 'promise-gone' | 'promise-open';
  readonly quotes: readonly string[];
  readonly reason: string;
  readonly with: Readonly<Record<string, string>>;
  readonly claim: null;
  readonly paragraph: number | null;
  readonly mend: true;
};

export const promiseFindings = (letter: LetterDocument): readonly PromiseFinding[] =>
  letter.promises.flatMap((promise): readonly PromiseFinding[] => {
    const paragraph = placeOfPromise(letter, promise);
    const about = { quotes: [promise.sentence], with: {}, claim: null, mend: true as const };
    if (paragraph === null) return [{ ...about, kind: 'promise-gone', reason: 'promise-gone', paragraph: -1 }];
    if (promise.keeper === '' || promise.due === null)
      return [{ ...about, kind: 'promise-open', reason: 'promise-open', paragraph }];
    const { due } = promise;
    const later = promise.milestones.some((milestone) => milestone.due > due);
    return later ? [{ ...about, kind: 'promise-open', reason: 'milestone-after-due', paragraph }] : [];
  });
