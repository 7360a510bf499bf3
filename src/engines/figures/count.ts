/** What a measure comes to, in SQL: from the totals and what is still beside them where that suffices, else from the facts. */
import type { FigurePeriod, FigureValue, Measure } from './define.ts';
import type { FactView, Given, ToldAt } from './facts.ts';
import { entryPeopleText, entryRowsText, entryWaitsText } from './entries.ts';
import type { EntriesAsked } from './entries.ts';
import { daysOf } from './period.ts';
import type { Days } from './period.ts';

export type { Given } from './facts.ts';

export const given = (): Given => {
  const values: unknown[] = [];
  return {
    values,
    add: (value, type) => {
      values.push(value);
      return `$${values.length}::${type}`;
    },
  };
};

export type CountScope = {
  readonly period: FigurePeriod;
  /** Null for the whole region. */
  readonly organisations: readonly string[] | null;
  /** The moment spoken of, and whether it is past: then what was known at it is read, and no totals. */
  readonly moment: Date;
  readonly past: boolean;
  readonly views: ReadonlyMap<string, FactView>;
  readonly zone: string;
  readonly limitDays: ToldAt['limitDays'];
};

type Counting = Omit<Measure, 'count'>;

/** The view of a measure that entries answer: of the whole region, as it is now, by nothing but what they tell apart. */
const viewOfEntries = (
  { past, organisations, views }: CountScope,
  { view, where = {} }: Counting,
): FactView | undefined => {
  const found = views.get(view);
  if (past || organisations !== null || found === undefined || found.elsewhere !== undefined) return undefined;
  return Object.keys(where).every((name) => found.cell.includes(name) || found.counted.includes(name))
    ? found
    : undefined;
};

const entriesOf = (scope: CountScope, measure: Counting, out: Given): EntriesAsked | undefined => {
  const view = viewOfEntries(scope, measure);
  if (view === undefined) return undefined;
  return { view, days: daysOf(measure, scope.period), conditions: () => conditions(scope, measure, out, 'counted') };
};

const NAME = /^[a-z][A-Za-z0-9_-]*$/;

/** The value of an attribute: a view of ours says whether it lies in the cell or beside it, of another table either may be. */
const attribute = ({ views }: CountScope, view: string, name: string, others = 'attributes'): string => {
  const kept = views.get(view);
  if (kept === undefined || kept.elsewhere !== undefined) return `((cell || attributes) ->> '${name}')`;
  return kept.cell.includes(name) ? `(cell ->> '${name}')` : `(${others} ->> '${name}')`;
};

/** Conditions on attributes; names come from definitions and are checked, values are parameters. */
const conditions = (scope: CountScope, { view, where = {} }: Counting, out: Given, others?: string): string =>
  Object.entries(where)
    .map(([name, wanted]) => {
      if (!NAME.test(name)) throw new Error(`no attribute is called ${name}`);
      const value = attribute(scope, view, name, others);
      if (typeof wanted === 'object' && 'not' in wanted)
        return ` and coalesce(${value} <> all(${out.add([...wanted.not], 'text[]')}), true)`;
      return ` and ${value} = any(${out.add(typeof wanted === 'string' ? [wanted] : [...wanted], 'text[]')})`;
    })
    .join('');

const knownThen = ({ past, moment }: CountScope, out: Given): string => {
  if (!past) return `known_until = 'infinity'`;
  const at = out.add(moment, 'timestamptz');
  return `known_from <= ${at} and known_until > ${at}`;
};

/** Where the facts of a view lie, as known then: a condition is appended with `and`. */
const sourceText = (scope: CountScope, view: string, out: Given): string => {
  const elsewhere = scope.views.get(view)?.elsewhere;
  if (elsewhere === undefined) return `fact where view = ${out.add(view, 'text')} and ${knownThen(scope, out)}`;
  const { moment, past, zone, limitDays, period } = scope;
  return `(${elsewhere.rows({ moment, past, zone, to: period.to, limitDays }, out)}) as fact where true`;
};

const within = ({ organisations }: CountScope, out: Given): string =>
  organisations === null ? '' : ` and organisation = any(${out.add([...organisations], 'text[]')})`;

const onDays = ({ from, to }: Days, out: Given): string =>
  `day <= ${out.add(to, 'date')}${from === null ? '' : ` and day >= ${out.add(from, 'date')}`}`;

/** The facts of a measure: rows of `fact`. */
export const factsText = (scope: CountScope, measure: Counting, out: Given): string => {
  const days = daysOf(measure, scope.period);
  const held = days.held ? ` and (end_day is null or end_day > ${out.add(days.to, 'date')})` : '';
  return `select * from ${sourceText(scope, measure.view, out)} and ${onDays(days, out)}${within(scope, out)}${held}${conditions(scope, measure, out)}`;
};

/** The newest of each organisation and item; for the region those that speak for all of it, if there are any. */
export const latestText = (scope: CountScope, measure: Counting, out: Given): string => {
  const item = `coalesce(${attribute(scope, measure.view, 'item')}, '')`;
  const covers = `coalesce(${attribute(scope, measure.view, 'covers')}, 'own')`;
  const newest = `select distinct on (organisation, ${item}, ${covers})
      f.*, ${covers} as covers from (${factsText(scope, measure, out)}) as f
    order by organisation, ${item}, ${covers},
             day desc, known_from desc, record collate "C" desc, version desc, place desc`;
  return scope.organisations === null
    ? `select * from (select newest.*, bool_or(covers = 'region') over () as of_region from (${newest}) as newest) as one
        where not of_region or covers = 'region'`
    : `select * from (${newest}) as newest where covers <> 'region'`;
};

/** Whether anything of the view was ever recorded in this scope until the period's end; of the register, where it is entered by hand. */
export const recordedText = (scope: CountScope, measure: Counting, out: Given): string => {
  const register = scope.views.get(measure.view)?.byHand === true ? measure.where?.['register'] : undefined;
  const only = register === undefined ? '' : conditions(scope, { ...measure, where: { register } }, out);
  return `exists (select 1 from ${sourceText(scope, measure.view, out)} and day <= ${out.add(scope.period.to, 'date')}${within(scope, out)}${only})`;
};

const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;
const nextMonth = (day: string): string => {
  const [year = 0, month = 0] = day.slice(0, 7).split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${String(year)}-${String(month + 1).padStart(2, '0')}-01`;
};
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Days as whole months and the days before and after them; ends are not included. */
export const spansOf = (
  from: string | null,
  to: string,
): readonly { readonly span: 'day' | 'month'; readonly from: string | null; readonly until: string }[] => {
  const end = dayAfter(to);
  const monthsUntil = firstOfMonth(end);
  const monthsFrom = from === null || from === firstOfMonth(from) ? from : nextMonth(from);
  if (monthsFrom !== null && monthsFrom >= monthsUntil) return [{ span: 'day', from, until: end }];
  return [
    ...(from === monthsFrom ? [] : [{ span: 'day' as const, from, until: monthsFrom ?? end }]),
    { span: 'month', from: monthsFrom, until: monthsUntil },
    ...(monthsUntil === end ? [] : [{ span: 'day' as const, from: monthsUntil, until: end }]),
  ];
};

const between = (from: string | null, until: string, out: Given): string =>
  `day < ${out.add(until, 'date')}${from === null ? '' : ` and day >= ${out.add(from, 'date')}`}`;

/** Sums of totals and of the changes beside them, for one edge of the facts. */
const edgeText = (scope: CountScope, measure: Counting, edge: 'start' | 'end', days: Days, out: Given): string => {
  const view = out.add(measure.view, 'text');
  const filed = out.add(scope.organisations === null ? ['*'] : [...scope.organisations], 'text[]');
  const sign = edge === 'start' ? '' : '-';
  const only = (): string => conditions(scope, measure, out);
  const totals = spansOf(days.from, days.to).map(
    ({ span, from, until }) => `select ${sign}rows as rows, ${sign}amount as amount from fact_total
      where view = ${view} and edge = '${edge}' and organisation = any(${filed}) and span = '${span}' and ${between(from, until, out)}${only()}`,
  );
  const changes = `select ${sign}rows, ${sign}rows * amount from fact_change
      where view = ${view} and edge = '${edge}' and ${between(days.from, dayAfter(days.to), out)}${within(scope, out)}${only()}`;
  return [...totals, changes].join(' union all ');
};

/** Whether totals answer it: nothing is told apart that they do not tell apart, and it is asked of now. */
export const isAdditive = ({ past, views }: CountScope, measure: Measure): boolean => {
  const view = views.get(measure.view);
  return (
    !past &&
    (measure.count === 'rows' || measure.count === 'amount') &&
    view !== undefined &&
    view.elsewhere === undefined &&
    Object.keys(measure.where ?? {}).every((name) => view.cell.includes(name))
  );
};

const additiveText = (scope: CountScope, measure: Measure, out: Given): string => {
  const days = daysOf(measure, scope.period);
  const parts = [edgeText(scope, measure, 'start', days, out)];
  // who no longer held on the last day is taken away by the day it ceased
  if (days.held) parts.push(edgeText(scope, measure, 'end', { ...days, from: null }, out));
  return `(select trim_scale(coalesce(sum(${measure.count === 'rows' ? 'rows' : 'amount'}), 0)::numeric)::text from (${parts.join(' union all ')}) as summed)`;
};

/** An expression: the measure as decimal text, null where nothing says an amount. */
export const measureText = (scope: CountScope, measure: Measure, out: Given): string => {
  if (isAdditive(scope, measure)) return additiveText(scope, measure, out);
  const entries = entriesOf(scope, measure, out);
  if (entries !== undefined && measure.count === 'rows') return entryRowsText(entries, out);
  if (entries !== undefined && measure.count === 'residents') return entryPeopleText(entries, scope.moment, out);
  switch (measure.count) {
    case 'rows':
      return `(select count(*)::text from (${factsText(scope, measure, out)}) as f)`;
    case 'amount':
      return `(select trim_scale(coalesce(sum(amount), 0))::text from (${factsText(scope, measure, out)}) as f)`;
    case 'latest':
      return `(select trim_scale(sum(amount))::text from (${latestText(scope, measure, out)}) as f)`;
    case 'residents':
      return `(select count(*)::text
                 from (select distinct coalesce(led.survivor, f.resident) from (${factsText(scope, measure, out)}) as f
                         left join resident_roots_as_of(${out.add(scope.moment, 'timestamptz')}) as led on led.absorbed = f.resident
                        where f.resident is not null) as people)`;
    case 'organisations':
      return `(select count(distinct organisation_led_to(f.organisation, ${out.add(scope.period.to, 'date')}, ${out.add(scope.moment, 'timestamptz')}))::text
                 from (select distinct organisation from (${factsText(scope, measure, out)}) as all_facts) as f)`;
  }
};

/**
 * An expression: how long each minute's worth waited, as JSON. Who still waits counts as waiting until the moment, and who left without
 * it (the attribute `left`, an instant) until then.
 */
export const waitedText = (scope: CountScope, measure: Counting, out: Given): string => {
  const at = out.add(scope.moment, 'timestamptz');
  // who left without it lies beside what entries tell apart
  const leaves = scope.views.get(measure.view)?.attributes.includes('left') === true;
  const entries = leaves ? undefined : entriesOf(scope, measure, out);
  const left = entries === undefined ? `${attribute(scope, measure.view, 'left')}::timestamptz` : 'null';
  const rows =
    entries === undefined
      ? `select *, 1 as rows from (${factsText(scope, measure, out)}) as f`
      : entryWaitsText(entries, out);
  // seconds as a double are exact to the millisecond for any wait, and a division is a tenth of one of numerics
  return `(select coalesce(json_agg(json_build_object('minutes', minutes, 'over', over, 'waiting', waiting)), '[]')
    from (select greatest(0, floor(date_part('epoch', case when end_at <= ${at} then end_at else least(${at}, ${left}) end - start_at) / 60))::bigint as minutes,
                 coalesce(sum(rows) filter (where end_at <= ${at}), 0) as over,
                 coalesce(sum(rows) filter (where end_at is null or end_at > ${at}), 0) as waiting
            from (${rows}) as f where start_at is not null group by 1 having sum(rows) <> 0) as grouped)`;
};

/** An expression: of the items named, how many have an entry that evidence stands behind. */
export const standingText = (
  scope: CountScope,
  { view, register, items }: Extract<FigureValue, { readonly kind: 'checklist' }>,
  out: Given,
): string =>
  `(select count(distinct (cell || attributes) ->> 'item') from (${latestText(scope, { view, where: { register }, when: 'at-end' }, out)}) as f
     where (cell || attributes) ->> 'evidence' = 'evidenced' and (cell || attributes) ->> 'item' = any(${out.add([...items], 'text[]')}))`;
