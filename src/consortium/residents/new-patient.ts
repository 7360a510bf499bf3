/** What is said of somebody nobody has registered before, checked and written as a FHIR Patient. Pure. */
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { CATCHMENT, HOUSEHOLD, IDENTITY_NUMBER, MOTHER } from '../../fhir/store/resident-facts.ts';
import { isCivilDay } from '../../platform/civil-time.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { systemOf } from '../identity/card-forms.ts';
import type { CardKind } from '../identity/card-forms.ts';
import { checkCard } from '../identity/cards.ts';
import { newbornName, temporaryNumber, unnamedName } from '../identity/nameless.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import type { NewCard, NewResidentBody } from './shapes.ts';

export const FEATURES = 'https://kanglian.org/fhir/StructureDefinition/unnamed-features';

export type CheckedResident = Omit<NewResidentBody, 'decided'>;

const OLDEST = '1900-01-01';
const PHONE = /^\+?[\d\s()-]{5,20}$/;
/** Blank is what a clerk leaves where there is none. */
export const phoneWrong = (phone: string | null): boolean => phone !== null && phone !== '' && !PHONE.test(phone);

/** True for a day somebody alive or recorded can have been born on. */
export const bornWell = (birthDate: string, today: string): true | Refusal => {
  if (!isCivilDay(birthDate) || birthDate < OLDEST) return refuse('resident.birth-date');
  return birthDate <= today || refuse('resident.born-in-the-future');
};

const whoWell = ({ kind, name, birthDate, mother }: NewResidentBody, today: string): true | Refusal => {
  if (kind === 'unnamed') return true;
  if (name === '' && (kind !== 'newborn' || mother === null)) return refuse('resident.name');
  return birthDate === null ? refuse('resident.birth-date') : bornWell(birthDate, today);
};

/** A card as it may be kept: its number checked, a period that does not end before it begins. */
export const checkedCard = (
  card: NewCard,
  expected: { readonly birthDate: string | null; readonly gender: string; readonly today: string },
): NewCard | Refusal => {
  const { birthDate, gender, today } = expected;
  const read = checkCard(
    card.kind,
    card.value,
    { gender, today, ...(birthDate === null ? {} : { birthDate }) },
    card.asPrinted,
  );
  if (isRefusal(read)) return read;
  const { from, until } = card;
  if ([from, until].some((day) => day !== null && !isCivilDay(day))) return refuse('card.day');
  return from !== null && until !== null && until < from ? refuse('card.period') : { ...card, value: read.value };
};

/**
 * The door every resident passes, one by one or in a file. Refusals: those of `checkIdentityNumber` and `checkCard`,
 * `resident.name`, `.birth-date`, `.born-in-the-future`, `.phone`, `card.day`, `card.period`.
 */
export const checkResident = (body: NewResidentBody, today: string): CheckedResident | Refusal => {
  const who = whoWell(body, today);
  if (isRefusal(who)) return who;
  if (phoneWrong(body.phone)) return refuse('resident.phone');
  const expected = { birthDate: body.birthDate, gender: body.gender, today };
  const card = body.card === null ? null : checkedCard(body.card, expected);
  if (isRefusal(card)) return card;
  if (body.identityNumber === null || body.identityNumber === '') return { ...body, card, identityNumber: null };
  const number = checkIdentityNumber(body.identityNumber, {
    gender: body.gender,
    today,
    ...(body.birthDate === null ? {} : { birthDate: body.birthDate }),
  });
  return isRefusal(number) ? number : { ...body, card, identityNumber: number.number };
};

/** What an identifier says of itself. */
export const identifierOf = (card: Omit<NewCard, 'asPrinted'>, organisation: string): JsonObject => ({
  use: card.kind === 'temporary-number' ? 'temp' : card.kind === 'identity-number' ? 'official' : 'usual',
  system: systemOf(card.kind, organisation),
  value: card.value,
  ...(card.from === null && card.until === null
    ? {}
    : {
        period: {
          ...(card.from === null ? {} : { start: card.from }),
          ...(card.until === null ? {} : { end: card.until }),
        },
      }),
  ...(card.issuer === null || card.issuer === '' ? {} : { assigner: { display: card.issuer } }),
});

const bare = (kind: CardKind, value: string): Omit<NewCard, 'asPrinted'> => ({
  kind,
  value,
  issuer: null,
  from: null,
  until: null,
});

const listOr = <Item>(key: string, items: readonly Item[]): Readonly<Record<string, unknown>> =>
  items.length === 0 ? {} : { [key]: items };

const extensionsOf = ({ mother, features }: CheckedResident, home: Home): readonly JsonObject[] => [
  ...(mother === null ? [] : [{ url: MOTHER, valueReference: { reference: `Patient/${mother}` } }]),
  ...(home.catchment === null
    ? []
    : [{ url: CATCHMENT, valueReference: { reference: `Organization/${home.catchment}` } }]),
  ...(home.household === null ? [] : [{ url: HOUSEHOLD, valueString: home.household }]),
  ...(features === null || features === '' ? [] : [{ url: FEATURES, valueString: features }]),
];

const birthOf = ({ birthDate, birthYear }: CheckedResident): Readonly<Record<string, unknown>> =>
  birthDate === null ? (birthYear === null ? {} : { birthDate: String(birthYear) }) : { birthDate };

/** What a child takes over from its mother where nothing else was said. */
export type Home = {
  readonly catchment: string | null;
  readonly household: string | null;
};
export const NOWHERE: Home = { catchment: null, household: null };

export const patientOf = (
  checked: CheckedResident,
  demonstration: boolean,
  by: { readonly organisation: string; readonly home: Home } = { organisation: '', home: NOWHERE },
): Resource => ({
  resourceType: 'Patient',
  ...(demonstration
    ? { meta: { tag: [{ system: 'https://kanglian.org/fhir/CodeSystem/record-tag', code: 'synthetic' }] } }
    : {}),
  ...listOr('extension', extensionsOf(checked, by.home)),
  ...listOr('identifier', [
    ...(checked.identityNumber === null
      ? []
      : [{ use: 'official', system: IDENTITY_NUMBER, value: checked.identityNumber }]),
    ...(checked.card === null ? [] : [identifierOf(checked.card, by.organisation)]),
  ]),
  active: true,
  name: [{ use: checked.kind === 'unnamed' ? 'temp' : 'official', text: checked.name }],
  ...(checked.phone === null || checked.phone === ''
    ? {}
    : { telecom: [{ system: 'phone', use: 'mobile', value: checked.phone }] }),
  gender: checked.gender,
  ...birthOf(checked),
  ...(checked.birthOrder === null ? {} : { multipleBirthInteger: checked.birthOrder }),
  ...(checked.address === null || checked.address === ''
    ? {}
    : { address: [{ use: 'home', text: checked.address, country: 'CN' }] }),
});

/** Somebody nobody knows: a number to call them by, and a name made of it. */
export const asUnnamed = (checked: CheckedResident, day: string, id: string): CheckedResident => {
  const number = temporaryNumber(day, id);
  return {
    ...checked,
    name: unnamedName(number),
    identityNumber: null,
    birthDate: null,
    mother: null,
    birthOrder: null,
    card: { ...bare('temporary-number', number), asPrinted: true },
  };
};

/** The mother as far as her child takes something over from her. */
export type KnownMother = Home & {
  readonly name: string;
  readonly phone: string | null;
  readonly address: string | null;
  /** The house has a reason to read her record: only then does the child take over where she lives. */
  readonly related: boolean;
};

const said = (text: string | null): string | null => (text === '' ? null : text);

export const asNewborn = (
  checked: CheckedResident,
  mother: KnownMother,
): { readonly checked: CheckedResident; readonly home: Home } => ({
  checked: {
    ...checked,
    name: checked.name === '' ? newbornName(mother.name, checked.gender, checked.birthOrder) : checked.name,
    phone: said(checked.phone) ?? (mother.related ? mother.phone : null),
    address: said(checked.address) ?? (mother.related ? mother.address : null),
  },
  home: mother.related ? { catchment: mother.catchment, household: mother.household } : NOWHERE,
});
