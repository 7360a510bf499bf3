/** What a record says about who may see it (law 5): its categories, whom it lets in, and what its resident keeps from others. */
import { readFileSync } from 'node:fs';
import { listOf, objectsOf, relativeReference, textOf } from '../resource.ts';
import type { JsonObject, Resource } from '../resource.ts';
import { instantOf } from '../search/dates.ts';
import { sensitivityOf } from './sensitivity.ts';
import type { SensitiveCategories } from './sensitivity.ts';

/** An organisation let in by a record, and until when. */
export type Grant = {
  readonly kind: 'team' | 'contract';
  readonly organisation: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number | null;
};

/** One thing a Consent withholds; `*` stands for every category or every other organisation. */
export type Restriction = {
  readonly category: string;
  readonly organisation: string;
  readonly from: number;
  readonly until: number | null;
};

export type AccessFacts = {
  readonly sensitivity: readonly string[] | null;
  readonly grants: readonly Grant[];
  /** Null where the record is no Consent; what a Consent withheld before is replaced by these. */
  readonly restrictions: readonly Restriction[] | null;
};

/** The categories of this release (law 6: dated, with their sources). */
export const CATEGORIES = JSON.parse(
  readFileSync(new URL('sensitive-categories.json', import.meta.url), 'utf8'),
) as SensitiveCategories;

/** Labels in a Consent that name a category of ours. */
export const CATEGORY_SYSTEM = 'https://kanglian.org/fhir/CodeSystem/sensitive-category';

const organisationOf = (reference: unknown): string | undefined => {
  const found = typeof reference === 'string' ? relativeReference(reference) : undefined;
  return found?.type === 'Organization' ? found.id : undefined;
};

const periodOf = (value: unknown, at: Date): Pick<Grant, 'from' | 'until'> => {
  const period = objectsOf(value)[0];
  const from = instantOf(period?.['start']) ?? at.getTime();
  return { from, until: instantOf(period?.['end']) };
};

/** CareTeam.status and Contract.status that let in. */
const IN_FORCE = new Set(['active', 'executed']);

/** Ended by its status, it is over from the moment that was written. */
const ended = (period: Pick<Grant, 'from' | 'until'>, status: unknown, at: Date): Pick<Grant, 'from' | 'until'> =>
  IN_FORCE.has(textOf(status) ?? '')
    ? period
    : { from: period.from, until: Math.max(period.from, Math.min(period.until ?? at.getTime(), at.getTime())) };

const grantsOf = (resource: Resource, at: Date): readonly Grant[] => {
  const lets = (kind: Grant['kind'], references: readonly unknown[], period: Pick<Grant, 'from' | 'until'>) =>
    [...new Set(references.flatMap((reference) => organisationOf(reference) ?? []))].map((organisation) => ({
      kind,
      organisation,
      ...ended(period, resource['status'], at),
    }));
  if (resource.resourceType === 'CareTeam') {
    const whole = periodOf(resource['period'], at);
    return objectsOf(resource['participant']).flatMap((participant) => {
      const own = participant['period'] === undefined ? whole : periodOf(participant['period'], at);
      const named = ['onBehalfOf', 'member'].map((part) => objectsOf(participant[part])[0]?.['reference']);
      return lets('team', named, own);
    });
  }
  if (resource.resourceType === 'Contract')
    return lets(
      'contract',
      objectsOf(resource['authority']).map(({ reference }) => reference),
      periodOf(resource['applies'], at),
    );
  return [];
};

const categoriesOf = (provision: JsonObject): readonly string[] => {
  const named = objectsOf(provision['securityLabel']).flatMap(({ system, code }) =>
    system === CATEGORY_SYSTEM && typeof code === 'string' ? [code] : [],
  );
  return named.length > 0 ? named : (sensitivityOf({ provision }, CATEGORIES) ?? ['*']);
};

const PRIVACY = 'patient-privacy';

/**
 * A Consent for privacy whose provision denies: each of its categories to each organisation it names. Other consents (to a
 * treatment, to a referral) withhold nothing.
 */
const restrictionsOf = (consent: Resource, at: Date): readonly Restriction[] => {
  const scope = objectsOf(objectsOf(consent['scope'])[0]?.['coding']).some(({ code }) => code === PRIVACY);
  if (!scope || consent['status'] !== 'active') return [];
  const outer = objectsOf(consent['provision'])[0];
  const provisions = outer === undefined ? [] : [outer, ...objectsOf(outer['provision'])];
  return provisions.flatMap((provision) => {
    if (provision['type'] !== 'deny') return [];
    const named = listOf(provision['actor']).flatMap((actor) => {
      const reference = objectsOf(objectsOf(actor)[0]?.['reference'])[0]?.['reference'];
      return organisationOf(reference) ?? [];
    });
    const { from, until } = periodOf(provision['period'], at);
    return categoriesOf(provision).flatMap((category) =>
      (named.length > 0 ? named : ['*']).map((organisation) => ({ category, organisation, from, until })),
    );
  });
};

export const accessFacts = (resource: Resource, at: Date): AccessFacts => ({
  sensitivity: sensitivityOf(resource, CATEGORIES),
  grants: grantsOf(resource, at),
  restrictions: resource.resourceType === 'Consent' ? restrictionsOf(resource, at) : null,
});

/** Of a record that is no longer there: what its Consent withheld is withheld no more. */
export const noAccessFacts = (type: string): AccessFacts => ({
  sensitivity: null,
  grants: [],
  restrictions: type === 'Consent' ? [] : null,
});
