/**
 * Points the links between the entries of a transaction to the records they become (R4 §3.1.0.11.2): references, elements of type
 * uri, url, oid and uuid, and `href` and `src` in narrative. What a link says is kept beside it, so that a transaction that is done
 * again after a deadlock starts from what was sent.
 */
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { expressionOf } from '../validate/walk.ts';
import type { Link } from '../validate/walk.ts';

/** What an entry becomes. */
export type Place = { readonly type: string; readonly id: string; readonly version: number };

/** A link, what it said when it was sent, and the entry it stands in. */
export type SentLink = {
  readonly link: Link;
  readonly value: string;
  readonly index: number;
  readonly fullUrl: string | undefined;
};

/** The links of one entry's record, as they were found there. */
export const sentLinks = (links: readonly Link[], fullUrl: string | undefined, index: number): readonly SentLink[] =>
  links.map((link) => ({
    link,
    fullUrl,
    index,
    value: String((link.holder as Readonly<Record<string | number, unknown>>)[link.key]),
  }));

/** `Bundle.entry[3].resource.subject.reference` */
export const placeOf = ({ link, index }: SentLink): string =>
  expressionOf(['Bundle', 'entry', index, 'resource', ...link.path.slice(1)]);

/** Writes the new target of a link in its place. */
export const point = ({ link }: SentLink, target: string): void => {
  (link.holder as Record<string | number, unknown>)[link.key] = target;
};

/** `http://host/fhir/Patient/1` into `http://host/fhir` and `Patient/1`. */
const RESTFUL = /^(https?:\/\/.+)\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/;
const VERSIONED = /^(.+)\/_history\/[A-Za-z0-9\-.]{1,64}$/;
const RELATIVE = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const NOWHERE = /^urn:(?:uuid|oid):/;
export const CONDITIONAL = /^([A-Z][A-Za-z]+)\?(.*)$/s;

export type Names = {
  readonly places: ReadonlyMap<string, Place>;
  /** `Patient/1` of `http://host/fhir/Patient/1`; null where several hosts have one. */
  readonly tails: ReadonlyMap<string, Place | null>;
};

/** Every name an entry can be referred to by. @param named fullUrl and place of each entry that has both */
export const namesOf = (named: Iterable<readonly [fullUrl: string, place: Place]>): Names => {
  const places = new Map<string, Place>();
  const tails = new Map<string, Place | null>();
  for (const [fullUrl, place] of named) {
    places.set(fullUrl, place);
    const tail = RESTFUL.exec(fullUrl)?.[2];
    if (tail !== undefined) tails.set(tail, tails.has(tail) ? null : place);
  }
  return { places, tails };
};

const textOf = ({ type, id, version }: Place, versioned: boolean): string =>
  versioned ? `${type}/${id}/_history/${version}` : `${type}/${id}`;

/** What an absolute link of the bundle leads to; a link to a version leads to the version that is written. */
const exactly = (value: string, { places }: Names): string | undefined => {
  const place = places.get(value);
  if (place) return textOf(place, false);
  const whole = VERSIONED.exec(value)?.[1];
  const versioned = whole === undefined ? undefined : places.get(whole);
  return versioned && textOf(versioned, true);
};

/** A relative reference means the entry of the same server first (R4 §2.36.4.1), then the only one whose name ends so; null where several do. */
const relatively = ({ value, fullUrl }: SentLink, names: Names): string | undefined | null => {
  const root = fullUrl === undefined ? undefined : RESTFUL.exec(fullUrl)?.[1];
  const beside = root === undefined ? undefined : exactly(`${root}/${value}`, names);
  if (beside !== undefined || root !== undefined) return beside;
  const versioned = VERSIONED.exec(value)?.[1];
  const place = names.tails.get(versioned ?? value);
  return place && textOf(place, versioned !== undefined);
};

const inNarrative = (html: string, names: Names): string =>
  html.replace(/\b(href|src)=(["'])(.*?)\2/g, (whole, attribute: string, quote: string, url: string) => {
    const target = exactly(url, names);
    return target === undefined ? whole : `${attribute}=${quote}${target}${quote}`;
  });

/** A reference that the database resolves: `Practitioner?identifier=system|value`. */
export type Conditional = { readonly sent: SentLink; readonly type: string; readonly query: string };

const refuse = (sent: SentLink, word: 'unresolved-reference' | 'several-targets' | 'points-to-deleted'): Refused =>
  refused(422, word === 'several-targets' ? 'duplicate' : 'not-found', word, undefined, placeOf(sent));

/**
 * Rewrites what the bundle itself resolves; gives back the conditional references. A `urn:` that no entry has leads nowhere and
 * refuses the whole; so does a reference to what this transaction deletes.
 */
export const pointLinks = (
  links: readonly SentLink[],
  names: Names,
  base: string,
  deleted: ReadonlySet<string>,
): readonly Conditional[] | Refused => {
  const conditionals: Conditional[] = [];
  for (const sent of links) {
    const { link, value } = sent;
    if (link.kind === 'narrative') {
      point(sent, inNarrative(value, names));
      continue;
    }
    const exact = exactly(value, names);
    if (exact !== undefined) point(sent, exact);
    if (exact !== undefined || link.kind !== 'reference') continue;
    const own = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
    const conditional = CONDITIONAL.exec(own);
    if (conditional) {
      conditionals.push({ sent, type: conditional[1] ?? '', query: conditional[2] ?? '' });
      continue;
    }
    if (NOWHERE.test(value)) return refuse(sent, 'unresolved-reference');
    const relative = own === value && RELATIVE.test(value) ? relatively(sent, names) : undefined;
    if (relative === null) return refuse(sent, 'several-targets');
    point(sent, relative ?? own);
    if (deleted.has(VERSIONED.exec(own)?.[1] ?? own) && relative === undefined)
      return refuse(sent, 'points-to-deleted');
  }
  return conditionals;
};
