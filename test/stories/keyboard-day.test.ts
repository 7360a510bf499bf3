/**
 * A coordinator's whole day by the keyboard alone: signing in, reading, accepting, asking, declining, redirecting, messages,
 * the beds, a resident, the rota and the way out. The mouse is not touched once.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { sendReferral, sitDown } from './staff.ts';
import { settle, startVisit } from './visit.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
const IMPRESSIONS = ['晨起头晕待查一', '晨起头晕待查二', '晨起头晕待查三'] as const;
const cases: string[] = [];
let opened: Awaited<ReturnType<typeof openBrowser>>;
let desk: Visit;
let page: Page;

beforeAll(async () => {
  opened = await openBrowser();
  const township = await sitDown(opened.browser, origin, 'gp');
  for (const [place, impression] of IMPRESSIONS.entries())
    cases.push(
      await sendReferral(township, {
        urgency: '普通',
        impression,
        department: '青禾县人民医院 心内科',
        resident: 20 + place,
      }),
    );
  await township.close();
  desk = await startVisit(opened.browser, { origin });
  ({ page } = desk);
  page.setDefaultTimeout(15_000);
  // whoever touches the mouse fails
  await page.addInitScript(() => {
    window.addEventListener('pointerdown', () => {
      throw new Error('the mouse was used');
    });
  });
});
afterAll(() => opened.close());

const focused = (): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

/** Tab until what has the focus is called so; a person would give up after some sixty. */
const tabTo = async (name: RegExp): Promise<void> => {
  for (let times = 0; times < 60; times++) {
    await page.keyboard.press('Tab');
    if (name.test(await focused())) return;
  }
  throw new Error(`nothing called ${String(name)} is reached by Tab`);
};

/** Goes down the list until this case is beside it. */
const choose = async (id: string): Promise<void> => {
  await page.keyboard.press('1');
  await page.locator('[data-case]').first().waitFor();
  for (let times = 0; times < 200; times++) {
    await page.keyboard.press('j');
    await page.waitForFunction(() => new URL(location.href).searchParams.has('case'));
    if (new URL(page.url()).searchParams.get('case') === id) break;
  }
  expect(new URL(page.url()).searchParams.get('case')).toBe(id);
  await settle(page);
};

/** The letter on a step's button. */
const letterOf = async (step: string): Promise<string> => {
  const button = page.locator(`[data-step="${step}"]`);
  await button.waitFor();
  return (await button.locator('kbd, .key').first().textContent())?.trim().toLowerCase() ?? '';
};

const openForm = async (step: string, name: string): Promise<void> => {
  const letter = await letterOf(step);
  expect(letter, `${step} has a letter`).toMatch(/^[a-z]$/);
  await page.keyboard.press(letter);
  await page.getByRole('form', { name }).waitFor();
};
const submitted = async (name: string): Promise<void> => {
  await page.keyboard.press('Control+Enter');
  await page.getByRole('form', { name }).waitFor({ state: 'detached' });
  await settle(page);
};
const typeInto = async (label: string | RegExp, text: string): Promise<void> => {
  await page.getByLabel(label).first().focus();
  await page.keyboard.type(text);
};

describe('a coordinator without a mouse', () => {
  test('signs in and sees the worklist', async () => {
    await desk.open('/');
    await page.locator('input[autocomplete="username"]').focus();
    await page.keyboard.type('coordinator');
    await page.keyboard.press('Tab');
    await page.keyboard.type('kanglian-demo');
    await page.keyboard.press('Enter');
    await page.locator('[data-case]').first().waitFor();
  });

  test('accepts the first', async () => {
    await choose(cases[0] ?? '');
    await openForm('accept', '接收');
    await typeInto('接诊安排', '周一上午到心内科门诊三楼');
    await typeInto(/联系电话|科室联系电话/, '内线 8012');
    await submitted('接收');
    await page.getByRole('heading', { name: /转诊单.*待到院/ }).waitFor();
  });

  test('asks the sender of the second for what is missing', async () => {
    await choose(cases[1] ?? '');
    await openForm('ask', '要求补充资料');
    await page.getByRole('form').getByRole('textbox').first().focus();
    await page.keyboard.type('请补充近一周血压记录');
    await submitted('要求补充资料');
    await page.getByRole('heading', { name: /转诊单.*待补充/ }).waitFor();
  });

  test('declines the third with a reason and a next step, by the arrow keys', async () => {
    await choose(cases[2] ?? '');
    await openForm('refuse', '拒绝');
    const form = page.getByRole('form', { name: '拒绝' });
    for (const group of await form.locator('fieldset').all()) {
      await group.getByRole('radio').first().focus();
      await page.keyboard.press('Space');
    }
    for (const select of await form.locator('select').all()) {
      await select.focus();
      await page.keyboard.press('ArrowDown');
    }
    await form.getByRole('textbox').first().focus();
    await page.keyboard.type('本科今日已满，建议就近复查后再议');
    await submitted('拒绝');
    await page.getByRole('heading', { name: /转诊单.*待改转或结束/ }).waitFor();
  });

  test('opens a case on its own page and comes back', async () => {
    await choose(cases[0] ?? '').catch(() => page.keyboard.press('j'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cases\//);
    await page.keyboard.press('1');
    await page.waitForURL(/\/worklist/);
  });

  test('reads the messages, finds a resident and reaches every entry of the menu', async () => {
    await page.keyboard.press('0');
    await page.waitForURL(/\/messages/);
    await settle(page);
    await page.keyboard.press('/');
    await page.keyboard.type('wang');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/residents/);
    await settle(page);
    const paths = await page
      .locator('nav.side-menu a[href^="/"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(paths.length).toBeGreaterThan(2);
    for (const [place, path] of paths.slice(0, 9).entries()) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press(String(place + 1));
      await page.waitForURL((url) => url.pathname === path);
      await settle(page);
      await page.locator('main h1').first().waitFor();
    }
  });

  test('sees what all the keys are, switches the letters off and on, and signs out', async () => {
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: '键盘快捷键' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: '键盘快捷键' }).waitFor({ state: 'detached' });
    await tabTo(/退出|切换岗位/);
    expect(desk.faults().filter((fault) => !/401/.test(fault))).toEqual([]);
  });
});
