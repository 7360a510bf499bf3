/**
 * Claims to an insurer and its statements, kept: a claim takes every entry nobody has claimed yet, a statement answers a claim once
 * and whole, and a difference that is accepted becomes an entry of the ledger. The insurer's amount is the one that counts.
 */
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { checkStatement, claimLines, differencesOf, statementEntry } from './core/claims.ts';
import type { ClaimLine, ClaimOf, Difference, StatementRow } from './core/claims.ts';
import { entryFrom, writeEntries } from './ledger-statements.ts';

export type Claiming = {
  readonly db: Database;
  readonly actor: Actor;
  readonly at: Date;
  readonly newId: () => string;
};

const findUnclaimed = (of: ClaimOf, through: string): Statement => ({
  name: 'care-entries-unclaimed',
  text: `select e.*, (select json_agg(json_build_object('account', p.account, 'party', p.party, 'fen', p.fen, 'rule', p.rule)
                                      order by p.line)
                        from care_posting p where p.entry = e.id) as postings
           from care_entry e
          where e.organisation = $1 and e.day <= $3::date and e.kind <> 'statement'
            and exists (select 1 from care_posting p where p.entry = e.id and p.account = $2 and p.party = $4)
            and not exists (select 1 from care_claimed c where c.entry = e.id and c.payer = $2)
          order by e.day, e.at, e.id`,
  values: [of.organisation, of.payer, through, of.scheme],
});

const insertClaim = (
  id: string,
  of: ClaimOf,
  through: string,
  lines: readonly ClaimLine[],
  { at, actor }: Pick<Claiming, 'at' | 'actor'>,
): readonly Statement[] => [
  {
    name: 'care-claim-add',
    text: `insert into care_claim (id, organisation, payer, scheme, through, sent_at, author)
           values ($1, $2, $3, $4, $5::date, $6, $7)`,
    values: [id, of.organisation, of.payer, of.scheme, through, at, actor.id],
  },
  {
    name: 'care-claim-lines-add',
    text: `insert into care_claim_line (claim, number, organisation, resident, month, days, fen)
           select $1, l.number, $2, l.resident, l.month, l.days, l.fen
             from json_to_recordset($3::json) as l (number integer, resident text, month text, days integer, fen bigint)`,
    values: [id, of.organisation, JSON.stringify(lines)],
  },
  {
    name: 'care-claimed-add',
    text: `insert into care_claimed (entry, payer, claim, line)
           select c.entry, $2, $1, c.line from json_to_recordset($3::json) as c (entry text, line integer)`,
    values: [
      id,
      of.payer,
      JSON.stringify(lines.flatMap(({ number, entries }) => entries.map((entry) => ({ entry, line: number })))),
    ],
  },
];

/** Claims every entry of the institution through a day that no claim has taken. Two at once: one of them is undone. */
export const sendClaim = async (
  { db, actor, at, newId }: Claiming,
  of: ClaimOf,
  through: string,
): Promise<{ readonly id: string; readonly lines: readonly ClaimLine[] } | Refusal> =>
  db.write(actor, at, async (tx) => {
    const [rows = []] = await tx.flight([findUnclaimed(of, through)]);
    const lines = claimLines(rows.map(entryFrom), of, through);
    const id = newId();
    await tx.finish(lines.length === 0 ? [] : insertClaim(id, of, through, lines, { at, actor }));
    return lines.length === 0 ? refuse('nothing-to-claim') : { id, lines };
  });

const findClaim = (id: string): readonly Statement[] => [
  { name: 'care-claim-find', text: 'select *, through::text as last from care_claim where id = $1', values: [id] },
  {
    name: 'care-claim-lines-find',
    text: 'select * from care_claim_line where claim = $1 order by number',
    values: [id],
  },
  {
    name: 'care-statement-find',
    text: 'select * from care_statement_row where claim = $1 order by line',
    values: [id],
  },
];
const linesFrom = (rows: Rows): readonly ClaimLine[] =>
  rows.map((row) => ({
    ...{ number: Number(row['number']), resident: String(row['resident']), month: String(row['month']) },
    ...{ days: Number(row['days']), fen: Number(row['fen']), entries: [] },
  }));
const answersFrom = (rows: Rows): readonly StatementRow[] =>
  rows.map((row) => ({
    ...{ line: Number(row['line']), days: Number(row['days']), fen: Number(row['fen']) },
    reason: row['reason'] as string | null,
  }));
const ofClaim = (row: Rows[number]): ClaimOf => ({
  ...{
    payer: row['payer'] as ClaimOf['payer'],
    scheme: String(row['scheme']),
    organisation: String(row['organisation']),
  },
});

/** Takes the insurer's statement whole or not at all, and answers every difference line by line. */
export const importStatement = async (
  { db, actor, at }: Claiming,
  claim: string,
  rows: readonly StatementRow[],
): Promise<readonly Difference[] | Refusal> =>
  db.write(actor, at, async (tx) => {
    const [heads = [], lineRows = [], before = []] = await tx.flight(findClaim(claim));
    const [head] = heads;
    const lines = linesFrom(lineRows);
    const known = answersFrom(before);
    const again = rows.find(({ line }) => known.some((one) => one.line === line));
    const checked =
      head === undefined
        ? refuse('claim-unknown')
        : again === undefined
          ? checkStatement(lines, rows)
          : refuse('statement-row-twice', { line: again.line });
    if (isRefusal(checked) || head === undefined) {
      await tx.finish([]);
      return isRefusal(checked) ? checked : refuse('claim-unknown');
    }
    await tx.finish([
      {
        name: 'care-statement-add',
        text: `insert into care_statement_row (claim, line, organisation, days, fen, reason, imported_at, author)
               select $1, r.line, $2, r.days, r.fen, r.reason, $4, $5
                 from json_to_recordset($3::json) as r (line integer, days integer, fen bigint, reason text)`,
        values: [claim, head['organisation'], JSON.stringify(rows), at, actor.id],
      },
    ]);
    return differencesOf(lines, [...known, ...rows]);
  });

/** Accepts what the insurer pays of a line: the difference is borne by the institution, by an entry of its own. */
export const acceptDifference = async (
  { db, actor, at, newId }: Claiming,
  claim: string,
  line: number,
): Promise<Difference | Refusal> =>
  db.write(actor, at, async (tx) => {
    const [heads = [], lineRows = [], before = [], worked = []] = await tx.flight([
      ...findClaim(claim),
      {
        name: 'care-difference-find',
        text: `select 1 from care_difference where claim = $1 and line = $2 and outcome = 'accepted'`,
        values: [claim, line],
      },
    ]);
    const [head] = heads;
    const lines = linesFrom(lineRows);
    const own = lines.find(({ number }) => number === line);
    const difference = differencesOf(lines, answersFrom(before)).find((one) => one.line === line);
    const id = newId();
    const entry =
      head === undefined || own === undefined || difference === undefined
        ? null
        : statementEntry(difference, own, ofClaim(head), { id, at, day: String(head['last']) });
    if (worked.length > 0 || entry === null || difference === undefined || head === undefined) {
      await tx.finish([]);
      return refuse(worked.length > 0 ? 'difference-worked' : 'no-difference');
    }
    await tx.finish([
      writeEntries([{ ...entry, kind: 'statement', turn: 0 }], at, actor.id),
      {
        name: 'care-difference-accept',
        text: `insert into care_difference (claim, line, organisation, outcome, entry, at, author)
               values ($1, $2, $3, 'accepted', $4, $5, $6)`,
        values: [claim, line, head['organisation'], id, at, actor.id],
      },
    ]);
    return difference;
  });
