import cluster from 'node:cluster';
import { ToWorker } from './messages.ts';
import type { ToPrimary } from './messages.ts';

/** A worker's line to the first process. */
export type WorkerLine = {
  readonly ready: (address: string) => void;
  /** The counters of all workers together; rejects when the first process does not answer. */
  readonly metricsOfAll: () => Promise<string>;
  /** How this worker tells its own. */
  readonly onMetricsAsked: (own: () => Promise<readonly unknown[]>) => void;
  /** Tells what clients spent here, and hears what they spent everywhere. */
  readonly tellSpent: (minute: number, spent: readonly (readonly [string, number])[]) => void;
  readonly onSpent: (heard: (minute: number, spent: readonly (readonly [string, number])[]) => void) => void;
};

const ANSWER_WITHIN_MS = 5000;

/** The line, or undefined in a program that runs alone. */
export const workerLine = (): WorkerLine | undefined => {
  if (!cluster.isWorker) return undefined;
  const tell = (message: ToPrimary): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const asked = new Map<number, (text: string) => void>();
  let last = 0;
  let own = (): Promise<readonly unknown[]> => Promise.resolve([]);
  let heardSpent = (_minute: number, _spent: readonly (readonly [string, number])[]): void => undefined;
  process.on('message', (sent: unknown) => {
    const read = ToWorker.safeParse(sent);
    if (!read.success) return;
    const message = read.data;
    if (message.kanglian === 'all-metrics') asked.get(message.id)?.(message.text);
    else if (message.kanglian === 'spent-in-all') heardSpent(message.minute, message.spent);
    else
      own().then(
        (metrics) => {
          tell({ kanglian: 'own-metrics', id: message.id, metrics: [...metrics] });
        },
        () => undefined,
      );
  });
  return {
    ready: (address) => {
      tell({ kanglian: 'ready', address });
    },
    metricsOfAll: () =>
      new Promise((done, failed) => {
        const id = ++last;
        const end = (): void => {
          asked.delete(id);
          clearTimeout(timer);
        };
        const timer = setTimeout(() => {
          end();
          failed(new Error('the first process did not answer'));
        }, ANSWER_WITHIN_MS);
        asked.set(id, (text) => {
          end();
          done(text);
        });
        tell({ kanglian: 'ask-metrics', id });
      }),
    onMetricsAsked: (telling) => {
      own = telling;
    },
    tellSpent: (minute, spent) => {
      tell({ kanglian: 'spent', minute, spent: spent.map(([key, count]): [string, number] => [key, count]) });
    },
    onSpent: (heard) => {
      heardSpent = heard;
    },
  };
};
