/** Facts in the writing transaction: the rows each view makes of a new version, and the end of those of the version before. */
import { civilDay, instantOf } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { instantArray, integerArray, textArray } from '../../fhir/store/arrays.ts';
import type { FactKeeper } from '../../fhir/store/fact-keeper.ts';
import type { NewVersion } from '../../fhir/store/new-version.ts';
import { FACT_COLUMNS } from './facts.ts';
import type { FactView } from './facts.ts';
import { evaluateView } from './views/evaluate.ts';
import type { Row } from './views/evaluate.ts';
import { readView } from './views/view.ts';
import type { View } from './views/view.ts';

type Attributes = Readonly<Record<string, string>>;

export type FactRow = {
  readonly view: string;
  readonly record: string;
  readonly version: number;
  readonly place: number;
  readonly organisation: string | null;
  readonly resident: string | null;
  readonly start: Date | null;
  readonly finish: Date | null;
  readonly day: string | null;
  readonly endDay: string | null;
  readonly amount: string | null;
  readonly cell: Attributes;
  readonly attributes: Attributes;
  /** Of the attributes those that are counted. */
  readonly counted: Attributes;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const momentOf = (value: unknown, zone: string): Date | null => {
  if (typeof value !== 'string') return null;
  if (DAY.test(value)) return instantOf(value, '00:00', zone);
  const at = INSTANT.test(value) ? new Date(value) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
};

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

const named = (row: Row, names: readonly string[]): Attributes =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = textOf(row[name]);
      return text === null ? [] : [[name, text]];
    }),
  );

export type KeptView = FactView & { readonly view: View; readonly others: readonly string[] };

/** The views as they are evaluated, by the type of record they are made of. Throws `ViewFault`. */
export const keptViews = (views: readonly FactView[]): ReadonlyMap<string, readonly KeptView[]> => {
  const byType = new Map<string, KeptView[]>();
  for (const each of views.filter(({ elsewhere }) => elsewhere === undefined)) {
    const view = readView(each.definition);
    const others = view.select.names.filter(
      (name) => !each.cell.includes(name) && !(FACT_COLUMNS as readonly string[]).includes(name),
    );
    byType.set(each.resource, [...(byType.get(each.resource) ?? []), { ...each, view, others }]);
  }
  return byType;
};

/** The rows a view makes of one version. A fact does not cease before it begins. */
export const factRows = (
  kept: KeptView,
  { type, id, version, resource }: NewVersion,
  zone: string,
): readonly FactRow[] =>
  resource === undefined
    ? []
    : evaluateView(kept.view, resource).map((row) => {
        const start = momentOf(row['start'], zone);
        const finish = momentOf(row['finish'], zone);
        const end = finish !== null && start !== null && finish < start ? start : finish;
        return {
          view: kept.code,
          record: `${type}/${id}`,
          version,
          place: Number(row['place']),
          organisation: textOf(row['organisation']),
          resident: textOf(row['resident']),
          start,
          finish: end,
          day: start && civilDay(start, zone),
          endDay: end && start && civilDay(end, zone),
          amount: textOf(row['amount']),
          cell: named(row, kept.cell),
          attributes: named(row, kept.others),
          counted: named(row, kept.counted),
        };
      });

/** Ends what stood of the records until now, and says what that was. */
const closing = (records: string, at: string): string =>
  `update fact set known_until = greatest(${at}, known_from) where record = any(${records}::text[]) and known_until = 'infinity'
           returning view, record, place, day, end_day, organisation, cell, amount, resident, start_at, end_at, attributes`;

/** Takes away what a closed fact counted for: its beginning and, where it has one, its end. */
const takenAway = (counted: string): string =>
  `select view, edge.name, edge.day, coalesce(organisation, ''), cell, -1, coalesce(amount, 0), resident, start_at, end_at, end_day,
                counted_of(attributes, ${counted}::jsonb -> view)
           from closed as gone cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
          where edge.day is not null`;

const CHANGE = `insert into fact_change (view, edge, day, organisation, cell, rows, amount, resident, start_at, end_at, end_day, counted)`;

const closeFacts = (records: readonly string[], at: Date, counted: string): Statement => ({
  name: 'fact-close',
  text: `with closed as (${closing('$1', '$2')}) ${CHANGE} ${takenAway('$3')}`,
  values: [textArray(records), at, counted],
});

const millis = (at: Date | null): number | null => at?.getTime() ?? null;

/** Rows of facts as they come, known from $1; the columns are $2 … $15. */
const OPENING = `incoming as (
           select view, record, version, place, organisation, resident, day::date, start_at, end_day::date, end_at,
                  round(amount::numeric, 6) as amount, cell::jsonb, attributes::jsonb, counted::jsonb
             from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                                $10::text[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::text[])
             as row (view, record, version, place, organisation, resident, day, start_at, end_day, end_at, amount, cell, attributes, counted)),
         made as (
           insert into fact (view, record, version, place, organisation, resident, day, start_at, end_day, end_at, amount, cell,
                             attributes, known_from)
           select view, record, version, place, organisation, resident, day, start_at, end_day, end_at, amount, cell, attributes, $1
             from incoming)`;
const ADDED = `select view, edge.name, edge.day, coalesce(organisation, ''), cell, 1, coalesce(amount, 0), resident, start_at, end_at, end_day,
                counted
           from incoming as came cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
          where edge.day is not null`;

const openValues = (rows: readonly FactRow[], at: Date): readonly unknown[] => [
  at,
  textArray(rows.map(({ view }) => view)),
  textArray(rows.map(({ record }) => record)),
  integerArray(rows.map(({ version }) => version)),
  integerArray(rows.map(({ place }) => place)),
  textArray(rows.map(({ organisation }) => organisation)),
  textArray(rows.map(({ resident }) => resident)),
  textArray(rows.map(({ day }) => day)),
  instantArray(rows.map(({ start }) => millis(start))),
  textArray(rows.map(({ endDay }) => endDay)),
  instantArray(rows.map(({ finish }) => millis(finish))),
  textArray(rows.map(({ amount }) => amount)),
  textArray(rows.map(({ cell }) => JSON.stringify(cell))),
  textArray(rows.map(({ attributes }) => JSON.stringify(attributes))),
  textArray(rows.map(({ counted }) => JSON.stringify(counted))),
];

const openFacts = (rows: readonly FactRow[], at: Date): Statement => ({
  name: 'fact-open',
  text: `with ${OPENING} ${CHANGE} ${ADDED}`,
  values: openValues(rows, at),
});

/** Whether a fact says the same as the one before it. Each place of a record has one of either, so that the two cancel. */
const SAME = `gone.record = came.record and gone.view = came.view and gone.place = came.place and gone.day is not distinct from came.day
                          and gone.end_day is not distinct from came.end_day and gone.organisation is not distinct from came.organisation
                          and gone.cell = came.cell and gone.amount is not distinct from came.amount
                          and gone.resident is not distinct from came.resident and gone.start_at is not distinct from came.start_at
                          and gone.end_at is not distinct from came.end_at and gone.attributes = came.attributes`;

/** Records that were and are: what says the same in both versions is a fact of the new one, and changes no total (decision 0230). */
const replaceFacts = (records: readonly string[], rows: readonly FactRow[], at: Date, counted: string): Statement => ({
  name: 'fact-replace',
  text: `with closed as (${closing('$16', '$1')}), ${OPENING}
         ${CHANGE}
         ${takenAway('$17')} and not exists (select from incoming as came where ${SAME})
         union all
         ${ADDED} and not exists (select from closed as gone where ${SAME})`,
  values: [...openValues(rows, at), textArray(records), counted],
});

/** What a write adds to its transaction: at most one statement, none for types no view is made of. */
export const factKeeper = (views: readonly FactView[], zone: string): FactKeeper => {
  const byType = keptViews(views);
  const counted = JSON.stringify(Object.fromEntries(views.map((view) => [view.code, view.counted])));
  return (versions, at) => {
    const touched = versions.filter(({ type }) => byType.has(type));
    if (touched.length === 0) return [];
    const rows = touched.flatMap((version) =>
      (byType.get(version.type) ?? []).flatMap((kept) => factRows(kept, version, zone)),
    );
    const closed = touched.filter(({ replaces }) => replaces !== null).map(({ type, id }) => `${type}/${id}`);
    if (closed.length > 0 && rows.length > 0) return [replaceFacts(closed, rows, at, counted)];
    if (closed.length > 0) return [closeFacts(closed, at, counted)];
    return rows.length > 0 ? [openFacts(rows, at)] : [];
  };
};
