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

const closeFacts = (records: readonly string[], at: Date, counted: string): Statement => ({
  name: 'fact-close',
  text: `with closed as (
           update fact set known_until = greatest($2, known_from) where record = any($1::text[]) and known_until = 'infinity'
           returning view, day, end_day, organisation, cell, amount, resident, start_at, end_at, attributes)
         insert into fact_change (view, edge, day, organisation, cell, rows, amount, resident, start_at, end_at, end_day, counted)
         select view, edge.name, edge.day, coalesce(organisation, ''), cell, -1, coalesce(amount, 0), resident, start_at, end_at, end_day,
                counted_of(attributes, $3::jsonb -> view)
           from closed cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
          where edge.day is not null`,
  values: [textArray(records), at, counted],
});

const millis = (at: Date | null): number | null => at?.getTime() ?? null;

const openFacts = (rows: readonly FactRow[], at: Date): Statement => ({
  name: 'fact-open',
  text: `with incoming as (
           select * from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                                $10::text[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::text[])
             as row (view, record, version, place, organisation, resident, day, start_at, end_day, end_at, amount, cell, attributes, counted)),
         made as (
           insert into fact (view, record, version, place, organisation, resident, day, start_at, end_day, end_at, amount, cell,
                             attributes, known_from)
           select view, record, version, place, organisation, resident, day::date, start_at, end_day::date, end_at, round(amount::numeric, 6),
                  cell::jsonb, attributes::jsonb, $1 from incoming)
         insert into fact_change (view, edge, day, organisation, cell, rows, amount, resident, start_at, end_at, end_day, counted)
         select view, edge.name, edge.day::date, coalesce(organisation, ''), cell::jsonb, 1, coalesce(round(amount::numeric, 6), 0),
                resident, start_at, end_at, end_day::date, counted::jsonb
           from incoming cross join lateral (values ('start', day), ('end', end_day)) as edge (name, day)
          where edge.day is not null`,
  values: [
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
  ],
});

/** What a write adds to its transaction: at most two statements, none for types no view is made of. */
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
    return [
      ...(closed.length > 0 ? [closeFacts(closed, at, counted)] : []),
      ...(rows.length > 0 ? [openFacts(rows, at)] : []),
    ];
  };
};
