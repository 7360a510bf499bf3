/** The readable heads of entries: problems, medicines, allergies, documents. Pure. */
import { codesOf, dayOf, wordOf } from '../../../../fhir/concepts.ts';
import { objectsOf, textOf } from '../../../../fhir/resource.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import {
  NOTHING_FOUND,
  NOTHING_FOUND_OF,
  NO_INFORMATION,
  SUBSTANCE_KINDS,
  saysOnlyAsked,
} from '../../../../consortium/residents/allergy-codes.ts';
import type { SubstanceKind } from '../../../../consortium/residents/allergy-codes.ts';
import type { AllergyView, Medicine, Problem } from '../shapes.ts';
import type { Kept, Reading } from './rows.ts';

/** `2018`, `2018-03` or a day: as exact as the record is. */
const exactly = (value: unknown): string | null => textOf(value)?.slice(0, 10) ?? null;
const startOf = (period: unknown): string | null => exactly(objectsOf(period)[0]?.['start']);
const endOf = (period: unknown): string | null => exactly(objectsOf(period)[0]?.['end']);

/** Entered in error, or the illness was ruled out. */
export const isVoid = (resource: JsonObject): boolean =>
  textOf(resource['status']) === 'entered-in-error' ||
  codesOf(resource['verificationStatus']).some((code) => code === 'entered-in-error' || code === 'refuted');

const ACTIVE = new Set(['active', 'recurrence', 'relapse']);
/** A problem whose state nobody recorded counts as active: it is the safer mistake. */
export const isActive = (resource: JsonObject): boolean => {
  const status = codesOf(resource['clinicalStatus']);
  return status.length === 0 || status.some((code) => ACTIVE.has(code));
};

export const problemOf = (kept: Kept, { placeOf, isFresh }: Reading): Problem => {
  const { type, id, resource } = kept;
  return {
    type,
    id,
    name: wordOf(resource['code']) ?? '',
    since:
      exactly(resource['onsetDateTime']) ?? startOf(resource['onsetPeriod']) ?? textOf(resource['onsetString']) ?? null,
    until: exactly(resource['abatementDateTime']) ?? startOf(resource['abatementPeriod']),
    active: isActive(resource),
    place: placeOf(kept),
    fresh: isFresh(kept),
  };
};

const CURRENT = new Set(['active', 'on-hold', 'intended', 'draft']);
export const isCurrent = (resource: JsonObject): boolean => CURRENT.has(textOf(resource['status']) ?? '');

const doseOf = (dose: JsonObject): string | undefined => {
  const text = textOf(dose['text']);
  if (text !== undefined) return text;
  const quantity = objectsOf(objectsOf(dose['doseAndRate'])[0]?.['doseQuantity'])[0];
  const value = quantity?.['value'];
  const much =
    typeof value === 'number' || typeof value === 'string'
      ? `${String(value).replace('\u0000', '')} ${textOf(quantity?.['unit']) ?? ''}`.trim()
      : '';
  const often = wordOf(objectsOf(dose['timing'])[0]?.['code']) ?? '';
  const route = wordOf(dose['route']) ?? '';
  const joined = [much, route, often].filter((part) => part !== '').join(' ');
  return joined === '' ? undefined : joined;
};
/** A statement says how it is taken, a request how it was ordered; both read alike. */
export const medicineOf = (kept: Kept, { placeOf, isFresh }: Reading): Medicine => {
  const { type, id, resource } = kept;
  const dosage = [...objectsOf(resource['dosage']), ...objectsOf(resource['dosageInstruction'])].flatMap(
    (dose) => doseOf(dose) ?? [],
  );
  const [reference] = objectsOf(resource['medicationReference']);
  return {
    type,
    id,
    name: wordOf(resource['medicationCodeableConcept']) ?? textOf(reference?.['display']) ?? '',
    dosage: dosage.length === 0 ? null : dosage.join('；'),
    since: startOf(resource['effectivePeriod']) ?? exactly(resource['effectiveDateTime'] ?? resource['authoredOn']),
    until: endOf(resource['effectivePeriod']),
    current: isCurrent(resource),
    place: placeOf(kept),
    fresh: isFresh(kept),
  };
};

const criticalityOf = (value: unknown): AllergyView['items'][number]['criticality'] =>
  value === 'low' || value === 'high' || value === 'unable-to-assess' ? value : null;
const KINDS: ReadonlySet<unknown> = new Set(SUBSTANCE_KINDS);
const kindsOf = (resource: JsonObject): readonly SubstanceKind[] =>
  [resource['category']].flat().filter((kind): kind is SubstanceKind => KINDS.has(kind));
const standing = (resource: JsonObject): boolean =>
  !isVoid(resource) && !codesOf(resource['clinicalStatus']).some((code) => code === 'inactive' || code === 'resolved');
const latest = (days: readonly (string | null)[]): string | null =>
  days.reduce((one, other) => ((one ?? '') > (other ?? '') ? one : other), null);

/** When an allergy began or was seen, else when it was written down. */
const seenOn = (resource: JsonObject): string | null =>
  exactly(resource['onsetDateTime']) ??
  exactly(objectsOf(resource['reaction'])[0]?.['onset']) ??
  dayOf(resource['recordedDate']);

/** Something found outweighs "nothing found" said before or after; and what was asked of one kind says nothing of another. */
export const allergiesOf = (rows: readonly Kept[], { placeOf, isFresh }: Reading): AllergyView => {
  const known = rows.filter(({ resource }) => standing(resource));
  const coded = known.map((kept) => ({ kept, codes: codesOf(kept.resource['code']) }));
  const found = coded.filter(({ codes }) => !saysOnlyAsked(codes)).map(({ kept }) => kept);
  const generally = coded.filter(({ codes }) => codes.some((code) => NOTHING_FOUND.has(code)));
  const askedOn = latest(generally.map(({ kept }) => dayOf(kept.resource['recordedDate'])));
  const kinds = SUBSTANCE_KINDS.map((kind) => {
    const asked = coded.filter(({ codes }) => codes.some((code) => NOTHING_FOUND_OF.get(code) === kind));
    const present = found.some(({ resource }) => kindsOf(resource).includes(kind));
    const none = asked.length > 0 || generally.length > 0;
    return {
      kind,
      state: present ? ('present' as const) : none ? ('none-known' as const) : ('never-asked' as const),
      askedOn: latest([askedOn, ...asked.map(({ kept }) => dayOf(kept.resource['recordedDate']))]),
    };
  });
  return {
    // all three kinds asked one by one are all asked
    state:
      found.length > 0 ? 'present' : kinds.every(({ state }) => state === 'none-known') ? 'none-known' : 'never-asked',
    askedOn: found.length > 0 ? null : askedOn,
    kinds,
    items: found
      .map((kept) => ({
        type: kept.type,
        id: kept.id,
        substance:
          wordOf(kept.resource['code']) ?? wordOf(objectsOf(kept.resource['reaction'])[0]?.['substance']) ?? '',
        reaction:
          objectsOf(kept.resource['reaction'])
            .map((reaction) => wordOf(reaction['manifestation']))
            .find((word) => word !== undefined) ?? null,
        criticality: criticalityOf(kept.resource['criticality']),
        on: seenOn(kept.resource),
        place: placeOf(kept),
        verified: !codesOf(kept.resource['verificationStatus']).includes('unconfirmed'),
        fresh: isFresh(kept),
      }))
      .sort((one, other) => Number(other.criticality === 'high') - Number(one.criticality === 'high')),
  };
};

/** Whether somebody wrote that nothing is known: the record's own words, kept for the summary document. */
export const saysNoInformation = (resource: JsonObject): boolean =>
  codesOf(resource['code']).some((code) => NO_INFORMATION.has(code));

export const documentTitle = (resource: JsonObject): string =>
  objectsOf(objectsOf(resource['content'])[0]?.['attachment']).flatMap((file) => textOf(file['title']) ?? [])[0] ??
  wordOf(resource['type']) ??
  textOf(resource['description']) ??
  textOf(resource['title']) ??
  '';
