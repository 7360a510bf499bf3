/** Finds the places that link to other resources while a resource is validated. */
import { capital, elementsOf } from '../definitions/table.ts';
import type { ElementRow, TypeRow } from '../definitions/table.ts';
import type { Link, Walk } from './walk.ts';

const LINK_TYPES = new Set(['uri', 'url', 'oid', 'uuid']);

/** Systems and profiles are canonical names of things outside; `system` and `url` of a definition never link a record. */
const NEVER_LINKS = new Set(['system', 'implicitRules']);

const linkKind = (typeName: string, element: ElementRow): Link['kind'] | undefined => {
  if (typeName === 'Reference' && element.name === 'reference') return 'reference';
  if (element.types.includes('xhtml')) return 'narrative';
  return element.types.some((type) => LINK_TYPES.has(type)) &&
    element.name !== 'fullUrl' &&
    typeName !== 'Bundle.entry.request'
    ? 'uri'
    : undefined;
};

/** Most uri values are code systems; only those that can be links are kept. */
const canBeLink = (kind: Link['kind'], value: string): boolean =>
  kind === 'reference'
    ? !value.startsWith('#')
    : kind === 'uri'
      ? value.startsWith('urn:uuid:') || value.startsWith('urn:oid:') || value.startsWith('http')
      : value.includes('href=') || value.includes('src=');

/** The members of a type that may hold links. */
export const linkMembers = (type: TypeRow, typeName: string): ReadonlyMap<string, Link['kind']> => {
  const links = new Map<string, Link['kind']>();
  for (const element of elementsOf(type)) {
    const kind = NEVER_LINKS.has(element.name) ? undefined : linkKind(typeName, element);
    if (!kind) continue;
    if (!element.choice) links.set(element.name, kind);
    else for (const each of element.types) if (LINK_TYPES.has(each)) links.set(element.name + capital(each), kind);
  }
  return links;
};

/** Keeps what a member links to. */
export const keepLink = (holder: Record<string, unknown>, name: string, kind: Link['kind'], walk: Walk): void => {
  const value = holder[name];
  if (typeof value === 'string') {
    if (canBeLink(kind, value)) walk.links.push({ holder, key: name, kind, path: [...walk.path, name] });
  } else if (Array.isArray(value)) {
    for (const [at, each] of (value as unknown[]).entries())
      if (typeof each === 'string' && canBeLink(kind, each))
        walk.links.push({ holder: value as unknown[], key: at, kind, path: [...walk.path, name, at] });
  }
};
