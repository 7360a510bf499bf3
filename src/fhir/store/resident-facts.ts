/** The facts of a Patient (law 4): one row of `resident`, one row of `resident_card` per identifier. */
import { instantOf } from '../search/dates.ts';
import { isObject, objectsOf, relativeReference, textOf } from '../resource.ts';
import type { JsonObject, Resource } from '../resource.ts';
import { spellName } from './name-spelling.ts';

const EXTENSION = 'https://kanglian.org/fhir/StructureDefinition';
export const CATCHMENT = `${EXTENSION}/catchment`;
export const HOUSEHOLD = `${EXTENSION}/household`;
/** Of a child: the Patient that is its mother. */
export const MOTHER = `${EXTENSION}/mother`;
const SID = 'https://kanglian.org/fhir/sid';
export const IDENTITY_NUMBER = `${SID}/identity-number`;
/** 港澳台居民居住证 and 外国人永久居留身份证: eighteen characters as the identity number has. */
export const RESIDENCE_PERMIT = `${SID}/residence-permit`;
export const FOREIGN_PERMIT = `${SID}/foreign-permanent-residence`;
/** Says of an identifier that it was written down by mistake; FHIR R4 has no `use` for that. */
export const CARD_STATUS = `${EXTENSION}/card-status`;
/** An identifier without a system. */
export const UNKNOWN_SYSTEM = 'urn:kanglian:unknown';

/** Systems in which two residents of a region never share a number. */
export const UNIQUE_SYSTEMS: ReadonlySet<string> = new Set([IDENTITY_NUMBER, RESIDENCE_PERMIT, FOREIGN_PERMIT]);

/** Tags that mark a made-up person: ours, and the one HL7 gives to test data. */
const SYNTHETIC = new Set(['synthetic', 'HTEST']);

export const CARD_STATUSES = ['in-use', 'replaced', 'entered-in-error'] as const;
export type CardStatus = (typeof CARD_STATUSES)[number];
export type Card = {
  readonly system: string;
  readonly value: string;
  readonly unique: boolean;
  readonly status: CardStatus;
};

export type ResidentFacts = {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly gender: string;
  /** `YYYY-MM-DD`; null where the day is not known. */
  readonly birthDate: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly catchment: string | null;
  readonly household: string | null;
  /** Milliseconds since 1970. */
  readonly deceasedAt: number | null;
  readonly synthetic: boolean;
  /** Id of the mother's Patient. */
  readonly mother: string | null;
  readonly cards: readonly Card[];
};

const HAN = /\p{Script=Han}/u;

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');

const shownName = (name: JsonObject | undefined): string => {
  const text = textOf(name?.['text']);
  if (text !== undefined) return text;
  const family = textOf(name?.['family']) ?? '';
  const given = textsOf(name?.['given']);
  return HAN.test(family + given.join(''))
    ? family + given.join('')
    : [...given, family].filter((part) => part !== '').join(' ');
};

const shownAddress = (address: JsonObject | undefined): string | null => {
  if (!address) return null;
  const text = textOf(address['text']);
  if (text !== undefined) return text;
  const area = ['state', 'city', 'district'].flatMap((part) => textsOf(address[part]));
  const lines = textsOf(address['line']);
  const han = HAN.test([...area, ...lines].join(''));
  return (han ? [...area, ...lines].join('') : [...lines, ...area.reverse()].join(', ')) || null;
};

const extensionOf = (resource: Resource, url: string): JsonObject | undefined =>
  objectsOf(resource['extension']).find((extension) => extension['url'] === url);

const referredTo = (resource: Resource, url: string, type: string): string | null => {
  const reference = extensionOf(resource, url)?.['valueReference'];
  const relative = isObject(reference) ? relativeReference(textOf(reference['reference']) ?? '') : undefined;
  return relative?.type === type ? relative.id : null;
};

const householdOf = (resource: Resource): string | null => {
  const extension = extensionOf(resource, HOUSEHOLD);
  const identifier = extension?.['valueIdentifier'];
  return textOf(extension?.['valueString']) ?? (isObject(identifier) ? textOf(identifier['value']) : undefined) ?? null;
};

const statusOf = (identifier: JsonObject): CardStatus => {
  const said = objectsOf(identifier['extension']).find((extension) => extension['url'] === CARD_STATUS)?.['valueCode'];
  if (said === 'entered-in-error') return 'entered-in-error';
  return identifier['use'] === 'old' ? 'replaced' : 'in-use';
};

const cardsOf = (resource: Resource): readonly Card[] => {
  const cards = new Map<string, Card>();
  for (const identifier of objectsOf(resource['identifier'])) {
    const value = textOf(identifier['value']);
    if (value === undefined) continue;
    const system = textOf(identifier['system']) ?? UNKNOWN_SYSTEM;
    const status = statusOf(identifier);
    // a number written down by mistake is another's: it keeps nobody from having it
    const unique = UNIQUE_SYSTEMS.has(system) && status !== 'entered-in-error';
    cards.set(`${system}|${value}`, { system, value, unique, status });
  }
  return [...cards.values()];
};

const deceasedOf = (resource: Resource): number | null => {
  const at = instantOf(resource['deceasedDateTime']);
  // dead, but when is not said: known since this version
  return at ?? (resource['deceasedBoolean'] === true ? instantOf(resource.meta?.lastUpdated) : null);
};

/** Reads the facts from a Patient that already carries its id and meta. */
export const residentFacts = (patient: Resource): ResidentFacts => {
  const names = objectsOf(patient['name']);
  const shown = names.find((name) => name['use'] === 'official') ?? names[0];
  const name = shownName(shown);
  const phones = objectsOf(patient['telecom']).filter((contact) => contact['system'] === 'phone');
  const phone = phones.find((contact) => contact['use'] === 'mobile') ?? phones[0];
  const addresses = objectsOf(patient['address']);
  const birthDate = textOf(patient['birthDate']);
  return {
    id: patient.id ?? '',
    name,
    ...spellName(name, textOf(shown?.['family'])),
    gender: textOf(patient['gender']) ?? 'unknown',
    birthDate: birthDate?.length === 10 ? birthDate : null,
    phone: textOf(phone?.['value']) ?? null,
    address: shownAddress(addresses.find((address) => address['use'] === 'home') ?? addresses[0]),
    catchment: referredTo(patient, CATCHMENT, 'Organization'),
    household: householdOf(patient),
    deceasedAt: deceasedOf(patient),
    synthetic: objectsOf(patient.meta?.tag).some((tag) => SYNTHETIC.has(textOf(tag['code']) ?? '')),
    mother: referredTo(patient, MOTHER, 'Patient'),
    cards: cardsOf(patient),
  };
};
