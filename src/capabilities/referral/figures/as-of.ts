/**
 * The figures as they stood at the end of a past day. Counters and what is settled know only now, so everything is counted from the
 * facts of that moment (`referral_facts_as_of()`, migration 0065). Those are put in the place of the table, under its own name: the
 * statements of the live figures then read them unchanged, and what a figure means is written once.
 */
import { addDays, instantOf } from '../../../platform/civil-time.ts';
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { Range } from './ranges.ts';
import { countSettled, partSettled } from './settled.ts';
import { findOverdue, findUnanswered, findWaiting } from './statements.ts';
import type { Scope } from './statements.ts';

/** The last moment of a day, to the millisecond in which steps are dated. */
export const endOf = (day: CivilDay, zone: string): Date =>
  new Date(instantOf(addDays(day, 1), '00:00', zone).getTime() - 1);

const shifted = (text: string, by: number): string =>
  text.replaceAll(/\$(\d+)/g, (_, place: string) => `$${String(Number(place) + by)}`);

/** The table's name, given to its rows of the moment `$1` in the zone `$2`. */
const FACTS = 'referral_fact as materialized (select * from referral_facts_as_of($1, $2))';

/** One statement over the facts of the moment instead of those of now. */
export const asOf = ({ text, values }: Statement, at: Date, zone: string): Statement => ({
  text: `with ${FACTS} ${shifted(text, 2).replace(/^\s*with /, ', ')}`,
  values: [at, zone, ...(values ?? [])],
});

/** Between which levels anything was recorded until then. */
const findRecorded: Statement = {
  text: `select distinct k.kind, k.value
    from (select distinct sender_level as low, receiver_level as high, returned_at is not null as returned from referral_fact where counted) as way,
         lateral (values ('flow', low || '>' || high, true), ('returned', high || '>' || low, returned)) as k (kind, value, holds)
   where k.holds`,
};
/** The day of the first referral. Rows: day, null without one. */
export const findFirstDay: Statement = {
  name: 'referral-first-day',
  text: 'select min(opened_on) as day from referral_fact',
};

export type Past = Readonly<
  Record<'counts' | 'spreads' | 'waiting' | 'overdue' | 'unanswered' | 'recorded', readonly Rows[number][]>
>;

/** All that the screen counts, in one statement: the facts of the moment are told once. Rows: part, row (its JSON as text). */
export const countAsOf = (
  ranges: readonly Range[],
  period: Range,
  scope: Scope,
  moment: { readonly at: Date; readonly unseenBefore: CivilDay; readonly zone: string },
): Statement => {
  const { at, unseenBefore, zone } = moment;
  const parts: readonly (readonly [keyof Past, Statement])[] = [
    ['counts', countSettled(ranges, scope, null)],
    ['spreads', partSettled(ranges, scope, null)],
    ['waiting', findWaiting(period, scope, at)],
    ['overdue', findOverdue(scope, at, unseenBefore)],
    ['unanswered', findUnanswered(scope)],
    ['recorded', findRecorded],
  ];
  const values: unknown[] = [at, zone];
  const told = parts.map(([part, statement]) => {
    const text = shifted(statement.text, values.length);
    values.push(...(statement.values ?? []));
    return `select '${part}' as part, to_json(told)::text as row from (${text}) as told`;
  });
  return { text: `with ${FACTS}\n${told.join('\nunion all\n')}`, values };
};

/** The rows of each part. A moment comes as text here and is made one again. */
export const pastFrom = (rows: Rows): Past => {
  const of = (part: keyof Past): readonly Rows[number][] =>
    rows
      .filter((row) => row['part'] === part)
      .map((row) => {
        const told = JSON.parse(String(row['row'])) as Rows[number];
        return typeof told['since'] === 'string' ? { ...told, since: new Date(told['since']) } : told;
      });
  return {
    counts: of('counts'),
    spreads: of('spreads'),
    waiting: of('waiting'),
    overdue: of('overdue'),
    unanswered: of('unanswered'),
    recorded: of('recorded'),
  };
};
