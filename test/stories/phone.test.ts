/** A village doctor on the telephone: sends a resident to the township hospital, follows, receives back; with and without a line. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { beginReferral, fillReferral, onThePhone, sentCase, stands, tab, take, thumbFaults } from './phone-people.ts';
import { sitDown, stateIs, takeStep } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let village: Visit;
let township: Visit;
/** The case under way. */
let id = '';
let name = '';

const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
const atTheTownship = async (doing: (visit: Visit) => Promise<void>): Promise<void> => {
  await township.open(`/cases/${id}`);
  await doing(township);
};
const filter = (which: string) => village.page.locator(`[data-filter="${which}"]`);
const looks = async (picture: string): Promise<void> => {
  expect(await village.barriers(), picture).toEqual([]);
  expect(await thumbFaults(village.page), picture).toEqual([]);
  await village.picture(`phone-${picture}`);
};

beforeAll(async () => {
  opened = await openBrowser();
  township = await sitDown(opened.browser, origin, 'gp');
});
afterAll(() => opened.close());

describe('a village doctor', () => {
  test('who opened the desk with a telephone is offered the page made for it, and a desk is left alone', async () => {
    const held = await sitDown(opened.browser, origin, 'village', PHONE);
    const offer = held.page.getByRole('link', { name: '打开手机版' });
    await offer.waitFor();
    expect(await held.barriers()).toEqual([]);
    await offer.click();
    await held.page.getByRole('heading', { name: '今日', level: 1 }).waitFor();
    await held.close();
    const desk = await sitDown(opened.browser, origin, 'village');
    await desk.page.getByRole('navigation').first().waitFor();
    expect(await desk.page.getByRole('link', { name: '打开手机版' }).count()).toBe(0);
    await desk.close();
  });

  test('signs in on the phone and is told honestly that nothing is overdue', async () => {
    village = await onThePhone(opened.browser, origin);
    await filter('late').click();
    await village.page.getByRole('heading', { name: '没有逾期的' }).waitFor();
    expect(await filter('late').innerText()).toMatch(/^0/);
    await looks('1-nothing-due');
    expect(await village.page.title()).toBe('今日 - 康联');
  });

  test('finds the residents of the village, and is told what to do when nobody is found', async () => {
    await tab(village.page, '居民');
    await village.page.locator('a[data-resident]').first().waitFor();
    await looks('2-residents');
    expect(await village.page.title()).toBe('居民 - 康联');
    await village.page.getByLabel('在本责任区找人').fill('qqqq');
    await village.page.getByRole('heading', { name: '没有找到“qqqq”' }).waitFor();
    await village.page.getByRole('link', { name: /用身份证号或卡号查找/ }).click();
    await village.page.getByLabel('完整身份证号或卡号').waitFor();
    await looks('3-find');
  });

  test('sends a resident to the own township hospital, filled from the record', async () => {
    name = await beginReferral(village, 1);
    await looks('4-form');
    await village.page.getByRole('button', { name: '发出', exact: true }).click();
    await village.page.getByText('请填写初步印象').waitFor();
    await looks('5-form-with-faults');
    await fillReferral(village, '高血压3级，血压控制不满意', name);
    await looks('6-form-filled');
    await village.page.getByRole('button', { name: '发出', exact: true }).click();
    id = await sentCase(village.page);
    await stands(village.page, '待接收');
    await looks('7-sent');
  });

  test('follows it: whose turn it is, until when, whom to ring, and why one cannot act', async () => {
    const owner = await village.page.getByRole('region', { name: /^责任方/ }).innerText();
    expect(owner).toMatch(/卫生院[\s\S]*全科医师[\s\S]*接收时限[\s\S]*前/);
    await village.page.getByText('暂不可办理').click();
    expect(await village.page.getByText('这一步由对方机构办理').first().isVisible()).toBe(true);
    expect(await village.page.getByRole('region', { name: '找谁问' }).getByRole('link').count()).toBeGreaterThan(0);
    await tab(village.page, '今日');
    await filter('waiting').click();
    await village.page
      .locator(`[data-case="${id}"]`)
      .getByText(/等.*卫生院/)
      .waitFor();
    await looks('8-following');
  });

  test('answers a question of the township hospital', async () => {
    await atTheTownship(({ page }) =>
      takeStep(page, '要求补充资料', (form) => form.getByLabel('需补充的资料').fill('请补充近一周家庭自测血压')),
    );
    await filter('mine').click();
    // the stream of events brings it, without a reload
    await village.page.locator(`[data-case="${id}"]`).getByRole('link').first().click();
    await stands(village.page, '待补充');
    expect(await village.page.getByText('请补充近一周家庭自测血压').isVisible()).toBe(true);
    await take(village.page, '补充资料', () => village.page.getByLabel('补充内容').fill('家庭自测 170～184/100～112'));
    await stands(village.page, '待接收');
  });

  test('sees the resident come home with dated tasks, takes them back, visits and closes', async () => {
    await atTheTownship(async ({ page }) => {
      await takeStep(page, '接收', async (form) => {
        await form.getByLabel('接诊安排').fill('明天上午来全科门诊');
        await form.getByLabel('联系电话').fill('0434-6203000');
      });
      await stateIs(page, '待到院');
      await takeStep(page, '登记到院', async (form) => {
        await form.getByRole('button', { name: '现在' }).click();
        await form.getByLabel('床位或诊室').fill('全科2诊室');
      });
      await takeStep(page, '开回转单', async (form) => {
        await form.getByLabel('诊断结果').fill('原发性高血压3级');
        await form.getByLabel('主要检查结果').fill('心电图正常');
        await form.getByLabel('治疗经过').fill('调整降压药');
        await form.getByLabel('下一步治疗方案及康复建议').fill('每日测血压，低盐饮食');
        await form.getByLabel('承诺随访期限').fill('14');
        await form.getByRole('button', { name: '添加一项' }).first().click();
        await form.getByRole('textbox', { name: '事项', exact: true }).fill('复查血压');
        await form.getByRole('textbox', { name: '日期', exact: true }).fill('2099-12-04');
        await form.getByLabel('联系电话').fill('0434-6120000');
      });
    });
    await tab(village.page, '今日');
    await filter('returned').click();
    await village.page.locator(`[data-case="${id}"]`).getByRole('link').first().click();
    await stands(village.page, '待接回');
    expect(await village.page.getByText('复查血压').first().isVisible()).toBe(true);
    expect(await village.page.getByRole('link', { name: /打电话给.*卫生院，0434-6120000/ }).count()).toBe(1);
    await looks('9-returned');
    await take(village.page, '接回');
    await stands(village.page, '待随访');
    await take(village.page, '登记随访', async () => {
      await village.page.getByRole('textbox', { name: '随访日期' }).fill(today());
      await village.page.getByText('上门', { exact: true }).click();
      await village.page.getByLabel('目前情况').fill('血压 138/84 mmHg，无头晕');
    });
    await stands(village.page, '待办结');
    await take(village.page, '办结', () => village.page.getByText('转入日常随访继续落实', { exact: true }).click());
    await village.page.getByText(/^已结束/).waitFor();
    await looks('10-closed');
  });
});

describe('without a line', () => {
  test('what is typed is kept, and still there after a reload once the line is back', async () => {
    name = await beginReferral(village, 2);
    await village.page.getByLabel('初步印象').fill('心悸待查');
    await village.page.getByText(/已存$/).waitFor();
    await village.page.context().setOffline(true);
    await village.page.getByLabel('主要现病史').fill('阵发心悸一周，无胸痛');
    await village.page.getByText('已存本机').waitFor();
    await village.page.getByText('没有网络，可照常工作').waitFor();
    await looks('11-offline-form');
    await village.page.context().setOffline(false);
    await village.page.reload();
    await village.page.getByLabel('主要现病史').waitFor();
    expect(await village.page.getByLabel('主要现病史').inputValue()).toBe('阵发心悸一周，无胸痛');
    expect(await village.page.getByLabel('初步印象').inputValue()).toBe('心悸待查');
  });

  test('a referral is kept as 待发 and sent by itself, once, when the line is back', async () => {
    await fillReferral(village, '心悸待查', name);
    await village.page.getByText(/已存$/).waitFor();
    await village.page.context().setOffline(true);
    await village.page.getByRole('button', { name: /^(发出|存为待发)$/ }).click();
    await village.page.getByRole('heading', { name: '待发', level: 1 }).waitFor();
    await village.page.locator('[data-entry]').getByText(name).waitFor();
    await village.page.getByText('1条待发').first().waitFor();
    await looks('12-waiting');
    await tab(village.page, '居民');
    await tab(village.page, '待发');
    expect(await village.page.locator('[data-entry]').count()).toBe(1);
    await village.page.context().setOffline(false);
    await village.page.getByRole('heading', { name: '没有待发的内容' }).waitFor();
    await village.page.getByRole('list', { name: '刚刚发出的' }).getByRole('link').click();
    await stands(village.page, '待接收');
    id = new URL(village.page.url()).pathname.replace('/m/cases/', '');
    await tab(village.page, '今日');
    await filter('waiting').click();
    const row = village.page.locator('[data-case]').filter({ hasText: '心悸待查' });
    await row.first().waitFor();
    expect(await row.count()).toBe(1);
  });

  test('a step the township was quicker with is not forced: it waits for the doctor with what was written', async () => {
    await village.page.locator(`[data-case="${id}"]`).getByRole('link').first().click();
    await stands(village.page, '待接收');
    await village.page.context().setOffline(true);
    await take(village.page, '撤回', () => village.page.getByLabel('说明').fill('居民已自行缓解，暂不转诊'));
    await village.page.getByText('“撤回”待发').waitFor();
    await atTheTownship(({ page }) =>
      takeStep(page, '要求补充资料', (form) => form.getByLabel('需补充的资料').fill('请补充心电图')),
    );
    await village.page.context().setOffline(false);
    await village.page.getByText('1条需要您处理').waitFor();
    await village.page.getByRole('link', { name: '去处理' }).click();
    await looks('13-needs-you');
    await village.page.getByRole('button', { name: '打开修改' }).click();
    await stands(village.page, '待补充');
    expect(await village.page.getByLabel('说明').inputValue()).toBe('居民已自行缓解，暂不转诊');
    await village.page.getByRole('button', { name: '确认撤回' }).click();
    await village.page.getByText(/^已结束/).waitFor();
  });
});

describe('the phone', () => {
  test('says what it keeps, enlarges its type by a third without cutting anything, and speaks English', async () => {
    await tab(village.page, '我的');
    expect(await village.page.getByRole('heading', { name: '这部手机上存了什么' }).isVisible()).toBe(true);
    await looks('14-me');
    await village.page.getByRole('switch').check();
    for (const page of ['今日', '居民', '转诊', '我的']) {
      await tab(village.page, page);
      await looks(`15-large-${page}`);
    }
    await village.page.getByRole('switch').uncheck();
    await village.page.getByRole('button', { name: 'English' }).click();
    await village.page.getByRole('heading', { name: 'Me', level: 1 }).waitFor();
    for (const page of ['Today', 'Residents', 'Referrals', 'To send', 'Me']) {
      await tab(village.page, page);
      expect(await thumbFaults(village.page), page).toEqual([]);
      expect(await village.page.getByRole('navigation').innerText()).not.toMatch(/\p{Script=Han}/u);
    }
    await village.picture('phone-16-english');
    await village.page.getByRole('button', { name: '中文' }).click();
  });

  test('is worked by keyboard alone as well, where there is one', async () => {
    // a telephone's browser has no Tab key: a narrow window beside other work
    const { page, close } = await onThePhone(opened.browser, origin, 'village', { width: 600, height: 844 });
    const here = (): Promise<string> => page.evaluate(() => document.activeElement?.closest('a')?.textContent ?? '');
    for (let n = 0; n < 12 && !(await here()).includes('找人'); n += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '居民', level: 1 }).waitFor();
    await close();
  });
});
