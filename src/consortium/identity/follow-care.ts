/**
 * What care has written down of two residents who turn out to be one: nobody lies in two places, is insured twice over in one kind or
 * draws two benefits that exclude each other. What contradicts is refused with a sentence, for then they are two people or something
 * was written down wrongly; what merely says the same twice is kept once, and comes back when the merge was wrong.
 */
import type { Statement } from '../../platform/postgres/database.ts';

/** A death's time goes on for ever, as the constraint of `care_stay` has it. */
const lying = (of: string): string =>
  `(case when ${of}.ended = 'death' then tstzrange(${of}.from_at, null) else tstzrange(${of}.from_at, ${of}.until_at) end)`;
const days = (of: string): string => `daterange(${of}.from_on, ${of}.until_on)`;

const notInTwoPlaces = (from: string, to: string): Statement => ({
  name: 'identity-not-in-two-places',
  text: `select expect_rows(
           (select count(*) from stay a join stay s on s.resident = $2 and tstzrange(s.from_at, s.until_at) && tstzrange(a.from_at, a.until_at)
             where a.resident = $1)
           + (select count(*) from care_stay a
                join care_stay s on s.resident = $2 and s.known_until is null and ${lying('s')} && ${lying('a')}
               where a.resident = $1 and a.known_until is null), 0, 'identity.two-places')`,
  values: [from, to],
});

/** Kept by day: the table, and the column that says which cover or grade it is. */
const BY_DAY = [
  { table: 'care_cover', what: 'scheme' },
  { table: 'care_grade', what: 'grade' },
] as const;
type ByDay = (typeof BY_DAY)[number];

/** The survivor's says what the absorbed one's says, for all of its days. */
const sameTwice = ({ what }: ByDay): string =>
  `s.kind = a.kind and s.${what} = a.${what} and ${days('s')} @> ${days('a')}`;

const notTwoCovers = (from: string, to: string): Statement => ({
  name: 'identity-not-two-covers',
  text: `select expect_rows(${BY_DAY.map(
    (each) => `(select count(*) from ${each.table} a
                  join ${each.table} s on s.resident = $2 and s.known_until is null and s.kind = a.kind and ${days('s')} && ${days('a')}
                 where a.resident = $1 and a.known_until is null and not (${sameTwice(each)}))`,
  ).join(' + ')}, 0, 'identity.two-covers')`,
  values: [from, to],
});

const notTwoGrants = (from: string, to: string): Statement => ({
  name: 'identity-not-two-grants',
  text: `select expect_rows((
           select count(*) from benefit_grant a
             join benefit_grant s on s.resident = $2 and s.status <> 'ended' and s.excludes = a.excludes and ${days('s')} && ${days('a')}
            where a.resident = $1 and a.status <> 'ended' and a.excludes <> 'bed-month'), 0, 'identity.two-grants')`,
  values: [from, to],
});

/** Refusals: `identity.two-places`, `identity.two-covers`, `identity.two-grants`. */
export const beforeCare = (from: string, to: string): readonly Statement[] => [
  notInTwoPlaces(from, to),
  notTwoCovers(from, to),
  notTwoGrants(from, to),
];

/** Said twice: the absorbed one's is known no longer, before it follows. */
export const mergeTwice = (merge: string, from: string, to: string, at: Date): readonly Statement[] =>
  BY_DAY.map((each) => ({
    name: `identity-twice-${each.table}`,
    text: `with twice as (
             update ${each.table} a set known_until = $4 from ${each.table} s
              where a.resident = $2 and a.known_until is null and s.resident = $3 and s.known_until is null and ${sameTwice(each)}
             returning a.id)
           insert into resident_moved (merge, place, key) select $1, 'twice:${each.table}', id from twice`,
    values: [merge, from, to, at],
  }));

/** And is known again, once it has come back. */
export const partTwice = (merge: string, to: string): readonly Statement[] =>
  BY_DAY.map(({ table }) => ({
    name: `identity-part-${table}`,
    text: `update ${table} set known_until = null
            where resident = $2 and id in (select key from resident_moved where merge = $1 and place = 'twice:${table}')`,
    values: [merge, to],
  }));
