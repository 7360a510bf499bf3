/** 床位一览: a house of two thousand beds, looked at, walked through, printed, and changed at another desk while it is open. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser } from './browser.ts';
import { HOME, homePeople } from './home-people.ts';
import type { HomePeople } from './home-people.ts';
import { startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

const BEDS = 2000;
const WARD = 50;
let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let people: HomePeople;
let desk: Visit;

/** Wards of fifty in rooms of four, and nobody in them. */
const furnish = async ({ installation }: OwnInstance['instance']): Promise<void> => {
  const owner = new pg.Client({
    connectionString: installation.ownerUrl,
    options: `-c search_path=${installation.schema},public`,
  });
  await owner.connect();
  const steps = [
    `insert into department (id, organisation, name, specialty, made_up, from_on)
     select 'many-' || n, '${HOME}', n || '号楼护理区', 'elder-care', true, '2024-01-01' from generate_series(0, $1::int / ${String(WARD)}) n`,
    `insert into bed (id, department, label, room, from_on)
     select 'many-' || n, 'many-' || n / ${String(WARD)}, 'M' || lpad(n::text, 4, '0'), lpad((n / 4)::text, 3, '0'), '2024-01-01'
       from generate_series(0, $1::int) n`,
    `insert into bed_use (bed, use, from_on, by) select 'many-' || n, 'elder-care', '2024-01-01', 'test' from generate_series(0, $1::int) n`,
  ];
  for (const step of steps) await owner.query(step, [BEDS - 1]);
  await owner.end();
};

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
  people = homePeople(own);
  await furnish(own.instance);
  desk = await sitDown(opened.browser, own.instance.address, 'homebeds');
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

const drawn = (): Promise<number> => desk.page.locator('[data-bed]').count();
const focused = (): Promise<string | null> =>
  desk.page.evaluate(() => document.activeElement?.getAttribute('data-bed') ?? null);
const heightOfBoard = (): Promise<number> => desk.page.locator('.bed-wards').evaluate((board) => board.scrollHeight);

describe('a board of two thousand beds', () => {
  test('Given the board is open, all beds are counted, and those out of sight are not in the page', async () => {
    await desk.open('/beds');
    const { page } = desk;
    await page.getByRole('button', { name: /^打印床位表$/, disabled: false }).waitFor();
    const all = await page.getByRole('button', { name: /^全部 \d+$/ }).textContent();
    expect(Number(all?.replace(/\D/g, ''))).toBeGreaterThanOrEqual(BEDS);
    expect(await drawn()).toBeLessThan(400);
    const ward = page.getByRole('grid', { name: '0号楼护理区', exact: true });
    expect(await ward.getAttribute('aria-rowcount')).toBe('13');
    expect(await ward.getAttribute('aria-colcount')).toBe('5');
    expect(await desk.barriers()).toEqual([]);
    await desk.picture('bed-board-large');
  });

  test('When somebody types the number of a bed, it is there, and the arrows lead on from it', async () => {
    const { page } = desk;
    const before = await heightOfBoard();
    await page.keyboard.press('b');
    await page.keyboard.type('M1234');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('many-1234');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('many-1235');
    await page.keyboard.press('ArrowDown');
    const below = await focused();
    expect(below).not.toBe('many-1235');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('many-1235');
    // what was reckoned for the beds out of sight is what they take
    expect(Math.abs((await heightOfBoard()) - before)).toBeLessThan(200);
    expect(await drawn()).toBeLessThan(400);
    await page.keyboard.press('b');
    await page.getByLabel('床号').fill('M9999');
    await page.keyboard.press('Enter');
    await page.getByText('没有M9999床').waitFor();
    await desk.picture('bed-board-number');
  });

  test('When a bed is closed at another desk, it alone is asked for, and seen', async () => {
    const { page } = desk;
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/beds')) asked.push(`${pathname}${search === '' ? '' : '?'}`);
    });
    await page.getByLabel('床号').fill('M0003');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('many-3');
    const manager = await people.as('homebeds');
    await manager.ask('POST /api/beds/many-3/closure', z.unknown(), { body: { reason: 'repair' } });
    await page.locator('[data-bed="many-3"].closed').waitFor();
    await page.getByRole('button', { name: '停用 1' }).waitFor();
    expect(asked.filter((path) => path === '/api/beds' || path === '/api/beds?')).toEqual([]);
    expect(asked).toContain('/api/beds/changes?');
  });

  test('When the line was lost meanwhile, what was missed comes with one question', async () => {
    const { page } = desk;
    await page.context().setOffline(true);
    const manager = await people.as('homebeds');
    for (const bed of ['many-4', 'many-5', 'many-6'])
      await manager.ask(`POST /api/beds/${bed}/closure`, z.unknown(), { body: { reason: 'repair' } });
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '停用 4' }).waitFor();
    await page.locator('[data-bed="many-6"].closed').waitFor();
  });

  test('Then it is printed whole, and looked at on a telephone', async () => {
    const { page } = desk;
    await page.evaluate(() => {
      window.dispatchEvent(new Event('beforeprint'));
    });
    expect(await drawn()).toBeGreaterThanOrEqual(BEDS);
    await page.evaluate(() => {
      window.dispatchEvent(new Event('afterprint'));
    });
    await expect.poll(drawn).toBeLessThan(500);
    expect(desk.faults().filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    const narrow = await sitDown(opened.browser, own.instance.address, 'homebeds', PHONE);
    await narrow.open('/beds');
    await narrow.picture('bed-board-large-narrow');
    expect(await narrow.barriers()).toEqual([]);
    await narrow.close();
  });
});
