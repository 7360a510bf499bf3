/** The numbers of body levels, 一、（一）1.（1）, counted as the paragraphs come (GB/T 9704-2012, 7.3.3). Pure. */
import type { Level, Paragraph } from './document.ts';

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** 1 to 99 in Chinese: 十一, 二十, 二十一. */
export const chineseNumber = (value: number): string => {
  const tens = Math.floor(value / 10);
  const ones = DIGITS[value % 10] ?? '';
  if (tens === 0) return ones;
  return `${tens === 1 ? '' : (DIGITS[tens] ?? '')}十${ones}`;
};

export const numberOfLevel = (level: Level, count: number): string => {
  switch (level) {
    case 1:
      return `${chineseNumber(count)}、`;
    case 2:
      return `（${chineseNumber(count)}）`;
    case 3:
      return `${String(count)}.`;
    case 4:
      return `（${String(count)}）`;
    case 0:
      return '';
  }
};

/** The number before each paragraph; a level starts anew under the next higher one. */
export const numbersOf = (paragraphs: readonly Pick<Paragraph, 'level'>[]): readonly string[] => {
  const counts: Record<number, number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 };
  return paragraphs.map(({ level }) => {
    if (level === 0) return '';
    counts[level] = (counts[level] ?? 0) + 1;
    for (let deeper = level + 1; deeper <= 4; deeper++) counts[deeper] = 0;
    return numberOfLevel(level, counts[level]);
  });
};
