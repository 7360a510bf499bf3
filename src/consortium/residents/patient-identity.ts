/** What a Patient says of who somebody is, how that changed from version to version, and the Patient with a change made. Pure. */
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { isObject, objectsOf, textOf } from '../../fhir/resource.ts';
import { CARD_STATUS, residentFacts, UNKNOWN_SYSTEM } from '../../fhir/store/resident-facts.ts';
import type { CardStatus } from '../../fhir/store/resident-facts.ts';
import { CARD_FORMS, kindOf } from '../identity/card-forms.ts';
import type { CardView, IdentityView, PersonBody } from './shapes.ts';

const statusOf = (identifier: JsonObject): CardStatus => {
  const said = objectsOf(identifier['extension']).find(({ url }) => url === CARD_STATUS)?.['valueCode'];
  return said === 'entered-in-error' ? 'entered-in-error' : identifier['use'] === 'old' ? 'replaced' : 'in-use';
};
const systemIn = (identifier: JsonObject): string => textOf(identifier['system']) ?? UNKNOWN_SYSTEM;
const DAY = /^\d{4}-\d\d-\d\d/;
const dayIn = (value: unknown): string | null => DAY.exec(textOf(value) ?? '')?.[0] ?? null;

/** @param inherited a Patient that was merged into the resident's own */
export const cardsIn = (patient: Resource, today: string, inherited: boolean): readonly CardView[] =>
  objectsOf(patient['identifier']).flatMap((identifier): CardView[] => {
    const value = textOf(identifier['value']);
    if (value === undefined) return [];
    const system = systemIn(identifier);
    const kind = kindOf(system);
    const period = isObject(identifier['period']) ? identifier['period'] : {};
    const assigner = isObject(identifier['assigner']) ? identifier['assigner'] : {};
    const until = dayIn(period['end']);
    return [
      {
        kind,
        system,
        value,
        status: statusOf(identifier),
        issuer: textOf(assigner['display']) ?? null,
        from: dayIn(period['start']),
        until,
        expired: until !== null && until < today,
        inherited,
        verified: kind !== null && CARD_FORMS[kind].verified,
      },
    ];
  });

/** With one more card; the newest of a kind stands first. */
export const withCard = (patient: Resource, identifier: JsonObject): Resource => ({
  ...patient,
  identifier: [identifier, ...objectsOf(patient['identifier'])],
});

const marked = (identifier: JsonObject, to: CardStatus): JsonObject => {
  const { use: _use, extension, ...rest } = identifier;
  const others = objectsOf(extension).filter(({ url }) => url !== CARD_STATUS);
  const extensions = to === 'entered-in-error' ? [...others, { url: CARD_STATUS, valueCode: to }] : others;
  return {
    ...(extensions.length === 0 ? {} : { extension: extensions }),
    use: to === 'in-use' ? 'usual' : 'old',
    ...rest,
  };
};

/** Undefined where the Patient has no such card. */
export const withCardMarked = (
  patient: Resource,
  system: string,
  value: string,
  to: CardStatus,
): Resource | undefined => {
  const cards = objectsOf(patient['identifier']);
  const at = cards.findIndex((each) => systemIn(each) === system && textOf(each['value']) === value);
  return at < 0 ? undefined : { ...patient, identifier: cards.map((each, n) => (n === at ? marked(each, to) : each)) };
};

/** The entry that is shown is replaced; the others are kept. */
const put = (
  list: unknown,
  isShown: (entry: JsonObject) => boolean,
  entry: JsonObject | null,
): readonly JsonObject[] => {
  const known = objectsOf(list);
  const chosen = known.find(isShown) ?? known[0];
  const rest = known.filter((each) => each !== chosen);
  return entry === null
    ? rest
    : [{ ...(chosen?.['use'] === undefined ? {} : { use: chosen['use'] }), ...entry }, ...rest];
};
const listOr = (key: string, items: readonly JsonObject[]): Readonly<Record<string, unknown>> =>
  items.length === 0 ? {} : { [key]: items };

/** Who somebody is, said anew. What is the same as it was is left as it stands. */
export const withPerson = (patient: Resource, said: PersonBody): Resource => {
  const { name: _name, telecom, address, birthDate: _birth, ...rest } = patient;
  const facts = residentFacts(patient);
  const phones = objectsOf(telecom).filter(({ system }) => system === 'phone');
  const others = objectsOf(telecom).filter(({ system }) => system !== 'phone');
  const phone = said.phone === '' ? null : said.phone;
  const home = said.address === '' ? null : said.address;
  const birth = said.birthDate ?? (facts.birthDate === null ? textOf(patient['birthDate']) : undefined);
  return {
    ...rest,
    name:
      facts.name === said.name
        ? objectsOf(patient['name'])
        : [
            { use: 'official', text: said.name },
            // what somebody was called before is found still
            ...objectsOf(patient['name']).map((each) => ({ ...each, use: 'old' })),
          ],
    gender: said.gender,
    ...(birth === undefined ? {} : { birthDate: birth }),
    ...(facts.phone === phone
      ? listOr('telecom', objectsOf(telecom))
      : listOr('telecom', [
          ...put(
            phones,
            ({ use }) => use === 'mobile',
            phone === null ? null : { system: 'phone', use: 'mobile', value: phone },
          ),
          ...others,
        ])),
    ...(facts.address === home
      ? listOr('address', objectsOf(address))
      : listOr(
          'address',
          put(address, ({ use }) => use === 'home', home === null ? null : { use: 'home', text: home, country: 'CN' }),
        )),
  };
};

export type PatientVersion = {
  readonly id: string;
  readonly version: number;
  readonly at: Date;
  readonly by: string | null;
  readonly organisation: string | null;
  readonly patient: Resource;
};
type Change = IdentityView['history'][number]['changes'][number];

const MARKS = { 'in-use': 'card-changed', replaced: 'card-replaced', 'entered-in-error': 'card-mistaken' } as const;
const nameOfCard = ({ kind, system, value }: CardView): Pick<Change, 'card' | 'text'> => ({
  card: kind ?? system,
  text: value,
});

const cardChanges = (before: Resource, after: Resource): readonly Change[] => {
  const keyed = (patient: Resource) =>
    new Map(cardsIn(patient, '', false).map((card) => [`${card.system}|${card.value}`, card]));
  const [old, now] = [keyed(before), keyed(after)];
  return [
    ...[...now].flatMap(([key, card]): Change[] => {
      const was = old.get(key);
      if (was === undefined) return [{ what: 'card-added', ...nameOfCard(card) }];
      if (was.status !== card.status) return [{ what: MARKS[card.status], ...nameOfCard(card) }];
      const same = was.issuer === card.issuer && was.from === card.from && was.until === card.until;
      return same ? [] : [{ what: 'card-changed', ...nameOfCard(card) }];
    }),
    ...[...old].flatMap(([key, card]): Change[] =>
      now.has(key) ? [] : [{ what: 'card-removed', ...nameOfCard(card) }],
    ),
  ];
};

const changesOf = (before: Resource, after: Resource): readonly Change[] => {
  const [old, now] = [residentFacts(before), residentFacts(after)];
  const told = (what: Change['what'], was: string | null, is: string | null): readonly Change[] =>
    was === is ? [] : [{ what, card: null, text: [was, is].map((each) => each ?? '').join(' → ') }];
  return [
    ...told('name', old.name, now.name),
    ...told('gender', old.gender, now.gender),
    ...told('birth-date', textOf(before['birthDate']) ?? null, textOf(after['birthDate']) ?? null),
    ...told('phone', old.phone, now.phone),
    ...told('address', old.address, now.address),
    ...(old.mother === now.mother ? [] : [{ what: 'mother' as const, card: null, text: null }]),
    ...cardChanges(before, after),
  ];
};

/** Newest first; versions that changed nothing of who somebody is are left out. `versions` come by Patient, oldest first. */
export const historyOf = (versions: readonly PatientVersion[]): IdentityView['history'] =>
  versions
    .toReversed()
    .flatMap((each, n) => {
      const before = versions[versions.length - n - 2];
      const first = before === undefined || before.id !== each.id;
      const changes = first
        ? [{ what: 'written' as const, card: null, text: null }]
        : [...changesOf(before.patient, each.patient)];
      return changes.length === 0
        ? []
        : [{ at: each.at.toISOString(), by: each.by, organisation: each.organisation, changes }];
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
