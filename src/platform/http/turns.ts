/**
 * Heavy requests (bundles, whole records, spreadsheets, papers) take turns, so that what they cost at a time is bounded and
 * everybody else is still answered. Of those waiting, the one whose client has the fewest turns comes next.
 */
export type Turns = {
  /** Gives back how to end the turn; undefined when too many wait already or none became free in time. */
  readonly take: (client: string) => Promise<(() => void) | undefined>;
  readonly taken: () => number;
  readonly waiting: () => number;
};

export type TurnsOptions = {
  readonly atATime: number;
  readonly mostWaiting?: number;
  readonly longestWaitMs?: number;
};

type Waiting = {
  readonly client: string;
  readonly begin: (end: (() => void) | undefined) => void;
  timer: NodeJS.Timeout;
};

export const createTurns = ({ atATime, mostWaiting = 200, longestWaitMs = 15_000 }: TurnsOptions): Turns => {
  const running = new Map<string, number>();
  let taken = 0;
  const queue: Waiting[] = [];
  const of = (client: string): number => running.get(client) ?? 0;

  const next = (): void => {
    if (taken >= atATime || queue.length === 0) return;
    let place = 0;
    for (let other = 1; other < queue.length; other++)
      if (of(queue[other]?.client ?? '') < of(queue[place]?.client ?? '')) place = other;
    const [chosen] = queue.splice(place, 1);
    if (chosen === undefined) return;
    clearTimeout(chosen.timer);
    chosen.begin(begin(chosen.client));
  };
  const begin = (client: string): (() => void) => {
    taken += 1;
    running.set(client, of(client) + 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      taken -= 1;
      const left = of(client) - 1;
      if (left > 0) running.set(client, left);
      else running.delete(client);
      next();
    };
  };
  return {
    take: (client) => {
      if (taken < atATime) return Promise.resolve(begin(client));
      if (queue.length >= mostWaiting) return Promise.resolve(undefined);
      return new Promise((done) => {
        const waiting: Waiting = {
          client,
          begin: done,
          timer: setTimeout(() => {
            queue.splice(queue.indexOf(waiting), 1);
            done(undefined);
          }, longestWaitMs),
        };
        queue.push(waiting);
      });
    },
    taken: () => taken,
    waiting: () => queue.length,
  };
};
