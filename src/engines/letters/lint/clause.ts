/** Where a clause begins and ends in running text. */

const MARKS: readonly string[] = ['，', ',', '；', '。'];

/** Offset of the first character of the clause that `at` stands in. */
export const clauseStart = (text: string, at: number, marks = MARKS): number =>
  Math.max(...marks.map((mark) => text.lastIndexOf(mark, at))) + 1;

/** Offset of the mark that ends the clause, at `from` or behind it; the text's length where none does. */
export const clauseEnd = (text: string, from: number): number => {
  const ends = MARKS.map((mark) => text.indexOf(mark, from)).filter((at) => at >= 0);
  return Math.min(...ends, text.length);
};
