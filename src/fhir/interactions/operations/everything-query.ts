/** What `$everything` is asked with: in the query, or in a Parameters resource. */
import { readBody } from '../../body.ts';
import type { Asked, FhirContext } from '../../context.ts';
import { openPlace } from '../../cursor.ts';
import { isRefused, refused } from '../../outcome.ts';
import type { Refused } from '../../outcome.ts';
import { objectsOf, textOf } from '../../resource.ts';
import { rangeOf } from '../../search/dates.ts';
import { SHAPING } from '../../shape.ts';

export type Everything = {
  readonly count: number;
  readonly types: readonly string[];
  /** Milliseconds since 1970. */
  readonly since: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly after: { readonly type: string; readonly id: string } | undefined;
  /** The question without its page, as it stands in links. */
  readonly asked: string;
};

const PAGE = 500;
const LARGEST_PAGE = 1000;
const SUPPORTED = '_since, _type, _count, start, end';

const bad = (name: string): Refused => refused(400, 'value', 'bad-parameter', { name });

/** Names and values of a Parameters resource: each of its values is a primitive. */
const inBody = (asked: Asked, context: FhirContext): readonly (readonly [string, string])[] | Refused => {
  if (asked.method !== 'POST' || asked.body.trim() === '') return [];
  const body = readBody(asked, context.config);
  if (isRefused(body)) return body;
  if (body.resource.resourceType !== 'Parameters')
    return refused(400, 'invalid', 'not-parameters', undefined, 'resourceType');
  return objectsOf(body.resource['parameter']).map((parameter) => {
    const value = Object.entries(parameter).find(([name]) => name.startsWith('value'))?.[1];
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    return [textOf(parameter['name']) ?? '', text] as const;
  });
};

/** @param readable the types the caller may read @param about what the page is of; a page of it opens no other */
export const readEverything = (
  asked: Asked,
  about: string,
  readable: readonly string[],
  context: FhirContext,
): Everything | Refused => {
  const given = inBody(asked, context);
  if (isRefused(given)) return given;
  const query = new URLSearchParams();
  const when: Record<string, number | null> = { _since: null, start: null, end: null };
  let count = PAGE;
  let types: readonly string[] | undefined;
  let page: string | undefined;
  for (const [name, value] of [...new URLSearchParams(asked.query), ...given]) {
    if (name === '_page') {
      page = value;
      continue;
    }
    query.append(name, value);
    if (SHAPING.has(name)) continue;
    if (name === '_count') {
      if (!/^\d{1,9}$/.test(value) || Number(value) === 0) return bad(name);
      count = Math.min(Number(value), LARGEST_PAGE);
    } else if (name === '_type') types = [...(types ?? []), ...value.split(',')];
    else if (name in when) {
      const span = rangeOf(value.replace(/ /g, '+'));
      if (!span) return bad(name);
      when[name] = name === 'end' ? span.until : span.from;
    } else return refused(400, 'not-supported', 'unknown-parameter', { name: name.slice(0, 40), supported: SUPPORTED });
  }
  if (types?.some((type) => !readable.includes(type)) === true) return bad('_type');
  const text = query.toString();
  const opened = page === undefined ? undefined : openPlace(context.seal, asked.caller.actor, `${about}?${text}`, page);
  if (page !== undefined && opened === undefined) return refused(400, 'value', 'bad-page');
  const [type, id] = opened ?? [];
  return {
    count,
    types: types ?? readable,
    since: when['_since'] ?? null,
    start: when['start'] ?? null,
    end: when['end'] ?? null,
    after: opened && { type: String(type), id: String(id) },
    asked: text,
  };
};
