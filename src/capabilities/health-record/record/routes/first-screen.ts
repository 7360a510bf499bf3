/**
 * The record's first screen from the records of all institutions: one flight under the reader's own fence, audited before the
 * answer leaves. A part that cannot be read fails alone.
 */
import { codesOf } from '../../../../fhir/concepts.ts';
import { findResident } from '../../../../consortium/residents/find.ts';
import { residentRow, storedResidents } from '../../../../consortium/residents/rows.ts';
import { relationViews, relationsTo } from '../../../../consortium/relations/relations.ts';
import type { ReadLog } from '../../../../platform/audit.ts';
import { auditRow } from '../../../../platform/audit.ts';
import { addDays, civilDay } from '../../../../platform/civil-time.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Actor, Database, Rows } from '../../../../platform/postgres/database.ts';
import type { Language } from '../../../../platform/words.ts';
import type { Refusal } from '../../../../platform/refusal.ts';
import { refuse } from '../../../../platform/refusal.ts';
import { ENTRY_TYPES, changeOf } from '../records/changes.ts';
import { arrowsOf, eventOf, examinationsWithout, lanesOf } from '../records/course.ts';
import { allergiesOf, documentTitle, isActive, isCurrent, isVoid, medicineOf, problemOf } from '../records/entries.ts';
import { directoryOf, keptOf, placesBy } from '../records/rows.ts';
import type { Directory, Kept, Reading } from '../records/rows.ts';
import { TREND_DAYS, valuesOf } from '../records/values.ts';
import type { AllergyView, RecordView } from '../shapes.ts';
import * as ask from './statements.ts';

export type RecordOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly readLog: Pick<ReadLog, 'record'>;
  /** A pathway's word for its document and its states. */
  readonly word: (pathway: string, kind: 'document' | 'state', code: string, language: Language) => string;
  /** Told of a part that could not be read: its name and the fault, without the resident's data. */
  readonly onFault?: (part: string, fault: unknown) => void;
};

/** How many entries each part shows; the rest is counted and one press away. */
export const MOST = { problems: 8, medicines: 8, values: 6, cases: 4, documents: 4, changes: 4 } as const;
/** How many are read: more than are shown, since what is void or over is left out afterwards. */
const READ = {
  problems: 60,
  medicines: 60,
  panel: 24,
  allergies: 100,
  cases: 60,
  values: 60,
  visits: 160,
  reports: 80,
  others: 40,
};

/** Who reads, as the last look is kept: a person whatever the role, or a resident. */
export const readerOf = (actor: Actor): string => actor.person ?? actor.id;

const FAILED: AllergyView = { state: 'failed', items: [], kinds: [], askedOn: null };

type Answers = Readonly<
  Record<
    | 'resident'
    | 'relations'
    | 'newest'
    | 'problems'
    | 'medicines'
    | 'panels'
    | 'organisations'
    | 'cases'
    | 'counts'
    | 'look'
    | 'changes',
    Rows
  >
>;

const read = async ({ db }: RecordOptions, actor: Actor, id: string, at: Date): Promise<Answers> => {
  const reader = readerOf(actor);
  const newest = ask.newestOf(id, [
    ['AllergyIntolerance', READ.allergies],
    ['Encounter', READ.visits],
    ['DiagnosticReport', READ.reports],
    ['Procedure', READ.others],
    ['Immunization', READ.others],
    ['ImagingStudy', READ.others],
    ['DocumentReference', READ.others],
    ['Observation', READ.values],
  ]);
  const [
    resident = [],
    relations = [],
    newestRows = [],
    problems = [],
    medicines = [],
    panels = [],
    organisations = [],
    cases = [],
    counts = [],
    look = [],
    changes = [],
  ] = await db.read(actor, at, [
    findResident(id),
    relationsTo([id], actor.organisation, at),
    newest,
    ask.problems(id, READ.problems),
    ask.medicines(id, READ.medicines),
    ask.panelValues(id, READ.panel),
    ask.organisations(id),
    ask.cases(id, READ.cases),
    ask.counts(id),
    ask.lastLook(id, reader, at),
    ask.changes(id, reader, at, { types: ENTRY_TYPES, author: actor.id, most: MOST.changes }),
  ]);
  return {
    resident,
    relations,
    newest: newestRows,
    problems,
    medicines,
    panels,
    organisations,
    cases,
    counts,
    look,
    changes,
  };
};

const total = (rows: Rows, column: 'total' | 'standing'): number => Number(rows[0]?.[column] ?? 0);

const caseRows = (
  rows: Rows,
  word: RecordOptions['word'],
  language: Language,
): NonNullable<RecordView['cases']>['items'] =>
  rows
    .filter((row) => row['closed_at'] === null)
    .slice(0, MOST.cases)
    .map((row) => ({
      id: String(row['id']),
      number: String(row['number']),
      pathway: String(row['pathway']),
      state: String(row['state']),
      urgency: row['urgency'] as 'emergency' | 'urgent' | 'routine',
      owner: {
        organisation: { id: String(row['owner_organisation']), name: String(row['owner_name']) },
        role: String(row['owner_role']),
      },
      dueAt: (row['due_at'] as Date).toISOString(),
      document: word(String(row['pathway']), 'document', '', language),
      stateText: word(String(row['pathway']), 'state', String(row['state']), language),
    }));

const courseOf = (
  held: { readonly rows: readonly Kept[]; readonly cases: Rows; readonly counts: ReadonlyMap<string, number> },
  directory: Directory,
  reading: Reading,
  at: Date,
  zone: string,
): NonNullable<RecordView['course']> => {
  const since = addDays(civilDay(at, zone), -TREND_DAYS);
  const isRecent = ({ date, resource }: Kept): boolean =>
    date !== null && (civilDay(date, zone) >= since || resource['status'] === 'in-progress');
  const of = (...types: readonly string[]): readonly Kept[] => held.rows.filter(({ type }) => types.includes(type));
  const reports = of('DiagnosticReport', 'ImagingStudy');
  const happened = [...of('Encounter', 'Procedure', 'Immunization'), ...reports];
  const alone = examinationsWithout(reports, of('Observation'), reading, zone);
  const events = [...happened, ...alone].filter(isRecent).flatMap((kept) => eventOf(kept, reading) ?? []);
  const arrows = arrowsOf(held.cases).filter((arrow) => arrow.open || civilDay(new Date(arrow.at), zone) >= since);
  const types = ['Encounter', 'DiagnosticReport', 'ImagingStudy', 'Procedure', 'Immunization'];
  const all = types.reduce((sum, type) => sum + (held.counts.get(type) ?? 0), 0);
  const drawn = events.filter(({ type }) => types.includes(type)).length;
  return { lanes: lanesOf(events, arrows, directory), arrows, since, total: all, more: Math.max(0, all - drawn) };
};

/** Everything but who may look: made of rows that row-level security let through. */
const compose = (options: RecordOptions, rows: Answers, at: Date, language: Language): RecordView | undefined => {
  const { zone, onFault } = options;
  const [resident] = storedResidents(rows.resident);
  if (resident === undefined) return undefined;
  const today = civilDay(at, zone);
  const part = <Answer>(name: string, work: () => Answer): Answer | null => {
    try {
      return work();
    } catch (fault) {
      onFault?.(name, fault);
      return null;
    }
  };
  const who = residentRow(resident, today, true);
  const since = rows.look[0]?.['since'];
  const lastLook = since instanceof Date ? since : null;
  const newest = part('newest', () => keptOf(rows.newest));
  const directory = directoryOf(rows.organisations);
  const placeOf = placesBy(
    directory,
    (newest ?? []).filter(({ type }) => type === 'Encounter'),
  );
  const changed = part('changes', () => keptOf(rows.changes));
  const reading: Reading = {
    placeOf,
    isFresh: (kept) => lastLook !== null && kept.updatedAt > lastLook,
  };
  const everything = (): readonly Kept[] => {
    // what could not be read is never taken for what is not there
    if (newest === null) throw new Error('the newest entries could not be read');
    return newest;
  };
  const of = (type: string): readonly Kept[] => everything().filter((kept) => kept.type === type);
  const conditions = part('problems', () => keptOf(rows.problems));
  const active = (conditions ?? []).filter(({ resource }) => isActive(resource) && !isVoid(resource));
  const drugs = part('medicines', () => keptOf(rows.medicines));
  const current = (drugs ?? []).filter(({ resource }) => isCurrent(resource));
  const values = part('values', () =>
    valuesOf([...keptOf(rows.panels), ...of('Observation')], {
      ...reading,
      age: who.age,
      today,
      now: at,
      problems: active.flatMap(({ resource }) => codesOf(resource['code'])),
    }),
  );
  const counted = new Map(rows.counts.map((row) => [String(row['type']), Number(row['total'])]));
  const updated = rows.counts.map((row) => row['updated_at'] as Date);
  const documents = part('documents', () =>
    of('DocumentReference')
      .filter(({ resource }) => !isVoid(resource))
      .slice(0, MOST.documents)
      .map((kept) => ({
        type: kept.type,
        id: kept.id,
        title: documentTitle(kept.resource),
        at: kept.date?.toISOString() ?? null,
        place: placeOf(kept),
        fresh: reading.isFresh(kept),
      })),
  );
  const standing = total(rows.cases, 'standing');
  const shownCases = part('cases', () => caseRows(rows.cases, options.word, language));
  return {
    resident: who,
    relations: [...(relationViews(rows.relations).get(who.id) ?? [])],
    allergies: part('allergies', () => allergiesOf(of('AllergyIntolerance'), reading)) ?? FAILED,
    problems: conditions && {
      active: active.slice(0, MOST.problems).map((kept) => problemOf(kept, reading)),
      past: total(rows.problems, 'total') - total(rows.problems, 'standing'),
      more: Math.max(0, total(rows.problems, 'standing') - Math.min(active.length, MOST.problems)),
    },
    medicines: drugs && {
      current: current.slice(0, MOST.medicines).map((kept) => medicineOf(kept, reading)),
      stopped: total(rows.medicines, 'total') - total(rows.medicines, 'standing'),
      more: Math.max(0, total(rows.medicines, 'standing') - Math.min(current.length, MOST.medicines)),
    },
    values: values && { items: values.slice(0, MOST.values), more: Math.max(0, values.length - MOST.values) },
    course: part('course', () =>
      courseOf({ rows: everything(), cases: rows.cases, counts: counted }, directory, reading, at, zone),
    ),
    cases: shownCases && { items: shownCases, more: Math.max(0, standing - shownCases.length) },
    closedCases: total(rows.cases, 'total') - standing,
    documents: documents && {
      items: documents,
      more: Math.max(0, (counted.get('DocumentReference') ?? 0) - documents.length),
    },
    lastLook: lastLook?.toISOString() ?? null,
    changes: changed && {
      items: changed.map((kept) => changeOf(kept, reading)),
      more: Math.max(0, total(rows.changes, 'total') - changed.length),
    },
    updatedAt: updated.length === 0 ? null : new Date(Math.max(...updated.map(Number))).toISOString(),
    serverTime: at.toISOString(),
  };
};

/**
 * The first screen, or `record.no-relation`: for a resident without a relation and for one that does not exist alike. Tried and
 * refused looks are audited as well. A look that was answered is kept, so that the next one knows what is new.
 */
export const firstScreen = async (
  options: RecordOptions,
  actor: Actor,
  id: string,
  language: Language,
  action = 'read-record',
): Promise<RecordView | Refusal> => {
  const { db, clock, readLog } = options;
  const at = clock.now();
  const rows = await read(options, actor, id, at);
  const view = compose(options, rows, at, language);
  const seen = view !== undefined;
  const noted = readLog.record(
    auditRow(actor, at, {
      action,
      target: `Patient/${id}`,
      residents: seen ? [id] : [],
      outcome: seen ? 'done' : 'refused',
      reason: seen ? null : 'record.no-relation',
    }),
  );
  const looked = seen ? db.write(actor, at, (tx) => tx.finish([ask.keepLook(id, readerOf(actor), at)])) : undefined;
  await Promise.all([noted, looked]);
  return view ?? refuse('record.no-relation');
};
