/** What the payers owe for the days of a month, as rows: of an institution or of all, of one person or payer, as known at a moment. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { PAYER_ACCOUNTS } from './core/monthly.ts';
import type { Booked, BookedAs, PayerAccount } from './core/monthly.ts';

export type OfMonth = {
  readonly month: string;
  readonly organisation: string | null;
  readonly resident: string | null;
  /** `account|party`, as `payerKey` says it. */
  readonly payer: string | null;
  readonly accounts: readonly PayerAccount[];
  readonly known: Date;
};

/** A resident is one payer among all residents: their statement is the person's. */
const PARTY = `case p.account when 'resident' then '' else p.party end`;
const FROM = `care_entry e
  left join care_entry t on t.reverses = e.id and t.at <= $4
  cross join lateral unnest(e.accounts, e.parties, e.fens) as p (account, party, fen)
 where e.day >= ($1 || '-01')::date and e.day < (($1 || '-01')::date + interval '1 month') and e.at <= $4
   and ($2::text is null or e.organisation = $2) and ($3::text is null or e.resident = $3)
   and p.account = any($5::text[]) and ($6::text is null or p.account || '|' || ${PARTY} = $6)`;
const valuesOf = ({ month, organisation, resident, payer, accounts, known }: OfMonth): readonly unknown[] => [
  ...[month, organisation, resident, known, [...accounts], payer],
];

const BOOKED = `select e.id as entry, e.resident, e.organisation, e.day,
                case when e.kind = 'reversal' then 'reversal' when e.kind = 'statement' then 'insurer'
                     when t.id is not null then 'taken-back' else 'stands' end as booked_as,
                p.account, ${PARTY} as party, p.fen`;
/** Each posting of a payer's, by resident and day. */
export const findBooked = (of: OfMonth): Statement => ({
  name: 'care-month-booked',
  text: `${BOOKED} from ${FROM} order by e.organisation, e.resident, e.day, e.at, e.id`,
  values: valuesOf(of),
});
/** The same of one resident at one institution, of every month. */
export const findBookedOf = (resident: string, organisation: string, known: Date): Statement => ({
  name: 'care-resident-booked',
  text: `${BOOKED} from care_entry e
           left join care_entry t on t.reverses = e.id and t.at <= $3
           cross join lateral unnest(e.accounts, e.parties, e.fens) as p (account, party, fen)
          where e.resident = $1 and e.organisation = $2 and e.at <= $3 and p.account = any($4::text[])
          order by e.day, e.at, e.id`,
  values: [resident, organisation, known, [...PAYER_ACCOUNTS]],
});

const BY = {
  person: 'e.resident',
  institution: 'e.organisation',
  payer: `p.account || '|' || ${PARTY}`,
} as const;

/**
 * One row a person, an institution or a payer: days that stand, residents, money, entries that take others back. Summed entry by
 * entry, then by resident and day, then by resident: a city's month is a quarter of a million entries, which nothing here sorts.
 */
export const findMonthTotals = (by: keyof typeof BY, of: OfMonth): Statement => ({
  name: `care-month-by-${by}`,
  text: `with back as materialized (
           select reverses from care_entry
            where reverses is not null and at <= $4 and ($2::text is null or organisation = $2)
              and day >= ($1 || '-01')::date and day < (($1 || '-01')::date + interval '1 month')
         ), of_day as (
           select m.key, e.resident, e.day, sum(m.fen) as fen, bool_or(e.kind = 'day' and b.reverses is null) as stands,
                  count(*) filter (where e.kind = 'reversal') as reversals, count(*) filter (where e.kind = 'statement') as answers,
                  bool_and(e.verified) as verified
             from care_entry e left join back b on b.reverses = e.id
            cross join lateral (
              select ${BY[by]} as key, sum(p.fen) as fen from unnest(e.accounts, e.parties, e.fens) as p (account, party, fen)
               where p.account = any($5::text[]) and ($6::text is null or p.account || '|' || ${PARTY} = $6) group by 1) m
            where e.day >= ($1 || '-01')::date and e.day < (($1 || '-01')::date + interval '1 month') and e.at <= $4
              and ($2::text is null or e.organisation = $2) and ($3::text is null or e.resident = $3)
            group by 1, 2, 3
         ), of_resident as (
           select key, resident, sum(fen) as fen, count(*) filter (where stands) as days, sum(reversals) as reversals,
                  sum(answers) as answers, bool_and(verified) as verified
             from of_day group by 1, 2)
         select key, sum(fen) as fen, count(*)::int as residents, sum(days)::int as days, sum(reversals)::int as reversals,
                sum(answers)::int as answers, bool_and(verified) as verified
           from of_resident group by 1 order by 1`,
  values: valuesOf(of),
});

const isAccount = (text: unknown): text is PayerAccount => (PAYER_ACCOUNTS as readonly unknown[]).includes(text);
const AS: readonly BookedAs[] = ['stands', 'taken-back', 'reversal', 'insurer'];

/** @throws Error on an account that is no payer's. */
export const bookedFrom = (rows: Rows): readonly Booked[] =>
  rows.map((row) => {
    const { account } = row;
    if (!isAccount(account)) throw new Error(`the ledger has a payer ${String(account)}`);
    return {
      ...{ entry: String(row['entry']), resident: String(row['resident']), organisation: String(row['organisation']) },
      ...{ day: String(row['day']), account, party: String(row['party']), fen: Number(row['fen']) },
      as: AS.find((one) => one === row['booked_as']) ?? 'stands',
    };
  });
