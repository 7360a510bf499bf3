/** What a history is asked with: `_since`, `_at`, `_count` and the page (R4 §3.1.0.10). */
import type { Asked, FhirContext } from '../context.ts';
import { openPlace } from '../cursor.ts';
import type { Place } from '../cursor.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { rangeOf } from '../search/dates.ts';
import { SHAPING } from '../shape.ts';

export type HistoryQuery = {
  readonly count: number;
  /** Versions stored at this instant or later, milliseconds since 1970. */
  readonly since: number | null;
  /** Versions that were current at some moment of this span. */
  readonly during: { readonly from: number; readonly until: number } | null;
  /** Where the page before ended. */
  readonly after: Place | undefined;
  /** The question without its page, as it stands in links. */
  readonly asked: string;
};

const PAGE = 50;
const LARGEST_PAGE = 200;

const bad = (name: string): Refused => refused(400, 'value', 'bad-parameter', { name });

/** A plus that nobody encoded arrives as a space. */
const spanOf = (text: string) => rangeOf(text.replace(/ /g, '+'));

/** @param about what the history is of; a page of it opens no other */
export const readHistoryQuery = (
  { query, caller }: Asked,
  about: string,
  { seal }: FhirContext,
): HistoryQuery | Refused => {
  let count = PAGE;
  let since: number | null = null;
  let during: HistoryQuery['during'] = null;
  let page: string | undefined;
  const asked = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === '_page') page = value;
    else asked.append(name, value);
    if (name === '_page' || SHAPING.has(name)) continue;
    if (name === '_count') {
      if (!/^\d{1,9}$/.test(value)) return bad(name);
      count = Math.min(Math.max(1, Number(value)), LARGEST_PAGE);
    } else if (name === '_since') {
      const span = spanOf(value);
      if (!span) return bad(name);
      since = span.from;
    } else if (name === '_at') {
      const span = spanOf(value);
      if (!span) return bad(name);
      during = span;
    } else
      return refused(400, 'not-supported', 'unknown-parameter', {
        name: name.slice(0, 40),
        supported: '_count, _since, _at',
      });
  }
  const text = asked.toString();
  const opened = page === undefined ? undefined : openPlace(seal, caller.actor, `${about}?${text}`, page);
  if (page !== undefined && opened === undefined) return refused(400, 'value', 'bad-page');
  return { count, since, during, after: opened, asked: text };
};
