/**
 * What JSON.parse does not say of a text: how deep it nests (looked at before it is read, for what writes it again goes down
 * by recursion), a name given twice in one object (JSON.parse keeps the last and drops the other in silence), and half
 * surrogates (they cannot be stored). Looking costs a few microseconds a kilobyte; places are searched only where something
 * was found.
 */

/** Deeper than any resource of R4 with its extensions, and far from what recursion can bear. */
export const DEEPEST_TEXT = 128;

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** Where the string that begins at `open` ends; -1 where it does not. */
const closingQuote = (text: string, open: number): number => {
  let close = text.indexOf('"', open + 1);
  while (close > 0) {
    let before = close - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((close - before) % 2 === 1) return close;
    close = text.indexOf('"', close + 1);
  }
  return -1;
};

const afterSpace = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at++;
  }
};

/** `{` and `[` differ from `}` and `]` by two. */
const opens = (code: number): boolean => code === 123 || code === 91;
const closes = (code: number): boolean => code === 125 || code === 93;

export type Scanned = { readonly tooDeep: boolean; readonly names: number };

/** Depth and number of names of a text, well-formed or not. */
export const scanJson = (text: string): Scanned => {
  const { length } = text;
  let depth = 0;
  let names = 0;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const close = closingQuote(text, at);
      if (close < 0) break;
      at = afterSpace(text, close + 1);
      if (text.charCodeAt(at) === COLON) names++;
      continue;
    }
    if (opens(code)) {
      if (++depth > DEEPEST_TEXT) return { tooDeep: true, names };
    } else if (closes(code)) depth--;
    at++;
  }
  return { tooDeep: false, names };
};

/** How many members all objects of a parsed value have together; fewer than names in its text where one stood twice. */
export const membersOf = (value: unknown): number => {
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value as unknown[]) if (typeof each === 'object' && each !== null) count += membersOf(each);
    return count;
  }
  for (const name in value as Readonly<Record<string, unknown>>) {
    count++;
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof member === 'object' && member !== null) count += membersOf(member);
  }
  return count;
};

/** True where an escape may stand for half a surrogate pair. */
export const mayHoldSurrogate = (text: string): boolean => /\\u[dD][89a-fA-F]/.test(text);

const HALF = /\p{Surrogate}/u;
const MOST_STEPS = 12;

type Frame = { readonly names: Set<string> | null; step: string | number };

export type Flaw = {
  readonly word: 'name-twice' | 'half-surrogate' | 'too-deep';
  /** The steps to the place, at most twelve. */
  readonly path: readonly (string | number)[];
};

const stringOf = (token: string): string => {
  try {
    return JSON.parse(token) as string;
  } catch {
    return ''; // a text that is too deep is not read, and may be malformed
  }
};

/** The first flaw of a text and its place. */
export const findFlaw = (text: string): Flaw | undefined => {
  const stack: Frame[] = [];
  const flaw = (word: Flaw['word']): Flaw => ({ word, path: stack.slice(0, MOST_STEPS).map(({ step }) => step) });
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const frame = stack.at(-1);
    if (code === QUOTE) {
      const close = closingQuote(text, at);
      if (close < 0) return undefined;
      const value = stringOf(text.slice(at, close + 1));
      at = afterSpace(text, close + 1);
      if (frame?.names && text.charCodeAt(at) === COLON) {
        frame.step = value.slice(0, 40);
        if (frame.names.has(value)) return flaw('name-twice');
        frame.names.add(value);
      }
      if (HALF.test(value)) return flaw('half-surrogate');
      continue;
    }
    if (opens(code)) {
      stack.push({ names: code === 123 ? new Set() : null, step: code === 123 ? '' : 0 });
      if (stack.length > DEEPEST_TEXT) return flaw('too-deep');
    } else if (closes(code)) stack.pop();
    else if (code === 44 && typeof frame?.step === 'number') frame.step++;
    at++;
  }
  return undefined;
};
