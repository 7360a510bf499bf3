/**
 * JSON whose numbers stay as they were sent (law 7: 1.50 stays 1.50). JavaScript reads 1.50 as 1.5, 1e2 as 100 and loses
 * digits past the fifteenth. A text that holds such a number is read with each of them kept as a string that begins with
 * NUL, a character no accepted text can hold; writing turns them back. All other texts take JSON.parse as it is.
 */

/** Marks a number kept as its own text. */
export const EXACT = '\u0000';

/** True for a number JavaScript holds as sent, and for one kept as its text. */
export const isNumber = (value: unknown): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && value.startsWith(EXACT));

/** The text of a number as it was sent. */
export const numberText = (value: number | string): string =>
  typeof value === 'number' ? String(value) : value.slice(EXACT.length);

/** The value of a number, rounded to what JavaScript holds. */
export const numberValue = (value: number | string): number =>
  typeof value === 'number' ? value : Number(value.slice(EXACT.length));

/**
 * Finds texts that may hold a number JavaScript would change: a fraction ending in 0, an exponent, sixteen digits, minus
 * zero. Numbers stand after `":` or inside an array; a match inside a string only costs the slower way.
 */
const MAY_CHANGE = /(?:"\s*:|[[,])\s*-?(?:\d+\.\d*0(?!\d)|\d+(?:\.\d+)?[eE]|[\d.]{16}|0(?:\.0*)?\s*[,}\]])/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const KEPT_NUMBER = /"\\u0000([^"]+)"/g;
/** An escaped NUL: an odd number of backslashes before u0000. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

const keep = (token: string): string =>
  token.startsWith('"') || String(Number(token)) === token ? token : `"\\u0000${token}"`;

export type ParsedText =
  | { readonly ok: true; readonly value: unknown; readonly exact: boolean }
  | {
      readonly ok: false;
      readonly why: 'nul' | 'syntax';
      readonly at?: { readonly line: number; readonly column: number };
    };

/** Where JSON.parse stopped, from its message (V8 names a position; other texts have none). */
const placeOf = (error: unknown, text: string): { line: number; column: number } | undefined => {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return undefined;
  const before = text.slice(0, Number(position)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

/** Reads JSON text. `exact` says that numbers were kept as text, so that `writeJson` must be told. Never throws. */
export const parseJson = (text: string): ParsedText => {
  if (text.includes('\\u0000') && ESCAPED_NUL.test(text)) return { ok: false, why: 'nul' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const at = placeOf(error, text);
    return { ok: false, why: text.includes('\u0000') ? 'nul' : 'syntax', ...(at && { at }) };
  }
  if (!MAY_CHANGE.test(text)) return { ok: true, value, exact: false };
  // The text is well-formed here, so replacing its tokens one by one keeps it so.
  return { ok: true, value: JSON.parse(text.replace(STRING_OR_NUMBER, keep)) as unknown, exact: true };
};

const withKeptNumbers = (text: string): string => (text.includes('"\\u0000') ? text.replace(KEPT_NUMBER, '$1') : text);

/** Writes JSON text; kept numbers as they were sent. */
export const writeJson = (value: unknown): string => withKeptNumbers(JSON.stringify(value));

/** The same on lines, two spaces a level, for people. */
export const writeJsonLines = (value: unknown): string => withKeptNumbers(JSON.stringify(value, null, 2));
