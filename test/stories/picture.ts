/**
 * Looks at a screen: `node --import tsx test/stories/picture.ts URL OUT.png WIDTH HEIGHT [LOGIN[:PASSWORD]]`.
 * Signs in first where a login is given, with the region's demonstration password unless another is named, and says what
 * axe and the console say.
 * With FULL=1 the picture is as long as the page.
 */
import { closeBrowser, openBrowser } from './browser.ts';
import { demonstrationPassword, startVisit } from './visit.ts';

const usage = 'node --import tsx test/stories/picture.ts URL OUT.png WIDTH HEIGHT [LOGIN[:PASSWORD]]';

const takePicture = async (words: readonly string[]): Promise<void> => {
  const [url, out, width, height, account] = words;
  if (url === undefined || out === undefined) throw new Error(usage);
  const screen = { width: Number(width ?? 1440), height: Number(height ?? 900) };
  if (!(screen.width > 0 && screen.height > 0)) throw new Error(usage);
  const { origin } = new URL(url);
  const { browser, about } = await openBrowser();
  console.log(about);
  try {
    const visit = await startVisit(browser, { origin, screen });
    if (account !== undefined) {
      const [login = '', ...rest] = account.split(':');
      await visit.open('/');
      await visit.signIn(login, rest.length > 0 ? rest.join(':') : demonstrationPassword());
    }
    await visit.open(url);
    await visit.page.screenshot({ path: out, animations: 'disabled', fullPage: process.env['FULL'] === '1' });
    console.log(`${visit.page.url()} → ${out}`);
    for (const fault of visit.faults()) console.log(`console: ${fault}`);
    for (const barrier of await visit.barriers()) console.log(`axe: ${barrier}`);
  } finally {
    await closeBrowser();
  }
};

await takePicture(process.argv.slice(2)).catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
});
