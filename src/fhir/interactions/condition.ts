/**
 * Conditions that a write depends on (R4 §3.1.0.8 ff.): a search that tells none, one or several. It is asked in the transaction
 * that writes; twins of the same question wait for each other, for two that find nothing would both write.
 */
import type { Actor, Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import type { FhirContext } from '../context.ts';
import { isChained, parseSearch, selects } from '../search/query.ts';
import type { Search } from '../search/query.ts';
import { planningStatements, searchStatement } from '../search/statement.ts';
import { textArray } from '../store/arrays.ts';
import { mayMiss } from '../store/search-index.ts';

export type Condition = {
  readonly search: Search;
  /** The same for the same question. */
  readonly key: string;
};

export type Match = { readonly id: string; readonly version: number; readonly content: string };

/** What a condition asks; one that would fit anything is refused. Two matches tell as much as all of them. */
export const readCondition = (type: string, query: string): Condition | Refused => {
  const search = parseSearch(type, query.replace(/^\?/, ''));
  if (isRefused(search)) return search;
  if (isChained(search)) return refused(400, 'not-supported', 'chained-condition');
  return selects(search)
    ? {
        search: { ...search, count: 2, includes: [], reverse: [], after: undefined },
        key: `${type}?${search.asked}`,
      }
    : refused(400, 'required', 'no-condition');
};

/** 503 while records are still being indexed anew and a condition might not find one that fits. */
export const mayMissMatches = async (
  conditions: readonly Condition[],
  actor: Actor,
  context: FhirContext,
): Promise<Refused | undefined> => {
  for (const { search } of conditions)
    if (await mayMiss(context, actor, search.type, search.names)) return refused(503, 'transient', 'index-incomplete');
  return undefined;
};

/** One at a time for the same questions, until the transaction ends; in one order, so that nobody waits in a circle. */
const waitForTwins = (keys: readonly string[]): Statement => ({
  name: 'fhir-wait-for-twins',
  text: 'select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest($1::text[]) as key',
  values: [textArray([...new Set(keys)].sort())],
});

const matchesIn = (rows: Rows): readonly Match[] =>
  rows
    .filter((row) => row['mode'] === 'match')
    .map((row) => ({ id: String(row['id']), version: Number(row['version']), content: String(row['content']) }));

export type Asking = {
  /** What the condition decides is written: its twins wait. */
  readonly deciding: readonly Condition[];
  /** What only looks up. */
  readonly looking?: readonly Condition[];
  /** Statements that go in the same flight, before. */
  readonly beside?: readonly Statement[];
};

export type Asked = {
  readonly beside: readonly Rows[];
  /** At most two for each condition, the deciding ones first. */
  readonly matches: readonly (readonly Match[])[];
};

/** Asks all conditions in one flight. Each search leaves its own audit row. */
export const askConditions = async (
  tx: Transaction,
  { deciding, looking = [], beside = [] }: Asking,
  actor: Actor,
  at: Date,
): Promise<Asked> => {
  const blocks = [...deciding, ...looking].map(({ search }) => [
    ...planningStatements(search),
    searchStatement(search, actor, at),
  ]);
  const locks = deciding.length > 0 ? [waitForTwins(deciding.map(({ key }) => key))] : [];
  const answers = await tx.flight([...locks, ...beside, ...blocks.flat()]);
  let end = locks.length + beside.length;
  const matches = blocks.map((block) => {
    end += block.length;
    return matchesIn(answers[end - 1] ?? []);
  });
  return { beside: answers.slice(locks.length, locks.length + beside.length), matches };
};
