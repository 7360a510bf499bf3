/** The phone's page reloaded without a line opens all the same, with nothing of a record in what the browser keeps. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { beginReferral, fillReferral, onThePhone, stands, tab, thumbFaults } from './phone-people.ts';
import type { Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

let opened: OpenBrowser;
let village: Visit;
let name = '';
/** The address of the draft under way. */
let draft = '';

/** What the browser keeps of addresses, by cache. */
const kept = (): Promise<Readonly<Record<string, readonly string[]>>> =>
  village.page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(
      names.map(async (each) => {
        const requests = await (await caches.open(each)).keys();
        return [each, requests.map(({ url }) => new URL(url).pathname)] as const;
      }),
    );
    return Object.fromEntries(all);
  });
const offline = (off: boolean): Promise<void> => village.page.context().setOffline(off);
/** The worker is at work, and so has kept everything it names. */
const workerIsThere = (): Promise<unknown> =>
  village.page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/m/');
    return registration?.active?.state === 'activated' && (await caches.keys()).length > 0;
  });

beforeAll(async () => {
  opened = await openBrowser();
  village = await onThePhone(opened.browser, whereToldStory());
});
afterAll(() => opened.close());

describe('the page reloaded without a line', () => {
  test('opens, says that there is no network, and goes on with the draft under way', async () => {
    await workerIsThere();
    name = await beginReferral(village, 6);
    await village.page.getByLabel('初步印象').fill('心悸待查');
    await village.page.getByText(/已存$/).waitFor();
    await offline(true);
    await village.page.getByLabel('主要现病史').fill('阵发心悸一周，无胸痛');
    await village.page.getByText('已存本机').waitFor();
    draft = new URL(village.page.url()).pathname;
    await village.page.reload();
    await village.page.getByLabel('主要现病史').waitFor();
    expect(await village.page.getByLabel('主要现病史').inputValue()).toBe('阵发心悸一周，无胸痛');
    await village.page.getByText('没有网络，可照常工作').waitFor();
    expect(await village.barriers()).toEqual([]);
    expect(await thumbFaults(village.page)).toEqual([]);
    await village.picture('phone-offline-1-draft');
  });

  test('opens at every other page too, each saying what it cannot show', async () => {
    for (const page of ['今日', '居民', '转诊', '待发', '我的']) {
      await tab(village.page, page);
      await village.page.reload();
      await village.page.getByRole('heading', { name: page, level: 1 }).waitFor();
      expect(await village.barriers(), page).toEqual([]);
      await village.picture(`phone-offline-2-${page}`);
    }
  });

  test('sends what was written, once there is a line again', async () => {
    await offline(false);
    await village.open(draft);
    expect(await village.page.getByLabel('主要现病史').inputValue()).toBe('阵发心悸一周，无胸痛');
    await fillReferral(village, '心悸待查', name);
    await village.page.getByText(/已存$/).waitFor();
    await offline(true);
    await village.page.getByRole('button', { name: /^(发出|存为待发)$/ }).click();
    await village.page.getByRole('heading', { name: '待发', level: 1 }).waitFor();
    await village.page.reload();
    await village.page.locator('[data-entry]').getByText(name).waitFor();
    await offline(false);
    await village.page.getByRole('heading', { name: '没有待发的内容' }).waitFor({ timeout: 70_000 });
    await village.page.getByRole('list', { name: '刚刚发出的' }).getByRole('link').click();
    await stands(village.page, '待接收');
  });
});

describe('what the browser keeps', () => {
  test('is the program of this build: no answer of the server, and nothing of an earlier build', async () => {
    await village.page.evaluate(async () => {
      const old = await caches.open('kanglian-phone-earlier');
      await old.put('/m/', new Response('an earlier build'));
      await (await navigator.serviceWorker.getRegistration('/m/'))?.unregister();
    });
    // a worker that is given up leaves with its last page
    await village.page.goto('about:blank');
    await village.open('/m/today');
    await workerIsThere();
    const earlier = (): Promise<boolean> => village.page.evaluate(() => caches.has('kanglian-phone-earlier'));
    await expect.poll(earlier, { timeout: 30_000 }).toBe(false);
    const all = await kept();
    expect(Object.keys(all)).toHaveLength(1);
    const [paths = []] = Object.values(all);
    expect(paths).toContain('/m/');
    expect(paths.filter((path) => path !== '/m/' && !path.startsWith('/assets/'))).toEqual([]);
  });

  test('is not what is drawn while there is a line: the page comes from the server', async () => {
    await village.page.evaluate(async () => {
      for (const each of await caches.keys())
        await (
          await caches.open(each)
        ).put('/m/', new Response('<p>旧</p>', { headers: { 'content-type': 'text/html' } }));
    });
    await village.page.reload();
    await village.page.getByRole('navigation').first().waitFor();
    expect(await village.page.locator('#root').count()).toBe(1);
  });

  test('is nobody signed in, once the doctor signs out', async () => {
    await tab(village.page, '我的');
    expect(await village.page.evaluate(() => localStorage.getItem('kanglian.session'))).toContain('"person"');
    await village.page.getByRole('button', { name: '退出登录' }).click();
    await village.page.locator('input[type="password"]').waitFor();
    expect(await village.page.evaluate(() => localStorage.getItem('kanglian.session'))).toBeNull();
    await village.close();
  });
});
