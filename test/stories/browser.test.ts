/** The browser is looked at before anything is looked at with it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { startVisit } from './visit.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kanglian-browser-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the browser of the stories', () => {
  test('draws Chinese on this machine', async () => {
    const { about, close } = await openBrowser();
    await close();
    expect(about).toMatch(/Chinese from/);
  });

  test('is refused when Chinese would be boxes, since every picture and every axe run would be worthless', async () => {
    const file = path.join(folder, 'fonts.conf');
    writeFileSync(
      file,
      `<?xml version="1.0"?><fontconfig><dir>${folder}</dir><cachedir>${folder}</cachedir></fontconfig>`,
    );
    const opened = openBrowser({ from: 'an empty folder', env: { FONTCONFIG_FILE: file } });
    await expect(opened).rejects.toThrow(/draws 县 (as a box|without a width): install a Chinese font/);
  });

  test('lets axe see what is there, and refuses to let it pass a page without Chinese', async () => {
    const { browser, close } = await openBrowser();
    try {
      const visit = await startVisit(browser, { origin: 'about:blank' });
      const html = (body: string): string =>
        `<!doctype html><html lang="zh-CN"><title>转诊</title><main>${body}</main>`;
      await visit.page.setContent(html('<h1>待接收</h1><p style="color:#ccc">县医院</p>'));
      expect(await visit.barriers()).toEqual([expect.stringMatching(/^color-contrast: /)]);
      await visit.page.setContent(html('<h1>待接收</h1><p>县医院</p>'));
      expect(await visit.barriers()).toEqual([]);
      await visit.page.setContent(html('<h1>To be answered</h1><p hidden>县医院</p>'));
      await expect(visit.barriers()).rejects.toThrow('draws no Chinese');
    } finally {
      await close();
    }
  });
});
