/** What a new resident's form says before the server is asked: the same identity check, at the field. Pure. */
import { checkIdentityNumber, IDENTITY_NUMBER_WORDS } from '../../../consortium/identity-number.ts';
import type { NewResidentBody } from '../../../consortium/residents/shapes.ts';
import { isCivilDay } from '../../../platform/civil-time.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import type { words as table } from './words.ts';

type ScreenWords = (typeof table)['zh'];

export type NewResident = {
  readonly identityNumber: string;
  /** A newborn, or papers left at home. */
  readonly withoutNumber: boolean;
  readonly name: string;
  readonly gender: 'male' | 'female' | 'other' | 'unknown' | null;
  readonly birthDate: string;
  readonly phone: string;
  readonly address: string;
  readonly reason: NewResidentBody['reason'] | null;
};
export type NewResidentFaults = Readonly<Partial<Record<keyof NewResident, string>>>;

export const EMPTY: NewResident = {
  identityNumber: '',
  withoutNumber: false,
  name: '',
  gender: null,
  birthDate: '',
  phone: '',
  address: '',
  reason: null,
};

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
  if (form.withoutNumber) return undefined;
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
    name: form.name.trim() === '' ? words.need.name : undefined,
    gender: form.gender === null ? words.need.gender : undefined,
    birthDate: birthFault(form, today, words),
    phone: /^[\d-]{0,20}$/.test(form.phone.trim()) ? undefined : words.phoneWrong,
    reason: form.reason === null ? words.need.reason : undefined,
  };
  return Object.fromEntries(Object.entries(faults).filter(([, said]) => said !== undefined));
};

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What is sent; undefined while a choice is still open. */
export const newResidentBody = (form: NewResident): NewResidentBody | undefined =>
  form.gender === null || form.reason === null
    ? undefined
    : {
        name: form.name.trim(),
        identityNumber: form.withoutNumber ? null : orNull(form.identityNumber.toUpperCase()),
        gender: form.gender,
        birthDate: form.birthDate,
        phone: orNull(form.phone),
        address: orNull(form.address),
        reason: form.reason,
      };
