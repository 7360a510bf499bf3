/** Lateness escalates by itself, and both sides see it: an instance whose clock the story moves. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startInstance } from '../../src/instance.ts';
import type { Instance } from '../../src/instance.ts';
import { stoppedClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openBrowser } from './browser.ts';
import { openCase, ownerAndClock, rowOf, sendReferral, sitDown } from './staff.ts';
import type { Visit } from './visit.ts';

const MINUTE = 60_000;
const home = mkdtempSync(path.join(tmpdir(), 'kanglian-escalation-'));
// the database runs as another account when the stories run as root, and has to reach its folder
chmodSync(home, 0o755);
/** A working Friday afternoon. */
const clock = stoppedClock(new Date('2026-11-20T14:30:00+08:00'));
let instance: Instance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let township: Visit;
let county: Visit;
let id = '';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(address === null || typeof address === 'string' ? 0 : address.port);
      });
    });
  });

beforeAll(async () => {
  if (!existsSync('dist/desk/index.html')) throw new Error('the pages are not built: npm run build');
  const read = readConfig(
    ['--port', String(await freePort()), '--data-dir', path.join(home, 'data'), '--residents', '500'],
    {},
  );
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  instance = await startInstance(read.config, { clock });
  await instance.loaded;
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await instance.stop();
  rmSync(home, { recursive: true, force: true });
});

describe('an emergency nobody answers', () => {
  test('Given an emergency at the county hospital, due in fifteen minutes around the clock', async () => {
    township = await sitDown(opened.browser, instance.address, 'gp');
    county = await sitDown(opened.browser, instance.address, 'coordinator');
    id = await sendReferral(township, {
      urgency: '急诊',
      impression: '疑似急性心肌梗死',
      department: '青禾县人民医院 心内科',
      resident: 0,
    });
    await openCase(county.page, id);
    expect(await ownerAndClock(county.page).innerText()).toMatch(/剩15分钟[\s\S]*14:45前/);
    expect(await county.page.getByText('急诊转诊不得拒绝；请接收，或就地稳定后转送上级医院。').isVisible()).toBe(true);
  });

  test('When sixteen minutes pass without an answer', () => {
    clock.advance(16 * MINUTE);
  });

  test('Then it is late and escalated on both screens, without anyone reloading, and keeps its owner', async () => {
    for (const { page } of [county, township]) {
      const course = page.getByRole('region', { name: '进程' });
      await course.getByText('超时，已自动上报').first().waitFor();
      expect(await course.innerText()).toContain('系统自动办理');
      const block = ownerAndClock(page);
      await block.getByText('超时1分钟').waitFor();
      expect(await block.innerText()).toMatch(/青禾县人民医院[\s\S]*转诊专员[\s\S]*14:45 到期[\s\S]*已上报/);
    }
    await county.picture('escalation');
  });

  test('And the duty officer finds it on top and may accept it', async () => {
    const duty = await sitDown(opened.browser, instance.address, 'duty');
    const row = await rowOf(duty.page, id);
    expect(await row.innerText()).toMatch(/急诊[\s\S]*超时1分钟/);
    await row.getByRole('link').first().click();
    await duty.page.getByRole('button', { name: /^接收/ }).waitFor();
    await duty.close();
  });
});
