/** Lateness escalates by itself, and both sides see it: an instance whose clock the story moves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instance } from '../../src/instance.ts';
import type { StoppedClock } from '../../src/platform/clock.ts';
import { openBrowser } from './browser.ts';
import { MINUTE, startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { openCase, ownerAndClock, rowOf, sendReferral, sitDown } from './staff.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let clock: StoppedClock;
let instance: Instance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let township: Visit;
let county: Visit;
let id = '';

beforeAll(async () => {
  own = await startOwnInstance();
  ({ instance, clock } = own);
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
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
