/**
 * Where people sit. A window that nobody has used costs three times what opening a page in a used one does: a process, its fonts,
 * and the program read and compiled anew. So whoever leaves takes everything along, and the next of the same kind sits down there.
 */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';

export type Screen = { readonly width: number; readonly height: number };
export type Kind = { readonly screen: Screen; readonly locale: 'zh-CN' | 'en-GB' };

export type Seat = { readonly page: Page; readonly tools: CDPSession; readonly leave: () => Promise<void> };

type Window = {
  readonly kind: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly tools: CDPSession;
  /** Whether somebody sits there, and how many have before: who has left cannot leave once more for somebody else. */
  taken: boolean;
  turn: number;
  /** Something was done to it that cannot be taken back: nobody sits there again. */
  marked: boolean;
};

/** What the library waits for where a story does not say; milliseconds. */
const PATIENCE = 30_000;
const LEFT_WITHIN = 5_000;
/** As many as the largest story has people: more would only fill the memory. */
const FREE_AT_MOST = 6;

const windows = new WeakMap<Browser, Set<Window>>();
const windowsOf = (browser: Browser): Set<Window> => {
  const known = windows.get(browser) ?? new Set<Window>();
  windows.set(browser, known);
  return known;
};

/** A script that every page begins with stays as long as its window: who adds one has the window to themselves. */
const watch = (window: Window): void => {
  for (const part of [window.page, window.context])
    for (const name of ['addInitScript', 'exposeFunction', 'exposeBinding'] as const) {
      const plain = part[name].bind(part) as (...words: readonly unknown[]) => Promise<never>;
      part[name] = (...words: readonly unknown[]) => {
        window.marked = true;
        return plain(...words);
      };
    }
};

const build = async (browser: Browser, { screen, locale }: Kind, kind: string): Promise<Window> => {
  const context = await browser.newContext({
    locale,
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
  const tools = await context.newCDPSession(page);
  const window: Window = { kind, context, page, tools, taken: true, turn: 0, marked: false };
  watch(window);
  return window;
};

/** The page gives way to one that runs nothing, and everything that was kept of it goes: what is left is the window. */
const empty = async ({ context, page, tools }: Window): Promise<void> => {
  for (const other of context.pages()) if (other !== page) await other.close();
  await context.setOffline(false);
  for (const part of [page, context]) {
    part.removeAllListeners();
    await part.unrouteAll({ behavior: 'ignoreErrors' });
  }
  const { protocol, origin } = new URL(page.url());
  // nobody has been anywhere
  if (protocol === 'about:') return;
  // a page of the same house, so that the window keeps its process; it is an answer of the server and no page of the program
  await page.goto(`${origin}/healthz`, { timeout: LEFT_WITHIN });
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await tools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await context.clearCookies();
  await context.clearPermissions();
};

const close = async (known: Set<Window>, window: Window): Promise<void> => {
  known.delete(window);
  await window.context.close();
};

const leave = async (known: Set<Window>, window: Window): Promise<void> => {
  if (!window.taken || !known.has(window)) return;
  const free = [...known].filter(({ taken }) => !taken);
  if (window.marked || free.length >= FREE_AT_MOST) return close(known, window);
  try {
    await empty(window);
    window.taken = false;
  } catch {
    // its server has ended meanwhile, or the page: it is not worth finding out
    await close(known, window);
  }
};

/** A window of this kind in which nobody has been, as far as anybody can tell. */
export const takeSeat = async (browser: Browser, wanted: Kind): Promise<Seat> => {
  const known = windowsOf(browser);
  const kind = `${String(wanted.screen.width)}×${String(wanted.screen.height)} ${wanted.locale}`;
  const free = [...known].find((window) => window.kind === kind && !window.taken);
  if (free !== undefined) free.taken = true;
  const window = free ?? (await build(browser, wanted, kind));
  known.add(window);
  const { page, tools } = window;
  const turn = ++window.turn;
  if (free !== undefined) {
    await page.setViewportSize(wanted.screen);
    await page.emulateMedia({ media: null, colorScheme: null, forcedColors: null, reducedMotion: 'reduce' });
    page.setDefaultTimeout(PATIENCE);
  }
  return { page, tools, leave: () => (window.turn === turn ? leave(known, window) : Promise.resolve()) };
};

/** Whoever is there leaves; what is no seat is closed. */
export const sendEverybodyAway = async (browser: Browser): Promise<void> => {
  const known = windowsOf(browser);
  const seats = new Set([...known].map(({ context }) => context));
  for (const window of [...known]) await leave(known, window);
  await Promise.all(
    browser
      .contexts()
      .filter((context) => !seats.has(context))
      .map((context) => context.close()),
  );
};
