/** The list as a workbook: the same filters, the same rows, in the words of whoever asks. */
import { auditRow } from '../../../platform/audit.ts';
import { civilDay } from '../../../platform/civil-time.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { refuse } from '../../../platform/refusal.ts';
import { downloadHeaders, writeWorkbook } from '../../../platform/spreadsheet/write.ts';
import type { CellValue } from '../../../platform/spreadsheet/write.ts';
import type { Language } from '../../../platform/words.ts';
import type { ProposalRoutesOptions } from './options.ts';
import { ProposalQuery } from '../shapes.ts';
import type { ProposalRow } from '../shapes.ts';
import { words } from '../words.ts';
import { sheetWords } from '../words/sheet.ts';
import { findProposals, rowFrom } from './find.ts';

const WIDTHS = [16, 8, 20, 8, 48, 20, 8, 24, 16, 14, 8, 8, 12, 12, 12];

const wordIn = (table: Readonly<Record<string, string>>, code: string | null): string | null =>
  code === null ? null : (Object.entries(table).find(([key]) => key === code)?.[1] ?? code);

const cellsOf = (row: ProposalRow, zone: string, language: Language): readonly CellValue[] => {
  const { answers, states } = words[language];
  const due = row.dueAt === null ? null : { day: civilDay(new Date(row.dueAt), zone) };
  return [
    wordIn(answers, row.body),
    row.year,
    row.session,
    row.number,
    row.title,
    row.signers.first,
    row.signers.count,
    row.lead?.name ?? null,
    wordIn(states, row.asCoHandler?.state ?? row.state),
    due,
    row.late ? sheetWords[language].late : null,
    wordIn(answers, row.replyClass),
    wordIn(answers, row.verdict),
    `${String(row.coHandlers.all - row.coHandlers.open)}/${String(row.coHandlers.all)}`,
    `${String(row.promises.all - row.promises.open)}/${String(row.promises.all)}`,
  ];
};

export const exportRoute = (
  { engine, zone, recordRead }: ProposalRoutesOptions,
  takesPart: (actor: Actor) => boolean,
): Route =>
  route({
    method: 'GET',
    path: '/api/proposals/export',
    summary: 'The proposals of the same filters as a workbook',
    access: 'role',
    query: ProposalQuery.omit({ page: true }),
    handle: async ({ query, caller: { actor }, language }) => {
      if (!takesPart(actor)) return { refusal: refuse('role.may-not', { role: actor.role }) };
      const at = engine.clock.now();
      const [rows = []] = await engine.db.read(actor, at, [findProposals(actor, at, { ...query, page: 1 }, null)]);
      await recordRead(auditRow(actor, at, { action: 'export', target: 'proposals' }));
      const said = sheetWords[language];
      const columns = said.headings.split('|').map((heading, n) => ({ heading, width: WIDTHS[n] ?? 12 }));
      return {
        body: await writeWorkbook([
          { name: said.sheet, columns, rows: rows.map((row) => cellsOf(rowFrom(row, at), zone, language)) },
        ]),
        headers: downloadHeaders(said.file(engine.today(at))),
      };
    },
  });
