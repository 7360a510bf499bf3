/** The insurer's statement, pasted: read to the fen, or refused row by row. */
import { describe, expect, test } from 'vitest';
import { fenOf, readStatement } from './statement-text.ts';

describe('an amount in yuan', () => {
  test.each([
    ['450', 45000],
    ['450.5', 45050],
    ['0.07', 7],
    ['1234567.89', 123456789],
    ['-12.30', -1230],
    ['¥80', 8000],
    ['-0', 0],
  ])('%s is %i fen', (yuan, fen) => expect(fenOf(yuan)).toBe(fen));
  test.each(['', '4.505', '1,000', 'abc', '1e3', '１２'])('“%s” is none', (yuan) =>
    expect(fenOf(yuan)).toBeUndefined(),
  );
});

describe('a pasted statement', () => {
  test('is read with tabs or commas, with its heading passed over and reasons kept', () => {
    expect(readStatement('行号\t天数\t金额\t原因\n1\t5\t2250\t\n2，3，900.50，超过限额，扣减\n\n')).toEqual({
      rows: [
        { line: 1, days: 5, fen: 225000, reason: null },
        { line: 2, days: 3, fen: 90050, reason: '超过限额，扣减' },
      ],
    });
  });
  test('is refused whole where a row has no amount, no number, or too many decimals', () => {
    expect(readStatement('1,5,2250\n2,3\nx,3,9\n4,1,9.999')).toEqual({
      faults: [
        { row: 2, why: 'notFour' },
        { row: 3, why: 'notNumber' },
        { row: 4, why: 'notMoney' },
      ],
    });
  });
});
