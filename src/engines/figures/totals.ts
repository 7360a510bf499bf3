/**
 * What totals answer, of any number of figures in one statement: the sums of each scope and period once, by cell; whose conditions a
 * cell meets is told here. So forty figures are read from the rows of one, and no plan is made but the first.
 */
import type { Counted, CountedFigure } from './answer.ts';
import { isAdditive, spansOf } from './count.ts';
import type { CountScope } from './count.ts';
import { addDecimals } from './decimal.ts';
import type { Condition, FigureDefinition, Measure } from './define.ts';
import { addDays } from '../../platform/civil-time.ts';
import { daysOf } from './period.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';

type Edge = 'start' | 'end';
type Cells = readonly {
  readonly cell: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly amount: string;
}[];

/** Sums asked for: the facts of a view that begin or end on these days, filed under these organisations (a place in the list). */
type Asked = {
  readonly view: string;
  readonly edge: Edge;
  readonly filed: number;
  readonly from: string | null;
  readonly to: string;
};

const meets = (cell: Readonly<Record<string, string>>, where: Condition = {}): boolean =>
  Object.entries(where).every(([name, wanted]) => {
    const value = cell[name];
    if (typeof wanted === 'object' && 'not' in wanted) return value === undefined || !wanted.not.includes(value);
    return value !== undefined && (typeof wanted === 'string' ? wanted === value : wanted.includes(value));
  });

const totalsStatement = (asked: readonly Asked[], filed: readonly (readonly string[] | null)[]): Statement => {
  const spans = asked.flatMap(({ from, to }, n) => spansOf(from, to).map((span) => ({ n, ...span })));
  const houses = filed.flatMap((list, place) => (list ?? ['*']).map((organisation) => ({ place, organisation })));
  return {
    name: 'figure-totals',
    // each total is looked for by its key: `offset 0` keeps the planner from reading all of them at once. What waits to be added is summed
    // once for all that is asked; amounts only where there are any, for multiplying them took as long as all else (decision 0239)
    text: `with asked as materialized (
             select * from unnest($1::int[], $2::text[], $3::text[], $4::int[], $5::date[], $6::date[])
               as a (n, view, edge, filed, from_day, until_day)),
           spans as materialized (
             select * from unnest($7::int[], $8::text[], $9::date[], $10::date[]) as s (n, span, from_day, until_day)),
           houses as materialized (select * from unnest($11::int[], $12::text[]) as h (filed, organisation)),
           waiting as materialized (
             select view, edge, day, case when $13::boolean then organisation end as organisation, cell,
                    sum(rows) as rows, coalesce(sum(rows * amount) filter (where amount <> 0), 0) as amount
               from fact_change where (view, edge) in (select view, edge from asked) group by 1, 2, 3, 4, 5)
           select n, cell::text as cell, sum(rows)::text as rows, trim_scale(sum(amount))::text as amount
             from (select a.n, t.cell, t.rows, t.amount
                     from asked a join spans s using (n) join houses h using (filed)
                    cross join lateral (
                      select t.cell, t.rows, t.amount from fact_total t
                       where t.view = a.view and t.edge = a.edge and t.organisation = h.organisation and t.span = s.span
                         and t.day >= s.from_day and t.day < s.until_day offset 0) as t
                   union all
                   select a.n, w.cell, w.rows, w.amount
                     from asked a join waiting w on w.view = a.view and w.edge = a.edge and w.day >= a.from_day and w.day < a.until_day
                    where exists (select from houses h where h.filed = a.filed and h.organisation in ('*', w.organisation))) as summed
            group by n, cell`,
    values: [
      asked.map((_, n) => n),
      asked.map(({ view }) => view),
      asked.map(({ edge }) => edge),
      asked.map((each) => each.filed),
      asked.map(({ from }) => from ?? '-infinity'),
      asked.map(({ to }) => addDays(to, 1)),
      spans.map(({ n }) => n),
      spans.map(({ span }) => span),
      spans.map(({ from }) => from ?? '-infinity'),
      spans.map(({ until }) => until),
      houses.map(({ place }) => place),
      houses.map(({ organisation }) => organisation),
      filed.some((list) => list !== null),
    ],
  };
};

/** What an entry by hand is recorded by: the register, not the view. */
const recordedBy = ({ views }: CountScope, { view, where }: Omit<Measure, 'count'>): Condition => {
  const register = views.get(view)?.byHand === true ? where?.['register'] : undefined;
  return register === undefined ? {} : { register };
};

const additiveOf = ({ value }: FigureDefinition): readonly Measure[] =>
  value.kind === 'number' ? [value.of] : value.kind === 'rate' ? [value.numerator, value.denominator] : [];

const figureFrom = ({ value }: FigureDefinition, counted: (measure: Measure) => Counted): CountedFigure => {
  if (value.kind === 'number') return { kind: 'number', of: counted(value.of) };
  if (value.kind === 'rate')
    return { kind: 'rate', numerator: counted(value.numerator), denominator: counted(value.denominator) };
  throw new Error(`totals do not answer a ${value.kind}`);
};

/** Whether totals answer all of a figure: what they answer in part is counted from the facts, in one statement. */
export const isOfTotals = (definition: FigureDefinition, scope: CountScope): boolean => {
  const measures = additiveOf(definition);
  return measures.length > 0 && measures.every((measure) => isAdditive(scope, measure));
};

const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

export type Totals = {
  /** Notes what a figure needs of which `isOfTotals` says yes. */
  readonly ask: (definition: FigureDefinition, scope: CountScope) => void;
  /** One statement for all that was asked; none where nothing was. */
  readonly statement: () => readonly Statement[];
  /** What a figure came to, by the statement's rows. */
  readonly counted: (rows: Rows) => (definition: FigureDefinition, scope: CountScope) => CountedFigure;
};

export const totals = (): Totals => {
  const asked = new Map<string, Asked & { readonly n: number }>();
  const filed = new Map<string, { readonly place: number; readonly list: readonly string[] | null }>();
  const keyOf = ({ view, edge, filed: place, from, to }: Asked): string => [view, edge, place, from, to].join(' ');
  const placeOf = ({ organisations }: CountScope): number => {
    const key = organisations === null ? '*' : organisations.join(' ');
    const held = filed.get(key) ?? { place: filed.size, list: organisations };
    filed.set(key, held);
    return held.place;
  };
  const needed = (scope: CountScope, measure: Measure) => {
    const of = { view: measure.view, filed: placeOf(scope) };
    const days = daysOf(measure, scope.period);
    const counted = [{ ...of, edge: 'start' as const, from: days.from, to: days.to }];
    return {
      begun: counted,
      // who no longer held on the last day is taken away by the day it ceased
      ended: days.held ? [{ ...of, edge: 'end' as const, from: null, to: days.to }] : [],
      ever: [{ ...of, edge: 'start' as const, from: null, to: scope.period.to }],
    };
  };
  return {
    ask: (definition, scope) => {
      for (const measure of additiveOf(definition)) {
        const { begun, ended, ever } = needed(scope, measure);
        for (const each of [...begun, ...ended, ...ever]) {
          const key = keyOf(each);
          if (!asked.has(key)) asked.set(key, { ...each, n: asked.size });
        }
      }
    },
    statement: () => {
      if (asked.size === 0) return [];
      return [
        totalsStatement(
          [...asked.values()],
          [...filed.values()].map(({ list }) => list),
        ),
      ];
    },
    counted: (rows) => {
      const cells = new Map<number, { cell: Readonly<Record<string, string>>; rows: number; amount: string }[]>();
      for (const row of rows) {
        const n = Number(row['n']);
        const told = cells.get(n) ?? [];
        cells.set(n, told);
        told.push({
          cell: JSON.parse(String(row['cell'])) as Readonly<Record<string, string>>,
          rows: Number(row['rows']),
          amount: String(row['amount']),
        });
      }
      const found = (of: readonly Asked[], where: Condition | undefined): Cells =>
        of.flatMap((each) =>
          (cells.get(asked.get(keyOf(each))?.n ?? -1) ?? []).filter(({ cell }) => meets(cell, where)),
        );
      const countedOf = (scope: CountScope, measure: Measure): Counted => {
        const { begun, ended, ever } = needed(scope, measure);
        const [came, went] = [found(begun, measure.where), found(ended, measure.where)];
        const rowsOf = (of: Cells): number => of.reduce((sum, each) => sum + each.rows, 0);
        const amounts = (of: Cells, sign: string): readonly string[] =>
          of.map(({ amount }) => (sign === '' ? amount : negated(amount)));
        return {
          amount:
            measure.count === 'rows'
              ? String(rowsOf(came) - rowsOf(went))
              : addDecimals([...amounts(came, ''), ...amounts(went, '-')]),
          recorded: rowsOf(found(ever, recordedBy(scope, measure))) > 0,
        };
      };
      return (definition, scope) => figureFrom(definition, (measure) => countedOf(scope, measure));
    },
  };
};
