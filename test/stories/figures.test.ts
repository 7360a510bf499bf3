/** A number for a letter: entered by hand with its source, backed by a document, corrected, and traced to what it stands on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let commission: Visit;

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

describe('the commission', () => {
  test('Given a figure nothing records yet, it is missing and not zero', async () => {
    commission = await sitDown(opened.browser, own.instance.address, 'commission');
    const { page } = commission;
    await commission.open('/figures?theme=hospice');
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.waitFor();
    await row.getByText('缺数：期末前没有登记或记录').waitFor();
    expect(await commission.barriers()).toEqual([]);
  });

  test('When an officer enters it without saying anything, the form says what is wrong and keeps what was typed', async () => {
    const { page } = commission;
    await commission.open('/registers?register=hospice.ward-beds-open');
    await page.getByRole('button', { name: '新增登记' }).click();
    const form = page.getByRole('form', { name: '新增登记' });
    await form.getByRole('textbox', { name: '原文', exact: true }).fill('设置标准化床位300张');
    await form.getByLabel('生效日期', { exact: true }).first().fill('2026-01-01');
    await form.getByRole('button', { name: '保存登记' }).click();
    await form.getByRole('alert').getByText('请填写数量或原文，至少一项').waitFor();
    expect(await form.getByRole('textbox', { name: '原文', exact: true }).inputValue()).toBe('设置标准化床位300张');
  });

  test('Then with an amount it stands in the register, as claimed only', async () => {
    const { page } = commission;
    const form = page.getByRole('form', { name: '新增登记' });
    await form.getByLabel(/^数量/).fill('300');
    await form.getByRole('button', { name: '保存登记' }).click();
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.getByText('仅有说法').waitFor();
    await row.getByText('设置标准化床位300张').waitFor();
    expect(await commission.barriers()).toEqual([]);
  });

  test('And with its document it is evidenced; a correction asks why and keeps the version before', async () => {
    const { page } = commission;
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.locator('input[type=file]').setInputFiles({
      name: '床位核定表.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n床位核定表'),
    });
    await row.getByText('有佐证材料').waitFor();
    await row.getByRole('button', { name: '更正' }).click();
    const form = page.getByRole('form', { name: '更正' });
    await form.getByLabel(/^数量/).fill('298');
    await form.getByRole('button', { name: '保存更正' }).click();
    await form.getByRole('alert').getByText('请写明原因，至少2个字').waitFor();
    await form.getByLabel('更正原因').fill('核减2张');
    await form.getByRole('button', { name: '保存更正' }).click();
    await row.getByText('298', { exact: true }).waitFor();
    await row.getByRole('button', { name: '历次版本' }).click();
    await row.getByText(/第3版 · 298张.*原因：核减2张/).waitFor();
    await row.getByText(/第1版 · 300张/).waitFor();
  });

  test('And the figure’s page shows it with its evidence, its definition, its course and the entry it stands on', async () => {
    const { page } = commission;
    await commission.open('/figures/hospice.ward-beds-open');
    await page.getByRole('heading', { name: '安宁疗护病区开放床位' }).waitFor();
    await page.getByText('298', { exact: true }).first().waitFor();
    await page.getByText('台账登记 · 人工登记').waitFor();
    await page.getByRole('img', { name: /^安宁疗护病区开放床位，张/ }).waitFor();
    await page.getByRole('heading', { name: /背后的记录/ }).waitFor();
    expect(await commission.barriers()).toEqual([]);
  });

  test('When the entry is withdrawn it counts no more, and the earlier versions stay', async () => {
    const { page } = commission;
    await commission.open('/registers?register=hospice.ward-beds-open');
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.getByRole('button', { name: '撤回' }).click();
    await row.getByLabel('撤回原因').fill('重复登记');
    await row.getByRole('button', { name: '撤回' }).click();
    await row.getByText('已撤回').waitFor();
    await commission.open('/figures?theme=hospice');
    await page
      .getByRole('row', { name: /安宁疗护病区开放床位/ })
      .getByText(/^缺数/)
      .waitFor();
  });

  test('A figure that ends in the future is refused in a sentence', async () => {
    const { page } = commission;
    await commission.open('/figures/referral.opened?from=2026-01-01&until=2199-12-31');
    await page
      .getByText(/期间止于2199-12-31，还没有到/)
      .first()
      .waitFor();
  });

  test('On a telephone the list reads line by line', async () => {
    const phone = await sitDown(opened.browser, own.instance.address, 'commission', PHONE);
    await phone.open('/figures?theme=referral');
    await phone.page.getByRole('row', { name: /^转诊单数/ }).waitFor();
    const wide = await phone.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    expect(await phone.barriers()).toEqual([]);
  });
});
