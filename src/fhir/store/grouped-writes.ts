/**
 * Writes of single records, gathered: a group is stored in one transaction, each write with an audit row of its own. Every write
 * stays all or nothing by itself: where the database refuses a group (a duplicate number, a stale version), all of it is rolled
 * back and done again in halves, until the one at fault stands alone and gets its own answer.
 */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import { gather } from '../../platform/gather.ts';
import { guardStatements, refusalOfStore } from './guards.ts';
import type { NewVersion } from './new-version.ts';
import type { Lasting } from './relations.ts';
import { storeStatements } from './statements.ts';

export type WriteAction = 'create' | 'update' | 'delete';

export type Written = { readonly version: NewVersion; readonly at: Date };

export type GroupedWrites = {
  /**
   * Stores one record. The version is made when its group is, so that all of a group carry the moment of its transaction.
   * Rejects with the fault of this write alone.
   */
  readonly store: (actor: Actor, action: WriteAction, make: (at: Date) => NewVersion) => Promise<Written>;
};

type Wanted = {
  readonly action: WriteAction;
  readonly make: (at: Date) => NewVersion;
  readonly done: (written: Written) => void;
  readonly failed: (reason: unknown) => void;
};

const audited = (actor: Actor, at: Date, { action }: Wanted, { type, id, patient }: NewVersion) =>
  auditRow(actor, at, { action, target: `${type}/${id}`, residents: patient === null ? [] : [patient] });

export const groupedWrites = (db: Database, clock: Clock, lasting?: Lasting): GroupedWrites => {
  const storeAll = async (actor: Actor, group: readonly Wanted[]): Promise<void> => {
    const at = clock.now();
    const versions = group.map(({ make }) => make(at));
    const rows = group.map((wanted, place) => {
      const version = versions[place];
      if (!version) throw new Error('a write without a version');
      return audited(actor, at, wanted, version);
    });
    await db.write(actor, at, (tx) =>
      tx.finish([
        ...storeStatements(versions, actor, at, lasting),
        ...guardStatements(versions),
        auditStatement(...rows),
      ]),
    );
    for (const [place, { done }] of group.entries()) {
      const version = versions[place];
      if (version) done({ version, at });
    }
  };

  const work = async (actor: Actor, group: readonly Wanted[]): Promise<void> => {
    try {
      await storeAll(actor, group);
    } catch (fault) {
      // only what the database surely refused is done again; a connection lost at COMMIT is not
      if (group.length === 1 || !refusalOfStore(fault)) {
        for (const { failed } of group) failed(fault);
        return;
      }
      const half = group.length >> 1;
      await work(actor, group.slice(0, half));
      await work(actor, group.slice(half));
    }
  };
  const ask = gather<Wanted>(work);

  return {
    store: (actor, action, make) =>
      new Promise((done, failed) => {
        ask(actor, { action, make, done, failed });
      }),
  };
};
