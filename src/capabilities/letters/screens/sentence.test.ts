import { describe, expect, test } from 'vitest';
import { sentenceAround } from './sentence.ts';

const FIRST = '一是加强建设。';
const SECOND = '二是年底前覆盖全部乡镇；';
const THIRD = '三是公布项目。';
const TEXT = `${FIRST}${SECOND}${THIRD}`;

describe('the sentence the caret stands in', () => {
  test('is the one around it', () => {
    expect(sentenceAround(TEXT, 3)).toBe(FIRST);
    expect(sentenceAround(TEXT, FIRST.length + 4)).toBe(SECOND);
  });

  test('is the one just typed when the caret stands behind its full stop', () => {
    expect(sentenceAround(TEXT, TEXT.length)).toBe(THIRD);
    expect(sentenceAround(FIRST, FIRST.length)).toBe(FIRST);
    expect(sentenceAround(`${FIRST}\u3000`, FIRST.length + 1)).toBe(FIRST);
  });

  test('is the one that begins where another ended', () => {
    expect(sentenceAround(TEXT, FIRST.length)).toBe(SECOND);
    expect(sentenceAround(TEXT, 0)).toBe(FIRST);
  });

  test('may have no stop yet, and is none in an empty paragraph', () => {
    expect(sentenceAround(`${FIRST}下一步覆盖`, TEXT.length)).toBe('下一步覆盖');
    expect(sentenceAround('', 0)).toBeNull();
    expect(sentenceAround('。', 1)).toBeNull();
  });
});
