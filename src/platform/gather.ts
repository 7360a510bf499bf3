/**
 * Gathers what one actor asks for: things that arrive within one turn of the event loop, or while others are under way, are
 * done together in one transaction. A transaction costs far more than what it does to one record.
 */
import type { Actor } from './postgres/database.ts';

/** Longer than this nothing waits for others to finish (law 5: rows of reads are committed within 5 ms). */
const LONGEST_WAIT = 5;
const MOST = 200;
/** Groups of one actor under way at a time: one in the database, one on its way. */
const ABREAST = 2;

type Queue<Item> = { readonly actor: Actor; waiting: Item[]; running: number; scheduled: boolean };

const keyOf = (actor: Actor): string => [actor.id, actor.role, actor.organisation, actor.purpose].join('\n');

/** @param work does a group; it settles every item itself and never rejects. */
export const gather = <Item>(
  work: (actor: Actor, group: readonly Item[]) => Promise<void>,
): ((actor: Actor, item: Item) => void) => {
  const queues = new Map<string, Queue<Item>>();

  const flush = (key: string, queue: Queue<Item>): void => {
    queue.scheduled = false;
    while (queue.waiting.length > 0) {
      queue.running++;
      void work(queue.actor, queue.waiting.splice(0, MOST)).then(() => {
        queue.running--;
        if (queue.waiting.length > 0) flush(key, queue);
        else if (queue.running === 0) queues.delete(key);
      });
    }
  };

  const schedule = (key: string, queue: Queue<Item>): void => {
    if (queue.scheduled) return;
    queue.scheduled = true;
    if (queue.running < ABREAST) setImmediate(flush, key, queue);
    else setTimeout(flush, LONGEST_WAIT, key, queue);
  };

  return (actor, item) => {
    const key = keyOf(actor);
    let queue = queues.get(key);
    if (!queue) {
      queue = { actor, waiting: [], running: 0, scheduled: false };
      queues.set(key, queue);
    }
    queue.waiting.push(item);
    schedule(key, queue);
  };
};
