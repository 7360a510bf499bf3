/**
 * Several server processes behind one port: the first process keeps the database and starts workers, which share the port
 * (node:cluster). One that ends is replaced; the others go on meanwhile.
 */
import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { metricsTogether } from '../http/metrics.ts';
import { ToPrimary } from './messages.ts';
import type { ToWorker } from './messages.ts';

export type Supervised = {
  /** The address, once every worker answers there. Rejects when one ends before. */
  readonly ready: Promise<string>;
  /** Ends the workers in order; one that does not end in time is killed. */
  readonly stop: () => Promise<void>;
};

export type SuperviseOptions = {
  readonly count: number;
  /** Told of every worker that ended without being asked to. */
  readonly onLost: (lost: {
    readonly pid: number | undefined;
    readonly code: number | null;
    readonly signal: string | null;
  }) => void;
  readonly stopWithinMs?: number;
};

/** A worker that falls again and again is started again more slowly; one that has run for a minute, or was told to end, starts afresh. */
const AGAIN = { firstMs: 200, mostMs: 30_000, forgottenAfterMs: 60_000 } as const;
const METRICS_WITHIN_MS = 2000;

const send = (worker: Worker, message: ToWorker): void => {
  if (worker.isConnected()) worker.send(message, () => undefined);
};
const all = (): readonly Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/** Gathers every worker's counters for the one that was asked; one that is silent is left out. */
const metricsGatherer = () => {
  const open = new Map<number, { readonly wanted: number; readonly got: unknown[][]; readonly finish: () => void }>();
  let last = 0;
  return {
    ask: (asker: Worker, id: number): void => {
      const round = ++last;
      const workers = all();
      const got: unknown[][] = [];
      const finish = (): void => {
        if (!open.delete(round)) return;
        clearTimeout(timer);
        void metricsTogether(got).then((text) => {
          send(asker, { kanglian: 'all-metrics', id, text });
        });
      };
      const timer = setTimeout(finish, METRICS_WITHIN_MS);
      open.set(round, { wanted: workers.length, got, finish });
      for (const worker of workers) send(worker, { kanglian: 'tell-metrics', id: round });
    },
    take: (round: number, metrics: unknown[]): void => {
      const asked = open.get(round);
      asked?.got.push(metrics);
      if (asked !== undefined && asked.got.length >= asked.wanted) asked.finish();
    },
  };
};

/** Adds up what clients spent of their budgets at each worker, and tells all of them. */
const budgetKeeper = () => {
  let minute = 0;
  let totals = new Map<string, number>();
  return (at: number, spent: readonly (readonly [string, number])[]): void => {
    if (at < minute) return;
    if (at > minute) {
      minute = at;
      totals = new Map();
    }
    for (const [key, more] of spent) totals.set(key, (totals.get(key) ?? 0) + more);
    const told = spent.map(([key]): [string, number] => [key, totals.get(key) ?? 0]);
    for (const worker of all()) send(worker, { kanglian: 'spent-in-all', minute, spent: told });
  };
};

/** @param options.count how many; each runs this same program, and finds itself to be a worker. */
export const superviseWorkers = ({ count, onLost, stopWithinMs = 45_000 }: SuperviseOptions): Supervised => {
  // round robin holds a connection until the worker has taken it: one killed in that moment leaves a caller waiting for ever.
  // Sharing the listening socket, whoever lives takes it.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  let stopping = false;
  let again: number = AGAIN.firstMs;
  const waiting = new Set<NodeJS.Timeout>();
  const answering = new Map<number, string>();
  const metrics = metricsGatherer();
  const keepBudgets = budgetKeeper();
  let begun = (_address: string): void => undefined;
  let failed = (_reason: unknown): void => undefined;
  let allBegan = false;
  const ready = new Promise<string>((done, reject) => {
    begun = done;
    failed = reject;
  });

  const take = (worker: Worker, sent: unknown): void => {
    const read = ToPrimary.safeParse(sent);
    if (!read.success) return;
    const message = read.data;
    if (message.kanglian === 'ask-metrics') metrics.ask(worker, message.id);
    else if (message.kanglian === 'own-metrics') metrics.take(message.id, message.metrics);
    else if (message.kanglian === 'spent') keepBudgets(message.minute, message.spent);
    else {
      answering.set(worker.id, message.address);
      if (answering.size < count || allBegan) return;
      allBegan = true;
      begun(message.address);
    }
  };
  const start = (): void => {
    const worker = cluster.fork();
    const since = Date.now();
    worker.on('message', (message: unknown) => {
      take(worker, message);
    });
    worker.on('error', () => undefined);
    worker.on('exit', (code: number | null, signal: string | null) => {
      const toldToEnd = answering.delete(worker.id) && code === 0;
      if (stopping) return;
      onLost({ pid: worker.process.pid, code, signal });
      if (!allBegan) {
        stopping = true;
        failed(new Error('a worker ended before it answered'));
        return;
      }
      if (toldToEnd || Date.now() - since > AGAIN.forgottenAfterMs) again = AGAIN.firstMs;
      const timer = setTimeout(() => {
        waiting.delete(timer);
        start();
      }, again);
      waiting.add(timer);
      again = Math.min(AGAIN.mostMs, again * 2);
    });
  };
  for (let number = 0; number < count; number++) start();

  return {
    ready,
    stop: async () => {
      stopping = true;
      for (const timer of waiting) clearTimeout(timer);
      const ended = all().map(
        (worker) =>
          new Promise<void>((done) => {
            const kill = setTimeout(() => worker.process.kill('SIGKILL'), stopWithinMs);
            worker.once('exit', () => {
              clearTimeout(kill);
              done();
            });
            worker.process.kill('SIGTERM');
          }),
      );
      await Promise.all(ended);
    },
  };
};
