/** What a transaction has to know before it writes: in no flight, in one, or in two where a condition tells which record is meant. */
import type { Transaction } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import type { Asked } from '../context.ts';
import { isRefused, refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { currentsOf, lockCurrents } from '../store/currents.ts';
import type { Current } from '../store/currents.ts';
import { askConditions, readCondition } from './condition.ts';
import type { Condition, Match } from './condition.ts';
import { Stopped } from './stopped.ts';
import { entryPath } from './transaction-entries.ts';
import type { Change } from './transaction-entries.ts';
import { namesOf, placeOf, pointLinks, sentLinks } from './transaction-links.ts';
import type { Conditional, SentLink } from './transaction-links.ts';
import { planned, subjectOf } from './transaction-plan.ts';
import type { Planned } from './transaction-plan.ts';

/** A conditional reference and its question. */
export type Reference = { readonly conditional: Conditional; readonly condition: Condition };

export type Plans = {
  readonly plans: readonly Planned[];
  /** References that wait for what this transaction itself writes. */
  readonly references: readonly Reference[];
};

const orStop = <Value extends object>(value: Value | Refused): Value => {
  if (isRefused(value)) throw new Stopped(value);
  return value;
};

/** Asks each condition once, however many entries put it. */
const distinct = (changes: readonly Change[]): readonly Condition[] => [
  ...new Map(changes.flatMap(({ condition }) => (condition ? [[condition.key, condition] as const] : []))).values(),
];

type Found = { readonly change: Change; readonly id: string; readonly match: Match | undefined };

/**
 * Which record each entry is about. Entries that create on the same condition mean the same new record: the second finds what the
 * first makes, as it would sent one after the other.
 */
const subjects = (changes: readonly Change[], matches: ReadonlyMap<string, readonly Match[]>): readonly Found[] => {
  const made = new Map<string, Found>();
  return changes.map((change) => {
    const { condition, method } = change;
    const twin = condition && method === 'POST' ? made.get(condition.key) : undefined;
    if (twin) return { change, id: twin.id, match: twin.match ?? { id: twin.id, version: 1, content: '' } };
    const { id, match } = orStop(subjectOf(change, condition && matches.get(condition.key)));
    const found = { change, id, match };
    if (condition && method === 'POST') made.set(condition.key, found);
    return found;
  });
};

const named = (change: Change): boolean => change.method !== 'POST' && change.condition === undefined;

/** A record is changed by one entry only, by its name or by a condition (R4 §3.1.0.11.2). */
const changedOnce = (plans: readonly Planned[]): void => {
  const seen = new Set<string>();
  for (const { change, place, outcome } of plans) {
    if (outcome !== 'write') continue;
    const key = `${place.type}/${place.id}`;
    if (seen.has(key))
      throw new Stopped(refused(400, 'duplicate', 'written-twice', undefined, entryPath(change.index, 'request.url')));
    seen.add(key);
  }
};

/** The links of each entry, those of a patched record as the patch left it. */
const linksOf = (plans: readonly Planned[], sent: readonly SentLink[]): readonly SentLink[] => [
  ...sent,
  ...plans.flatMap(({ links, change }) => sentLinks(links ?? [], change.fullUrl, change.index)),
];

const referenceOf = (conditional: Conditional, asked: Asked): Reference => {
  const { type, query, sent } = conditional;
  const place = placeOf(sent);
  const placed = (refusal: Refused): Refused => ({
    ...refusal,
    issues: refusal.issues.map((issue) => ({ ...issue, expression: place })),
  });
  const forbidden = notAllowed(asked.caller, type, 's');
  if (forbidden) throw new Stopped(placed(forbidden));
  const condition = readCondition(type, query);
  if (isRefused(condition)) throw new Stopped(placed(condition));
  return { conditional, condition };
};

/** Looks up what is needed, decides what becomes of each entry, and points all links that lead into the bundle. */
export const planAll = async (
  tx: Transaction,
  changes: readonly Change[],
  sent: readonly SentLink[],
  asked: Asked,
  at: Date,
): Promise<Plans> => {
  const { actor } = asked.caller;
  const conditions = distinct(changes);
  const byName = changes.filter(named);
  const beside = byName.length > 0 ? [lockCurrents(byName)] : [];
  const looked =
    conditions.length + beside.length > 0
      ? await askConditions(tx, { deciding: conditions, beside }, actor, at)
      : { beside: [], matches: [] };
  const matches = new Map(conditions.map(({ key }, index) => [key, looked.matches[index] ?? []]));
  const found = subjects(changes, matches);

  const byCondition = found.filter(({ change, match }) => match && change.method !== 'POST');
  const locked =
    byCondition.length > 0
      ? await tx.flight([lockCurrents(byCondition.map(({ change, id }) => ({ type: change.type, id })))])
      : [];
  const currents = new Map<string, Current>([...currentsOf(looked.beside[0] ?? []), ...currentsOf(locked[0] ?? [])]);
  const plans = found.map(({ change, id, match }) => {
    const current = change.method === 'POST' ? undefined : currents.get(`${change.type}/${id}`);
    return orStop(planned(change, id, match, current, asked));
  });
  changedOnce(plans);

  const names = namesOf(
    plans.flatMap(({ change: { fullUrl, method }, place }) =>
      fullUrl === undefined || method === 'DELETE' ? [] : [[fullUrl, place] as const],
    ),
  );
  const deleted = new Set(
    plans.flatMap(({ change, place }) => (change.method === 'DELETE' ? [`${place.type}/${place.id}`] : [])),
  );
  const conditionals = pointLinks(linksOf(plans, sent), names, asked.base, deleted);
  if ('issues' in conditionals) throw new Stopped(conditionals);
  return { plans, references: conditionals.map((conditional) => referenceOf(conditional, asked)) };
};
