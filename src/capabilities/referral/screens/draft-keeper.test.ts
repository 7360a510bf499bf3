import { describe, expect, it } from 'vitest';
import { draftKeeper } from './draft-keeper.ts';
import type { DraftKeeper, Failure, KeeperWorld, LocalCopy, Saved } from './draft-keeper.ts';

/** A desk with a clock wound by hand, a server that can be cut off, and a storage that can be full. */
const desk = (begun: { version?: number; content?: string; unsaved?: boolean } = {}) => {
  const sent: { version: number; content: string }[] = [];
  let waiting: { at: number; then: () => void }[] = [];
  let now = 0;
  let version = begun.version ?? 0;
  const state = { server: 'up' as 'up' | Failure, full: false, local: null as LocalCopy<string> | null, slow: false };
  const answers: (() => void)[] = [];
  const world: KeeperWorld<string> = {
    put: (seen, content) => {
      sent.push({ version: seen, content });
      const answer = (): Promise<Saved> => {
        if (state.server !== 'up') return Promise.reject(new Error(state.server));
        if (seen !== version) return Promise.reject(new Error('conflict'));
        version += 1;
        return Promise.resolve({ version, updatedAt: `at ${String(now)}` });
      };
      return state.slow ? new Promise<void>((go) => answers.push(go)).then(answer) : answer();
    },
    failureOf: (fault) => (fault as Error).message as Failure,
    keepLocal: (copy) => {
      if (state.full && copy !== null) return false;
      state.local = copy;
      return true;
    },
    wait: (milliseconds, then) => {
      const one = { at: now + milliseconds, then };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((other) => other !== one);
      };
    },
  };
  const keeper: DraftKeeper<string> = draftKeeper(
    {
      version,
      content: begun.content ?? '',
      updatedAt: version > 0 ? 'before' : null,
      unsaved: begun.unsaved ?? false,
    },
    world,
  );
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return {
    keeper,
    state,
    sent,
    answerOne: async () => {
      answers.shift()?.();
      await settle();
    },
    elsewhere: () => (version += 1),
    pass: async (milliseconds: number) => {
      now += milliseconds;
      const due = waiting.filter((one) => one.at <= now);
      waiting = waiting.filter((one) => one.at > now);
      for (const one of due) one.then();
      await settle();
    },
    type: (text: string) => keeper.change(() => text),
  };
};

describe('a draft', () => {
  it('is kept on this machine at each letter and on the server at the pause', async () => {
    const { keeper, state, sent, pass, type } = desk();
    type('右');
    type('右足');
    expect(state.local).toEqual({ version: 0, content: '右足' });
    expect(sent).toEqual([]);
    await pass(1000);
    expect(sent).toEqual([{ version: 0, content: '右足' }]);
    expect(keeper.view().save).toEqual({ kind: 'saved', at: 'at 1000' });
    expect(state.local).toBeNull();
  });

  it('is not sent again when nothing changed', async () => {
    const { keeper, sent, pass, type } = desk();
    type('右足');
    await pass(1000);
    expect(await keeper.flush()).toBe(true);
    await pass(60_000);
    expect(sent).toHaveLength(1);
  });

  it('waits for the running save, then sends what was typed meanwhile, on the new version', async () => {
    const { keeper, state, sent, pass, type, answerOne } = desk();
    state.slow = true;
    type('右足');
    await pass(1000);
    type('右足溃疡');
    await answerOne();
    expect(state.local).toEqual({ version: 1, content: '右足溃疡' });
    await pass(1000);
    await answerOne();
    expect(sent).toEqual([
      { version: 0, content: '右足' },
      { version: 1, content: '右足溃疡' },
    ]);
    expect(keeper.view().save.kind).toBe('saved');
  });

  it('is sent once by several who wait for the running save, not by each of them', async () => {
    const { keeper, state, sent, pass, type, answerOne } = desk();
    state.slow = true;
    type('右足');
    await pass(1000);
    type('右足溃疡');
    const waiting = [keeper.flush(), keeper.flush(), keeper.flush()];
    await answerOne();
    await answerOne();
    expect(await Promise.all(waiting)).toEqual([true, true, true]);
    expect(sent).toHaveLength(2);
    expect(keeper.view().save.kind).toBe('saved');
  });

  it('stays on this machine while the connection is lost and goes out when it is back', async () => {
    const { keeper, state, sent, pass, type } = desk();
    state.server = 'unreachable';
    type('右足');
    await pass(1000);
    expect(keeper.view().save).toEqual({ kind: 'local', kept: true });
    type('右足溃疡');
    expect(keeper.view().save).toEqual({ kind: 'local', kept: true });
    expect(state.local).toEqual({ version: 0, content: '右足溃疡' });
    state.server = 'up';
    keeper.reconnected();
    await pass(0);
    expect(keeper.view().save.kind).toBe('saved');
    expect(sent.at(-1)).toEqual({ version: 0, content: '右足溃疡' });
    expect(state.local).toBeNull();
  });

  it('tries again by itself, and says so when this machine cannot keep it either', async () => {
    const { keeper, state, pass, type } = desk();
    state.server = 'unreachable';
    state.full = true;
    type('右足');
    await pass(1000);
    expect(keeper.view().save).toEqual({ kind: 'local', kept: false });
    state.server = 'up';
    await pass(5000);
    expect(keeper.view().save.kind).toBe('saved');
  });

  it('left over from a lost connection is sent on opening', async () => {
    const { keeper, sent, pass } = desk({ version: 3, content: '右足溃疡', unsaved: true });
    await pass(0);
    expect(sent).toEqual([{ version: 3, content: '右足溃疡' }]);
    expect(keeper.view().save.kind).toBe('saved');
  });

  it('changed elsewhere is never written over by itself, and nothing typed is lost', async () => {
    const { keeper, state, sent, pass, type, elsewhere } = desk({ version: 3, content: '右足' });
    elsewhere();
    type('右足溃疡');
    await pass(1000);
    expect(keeper.view()).toEqual({ content: '右足溃疡', save: { kind: 'conflict' } });
    type('右足溃疡12天');
    await pass(60_000);
    expect(sent).toHaveLength(1);
    expect(state.local?.content).toBe('右足溃疡12天');
    expect(await keeper.overrule(4)).toBe(true);
    expect(sent.at(-1)).toEqual({ version: 4, content: '右足溃疡12天' });
  });

  it('can give way to what was saved elsewhere', async () => {
    const { keeper, state, pass, type, elsewhere } = desk({ version: 3, content: '右足' });
    elsewhere();
    type('右足溃疡');
    await pass(1000);
    keeper.adopt(4, '左足', 'then');
    expect(keeper.view()).toEqual({ content: '左足', save: { kind: 'saved', at: 'then' } });
    expect(state.local).toBeNull();
  });

  it('refused by the server is said and kept, and tried again with the next change', async () => {
    const { keeper, state, pass, type } = desk();
    state.server = 'refused';
    type('右足');
    await pass(1000);
    expect(keeper.view().save.kind).toBe('refused');
    expect(state.local?.content).toBe('右足');
    state.server = 'up';
    type('右');
    await pass(1000);
    expect(keeper.view().save.kind).toBe('saved');
  });

  it('that became a case is neither saved again nor left on this machine', async () => {
    const { keeper, state, sent, pass, type } = desk();
    type('右足');
    keeper.stop(true);
    await pass(60_000);
    expect(sent).toEqual([]);
    expect(state.local).toBeNull();
  });
});
