/** 对账单: a month's statements by person, institution or payer, and one with what stands behind its sums. */
import { findMonthTotals } from '../../../engines/care-days/monthly.ts';
import { suppressedOf } from '../../../engines/figures/suppress.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { statementWords } from '../papers/words.ts';
import { StatementQuery, Statements, StatementsQuery, StatementView } from '../shapes/statements.ts';
import type { StatementLine } from '../shapes/statements.ts';
import {
  findHead,
  headFrom,
  momentOf,
  openStatement,
  payerName,
  payerOf,
  readerOf,
  findNames,
} from './month-statement.ts';
import type { HospiceRoutesOptions } from './options.ts';
import type { z } from 'zod';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const findCopies = (organisation: string, month: string, by: string): Statement => ({
  name: 'statement-copies',
  text: `select of, count(*)::int as n from care_statement_print
          where organisation = $1 and month = $2 and kind = $3 and form = 'pdf' group by of`,
  values: [organisation, month, by],
});

const linesFrom = (rows: Rows, name: (key: string) => string, copies: ReadonlyMap<string, number>): StatementLine[] =>
  rows.map((row) => ({
    ...{ of: text(row['key']), name: name(text(row['key'])), days: Number(row['days']) },
    ...{ residents: Number(row['residents']), fen: Number(row['fen']) },
    ...{ reversals: Number(row['reversals']), answers: Number(row['answers']) },
    ...{ copies: copies.get(text(row['key'])) ?? 0, settled: null },
  }));
/** To who looks over all houses a line about few residents says nothing, nor does what would tell it. */
const overseen = (lines: readonly StatementLine[], smallest: number) => {
  const { cells, total } = suppressedOf(
    lines.map(({ residents }) => residents ?? 0),
    smallest,
  );
  const nothing = { days: null, residents: null, fen: null, reversals: null, answers: null };
  return { total, items: lines.map((line, place) => (cells.has(place) ? { ...line, ...nothing } : line)) };
};

const listOf = async (
  options: HospiceRoutesOptions,
  actor: Actor,
  query: z.infer<typeof StatementsQuery>,
  language: Language,
): Promise<{ readonly list: Statements; readonly residents: readonly string[] } | Refusal> => {
  const { engine, rules, smallestCell } = options;
  const reader = readerOf(actor);
  if (reader === undefined || (reader.overseer && query.by === 'person')) return refuse('role.may-not');
  const moment = momentOf(options, query);
  if (isRefusal(moment)) return moment;
  const { month, by } = query;
  const house = reader.overseer ? null : actor.organisation;
  const of = {
    month,
    organisation: house,
    resident: null,
    payer: null,
    accounts: reader.accounts,
    known: moment.known,
  };
  // the days of all payers together are counted once, not added up
  const [all = [], settled = [], houses = [], copied = [], told] = await engine.db.read(reader.by, moment.now, [
    findMonthTotals('institution', of),
    ...findHead(month, moment.known),
    findCopies(actor.organisation, month, by),
    ...(by === 'institution' ? [] : [findMonthTotals(by, of)]),
  ]);
  const rows = told ?? all;
  const head = headFrom(settled, houses, month, rules.zone);
  const residents = by === 'person' ? rows.map((row) => text(row['key'])) : [];
  const [people = []] = residents.length === 0 ? [[]] : await engine.db.read(actor, moment.now, [findNames(residents)]);
  const person = new Map(people.map((row) => [text(row['id']), text(row['name'])]));
  const namePayer = payerName(options, language);
  const nameOf = (key: string): string => {
    if (by === 'person') return person.get(key) ?? statementWords[language].nameHidden;
    return by === 'payer' ? namePayer(payerOf(key)) : (head.nameOf(key) ?? key);
  };
  const copies = new Map(copied.map((row) => [text(row['of']), Number(row['n'])]));
  const lines = linesFrom(rows, nameOf, copies).map((line) => ({
    ...line,
    settled: by === 'institution' ? head.stateOf(line.of) : null,
  }));
  const { items, total } = reader.overseer ? overseen(lines, smallestCell) : { items: lines, total: false };
  const sum = (column: string): number => all.reduce((so, row) => so + Number(row[column]), 0);
  return {
    residents,
    list: {
      ...{ month, by, overseer: reader.overseer },
      organisation: { id: actor.organisation, name: head.nameOf(actor.organisation) ?? actor.organisation },
      ...head.of(house === null ? all.map((row) => text(row['key'])) : [house]),
      verified: all.every((row) => row['verified'] === true),
      ...{ known: moment.known.toISOString(), serverTime: moment.now.toISOString() },
      items: [...items].sort((one, other) => one.name.localeCompare(other.name, 'zh')),
      ...{ days: total ? null : sum('days'), fen: total ? null : sum('fen') },
    },
  };
};

export const statementRoutes = (options: HospiceRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/hospice/statements',
    summary: 'What the days of a month come to by person, institution or payer, as known at a moment',
    access: 'role',
    query: StatementsQuery,
    answer: Statements,
    handle: async ({ query, caller: { actor }, language }) => {
      const found = await listOf(options, actor, query, language);
      if (isRefusal(found)) return { refusal: found };
      const { list, residents } = found;
      const at = options.engine.clock.now();
      await options.recordRead(
        auditRow(actor, at, { action: 'list-statements', target: `statements/${query.month}`, residents }),
      );
      return { body: list };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hospice/statements/one',
    summary: 'One statement of a month: rows of days, price and amount, and of a person every entry behind them',
    access: 'role',
    query: StatementQuery,
    answer: StatementView,
    handle: async ({ query, caller: { actor }, language }) => {
      const found = await openStatement(options, actor, query, language);
      if (isRefusal(found)) return { refusal: found };
      const at = options.engine.clock.now();
      const target = `statement/${query.by}/${query.month}`;
      await options.recordRead(auditRow(actor, at, { action: 'read-statement', target, residents: found.residents }));
      return { body: found.view };
    },
  }),
];
