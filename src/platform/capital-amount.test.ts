/** Amounts in words: the examples of the rules for bills, the noughts inside, and every amount read back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capitalAmount } from './capital-amount.ts';

describe('an amount written out', () => {
  test.each([
    [140_950, '壹仟肆佰零玖元伍角整'],
    [600_714, '陆仟零柒元壹角肆分'],
    [168_032, '壹仟陆佰捌拾元叁角贰分'],
    [10_700_053, '壹拾万柒仟元伍角叁分'],
    [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
    [32_504, '叁佰贰拾伍元零肆分'],
    [100_000_000_00, '壹亿元整'],
    [100_010_000_00, '壹亿零壹万元整'],
    [1_000_100_00, '壹佰万零壹佰元整'],
    [10_000_01, '壹万元零壹分'],
    [50, '伍角整'],
    [7, '柒分'],
    [0, '零元整'],
    [-1_234_00, '负壹仟贰佰叁拾肆元整'],
  ])('%i fen is %s', (fen, said) => expect(capitalAmount(fen)).toBe(said));

  test('is whole fen', () => expect(() => capitalAmount(0.5)).toThrow(RangeError));
});

const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from('零壹贰叁肆伍陆柒捌玖').map((word, n) => [word, n]),
);
const UNITS: Readonly<Record<string, number>> = { 拾: 10, 佰: 100, 仟: 1000 };
/** Reads four places as somebody at a counter does. */
const read = (text: string): number => {
  let sum = 0;
  let one = 0;
  for (const word of text) {
    const unit = UNITS[word];
    if (unit === undefined) one = NUMBERS[word] ?? Number.NaN;
    else {
      sum += one * unit;
      one = 0;
    }
  }
  return sum + one;
};

test('any amount up to a trillion yuan reads back as itself, without two noughts in a row', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999_999_99 }), (fen) => {
      const said = capitalAmount(fen);
      expect(said).not.toMatch(/零零|零元|零万|零亿/);
      const [, whole = '', tenths = '', cents = ''] = /^(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?$/.exec(said) ?? [];
      const [, hundredMillions = '', tenThousands = '', ones = ''] = /^(?:(.*)亿)?(?:(.*)万)?(.*)$/.exec(whole) ?? [];
      const yuan = read(hundredMillions) * 100_000_000 + read(tenThousands) * 10_000 + read(ones);
      expect(yuan * 100 + read(tenths) * 10 + read(cents)).toBe(fen);
    }),
  );
});
