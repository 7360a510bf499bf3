/** Watches a database: how many flights, how long they take, how many of its connections are busy. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Connections } from '../postgres/connect.ts';
import type { Database, Transaction } from '../postgres/database.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** The same database; what is done through it is counted in the registry. */
export const observed = (db: Database & { readonly connections: () => Connections }, registry: Registry): Database => {
  const seconds = new Histogram({
    name: 'kanglian_flight_seconds',
    help: 'Duration of one exchange with the database',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers: [registry],
  });
  const failed = new Counter({
    name: 'kanglian_transactions_failed_total',
    help: 'Transactions that ended with a fault, refused guards included',
    labelNames: ['kind'],
    registers: [registry],
  });
  new Gauge({
    name: 'kanglian_database_connections',
    help: 'Connections of the pool by what they do; waiting counts requests without one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { busy, idle, waiting } = db.connections();
      this.set({ state: 'busy' }, busy);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  const timed = async <Answer>(kind: string, work: () => Promise<Answer>): Promise<Answer> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      seconds.observe({ kind }, (performance.now() - began) / 1000);
    }
  };
  const watched = (tx: Transaction): Transaction => ({
    flight: (statements) => timed('load', () => tx.flight(statements)),
    finish: (statements) => timed('finish', () => tx.finish(statements)),
  });
  const counting = async <Answer>(kind: string, work: Promise<Answer>): Promise<Answer> => {
    try {
      return await work;
    } catch (fault) {
      failed.inc({ kind });
      throw fault;
    }
  };
  return {
    read: (actor, at, statements) =>
      counting(
        'read',
        timed('read', () => db.read(actor, at, statements)),
      ),
    write: (actor, at, work) =>
      counting(
        'write',
        db.write(actor, at, (tx) => work(watched(tx))),
      ),
    close: db.close,
  };
};
