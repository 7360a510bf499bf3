/** The entries of one part of the record, newest first and page by page; and the search inside a record. */
import { spellName } from '../../../../fhir/store/name-spelling.ts';
import { foldName } from '../../../../fhir/search/values.ts';
import { auditRow } from '../../../../platform/audit.ts';
import type { Actor, Rows, Statement } from '../../../../platform/postgres/database.ts';
import type { Refusal } from '../../../../platform/refusal.ts';
import { isRefusal, refuse } from '../../../../platform/refusal.ts';
import { findResident } from '../../../../consortium/residents/find.ts';
import { ENTRY_TYPES, PART_TYPES, entryRowOf } from '../records/changes.ts';
import { directoryOf, keptOf, placesBy } from '../records/rows.ts';
import type { Kept, Reading } from '../records/rows.ts';
import type { Entries, EntryRow, Part, RecordFound } from '../shapes.ts';
import type { RecordOptions } from './first-screen.ts';
import { organisations } from './statements.ts';

const PAGE = 50;
/** Entries looked through by a search, newest first: beyond this the answer says that it did not look at all. */
const LOOKED = 12_000;
const SHOWN = 60;

type After = { readonly date: string; readonly type: string; readonly id: string };
const UNDATED = '0001-01-01T00:00:00.000Z';
const cursorOf = ({ date, type, id }: Kept): string => `${date?.toISOString() ?? UNDATED}~${type}~${id}`;
const readCursor = (text: string | undefined): After | undefined | Refusal => {
  if (text === undefined) return undefined;
  const [date = '', type = '', id = ''] = text.split('~');
  return Number.isNaN(Date.parse(date)) || id === '' ? refuse('list.cursor') : { date, type, id };
};

const pageOf = (patient: string, types: readonly string[], after: After | undefined): Statement => ({
  name: 'record-entries',
  text: `select r.type, r.id, r.version, r.updated_at, r.author, r.organisation, r.date, r.content from resource r
 where r.patient = $1 and r.type = any($2::text[]) and not r.deleted
   and ($3::timestamptz is null or (coalesce(r.date, '${UNDATED}'), r.type, r.id) < ($3, $4, $5))
 order by coalesce(r.date, '${UNDATED}') desc, r.type desc, r.id desc limit $6`,
  values: [patient, types, after?.date ?? null, after?.type ?? '', after?.id ?? '', PAGE + 1],
});

const visits = (patient: string): Statement => ({
  name: 'record-visits',
  text: `select r.type, r.id, r.version, r.updated_at, r.author, r.organisation, r.date, r.content from resource r
 where r.patient = $1 and r.type = 'Encounter' and not r.deleted order by r.date desc nulls last limit 500`,
  values: [patient],
});

/**
 * Names only: the words an entry is found by, taken out by the database so that no whole record travels. Each is parsed once: of text, every one
 * of these paths would parse it anew, which was half of what looking through 5,000 entries took.
 */
const names = (patient: string, types: readonly string[]): Statement => ({
  name: 'record-names',
  text: `select type, id, concat_ws(' ', c #>> '{code,text}', c #>> '{code,coding,0,display}',
     c #>> '{medicationCodeableConcept,text}', c #>> '{medicationCodeableConcept,coding,0,display}',
     c #>> '{type,text}', c #>> '{type,0,text}', c #>> '{type,0,coding,0,display}', c #>> '{reasonCode,0,text}',
     c #>> '{reasonCode,0,coding,0,display}', c #>> '{vaccineCode,text}', c ->> 'description',
     c ->> 'conclusion', c ->> 'title', c #>> '{content,0,attachment,title}',
     c #>> '{reaction,0,manifestation,0,text}', c ->> 'valueString', c #>> '{valueCodeableConcept,text}') as words
  from resource cross join lateral (select content::jsonb as c offset 0) as parsed
 where patient = $1 and type = any($2::text[]) and not deleted
 order by date desc nulls last, type, id limit $3`,
  values: [patient, types, LOOKED],
});

const byIds = (types: readonly string[], ids: readonly string[]): Statement => ({
  name: 'record-by-ids',
  text: `select r.type, r.id, r.version, r.updated_at, r.author, r.organisation, r.date, r.content
  from unnest($1::text[], $2::text[]) with ordinality as wanted (type, id, place)
  join resource r on r.type = wanted.type and r.id = wanted.id and not r.deleted order by wanted.place`,
  values: [types, ids],
});

const readingOf = (organisationRows: Rows | undefined, visitRows: Rows | undefined): Reading => ({
  placeOf: placesBy(directoryOf(organisationRows), keptOf(visitRows)),
  isFresh: () => false,
});

/** On record before anything is answered: the look inside, never what was looked for (law 9). */
const note = (options: RecordOptions, actor: Actor, at: Date, action: string, id: string, seen: boolean) =>
  options.readLog.record(
    auditRow(actor, at, {
      action,
      target: `Patient/${id}`,
      residents: seen ? [id] : [],
      outcome: seen ? 'done' : 'refused',
      reason: seen ? null : 'record.no-relation',
    }),
  );

export const entriesOf = async (
  options: RecordOptions,
  actor: Actor,
  id: string,
  part: Part,
  cursor: string | undefined,
): Promise<Entries | Refusal> => {
  const after = readCursor(cursor);
  if (isRefusal(after)) return after;
  const at = options.clock.now();
  const [found = [], rows, held, places] = await options.db.read(actor, at, [
    findResident(id),
    pageOf(id, PART_TYPES[part], after),
    visits(id),
    organisations(id),
  ]);
  await note(options, actor, at, 'read-entries', id, found.length > 0);
  if (found.length === 0) return refuse('record.no-relation');
  const kept = keptOf(rows);
  const reading = readingOf(places, held);
  const shown = kept.slice(0, PAGE);
  const last = kept.length > PAGE ? shown.at(-1) : undefined;
  return { items: shown.map((row) => entryRowOf(row, reading)), next: last === undefined ? null : cursorOf(last) };
};

/** Whether all words of a question are found: as written, by pinyin or by initials. */
export const matcherOf = (question: string): ((words: string) => boolean) => {
  const asked = foldName(question)
    .split(' ')
    .filter((word) => word !== '');
  const known = new Map<string, boolean>();
  return (words) => {
    const before = known.get(words);
    if (before !== undefined) return before;
    const folded = foldName(words);
    const { pinyin, initials } = spellName(words, undefined);
    const found = asked.every((word) => folded.includes(word) || pinyin.includes(word) || initials.includes(word));
    known.set(words, found);
    return found;
  };
};

export const searchInside = async (
  options: RecordOptions,
  actor: Actor,
  id: string,
  question: string,
): Promise<RecordFound | Refusal> => {
  const at = options.clock.now();
  const [found = [], rows = [], held, places] = await options.db.read(actor, at, [
    findResident(id),
    names(id, ENTRY_TYPES),
    visits(id),
    organisations(id),
  ]);
  await note(options, actor, at, 'search-record', id, found.length > 0);
  if (found.length === 0) return refuse('record.no-relation');
  const matches = matcherOf(question);
  const hits = rows.filter((row) => matches(String(row['words'])));
  const shown = hits.slice(0, SHOWN);
  const [whole] =
    shown.length === 0
      ? [[]]
      : await options.db.read(actor, at, [
          byIds(
            shown.map((row) => String(row['type'])),
            shown.map((row) => String(row['id'])),
          ),
        ]);
  const reading = readingOf(places, held);
  const items: EntryRow[] = keptOf(whole).map((kept) => entryRowOf(kept, reading));
  return { items, found: hits.length, looked: rows.length, all: rows.length < LOOKED };
};
