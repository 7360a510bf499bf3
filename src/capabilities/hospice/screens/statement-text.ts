/** The insurer's statement as it is pasted from a sheet: rows of line, days, yuan and reason. Pure. */
export type PastedRow = {
  readonly line: number;
  readonly days: number;
  readonly fen: number;
  readonly reason: string | null;
};
/** What is wrong with a row, by its number in the text. */
export type PastedFault = { readonly row: number; readonly why: 'notFour' | 'notNumber' | 'notMoney' };

const WHOLE = /^-?\d{1,9}$/;
const MONEY = /^-?\d{1,10}(\.\d{1,2})?$/;

/** Yuan as text to whole fen, without the rounding of a fraction. */
export const fenOf = (yuan: string): number | undefined => {
  const text = yuan.trim().replace(/^¥|元$/g, '');
  if (!MONEY.test(text)) return undefined;
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const fen = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return text.startsWith('-') && fen !== 0 ? -fen : fen;
};

/** Every row, or every fault: a statement is taken whole or not at all. A heading row is passed over. */
export const readStatement = (
  text: string,
): { readonly rows: readonly PastedRow[] } | { readonly faults: readonly PastedFault[] } => {
  const rows: PastedRow[] = [];
  const faults: PastedFault[] = [];
  text.split(/\r?\n/).forEach((written, at) => {
    if (written.trim() === '') return;
    const cells = written.split(/\t|,|，/).map((cell) => cell.trim());
    const [line = '', days = '', money = '', ...reason] = cells;
    if (rows.length + faults.length === 0 && !/\d/.test(written)) return;
    const fen = fenOf(money);
    const why = cells.length < 3 ? 'notFour' : !WHOLE.test(line) || !WHOLE.test(days) ? 'notNumber' : 'notMoney';
    if (cells.length < 3 || !WHOLE.test(line) || !WHOLE.test(days) || fen === undefined)
      faults.push({ row: at + 1, why });
    else rows.push({ line: Number(line), days: Number(days), fen, reason: reason.join('，') || null });
  });
  return faults.length > 0 ? { faults } : { rows };
};
