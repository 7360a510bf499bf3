/** A village doctor rings a resident from the phone: the number is read when it is wanted, and listed nowhere. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { onThePhone, tab, thumbFaults } from './phone-people.ts';
import { whereToldStory } from './where.ts';

let opened: OpenBrowser;
beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(() => opened.close());

describe('a call to a resident', () => {
  test('reads the number when it is asked for, shows it once, and lists it nowhere before', async () => {
    const visit = await onThePhone(opened.browser, whereToldStory());
    const { page } = visit;
    const asked: number[] = [];
    page.on('response', (response) => {
      if (/\/fhir\/Patient\/[^/]+$/.test(new URL(response.url()).pathname)) asked.push(response.status());
    });
    await tab(page, '居民');
    const call = page.getByRole('button', { name: /^打电话给/ }).first();
    await call.waitFor();
    // masked until somebody wants to ring
    expect(await page.locator('main').innerText()).not.toMatch(/1\d{10}/);
    expect(asked).toEqual([]);
    const whom = ((await call.getAttribute('aria-label')) ?? '').replace('打电话给', '');
    await call.click();
    const link = page.getByRole('link', { name: new RegExp(`^打电话给${whom}，`) });
    await link.waitFor();
    expect(await link.getAttribute('href')).toMatch(/^tel:1\d{10}$/);
    expect(asked).toEqual([200]);
    expect(await visit.barriers()).toEqual([]);
    expect(await thumbFaults(page)).toEqual([]);
    await visit.picture('phone-call');
    // and again masked on the next page
    await tab(page, '今日');
    await tab(page, '居民');
    await page.getByRole('button', { name: `打电话给${whom}` }).waitFor();
    await visit.close();
  });
});
