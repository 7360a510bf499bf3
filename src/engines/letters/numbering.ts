/**
 * Numbers of letters, one after another per prefix and year. A number is taken by the transaction that signs and goes back with it
 * when that fails, so none is left out; the row of the series is the lock, so none is given twice.
 */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';

/** Opens the series of a year; `last` is the last number used before this system, 0 for none. */
export const openSeries = (prefix: string, year: number, last: number, by: Actor): Statement => ({
  name: 'open-letter-series',
  text: `insert into letter_series (prefix, year, organisation, last) values ($1, $2, $3, $4) on conflict (prefix, year) do nothing`,
  values: [prefix, year, by.organisation, last],
});

/** The row is the lock: taken in a statement of its own, so that the next one sees what the one before us committed. */
export const lockSeries = (prefix: string, year: number): Statement => ({
  name: 'lock-letter-series',
  text: `select last from letter_series where prefix = $1 and year = $2 for update`,
  values: [prefix, year],
});

/** Takes the next number that nobody used elsewhere; after `lockSeries`. Raises `letter-series` where the prefix is another house's. */
export const takeNumber = (letter: string, prefix: string, year: number, by: Actor, at: Date): Statement => ({
  name: 'take-letter-number',
  text: `with taken as (
           update letter_series s
              set last = (select min(n) from generate_series(s.last + 1, s.last + 200) n
                           where not exists (select 1 from letter_number u where u.prefix = s.prefix and u.year = s.year and u.number = n))
            where s.prefix = $2 and s.year = $3 and s.organisation = $4 returning s.last),
         given as (insert into letter_number (prefix, year, number, letter, at, actor)
                   select $2, $3, last, $1, $5, $6 from taken returning 1)
         select case when count(*) <> 1 then expect_rows(count(*), 1, 'letter-series') end from given`,
  values: [letter, prefix, year, by.organisation, at, by.id],
});

/** A number used outside this system: it is skipped; after `lockSeries`. */
export const useElsewhere = (
  used: { readonly prefix: string; readonly year: number; readonly number: number; readonly note: string },
  by: Actor,
  at: Date,
): Statement => ({
  name: 'letter-number-elsewhere',
  text: `with series as (
           update letter_series set last = last where prefix = $1 and year = $2 and organisation = $4 and last < $3 returning 1),
         kept as (insert into letter_number (prefix, year, number, letter, note, at, actor)
                  select $1, $2, $3, null, $5, $6, $7 from series returning 1)
         select case when count(*) <> 1 then expect_rows(count(*), 1, 'letter-number-used') end from kept`,
  values: [used.prefix, used.year, used.number, by.organisation, used.note, at, by.id],
});

/** A number whose letter does not go out stays in the list of voids, with the reason. */
export const voidNumber = (letter: string, reason: string, by: Actor, at: Date): Statement => ({
  name: 'void-letter-number',
  text: `with void as (update letter_number set void_at = $3, void_reason = $2, void_by = $4 where letter = $1 and void_at is null returning 1)
         select case when count(*) <> 1 then expect_rows(count(*), 1, 'letter-not-numbered') end from void`,
  values: [letter, reason, at, by.id],
});

export const findNumbers = (prefix: string, year: number): Statement => ({
  name: 'find-letter-numbers',
  text: `select n.number, n.letter, l.title, l.signer, l.signed_on::text as signed_on, n.note, n.void_at, n.void_reason, c.state
           from letter_number n left join letter l on l.id = n.letter left join cases c on c.id = n.letter
          where n.prefix = $1 and n.year = $2 order by n.number desc limit 2000`,
  values: [prefix, year],
});

export const findSeries = (prefix: string, year: number): Statement => ({
  name: 'find-letter-series',
  text: `select last, organisation from letter_series where prefix = $1 and year = $2`,
  values: [prefix, year],
});

export const listSeries = (): Statement => ({
  name: 'list-letter-series',
  text: `select prefix, year, last from letter_series order by year desc, prefix`,
});

/** Numbers between the first given here and the last that stand nowhere: there are none, and the list says so. */
export const gapsIn = (rows: Rows, last: number): readonly number[] => {
  const numbers = rows.map((row) => Number(row['number']));
  const first = Math.min(...numbers, last + 1);
  const there = new Set(numbers);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).filter(
    (each) => !there.has(each),
  );
};
