/** A doctor comes to work: signs in, sees where she is, and reads the desk in either language. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { demonstrationPassword, DESK, PHONE, settle, startVisit } from './visit.ts';
import type { Visit } from './visit.ts';

let opened: OpenBrowser;
beforeAll(async () => {
  opened = await openBrowser();
  console.log(opened.about);
});
afterAll(() => opened.close());

const visiting = async (tell: (visit: Visit) => Promise<void>, screen = DESK): Promise<void> => {
  const visit = await startVisit(opened.browser, { origin: whereToldStory(), screen });
  try {
    await tell(visit);
  } finally {
    await visit.close();
  }
};

const text = (visit: Visit): Promise<string> => visit.page.locator('body').innerText();

describe('a township doctor', () => {
  test('signs in, and the desk says who she is, where, and that the data are made up', () =>
    visiting(async (visit) => {
      await visit.open('/');
      await visit.picture('sign-in');
      expect(await visit.barriers()).toEqual([]);
      await visit.signIn('gp', demonstrationPassword());
      expect(await text(visit)).toMatch(/全科医/);
      expect(await text(visit)).toMatch(/卫生院/);
      expect(await text(visit)).toMatch(/演示数据.*虚构/s);
      await visit.picture('worklist');
      expect(await visit.barriers()).toEqual([]);
    }));

  test('is told in Chinese that her password is wrong, and stays at the door', () =>
    visiting(async (visit) => {
      await visit.open('/');
      await visit.page.locator('input[autocomplete="username"]').fill('gp');
      await visit.page.locator('input[type="password"]').fill('not-her-password');
      await visit.page.keyboard.press('Enter');
      expect(await visit.page.getByRole('alert').innerText()).toMatch(/密码.*不正确|用户名或密码/);
      expect(await visit.page.locator('input[type="password"]').count()).toBe(1);
      await visit.picture('sign-in-refused');
      expect(await visit.barriers()).toEqual([]);
    }));

  test('reads the desk in English by one switch, and the choice is kept', () =>
    visiting(async (visit) => {
      await visit.open('/');
      await visit.signIn('gp', demonstrationPassword());
      await visit.page.getByText('English').first().click();
      await settle(visit.page);
      expect(await visit.page.locator('html').getAttribute('lang')).toBe('en');
      expect(await text(visit)).toMatch(/Demonstration data/);
      await visit.page.reload();
      await settle(visit.page);
      expect(await text(visit)).toMatch(/Demonstration data/);
      await visit.picture('worklist-in-english');
    }));

  test('finds the door on a telephone too: nothing is cut off', () =>
    visiting(async (visit) => {
      await visit.open('/');
      const { scroll, width } = await visit.page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        width: window.innerWidth,
      }));
      expect(scroll).toBeLessThanOrEqual(width);
      await visit.picture('sign-in-on-a-telephone');
      expect(await visit.barriers()).toEqual([]);
    }, PHONE));
});
