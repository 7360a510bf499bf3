/**
 * Claims to an insurer and its statements, kept: a claim takes every entry nobody has claimed yet, a statement is taken whole, the
 * latest counts, and a difference that is accepted becomes an entry of the ledger. The insurer's amount is the one that counts.
 */
import type { Actor, Database, Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { checkStatement, claimLines, differencesOf, statementEntry } from './core/claims.ts';
import type { ClaimLine, ClaimOf, Difference, StatementRow, WorkedLine } from './core/claims.ts';
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
    text: 'select distinct on (line) * from care_statement_row where claim = $1 order by line, round desc',
    values: [id],
  },
  {
    name: 'care-differences-find',
    text: `select l.number as line,
                  (select case_id from care_dispute k where k.claim = l.claim and k.line = l.number and k.ended is null) as open,
                  coalesce((select sum(p.fen) from care_difference d join care_entry e on e.id = d.entry
                             cross join lateral unnest(e.accounts, e.fens) as p (account, fen)
                             where d.claim = l.claim and d.line = l.number and p.account = c.payer), 0) as accepted
             from care_claim_line l join care_claim c on c.id = l.claim where l.claim = $1`,
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
/** A line the insurer has just answered: what the ledger asks, what it pays, and the case that was open about it. */
export type AnsweredLine = {
  readonly claim: string;
  readonly line: number;
  readonly round: number;
  readonly owed: number;
  readonly paid: number;
  readonly reason: string | null;
  readonly open: string | null;
};
/** What is done about the answered lines, in the transaction that takes the statement. */
export type WorkOn = (tx: Transaction, lines: readonly AnsweredLine[]) => Promise<readonly Statement[] | Refusal>;

const insertStatement = (
  claim: string,
  organisation: unknown,
  rows: readonly (StatementRow & { readonly round: number })[],
  { at, actor }: Pick<Claiming, 'at' | 'actor'>,
): Statement => ({
  name: 'care-statement-add',
  text: `insert into care_statement_row (claim, line, round, organisation, days, fen, reason, imported_at, author)
         select $1, r.line, r.round, $2, r.days, r.fen, r.reason, $4, $5
           from json_to_recordset($3::json) as r (line integer, round integer, days integer, fen bigint, reason text)`,
  values: [claim, organisation, JSON.stringify(rows), at, actor.id],
});

/**
 * Takes the insurer's statement whole or not at all, and answers every difference line by line. A line may be answered again where
 * the insurer now says another thing; what it said before stays.
 */
export const importStatement = async (
  { db, actor, at }: Claiming,
  claim: string,
  rows: readonly StatementRow[],
  workOn: WorkOn = () => Promise.resolve([]),
): Promise<readonly Difference[] | Refusal> =>
  db.write(actor, at, async (tx) => {
    const [[head] = [], lineRows = [], before = [], standing = []] = await tx.flight(findClaim(claim));
    const lines = linesFrom(lineRows);
    const known = new Map(before.map((row) => [Number(row['line']), row]));
    const again = rows.find(({ line, days, fen }) => {
      const said = known.get(line);
      return said !== undefined && Number(said['days']) === days && Number(said['fen']) === fen;
    });
    const checked = head === undefined ? refuse('claim-unknown') : checkStatement(lines, rows);
    const refused = isRefusal(checked)
      ? checked
      : again === undefined
        ? undefined
        : refuse('statement-row-twice', { line: again.line });
    if (refused !== undefined || head === undefined) {
      await tx.finish([]);
      return refused ?? refuse('claim-unknown');
    }
    const stands = new Map(standing.map((row) => [Number(row['line']), row]));
    const answered = rows.map((row) => ({ ...row, round: Number(known.get(row.line)?.['round'] ?? 0) + 1 }));
    const owedOf = ({ number, fen }: ClaimLine): number => fen + Number(stands.get(number)?.['accepted'] ?? 0);
    const owed = lines.map((line) => ({ ...line, fen: owedOf(line) }));
    const worked = await workOn(
      tx,
      answered.map(({ line, round, fen, reason }): AnsweredLine => {
        const open = stands.get(line)?.['open'];
        return {
          ...{ claim, line, round, reason, paid: fen, open: typeof open === 'string' ? open : null },
          owed: owed.find(({ number }) => number === line)?.fen ?? 0,
        };
      }),
    );
    if (isRefusal(worked)) {
      await tx.finish([]);
      return worked;
    }
    await tx.finish([insertStatement(claim, head['organisation'], answered, { at, actor }), ...worked]);
    const latest = [...answersFrom(before).filter(({ line }) => !rows.some((row) => row.line === line)), ...rows];
    return differencesOf(owed, latest);
  });

/** Accepts what the insurer pays of a line: the difference is borne by the institution, by an entry of its own. */
export const acceptDifference = (
  worked: WorkedLine,
  made: { readonly id: string; readonly at: Date; readonly author: string },
): readonly Statement[] => {
  const { id, at, author } = made;
  const entry = statementEntry(worked, { id, at });
  return entry === null
    ? []
    : [
        writeEntries([{ ...entry, kind: 'statement', turn: 0 }], at, author),
        {
          name: 'care-difference-accept',
          text: `insert into care_difference (claim, line, round, organisation, outcome, entry, at, author)
                 values ($1, $2, $3, $4, 'accepted', $5, $6, $7)`,
          values: [worked.claim, worked.line, worked.round, worked.of.organisation, id, at, author],
        },
      ];
};
