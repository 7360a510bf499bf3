/** A real Chromium that provably draws Chinese, for the stories, the pictures and nothing else. */
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { chineseFonts } from './fonts.ts';
import type { ChineseFonts } from './fonts.ts';

export type OpenBrowser = {
  readonly browser: Browser;
  /** Which browser and which fonts, and what they cannot draw: one line for the report. */
  readonly about: string;
  readonly close: () => Promise<void>;
};

/** 县 is in every screen; 𠮷 (U+20BB7) stands for the rare characters of people's names. */
const COMMON = '县';
const RARE = '𠮷';
/** A noncharacter: no font has it, so it is drawn as whatever stands for "missing". */
const MISSING = '\u{10FFFE}';

type Drawn = { readonly width: number; readonly ink: number; readonly pixels: string };

const draw = async (browser: Browser, text: string): Promise<Drawn> => {
  const page = await browser.newPage();
  try {
    await page.setContent('<!doctype html><meta charset="utf-8"><canvas width="64" height="64"></canvas>');
    return await page.evaluate((drawn) => {
      const context = document.querySelector('canvas')?.getContext('2d');
      if (context === null || context === undefined) throw new Error('the browser has no canvas');
      context.font = '40px sans-serif';
      context.textBaseline = 'top';
      context.fillText(drawn, 4, 4);
      const { data } = context.getImageData(0, 0, 64, 64);
      let pixels = '';
      let ink = 0;
      for (let at = 3; at < data.length; at += 4) {
        const dark = (data[at] ?? 0) > 64;
        if (dark) ink += 1;
        pixels += dark ? '1' : '0';
      }
      return { width: context.measureText(drawn).width, ink, pixels };
    }, text);
  } finally {
    await page.close();
  }
};

const isDrawn = (glyph: Drawn, missing: Drawn): boolean =>
  glyph.width > 0 && glyph.ink > 40 && glyph.pixels !== missing.pixels;

const SANDBOX = /sandbox/i;

/** Starts the browser and looks at it before anybody relies on it. Throws with a sentence when Chinese is not drawn. */
export const openBrowser = async (fonts: ChineseFonts = chineseFonts()): Promise<OpenBrowser> => {
  const { executable, found, env } = findChromium();
  const launch = (sandbox: boolean): Promise<Browser> =>
    chromium.launch({
      executablePath: executable,
      chromiumSandbox: sandbox,
      // the same letters on every machine: no hinting, no guess at the screen
      args: ['--font-render-hinting=none', '--force-color-profile=srgb'],
      env: { ...process.env, ...env, ...fonts.env, TZ: 'Asia/Shanghai' },
    });
  // Chromium refuses its sandbox to root, and to anybody in a container without user namespaces
  const asRoot = process.getuid?.() === 0;
  const browser = await launch(!asRoot).catch((fault: unknown) => {
    if (asRoot || !SANDBOX.test(String(fault))) throw fault;
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
