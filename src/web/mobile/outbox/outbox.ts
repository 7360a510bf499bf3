/**
 * 待发: what was sent and has not arrived. Kept on this phone at once, sent in order for each subject, tried again by
 * itself, and never twice: an entry carries the key that makes repeating it harmless. All it needs of the world is given.
 */
export type Entry<Parcel> = {
  readonly id: string;
  /** What it is about (a case's id): entries of one subject go in the order they were written. */
  readonly subject: string;
  /** Milliseconds; when it was written. */
  readonly at: number;
  readonly parcel: Parcel;
  /** Why the server did not take it; it then waits for its writer. */
  readonly refused: { readonly sentence: string; readonly code: string | null } | null;
};

export type Verdict = 'try-again' | { readonly sentence: string; readonly code: string | null };

export type OutboxWorld<Parcel, Receipt> = {
  /** What survived the last page, in any order. */
  readonly load: () => readonly Entry<Parcel>[];
  /** Keeps an entry, or (null) forgets it; answers whether it is kept. */
  readonly keep: (id: string, entry: Entry<Parcel> | null) => boolean;
  /** Sends it. `note` keeps what was learnt on the way (a place held), so that another try goes on from there. */
  readonly send: (entry: Entry<Parcel>, note: (parcel: Parcel) => void) => Promise<Receipt>;
  readonly verdict: (fault: unknown) => Verdict;
  readonly arrived: (entry: Entry<Parcel>, receipt: Receipt) => void;
  /** Runs `then` after a while; answers how to call it off. */
  readonly wait: (milliseconds: number, then: () => void) => () => void;
  readonly now: () => number;
};

export type OutboxView<Parcel> = {
  readonly entries: readonly Entry<Parcel>[];
  readonly sending: string | null;
  /** Tries without an answer since the last that had one, and when the next is made. */
  readonly failures: number;
  readonly nextAt: number | null;
  /** Some entry stands on this page only. */
  readonly unkept: boolean;
};

export type Outbox<Parcel> = {
  readonly view: () => OutboxView<Parcel>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Resolves when it arrived, was refused, or is left waiting for the line. */
  readonly post: (entry: Omit<Entry<Parcel>, 'at' | 'refused'>) => Promise<'arrived' | 'refused' | 'waiting'>;
  readonly remove: (id: string) => void;
  /** The line may be back, or somebody asks: everything waiting is tried now. */
  readonly wake: () => void;
  readonly stop: () => void;
};

const FIRST_PAUSE = 3_000;
const LONGEST_PAUSE = 60_000;

export const outboxOf = <Parcel, Receipt>(world: OutboxWorld<Parcel, Receipt>): Outbox<Parcel> => {
  const listeners = new Set<() => void>();
  const unkept = new Set<string>();
  let entries = [...world.load()].sort((one, other) => one.at - other.at);
  let view: OutboxView<Parcel> = { entries, sending: null, failures: 0, nextAt: null, unkept: false };
  let running: Promise<void> | null = null;
  let again = false;
  let callOff: (() => void) | null = null;
  let stopped = false;

  const show = (change: Partial<OutboxView<Parcel>> = {}): void => {
    view = { ...view, ...change, entries, unkept: unkept.size > 0 };
    for (const listener of listeners) listener();
  };
  const put = (entry: Entry<Parcel>): void => {
    entries = entries.some(({ id }) => id === entry.id)
      ? entries.map((each) => (each.id === entry.id ? entry : each))
      : [...entries, entry];
    if (world.keep(entry.id, entry)) unkept.delete(entry.id);
    else unkept.add(entry.id);
  };
  const drop = (id: string): void => {
    entries = entries.filter((entry) => entry.id !== id);
    unkept.delete(id);
    world.keep(id, null);
  };
  /** The first of each subject; a refused one holds back those behind it. */
  const ready = (): Entry<Parcel> | undefined =>
    entries.find(
      (entry) => entry.refused === null && entries.find(({ subject }) => subject === entry.subject)?.id === entry.id,
    );
  const later = (): void => {
    const failures = view.failures + 1;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
    callOff = world.wait(pause, () => void run());
    show({ sending: null, failures, nextAt: world.now() + pause });
  };
  const sendAll = async (): Promise<void> => {
    for (let entry = ready(); entry !== undefined && !stopped; entry = ready()) {
      const { id } = entry;
      show({ sending: id, nextAt: null });
      try {
        const receipt = await world.send(entry, (parcel) => {
          const now = entries.find((each) => each.id === id);
          if (now !== undefined) put({ ...now, parcel });
        });
        const sent = entries.find((each) => each.id === id) ?? entry;
        drop(id);
        show({ sending: null, failures: 0 });
        world.arrived(sent, receipt);
      } catch (fault) {
        const verdict = world.verdict(fault);
        if (verdict === 'try-again') {
          later();
          return;
        }
        const now = entries.find((each) => each.id === id);
        if (now !== undefined) put({ ...now, refused: verdict });
        show({ sending: null, failures: 0 });
      }
    }
  };
  const run = async (): Promise<void> => {
    callOff?.();
    callOff = null;
    if (stopped) return;
    if (running !== null) {
      again = true;
      return running;
    }
    running = sendAll();
    await running;
    running = null;
    // What was written while the last one was on its way; a pause already begun stands.
    const begun = again && view.nextAt === null && ready() !== undefined;
    again = false;
    if (begun) await run();
  };
  const stateOf = (id: string): 'arrived' | 'refused' | 'waiting' => {
    const entry = entries.find((each) => each.id === id);
    return entry === undefined ? 'arrived' : entry.refused === null ? 'waiting' : 'refused';
  };

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    post: async (entry) => {
      put({ ...entry, at: world.now(), refused: null });
      show();
      await run();
      return stateOf(entry.id);
    },
    remove: (id) => {
      drop(id);
      show();
      void run();
    },
    wake: () => {
      if (ready() !== undefined) void run();
    },
    stop: () => {
      stopped = true;
      callOff?.();
      listeners.clear();
    },
  };
};
