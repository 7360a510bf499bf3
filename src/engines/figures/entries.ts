/**
 * What of the whole region is counted from entries: facts as they stand without a name in them (`fact_entry`), and what the job has not
 * yet added to them. They are read by kind and day from their index alone, however many facts there are beside.
 */
import type { FactView, Given } from './facts.ts';
import type { Days } from './period.ts';

export type EntriesAsked = {
  readonly view: FactView;
  readonly days: Days;
  /** Conditions on `cell` and `counted`, each begun with `and`. */
  readonly conditions: () => string;
};

const onDays = ({ from, to, held }: Days, out: Given): string => {
  const last = out.add(to, 'date');
  const first = from === null ? '' : ` and day >= ${out.add(from, 'date')}`;
  return `day <= ${last}${first}${held ? ` and (end_day is null or end_day > ${last})` : ''}`;
};

const kept = ({ view, days, conditions }: EntriesAsked, columns: string, out: Given): string =>
  `select ${columns}, rows from fact_entry
    where kind = any(array(select no from fact_kind where view = ${out.add(view.code, 'text')}${conditions()})) and ${onDays(days, out)}`;

const beside = ({ view, days, conditions }: EntriesAsked, columns: string, out: Given): string =>
  `select ${columns}, rows from fact_change
    where view = ${out.add(view.code, 'text')} and edge = 'start' and ${onDays(days, out)}${conditions()}`;

/** An expression: how many facts. */
export const entryRowsText = (asked: EntriesAsked, out: Given): string =>
  `(select coalesce(sum(rows), 0)::text from (${kept(asked, 'kind', out)} union all ${beside(asked, '0', out)}) as entries)`;

/** Rows `start_at`, `end_at` and how many there are of them. */
export const entryWaitsText = (asked: EntriesAsked, out: Given): string =>
  `${kept(asked, 'start_at, end_at', out)} union all ${beside(asked, 'start_at, end_at', out)}`;

/**
 * An expression: how many residents, who were put together counted once. Who is named only beside the entries, or whose survivor has
 * none, has no number yet and is given one below zero.
 */
export const entryPeopleText = (asked: EntriesAsked, moment: Date, out: Given): string =>
  `(with led as materialized (select absorbed, survivor from resident_roots_as_of(${out.add(moment, 'timestamptz')})),
      late as materialized (select resident, rows from (${beside(asked, 'resident', out)}) as c where resident is not null),
      named as materialized (
        select n.resident, coalesce(r.no, (-dense_rank() over (order by n.resident))::integer) as no
          from (select resident from late union select absorbed from led union select survivor from led) as n
          left join fact_resident r using (resident)),
      leads as materialized (
        select a.no as absorbed, s.no as survivor from led join named a on a.resident = led.absorbed join named s on s.resident = led.survivor),
      counted as (
        select resident as no, rows from (${kept(asked, 'resident', out)}) as e where resident is not null
        union all
        select n.no, l.rows from late l join named n using (resident))
    select count(*)::text from (
      select coalesce(leads.survivor, counted.no) from counted left join leads on leads.absorbed = counted.no
       group by 1 having sum(rows) > 0) as people)`;
