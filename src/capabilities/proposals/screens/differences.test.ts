import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences } from './differences.ts';

const said = (before: string, after: string): string =>
  differences(before, after)
    .map(({ kind, text }) => (kind === 'kept' ? text : kind === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');

test('a number that changed is one change, whole, in its sentence', () => {
  expect(said('全市签约率达68%以上。设备350余台。', '全市签约率达86.5%以上。设备350余台。')).toBe(
    '全市签约率达[-68%][+86.5%]以上。设备350余台。',
  );
});

test('a sentence that came or went is marked as a whole', () => {
  expect(said('一是培训。', '一是培训。二是派驻。')).toBe('一是培训。[+二是派驻。]');
  expect(said('一是培训。二是派驻。', '一是培训。')).toBe('一是培训。[-二是派驻。]');
});

test('what was kept and removed is the old text, what was kept and added the new one, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('一是', '建设', '。', '；', '12家', '13家', '68%', '\n', '村医', 'MDT', '！'), {
      maxLength: 40,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = differences(before, after);
      const without = (kind: string): string =>
        pieces.flatMap((piece) => (piece.kind === kind ? [] : [piece.text])).join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
      if (before === after) expect(pieces.every(({ kind }) => kind === 'kept')).toBe(true);
    }),
  );
});
