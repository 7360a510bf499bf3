/**
 * Searches of one actor that come together, gathered: asked in one transaction, and their audit rows are committed once. Each
 * statement writes its own audit row. Where the group fails, each is asked alone, so that nobody is answered for another's fault.
 */
import type { Clock } from '../../platform/clock.ts';
import { gather } from '../../platform/gather.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { tookTooLong } from '../../platform/postgres/faults.ts';
import { timeLimit } from '../search/statement.ts';

export type GroupedLookups = {
  /** The rows of a statement that touches a few records however large the region is, once what it noted is committed. */
  readonly rows: (actor: Actor, statement: Statement) => Promise<Rows>;
  /** The rows of one that may touch many: in a group it has a moment, alone the time of any search. */
  readonly limited: (actor: Actor, statement: Statement) => Promise<Rows>;
};

type Wanted = {
  readonly statement: Statement;
  readonly done: (rows: Rows) => void;
  readonly failed: (reason: unknown) => void;
};

/** Milliseconds: nobody waits longer for another's slow question. */
const MOMENT = 250;
/** A kind of question that was slow is asked alone for so long. */
const REMEMBERED = 60_000;

/** @param moment milliseconds a group has */
export const groupedLookups = (db: Database, clock: Clock, moment = MOMENT): GroupedLookups => {
  const briefly = timeLimit('force_generic_plan', moment);
  const slow = new Map<string, number>();

  const answer = async (actor: Actor, group: readonly Wanted[], before: readonly Statement[]): Promise<void> => {
    const statements = [...before, ...group.map(({ statement }) => statement)];
    const answers = await db.write(actor, clock.now(), (tx) => tx.finish(statements));
    for (const [place, { done }] of group.entries()) done(answers[before.length + place] ?? []);
  };
  const alone = (actor: Actor, wanted: Wanted, before: readonly Statement[]): Promise<void> =>
    answer(actor, [wanted], before).catch(wanted.failed);

  const work = async (actor: Actor, group: readonly Wanted[]): Promise<void> => {
    const [first] = group;
    if (first !== undefined && group.length === 1) return alone(actor, first, []);
    return answer(actor, group, []).catch(async () => {
      for (const each of group) await alone(actor, each, []);
    });
  };
  const atLeisure = (actor: Actor, wanted: Wanted): Promise<void> =>
    alone(actor, wanted, [timeLimit('force_generic_plan')]);
  /** Again by itself with a moment: which of a group was the slow one is remembered, and that one given its time. */
  const tried = (actor: Actor, wanted: Wanted): Promise<void> =>
    answer(actor, [wanted], [briefly]).catch((fault: unknown) => {
      if (!tookTooLong(fault)) {
        wanted.failed(fault);
        return;
      }
      const { name } = wanted.statement;
      if (name !== undefined) slow.set(name, performance.now() + REMEMBERED);
      return atLeisure(actor, wanted);
    });
  const workLimited = async (actor: Actor, group: readonly Wanted[]): Promise<void> => {
    const [first] = group;
    if (first !== undefined && group.length === 1) return atLeisure(actor, first);
    return answer(actor, group, [briefly]).catch(async () => {
      await Promise.all(group.map((wanted) => tried(actor, wanted)));
    });
  };

  const ask = gather<Wanted>(work);
  const askTogether = gather<Wanted>(workLimited);
  const isSlow = ({ name }: Statement): boolean => {
    const until = name === undefined ? Infinity : slow.get(name);
    if (until === undefined || until > performance.now()) return until !== undefined;
    slow.delete(name ?? '');
    return false;
  };
  return {
    rows: (actor, statement) =>
      new Promise((done, failed) => {
        ask(actor, { statement, done, failed });
      }),
    limited: (actor, statement) =>
      new Promise((done, failed) => {
        const wanted = { statement, done, failed };
        if (isSlow(statement)) void atLeisure(actor, wanted);
        else askTogether(actor, wanted);
      }),
  };
};
