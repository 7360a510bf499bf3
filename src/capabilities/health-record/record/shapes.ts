/** What crosses the wire about a record: its first screen, its entries and their versions. Instants ISO 8601, days `YYYY-MM-DD`. */
import { z } from 'zod';
import { SUBSTANCE_KINDS } from '../../../consortium/residents/allergy-codes.ts';
import { Id, OpenCaseRow, RelationView, ResidentRow } from '../../../consortium/shapes.ts';

const instant = z.string();
const day = z.string();
const place = z.object({ id: z.string(), name: z.string() });
/** Opens the entry: `Observation/abc`. */
const entry = z.object({ type: z.string(), id: z.string() });
/** True for what came into the record, or changed, after the reader's last look. */
const fresh = z.boolean();

export const KIND_STATES = ['present', 'none-known', 'never-asked'] as const;
export const AllergyView = z.object({
  state: z.enum(['present', 'none-known', 'never-asked', 'failed']),
  items: z.array(
    entry.extend({
      substance: z.string(),
      reaction: z.string().nullable(),
      criticality: z.enum(['low', 'high', 'unable-to-assess']).nullable(),
      /** As exact as recorded: a year, a month or a day. */
      on: day.nullable(),
      place: place.nullable(),
      verified: z.boolean(),
      fresh,
    }),
  ),
  /** Each kind of substance by itself; asked about one says nothing of the others. */
  kinds: z.array(z.object({ kind: z.enum(SUBSTANCE_KINDS), state: z.enum(KIND_STATES), askedOn: day.nullable() })),
  askedOn: day.nullable(),
});
export type AllergyView = z.infer<typeof AllergyView>;

export const Problem = entry.extend({
  name: z.string(),
  since: day.nullable(),
  until: day.nullable(),
  active: z.boolean(),
  place: place.nullable(),
  fresh,
});
export type Problem = z.infer<typeof Problem>;
export const Medicine = entry.extend({
  name: z.string(),
  dosage: z.string().nullable(),
  since: day.nullable(),
  until: day.nullable(),
  current: z.boolean(),
  place: place.nullable(),
  fresh,
});
export type Medicine = z.infer<typeof Medicine>;

export const FLAGS = ['critical-high', 'high', 'critical-low', 'low', 'abnormal', 'normal'] as const;
export type Flag = (typeof FLAGS)[number];
export const Range = z.object({
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** As the laboratory wrote it, where it gave no numbers. */
  text: z.string().nullable(),
  /** The diastolic end of a target for blood pressure. */
  secondHigh: z.number().nullable(),
  /** `record`: printed with the value; `rule`: a dated target of the region, to be shown with its source. */
  by: z.enum(['record', 'rule']),
  source: z.string().nullable(),
  verified: z.boolean(),
});
export type Range = z.infer<typeof Range>;
export const ValueRow = entry.extend({
  /** A panel's key, else the value's own code. */
  key: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  /** As sent: `9.8`, `148/86`, `< 0.1`, or words. */
  value: z.string(),
  unit: z.string(),
  flag: z.enum(FLAGS).nullable(),
  /** Whether the record says so, or the range beside it, or a target. */
  flagBy: z.enum(['record', 'range', 'target']).nullable(),
  range: Range.nullable(),
  at: instant.nullable(),
  place: place.nullable(),
  /** Of the last two years in the same unit, oldest first; `second` is the diastolic value. */
  points: z.array(z.object({ at: instant, value: z.number(), second: z.number().nullable() })),
  fresh,
});
export type ValueRow = z.infer<typeof ValueRow>;

export const EVENT_KINDS = ['outpatient', 'emergency', 'inpatient', 'examination', 'follow-up', 'other'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
export const EventRow = entry.extend({
  kind: z.enum(EVENT_KINDS),
  what: z.string(),
  from: instant,
  /** Null for a moment; for a stay that lasts, `lasts` is true. */
  until: instant.nullable(),
  lasts: z.boolean(),
  place: z.string(),
  fresh,
});
export type EventRow = z.infer<typeof EventRow>;
export const Arrow = z.object({
  case: z.string(),
  number: z.string(),
  state: z.string(),
  at: instant,
  from: z.string(),
  to: z.string(),
  open: z.boolean(),
  urgency: z.enum(['emergency', 'urgent', 'routine']),
});
export type Arrow = z.infer<typeof Arrow>;

export const Change = entry.extend({
  part: z.string(),
  name: z.string(),
  detail: z.string().nullable(),
  at: instant,
  added: z.boolean(),
});
export type Change = z.infer<typeof Change>;
export const DocumentRow = entry.extend({ title: z.string(), at: instant.nullable(), place: place.nullable(), fresh });

const part = <Row extends z.ZodType>(row: Row) => z.object({ items: z.array(row), more: z.int() }).nullable();

/** The first screen. A part that could not be read fails alone (`null`); `more` counts what did not fit: 其余 N. */
export const RecordView = z.object({
  resident: ResidentRow,
  relations: z.array(RelationView),
  allergies: AllergyView,
  problems: z.object({ active: z.array(Problem), past: z.int(), more: z.int() }).nullable(),
  medicines: z.object({ current: z.array(Medicine), stopped: z.int(), more: z.int() }).nullable(),
  values: part(ValueRow),
  course: z
    .object({
      /** Highest level first. */
      lanes: z.array(place.extend({ events: z.array(EventRow) })),
      arrows: z.array(Arrow),
      since: day,
      total: z.int(),
      more: z.int(),
    })
    .nullable(),
  /** `document` and `stateText` are worded by the server: each pathway has its own words. */
  cases: part(OpenCaseRow.extend({ document: z.string(), stateText: z.string() })),
  closedCases: z.int(),
  documents: part(DocumentRow),
  /** Since when the changes are counted; null at the first look. */
  lastLook: instant.nullable(),
  changes: part(Change),
  updatedAt: instant.nullable(),
  serverTime: instant,
});
export type RecordView = z.infer<typeof RecordView>;

export const PARTS = ['allergies', 'problems', 'medicines', 'values', 'course', 'documents'] as const;
export type Part = (typeof PARTS)[number];
export const EntryRow = entry.extend({
  part: z.string(),
  name: z.string(),
  detail: z.string().nullable(),
  at: instant.nullable(),
  place: place.nullable(),
  /** Not valid any more: stopped, resolved, entered in error. */
  past: z.boolean(),
});
export type EntryRow = z.infer<typeof EntryRow>;
export const EntriesQuery = z.object({ part: z.enum(PARTS), after: z.string().max(200).optional() });
export const Entries = z.object({ items: z.array(EntryRow), next: z.string().nullable() });
export type Entries = z.infer<typeof Entries>;
export const RecordSearchBody = z.object({ q: z.string().trim().min(1).max(60) });
/** `found` counts all; `items` are the newest of them. */
export const RecordFound = z.object({ items: z.array(EntryRow), found: z.int(), looked: z.int(), all: z.boolean() });
export type RecordFound = z.infer<typeof RecordFound>;

export const EntryParams = z.object({ id: Id, type: z.string().regex(/^[A-Z][A-Za-z]{2,40}$/), entry: Id });
export const EntryQuery = z.object({ version: z.coerce.number().int().min(1).optional() });
/** A readable line of an entry: `path` names it, `element` is what it is called, `value` what it says. */
export const Line = z.object({
  path: z.string(),
  element: z.string(),
  depth: z.int(),
  kind: z.enum(['text', 'code', 'instant', 'heading']),
  value: z.string(),
});
export type Line = z.infer<typeof Line>;
export const EntryVersion = z.object({
  version: z.int(),
  at: instant,
  author: z.object({ name: z.string().nullable(), role: z.string().nullable(), organisation: z.string().nullable() }),
  /** Written by another system over the interface, or by the program itself, not by a person at a screen. */
  by: z.enum(['person', 'system-client', 'program']),
  deleted: z.boolean(),
  current: z.boolean(),
});
export const EntryView = entry.extend({
  name: z.string(),
  /** Newest first. */
  versions: z.array(EntryVersion),
  shown: z.int(),
  lines: z.array(Line),
  /** The lines of the version before the shown one; null for the first. */
  before: z.array(Line).nullable(),
  /** The JSON as stored; null for a deletion. */
  json: z.string().nullable(),
  place: place.nullable(),
  source: z.string().nullable(),
  /** Erased by law: that it was there is all that is kept. */
  erased: z.boolean(),
  /** The reader's own house wrote it and may ask that it be erased. */
  mayErase: z.boolean(),
});
export type EntryView = z.infer<typeof EntryView>;
