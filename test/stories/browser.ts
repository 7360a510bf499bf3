/** The browser of the stories and the pictures: the one that prints papers, loud where there is none. */
import { startBrowser } from '../../src/platform/pdf/browser.ts';
import type { OpenBrowser } from '../../src/platform/pdf/browser.ts';
import type { ChineseFonts } from '../../src/platform/pdf/fonts.ts';

export type { OpenBrowser };

const FIX =
  'Set CHROMIUM_PATH to a Chromium or Chrome, or leave the browser out in so many words: SKIP_BROWSER=1 npm test';

/** Throws, naming the fix, when there is none: a story not told is not a story passed. */
export const openBrowser = (fonts?: ChineseFonts): Promise<OpenBrowser> =>
  startBrowser({
    named: process.env['CHROMIUM_PATH'],
    mayLeaveSandbox: true,
    zone: 'Asia/Shanghai',
    ...(fonts === undefined ? {} : { fonts }),
  }).catch((fault: unknown) => {
    throw new Error(`${fault instanceof Error ? fault.message : String(fault)}. ${FIX}`, { cause: fault });
  });
