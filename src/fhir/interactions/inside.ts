import type { Database, Transaction } from '../../platform/postgres/database.ts';
import type { FhirContext } from '../context.ts';
import { groupedReads } from '../store/grouped-reads.ts';
import { groupedWrites } from '../store/grouped-writes.ts';

/** The database as seen from inside a transaction: what would be one of its own becomes a part of it, audit rows included. */
const insideOf = (tx: Transaction): Database => ({
  read: (_actor, _at, statements) => tx.flight(statements),
  write: (_actor, _at, work) => work({ flight: tx.flight, finish: tx.flight }),
  close: () => Promise.resolve(),
});

/** A context whose interactions take place inside the transaction. */
export const askInside = (tx: Transaction, context: FhirContext): FhirContext => {
  const db = insideOf(tx);
  return {
    ...context,
    db,
    reads: groupedReads(db, context.clock),
    writes: groupedWrites(db, context.clock, context.lasting),
  };
};
