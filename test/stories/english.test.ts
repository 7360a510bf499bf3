/**
 * English by one switch, on every screen of every role: what is left in Chinese is what people wrote and what things are
 * called, that is, what came from the server as data. Everything else on a page is the program speaking.
 */
import type { Response } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { rowOf, sendReferral, sitDown } from './staff.ts';
import { settle } from './visit.ts';
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

const HAN = /\p{Script=Han}/u;
const RUNS = /\p{Script=Han}[\p{Script=Han}\d]*/gu;

const gather = (value: unknown, into: Set<string>): void => {
  if (typeof value === 'string') {
    if (HAN.test(value)) into.add(value);
  } else if (Array.isArray(value)) for (const one of value) gather(one, into);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) gather(one, into);
};

/** Everything Chinese that the server said to this page so far. */
type Said = () => Promise<ReadonlySet<string>>;

/** What comes in is listened to and not held up: whatever is drawn has been announced before it is looked at. */
const listen = ({ page }: Visit): Said => {
  // the switch back and the program's own name are Chinese in every language
  const said = new Set(['中文', '康联']);
  const read = async (response: Response): Promise<void> => {
    if (/json/.test(response.headers()['content-type'] ?? ''))
      gather(await response.json().catch(() => undefined), said); // the page went on meanwhile
  };
  const reading: Promise<void>[] = [];
  page.on('response', (response) => {
    if (/\/api\/(?!events)/.test(response.url())) reading.push(read(response));
  });
  return async () => {
    await Promise.all(reading.splice(0));
    return said;
  };
};

/** The pieces of Chinese in texts, labels, placeholders and titles that the server did not say. */
const leftInChinese = async ({ page }: Visit, said: Said): Promise<readonly string[]> => {
  await settle(page);
  const pieces = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
        const value = element.getAttribute(name);
        if (value !== null) found.push(value);
      }
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
      if (node.parentElement?.closest('noscript, script, style') === null) found.push(node.textContent ?? '');
    return [document.title, ...found];
  });
  // the longest first, so that a name inside a longer one takes nothing from it
  const known = [...(await said())].sort((one, other) => other.length - one.length);
  // a name in its shorter form, an address without its city: four characters in a row that were said are no word of the page
  const wasSaid = (run: string): boolean => run.length >= 4 && known.some((name) => name.includes(run));
  return [
    ...new Set(
      pieces
        .filter((piece) => HAN.test(piece))
        // said as it stands, before a short name inside it takes a part of it away
        .filter((piece) => (piece.match(RUNS) ?? []).some((run) => !wasSaid(run)))
        .map((piece) => known.reduce((rest, name) => rest.replaceAll(name, ''), piece).trim())
        .filter((piece) => (piece.match(RUNS) ?? []).some((run) => !wasSaid(run))),
    ),
  ];
};

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
