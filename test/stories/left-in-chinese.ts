/** What is left in Chinese on a page that speaks English, and was not said by the server as data. */
import type { Response } from 'playwright-core';
import { settle } from './visit.ts';
import type { Visit } from './visit.ts';

const HAN = /\p{Script=Han}/u;
const RUNS = /\p{Script=Han}[\p{Script=Han}\d]*/gu;

const gather = (value: unknown, into: Set<string>): void => {
  if (typeof value === 'string') {
    if (HAN.test(value)) into.add(value);
  } else if (Array.isArray(value)) for (const one of value) gather(one, into);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) gather(one, into);
};

/** Everything Chinese that the server said to this page so far. */
export type Said = () => Promise<ReadonlySet<string>>;

/** What comes in is listened to and not held up: whatever is drawn has been announced before it is looked at. */
export const listen = ({ page }: Visit): Said => {
  // the switch back and the program's own name are Chinese in every language
  const said = new Set(['中文', '康联']);
  const read = async (response: Response): Promise<void> => {
    if (/json/.test(response.headers()['content-type'] ?? ''))
      gather(await response.json().catch(() => undefined), said); // the page went on meanwhile
  };
  const reading: Promise<void>[] = [];
  page.on('response', (response) => {
    if (/\/api\/(?!events)/.test(response.url())) reading.push(read(response));
  });
  return async () => {
    await Promise.all(reading.splice(0));
    return said;
  };
};

/** The pieces of Chinese in texts, labels, placeholders and titles that the server did not say. */
export const leftInChinese = async ({ page }: Visit, said: Said): Promise<readonly string[]> => {
  await settle(page);
  const pieces = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
        const value = element.getAttribute(name);
        if (value !== null) found.push(value);
      }
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
      if (node.parentElement?.closest('noscript, script, style') === null) found.push(node.textContent ?? '');
    return [document.title, ...found];
  });
  // the longest first, so that a name inside a longer one takes nothing from it
  const known = [...(await said())].sort((one, other) => other.length - one.length);
  // a name in its shorter form, an address without its city: four characters in a row that were said are no word of the page
  const wasSaid = (run: string): boolean => run.length >= 4 && known.some((name) => name.includes(run));
  return [
    ...new Set(
      pieces
        .filter((piece) => HAN.test(piece))
        // said as it stands, before a short name inside it takes a part of it away
        .filter((piece) => (piece.match(RUNS) ?? []).some((run) => !wasSaid(run)))
        .map((piece) => known.reduce((rest, name) => rest.replaceAll(name, ''), piece).trim())
        .filter((piece) => (piece.match(RUNS) ?? []).some((run) => !wasSaid(run))),
    ),
  ];
};
