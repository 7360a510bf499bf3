/** The ledger as rows: entries and their postings, added together and in balance, and never changed. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { contentOf } from './core/ledger.ts';
import type { Entry, Posting, Stands, Wanted } from './core/ledger.ts';
import type { Because } from './core/payment.ts';

/** Every entry of a day written in a period, taken back or not: what stands, and whose turn the next one is. */
export const findDayEntries = (residents: readonly string[], from: string, through: string): Statement => ({
  name: 'care-entries-of-days',
  text: `select e.id, e.resident, e.day, e.place, case when r.id is null then e.content end as content
           from care_entry e left join care_entry r on r.reverses = e.id
          where e.resident = any($1::text[]) and e.day between $2::date and $3::date and e.kind = 'day'`,
  values: [residents, from, through],
});
/** By resident: the entries that stand, and how many the day has had, where it has had any. */
export type Written = { readonly stands: readonly Stands[]; readonly turns: ReadonlyMap<string, number> };
export const writtenFrom = (rows: Rows): ReadonlyMap<string, Written> => {
  const found = new Map<string, { readonly stands: Stands[]; readonly turns: Map<string, number> }>();
  for (const row of rows) {
    const [resident, day] = [String(row['resident']), String(row['day'])];
    const own = found.get(resident) ?? { stands: [], turns: new Map<string, number>() };
    found.set(resident, own);
    own.turns.set(day, Math.max(own.turns.get(day) ?? 0, Number(row['place']) + 1));
    const { content } = row;
    if (typeof content === 'string') own.stands.push({ id: String(row['id']), resident, day, content });
  }
  return found;
};

/** Takes entries back to the fen: each reversal has the entry's own postings with the sign turned. */
export const reverseEntries = (
  pairs: readonly { readonly id: string; readonly reverses: string }[],
  at: Date,
  author: string,
): Statement => ({
  name: 'care-entries-reverse',
  text: `with made as (
    insert into care_entry (id, resident, organisation, day, kind, place, reverses, content, because, verified, at, author,
                            accounts, parties, fens, rules)
    select p.id, e.resident, e.organisation, e.day, 'reversal', e.place, e.id, e.content,
           json_build_array(json_build_object('code', 'corrected', 'values', json_build_object('of', e.id))), e.verified, $3, $4,
           e.accounts, e.parties, (select array_agg(-f.fen order by f.line) from unnest(e.fens) with ordinality as f (fen, line)),
           e.rules
      from unnest($1::text[], $2::text[]) as p (id, reverses) join care_entry e on e.id = p.reverses
    returning id
  )
  select expect_rows((select count(*) from made), $5, 'ledger-moved-on')`,
  values: [pairs.map(({ id }) => id), pairs.map(({ reverses }) => reverses), at, author, pairs.length],
});

/** `turn`: how many entries of this kind the resident's day has had; two at once that count the same are not both written. */
export type NewEntry = Wanted & {
  readonly id: string;
  readonly kind: 'day' | 'statement';
  readonly turn: number;
};

/** Stands between the values of a column: in no id, and written as an escape in JSON. */
const BETWEEN = '\u001f';
const PLAIN = /^[\w@:.|-]+$/;
const quoted = (value: string): string =>
  PLAIN.test(value) && value !== 'null' ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;

/** Postings as four arrays of PostgreSQL, in the order of the lines. */
const columnsOf = (postings: readonly Posting[]): readonly [string, string, string, string] => {
  let [accounts, parties, fens, rules] = ['{', '{', '{', '{'];
  let comma = '';
  for (const { account, party, fen, rule } of postings) {
    accounts += comma + account;
    parties += comma + quoted(party);
    fens += comma + String(fen);
    rules += comma + (rule === null ? 'null' : quoted(rule));
    comma = ',';
  }
  return [`${accounts}}`, `${parties}}`, `${fens}}`, `${rules}}`];
};

/**
 * Adds entries with their postings, as columns: a statement is sent for hundreds of residents, nothing of it is parsed as JSON, and
 * nothing has to be escaped. The database refuses an entry that does not balance.
 */
export const writeEntries = (entries: readonly NewEntry[], at: Date, author: string): Statement => {
  const columns: readonly string[][] = Array.from({ length: 13 }, () => []);
  const put = (column: number, value: string): void => void columns[column]?.push(value);
  for (const entry of entries) {
    const [accounts, parties, fens, rules] = columnsOf(entry.postings);
    put(0, entry.id);
    put(1, entry.resident);
    put(2, entry.organisation);
    put(3, entry.day);
    put(4, entry.kind);
    put(5, String(entry.turn));
    put(6, contentOf(entry));
    put(7, JSON.stringify(entry.because));
    put(8, entry.verified ? 'true' : 'false');
    put(9, accounts);
    put(10, parties);
    put(11, fens);
    put(12, rules);
  }
  return {
    name: 'care-entries-write',
    text: `with entry as (
    select * from unnest(${columns.map((_, column) => `string_to_array($${String(column + 1)}, E'\\x1f')`).join(', ')})
      as e (id, resident, organisation, day, kind, turn, content, because, verified, accounts, parties, fens, rules)
  ), made as (
    insert into care_entry (id, resident, organisation, day, kind, place, content, because, verified, accounts, parties, fens, rules,
                            at, author)
    select id, resident, organisation, day::date, kind, turn::int, content, because::json, verified::boolean, accounts::text[],
           parties::text[], fens::bigint[], rules::text[], $14, $15
      from entry
    returning 1
  )
  select expect_rows((select count(*) from made), $16, 'ledger-moved-on')`,
    values: [...columns.map((column) => column.join(BETWEEN)), at, author, entries.length],
  };
};

/** Entries with their postings: of residents, or of an institution, over a period, as known at a moment. */
export const findEntries = (of: {
  readonly resident: string | null;
  readonly organisation: string | null;
  readonly from: string;
  readonly through: string;
  readonly known: Date;
}): Statement => ({
  name: 'care-entries-find',
  text: `select e.*, (select json_agg(json_build_object('account', p.account, 'party', p.party, 'fen', p.fen, 'rule', p.rule)
                                      order by p.line)
                        from care_posting p where p.entry = e.id) as postings
           from care_entry e
          where ($1::text is null or e.resident = $1) and ($2::text is null or e.organisation = $2)
            and e.day between $3::date and $4::date and e.at <= $5
          order by e.day, e.at, e.id`,
  values: [of.resident, of.organisation, of.from, of.through, of.known],
});
export const entryFrom = (row: Rows[number]): Entry => ({
  ...{ id: String(row['id']), resident: String(row['resident']), organisation: String(row['organisation']) },
  ...{ day: String(row['day']), kind: row['kind'] as Entry['kind'], reverses: row['reverses'] as string | null },
  postings: JSON.parse(typeof row['postings'] === 'string' ? row['postings'] : '[]') as readonly Posting[],
  because: JSON.parse(String(row['because'])) as readonly Because[],
  verified: row['verified'] === true,
  at: row['at'] as Date,
});
