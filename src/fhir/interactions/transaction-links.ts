/** Points the links between the entries of a transaction to the ids given here (R4 §3.1.0.11.2). */
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { parametersOf } from '../search/parameters.ts';
import { tokenOf } from '../search/token.ts';
import { expressionOf } from '../validate/walk.ts';
import type { Link } from '../validate/walk.ts';

/** `Practitioner?identifier=system|value`: stands for the one record that fits. */
export type Conditional = { readonly link: Link; readonly type: string; readonly token: bigint };

const valueOf = (link: Link): string => String((link.holder as Record<string | number, unknown>)[link.key]);

/** Writes the new target of a link in its place. */
export const point = (link: Link, target: string): void => {
  (link.holder as Record<string | number, unknown>)[link.key] = target;
};

const inNarrative = (html: string, targets: ReadonlyMap<string, string>): string =>
  html.replace(/\b(href|src)="(urn:uuid:[^"]+)"/g, (whole, attribute: string, url: string) => {
    const target = targets.get(url);
    return target === undefined ? whole : `${attribute}="${target}"`;
  });

const conditionalOf = (link: Link, reference: string): Conditional | Refused => {
  const [type = '', query = ''] = reference.split('?');
  const pairs = [...new URLSearchParams(query)];
  const identifier = parametersOf(type).byCode.get('identifier');
  const [name, value] = pairs[0] ?? [];
  if (pairs.length !== 1 || name !== 'identifier' || !value || !identifier)
    return refused(400, 'not-supported', 'bad-conditional', undefined, expressionOf(link.path));
  return { link, type, token: tokenOf(identifier.state, value) };
};

const UNRESOLVABLE = /^urn:(uuid|oid):/;

/** Rewrites what the bundle itself resolves; gives back the conditional references, which the database resolves. */
export const pointLinks = (
  links: readonly Link[],
  targets: ReadonlyMap<string, string>,
): readonly Conditional[] | Refused => {
  const conditionals: Conditional[] = [];
  for (const link of links) {
    const value = valueOf(link);
    const target = targets.get(value);
    if (link.kind === 'narrative') point(link, inNarrative(value, targets));
    else if (target !== undefined) point(link, target);
    else if (link.kind !== 'reference') continue;
    else if (UNRESOLVABLE.test(value))
      return refused(422, 'not-found', 'unresolved-reference', undefined, expressionOf(link.path));
    else if (/^[A-Z][A-Za-z]+\?/.test(value)) {
      const conditional = conditionalOf(link, value);
      if ('issues' in conditional) return conditional;
      conditionals.push(conditional);
    }
  }
  return conditionals;
};
