/** What is told of few persons. */
import { describe, expect, test } from 'vitest';
import { toldOf, toldParts } from './network.ts';

const cell = (count: number, residents = count) => ({ count, residents });

describe('a number', () => {
  test('is withheld where fewer persons stand behind it than may be told, however many moves they made', () => {
    expect([toldOf(cell(4), 5), toldOf(cell(9, 4), 5), toldOf(cell(5), 5)]).toEqual([null, null, 5]);
  });
  test('of nobody is told as none', () => {
    expect([toldOf(undefined, 5), toldOf(cell(0), 5)]).toEqual([0, 0]);
  });
});

describe('the parts of a sum', () => {
  test('are told as they are where none is small', () => {
    expect(toldParts([cell(5), cell(0), cell(9)], 5)).toEqual([5, 0, 9]);
  });
  test('lose the next smallest with the only small one, which the sum would give away', () => {
    expect(toldParts([cell(8), cell(2), cell(30)], 5)).toEqual([null, null, 30]);
  });
  test('are left alone beside two that are withheld', () => {
    expect(toldParts([cell(3), cell(8), cell(4)], 5)).toEqual([null, 8, null]);
  });
  test('lose one more where those withheld are few even together', () => {
    expect(toldParts([cell(1), cell(8), cell(2)], 5)).toEqual([null, null, null]);
  });
  test('of one part only are that part', () => {
    expect(toldParts([cell(3)], 5)).toEqual([null]);
  });
});
