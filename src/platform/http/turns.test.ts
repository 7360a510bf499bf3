import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTurns } from './turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('so many at a time and no more; the next begins when one ends, and an end counts once', async () => {
  const turns = createTurns({ atATime: 2 });
  const first = await turns.take('a');
  await turns.take('a');
  let third: (() => void) | undefined;
  void turns.take('a').then((end) => (third = end));
  await vi.advanceTimersByTimeAsync(100);
  expect([turns.taken(), turns.waiting(), third]).toEqual([2, 1, undefined]);
  first?.();
  first?.();
  await vi.advanceTimersByTimeAsync(0);
  expect([turns.taken(), turns.waiting(), typeof third]).toEqual([2, 0, 'function']);
});

test('a client that sends a hundred at once does not keep another one waiting behind all of them', async () => {
  const turns = createTurns({ atATime: 2 });
  const order: string[] = [];
  const ask = (client: string): Promise<void> =>
    turns.take(client).then((end) => {
      order.push(client);
      setTimeout(() => end?.(), 10);
    });
  const all = [...Array.from({ length: 100 }, () => ask('greedy')), ask('modest')];
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all(all);
  expect(order.indexOf('modest')).toBeLessThanOrEqual(3);
  expect(turns.taken()).toBe(0);
});

test('who would wait too long, or behind too many, is told so', async () => {
  const turns = createTurns({ atATime: 1, mostWaiting: 1, longestWaitMs: 1000 });
  const end = await turns.take('a');
  const patient = turns.take('b');
  expect(await turns.take('c')).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1001);
  expect(await patient).toBeUndefined();
  end?.();
  expect(await turns.take('c')).toBeTypeOf('function');
});
