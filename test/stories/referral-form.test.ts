/** A township doctor writes a referral; the commission sees it counted. Told in one browser, by labels and buttons. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { PHONE, startVisit } from './visit.ts';
import type { Screen, Visit } from './visit.ts';

const PASSWORD = 'kanglian-demo';
const IMPRESSION = '2型糖尿病，右足溃疡伴感染（Wagner 2级）';
const REASON = '右足底溃疡12天，近3天红肿渗液；本院无血管超声，不能评估缺血程度，需住院清创及调整血糖。';
/** A request cut off on purpose, a page asked for before signing in, and demonstration accounts not offered are not faults. */
const EXPECTED = /ERR_FAILED|401 \(Unauthorized\)|session\/demonstration/;

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const sitDown = async (login: string, screen?: Screen): Promise<Visit> => {
  const origin = whereToldStory();
  const visit = await startVisit(browser.browser, screen === undefined ? { origin } : { origin, screen });
  visit.page.setDefaultTimeout(15_000);
  await visit.open('/');
  await visit.signIn(login, PASSWORD);
  return visit;
};
const faultsOf = (visit: Visit): readonly string[] => visit.faults().filter((fault) => !EXPECTED.test(fault));

/** 居民 → the n-th of the catchment → 新建转诊单. */
const beginReferral = async ({ page, open }: Visit, resident: number): Promise<void> => {
  await open('/residents');
  await page.getByRole('list', { name: '居民' }).getByRole('link').nth(resident).click();
  await page.getByText('本次查看已留痕').waitFor();
  await page.getByRole('link', { name: '新建转诊单' }).click();
  await page.getByRole('heading', { name: '新建转诊单' }).waitFor();
};
const writeCondition = async (page: Page): Promise<void> => {
  await page.getByRole('radio', { name: '紧急' }).check();
  await page.getByRole('radio', { name: '住院' }).check();
  await page.getByLabel('初步印象').fill(IMPRESSION);
  await page.getByLabel('主要现病史').fill(REASON);
  await page.getByLabel('主要既往史').fill('2型糖尿病11年，高血压2级');
  await page.getByLabel('治疗经过').fill('门冬胰岛素30 早16单位、晚12单位；克林霉素 0.3 g 每日3次，5天');
  await page.getByRole('radio', { name: '已询问，未发现' }).check();
  await page.getByLabel('联系电话').fill('0434-6203');
};
const hold = async (page: Page): Promise<void> => {
  await page
    .getByRole('button', { name: /^选择并预占/ })
    .first()
    .click();
  await page.getByRole('timer').waitFor();
};
const consent = async (page: Page): Promise<void> => {
  await page.getByRole('checkbox', { name: /转诊原因、接收医院与科室/ }).check();
  await page.getByRole('checkbox', { name: '已告知路途风险' }).check();
  await page.getByRole('radio', { name: '同意转诊', exact: true }).check();
  await page.getByRole('radio', { name: '本人' }).check();
};
const saved = (page: Page): Promise<void> => page.getByText(/^草稿 .* 已保存$/).waitFor();
const seconds = async (page: Page): Promise<number> => {
  const [minutes = 0, rest = 0] = ((await page.getByRole('timer').textContent()) ?? '').split(':').map(Number);
  return minutes * 60 + rest;
};

describe('a township doctor', () => {
  test('writes a referral, and neither a reload nor a lost connection costs a word of it', async () => {
    const visit = await sitDown('gp');
    const { page } = visit;
    // Given a form that says what is missing, with nothing ticked beforehand
    await beginReferral(visit, 0);
    expect(await page.getByText(/^尚缺\d+项/).textContent()).toContain('紧急程度');
    for (const box of await page.getByRole('group', { name: '已告知' }).getByRole('checkbox').all())
      expect(await box.isChecked()).toBe(false);
    await page.keyboard.press('Control+Enter');
    expect(await page.getByRole('radio', { name: '急诊' }).evaluate((radio) => radio === document.activeElement)).toBe(
      true,
    );
    expect(await visit.barriers()).toEqual([]);

    // When it is filled and a place is held, the place counts down each second
    await writeCondition(page);
    const insurance = page.getByRole('combobox', { name: '医保', exact: true });
    await insurance.selectOption({ index: 1 });
    const insured = await insurance.inputValue();
    await hold(page);
    const first = await seconds(page);
    expect(first).toBeGreaterThan(120);
    await page.waitForFunction(
      (before) => document.querySelector('[role="timer"]')?.textContent !== before,
      await page.getByRole('timer').textContent(),
    );
    expect(await seconds(page)).toBeLessThan(first);
    await saved(page);
    await visit.picture('referral-form');

    // Then a reload brings everything back, the hold too
    await page.reload();
    await page.getByRole('timer').waitFor();
    expect(await page.getByLabel('主要现病史').inputValue()).toBe(REASON);
    expect(await page.getByLabel('初步印象').inputValue()).toBe(IMPRESSION);
    expect(await page.getByRole('radio', { name: '紧急' }).isChecked()).toBe(true);
    expect(await seconds(page)).toBeLessThanOrEqual(first);
    expect(await insurance.inputValue()).toBe(insured);

    // And what is written while the server cannot be reached outlives even a reload without it
    await page.route('**/api/drafts/**', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await page.getByLabel('主要现病史').fill(`${REASON}体温 37.9 ℃。`);
    await page.getByText('未连接，草稿已存本机').waitFor();
    await page.reload();
    await page.getByRole('timer').waitFor();
    expect(await page.getByLabel('主要现病史').inputValue()).toBe(`${REASON}体温 37.9 ℃。`);
    await page.unroute('**/api/drafts/**');
    await saved(page);

    // And it stands among one's drafts
    const address = new URL(page.url()).pathname;
    await visit.open('/drafts');
    await page.locator(`a[href="${address}"]`).click();
    await page.getByRole('timer').waitFor();
    expect(await page.getByLabel('主要现病史').inputValue()).toBe(`${REASON}体温 37.9 ℃。`);

    // And only consent is missing; signed, it goes out
    await page.getByText('尚缺1项：知情同意未登记').waitFor();
    await consent(page);
    await page.getByText('各项已齐').waitFor();
    expect(await visit.barriers()).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: '转诊单已提交' }).waitFor();
    expect(await visit.barriers()).toEqual([]);
    await page.getByRole('link', { name: '查看转诊单' }).click();
    await page.getByText('待接收').first().waitFor();
    // What was asked of the place goes with the choice
    await page.getByText(/^当时的要求：/).waitFor();
    // What became a case is no draft any more.
    await visit.open('/drafts');
    await page.getByRole('heading', { name: '我的草稿' }).waitFor();
    await page
      .getByText('没有未提交的转诊单')
      .or(page.getByRole('link', { name: '继续填写' }).first())
      .waitFor();
    expect(await page.locator(`a[href="${address}"]`).count()).toBe(0);
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('swaps the place in one act, extends it once, and gives it back', async () => {
    const visit = await sitDown('gp');
    const { page } = visit;
    await beginReferral(visit, 1);
    await writeCondition(page);
    await hold(page);
    const held = page.getByRole('region', { name: /^已预占/ });
    const before = await held.getAttribute('aria-label');
    await page
      .getByRole('button', { name: /^改选并预占/ })
      .first()
      .click();
    await page.waitForFunction(
      (was) => document.querySelector('section[aria-label^="已预占"]')?.getAttribute('aria-label') !== was,
      before,
    );
    const left = await seconds(page);
    await page.getByRole('button', { name: '延长15分钟' }).click();
    await page.getByText('已延长过，不能再延长').waitFor();
    expect(await seconds(page)).toBeGreaterThan(left + 600);
    await page.getByRole('button', { name: '释放' }).click();
    await held.waitFor({ state: 'detached' });
    expect(await page.getByText(/^尚缺\d+项/).textContent()).toContain('接收科室');
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('may send an emergency without a hold and sign later, and no other', async () => {
    const visit = await sitDown('gp', PHONE);
    const { page } = visit;
    await beginReferral(visit, 2);
    await writeCondition(page);
    expect(await page.getByRole('radio', { name: '先救治后补签' }).count()).toBe(0);
    await page.getByRole('radio', { name: '急诊' }).check();
    await page
      .getByRole('button', { name: /^选择 / })
      .first()
      .click();
    await page.getByRole('radio', { name: '先救治后补签' }).check();
    await page.getByText('各项已齐').waitFor();
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('referral-form-phone');
    await page.getByRole('button', { name: /^提交转诊单/ }).click();
    await page.getByRole('heading', { name: '转诊单已提交' }).waitFor();
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });
});
