/**
 * HTML to PDF through Chromium. The browser is started when the first paper is asked for, kept a short while for the next
 * ones, then closed. A page runs no script, reaches no network and is given up when it takes too long.
 */
import type { Browser } from 'playwright-core';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import type { OpenBrowser } from './browser.ts';

export type Printer = {
  /** A4 PDF of a whole HTML document, or `paper.no-browser`, `paper.too-slow`, `paper.busy`. */
  readonly print: (html: string) => Promise<Buffer | Refusal>;
  /** Ends the browser; what is asked for afterwards is refused. */
  readonly close: () => Promise<void>;
};

export type PrinterOptions = {
  /** Starts the browser; rejects where none can be had. */
  readonly start: () => Promise<OpenBrowser>;
  /** Told why there is no browser, or what became of a page: for the log, never with the page's text. */
  readonly onFault?: (what: 'no browser' | 'page failed', fault: unknown) => void;
  /** How long the browser is kept after its last page. */
  readonly keptMs?: number;
  /** Pages drawn at once, and askers that may wait for their turn. */
  readonly atOnce?: number;
  readonly waiting?: number;
  readonly pageMs?: number;
  readonly startMs?: number;
};

const DEFAULTS = { keptMs: 60_000, atOnce: 2, waiting: 40, pageMs: 20_000, startMs: 60_000 };

const TOO_SLOW = Symbol('too slow');

/** The work's answer, or `TOO_SLOW` once the time is up; the work itself is then left to end by itself. */
const within = async <Answer>(milliseconds: number, work: Promise<Answer>): Promise<Answer | typeof TOO_SLOW> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof TOO_SLOW>((resolve) => {
    timer = setTimeout(resolve, milliseconds, TOO_SLOW);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};

/** Lets `atOnce` in; of the others `most` wait in the order they came, the rest is turned away. */
const turnstile = (atOnce: number, most: number) => {
  let inside = 0;
  const queue: (() => void)[] = [];
  return {
    enter: async (): Promise<boolean> => {
      if (inside < atOnce) {
        inside += 1;
        return true;
      }
      if (queue.length >= most) return false;
      await new Promise<void>((resolve) => queue.push(resolve));
      return true;
    },
    // the place is handed on, so that nobody slips in between
    leave: (): void => {
      const next = queue.shift();
      if (next === undefined) inside -= 1;
      else next();
    },
    empty: (): boolean => inside === 0,
  };
};

const draw = async (browser: Browser, html: string): Promise<Buffer> => {
  // offline and without scripts: a paper is what the template says and nothing else
  const context = await browser.newContext({ offline: true, javaScriptEnabled: false, serviceWorkers: 'block' });
  try {
    await context.route('**/*', (route) => route.abort());
    const page = await context.newPage();
    await page.setContent(html, { waitUntil: 'load', timeout: 0 });
    return await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true, tagged: true });
  } finally {
    await context.close();
  }
};

export const pdfPrinter = (options: PrinterOptions): Printer => {
  const { keptMs, atOnce, waiting, pageMs, startMs } = { ...DEFAULTS, ...options };
  const turns = turnstile(atOnce, waiting);
  let started: Promise<OpenBrowser> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;
  const ending = new Set<Promise<void>>();

  const stop = (which: Promise<OpenBrowser> | undefined): void => {
    if (which === undefined) return;
    if (started === which) started = undefined;
    const ended = which.then(({ close }) => close()).catch(() => undefined);
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  };
  /** The browser that runs, or a new one; one that died or never came is forgotten, so that the next asker tries again. */
  const browserNow = async (): Promise<OpenBrowser> => {
    const running = await started?.catch(() => undefined);
    if (running?.browser.isConnected() === false) stop(started);
    const mine = (started ??= options.start());
    mine.catch(() => {
      if (started === mine) started = undefined;
    });
    return mine;
  };
  const page = async (html: string): Promise<Buffer | Refusal> => {
    let open: OpenBrowser | typeof TOO_SLOW;
    try {
      open = await within(startMs, browserNow());
    } catch (fault) {
      options.onFault?.('no browser', fault);
      return refuse('paper.no-browser');
    }
    if (open === TOO_SLOW || closed) {
      stop(started);
      return refuse('paper.no-browser');
    }
    try {
      const pdf = await within(pageMs, draw(open.browser, html));
      if (pdf !== TOO_SLOW) return pdf;
      options.onFault?.('page failed', new Error(`a page took longer than ${String(pageMs)} ms`));
    } catch (fault) {
      options.onFault?.('page failed', fault);
    }
    // a page that hangs or crashed may have harmed the browser it was in: the next one gets a new one
    stop(started);
    return refuse('paper.too-slow');
  };
  return {
    print: async (html) => {
      if (closed || !(await turns.enter())) return refuse('paper.busy');
      clearTimeout(idle);
      try {
        return await page(html);
      } finally {
        turns.leave();
        if (turns.empty()) {
          idle = setTimeout(() => {
            stop(started);
          }, keptMs);
          idle.unref();
        }
      }
    },
    close: async () => {
      closed = true;
      clearTimeout(idle);
      stop(started);
      await Promise.all(ending);
    },
  };
};
