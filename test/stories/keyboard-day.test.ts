/**
 * A coordinator's whole day by the keyboard alone: signing in, accepting, asking, declining, passing on to another hospital, an
 * arrival, a case alone, messages, a resident, every entry of the menu and the way out. The mouse is
 * not touched once, and nothing is given the focus but by keys.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { sendReferral, sitDown } from './staff.ts';
import { settle, startVisit } from './visit.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
const IMPRESSIONS = ['晨起头晕待查一', '晨起头晕待查二', '晨起头晕待查三', '晨起头晕待查四'] as const;
const cases: string[] = [];
let opened: Awaited<ReturnType<typeof openBrowser>>;
let desk: Visit;
let page: Page;

/** A desk where whoever touches the mouse fails. */
const atTheKeys = async (): Promise<Visit> => {
  const visit = await startVisit(opened.browser, { origin });
  visit.page.setDefaultTimeout(15_000);
  await visit.page.addInitScript(() => {
    window.addEventListener('pointerdown', () => {
      throw new Error('the mouse was used');
    });
  });
  return visit;
};

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
  desk = await atTheKeys();
  ({ page } = desk);
});
afterAll(() => opened.close());

/** What has the focus, as a screen reader would call it. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    const by = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labelled = by.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const label = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
    return (
      [element.getAttribute('aria-label'), labelled, label?.[0]?.textContent, element.textContent].find(Boolean) ?? ''
    );
  });

/** Tab until what has the focus is called so; a person would give up after some sixty. */
const tabTo = async (name: RegExp, most = 60): Promise<void> => {
  const met: string[] = [];
  for (let times = 0; times < most; times++) {
    await page.keyboard.press('Tab');
    const here = await focused();
    if (name.test(here)) return;
    met.push(here.slice(0, 20));
  }
  throw new Error(`nothing called ${String(name)} is reached by Tab, but: ${met.join(' | ')}`);
};
const typeInto = async (name: RegExp, text: string): Promise<void> => {
  // within a form everything asked is a few keys away
  await tabTo(name, 12);
  await page.keyboard.type(text);
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

/** The letter opens the form, and the form has the focus. */
const openForm = async (step: string, name: string): Promise<void> => {
  const letter = await letterOf(step);
  expect(letter, `${step} has a letter`).toMatch(/^[a-z]$/);
  await page.keyboard.press(letter);
  await page.getByRole('form', { name }).locator(':focus').waitFor();
};
/** Sent with Ctrl+Enter; whoever sent it goes on in the list and is not thrown back to the top of the page. */
const submitted = async (name: string): Promise<void> => {
  await page.keyboard.press('Control+Enter');
  await page.getByRole('form', { name }).waitFor({ state: 'detached' });
  await settle(page);
  await page.locator('a.row-link:focus').waitFor();
};
const signIn = async (login: string): Promise<void> => {
  await tabTo(/用户名/);
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type('kanglian-demo');
  await page.keyboard.press('Enter');
  await page.locator('[data-case]').first().waitFor();
};

describe('a coordinator without a mouse', () => {
  test('signs in and sees the worklist, and the tab says what it is', async () => {
    await desk.open('/');
    await signIn('coordinator');
    expect(await page.title()).toMatch(/待办 - 康联$/);
  });

  test('accepts the first', async () => {
    await choose(cases[0] ?? '');
    await openForm('accept', '接收');
    await typeInto(/接诊安排/, '周一上午到心内科门诊三楼');
    await typeInto(/联系电话/, '内线 8012');
    await submitted('接收');
    await page.getByRole('heading', { name: /转诊单.*待到院/ }).waitFor();
  });

  test('asks the sender of the second for what is missing', async () => {
    await choose(cases[1] ?? '');
    await openForm('ask', '要求补充资料');
    await page.keyboard.type('请补充近一周血压记录');
    await submitted('要求补充资料');
    await page.getByRole('heading', { name: /转诊单.*待补充/ }).waitFor();
  });

  test('closes a form again, and is back at the button that opened it', async () => {
    await choose(cases[2] ?? '');
    await openForm('refuse', '拒绝');
    await page.keyboard.press('Escape');
    await page.locator('[data-step="refuse"]:focus').waitFor();
  });

  test('declines the third with a reason and a next step, by the arrow keys; what is missing is said at its field', async () => {
    await openForm('refuse', '拒绝');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('form', { name: '拒绝' }).locator('fieldset[aria-invalid="true"] :focus').waitFor();
    await page.keyboard.press('Space');
    await typeInto(/说明/, '本科今日已满，建议就近复查后再议');
    await submitted('拒绝');
    await page.getByRole('heading', { name: /转诊单.*待改转或结束/ }).waitFor();
  });

  test('passes the fourth on to another hospital: the same specialty is offered, chosen by the arrows, a few keys away', async () => {
    await choose(cases[3] ?? '');
    await openForm('redirect', '转给其他医院');
    const list = page.getByRole('radiogroup', { name: '可选科室' });
    await list.getByRole('radio').first().waitFor();
    expect(await list.getByRole('radio').allInnerTexts()).toSatisfy((texts: readonly string[]) =>
      texts.every((text) => text.includes('心内科')),
    );
    await desk.picture('keyboard-redirect');
    // down from the search into the list, once round it, and one key further is the next question
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    await list.getByRole('radio', { checked: true }).and(page.locator(':focus')).waitFor();
    expect(await list.getByRole('radio').first().getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/说明/);
    await page.keyboard.type('本院导管室检修，请上级医院接诊');
    await submitted('转给其他医院');
  });

  test('records that the first has come', async () => {
    await choose(cases[0] ?? '');
    await openForm('arrive', '登记到院');
    await tabTo(/^(现在|此刻)/, 12);
    await page.keyboard.press('Enter');
    await typeInto(/床位或诊室/, '12床');
    await submitted('登记到院');
    await page.getByRole('heading', { name: /转诊单.*待开回转单/ }).waitFor();
  });

  test('opens a case on its own page with Enter, and comes back', async () => {
    await page.keyboard.press('j');
    await page.locator('a.row-link[aria-current="true"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cases\//);
    await settle(page);
    expect(await page.title()).toMatch(/单据 - 康联$/);
    await page.keyboard.press('1');
    await page.waitForURL(/\/worklist/);
  });

  test('filters, and takes the filters back, without losing the place', async () => {
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('f');
    await page.keyboard.press('Space');
    await page.waitForURL(/due=today/);
    await tabTo(/清除/, 20);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.searchParams.has('due'));
    await page.locator('.chip:focus').waitFor();
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
      await page.keyboard.press(String(place + 1));
      await page.waitForURL((url) => url.pathname === path);
      await settle(page);
      await page.locator('main h1').first().waitFor();
      expect(await page.title()).not.toMatch(/^(\(\d+\) )?康联$/);
    }
  });

  test('sees what all the keys are, switches the letters off and on, and signs out', async () => {
    await page.keyboard.press('1');
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: '键盘快捷键' }).waitFor();
    await tabTo(/^关闭字母快捷键/, 6);
    await page.keyboard.press('Enter');
    await page.getByText('字母快捷键已关闭').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('字母快捷键已开启').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: '键盘快捷键' }).waitFor({ state: 'detached' });
    // whoever closes it is where they were
    await page.locator('a.row-link:focus').waitFor();
    await tabTo(/切换岗位/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '选择本次工作的岗位' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '切换岗位' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await tabTo(/退出登录/, 6);
    await page.keyboard.press('Enter');
    await page.locator('input[autocomplete="username"]').waitFor();
    expect(desk.faults().filter((fault) => !/401/.test(fault))).toEqual([]);
  });
});
