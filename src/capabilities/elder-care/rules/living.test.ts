import { expect, test } from 'vitest';
import { fenOf } from './living.ts';

test.each([
  [90, 9000],
  [90.5, 9050],
  [0.01, 1],
  [19.99, 1999],
  [90.123, undefined],
])('%f yuan are %s fen', (yuan, fen) => {
  expect(fenOf(yuan)).toBe(fen);
});
