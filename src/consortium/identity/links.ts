/** `Patient.link` (R4 §8.1.8): the absorbed one says by whom it is replaced, the survivor whom it replaces. Pure. */
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { isObject, objectsOf, textOf } from '../../fhir/resource.ts';

type LinkType = 'replaced-by' | 'replaces';

const link = (other: string, type: LinkType): JsonObject => ({ other: { reference: `Patient/${other}` }, type });

const isLink = (entry: JsonObject, other: string, type: LinkType): boolean =>
  entry['type'] === type && isObject(entry['other']) && textOf(entry['other']['reference']) === `Patient/${other}`;

const linked = (patient: Resource, other: string, type: LinkType): Resource => ({
  ...patient,
  link: [...objectsOf(patient['link']).filter((entry) => !isLink(entry, other, type)), link(other, type)],
});

const unlinked = (patient: Resource, other: string, type: LinkType): Resource => {
  const links = objectsOf(patient['link']).filter((entry) => !isLink(entry, other, type));
  const { link: _links, ...rest } = patient;
  return links.length === 0 ? rest : { ...patient, link: links };
};

/** The absorbed Patient: not to be used any more, and where to go instead. */
export const replacedBy = (patient: Resource, survivor: string): Resource => ({
  ...linked(patient, survivor, 'replaced-by'),
  active: false,
});

/** As before: @param saidActive what it had said of itself, null where nothing. */
export const nobodysDouble = (patient: Resource, survivor: string, saidActive: boolean | null): Resource => {
  const { active: _active, ...rest } = unlinked(patient, survivor, 'replaced-by');
  return saidActive === null ? rest : { ...unlinked(patient, survivor, 'replaced-by'), active: saidActive };
};

export const replaces = (patient: Resource, absorbed: string): Resource => linked(patient, absorbed, 'replaces');
export const replacesNoMore = (patient: Resource, absorbed: string): Resource =>
  unlinked(patient, absorbed, 'replaces');

/** The same record about another resident: every reference to the one becomes one to the other. */
export const aboutAnother = (resource: Resource, from: ReadonlySet<string>, to: string): Resource => {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === 'reference' && typeof inner === 'string' && from.has(inner) ? `Patient/${to}` : walk(inner),
      ]),
    );
  };
  return walk(resource) as Resource;
};
