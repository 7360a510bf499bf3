/** What a cell says when a text, a day or a whole number is expected there. Refusals are the `cell.…` codes of errors.ts. */
import { isCivilDay } from '../civil-time.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { Cell } from './read.ts';
import { dayOfSerial } from './serials.ts';

/** Excel keeps fifteen digits of a number. */
const EXACT = 1e15;

/** Spaces at the ends do not count: ordinary, full-width and non-breaking ones. Empty is null. */
export const tidy = (text: string): string | null => {
  const trimmed = text.replace(/^[\s\u3000\u00a0\u200b]+|[\s\u3000\u00a0\u200b]+$/g, '');
  return trimmed === '' ? null : trimmed;
};

const wrong = (cell: Cell): Refusal | undefined => {
  if (cell.kind === 'formula') return refuse('cell.formula-without-value');
  if (cell.kind === 'error') return refuse('cell.error-value', { value: cell.text.slice(0, 20) });
  return undefined;
};

/** `1.3800006021E10` → `13800006021`; a number that has lost digits is refused. */
const digitsOf = (text: string): string | Refusal => {
  const number = Number(text);
  if (!Number.isFinite(number)) return refuse('cell.error-value', { value: text.slice(0, 20) });
  if (Math.abs(number) >= EXACT) return refuse('cell.digits-lost');
  // a binary fraction written out to its last digit (0.10000000000000001) is shown as it was typed
  return String(number);
};

/** The text of a cell, without the spaces at its ends; null when it is blank. A number is written out in full. */
export const textOf = (cell: Cell | undefined): string | null | Refusal => {
  if (cell === undefined) return null;
  return wrong(cell) ?? (cell.kind === 'number' ? digitsOf(cell.text) : tidy(cell.text));
};

const padded = (year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** Full-width digits and signs are what a Chinese keyboard may give. */
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

// 2026-1-5, 2026/1/5, 2026.1.5, 2026年1月5日; a midnight behind it is what a program added
const WRITTEN = /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?(?:[ T]0?0:00(?::00(?:\.0+)?)?)?$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)$/;
/** As serials: 1927 to 2173. Shorter ones are more likely something else. */
const SERIAL = /^\d{5}$/;

const dayOfText = (text: string): string | Refusal => {
  const written = WRITTEN.exec(text) ?? COMPACT.exec(text);
  if (written !== null) {
    const day = padded(written[1] ?? '', written[2] ?? '', written[3] ?? '');
    return isCivilDay(day) ? day : refuse('cell.no-such-day');
  }
  if (SERIAL.test(text)) return dayOfSerial(Number(text), false) ?? refuse('cell.no-such-day');
  return refuse('cell.not-a-day');
};

/**
 * A civil day `YYYY-MM-DD`, however it was written; null when the cell is blank. What could be read in two ways (`1/5/2026`,
 * two-digit years) and what carries a time of day is refused.
 */
export const dayOf = (cell: Cell | undefined): string | null | Refusal => {
  if (cell === undefined) return null;
  const fault = wrong(cell);
  if (fault !== undefined) return fault;
  if (cell.kind === 'boolean') return refuse('cell.not-a-day');
  const text = plain(cell.text);
  if (text === '') return null;
  return dayOfText(cell.kind === 'number' ? String(Number(text)) : text);
};

/** A whole number as digits (`12`, `-3`), from a number or a text; null when the cell is blank. */
export const wholeOf = (cell: Cell | undefined): string | null | Refusal => {
  const text = textOf(cell);
  if (text === null || typeof text !== 'string') return text;
  const digits = plain(text).replaceAll(',', '');
  return /^-?\d{1,15}$/.test(digits) ? String(Number(digits)) : refuse('cell.not-whole');
};
