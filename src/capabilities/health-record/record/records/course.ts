/** Where in the region a resident has been: visits, stays, examinations and follow-ups by institution, and referrals between. */
import { codesOf, wordOf } from '../../../../fhir/concepts.ts';
import { objectsOf, textOf } from '../../../../fhir/resource.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import type { Rows } from '../../../../platform/postgres/database.ts';
import { civilDay } from '../../../../platform/civil-time.ts';
import type { Arrow, EventKind, EventRow } from '../shapes.ts';
import { isVoid } from './entries.ts';
import type { Directory, Kept, Reading } from './rows.ts';

const STAYS = new Set(['IMP', 'ACUTE', 'NONAC', 'SS', 'OBSENC']);

const kindOf = (type: string, resource: JsonObject): EventKind => {
  if (type !== 'Encounter') return 'examination';
  const [held] = objectsOf(resource['class']);
  const code = textOf(held?.['code']) ?? '';
  if (STAYS.has(code)) return 'inpatient';
  if (code === 'EMER') return 'emergency';
  if (code === 'HH') return 'follow-up';
  return code === 'AMB' || code === 'VR' ? 'outpatient' : 'other';
};

export const eventName = (type: string, resource: JsonObject): string =>
  type === 'Encounter'
    ? (wordOf(resource['type']) ?? wordOf(resource['reasonCode']) ?? '')
    : (wordOf(resource['code']) ?? wordOf(resource['vaccineCode']) ?? textOf(resource['description']) ?? '');

const NOT_HAPPENED = new Set(['planned', 'cancelled', 'entered-in-error', 'registered', 'not-done', 'preparation']);

/** What happened, when and where; undefined for what is planned, void, undated or belongs to nobody known. */
export const eventOf = (
  kept: Kept,
  { placeOf, isFresh }: Reading,
): (EventRow & { readonly lane: string }) | undefined => {
  const { type, id, resource, date } = kept;
  const place = placeOf(kept);
  if (date === null || place === null || isVoid(resource)) return undefined;
  const status = textOf(resource['status']) ?? '';
  if (NOT_HAPPENED.has(status)) return undefined;
  const kind = kindOf(type, resource);
  const end = textOf(objectsOf(resource['period'])[0]?.['end']);
  const reason = wordOf(resource['reasonCode']);
  return {
    type,
    id,
    kind,
    what: kind === 'inpatient' ? (reason ?? eventName(type, resource)) : eventName(type, resource),
    from: date.toISOString(),
    until: kind === 'inpatient' && end !== undefined ? new Date(end).toISOString() : null,
    lasts: kind === 'inpatient' && end === undefined && status === 'in-progress',
    place: place.name,
    fresh: isFresh(kept),
    lane: place.id === '' ? place.name : place.id,
  };
};

/** Laboratory values that came without a report stand for the examination they were made at, once a day and place. */
export const examinationsWithout = (
  reports: readonly Kept[],
  values: readonly Kept[],
  { placeOf }: Reading,
  zone: string,
): readonly Kept[] => {
  const dayAt = (kept: Kept): string =>
    `${kept.date === null ? '' : civilDay(kept.date, zone)} ${placeOf(kept)?.id ?? ''}`;
  const reported = new Set(reports.map(dayAt));
  const alone = new Map<string, Kept>();
  for (const kept of values) {
    const key = dayAt(kept);
    if (!codesOf(kept.resource['category']).includes('laboratory') || reported.has(key) || alone.has(key)) continue;
    alone.set(key, kept);
  }
  return [...alone.values()];
};

export type Lane = { id: string; name: string; events: EventRow[] };

/** A lane for each institution, highest level on top; those that only sent or received a resident have one too. */
export const lanesOf = (
  events: readonly (EventRow & { readonly lane: string })[],
  arrows: readonly Arrow[],
  directory: Directory,
): Lane[] => {
  const lanes = new Map<string, EventRow[]>();
  for (const { from, to } of arrows) for (const id of [from, to]) if (!lanes.has(id)) lanes.set(id, []);
  for (const { lane, ...event } of events) {
    const held = lanes.get(lane) ?? [];
    held.push(event);
    lanes.set(lane, held);
  }
  const rank = (id: string): number => directory.get(id)?.rank ?? 0;
  return [...lanes]
    .sort(([one], [other]) => rank(other) - rank(one) || one.localeCompare(other))
    .map(([id, held]) => ({
      id,
      name: directory.get(id)?.name ?? held[0]?.place ?? id,
      events: held.sort((a, b) => a.from.localeCompare(b.from)),
    }));
};

/** Referrals with both ends known, newest first. */
export const arrowsOf = (rows: Rows | undefined): Arrow[] =>
  (rows ?? []).flatMap((row): Arrow[] => {
    const from = row['sender'];
    const to = row['receiver'];
    if (typeof from !== 'string' || typeof to !== 'string' || from === to) return [];
    return [
      {
        case: String(row['id']),
        number: String(row['number']),
        state: String(row['state']),
        at: (row['opened_at'] as Date).toISOString(),
        from,
        to,
        open: row['closed_at'] === null,
        urgency: row['urgency'] as Arrow['urgency'],
      },
    ];
  });
