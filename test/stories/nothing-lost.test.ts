/** What was typed is never lost: not to somebody quicker, not to a lost connection, not to a reload. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { sendReferral, sitDown, stateIs, takeStep } from './staff.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
const ARRANGEMENT = '心内科一病区，今日下午入院';
let opened: Awaited<ReturnType<typeof openBrowser>>;
let county: Visit;

const refer = async (impression: string, resident: number): Promise<string> => {
  const township = await sitDown(opened.browser, origin, 'gp');
  const id = await sendReferral(township, {
    urgency: '普通',
    impression,
    department: '青禾县人民医院 心内科',
    resident,
  });
  await township.close();
  return id;
};
const typeAcceptance = async (): Promise<void> => {
  const form = county.page.getByRole('form', { name: '接收' });
  await county.page.getByRole('button', { name: /^接收/ }).click();
  await form.getByLabel('接诊安排').fill(ARRANGEMENT);
  await form.getByLabel('联系电话').fill('内线 6203');
};

beforeAll(async () => {
  opened = await openBrowser();
  county = await sitDown(opened.browser, origin, 'coordinator');
});
afterAll(() => opened.close());

describe('what was typed', () => {
  test('stays when the duty officer was quicker, and the bar says who, what and when', async () => {
    const id = await refer('阵发性心房颤动', 7);
    await county.open(`/cases/${id}`);
    await typeAcceptance();
    const form = county.page.getByRole('form', { name: '接收' });
    // the case on the screen is held as it was read, as behind a slow line
    await county.page.route(`**/api/cases/${id}`, (route) => route.abort());
    const duty = await sitDown(opened.browser, origin, 'duty');
    await duty.open(`/cases/${id}`);
    await takeStep(duty.page, '接收', async (theirs) => {
      await theirs.getByLabel('接诊安排').fill('总值班代为接收');
      await theirs.getByLabel('联系电话').fill('8001');
    });
    await duty.close();
    await form.press('Control+Enter');
    const bar = form.getByRole('alert');
    await bar.waitFor();
    expect(await bar.innerText()).toMatch(/青禾县人民医院 总值班.*于 \d\d:\d\d 办理了“接收”[\s\S]*待到院/);
    await county.page.unroute(`**/api/cases/${id}`);
    await bar.getByRole('button', { name: '查看最新' }).click();
    await stateIs(county.page, '待到院');
    await form.getByText('本步骤现已不可办理').waitFor();
    expect(await form.getByLabel('接诊安排').inputValue()).toBe(ARRANGEMENT);
  });

  test('stays over a lost connection and a reload, and is sent once it is back', async () => {
    const id = await refer('病毒性心肌炎恢复期', 8);
    await county.open(`/cases/${id}`);
    await typeAcceptance();
    await county.page.context().setOffline(true);
    const form = county.page.getByRole('form', { name: '接收' });
    await form.press('Control+Enter');
    await form.getByText('未连接：提交将在恢复连接后进行').first().waitFor();
    await county.page.getByText(/显示 \d\d:\d\d 的内容/).waitFor();
    await county.page.context().setOffline(false);
    await county.page.getByText('已连接').waitFor();
    await county.open(`/cases/${id}`);
    await county.page.getByRole('button', { name: /^接收/ }).click();
    expect(await form.getByLabel('接诊安排').inputValue()).toBe(ARRANGEMENT);
    await form.press('Control+Enter');
    await stateIs(county.page, '待到院');
  });
});
