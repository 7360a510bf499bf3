/** One person at one screen: opens pages, signs in, takes pictures, and has axe look at what is really drawn. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { packageFolder } from '../../src/platform/pdf/unpacked.ts';

export type Screen = { readonly width: number; readonly height: number };
/** What a doctor's desk and a village doctor's telephone show. */
export const DESK: Screen = { width: 1440, height: 900 };
export const PHONE: Screen = { width: 390, height: 844 };

/** WCAG 2.2, levels A and AA, as axe names them. */
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SETTLED_WITHIN = 10_000;

export type Visit = {
  readonly page: Page;
  /** Opens a path of the site and waits until the screen has come to rest. */
  readonly open: (path: string) => Promise<void>;
  /** To another screen of the desk, as a link there leads to it: the program is not loaded again. */
  readonly go: (path: string) => Promise<void>;
  /** Signs in by the sign-in page's own fields. */
  readonly signIn: (login: string, password: string) => Promise<void>;
  /** Saves `<name>.png` in the folder named by SCREENSHOTS; without one, does nothing. */
  readonly picture: (name: string) => Promise<void>;
  /** What axe finds wrong, a line each; empty is right. Throws when no Chinese is drawn, for axe passes an empty page. */
  readonly barriers: () => Promise<readonly string[]>;
  /** Errors the page threw or wrote to its console so far. */
  readonly faults: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** Rested: drawn, nothing is marked busy, the fonts are there, and no transition is under way. */
export const settle = async (page: Page): Promise<void> => {
  await page.waitForLoadState('load');
  await page.waitForFunction(
    () =>
      document.readyState === 'complete' &&
      document.fonts.status === 'loaded' &&
      document.querySelector('[aria-busy="true"]') === null &&
      // a page that has not begun to draw is at rest too, and so is a screen that is still being loaded
      document.body.innerText.trim() !== '' &&
      [...document.querySelectorAll('main')].every((work) => work.childElementCount > 0) &&
      document.getAnimations().every((animation) => {
        const timing = animation.effect?.getComputedTiming();
        return animation.playState !== 'running' || timing?.endTime === Infinity;
      }),
    undefined,
    { timeout: SETTLED_WITHIN },
  );
};

/** How many pieces of Chinese text stand on the page, and how many of them have a width. */
const chineseOn = (page: Page): Promise<{ readonly there: number; readonly drawn: number }> =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let there = 0;
    let drawn = 0;
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const shown = node.parentElement?.checkVisibility({ visibilityProperty: true }) === true;
      if (!shown || !/\p{Script=Han}/u.test(node.textContent ?? '')) continue;
      there += 1;
      range.selectNodeContents(node);
      if (range.getBoundingClientRect().width > 0) drawn += 1;
    }
    return { there, drawn };
  });

const axeSource = (): string => readFileSync(path.join(packageFolder('axe-core'), 'axe.min.js'), 'utf8');

const barriersOn = async (page: Page): Promise<readonly string[]> => {
  await settle(page);
  const { there, drawn } = await chineseOn(page);
  if (drawn === 0)
    throw new Error(`${page.url()} draws no Chinese (${String(there)} texts are there): axe would see nothing`);
  // evaluated rather than added as a script: the page's content security policy stays on; once for each document
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource());
  // only what is wrong leaves the page: all the rest of what axe found is a hundred times as much
  return page.evaluate(async (tags) => {
    const there = window as unknown as {
      readonly axe: { readonly run: (context: Document, options: unknown) => Promise<AxeResults> };
    };
    const { violations } = await there.axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} (${failureSummary ?? ''})`),
    );
  }, WCAG_22_AA);
};

const goTo = async (page: Page, where: string): Promise<void> => {
  const left = await page.evaluateHandle((to) => {
    const screen = document.querySelector('main')?.firstElementChild;
    if (to !== location.pathname + location.search) history.pushState(null, '', to);
    else return null;
    return screen;
  }, where);
  // the screen before stays until the next one is there, and is at rest
  await page.waitForFunction((screen) => screen?.isConnected !== true, left);
  await settle(page);
};

/** The published password of the demonstration accounts of REGION, or of Siping. */
export const demonstrationPassword = (): string => {
  const file = new URL(`../../regions/${process.env['REGION'] ?? 'siping'}/people.json`, import.meta.url);
  const { demonstration } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly demonstration: { readonly password: string };
  };
  return demonstration.password;
};

export type VisitOptions = {
  readonly origin: string;
  readonly screen?: Screen;
  readonly locale?: 'zh-CN' | 'en-GB';
};

/** A person of their own, with their own cookies: two visits are two people at two desks. */
export const startVisit = async (browser: Browser, options: VisitOptions): Promise<Visit> => {
  const screen = options.screen ?? DESK;
  const context = await browser.newContext({
    baseURL: options.origin,
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: screen,
    // transitions are switched off by the page for readers who ask for it, and so for pictures
    reducedMotion: 'reduce',
    hasTouch: screen.width < 600,
    isMobile: screen.width < 600,
  });
  // tsx names functions through a function of its own, which a page does not have
  await context.addInitScript('globalThis.__name ??= (named) => named');
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // a resource that could not be had is named in the message's place, not in its text
    if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`.trim());
  });
  const open = async (where: string): Promise<void> => {
    await page.goto(where);
    await settle(page);
  };
  return {
    page,
    open,
    go: (where) => goTo(page, where),
    signIn: async (login, password) => {
      const field = page.locator('input[type="password"]');
      if ((await field.count()) === 0) await open('/');
      await page.locator('input[autocomplete="username"]').fill(login);
      await field.fill(password);
      await field.press('Enter');
      await field.waitFor({ state: 'detached' });
      await settle(page);
    },
    picture: async (name) => {
      const folder = process.env['SCREENSHOTS'];
      if (folder === undefined || folder === '') return;
      mkdirSync(folder, { recursive: true });
      await settle(page);
      await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
    },
    barriers: () => barriersOn(page),
    faults: () => faults,
    close: () => context.close(),
  };
};
