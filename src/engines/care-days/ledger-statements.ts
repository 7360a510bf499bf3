/** The ledger as rows: entries and their postings, added together and in balance, and never changed. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { contentOf } from './core/ledger.ts';
import type { Entry, Posting, Stands, Wanted } from './core/ledger.ts';
import type { Because } from './core/payment.ts';

/** The entries of days that stand in a period, without their postings. */
export const findStanding = (residents: readonly string[], from: string, through: string): Statement => ({
  name: 'care-entries-standing',
  text: `select e.id, e.resident, e.day, e.content from care_entry e
          where e.resident = any($1::text[]) and e.day between $2::date and $3::date and e.kind = 'day'
            and not exists (select 1 from care_entry r where r.reverses = e.id)`,
  values: [residents, from, through],
});
export const standingFrom = (rows: Rows): readonly Stands[] =>
  rows.map((row) => ({
    ...{ id: String(row['id']), resident: String(row['resident']), day: String(row['day']) },
    content: String(row['content']),
  }));

/** Takes entries back to the fen: each reversal has the entry's own postings with the sign turned. Two statements of one flight. */
export const reverseEntries = (
  pairs: readonly { readonly id: string; readonly reverses: string }[],
  at: Date,
  author: string,
): readonly Statement[] => [
  {
    name: 'care-entries-reverse',
    text: `with pair as (
    select * from json_to_recordset($1::json) as p (id text, reverses text)
  ), made as (
    insert into care_entry (id, resident, organisation, day, kind, place, reverses, content, because, verified, at, author)
    select p.id, e.resident, e.organisation, e.day, 'reversal', e.place, e.id, e.content,
           json_build_array(json_build_object('code', 'corrected', 'values', json_build_object('of', e.id))), e.verified, $2, $3
      from pair p join care_entry e on e.id = p.reverses
    returning id
  )
  select expect_rows((select count(*) from made), $4, 'ledger-moved-on')`,
    values: [JSON.stringify(pairs), at, author, pairs.length],
  },
  {
    name: 'care-postings-reverse',
    text: `insert into care_posting (entry, line, account, party, fen, rule)
           select r.id, o.line, o.account, o.party, -o.fen, o.rule
             from care_entry r join care_posting o on o.entry = r.reverses where r.id = any($1::text[])`,
    values: [pairs.map(({ id }) => id)],
  },
];

export type NewEntry = Wanted & { readonly id: string; readonly kind: 'day' | 'statement' };

/** Adds entries with their postings; the transaction is undone if one does not balance. Two statements of one flight. */
export const writeEntries = (entries: readonly NewEntry[], at: Date, author: string): readonly Statement[] => [
  {
    name: 'care-entries-write',
    text: `insert into care_entry (id, resident, organisation, day, kind, place, content, because, verified, at, author)
    select id, resident, organisation, day, kind,
           (select count(*) from care_entry d where d.resident = e.resident and d.day = e.day and d.kind = 'day'),
           content, because, verified, $2, $3
      from json_to_recordset($1::json) as e (id text, resident text, organisation text, day date, kind text, content text,
                                             because json, verified boolean)`,
    values: [
      JSON.stringify(
        entries.map(({ postings, ...entry }) => ({ ...entry, content: contentOf({ ...entry, postings }) })),
      ),
      ...[at, author],
    ],
  },
  {
    name: 'care-postings-write',
    text: `with posting as (
    select * from json_to_recordset($1::json) as p (entry text, line smallint, account text, party text, fen bigint, rule text)
  ), posted as (
    insert into care_posting (entry, line, account, party, fen, rule) select entry, line, account, party, fen, rule from posting
  )
  select expect_rows((select count(*) from (select entry from posting group by entry having sum(fen) <> 0) as uneven), 0,
                     'entry-out-of-balance')`,
    values: [
      JSON.stringify(
        entries.flatMap(({ id, postings }) => postings.map((posting, line) => ({ entry: id, line, ...posting }))),
      ),
    ],
  },
];

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
