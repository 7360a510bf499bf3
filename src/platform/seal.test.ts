import { expect, test } from 'vitest';
import { sealWith } from './seal.ts';

test('a text that was sealed is opened for the same use alone, and by nobody else', () => {
  const seal = sealWith('secret');
  const sealed = seal.seal('where a page ended', 'his Task?');
  expect(seal.open(sealed, 'his Task?')).toBe('where a page ended');
  expect(seal.open(sealed, 'lis Task?')).toBeUndefined();
  expect(sealWith('another').open(sealed, 'his Task?')).toBeUndefined();
  expect(sealWith().open(sealed, 'his Task?')).toBeUndefined();
  for (const changed of [sealed.slice(1), `${sealed}A`, sealed.replace(/.$/, '!'), ''])
    expect(seal.open(changed, 'his Task?')).toBeUndefined();
});

test('after a new secret, texts sealed with the earlier one are opened until it is taken away', () => {
  const out = sealWith('earlier').seal('page', 'his');
  const rotated = sealWith('newest', 'earlier');
  expect(rotated.open(out, 'his')).toBe('page');
  expect(sealWith('earlier').open(rotated.seal('page', 'his'), 'his')).toBeUndefined();
  expect(sealWith('newest').open(out, 'his')).toBeUndefined();
});
