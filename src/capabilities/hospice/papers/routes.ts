/** Statements of a month as PDF and as a workbook; each copy is recorded, with its digest, before it leaves. */
import { createHash } from 'node:crypto';
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { downloadHeaders, writeWorkbook } from '../../../platform/spreadsheet/write.ts';
import type { CellValue } from '../../../platform/spreadsheet/write.ts';
import type { Language } from '../../../platform/words.ts';
import { openStatement } from '../routes/month-statement.ts';
import type { HospiceRoutesOptions } from '../routes/options.ts';
import { StatementCopy } from '../shapes/statements.ts';
import type { StatementView } from '../shapes/statements.ts';
import { statementSheet } from './sheets/month-statement.ts';
import { statementWords } from './words.ts';
import type { z } from 'zod';

type Form = 'pdf' | 'xlsx';
type Copy = z.infer<typeof StatementCopy>;

const WIDTHS = [22, 26, 10, 26, 26, 16, 12, 12, 8, 14, 16];

const insertPrint = (
  id: string,
  view: StatementView,
  made: { readonly form: Form; readonly language: Language; readonly digest: string; readonly copy: number },
  by: Actor,
  at: Date,
): Statement => ({
  name: 'statement-print',
  // the number stands on the paper: another copy made meanwhile has taken it
  text: `with made as (
           insert into care_statement_print
                  (id, kind, of, month, organisation, form, copy, language, known_at, fen, digest, actor, role, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing returning 1)
         select expect_rows((select count(*) from made), 1, 'statement-printed-meanwhile')`,
  values: [
    ...[id, view.by, view.of, view.month, by.organisation, made.form, made.copy, made.language, view.known],
    ...[view.fen ?? 0, made.digest, by.id, by.role, at],
  ],
});
const findCopy = (view: StatementView, form: Form, actor: Actor): readonly Statement[] => [
  {
    name: 'statement-next-copy',
    text: `select 1 + coalesce(max(copy), 0) as copy from care_statement_print
            where organisation = $1 and kind = $2 and of = $3 and month = $4 and form = $5`,
    values: [actor.organisation, view.by, view.of, view.month, form],
  },
  {
    name: 'statement-printer',
    text: `select p.name from practitioner_role r join person p on p.id = r.person where r.id = $1`,
    values: [actor.id],
  },
];

/** One row a row of the paper, and the total: numbers are numbers, in yuan to the fen. */
export const statementRows = (view: StatementView, language: Language): readonly (readonly CellValue[])[] => {
  const words = statementWords[language];
  const head = [view.name, view.organisation.name, view.month] as const;
  const money = (fen: number | null): CellValue => (fen === null ? null : { fen });
  return [
    ...view.groups.flatMap((group) =>
      group.rows.length === 0
        ? [[...head, group.name, null, null, null, null, group.days, null, money(group.fen)]]
        : group.rows.map((row): readonly CellValue[] => [
            ...[...head, group.name, row.name, words.as[row.as] || null, { day: row.from }, { day: row.through }],
            ...[row.days, { fen: row.unit }, { fen: row.fen }],
          ]),
    ),
    [...head, words.sumRow, null, null, null, null, view.days, null, money(view.fen)],
  ];
};

const workbookOf = (view: StatementView, language: Language): Promise<Buffer> => {
  const words = statementWords[language];
  const columns = words.sheetColumns.map((heading, n) => ({ heading, width: WIDTHS[n] ?? 12 }));
  return writeWorkbook([{ name: words.sheet, columns, rows: statementRows(view, language) }]);
};

const copyOf = async (
  options: HospiceRoutesOptions,
  actor: Actor,
  asked: Copy,
  form: Form,
  language: Language,
): Promise<RouteAnswer> => {
  const { engine, rules, printer } = options;
  const opened = await openStatement(options, actor, asked, language);
  if (isRefusal(opened)) return { refusal: opened };
  const { view, residents } = opened;
  const at = engine.clock.now();
  const [[next] = [], [by] = []] = await engine.db.read(actor, at, findCopy(view, form, actor));
  const copy = Number(next?.['copy'] ?? 1);
  const who = typeof by?.['name'] === 'string' ? by['name'] : '';
  const bytes: Buffer | Refusal =
    form === 'xlsx'
      ? await workbookOf(view, language)
      : await printer.print(statementSheet({ view, language, zone: rules.zone, who, copy }));
  if (isRefusal(bytes)) return { refusal: bytes };
  const digest = createHash('sha256').update(bytes).digest('hex');
  const target = `statement/${view.by}/${view.month}`;
  const action = form === 'pdf' ? 'print-statement' : 'export-statement';
  await engine.db.write(actor, at, (tx) =>
    tx.finish([
      insertPrint(engine.newId(), view, { form, language, digest, copy }, actor, at),
      auditStatement(auditRow(actor, at, { action, target, residents })),
    ]),
  );
  const title = statementWords[language].titles[view.by];
  return {
    body: bytes,
    headers:
      form === 'pdf'
        ? { 'content-type': 'application/pdf', 'content-disposition': 'inline; filename="statement.pdf"' }
        : downloadHeaders(statementWords[language].file(title, view.month)),
  };
};

export const statementPaperRoutes = (options: HospiceRoutesOptions): readonly Route[] => [
  route({
    method: 'POST',
    path: '/api/hospice/statements/paper',
    summary:
      'A statement of a month as PDF, as known at the moment that was looked at; each copy is recorded and counted',
    access: 'role',
    query: StatementCopy,
    media: 'application/pdf',
    handle: ({ query, caller: { actor }, language }) => copyOf(options, actor, query, 'pdf', language),
  }),
  route({
    method: 'GET',
    path: '/api/hospice/statements/workbook',
    summary: 'The same statement as a workbook: one row a row, yuan as numbers to the fen; each copy is recorded',
    access: 'role',
    query: StatementCopy,
    handle: ({ query, caller: { actor }, language }) => copyOf(options, actor, query, 'xlsx', language),
  }),
];
