/** `/api/imports`: templates, files brought in and checked, the import itself, the refused rows, and what the region has. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { auditRow } from '../../platform/audit.ts';
import type { ReadLog } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { addressOf } from '../../platform/spreadsheet/address.ts';
import { SPREADSHEET_LIMITS } from '../../platform/spreadsheet/limits.ts';
import { downloadHeaders, WORKBOOK_TYPE } from '../../platform/spreadsheet/write.ts';
import type { CellValue } from '../../platform/spreadsheet/write.ts';
import type { Language } from '../../platform/words.ts';
import { may } from '../permission.ts';
import { identifying } from '../residents/find.ts';
import { ByIdParams } from '../shapes.ts';
import { headingOf } from './columns.ts';
import { refusedWorkbook, workbookOf } from './files.ts';
import type { Ask, ImportContext, ImportKind } from './kind.ts';
import type { ImportWorkOptions } from './run.ts';
import { IMPORT_KINDS, ImportBody, ImportList, ImportRun } from './shapes.ts';
import type { PlacedProblem, RefusedRow, Run } from './store.ts';
import * as store from './store.ts';
import { IMPORT_WORDS } from './words.ts';

export type ImportRoutesOptions = ImportWorkOptions & {
  readonly readLog: ReadLog;
  readonly sentence: (refusal: Refusal, language: Language) => string;
  /** Called when a run waits to be worked at. */
  readonly nudge: () => void;
};

const MEGABYTES = SPREADSHEET_LIMITS.file / (1024 * 1024);
/** Refused rows shown on the screen; the sheet has them all. */
const SHOWN = 100;
const KindParams = z.object({ kind: z.enum(IMPORT_KINDS) });

const fileNameOf = (header: string | undefined): string => {
  try {
    return decodeURIComponent(header ?? '').slice(0, 200);
  } catch {
    return '';
  }
};

export const importRoutes = (options: ImportRoutesOptions): readonly Route[] => {
  const { db, clock, ids, zone, kinds, readLog, sentence, nudge } = options;
  const contextOf = (actor: Actor): ImportContext => {
    const at = clock.now();
    return { actor, at, today: civilDay(at, zone), ids };
  };
  const askAs =
    (actor: Actor): Ask =>
    (statements) =>
      db.read(identifying(actor), clock.now(), statements);
  const allowed = (actor: Actor): readonly ImportKind[] => kinds.filter(({ deed }) => may(actor, deed) === true);
  const kindFor = (actor: Actor, name: string): ImportKind | Refusal => {
    const kind = kinds.find((one) => one.name === name);
    if (kind === undefined) return refuse('import.unknown-kind');
    const answer = may(actor, kind.deed);
    return answer === true ? kind : answer;
  };
  const getRun = async (
    actor: Actor,
    id: string,
  ): Promise<{ readonly run: Run; readonly kind: ImportKind } | Refusal> => {
    const [rows = []] = await db.read(actor, clock.now(), [store.findRun(id)]);
    const [row] = rows;
    if (row === undefined) return refuse('import.unknown');
    const run = store.runOf(row);
    const kind = kindFor(actor, run.kind);
    return isRefusal(kind) ? kind : { run, kind };
  };

  const problemView = (row: number, { column, place, code, values }: PlacedProblem, language: Language) => ({
    column: column === null ? null : headingOf(column, language),
    cell: place === null ? null : addressOf(place, row),
    code,
    sentence: sentence(values === undefined ? { refused: code } : { refused: code, values }, language),
  });
  const runView = (run: Run, language: Language): Omit<ImportRun, 'refusals'> => ({
    id: run.id,
    kind: run.kind,
    state: run.state,
    fileName: run.fileName,
    digest: run.digest,
    madeAt: run.madeAt.toISOString(),
    changedAt: run.changedAt.toISOString(),
    rowsDone: run.rowsDone,
    rowsTotal: run.rowsTotal,
    counts: run.counts,
    reason: run.reason === null ? null : sentence(run.reason, language),
    kept: run.kept,
  });
  const wholeView = async (actor: Actor, id: string, language: Language): Promise<RouteAnswer> => {
    const found = await getRun(actor, id);
    if (isRefusal(found)) return { refusal: found };
    const [rows = []] = await db.read(actor, clock.now(), [store.findRefusals(id, SHOWN)]);
    const refusals = store
      .refusedRows(rows)
      .map(({ row, problems }) => ({ row, problems: problems.map((each) => problemView(row, each, language)) }));
    return { body: { ...runView(found.run, language), refusals } };
  };

  /** Every page is audited with its residents before anything leaves. */
  const exported = async (actor: Actor, kind: ImportKind, language: Language): Promise<RouteAnswer> => {
    const context = contextOf(actor);
    const rows: (readonly CellValue[])[] = [];
    for await (const page of kind.pages(context, askAs(actor), language)) {
      const { residents } = page;
      await readLog.record(
        auditRow(identifying(actor), clock.now(), { action: 'export', target: `import/${kind.name}`, residents }),
      );
      rows.push(...page.rows);
    }
    const { kinds: names, exported: called } = IMPORT_WORDS[language];
    const bytes = await workbookOf(kind, rows, language);
    return { body: bytes, headers: downloadHeaders(called(names[kind.name], context.today)) };
  };

  const inWords = (row: RefusedRow, language: Language): string =>
    row.problems
      .map((each) => problemView(row.row, each, language))
      .map(({ column, sentence: told }) => (column === null ? told : `${column}: ${told}`))
      .join(' ');

  return [
    route({
      method: 'GET',
      path: '/api/imports',
      summary: 'What this role may bring in by spreadsheet, and the last files of its organisation',
      access: 'role',
      answer: ImportList,
      handle: async ({ caller: { actor }, language }) => {
        const own = allowed(actor).map(({ name }) => name);
        const [rows = []] = await db.read(actor, clock.now(), [store.findRuns(actor.organisation, own)]);
        const runs = rows.map((row) => runView(store.runOf(row), language));
        return { body: { kinds: own, runs, megabytes: MEGABYTES, rows: SPREADSHEET_LIMITS.rows } };
      },
    }),
    route({
      method: 'GET',
      path: '/api/imports/:kind/template',
      summary: 'The workbook to fill in: headings, explanation, lists of codes',
      access: 'role',
      params: KindParams,
      handle: async ({ params, caller: { actor }, language }) => {
        const kind = kindFor(actor, params.kind);
        if (isRefusal(kind)) return { refusal: kind };
        const { kinds: names, template } = IMPORT_WORDS[language];
        return {
          body: await workbookOf(kind, [], language),
          headers: downloadHeaders(template(names[kind.name])),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/imports/:kind/export',
      summary: 'What the region has, in the layout in which it can be brought in again',
      access: 'role',
      params: KindParams,
      handle: async ({ params, caller: { actor }, language }) => {
        const kind = kindFor(actor, params.kind);
        return isRefusal(kind) ? { refusal: kind } : exported(actor, kind, language);
      },
    }),
    route({
      method: 'POST',
      path: '/api/imports/:kind/files',
      summary:
        'Brings a workbook to be checked; nothing of the region is written. Its name comes in x-file-name, percent-encoded',
      access: 'role',
      params: KindParams,
      upload: { type: WORKBOOK_TYPE, megabytes: MEGABYTES },
      answer: ImportRun,
      handle: async ({ params, bytes, headers, caller: { actor }, language }) => {
        const kind = kindFor(actor, params.kind);
        if (isRefusal(kind)) return { refusal: kind };
        if (bytes === undefined) return { refusal: refuse('unsupported-upload') };
        const not = await kind.admit(contextOf(actor), askAs(actor));
        if (not !== undefined) return { refusal: not };
        const id = ids();
        const at = clock.now();
        const digest = createHash('sha256').update(bytes).digest('hex');
        const fileName = fileNameOf(headers['x-file-name']);
        await db.write(actor, at, (tx) =>
          tx.finish([store.insertRun({ id, kind: kind.name, actor, fileName, digest, bytes }, at)]),
        );
        nudge();
        const view = await wholeView(actor, id, language);
        return 'refusal' in view ? view : { ...view, status: 202 };
      },
    }),
    route({
      method: 'GET',
      path: '/api/imports/runs/:id',
      summary: 'How far a file is, what was found, and the first refused rows',
      access: 'role',
      params: ByIdParams,
      answer: ImportRun,
      handle: ({ params, caller: { actor }, language }) => wholeView(actor, params.id, language),
    }),
    route({
      method: 'POST',
      path: '/api/imports/runs/:id/import',
      summary: 'Imports a checked file, all of it or nothing',
      access: 'role',
      params: ByIdParams,
      body: ImportBody,
      answer: ImportRun,
      handle: async ({ params, body, caller: { actor }, language }) => {
        const found = await getRun(actor, params.id);
        if (isRefusal(found)) return { refusal: found };
        const { state, digest, counts, kept } = found.run;
        if (state !== 'checked') return { refusal: refuse('import.not-checked') };
        if (!kept) return { refusal: refuse('import.file-gone') };
        if (body.digest !== digest) return { refusal: refuse('import.digest') };
        if (counts.added + counts.altered === 0) return { refusal: refuse('import.nothing-to-do') };
        if (counts.refused > 0 && !body.withoutRefused)
          return { refusal: refuse('import.has-refused', { count: counts.refused }) };
        try {
          await db.write(actor, clock.now(), (tx) => tx.finish([store.startImport(params.id, clock.now())]));
        } catch (fault) {
          if (!isGuardFailure(fault)) throw fault;
          return { refusal: refuse('import.not-checked') };
        }
        nudge();
        const view = await wholeView(actor, params.id, language);
        return 'refusal' in view ? view : { ...view, status: 202 };
      },
    }),
    route({
      method: 'GET',
      path: '/api/imports/runs/:id/refused',
      summary: 'The refused rows as they were sent, each with what is wrong: to be mended and sent in again',
      access: 'role',
      params: ByIdParams,
      handle: async ({ params, caller: { actor }, language }) => {
        const found = await getRun(actor, params.id);
        if (isRefusal(found)) return { refusal: found };
        const { run, kind } = found;
        const [files = [], rows = []] = await db.read(actor, clock.now(), [
          store.findBytes(run.id),
          store.findRefusals(run.id, SPREADSHEET_LIMITS.rows),
        ]);
        const bytes = files[0]?.['bytes'];
        if (!Buffer.isBuffer(bytes)) return { refusal: refuse('import.file-gone') };
        const { kinds: names, result } = IMPORT_WORDS[language];
        return {
          body: await refusedWorkbook(kind, bytes, store.refusedRows(rows), (row) => inWords(row, language), language),
          headers: downloadHeaders(result(names[kind.name])),
        };
      },
    }),
  ];
};
