import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chineseValue, findNumerals } from './numerals.ts';

describe('a Chinese numeral', () => {
  test.each([
    ['十', 10],
    ['十五', 15],
    ['二十', 20],
    ['三百二十六', 326],
    ['三百零六', 306],
    ['三百五', 350],
    ['一万二', 12_000],
    ['两千零二十五', 2025],
    ['二〇二五', 2025],
    ['一亿两千万', 120_000_000],
    ['六十八点五', 68.5],
    ['贰佰叁拾', 230],
  ])('%s is %d', (text, value) => {
    expect(chineseValue(text)).toBe(value);
  });

  test('is none where a character is no numeral', () => {
    expect(chineseValue('三百家')).toBeUndefined();
  });

  test('written out by the rules reads as the number it was', () => {
    const digits = '零一二三四五六七八九';
    const below10000 = (n: number): string => {
      const places = ['千', '百', '十', ''];
      const figures = String(n).padStart(4, '0');
      let out = '';
      let gap = false;
      for (const [at, figure] of Array.from(figures).entries()) {
        if (figure === '0') gap ||= out !== '';
        else {
          out += (gap ? '零' : '') + (digits[Number(figure)] ?? '') + (places[at] ?? '');
          gap = false;
        }
      }
      return out;
    };
    const write = (n: number): string => {
      const [high, low] = [Math.floor(n / 10_000), n % 10_000];
      return (
        (high > 0 ? `${below10000(high)}万` : '') + (low > 0 && low < 1000 && high > 0 ? '零' : '') + below10000(low)
      );
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (n) => {
        expect(chineseValue(write(n))).toBe(n);
      }),
    );
  });
});

describe('numerals in a sentence', () => {
  test.each([
    ['投资45.1亿元', [4_510_000_000]],
    ['共2亿3000万元', [230_000_000]],
    ['有12,846条', [12_846]],
    ['3万余人', [30_000]],
    ['5千克药', [5]],
    ['四张名片和4条措施', [4, 4]],
  ])('%s', (text, values) => {
    expect(findNumerals(text).map(({ value }) => value)).toEqual(values);
  });
});
