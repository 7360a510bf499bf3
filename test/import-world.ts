/** The world with imports running: brings workbooks, lets the work be done, and reads what came out. */
import { importKinds } from '../src/consortium/imports/kinds.ts';
import { IMPORT_ERRORS } from '../src/consortium/imports/errors.ts';
import { importRoutes } from '../src/consortium/imports/routes.ts';
import { importWork } from '../src/consortium/imports/run.ts';
import type { ImportKindName, ImportRun } from '../src/consortium/imports/shapes.ts';
import { CONSORTIUM_ERRORS } from '../src/consortium/errors.ts';
import { readLog } from '../src/platform/audit.ts';
import { errorTable } from '../src/platform/errors.ts';
import type { Route } from '../src/platform/http/route.ts';
import { newId } from '../src/platform/ids.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import { SPREADSHEET_ERRORS } from '../src/platform/spreadsheet/errors.ts';
import { readSheet } from '../src/platform/spreadsheet/read.ts';
import type { SheetRow } from '../src/platform/spreadsheet/read.ts';
import type { CellValue } from '../src/platform/spreadsheet/write.ts';
import { writeWorkbook } from '../src/platform/spreadsheet/write.ts';
import { bodyOf, call } from './call.ts';
import type { World } from './world.ts';
import { openWorld, ZONE } from './world.ts';

export type ImportWorld = World & {
  readonly routes: readonly Route[];
  readonly administrator: Actor;
  /** Does every run that waits. */
  readonly work: () => Promise<void>;
  /** One run, as a process of its own would. */
  readonly workOnce: (stopping?: () => boolean) => Promise<boolean>;
  /** A workbook brought by somebody and checked. */
  readonly check: (who: Actor, kind: ImportKindName, bytes: Buffer) => Promise<ImportRun>;
  /** The import of a checked file, done. */
  readonly bringIn: (who: Actor, run: ImportRun, withoutRefused?: boolean) => Promise<ImportRun>;
  readonly exported: (who: Actor, kind: ImportKindName) => Promise<Buffer>;
  readonly run: (who: Actor, id: string) => Promise<ImportRun>;
};

/** A sheet of these headings and rows. */
export const sheetOf = (headings: readonly string[], rows: readonly (readonly CellValue[])[]): Promise<Buffer> =>
  writeWorkbook([{ name: '数据', columns: headings.map((heading) => ({ heading, width: 12 })), rows }]);

export const rowsIn = async (bytes: Buffer): Promise<readonly SheetRow[]> => {
  const rows: SheetRow[] = [];
  await readSheet(bytes, (batch) => {
    rows.push(...batch);
    return Promise.resolve(undefined);
  });
  return rows;
};

/** What was found of each refused row, by its number: `identity-number.check-digit@D2`. */
export const faultsOf = (run: ImportRun): Readonly<Record<number, readonly string[]>> =>
  Object.fromEntries(
    run.refusals.map(({ row, problems }) => [row, problems.map(({ code, cell }) => `${code}@${cell ?? '-'}`)]),
  );

export const openImportWorld = async (): Promise<ImportWorld> => {
  const world = await openWorld();
  await world.owner(
    `insert into practitioner_role (id, person, organisation, role, from_on) values ('admin-role', 'officer', 'bureau', 'administrator', '2024-01-01')`,
  );
  const kinds = importKinds({
    city: '云岭市',
    zone: ZONE,
    demonstration: true,
    specialties: [
      { code: 'endocrinology', zh: '内分泌科', en: 'Endocrinology' },
      { code: 'surgery', zh: '外科', en: 'Surgery' },
      { code: 'palliative', zh: '安宁疗护', en: 'Palliative care' },
      { code: 'general', zh: '全科', en: 'General practice' },
    ],
  });
  const errors = errorTable(CONSORTIUM_ERRORS, SPREADSHEET_ERRORS, IMPORT_ERRORS);
  const options = { db: world.app, clock: world.clock, ids: newId, zone: ZONE, kinds };
  const routes = importRoutes({
    ...options,
    readLog: readLog(world.app, world.clock, { gatherMilliseconds: 0 }),
    sentence: errors.sentence,
    nudge: () => undefined,
  });
  const { work: workOnce } = importWork(options);
  const work = async (): Promise<void> => {
    while (await workOnce());
  };
  const run: ImportWorld['run'] = async (who, id) =>
    bodyOf(await call(routes, 'GET /api/imports/runs/:id', who, { params: { id } })) as unknown as ImportRun;
  return {
    ...world,
    routes,
    administrator: { ...world.actor('officer'), id: 'admin-role', role: 'administrator' },
    work,
    workOnce,
    run,
    check: async (who, kind, bytes) => {
      const brought = bodyOf(
        await call(routes, 'POST /api/imports/:kind/files', who, {
          params: { kind },
          bytes,
          headers: { 'x-file-name': encodeURIComponent('名单.xlsx') },
        }),
      );
      await work();
      return run(who, String(brought['id']));
    },
    bringIn: async (who, { id, digest }, withoutRefused = false) => {
      bodyOf(
        await call(routes, 'POST /api/imports/runs/:id/import', who, {
          params: { id },
          body: { digest, withoutRefused },
        }),
      );
      await work();
      return run(who, id);
    },
    exported: async (who, kind) => {
      const answer = await call(routes, 'GET /api/imports/:kind/export', who, { params: { kind } });
      return bodyOf(answer) as unknown as Buffer;
    },
  };
};
