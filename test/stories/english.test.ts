/**
 * English by one switch, on every screen of every role: what is left in Chinese is what people wrote and what things are
 * called, that is, what came from the server as data. Everything else on a page is the program speaking.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { leftInChinese, listen } from './left-in-chinese.ts';
import { rowOf, sendReferral, sitDown } from './staff.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let id = '';

beforeAll(async () => {
  opened = await openBrowser();
  const township = await sitDown(opened.browser, origin, 'gp');
  id = await sendReferral(township, {
    urgency: '普通',
    impression: '甲状腺结节待查',
    department: '青禾县人民医院 心内科',
    resident: 9,
  });
  await township.close();
});
afterAll(() => opened.close());

const menuOf = async ({ page }: Visit): Promise<readonly string[]> =>
  page
    .locator('nav.side-menu a[href^="/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

test.each([
  'gp',
  'coordinator',
  'clerk',
  'physician',
  'duty',
  'beds',
  'nurse',
  'registrar',
  'social',
  'commission',
  'admin',
])('the desk of %s speaks English on every screen of its menu', async (login) => {
  const visit = await sitDown(opened.browser, origin, login);
  const said = listen(visit);
  await visit.page.getByText('English').first().click();
  await visit.open('/');
  const left: Record<string, readonly string[]> = {};
  const messages = await visit.page
    .locator('header a[href^="/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  for (const path of new Set([...(await menuOf(visit)), ...messages, '/residents/find', '/residents/new'])) {
    await visit.go(path);
    const pieces = await leftInChinese(visit, said);
    if (pieces.length > 0) left[path] = pieces;
  }
  expect(left).toEqual({});
  expect(visit.faults().filter((fault) => !/401|403/.test(fault))).toEqual([]);
  await visit.close();
});

test('a case, its steps and their forms speak English too', async () => {
  const visit = await sitDown(opened.browser, origin, 'coordinator');
  const said = listen(visit);
  await visit.page.getByText('English').first().click();
  await visit.open('/worklist');
  await rowOf(visit.page, id);
  await visit.open(`/cases/${id}`);
  expect(await leftInChinese(visit, said)).toEqual([]);
  for (const step of ['Accept', 'Decline', 'Ask', 'Reassign', 'Redirect']) {
    const button = visit.page.getByRole('button', { name: new RegExp(`^${step}`, 'i') }).first();
    if ((await button.count()) === 0) continue;
    await button.click();
    expect(await leftInChinese(visit, said), step).toEqual([]);
    await visit.open(`/cases/${id}`);
  }
  await visit.close();
});
