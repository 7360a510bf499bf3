/** What a new resident's form says before the server is asked: the same identity check, at the field. Pure. */
import { checkIdentityNumber, IDENTITY_NUMBER_WORDS } from '../../../consortium/identity-number.ts';
import type { NewResidentBody, NewResidentInput, ResidentKind } from '../../../consortium/residents/shapes.ts';
import { isCivilDay } from '../../../platform/civil-time.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { cardFault, cardOf, NO_CARD } from './card-draft.ts';
import type { CardDraft } from './card-draft.ts';
import { registeringWords } from './registering-words.ts';
import type { words as table } from './words.ts';

type ScreenWords = (typeof table)['zh'];

export type NewResident = {
  readonly kind: ResidentKind;
  readonly identityNumber: string;
  /** A newborn, or papers left at home. */
  readonly withoutNumber: boolean;
  readonly card: CardDraft;
  readonly name: string;
  readonly gender: 'male' | 'female' | 'other' | 'unknown' | null;
  readonly birthDate: string;
  readonly phone: string;
  readonly address: string;
  readonly reason: NewResidentBody['reason'] | null;
  readonly mother: { readonly id: string; readonly name: string } | null;
  readonly birthOrder: string;
  readonly ageGuess: string;
  readonly features: string;
};
export type NewResidentFaults = Readonly<Partial<Record<keyof NewResident, string>>>;

export const EMPTY: NewResident = {
  kind: 'known',
  identityNumber: '',
  withoutNumber: false,
  card: NO_CARD,
  name: '',
  gender: null,
  birthDate: '',
  phone: '',
  address: '',
  reason: null,
  mother: null,
  birthOrder: '',
  ageGuess: '',
  features: '',
};

/** What was typed stays where it still has a meaning. */
export const asKind = (form: NewResident, kind: ResidentKind): NewResident => ({
  ...form,
  kind,
  withoutNumber: kind !== 'known',
  identityNumber: kind === 'known' ? form.identityNumber : '',
  reason: form.reason ?? (kind === 'unnamed' ? 'emergency' : null),
});

/** Typing the number fills in what it says; a number still being typed, or a wrong one, fills in nothing. */
export const withNumber = (form: NewResident, identityNumber: string): NewResident => {
  const read = checkIdentityNumber(identityNumber);
  const next = { ...form, identityNumber };
  return isRefusal(read) ? next : { ...next, birthDate: read.birthDate, gender: read.gender };
};

/** Whether birth date and sex come from the number and so need not be asked. */
export const isFilled = (form: NewResident): boolean =>
  !form.withoutNumber && !isRefusal(checkIdentityNumber(form.identityNumber));

const numberFault = (form: NewResident, today: string, words: ScreenWords, language: Language): string | undefined => {
  if (form.withoutNumber || form.kind === 'unnamed') return undefined;
  if (form.identityNumber.trim() === '') return words.need.identityNumber;
  const expected = {
    today,
    ...(isCivilDay(form.birthDate) ? { birthDate: form.birthDate } : {}),
    ...(form.gender === null ? {} : { gender: form.gender }),
  };
  const read = checkIdentityNumber(form.identityNumber, expected);
  if (!isRefusal(read)) return undefined;
  const sentences: Readonly<Record<string, string>> = IDENTITY_NUMBER_WORDS[language];
  return sentences[read.refused] ?? read.refused;
};

const birthFault = (form: NewResident, today: string, words: ScreenWords): string | undefined => {
  if (form.kind === 'unnamed') return undefined;
  if (!isCivilDay(form.birthDate)) return words.need.birthDate;
  if (form.birthDate > today) return words.birthFuture;
  return form.birthDate < '1900-01-01' ? words.birthTooOld : undefined;
};

/** Every fault by field; empty when it may be sent. `today` is `YYYY-MM-DD` in the region's zone. */
export const newResidentFaults = (
  form: NewResident,
  today: string,
  words: ScreenWords,
  language: Language,
): NewResidentFaults => {
  const faults: Record<string, string | undefined> = {
    identityNumber: numberFault(form, today, words, language),
    name:
      form.name.trim() === '' && (form.kind === 'known' || (form.kind === 'newborn' && form.mother === null))
        ? form.kind === 'known'
          ? words.need.name
          : registeringWords[language].motherNeed
        : undefined,
    ageGuess:
      form.kind !== 'unnamed' || /^(\d{1,2}|1[01]\d|120)?$/.test(form.ageGuess.trim())
        ? undefined
        : registeringWords[language].ageGuessWrong,
    card:
      form.kind === 'unnamed'
        ? undefined
        : cardFault(
            form.card,
            {
              ...(isCivilDay(form.birthDate) ? { birthDate: form.birthDate } : {}),
              ...(form.gender === null ? {} : { gender: form.gender }),
            },
            language,
          ),
    gender: form.gender === null ? words.need.gender : undefined,
    birthDate: birthFault(form, today, words),
    phone: /^[\d-]{0,20}$/.test(form.phone.trim()) ? undefined : words.phoneWrong,
    reason: form.reason === null ? words.need.reason : undefined,
  };
  return Object.fromEntries(Object.entries(faults).filter(([, said]) => said !== undefined));
};

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const wholeOr = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : null);

/** What is sent; undefined while a choice is still open. `today` is `YYYY-MM-DD`. */
export const newResidentBody = (form: NewResident, today: string): NewResidentInput | undefined => {
  if (form.gender === null || form.reason === null) return undefined;
  const unnamed = form.kind === 'unnamed';
  const age = unnamed ? wholeOr(form.ageGuess) : null;
  return {
    kind: form.kind,
    name: unnamed ? '' : form.name.trim(),
    identityNumber: form.withoutNumber || unnamed ? null : orNull(form.identityNumber.toUpperCase()),
    gender: form.gender,
    birthDate: unnamed ? null : form.birthDate,
    phone: unnamed ? null : orNull(form.phone),
    address: unnamed ? null : orNull(form.address),
    reason: form.reason,
    card: unnamed ? null : (cardOf(form.card) ?? null),
    mother: form.kind === 'newborn' ? (form.mother?.id ?? null) : null,
    birthOrder: form.kind === 'newborn' ? wholeOr(form.birthOrder) : null,
    birthYear: age === null ? null : Number(today.slice(0, 4)) - age,
    features: unnamed ? orNull(form.features) : null,
  };
};
