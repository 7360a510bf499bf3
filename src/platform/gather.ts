/**
 * Gathers what one actor asks for: things that arrive within one turn of the event loop, or while others are under way, are
 * done together in one transaction. A transaction costs far more than what it does to one record.
 */
import type { Actor } from './postgres/database.ts';

/** Longer than this nothing waits for others to finish (law 5: rows of reads are committed within 5 ms). */
const LONGEST_WAIT = 5;
/** Where the last group had several, the same callers ask again a moment apart: the first waits so long for the others. */
const MOMENT = 1;
const MOST = 200;

type Queue<Item> = {
  readonly actor: Actor;
  waiting: Item[];
  running: number;
  /** How many the last group had. */
  last: number;
  /** Takes back the flush that is due. */
  cancel: (() => void) | undefined;
};

const keyOf = (actor: Actor): string => [actor.id, actor.role, actor.organisation, actor.purpose].join('\n');

/**
 * One group of an actor is under way at a time; meanwhile the next one gathers, for `LONGEST_WAIT` at most. Whoever asks alone
 * waits for nobody.
 * @param work does a group; it settles every item itself and never rejects.
 */
export const gather = <Item>(
  work: (actor: Actor, group: readonly Item[]) => Promise<void>,
): ((actor: Actor, item: Item) => void) => {
  const queues = new Map<string, Queue<Item>>();

  const flush = (key: string, queue: Queue<Item>): void => {
    queue.cancel?.();
    queue.cancel = undefined;
    while (queue.waiting.length > 0) {
      const group = queue.waiting.splice(0, MOST);
      queue.last = group.length;
      queue.running++;
      void work(queue.actor, group).then(() => {
        queue.running--;
        finished(key, queue);
      });
    }
  };

  const flushIn = (key: string, queue: Queue<Item>, milliseconds: number): void => {
    queue.cancel?.();
    const timer = setTimeout(flush, milliseconds, key, queue);
    queue.cancel = () => {
      clearTimeout(timer);
    };
  };

  const finished = (key: string, queue: Queue<Item>): void => {
    if (queue.running > 0) return;
    const { waiting, last } = queue;
    // an actor who asks for several things at a time is remembered as such: there are no more of them than have credentials
    if (waiting.length === 0 && last === 1) queues.delete(key);
    else if (waiting.length * 2 >= last) flush(key, queue);
    else if (waiting.length > 0) flushIn(key, queue, MOMENT);
  };

  const schedule = (key: string, queue: Queue<Item>): void => {
    if (queue.cancel !== undefined) return;
    if (queue.running > 0) flushIn(key, queue, LONGEST_WAIT);
    else if (queue.last > 1) flushIn(key, queue, MOMENT);
    else {
      const soon = setImmediate(flush, key, queue);
      queue.cancel = () => {
        clearImmediate(soon);
      };
    }
  };

  return (actor, item) => {
    const key = keyOf(actor);
    let queue = queues.get(key);
    if (!queue) {
      queue = { actor, waiting: [], running: 0, last: 1, cancel: undefined };
      queues.set(key, queue);
    }
    queue.waiting.push(item);
    schedule(key, queue);
  };
};
