/** The browser of the stories and the pictures: the one that prints papers, loud where there is none. */
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../src/platform/pdf/browser.ts';
import type { OpenBrowser } from '../../src/platform/pdf/browser.ts';
import type { ChineseFonts } from '../../src/platform/pdf/fonts.ts';

export type { OpenBrowser };

const FIX =
  'Set CHROMIUM_PATH to a Chromium or Chrome, or leave the browser out in so many words: SKIP_BROWSER=1 npm test';

/** One for all stories of a worker, which reads this file once: starting and looking at one costs as much as five screens. */
let shared: Promise<OpenBrowser> | undefined;

const start = (fonts?: ChineseFonts): Promise<OpenBrowser> =>
  startBrowser({
    named: process.env['CHROMIUM_PATH'],
    mayLeaveSandbox: true,
    zone: 'Asia/Shanghai',
    ...(fonts === undefined ? {} : { fonts }),
  }).catch((fault: unknown) => {
    throw new Error(`${fault instanceof Error ? fault.message : String(fault)}. ${FIX}`, { cause: fault });
  });

/** Whoever was there leaves, with cookies, pages and workers; the next story meets nobody. */
const emptied = async (browser: Browser): Promise<void> => {
  await Promise.all(browser.contexts().map((context) => context.close()));
};

/**
 * Throws, naming the fix, when there is none: a story not told is not a story passed. To close it is to send everybody in it
 * away; it ends with the worker. One with fonts of its own, or that has ended meanwhile, is another.
 */
export const openBrowser = async (fonts?: ChineseFonts): Promise<OpenBrowser> => {
  if (fonts !== undefined) return start(fonts);
  if (shared !== undefined && !(await shared.then(({ browser }) => browser.isConnected()).catch(() => false)))
    shared = undefined;
  const opened = await (shared ??= start());
  return { ...opened, close: () => emptied(opened.browser) };
};

/** Ends it: for a program that looks at one screen and is done. */
export const closeBrowser = async (): Promise<void> => {
  await (await shared)?.close();
  shared = undefined;
};
