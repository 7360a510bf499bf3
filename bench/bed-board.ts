/**
 * The bed board in a real browser, with one house's beds on it: a house of 500, and a city's 8,000 in one house, which is the worst a
 * board is ever asked for. Bytes and processor time of its answer, when the first bed is on the screen, what the browser's own thread
 * spent until then, and how long a bed closed at another desk takes to be seen here.
 */
import pg from 'pg';
import type { CDPSession, Page } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { SessionView } from '../src/consortium/shapes.ts';
import { startBrowser } from '../src/platform/pdf/browser.ts';
import type { Told } from './instance.ts';
import type { Line } from './line.ts';
import { processorSeconds } from './processor-time.ts';

const HOUSE = 'elder-home-1';
const WARD = 100;
const ROOM = 2;
/** The house's bed manager in the demonstration. */
const LOGIN = 'homebeds';
const MOST = 10_000;

/** Beds `from` to `through`, eight of ten with somebody in it whom the house has a relation to. */
const fill = async (owner: pg.Client, from: number, through: number): Promise<void> => {
  const range = [from, through];
  await owner.query(
    `insert into department (id, organisation, name, specialty, made_up, from_on)
     select 'board-' || n, '${HOUSE}', n || ' 号楼', 'elder-care', true, '2024-01-01'
       from generate_series($1::int / ${String(WARD)}, $2::int / ${String(WARD)}) as n on conflict do nothing`,
    range,
  );
  const steps = [
    `insert into bed (id, department, label, room, from_on)
     select 'board-' || n, 'board-' || n / ${String(WARD)}, n::text, (n / ${String(ROOM)})::text, '2024-01-01' from n`,
    `insert into bed_use (bed, use, from_on, by) select 'board-' || n, 'elder-care', '2024-01-01', 'bench' from n`,
    `insert into resident (id, name, pinyin, initials, gender, birth_date, synthetic)
     select 'board-' || n, '周' || n, 'zhou', 'z', 'female', '1940-01-01', true from n where n % 10 < 8`,
    `insert into relation (resident, organisation, kind, source, from_at)
     select 'board-' || n, '${HOUSE}', 'admission', 'bench', '2024-01-01' from n where n % 10 < 8`,
    `insert into stay (case_id, resident, organisation, from_at, level)
     select 'board-' || n, 'board-' || n, '${HOUSE}', '2025-01-01', 'level-' || n % 5 from n where n % 10 < 8`,
    `insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, bed)
     select 'board-' || n, 'bed', 'board-' || n / ${String(WARD)}, 'board-' || n, '${HOUSE}', 'bench', 'used', '2025-01-01', 'infinity',
            'board-' || n from n where n % 10 < 8`,
  ];
  for (const step of steps)
    await owner.query(`with n as (select generate_series($1::int, $2::int) as n) ${step}`, range);
  await owner.query('analyze bed, bed_use, hold, stay, resident, relation, department');
};

/** The headers of somebody who has signed in at the house. */
const sitDown = async (told: Told): Promise<{ readonly cookie: string; readonly 'x-csrf-token': string }> => {
  const answer = await fetch(`${told.address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: LOGIN, password: told.password }),
  });
  const { csrf } = SessionView.parse(await answer.json());
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': csrf };
};

/** Seconds the page's own thread was busy: what others do to the machine is not in it. */
const threadSeconds = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
};

/** As text: the bench knows no browser's types. Two frames after the first bed is there it has been painted. */
const FIRST_BED = `new Promise((done) => {
  const look = () =>
    document.querySelector('[data-bed]') === null
      ? requestAnimationFrame(look)
      : requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  look();
})`;
/** A free bed that is drawn: of thousands those in sight are. */
const FREE_BED = `document.querySelector('.bed-cell.free')?.getAttribute('data-bed') ?? ''`;
/** True once the bed is drawn as closed; false where that took too long. */
const closedOn = (bed: string): string => `new Promise((done) => {
  const until = performance.now() + ${String(MOST)};
  const look = () =>
    document.querySelector('[data-bed="${bed}"]')?.classList.contains('closed')
      ? done(true)
      : performance.now() > until ? done(false) : requestAnimationFrame(look);
  look();
})`;
/** From the opening of the address to the frame after the first bed was put there. */
const firstPaint = async (page: Page): Promise<number> => {
  await page.goto('/beds');
  return page.evaluate<number>(FIRST_BED);
};

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

export const measureBedBoard = async (told: Told, rounds: number): Promise<readonly Line[]> => {
  const owner = new pg.Client({
    connectionString: told.ownerUrl,
    options: `-c search_path=${told.schema},public -c timezone=UTC`,
  });
  await owner.connect();
  const { browser, close } = await startBrowser({
    named: process.env['CHROMIUM_PATH'],
    mayLeaveSandbox: true,
    zone: 'Asia/Shanghai',
  });
  try {
    // beds with people in them and no cases: a throw-away region of the bench's own
    await owner.query('alter table stay drop constraint if exists stay_case_id_fkey');
    const lines: Line[] = [];
    let filled = 0;
    for (const beds of [500, 8000]) {
      await fill(owner, filled, beds - 1);
      filled = beds;
      const desk = await sitDown(told);
      const at = `${beds} beds`;
      // the answers by themselves: the whole board, what a screen asks for before it, and one bed
      for (const [what, path] of [
        [`bed board: answer for ${at}`, '/api/beds'],
        [`  the first beds of ${at}`, '/api/beds?first=150'],
        [`  one bed of ${at}`, '/api/beds/changes?ids=board-1'],
      ] as const) {
        const ask = (): Promise<string> =>
          fetch(`${told.address}${path}`, { headers: desk }).then((answer) => answer.text());
        await ask();
        const before = processorSeconds([told.server, told.database]);
        let text = '';
        for (let n = 0; n < rounds * 3; n += 1) text = await ask();
        const each = ((processorSeconds([told.server, told.database]) - before) * 1000) / (rounds * 3);
        lines.push({
          ...{ what, value: each, unit: 'ms CPU', budget: null },
          beside: `${(text.length / 1000).toFixed(0)} kB, ${(gzipSync(text).length / 1000).toFixed(0)} kB gzip`,
        });
      }
      // in the browser, code cached as on every day but the first
      const context = await browser.newContext({ baseURL: told.address, viewport: { width: 1440, height: 900 } });
      const [name, value] = desk.cookie.split('=');
      await context.addCookies([{ name: name ?? '', value: value ?? '', url: told.address }]);
      const page = await context.newPage();
      await page.addInitScript('globalThis.__name ??= (named) => named');
      const session = await context.newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'threadTicks' });
      await firstPaint(page);
      const painted: number[] = [];
      const busy: number[] = [];
      for (let n = 0; n < rounds; n += 1) {
        const began = await threadSeconds(session);
        painted.push(await firstPaint(page));
        const spent = await threadSeconds(session);
        // a new document begins its count anew
        busy.push((spent < began ? spent : spent - began) * 1000);
      }
      lines.push(
        {
          ...{ what: `  first bed on the screen, ${at}`, value: median(painted), unit: 'ms', budget: 1000 },
          beside: `least ${Math.min(...painted).toFixed(0)}, most ${Math.max(...painted).toFixed(0)}`,
        },
        {
          ...{ what: `  page's own thread until then, ${at}`, value: median(busy), unit: 'ms CPU', budget: null },
          beside: `least ${Math.min(...busy).toFixed(0)}`,
        },
      );
      // a bed closed at another desk
      const seen: number[] = [];
      // the rest of the board has come behind the first beds
      await page.waitForTimeout(3000);
      for (let n = 0; n < rounds; n += 1) {
        const bed = await page.evaluate<string>(FREE_BED);
        const shown = page.evaluate<boolean>(closedOn(bed));
        const began = performance.now();
        const closed = await fetch(`${told.address}/api/beds/${bed}/closure`, {
          method: 'POST',
          headers: { ...desk, 'content-type': 'application/json' },
          body: JSON.stringify({ reason: 'repair' }),
        });
        if (!closed.ok) throw new Error(await closed.text());
        if (!(await shown)) throw new Error(`${bed} was closed and not seen within ${String(MOST)} ms`);
        seen.push(performance.now() - began);
        await page.waitForTimeout(500);
      }
      lines.push({
        ...{ what: `  a bed closed elsewhere is seen, ${at}`, value: median(seen), unit: 'ms', budget: 1000 },
        beside: `least ${Math.min(...seen).toFixed(0)}, most ${Math.max(...seen).toFixed(0)}`,
      });
      await context.close();
      await owner.query(`delete from bed_closure where bed like 'board-%'`);
    }
    return lines;
  } finally {
    await close();
    await owner.end();
  }
};
