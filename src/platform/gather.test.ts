import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gather } from './gather.ts';
import type { Actor } from './postgres/database.ts';

const actorOf = (id: string): Actor => ({
  id,
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
});
const one = actorOf('one');

/** Groups as they were begun; each ends when the test says so. */
const gathering = () => {
  const groups: { readonly actor: string; readonly items: readonly number[]; readonly end: () => void }[] = [];
  let begun: (() => void) | undefined;
  const ask = gather<number>(
    (actor, items) =>
      new Promise((end) => {
        groups.push({ actor: actor.id, items, end });
        begun?.();
      }),
  );
  const nextGroup = async (count: number): Promise<void> => {
    while (groups.length < count)
      await new Promise<void>((done) => {
        begun = done;
      });
  };
  return { ask, groups, nextGroup };
};

// a moment ends when the test says so: on a busy machine two turns of the event loop may be further apart than a real one
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what one actor asks for', () => {
  test('within one turn is done together', async () => {
    const { ask, groups, nextGroup } = gathering();
    for (const item of [1, 2, 3]) ask(one, item);
    await nextGroup(1);
    expect(groups.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  });

  test('while a group is under way gathers, and follows when that one has ended', async () => {
    const { ask, groups, nextGroup } = gathering();
    ask(one, 1);
    await nextGroup(1);
    ask(one, 2);
    await new Promise((turn) => setImmediate(turn));
    ask(one, 3);
    expect(groups).toHaveLength(1);
    groups[0]?.end();
    await nextGroup(2);
    expect(groups[1]?.items).toEqual([2, 3]);
  });

  test('does not wait for a group that does not end', async () => {
    const { ask, groups, nextGroup } = gathering();
    ask(one, 1);
    await nextGroup(1);
    ask(one, 2);
    vi.advanceTimersByTime(4);
    expect(groups).toHaveLength(1);
    vi.advanceTimersByTime(1);
    await nextGroup(2);
    expect(groups[1]?.items).toEqual([2]);
  });

  test('is answered once each, in groups of a bounded size, however many ask at a time', async () => {
    const { ask, groups, nextGroup } = gathering();
    const items = Array.from({ length: 450 }, (_, item) => item);
    for (const item of items) ask(one, item);
    await nextGroup(3);
    expect(groups.flatMap((group) => group.items)).toEqual(items);
    expect(Math.max(...groups.map((group) => group.items.length))).toBeLessThanOrEqual(200);
    // the first of those who come back waits for the others
    for (const { end } of groups) end();
    await new Promise((turn) => setImmediate(turn));
    ask(one, 1000);
    await new Promise((turn) => setImmediate(turn));
    ask(one, 1001);
    expect(groups).toHaveLength(3);
    vi.advanceTimersByTime(1);
    await nextGroup(4);
    expect(groups[3]?.items).toEqual([1000, 1001]);
  });

  test('is never done with what another asks for', async () => {
    const { ask, groups, nextGroup } = gathering();
    ask(one, 1);
    ask(actorOf('other'), 2);
    await nextGroup(2);
    expect(groups.map(({ actor, items }) => [actor, items])).toEqual([
      ['one', [1]],
      ['other', [2]],
    ]);
  });
});
