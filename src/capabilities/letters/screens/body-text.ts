/**
 * The body of a letter in the page: paragraphs as blocks, claims as pieces that cannot be typed into. It is drawn once and then
 * belongs to the browser, whose undo and input methods work on it; what was typed is read back from it.
 */
import { printClaim } from '../../../engines/letters/claims.ts';
import { piecesOf } from '../../../engines/letters/document.ts';
import type { Level, LetterDocument, Paragraph } from '../../../engines/letters/document.ts';
import { numbersOf } from '../../../engines/letters/levels.ts';
import { sentenceAround } from './sentence.ts';

type Claims = LetterDocument['claims'];

const levelOf = (text: string | undefined): Level => {
  switch (text) {
    case '1':
      return 1;
    case '2':
      return 2;
    case '3':
      return 3;
    case '4':
      return 4;
    default:
      return 0;
  }
};

/** A claim as it stands in the text. */
export const claimElement = (id: string, claims: Claims): HTMLElement => {
  const claim = claims[id];
  const span = document.createElement('span');
  span.className = claim === undefined ? 'letter-claim broken' : 'letter-claim';
  span.contentEditable = 'false';
  span.dataset['claim'] = id;
  span.tabIndex = 0;
  span.textContent = claim === undefined ? '？' : printClaim(claim);
  return span;
};

const nodesOf = (text: string, claims: Claims): readonly Node[] =>
  piecesOf(text).map((piece) =>
    'text' in piece ? document.createTextNode(piece.text) : claimElement(piece.claim, claims),
  );

const blockOf = ({ level, heading, text }: Paragraph, claims: Claims): HTMLElement => {
  const block = document.createElement('div');
  block.dataset['level'] = String(level);
  if (heading !== '') {
    const head = document.createElement('b');
    head.append(...nodesOf(heading, claims));
    block.append(head);
  }
  block.append(...nodesOf(text, claims));
  if (block.childNodes.length === 0) block.append(document.createElement('br'));
  return block;
};

/** Numbers before the levels, as the paragraphs stand now. */
export const renumber = (root: HTMLElement): void => {
  const blocks = [...root.children].filter((each) => each instanceof HTMLElement);
  const numbers = numbersOf(blocks.map((block) => ({ level: levelOf(block.dataset['level']) })));
  for (const [at, block] of blocks.entries()) block.dataset['number'] = numbers[at] ?? '';
};

export const drawBody = (
  root: HTMLElement,
  { paragraphs, claims }: Pick<LetterDocument, 'paragraphs' | 'claims'>,
): void => {
  root.replaceChildren(...paragraphs.map((paragraph) => blockOf(paragraph, claims)));
  if (root.children.length === 0) root.append(blockOf({ level: 0, heading: '', text: '' }, claims));
  renumber(root);
};

const textIn = (node: Node): string => {
  if (node instanceof HTMLElement && node.dataset['claim'] !== undefined) return `[[${node.dataset['claim']}]]`;
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  return [...node.childNodes].map(textIn).join('');
};

/** The heading of a level runs to its first full stop; without one the whole line is heading. */
const parted = (level: Level, text: string): Paragraph => {
  if (level === 0) return { level, heading: '', text };
  const stop = text.indexOf('。');
  return stop < 0
    ? { level, heading: text, text: '' }
    : { level, heading: text.slice(0, stop + 1), text: text.slice(stop + 1) };
};

/** What stands in the page now. A stray text node of the browser's is a paragraph too. */
export const readBody = (root: HTMLElement): Paragraph[] =>
  [...root.childNodes]
    .filter((node) => node instanceof HTMLElement || (node.nodeValue ?? '') !== '')
    .map((node) => {
      const level = node instanceof HTMLElement ? levelOf(node.dataset['level']) : 0;
      return parted(level, textIn(node).replaceAll('\u200b', '').replace(/\n/g, ''));
    });

/** The paragraph the caret stands in. */
export const blockAtCaret = (root: HTMLElement): HTMLElement | null => {
  const node = document.getSelection()?.anchorNode ?? null;
  if (node === null || !root.contains(node)) return null;
  const found = [...root.children].find((block) => block.contains(node));
  return found instanceof HTMLElement ? found : null;
};

/** Typing done for somebody: called deprecated, and the only way that stays in the browser's own undo. */
export const typeIn = (command: 'insertHTML' | 'insertText', value: string): void => {
  const browser = document as unknown as {
    readonly execCommand: (command: string, shown: boolean, value: string) => boolean;
  };
  browser.execCommand(command, false, value);
};

/** Puts a claim where the caret was; the browser can undo it. */
export const insertClaim = (root: HTMLElement, range: Range | null, id: string, claims: Claims): void => {
  root.focus();
  const selection = document.getSelection();
  if (range !== null && root.contains(range.startContainer) && selection !== null) {
    selection.removeAllRanges();
    selection.addRange(range);
  }
  const holder = document.createElement('div');
  holder.append(claimElement(id, claims));
  typeIn('insertHTML', holder.innerHTML);
};

/** Shows claims as they are printed now, without touching what is typed. */
export const refreshClaims = (root: HTMLElement, claims: Claims): void => {
  for (const span of root.querySelectorAll<HTMLElement>('[data-claim]')) {
    const claim = claims[span.dataset['claim'] ?? ''];
    span.classList.toggle('broken', claim === undefined);
    const printed = claim === undefined ? '？' : printClaim(claim);
    if (span.textContent !== printed) span.textContent = printed;
  }
};

/** Where words of a quote stand in a paragraph, white space left out on both sides. */
export const rangeOf = (block: Element, quote: string): Range | null => {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const at: { readonly node: Node; readonly offset: number }[] = [];
  let said = '';
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    for (let offset = 0; offset < (node.nodeValue ?? '').length; offset++) {
      const unit = node.nodeValue?.charAt(offset) ?? '';
      if (unit.trim() === '') continue;
      said += unit;
      at.push({ node, offset });
    }
  const wanted = quote.replace(/\s+/g, '');
  const number = block instanceof HTMLElement ? (block.dataset['number'] ?? '') : '';
  const found = [wanted, wanted.startsWith(number) ? wanted.slice(number.length) : wanted]
    .map((words) => ({ words, from: words === '' ? -1 : said.indexOf(words) }))
    .find(({ from }) => from >= 0);
  if (found === undefined) return null;
  const first = at[found.from];
  const last = at[found.from + found.words.length - 1];
  if (first === undefined || last === undefined) return null;
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + 1);
  return range;
};

/** Where words stand anywhere in the body. */
export const rangeIn = (root: HTMLElement, words: string): Range | null => {
  for (const block of root.children) {
    const range = rangeOf(block, words);
    if (range !== null) return range;
  }
  return null;
};

/** What is selected in one paragraph, or the sentence around the caret, as it reads. */
export const sentenceAt = (root: HTMLElement, remembered: Range | null): string | null => {
  const selection = document.getSelection();
  const here =
    selection !== null && selection.rangeCount > 0 && root.contains(selection.anchorNode)
      ? selection.getRangeAt(0)
      : remembered;
  if (here === null) return null;
  const block = [...root.children].find((each) => each.contains(here.startContainer));
  if (block === undefined || !block.contains(here.endContainer)) return null;
  const selected = here.toString().trim();
  if (selected.length >= 2) return selected;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(here.startContainer, here.startOffset);
  return sentenceAround(block.textContent, before.toString().length);
};
