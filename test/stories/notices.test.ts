/** An unread urgent notice reaches 总值班; the roster says who that is: an instance whose clock the story moves. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instance } from '../../src/instance.ts';
import type { StoppedClock } from '../../src/platform/clock.ts';
import { openBrowser } from './browser.ts';
import { MINUTE, startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sendReferral, sitDown } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

let paper = '';
let own: OwnInstance;
let clock: StoppedClock;
let instance: Instance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let county: Visit;
let duty: Visit;
let township: Visit;
let id = '';

beforeAll(async () => {
  own = await startOwnInstance((home) => {
    paper = path.join(home, 'paper');
    return { NOTICE_PRINT_FOLDER: paper };
  });
  ({ instance, clock } = own);
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

describe('an urgent notice nobody reads', () => {
  test('Given 总值班 who enters the week into the roster', async () => {
    duty = await sitDown(opened.browser, instance.address, 'duty');
    await duty.open('/duty');
    const { page } = duty;
    await page.getByText('这一周还没有排班').waitFor();
    expect(await duty.barriers()).toEqual([]);
    const form = page.getByRole('form', { name: '排班' });
    await form.getByRole('button', { name: '加入值班表' }).click();
    await form.getByText('请填写上班和下班的日期、时间').waitFor();
    await form.getByLabel('人员').selectOption({ index: 1 });
    await form.getByLabel('上班 日期').fill('2026-11-20');
    await form.getByLabel('上班 时间').fill('08:00');
    await form.getByLabel('下班 日期').fill('2026-11-21');
    await form.getByLabel('下班 时间').fill('08:00');
    await form.getByRole('button', { name: '加入值班表' }).click();
    const today = page.getByRole('row', { name: /11月20日/ });
    await today.getByText('08:00–24:00').first().waitFor();
    expect(await today.innerText()).toContain('无人值班 00:00–08:00');
    expect(await duty.barriers()).toEqual([]);
    await duty.picture('duty-roster');
  });

  test('And an urgent referral whose coordinator is told on the screen, live, and on paper', async () => {
    county = await sitDown(opened.browser, instance.address, 'coordinator');
    township = await sitDown(opened.browser, instance.address, 'gp');
    id = await sendReferral(township, {
      urgency: '紧急',
      impression: '2型糖尿病，血糖控制不佳',
      department: '青禾县人民医院 心内科',
      resident: 0,
    });
    const bell = county.page.getByRole('link', { name: /^消息/ });
    await bell.getByText('1', { exact: true }).waitFor();
    await bell.click();
    const unread = county.page.getByRole('region', { name: '未读' });
    await unread.getByText(/转诊单ZZ20261120-\d+（紧急）待接收，请在16:30前办理/).waitFor();
    expect(await county.barriers()).toEqual([]);
    await county.picture('messages');
    expect(readdirSync(paper).length).toBeGreaterThan(0);
    const printed = readdirSync(paper).map((file) => readFileSync(path.join(paper, file), 'utf8'));
    expect(printed.join()).toContain('（紧急）待接收，请在11月20日16:30前办理');
  });

  test('When half an hour passes and nobody has opened it', () => {
    clock.advance(31 * MINUTE);
  });

  test('Then 总值班 is told, live, and sees in the case who did not read it', async () => {
    const bell = duty.page.getByRole('link', { name: /^消息/ });
    await bell.getByText('1', { exact: true }).waitFor();
    await bell.click();
    const link = duty.page.getByRole('link', { name: /无人查看：待接收，责任方/ });
    await link.waitFor();
    await duty.picture('messages-duty');
    await duty.page.keyboard.press('j');
    await duty.page.keyboard.press('Enter');
    await duty.page.waitForURL(`**/cases/${id}`);
    await duty.page.getByText(/\d条消息/).click();
    const course = duty.page.getByRole('region', { name: '消息与居民' });
    await course.getByText('无人查看，上报').waitFor();
    expect(await course.innerText()).toMatch(/通知办理[\s\S]*转诊专员[\s\S]*未读[\s\S]*无人查看，上报[\s\S]*总值班/);
    expect(await duty.barriers()).toEqual([]);
    await duty.picture('case-notices');
  });

  test('And opening it was reading it: nothing is unread any more', async () => {
    await duty.open('/messages');
    await duty.page.getByRole('region', { name: '已读' }).waitFor();
    expect(await duty.page.getByRole('region', { name: '未读' }).count()).toBe(0);
    await county.open('/messages');
    await county.page.getByRole('button', { name: '全部标为已读' }).click();
    await county.page.getByText('没有未读消息').first().waitFor();
    // before signing in there is no session, and the browser says so
    const faults = [...duty.faults(), ...county.faults()].filter((fault) => !fault.endsWith('/api/session'));
    expect(faults).toEqual([]);
  });

  test('And on a telephone the messages are as readable', async () => {
    const phone = await sitDown(opened.browser, instance.address, 'duty', PHONE);
    await phone.open('/messages');
    await phone.page.getByRole('region', { name: '已读' }).waitFor();
    const { width, wide } = await phone.page.evaluate(() => ({
      width: window.innerWidth,
      wide: document.documentElement.scrollWidth,
    }));
    expect(wide).toBeLessThanOrEqual(width);
    expect(await phone.barriers()).toEqual([]);
    await phone.picture('messages-phone');
    await phone.open('/duty?from=2026-11-16');
    await phone.page.getByText('08:00–24:00').first().waitFor();
    await phone.picture('duty-phone');
    await phone.close();
  });

  test('And the doctor gives the resident a code', async () => {
    await township.open(`/cases/${id}`);
    await township.page.getByRole('button', { name: '显示提取码' }).click();
    await township.page.getByText(/^\d{4} \d{4} \d{4}$/).waitFor();
    await township.picture('resident-code');
  });
});
