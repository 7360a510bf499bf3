/** 公文 at the desk: a reply is drafted, checked, signed, sealed and sent, and printed; what was typed without a connection is not lost. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pagesOf } from '../pdf-text.ts';
import { openBrowser } from './browser.ts';
import { sitDown } from './staff.ts';
import type { Visit } from './visit.ts';
import { PHONE } from './visit.ts';
import { whereToldStory } from './where.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let drafter: Visit;
let checker: Visit;
let leader: Visit;
let seal: Visit;
let path = '';
/** The note under the 征求意见表 sent with the letter, as it is printed. */
const FORM_NOTE = '注：此表与答复函征求意见稿同时送提案者';

beforeAll(async () => {
  opened = await openBrowser();
  drafter = await sitDown(opened.browser, origin, 'drafter');
});
afterAll(() => opened.close());

const body = (page: Page) => page.getByRole('textbox', { name: '公文正文，按印出的样子' });
const saved = (page: Page) => page.getByText(/\d\d:\d\d 已保存/).waitFor();
const stateIs = (page: Page, state: string) =>
  page
    .locator('.letter-names .tag')
    .filter({ hasText: new RegExp(`^${state}$`) })
    .waitFor();
const step = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
/** What the PDF says that the button gives. */
const printed = async (page: Page): Promise<string> => {
  let pdf: Buffer = Buffer.alloc(0);
  await page.route(/\/pdf$/, async (route) => {
    const response = await route.fetch({ timeout: 120_000 });
    pdf = await response.body();
    await route.fulfill({ response });
  });
  const download = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name: 'PDF' }).click();
  await download;
  await page.unroute(/\/pdf$/);
  return pagesOf(pdf).join('');
};
/** Answers every open finding, one after another, by the keyboard. */
const explainAll = async (page: Page, reason: string): Promise<void> => {
  for (let round = 0; round < 30; round++) {
    const open = await page.locator('.letter-finding:not(.answered)').count();
    if (open === 0) return;
    await page.keyboard.press('F8');
    await page.keyboard.press('Alt+Enter');
    await page.getByLabel('理由').fill(reason);
    await page.getByRole('button', { name: '保存理由' }).click();
    await page.waitForFunction(
      (before) => document.querySelectorAll('.letter-finding:not(.answered)').length < before,
      open,
    );
  }
  throw new Error('findings without end');
};

describe('a reply letter', () => {
  test('Given a drafter who begins one from the template', async () => {
    const { page, open } = drafter;
    await open('/letters');
    await page.getByRole('button', { name: '起草公文' }).click();
    await page.getByLabel('模板').selectOption({ label: '提案答复函（信函格式）' });
    await page.getByLabel('主送').fill('沈委员');
    await page.getByLabel('会议届次').fill('市政协五届五次会议');
    await page.getByLabel('编号', { exact: true }).fill('118');
    await page.getByLabel('案由').fill('关于健全安宁疗护服务网络的提案');
    await page.getByRole('button', { name: '建立草稿' }).click();
    await body(page).waitFor();
    path = new URL(page.url()).pathname;
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('对市政协五届五次会议第118号提案的答复函');
  });

  test('When the drafter types, it is saved, and numbers without a source and sums that are wrong are pointed out', async () => {
    const { page, picture, barriers, faults } = drafter;
    await body(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(
      '截至2026年6月30日，全市设置标准化床位300张，其中市级120张、县级112张、基层58张；编印宣传手册2000余册。',
    );
    await saved(page);
    await page.locator('.letter-finding').filter({ hasText: '分项之和不等于合计' }).waitFor();
    await page.locator('.letter-finding').filter({ hasText: '2000余册' }).waitFor();
    await page.getByRole('button', { name: /3|4|5/ }).first().waitFor();
    await picture('letter-editor');
    expect(await barriers()).toEqual([]);
    // before signing in there is no session, and the answer that says so is no fault
    expect(faults().filter((fault) => !fault.endsWith('/api/session'))).toEqual([]);
  });

  test('And what is typed without a connection is kept on this machine, through a reload, and saved when it is back', async () => {
    const { page } = drafter;
    await page.context().setOffline(true);
    await body(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('断网时写的一段。');
    await page.getByText(/未保存到服务器，本机已留存/).waitFor();
    await page.context().setOffline(false);
    await page.reload();
    await body(page).getByText('断网时写的一段。').waitFor();
    // saved before the page was read again or after it: either way the server has it
    const kept = () => page.context().request.get(`${origin}/api${path}`);
    await expect.poll(async () => (await kept()).text(), { timeout: 15_000 }).toContain('断网时写的一段。');
    await page.reload();
    await body(page).getByText('断网时写的一段。').waitFor();
  });

  test('Then the checker cannot pass it before every finding is answered, and answers them by the keyboard', async () => {
    await step(drafter.page, '送核稿');
    await stateIs(drafter.page, '核稿');
    checker = await sitDown(opened.browser, origin, 'checker');
    const { page, open, picture } = checker;
    await open(path);
    await page.getByRole('button', { name: /核稿通过，送签发（\d+项须处理）/ }).waitFor();
    expect((await printed(page)).replace(FORM_NOTE, '')).toContain('征求意见稿');
    expect(await page.getByRole('button', { name: /核稿通过，送签发（/ }).isDisabled()).toBe(true);
    await explainAll(page, '已与科室核对台账');
    await picture('letter-checked');
    await step(page, '核稿通过，送签发');
    await stateIs(page, '待签发');
  });

  test('And the leader signs it: it has its number and does not change any more', async () => {
    leader = await sitDown(opened.browser, origin, 'leader');
    const { page, open, picture } = leader;
    await open(path);
    await step(page, '签发');
    await stateIs(page, '已签发，待用印');
    await page.getByText(/四卫函〔\d{4}〕\d+号，2026-\d\d-\d\d签发，内容与数值已固定/).waitFor();
    expect(await body(page).getAttribute('contenteditable')).toBe('false');
    await picture('letter-signed');
  });

  test('And it is sealed, sent, and printed as it was signed', async () => {
    seal = await sitDown(opened.browser, origin, 'seal');
    await seal.open(path);
    await step(seal.page, '用印');
    await seal.page.getByRole('form', { name: '用印' }).getByRole('button', { name: '用印' }).click();
    await stateIs(seal.page, '已用印，待发出');
    const { page } = checker;
    await checker.open(path);
    await step(page, '发出');
    const form = page.getByRole('form', { name: '发出' });
    await form.getByLabel('发出日期').fill(new Date().toISOString().slice(0, 10));
    await form
      .locator('label')
      .filter({ hasText: /^纸质送达$/ })
      .click();
    await form.getByRole('button', { name: '发出' }).click();
    await stateIs(page, '已发出');
    const said = await printed(page);
    for (const words of ['四平市卫生健康委员会', '沈委员：', '标准化床位300张', '断网时写的一段。', '抄送：'])
      expect(said).toContain(words);
    expect(said).toMatch(/四卫函〔\d{4}〕\d+号/);
    // the form sent with it names the draft in its printed note; across the pages the word must not stand any more
    expect(said.replace(FORM_NOTE, '')).not.toContain('征求意见稿');
  });

  test('And the numbers given stand in a list without a gap; on a telephone the letter can be read', async () => {
    const { page, open, picture } = checker;
    await open('/letters/numbers');
    await page.getByText('没有空号').waitFor();
    await picture('letter-numbers');
    const phone = await sitDown(opened.browser, origin, 'leader', PHONE);
    await phone.open(path);
    await body(phone.page).waitFor();
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await phone.picture('letter-phone');
    await phone.open('/letters');
    await phone.picture('letters-phone');
    expect(await phone.barriers()).toEqual([]);
  });
});
