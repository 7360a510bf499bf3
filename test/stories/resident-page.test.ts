/** A resident's own page on their own telephone: one code, one phone; when, where, what to bring, whom to ring. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { beginReferral, fillReferral, onThePhone, sentCase, take, thumbFaults, withACode } from './phone-people.ts';
import { sitDown, takeStep } from './staff.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let village: Visit;
let township: Visit;
let resident: Visit;
let id = '';
let code = '';

const atTheTownship = async (doing: (page: Page) => Promise<void>): Promise<void> => {
  await township.open(`/cases/${id}`);
  await doing(township.page);
};
/** The page as it is now; what changed is read again without the resident doing anything, here at once. */
const readAgain = async (state: string): Promise<void> => {
  await resident.page.reload();
  await resident.page.getByRole('heading', { name: state }).waitFor();
};
const looks = async (picture: string): Promise<void> => {
  expect(await resident.barriers(), picture).toEqual([]);
  expect(await thumbFaults(resident.page), picture).toEqual([]);
  await resident.picture(`resident-${picture}`);
};

beforeAll(async () => {
  opened = await openBrowser();
  township = await sitDown(opened.browser, origin, 'gp');
  village = await onThePhone(opened.browser, origin);
  const name = await beginReferral(village, 4);
  await fillReferral(village, '糖尿病足待查', name);
  await village.page.getByRole('button', { name: '发出', exact: true }).click();
  id = await sentCase(village.page);
  await village.page.getByRole('button', { name: '显示提取码' }).click();
  code = await village.page.locator('.resident-code').innerText();
});
afterAll(() => opened.close());

describe('a resident with a code', () => {
  test('is let in by the link of the message, and the code stands neither in the address nor in the history', async () => {
    expect(code).toMatch(/^\d{4} \d{4} \d{4}$/);
    resident = await withACode(opened.browser, origin, code);
    await resident.page.getByRole('heading', { name: '正在等医院答复' }).waitFor();
    expect(new URL(resident.page.url()).pathname + new URL(resident.page.url()).hash).toBe('/m/r');
    expect(await resident.page.getByText(/^最晚.*前告诉您$/).count()).toBe(1);
    expect(await resident.page.getByText('先别去，等医院答复').isVisible()).toBe(true);
    expect(await resident.page.getByRole('link', { name: /^打电话给/ }).count()).toBeGreaterThan(1);
    // no diagnosis on the page
    expect(await resident.page.locator('body').innerText()).not.toContain('糖尿病足');
    await looks('1-waiting');
  });

  test('opens the page again on the same phone without a code', async () => {
    await readAgain('正在等医院答复');
  });

  test('is told on another phone that the code was used, and whom to ask', async () => {
    const other = await withACode(opened.browser, origin, null);
    await other.page.getByLabel('提取码').fill('1234');
    await other.page.getByRole('button', { name: '打开' }).click();
    await other.page.getByText('请输入12位数字的提取码').waitFor();
    await other.page.getByLabel('提取码').fill(code.replaceAll(' ', ''));
    expect(await other.page.getByLabel('提取码').inputValue()).toBe(code);
    await other.page.getByRole('button', { name: '打开' }).click();
    await other.page.getByText('这个提取码已经用过').waitFor();
    expect(await other.page.getByText(/请找您的村医/).isVisible()).toBe(true);
    expect(await other.barriers()).toEqual([]);
    expect(await thumbFaults(other.page)).toEqual([]);
    await other.picture('resident-2-code-used');
    await other.close();
  });

  test('reads when, where, what to bring and whom to ring once the hospital has accepted', async () => {
    await atTheTownship((page) =>
      takeStep(page, '接收', async (form) => {
        await form.getByRole('textbox', { name: '预计到院时间 日期' }).fill('2099-12-04');
        await form.getByRole('textbox', { name: '预计到院时间 时间' }).fill('09:00');
        await form.getByLabel('接诊安排').fill('先到一楼导诊台');
        await form.getByLabel('联系电话').fill('0434-6203000');
      }),
    );
    await readAgain('医院已接收，请按时去');
    const text = await resident.page.locator('main').innerText();
    expect(text).toMatch(
      /什么时候[\s\S]*12月4日 星期五[\s\S]*上午 9:00[\s\S]*先到一楼导诊台[\s\S]*去哪里[\s\S]*卫生院[\s\S]*带什么[\s\S]*未核实[\s\S]*有事找谁[\s\S]*打电话/,
    );
    expect(await resident.page.getByRole('link', { name: '打电话给医院转诊联系人，0434-6203000' }).count()).toBe(1);
    await looks('3-accepted');
  });

  test('asks for another time; without a line what was written stays', async () => {
    await resident.page.getByRole('button', { name: '去不了，改时间' }).click();
    await resident.page.getByRole('button', { name: '告诉医院和我的医生' }).click();
    await resident.page.getByText('请选一个').first().waitFor();
    await resident.page.getByText('想改时间', { exact: true }).click();
    await resident.page.getByLabel(/想说的话/).fill('周三上午可以');
    await looks('4-another-time');
    await resident.page.context().setOffline(true);
    await resident.page.getByRole('button', { name: '告诉医院和我的医生' }).click();
    await resident.page.getByText('没有网络，没发出去').first().waitFor();
    await resident.page.getByText(/没有网络。下面是 \d\d:\d\d 看到的内容/).waitFor();
    expect(await resident.page.getByText('12月4日 星期五').isVisible()).toBe(true);
    await looks('5-offline');
    expect(await resident.page.getByLabel(/想说的话/).inputValue()).toBe('周三上午可以');
    await resident.page.context().setOffline(false);
    await resident.page.getByRole('button', { name: '告诉医院和我的医生' }).click();
    await resident.page.getByText(/已告诉医院和您的医生：想改时间/).waitFor();
    expect(await resident.page.getByText('周三上午可以').isVisible()).toBe(true);
  });

  test('who could not go reads that it is all right and who will ring', async () => {
    await atTheTownship((page) =>
      takeStep(page, '登记未到院', async (form) => {
        await form.getByText('已联系到', { exact: true }).click();
        await form.getByLabel('说明').fill('家中有事');
      }),
    );
    await readAgain('没去成也没关系');
    expect(await resident.page.getByText(/会打电话给您，重新约时间/).isVisible()).toBe(true);
    await looks('6-missed');
  });

  test('who ends it reads so, in plain words, and leaves this phone', async () => {
    await village.open(`/m/cases/${id}`);
    await take(village.page, '撤回', () => village.page.getByLabel('说明').fill('居民改去县城女儿家'));
    await readAgain('这次转诊已经结束');
    await looks('7-ended');
    await resident.page.getByRole('button', { name: '不在这部手机上看了' }).click();
    await resident.page.getByRole('button', { name: '退出', exact: true }).click();
    await resident.page.getByRole('heading', { name: '输入提取码' }).waitFor();
    await resident.page.reload();
    await resident.page.getByRole('heading', { name: '输入提取码' }).waitFor();
  });
});

describe('a resident whose hospital cannot take them', () => {
  test('reads who rings and what instead, never only that it was refused; in large type and in English', async () => {
    await village.open('/m/today');
    const name = await beginReferral(village, 5);
    await fillReferral(village, '胆囊结石', name);
    await village.page.getByRole('button', { name: '发出', exact: true }).click();
    id = await sentCase(village.page);
    await village.page.getByRole('button', { name: '显示提取码' }).click();
    code = await village.page.locator('.resident-code').innerText();
    await atTheTownship((page) =>
      takeStep(page, '拒绝', async (form) => {
        await form.getByText('不具备相应诊疗能力', { exact: true }).click();
        await form.getByText('改转其他科室或医院', { exact: true }).click();
        await form.getByLabel('说明').fill('本院无外科');
      }),
    );
    await resident.open(`/m/r#${code.replaceAll(' ', '-')}`);
    await resident.page.reload();
    await resident.page.getByRole('heading', { name: '这家医院现在接不了' }).waitFor();
    expect(await resident.page.getByText(/会打电话给您，帮您换一家医院或另外安排/).isVisible()).toBe(true);
    await looks('8-declined');
    await resident.page.getByRole('button', { name: '大字' }).click();
    await looks('9-large');
    await resident.page.getByRole('button', { name: 'English' }).click();
    await resident.page.getByRole('heading', { name: 'This hospital cannot take you now' }).waitFor();
    expect(await thumbFaults(resident.page)).toEqual([]);
    await resident.picture('resident-10-english');
  });
});
