/** Papers and money at the desk: printed with the keyboard, recorded, marked when closed; filed with the insurer once. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { pagesOf } from '../pdf-text.ts';
import { openBrowser } from './browser.ts';
import { sendReferral, sitDown, stateIs, takeStep } from './staff.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let township: Visit;
let county: Visit;
let id = '';

beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(() => opened.close());

const menu = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.getByRole('button', { name: /^打印单据/ }).waitFor();
  await page.keyboard.press('y');
  await page.getByRole('list', { name: '选择要打印的单据' }).waitFor();
};

/** Settles when the tab has been given the PDF: shown, or saved where the browser has no viewer. */
const shownIn = (tab: Page): Promise<void> =>
  new Promise((done) => {
    if (tab.url().startsWith('blob:')) done();
    tab.once('download', () => done());
    tab.on('framenavigated', (frame) => {
      if (frame.url().startsWith('blob:')) done();
    });
  });

/** Prints with Tab and Enter alone: what the PDF says, page by page. It is shown in a tab of its own. */
const printed = async (page: Page, paper: string): Promise<readonly string[]> => {
  let pdf: Buffer = Buffer.alloc(0);
  // looked at on its way, whatever this browser does with a PDF: shows it, or saves it where it has no viewer
  await page.route(/\/papers\/[a-z-]+$/, async (route) => {
    const response = await route.fetch();
    expect(response.headers()['content-type']).toBe('application/pdf');
    pdf = await response.body();
    await route.fulfill({ response });
  });
  await page.getByRole('button', { name: `打印${paper}` }).focus();
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
  await shownIn(tab);
  await tab.close();
  await page.unroute(/\/papers\/[a-z-]+$/);
  return pagesOf(pdf);
};

describe('the papers of a referral', () => {
  test('Given a referral that a township doctor has just sent', async () => {
    township = await sitDown(opened.browser, origin, 'gp');
    id = await sendReferral(township, {
      urgency: '普通',
      impression: '2型糖尿病，右足溃疡',
      department: '青禾县人民医院 心内科',
      resident: 7,
    });
    await township.open(`/cases/${id}`);
  });

  test('Then the slip and the consent sheet may be printed, and it is said why not the forms', async () => {
    const { page } = township;
    await menu(page);
    const names = await page.locator('#papers-menu button').allInnerTexts();
    expect(names).toEqual(['打印转诊知情同意书', '打印转诊就诊指引']);
    const why = await page.locator('#papers-menu dl').innerText();
    expect(why).toMatch(/双向转诊（转出）单[\s\S]*接收方接收后才能打印/);
    expect(why).toMatch(/双向转诊（回转）单[\s\S]*尚未开出回转单/);
    await township.picture('papers-1-menu');
  });

  test('When the doctor prints the slip with the keyboard, it opens as a PDF and is on record', async () => {
    const { page } = township;
    const pages = await printed(page, '转诊就诊指引');
    expect(pages).toHaveLength(1);
    const [text = ''] = pages;
    expect(text).toContain('青禾县人民医院心内科');
    expect(text).toContain('接收医院正在确认');
    expect(text).toMatch(/输入下面的查询码：\d{12}/);
    const record = page.getByRole('region', { name: '打印记录' });
    await record.waitFor();
    expect(await record.innerText()).toMatch(
      /转诊就诊指引 第 1 次[\s\S]*有效[\s\S]*全科医师[\s\S]*PDF[\s\S]*摘要 [0-9a-f]{8}/,
    );
  });

  test('And files it with the insurer, once, seeing what that means and that nobody has verified it', async () => {
    const { page } = township;
    const filing = page.getByRole('region', { name: '医保转诊备案' });
    expect(await filing.innerText()).toMatch(/未备案/);
    await filing.getByLabel('备案号').fill('BA-2026-00318');
    await filing.getByLabel('备案号').press('Enter');
    await filing.getByText('已备案').waitFor();
    expect(await filing.innerText()).toMatch(/备案号 BA-2026-00318[\s\S]*全科医师/);
    await filing.getByText('对居民意味着').click();
    expect(await filing.innerText()).toMatch(/起付线为 \d+ 元[\s\S]*职工医保：本地没有提供数据[\s\S]*未核实/);
    expect(await filing.getByRole('button').count()).toBe(0);
    await township.picture('papers-2-filed');
    // the slip printed before does not say so
    expect(await page.getByRole('region', { name: '打印记录' }).innerText()).toContain('已过时：医保备案有变化');
  });

  test('When the county accepts, the coordinator prints the out form', async () => {
    county = await sitDown(opened.browser, origin, 'coordinator');
    await county.open(`/cases/${id}`);
    await takeStep(county.page, '接收', async (form) => {
      await form.getByLabel('接诊安排').fill('心内科二病区，周一上午入院');
      await form.getByLabel('联系电话').fill('内线 6203');
    });
    await stateIs(county.page, '待到院');
    await menu(county.page);
    const pages = await printed(county.page, '双向转诊（转出）单');
    expect(pages.join('')).toMatch(/存根.*双向转诊（转出）单.*已备案.*初步印象2型糖尿病，右足溃疡/);
    expect(pages[0]).toContain(`第1页，共${String(pages.length)}页`);
    expect(pages[0]).not.toContain('不得用于诊疗');
  });

  test('And it can be printed as a page, in the reader’s own browser, with its style and without scripts', async () => {
    const { page } = county;
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '网页打印：双向转诊（转出）单' }).click(),
    ]);
    await tab.getByRole('heading', { name: '双向转诊（转出）单' }).waitFor();
    expect(await tab.locator('.on-screen').innerText()).toContain('已记入打印记录');
    // the policy lets its own style sheet in
    expect(
      await tab
        .locator('.facts th')
        .first()
        .evaluate((cell) => getComputedStyle(cell).backgroundColor),
    ).toBe('rgb(242, 242, 242)');
    await tab.close();
    await page.bringToFront();
    await page.reload();
    await page.getByRole('region', { name: '打印记录' }).getByText('第 2 次').waitFor();
  });

  test('When the doctor withdraws it, earlier prints are said to be out of date and a new one is void on every page', async () => {
    const { page } = township;
    await township.open(`/cases/${id}`);
    await takeStep(page, '撤回', async (form) => {
      await form.getByLabel('说明').fill('家属要求取消');
    });
    await page.getByText('本单只读').waitFor();
    const record = page.getByRole('region', { name: '打印记录' });
    await record.getByText('已过时：本单已结束').first().waitFor();
    await page.getByRole('region', { name: '医保转诊备案' }).getByText('已撤销').waitFor();
    await menu(page);
    expect(await page.locator('#papers-menu').innerText()).toContain('打印带“已作废”字样');
    const pages = await printed(page, '双向转诊（转出）单');
    for (const text of pages) expect(text).toContain('已作废，不得用于诊疗');
    expect(pages[0]).toContain('家属要求取消');
    await township.picture('papers-3-closed');
  });

  test('All of it without barriers, in both languages, and on paper', async () => {
    const { page } = township;
    expect(await township.barriers()).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: /^打印单据/ }).isVisible()).toBe(false);
    expect(await page.getByText('打印本页').isVisible()).toBe(false);
    await township.picture('papers-4-print');
    await page.emulateMedia({ media: null });
    const faults = [...township.faults(), ...county.faults()];
    // before anybody has signed in
    expect(faults.filter((fault) => !fault.includes('401 (Unauthorized)'))).toEqual([]);
    await township.close();
    await county.close();
  });
});
