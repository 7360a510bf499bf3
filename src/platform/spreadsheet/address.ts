/** Cell addresses as Excel shows them. Columns are counted from 0, rows from 1. */

/** `0` → `A`, `26` → `AA` */
export const columnLetters = (column: number): string => {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
};

export const addressOf = (column: number, row: number): string => `${columnLetters(column)}${String(row)}`;

/** The column of `AB12`; undefined when it names none. */
export const columnOf = (address: string): number | undefined => {
  let column = 0;
  let at = 0;
  for (; at < address.length; at++) {
    const code = address.charCodeAt(at) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return at === 0 || at > 3 ? undefined : column - 1;
};
