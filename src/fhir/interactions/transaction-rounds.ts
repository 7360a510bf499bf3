/**
 * Conditional references may mean what the same transaction writes (R4 §3.1.0.11.2, step 5), and such a record may hold one itself.
 * So what waits for no reference is written first, the others looked for among it, and so on until all is known. A bundle without
 * such references, or whose references mean types it does not write, is written in one flight as before.
 */
import type { Transaction } from '../../platform/postgres/database.ts';
import type { takingTurns } from '../../platform/turns.ts';
import type { Asked } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import type { NewVersion } from '../store/new-version.ts';
import type { Lasting } from '../store/relations.ts';
import { storeStatements } from '../store/statements.ts';
import { askConditions } from './condition.ts';
import type { Match } from './condition.ts';
import { Stopped } from './stopped.ts';
import type { Plans, Reference } from './transaction-lookup.ts';
import { placeOf, point } from './transaction-links.ts';
import { versionOf } from './transaction-plan.ts';
import type { Planned } from './transaction-plan.ts';

export type Done = { readonly plan: Planned; readonly version: NewVersion | null };

/** Everyone writes in one order, so that two bundles with the same ids wait for each other once instead of in a circle. */
export const inOrder = (versions: readonly NewVersion[]): readonly NewVersion[] =>
  [...versions].sort((left, right) =>
    left.type === right.type ? (left.id < right.id ? -1 : 1) : left.type < right.type ? -1 : 1,
  );

const entryOf = ({ conditional }: Reference): number => conditional.sent.index;

const askAll = async (
  tx: Transaction,
  references: readonly Reference[],
  asked: Asked,
  at: Date,
): Promise<ReadonlyMap<string, readonly Match[]>> => {
  const conditions = [...new Map(references.map(({ condition }) => [condition.key, condition])).values()];
  if (conditions.length === 0) return new Map();
  const { matches } = await askConditions(tx, { deciding: [], looking: conditions }, asked.caller.actor, at);
  return new Map(conditions.map(({ key }, index) => [key, matches[index] ?? []]));
};

const unfit = ({ conditional }: Reference, none: boolean): Refused =>
  refused(
    412,
    none ? 'not-found' : 'duplicate',
    none ? 'conditional-none' : 'conditional-many',
    undefined,
    placeOf(conditional.sent),
  );

/** Points the references that mean exactly one record; gives back those that mean none yet. */
const settle = (
  references: readonly Reference[],
  matches: ReadonlyMap<string, readonly Match[]>,
): readonly Reference[] =>
  references.filter((reference) => {
    const [match, ...more] = matches.get(reference.condition.key) ?? [];
    if (more.length > 0) throw new Stopped(unfit(reference, false));
    if (match) point(reference.conditional.sent, `${reference.conditional.type}/${match.id}`);
    return match === undefined;
  });

export type Writing = {
  readonly at: Date;
  readonly turn: ReturnType<typeof takingTurns>;
  readonly lasting: Lasting;
};

/** Writes all but the last round, which goes together with the guards and the audit row. */
export const writeRounds = async (
  tx: Transaction,
  { plans, references }: Plans,
  asked: Asked,
  { at, turn, lasting }: Writing,
): Promise<{ readonly done: readonly Done[]; readonly unwritten: readonly NewVersion[] }> => {
  const writtenTypes = new Set(plans.flatMap(({ place, outcome }) => (outcome === 'write' ? [place.type] : [])));
  const early = references.filter(({ conditional }) => !writtenTypes.has(conditional.type));
  const [unknown] = settle(early, await askAll(tx, early, asked, at));
  if (unknown) throw new Stopped(unfit(unknown, true));

  const done: Done[] = [];
  let late: readonly Reference[] = references.filter(({ conditional }) => writtenTypes.has(conditional.type));
  let waiting = plans;
  for (;;) {
    const held = new Set(late.map(entryOf));
    const versions: NewVersion[] = [];
    for (const plan of waiting.filter(({ change }) => !held.has(change.index))) {
      await turn();
      const version = versionOf(plan, at);
      if (version !== null && isRefused(version)) throw new Stopped(version);
      done.push({ plan, version });
      if (version) versions.push(version);
    }
    waiting = waiting.filter(({ change }) => held.has(change.index));
    if (waiting.length === 0) return { done, unwritten: versions };
    if (versions.length > 0) await tx.flight(storeStatements(inOrder(versions), asked.caller.actor, at, lasting));
    const left = settle(late, await askAll(tx, late, asked, at));
    const [first] = left;
    if (first && left.length === late.length) throw new Stopped(unfit(first, true));
    late = left;
  }
};
