/** Made in a real Chromium. SKIP_BROWSER=1 leaves these out, and the report says how many. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pagesOf } from '../../../test/pdf-text.ts';
import { startBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { pdfPrinter } from './printer.ts';
import type { Printer, PrinterOptions } from './printer.ts';

const started: OpenBrowser[] = [];
const start = async (): Promise<OpenBrowser> => {
  const open = await startBrowser({ named: process.env['CHROMIUM_PATH'], mayLeaveSandbox: true });
  started.push(open);
  return open;
};
const printers: Printer[] = [];
const printer = (options: Partial<PrinterOptions> = {}): Printer => {
  const made = pdfPrinter({ start, ...options });
  printers.push(made);
  return made;
};
afterAll(() => Promise.all(printers.map(({ close }) => close())));

const HTML = (body: string): string =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>单</title>
   <style>body{font-family:"Noto Sans SC Latin","Noto Sans SC",sans-serif}</style><body>${body}`;
const pdf = (made: Awaited<ReturnType<Printer['print']>>): Buffer => {
  if (!Buffer.isBuffer(made)) throw new Error(`refused: ${made.refused}`);
  return made;
};

describe.skipIf(process.env['SKIP_BROWSER'] === '1')('the printer', () => {
  let asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('');
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test('makes a PDF whose Chinese can be read again', async () => {
    const pages = pagesOf(pdf(await printer().print(HTML('<h1>县医院</h1><p>居民：欧阳淑琴，12 床</p>'))));
    expect(pages).toEqual(['县医院居民：欧阳淑琴，12床']);
  });

  test('lets a page run no script and reach nothing outside', async () => {
    asked = [];
    const { port } = server.address() as AddressInfo;
    const there = `http://127.0.0.1:${String(port)}`;
    const html = HTML(`<p>原文</p><script>document.body.textContent='改写'</script><img src="${there}/a.png" alt="">
      <iframe src="${there}/b"></iframe><link rel="stylesheet" href="${there}/c.css">`);
    const [page] = pagesOf(pdf(await printer().print(html)));
    expect(page).toContain('原文');
    expect(page).not.toContain('改写');
    expect(asked).toEqual([]);
  });

  test('starts one browser for many papers, and draws no more pages at once than it may', async () => {
    started.length = 0;
    let now = 0;
    let most = 0;
    const counted = printer({
      atOnce: 2,
      start: async () => {
        const open = await start();
        const { browser } = open;
        const newContext = browser.newContext.bind(browser);
        browser.newContext = async (options) => {
          most = Math.max(most, ++now);
          const context = await newContext(options);
          context.once('close', () => (now -= 1));
          return context;
        };
        return open;
      },
    });
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, index) => counted.print(HTML(`<p>第${String(index)}张</p>`))),
    );
    expect(made.map((one) => pagesOf(pdf(one))[0])).toEqual(made.map((_, index) => `第${String(index)}张`));
    expect(started).toHaveLength(1);
    expect(most).toBe(2);
  });

  test('turns away whoever would have to wait behind too many', async () => {
    const small = printer({ atOnce: 1, waiting: 1 });
    const made = await Promise.all([1, 2, 3].map((index) => small.print(HTML(String(index)))));
    expect(made.map((one) => (Buffer.isBuffer(one) ? 'made' : one.refused))).toEqual(['made', 'made', 'paper.busy']);
  });

  test('gives up a page that takes too long, says so, and prints the next one', async () => {
    const faults: string[] = [];
    const strict = { pageMs: 1 };
    const hurried = printer({ ...strict, onFault: (what) => faults.push(what) });
    expect(await hurried.print(HTML('<p>慢</p>'))).toEqual({ refused: 'paper.too-slow' });
    expect(faults).toEqual(['page failed']);
    expect(pagesOf(pdf(await printer().print(HTML('<p>快</p>'))))).toEqual(['快']);
  });

  test('starts another browser after the first has died', async () => {
    started.length = 0;
    const sturdy = printer();
    pdf(await sturdy.print(HTML('<p>一</p>')));
    const [first] = started;
    const gone = new Promise<void>((done) => first?.browser.once('disconnected', () => done()));
    await first?.browser.close();
    await gone;
    expect(pagesOf(pdf(await sturdy.print(HTML('<p>二</p>'))))).toEqual(['二']);
    expect(started).toHaveLength(2);
  });

  test('closes the browser when nothing has been printed for a while, and starts one again when asked', async () => {
    started.length = 0;
    const idle = printer({ keptMs: 1 });
    pdf(await idle.print(HTML('<p>一</p>')));
    const [first] = started;
    if (first?.browser.isConnected() === true)
      await new Promise<void>((done) => first.browser.once('disconnected', () => done()));
    pdf(await idle.print(HTML('<p>二</p>')));
    expect(started).toHaveLength(2);
  });

  test('refuses clearly where no browser can be had, and tries again the next time', async () => {
    let there = false;
    const faults: string[] = [];
    const late = printer({
      start: () => (there ? start() : Promise.reject(new Error('CHROMIUM_PATH names /nowhere, which is not there'))),
      onFault: (what, fault) => faults.push(`${what}: ${fault instanceof Error ? fault.message : ''}`),
    });
    expect(await late.print(HTML('<p>一</p>'))).toEqual({ refused: 'paper.no-browser' });
    expect(faults).toEqual(['no browser: CHROMIUM_PATH names /nowhere, which is not there']);
    there = true;
    expect(pagesOf(pdf(await late.print(HTML('<p>二</p>'))))).toEqual(['二']);
  });

  test('ends the browser when the program stops, and prints nothing afterwards', async () => {
    started.length = 0;
    const ending = printer();
    pdf(await ending.print(HTML('<p>一</p>')));
    await ending.close();
    expect(started[0]?.browser.isConnected()).toBe(false);
    expect(await ending.print(HTML('<p>二</p>'))).toEqual({ refused: 'paper.busy' });
    expect(started).toHaveLength(1);
  });
});
