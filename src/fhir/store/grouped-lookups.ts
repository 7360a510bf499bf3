/**
 * Searches that touch a few records however large the region is, gathered: those of one actor that come together are asked in one
 * transaction, and their audit rows are committed once. Each statement writes its own audit row. Where the group fails, each is
 * asked alone, so that nobody is answered for another's fault.
 */
import type { Clock } from '../../platform/clock.ts';
import { gather } from '../../platform/gather.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';

export type GroupedLookups = {
  /** The rows of one statement, once what it noted is committed. */
  readonly rows: (actor: Actor, statement: Statement) => Promise<Rows>;
};

type Wanted = {
  readonly statement: Statement;
  readonly done: (rows: Rows) => void;
  readonly failed: (reason: unknown) => void;
};

export const groupedLookups = (db: Database, clock: Clock): GroupedLookups => {
  const askAll = async (actor: Actor, group: readonly Wanted[]): Promise<void> => {
    const statements = group.map(({ statement }) => statement);
    const answers = await db.write(actor, clock.now(), (tx) => tx.finish(statements));
    for (const [place, { done }] of group.entries()) done(answers[place] ?? []);
  };
  const work = async (actor: Actor, group: readonly Wanted[]): Promise<void> => {
    try {
      await askAll(actor, group);
    } catch (fault) {
      if (group.length === 1) for (const { failed } of group) failed(fault);
      else for (const each of group) await work(actor, [each]);
    }
  };
  const ask = gather<Wanted>(work);
  return {
    rows: (actor, statement) =>
      new Promise((done, failed) => {
        ask(actor, { statement, done, failed });
      }),
  };
};
