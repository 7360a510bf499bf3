/** Starts a Chromium that provably draws Chinese. */
import type { Browser } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { chineseFonts } from './fonts.ts';
import type { ChineseFonts } from './fonts.ts';

export type OpenBrowser = {
  readonly browser: Browser;
  /** Which browser and which fonts, and what they cannot draw: one line for a report. */
  readonly about: string;
  readonly close: () => Promise<void>;
};

export type BrowserOptions = {
  /** $CHROMIUM_PATH */
  readonly named: string | undefined;
  readonly fonts?: ChineseFonts;
  /** The operator's own fonts, asked before all others. */
  readonly fontFolder?: string | undefined;
  /** Start without the sandbox where there are no user namespaces: for pages of our own on a machine that tests. */
  readonly mayLeaveSandbox?: boolean;
  /** The browser's own time zone. */
  readonly zone?: string;
};

/** 县 is in every screen; 𠮷 (U+20BB7) stands for the rare characters of people's names. */
const COMMON = '县';
const RARE = '𠮷';
/** A noncharacter: no font has it, so it is drawn as whatever stands for "missing". */
const MISSING = '\u{10FFFE}';

type Drawn = { readonly width: number; readonly ink: number; readonly pixels: string };

// runs in the page, whose types the server does not know
const DRAW = `(drawn) => {
  const context = document.querySelector('canvas').getContext('2d');
  context.font = '40px sans-serif';
  context.textBaseline = 'top';
  context.fillText(drawn, 4, 4);
  const { data } = context.getImageData(0, 0, 64, 64);
  let pixels = '';
  let ink = 0;
  for (let at = 3; at < data.length; at += 4) {
    const dark = data[at] > 64;
    if (dark) ink += 1;
    pixels += dark ? '1' : '0';
  }
  return { width: context.measureText(drawn).width, ink, pixels };
}`;

const draw = async (browser: Browser, text: string): Promise<Drawn> => {
  const page = await browser.newPage();
  try {
    await page.setContent('<!doctype html><meta charset="utf-8"><canvas width="64" height="64"></canvas>');
    return await page.evaluate<Drawn>(`(${DRAW})(${JSON.stringify(text)})`);
  } finally {
    await page.close();
  }
};

const isDrawn = (glyph: Drawn, missing: Drawn): boolean =>
  glyph.width > 0 && glyph.ink > 40 && glyph.pixels !== missing.pixels;

const SANDBOX = /sandbox/i;

/**
 * Starts the browser and looks at it before anybody relies on it.
 * @throws with a sentence when there is none, when it does not start, or when it draws no Chinese.
 */
export const startBrowser = async (options: BrowserOptions): Promise<OpenBrowser> => {
  const { executable, found, env } = await findChromium(options.named);
  const fonts = options.fonts ?? (await chineseFonts(options.fontFolder));
  const { chromium } = await import('playwright-core');
  const launch = (sandbox: boolean): Promise<Browser> =>
    chromium.launch({
      executablePath: executable,
      chromiumSandbox: sandbox,
      // whoever started it ends it, in its own order
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      // the same letters on every machine: no hinting, no guess at the screen
      args: ['--font-render-hinting=none', '--force-color-profile=srgb'],
      env: { ...process.env, ...env, ...fonts.env, ...(options.zone === undefined ? {} : { TZ: options.zone }) },
    });
  // Chromium refuses its sandbox to root, and to anybody in a container without user namespaces
  const asRoot = process.getuid?.() === 0;
  const browser = await launch(!asRoot).catch((fault: unknown) => {
    if (asRoot || options.mayLeaveSandbox !== true || !SANDBOX.test(String(fault))) throw fault;
    return launch(false);
  });
  try {
    const missing = await draw(browser, MISSING);
    const common = await draw(browser, COMMON);
    if (!isDrawn(common, missing))
      throw new Error(
        `${found} with fonts from ${fonts.from} draws ${COMMON} ` +
          `${common.width > 0 ? 'as a box' : 'without a width'}: install a Chinese font (Debian: fonts-noto-cjk).`,
      );
    const rare = isDrawn(await draw(browser, RARE), missing);
    const note = rare ? '' : `; the rare character U+20BB7 is a box in these fonts`;
    return {
      browser,
      about: `${found}, ${browser.version()}; Chinese from ${fonts.from}${note}`,
      close: () => browser.close(),
    };
  } catch (fault) {
    await browser.close();
    throw fault;
  }
};
