/** A card while it is typed, and what its number says is wrong with it. Pure. */
import type { CardKind } from '../../../consortium/identity/card-forms.ts';
import { CARD_WORDS, checkCard } from '../../../consortium/identity/cards.ts';
import { IDENTITY_NUMBER_WORDS } from '../../../consortium/identity-number.ts';
import type { NewCard } from '../../../consortium/residents/shapes.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';

export type CardDraft = {
  readonly kind: CardKind | '';
  readonly value: string;
  readonly issuer: string;
  readonly from: string;
  readonly until: string;
  readonly asPrinted: boolean;
};
export const NO_CARD: CardDraft = { kind: '', value: '', issuer: '', from: '', until: '', asPrinted: false };

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Undefined while none is chosen. */
export const cardOf = (draft: CardDraft): NewCard | undefined =>
  draft.kind === ''
    ? undefined
    : {
        kind: draft.kind,
        value: draft.value.trim(),
        issuer: orNull(draft.issuer),
        from: orNull(draft.from),
        until: orNull(draft.until),
        asPrinted: draft.asPrinted,
      };

/** What is wrong with its number, as a sentence; undefined where nothing is, or none is chosen. */
export const cardFault = (
  draft: CardDraft,
  expected: { readonly birthDate?: string | undefined; readonly gender?: string | undefined },
  language: Language,
): string | undefined => {
  if (draft.kind === '') return undefined;
  const read = checkCard(draft.kind, draft.value, expected, draft.asPrinted);
  if (!isRefusal(read)) return undefined;
  const sentences: Readonly<Record<string, string>> = { ...CARD_WORDS[language], ...IDENTITY_NUMBER_WORDS[language] };
  return sentences[read.refused] ?? read.refused;
};
