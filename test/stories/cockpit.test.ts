/** The commission at its screen: who asks “how do you know?” is answered by pointing, and nobody’s identity is shown. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instance } from '../../src/instance.ts';
import type { StoppedClock } from '../../src/platform/clock.ts';
import { openBrowser } from './browser.ts';
import { MINUTE, startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { openCase, sendReferral, sitDown, takeStep } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let clock: StoppedClock;
let instance: Instance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let township: Visit;
let county: Visit;
let commission: Visit;
/** The referral that is not refused. */
let waiting = '';
let refused = '';

beforeAll(async () => {
  own = await startOwnInstance();
  ({ instance, clock } = own);
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

const number = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const update = async ({ page }: Visit): Promise<void> => {
  const answered = page.waitForResponse((response) => response.url().includes('/api/figures/referral'));
  await number(page, '更新').click();
  await answered;
};

describe('the commission', () => {
  test('Given two referrals to the county hospital, one of them refused for want of a bed', async () => {
    township = await sitDown(opened.browser, instance.address, 'gp');
    county = await sitDown(opened.browser, instance.address, 'coordinator');
    for (const [resident, impression] of [
      [0, '右足溃疡伴感染'],
      [1, '冠心病，不稳定型心绞痛'],
    ] as const) {
      const department = '青禾县人民医院 心内科';
      const id = await sendReferral(township, { urgency: '紧急', impression, department, resident });
      waiting = id;
      if (resident === 0) {
        refused = id;
        await openCase(county.page, id);
        await takeStep(county.page, '拒绝', async (form) => {
          await form.getByText('无空余床位', { exact: true }).click();
          await form.getByText('改转其他科室或医院', { exact: true }).click();
          await form.getByLabel('说明').fill('心内科无空床');
        });
      }
    }
  });

  test('When it opens its screen, each rate stands with what it was counted from, its definition one click away', async () => {
    commission = await sitDown(opened.browser, instance.address, 'commission');
    const { page } = commission;
    await commission.open('/cockpit');
    await page.getByRole('heading', { name: '转诊闭环率', exact: true }).waitFor();
    expect(await commission.barriers()).toEqual([]);
    await number(page, '转诊闭环率 口径').click();
    const definitions = page.getByRole('dialog', { name: '口径与方法' });
    await definitions.getByText(/^分子：期间内发出、已接回/).waitFor();
    expect(await definitions.textContent()).toMatch(/口径版本 1[\s\S]*未核实/);
    expect(await commission.barriers()).toEqual([]);
    await page.keyboard.press('Escape');
    await definitions.waitFor({ state: 'detached' });
    await commission.picture('cockpit');
  });

  test('Then it opens the refused one: coded, with its reason, and without anybody’s identity', async () => {
    const { page } = commission;
    await number(page, '接收方拒绝原因，查看无空余床位的1件').click();
    const list = page.getByRole('dialog', { name: /被拒绝（无空余床位）的转诊单/ });
    await list.getByRole('row').nth(1).waitFor();
    expect(await list.getByRole('row').count()).toBe(2);
    const told = (await list.textContent()) ?? '';
    expect(told).toMatch(/ZZ20261120-\d{4}[\s\S]*青禾县人民医院[\s\S]*曾被拒绝：无空余床位/);
    expect(told).not.toMatch(/溃疡|心绞痛|\d{4}\*{6,}/);
    expect(await commission.barriers()).toEqual([]);
    // the address holds codes only, and finds the same again
    await page.reload();
    await list.getByRole('row').nth(1).waitFor();
    expect(new URL(page.url()).search).toBe('?part=refused&reason=no-free-bed');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  });

  test('And follows a step committed just before: accepted, it counts as answered in time', async () => {
    const { page } = commission;
    await number(page, '按时答复率，查看按时答复的1件').waitFor();
    await county.open('/worklist');
    await openCase(county.page, waiting);
    await takeStep(county.page, '接收', async (form) => {
      await form.getByLabel('接诊安排').fill('周一上午到住院部办理入院');
      await form.getByLabel('联系电话').fill('内线 8012');
    });
    await update(commission);
    await number(page, '按时答复率，查看按时答复的2件').waitFor();
    expect(await number(page, '接收方拒绝率，查看被拒绝的1件').count()).toBe(1);
  });

  test('And finds in another period what was sent then, missing shown as missing and never as 0', async () => {
    const { page } = commission;
    await page.getByLabel('期间').selectOption('last-month');
    await page.getByText('期间内没有可计算的转诊单，不按0计算。').nth(3).waitFor();
    expect(await page.getByText('缺数').count()).toBe(4);
    expect(await page.getByText('期间内没有转诊单，不作0计，未计入合计').count()).toBeGreaterThan(5);
    expect(await commission.barriers()).toEqual([]);
    await page.getByLabel('期间').selectOption('month');
    await number(page, '按时答复率，查看按时答复的2件').waitFor();
  });

  test('And goes through the comparison with the arrow keys, into a consortium and back', async () => {
    const { page } = commission;
    const row = page.getByRole('row', { name: /^青禾/ });
    const first = row.getByRole('button').first();
    await first.focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/查看已闭环的0件$/);
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/查看上转的2件$/);
    await row.getByRole('button', { name: /^查看青禾/ }).press('Enter');
    await page.getByRole('heading', { name: '医共体内各送出机构闭环率' }).waitFor();
    expect(await page.getByRole('row').filter({ hasText: '卫生院' }).count()).toBe(1);
    await number(page, '返回全部').click();
    await page.getByRole('heading', { name: '各医共体与医疗集团闭环率' }).waitFor();
  });

  test('And what nobody answers is raised by itself and stands under what needs pressing', async () => {
    const { page } = commission;
    const department = '青禾县人民医院 心内科';
    await sendReferral(township, { urgency: '急诊', impression: '疑似急性心肌梗死', department, resident: 2 });
    clock.advance(20 * MINUTE);
    await county.page.waitForTimeout(2500);
    await update(commission);
    const attention = page.getByRole('region', { name: '需要督办' });
    await attention.getByRole('button', { name: '查看超时升级仍未答复的1件' }).waitFor();
    expect(await attention.textContent()).toMatch(/最长0小时/);
  });

  test('And a reason of a resident’s that few had is counted, not named, and opens no case', async () => {
    const { page } = commission;
    await township.open(`/cases/${refused}`);
    await takeStep(township.page, '结束转诊', async (form) => {
      await form.getByText('居民放弃', { exact: true }).click();
      await form.getByLabel('说明').fill('本人不愿住院');
    });
    await update(commission);
    const endings = page.getByRole('region', { name: '居民侧未成行' });
    await endings.getByText('其他原因（件数少，不分列）').waitFor();
    expect(await endings.textContent()).not.toContain('居民放弃');
    expect(await endings.getByRole('button').count()).toBe(0);
    expect(await commission.barriers()).toEqual([]);
    await commission.picture('cockpit-withheld');
    await commission.open('/cockpit?part=ended&reason=patient-declined');
    await page.getByText('居民方原因只计数，不列明细；明细由转诊双方机构查看。').waitFor();
    await page.keyboard.press('Escape');
  });

  test('And looks back on the day the next morning: the figures of that evening, their lists, and nothing that was not kept', async () => {
    clock.advance(20 * 60 * MINUTE);
    const visit = await sitDown(opened.browser, instance.address, 'commission');
    const { page } = visit;
    await visit.open('/cockpit');
    const asOf = page.getByLabel('数据截至日期');
    await asOf.fill('2026-11-20');
    await number(page, '回看').click();
    await page.getByText('数据截至2026年11月20日24时，此后办理的不计入').waitFor();
    await number(page, '按时答复率，查看按时答复的2件').click();
    const list = page.getByRole('dialog', { name: /按时答复的转诊单/ });
    await list.getByText('共2件，已全部列出').waitFor();
    expect(await list.textContent()).toContain('数据截至2026年11月20日24时');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    expect(await page.getByRole('region', { name: '需要督办' }).textContent()).toMatch(
      /床位信息过期[\s\S]*不能回看，不作0计/,
    );
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('2026-11-20');
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('cockpit-as-of');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('数据截至2026年11月20日24时').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await asOf.fill('2026-11-30');
    await number(page, '回看').click();
    await page.getByText('数据截至日期不能晚于今天。').first().waitFor();
    await number(page, '回到今天').click();
    await page.getByText('数据截至2026年11月20日24时').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('asOf')).toBeNull();
    await visit.close();
  });

  test('And a coordinator sees the own hospital’s numbers on a telephone, and nobody else’s', async () => {
    const visit = await sitDown(opened.browser, instance.address, 'coordinator', PHONE);
    await visit.open('/cockpit');
    await visit.page.getByRole('heading', { name: '来自各送出机构的转诊闭环率' }).waitFor();
    expect(await visit.page.getByLabel('范围').count()).toBe(0);
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('cockpit-phone');
    await visit.open('/cockpit?scope=region');
    await visit.page.getByText('只能查看本机构的数据和明细。').waitFor();
    await visit.close();
    for (const { faults } of [commission]) expect(faults().filter((fault) => !/\b(401|409)\b/.test(fault))).toEqual([]);
  });
});
