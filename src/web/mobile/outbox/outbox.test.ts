import { describe, expect, test } from 'vitest';
import { outboxOf } from './outbox.ts';
import type { Entry, OutboxWorld } from './outbox.ts';

type Letter = { readonly text: string; readonly held?: boolean };
const LINE_DOWN = new Error('no line');
const refusal = (code: string): Error => Object.assign(new Error(code), { code });

/** A phone whose storage, line and clock the test decides on. */
const phone = (line: (entry: Entry<Letter>) => Promise<string>, full = false) => {
  const stored = new Map<string, Entry<Letter>>();
  const arrived: string[] = [];
  const timers: { at: number; then: () => void }[] = [];
  let now = 0;
  const world: OutboxWorld<Letter, string> = {
    load: () => [...stored.values()],
    keep: (id, entry) => {
      if (entry === null) stored.delete(id);
      else if (!full) stored.set(id, entry);
      return !full;
    },
    send: async (entry, note) => {
      if (entry.parcel.held === false) note({ ...entry.parcel, held: true });
      return line(entry);
    },
    verdict: (fault) =>
      fault === LINE_DOWN ? 'try-again' : { sentence: '不能这样办', code: (fault as { code: string }).code },
    arrived: (entry, receipt) => arrived.push(`${entry.id}:${receipt}`),
    wait: (milliseconds, then) => {
      const timer = { at: now + milliseconds, then };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    now: () => now,
  };
  /** Lets the time pass to the next timer, and what it begins come to rest. */
  const pass = async (): Promise<number> => {
    const [next] = timers.sort((one, other) => one.at - other.at).splice(0, 1);
    const waited = (next?.at ?? now) - now;
    now += waited;
    next?.then();
    await new Promise((resolve) => setTimeout(resolve, 0));
    return waited;
  };
  return { world, stored, arrived, pass };
};
const letter = (id: string, subject = id, text = id) => ({ id, subject, parcel: { text } });

describe('what is sent without a line', () => {
  test('is kept on the phone, tried again at growing pauses, and arrives once the line is back', async () => {
    let up = false;
    const { world, stored, arrived, pass } = phone(() => (up ? Promise.resolve('ok') : Promise.reject(LINE_DOWN)));
    const outbox = outboxOf(world);
    expect(await outbox.post(letter('a'))).toBe('waiting');
    expect([...stored.keys()]).toEqual(['a']);
    expect([await pass(), await pass(), await pass()]).toEqual([3_000, 6_000, 12_000]);
    up = true;
    await pass();
    expect(arrived).toEqual(['a:ok']);
    expect([...stored.keys()]).toEqual([]);
    expect(outbox.view()).toMatchObject({ entries: [], failures: 0 });
  });

  test('survives the page: the next one finds it and sends it', async () => {
    let up = false;
    const { world, arrived } = phone(() => (up ? Promise.resolve('ok') : Promise.reject(LINE_DOWN)));
    const before = outboxOf(world);
    await before.post(letter('a'));
    before.stop();
    up = true;
    const after = outboxOf(world);
    expect(after.view().entries).toHaveLength(1);
    after.wake();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(arrived).toEqual(['a:ok']);
  });

  test('goes in the order it was written for one resident', async () => {
    const asked: string[] = [];
    let up = false;
    const { world } = phone((entry) => {
      asked.push(entry.id);
      return up ? Promise.resolve('ok') : Promise.reject(LINE_DOWN);
    });
    const outbox = outboxOf(world);
    await outbox.post(letter('take-back', 'case'));
    await outbox.post(letter('visit', 'case'));
    expect(new Set(asked)).toEqual(new Set(['take-back']));
    up = true;
    asked.length = 0;
    outbox.wake();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(asked).toEqual(['take-back', 'visit']);
  });

  test('says so when the phone is full, and is sent all the same', async () => {
    let up = false;
    const { world, arrived, pass } = phone(() => (up ? Promise.resolve('ok') : Promise.reject(LINE_DOWN)), true);
    const outbox = outboxOf(world);
    await outbox.post(letter('a'));
    expect(outbox.view().unkept).toBe(true);
    up = true;
    await pass();
    expect(arrived).toEqual(['a:ok']);
    expect(outbox.view().unkept).toBe(false);
  });

  test('keeps what was learnt on the way: a place held before the line broke is not asked for again', async () => {
    const { world, stored } = phone(() => Promise.reject(LINE_DOWN));
    const outbox = outboxOf(world);
    await outbox.post({ id: 'a', subject: 'a', parcel: { text: 'a', held: false } });
    expect(stored.get('a')?.parcel.held).toBe(true);
  });
});

describe('what the server does not take', () => {
  test('waits for its writer with the reason, holds back only its own resident, and is never sent again by itself', async () => {
    const asked: string[] = [];
    const { world, arrived, stored } = phone((entry) => {
      asked.push(entry.id);
      return entry.id === 'a' ? Promise.reject(refusal('no-place-held')) : Promise.resolve('ok');
    });
    const outbox = outboxOf(world);
    expect(await outbox.post(letter('a', 'wu'))).toBe('refused');
    expect(await outbox.post(letter('b', 'wu'))).toBe('waiting');
    expect(await outbox.post(letter('c', 'li'))).toBe('arrived');
    expect(asked).toEqual(['a', 'c']);
    expect(stored.get('a')?.refused).toEqual({ sentence: '不能这样办', code: 'no-place-held' });
    outbox.remove('a');
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(arrived).toEqual(['c:ok', 'b:ok']);
  });
});
