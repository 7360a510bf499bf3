/** Nobody types twice: a template is filled in, checked, mended and imported; what is there goes out and comes in unchanged. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { readFile } from 'node:fs/promises';
import { makeIdentityNumber } from '../../src/consortium/identity-number.ts';
import { readSheet } from '../../src/platform/spreadsheet/read.ts';
import type { SheetRow } from '../../src/platform/spreadsheet/read.ts';
import { writeWorkbook } from '../../src/platform/spreadsheet/write.ts';
import type { CellValue } from '../../src/platform/spreadsheet/write.ts';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { PHONE, startVisit } from './visit.ts';
import type { Screen, Visit } from './visit.ts';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A page asked for before signing in, and an answer that says no. */
const EXPECTED = /status of (401|403|409)/;

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const sitDown = async (login: string, screen?: Screen): Promise<Visit> => {
  const visit = await startVisit(browser.browser, {
    origin: whereToldStory(),
    ...(screen === undefined ? {} : { screen }),
  });
  visit.page.setDefaultTimeout(20_000);
  await visit.open('/');
  await visit.signIn(login, 'kanglian-demo');
  await visit.open('/imports');
  return visit;
};
const faultsOf = (visit: Visit): readonly string[] => visit.faults().filter((fault) => !EXPECTED.test(fault));

const kept = async (
  { page }: Visit,
  button: string,
): Promise<{ readonly name: string; readonly rows: readonly SheetRow[]; readonly bytes: Buffer }> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  const bytes = await readFile(await download.path());
  const rows: SheetRow[] = [];
  await readSheet(bytes, (batch) => {
    rows.push(...batch);
    return Promise.resolve(undefined);
  });
  return { name: download.suggestedFilename(), rows, bytes };
};
const bring = async ({ page }: Visit, name: string, buffer: Buffer): Promise<void> => {
  await page.getByLabel('选择文件（.xlsx）').setInputFiles({ name, mimeType: SHEET, buffer });
  await page.getByRole('button', { name: '上传并检查' }).click();
};
const cellsOf = (row: SheetRow | undefined): readonly (string | null)[] =>
  (row?.cells ?? []).map((cell) => cell?.text ?? null);
const sheetOf = (headings: readonly (string | null)[], rows: readonly (readonly CellValue[])[]): Promise<Buffer> =>
  writeWorkbook([{ name: '数据', columns: headings.map((heading) => ({ heading: heading ?? '', width: 12 })), rows }]);

/** A number nobody has yet: the stories may be told twice to the same instance. */
const someNumber = (sequence: number): string => {
  const day = String(1 + Math.floor(Math.random() * 28)).padStart(2, '0');
  const year = 1930 + Math.floor(Math.random() * 60);
  const made = makeIdentityNumber({ area: '220382', birthDate: `${String(year)}-07-${day}`, sequence });
  if (typeof made !== 'string') throw new Error(made.refused);
  return made;
};

describe('import', () => {
  test('a registrar fills in the template; the wrong row is told, left out, mended and brought again', async () => {
    const visit = await sitDown('registrar');
    const { page } = visit;
    const template = await kept(visit, '下载模板');
    expect(template.name).toBe('辖区居民导入模板.xlsx');
    const headings = cellsOf(template.rows[0]);
    const at = (heading: string): number => headings.indexOf(heading);
    const person = (name: string, number: string): readonly CellValue[] =>
      headings.map((_, n) =>
        n === at('姓名') ? name : n === at('性别') ? '女' : n === at('身份证号') ? number : null,
      );
    const [good, other] = [someNumber(602), someNumber(604)];
    const wrong = other.slice(0, 17) + (other.endsWith('0') ? '1' : '0');
    await bring(visit, '八月新增.xlsx', await sheetOf(headings, [person('=钟一', good), person('钟二', wrong)]));
    await page.getByRole('heading', { name: '检查完毕，尚未导入' }).waitFor();
    await page.getByRole('cell', { name: 'D3' }).waitFor();
    expect(await page.getByText('身份证号码校验位不符').count()).toBe(1);
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('import-checked');

    const refused = await kept(visit, '下载未通过的行');
    await page.getByRole('button', { name: '导入其余1行，略过1行' }).press('Enter');
    await page.getByRole('heading', { name: '导入完成' }).waitFor();
    await page.getByText('新增1行，修改0行。').waitFor();
    expect(await visit.barriers()).toEqual([]);

    await page.getByRole('button', { name: '另选文件' }).click();
    const mended = cellsOf(refused.rows[1]).map((cell, n) => (n === at('身份证号') ? other : cell));
    await bring(visit, '改正.xlsx', await sheetOf(cellsOf(refused.rows[0]), [mended]));
    await page.getByRole('button', { name: '导入1行', exact: true }).click();
    await page.getByRole('heading', { name: '导入完成' }).waitFor();
    await visit.open('/residents');
    await page.getByRole('searchbox', { name: '在本责任区查找居民' }).fill('=钟一');
    await page.getByRole('link', { name: '=钟一' }).waitFor();
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('a bed manager takes the quotas out, changes one, and brings them in; the same file again changes nothing', async () => {
    const visit = await sitDown('beds');
    const { page } = visit;
    const out = await kept(visit, '导出现有数据');
    await bring(visit, '床位.xlsx', out.bytes);
    await page.getByText('没有需要新增或修改的行。').waitFor();
    await page.getByRole('button', { name: '另选文件' }).click();
    const rows = out.rows.slice(1).map(cellsOf);
    const changed = rows.map((row, n) => (n === 0 ? [row[0] ?? null, row[1] ?? null, Number(row[2]) + 1] : row));
    await bring(visit, '床位.xlsx', await sheetOf(cellsOf(out.rows[0]), changed));
    await page.getByRole('button', { name: '导入1行', exact: true }).click();
    await page.getByRole('heading', { name: '导入完成' }).waitFor();
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('a file that is no workbook is refused with what to do, on a narrow window as well', async () => {
    const visit = await sitDown('admin', PHONE);
    const { page } = visit;
    await bring(visit, '机构.xlsx', Buffer.from('机构编码,机构名称'));
    await page.getByRole('heading', { name: '未能导入' }).waitFor();
    await page.getByText('另存为 .xlsx').waitFor();
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('import-stopped-phone');
    await page.getByRole('button', { name: '另选文件' }).click();
    expect(await visit.barriers()).toEqual([]);
    await visit.close();
  });

  test('the worklist goes out as it is filtered', async () => {
    const visit = await startVisit(browser.browser, { origin: whereToldStory() });
    await visit.open('/');
    await visit.signIn('coordinator', 'kanglian-demo');
    await visit.open('/worklist');
    const { name, rows } = await kept(visit, '导出表格');
    expect(name).toMatch(/^待办 \d{4}-\d\d-\d\d\.xlsx$/);
    expect(cellsOf(rows[0])).toContain('编号');
    await visit.close();
  });
});
