/** A village doctor's phone says where a resident could go and why, where not and why not; what was shown stays with the case. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { beginReferral, fillReferral, onThePhone, pressed, sentCase, thumbFaults } from './phone-people.ts';
import { settle } from './visit.ts';
import type { Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

let opened: OpenBrowser;
let village: Visit;
let name = '';
/** What was asked of the matching, as the phone sent it. */
const asked: URLSearchParams[] = [];

const looks = async (picture: string): Promise<void> => {
  expect(await village.barriers(), picture).toEqual([]);
  expect(await thumbFaults(village.page), picture).toEqual([]);
  await village.picture(`phone-matching-${picture}`);
};
const choices = () => village.page.getByRole('radiogroup', { name: '转到哪里' }).getByRole('radio');
const unfit = () => village.page.getByRole('region', { name: /^不符合的科室\d+个$/ });

beforeAll(async () => {
  opened = await openBrowser();
  village = await onThePhone(opened.browser, whereToldStory());
  village.page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/api/departments') asked.push(url.searchParams);
  });
});
afterAll(() => opened.close());

describe('a village doctor choosing where to send', () => {
  test('sees departments ranked for this resident and urgency, each with its reasons in words', async () => {
    name = await beginReferral(village, 4);
    await pressed(village.page, '紧急');
    await pressed(village.page, '住院');
    await choices().first().waitFor();
    await settle(village.page);
    // asked for this resident, this urgency and this draft: what is shown is kept beside the draft
    const last = asked.at(-1);
    const draft = /drafts\/([^?]+)/.exec(village.page.url())?.[1];
    expect(last?.get('urgency')).toBe('urgent');
    expect(last?.get('resident')).toMatch(/^r-/);
    expect(last?.get('subject')).toBe(draft);
    const first = choices().first();
    expect(await first.innerText()).toMatch(/^1 [\s\S]*空余\d+\/\d+/);
    const why = village.page.locator(`[id="${(await first.getAttribute('aria-describedby')) ?? ''}"]`);
    expect(await why.innerText()).toMatch(/直线距离约\d+公里|医共体|等候/);
    await village.page.getByText('未核实').waitFor();
    await looks('1-ranked');
  });

  test('is told what does not fit, nearest first, each with why not and whom to ring', async () => {
    await unfit().scrollIntoViewIfNeeded();
    const near = unfit().getByRole('listitem').first();
    expect(await near.innerText()).toMatch(/床位已满|收治\d+岁|不是所选专科|不收急诊/);
    expect(await unfit().getByRole('radio').count()).toBe(0);
    await looks('2-near-misses');
  });

  test('narrows by specialty, and where nobody fits reads what is nearest and why not', async () => {
    await village.page.getByRole('button', { name: '更多科室与查找' }).click();
    await village.page.getByLabel('专科').selectOption({ label: '儿科' });
    await village.page.getByText('没有符合条件且现有空余的科室。').waitFor();
    await village.page.getByText(/最近的是.*儿科.*：.*该科室收治14岁及以下/).waitFor();
    await looks('3-nothing-fits');
    await village.page.getByLabel('专科').selectOption('');
  });

  test('is offered no ward for a clinic visit while the clinics are still being read', async () => {
    const { page } = village;
    let letThrough = (): void => undefined;
    const held = new Promise<void>((done) => {
      letThrough = done;
    });
    await page.route(/\/api\/departments\?.*kind=outpatient/, async (route) => {
      await held;
      await route.continue();
    });
    await choices().first().waitFor();
    await pressed(page, '门诊');
    await page.getByRole('radio', { name: '门诊', checked: true }).waitFor();
    await expect.poll(() => choices().count()).toBe(0);
    letThrough();
    await choices().first().waitFor();
    await page.unroute(/\/api\/departments\?.*kind=outpatient/);
  });

  test('sends, and the case keeps what was shown, in which order, and why', async () => {
    await fillReferral(village, '高血压3级', name);
    await village.page.getByRole('button', { name: '发出', exact: true }).click();
    await sentCase(village.page);
    const why = village.page.getByRole('region', { name: '为什么选这里' });
    await why.getByText(/当时排第\d+位/).waitFor();
    expect(await why.innerText()).toMatch(/本机构所属的卫生院，逐级转诊先到这里/);
    await why.scrollIntoViewIfNeeded();
    await looks('4-kept');
  });
});

describe('without a line', () => {
  test('the list read before is offered without an order, and the phone keeps nothing of the resident it was read for', async () => {
    name = await beginReferral(village, 5);
    await pressed(village.page, '普通');
    await pressed(village.page, '门诊');
    await choices().first().waitFor();
    await village.page.getByLabel('初步印象').fill('心悸待查');
    await village.page.getByText(/已存$/).waitFor();
    await village.page.context().setOffline(true);
    await village.page.getByLabel('主要现病史').fill('阵发心悸一周');
    await village.page.getByText('没有网络，可照常工作').waitFor();
    await village.page.getByText(/未按这位居民排序/).waitFor();
    const kept = await village.page.evaluate(() => localStorage.getItem('kanglian.places.outpatient') ?? '');
    expect(kept).toContain('"department"');
    expect(kept).not.toMatch(/treated-before|too-young|too-old|r-\d/);
    await village.page
      .getByRole('radio', { name: /本镇卫生院/ })
      .first()
      .click();
    await village.page.getByText('无需预占').first().waitFor();
    await looks('5-offline');
    await village.page.context().setOffline(false);
  });
});
