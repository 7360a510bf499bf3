/**
 * From whom to whom the facts of a measure went, by consortium: the network of a region. Who belongs to none is one node of its own.
 * Whereto an organisation belongs is asked for the period's last day.
 */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { factsText, given } from './count.ts';
import type { CountScope } from './count.ts';
import type { Measure } from './define.ts';

/** The attributes that say from whom and to whom. */
export type FlowEnds = { readonly from: string; readonly to: string };
export type Flow = { readonly from: string; readonly to: string; readonly count: number; readonly residents: number };

const NAME = /^[a-z][a-z-]*$/;

export const flowsStatement = (
  measure: Omit<Measure, 'count'>,
  { from, to }: FlowEnds,
  scope: CountScope,
): Statement => {
  if (!NAME.test(from) || !NAME.test(to)) throw new Error(`no attributes are called ${from} and ${to}`);
  const out = given();
  const facts = factsText(scope, measure, out);
  const day = out.add(scope.period.to, 'date');
  return {
    text: `with pairs as (
        select coalesce((cell || attributes) ->> '${from}', '') as sent, coalesce((cell || attributes) ->> '${to}', '') as received,
               resident from (${facts}) as f),
      placed as materialized (
        select id, coalesce(organisation_consortium(id, ${day}), '') as consortium
          from (select sent as id from pairs union select received from pairs) as ids)
      select a.consortium as "from", b.consortium as "to", count(*)::integer as count, count(distinct p.resident)::integer as residents
        from pairs p join placed a on a.id = p.sent join placed b on b.id = p.received
       group by 1, 2 order by 1, 2`,
    values: out.values,
  };
};

export const flowsFrom = (rows: Rows): readonly Flow[] =>
  rows.map((row) => ({
    from: String(row['from']),
    to: String(row['to']),
    count: Number(row['count']),
    residents: Number(row['residents']),
  }));
