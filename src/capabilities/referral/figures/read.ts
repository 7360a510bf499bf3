/** Everything one screen of figures is made of, read in one flight: as of now, or as it stood at the end of a past day. */
import { addDays } from '../../../platform/civil-time.ts';
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Actor, Database, Rows } from '../../../platform/postgres/database.ts';
import { countAsOf, pastFrom } from './as-of.ts';
import type { Range } from './ranges.ts';
import { countSettled, partSettled } from './settled.ts';
import * as sql from './statements.ts';
import type { Scope } from './statements.ts';
import { countsFrom, countsFromFacts } from './tally.ts';
import type { Count } from './tally.ts';

/** `at` is what the figures are as of, `today` its civil day; `past` names the zone when that is not now. */
export type Moment = { readonly at: Date; readonly today: CivilDay; readonly past: { readonly zone: string } | null };

export type Read = {
  readonly counts: readonly Count[];
  readonly spreads: readonly Count[];
  /** The organisations inside a consortium, or on the other side of an organisation; a region's rows are its consortia. */
  readonly inside: Rows;
  readonly waiting: Rows;
  readonly overdue: Rows;
  readonly unanswered: Rows;
  readonly recorded: Rows;
  readonly consortia: Rows;
  /** Null: what was free and who had said so is not kept, and cannot be told of a past day. */
  readonly stale: Rows | null;
};

export type Asked = { readonly ranges: readonly Range[]; readonly period: Range; readonly scope: Scope };
/** Days within which the returned are to be seen, and the moment before which a statement of free places is too old. */
export type Bounds = { readonly seenWithin: number; readonly staleBefore: Date; readonly staleShown: number };

const readNow = async (
  db: Database,
  actor: Actor,
  { ranges, period, scope }: Asked,
  { at, today }: Moment,
  { seenWithin, staleBefore, staleShown }: Bounds,
): Promise<Read> => {
  const consortium = scope.kind === 'consortium' ? scope.id : null;
  const [
    spreads = [],
    waiting = [],
    overdue = [],
    unanswered = [],
    stale = [],
    recorded = [],
    consortia = [],
    ...counted
  ] = await db.read(actor, at, [
    scope.kind === 'organisation' ? partSettled(ranges, scope, today) : sql.spreadByCounters(ranges, today, consortium),
    sql.findWaiting(period, scope, at),
    sql.findOverdue(scope, at, addDays(today, -seenWithin)),
    sql.findUnanswered(scope),
    sql.findStale(scope, staleBefore, today, staleShown),
    sql.findRecordedFlows,
    sql.findConsortia(today),
    ...(scope.kind === 'region' ? [] : [countSettled(ranges, scope, today)]),
    ...(scope.kind === 'organisation' ? [] : [sql.countByCounters(ranges, today, consortium)]),
  ]);
  const total = counted.at(-1) ?? [];
  return {
    // of an organisation, refusals and endings come with the durations
    counts: scope.kind === 'organisation' ? [...countsFromFacts(total), ...countsFrom(spreads)] : countsFrom(total),
    spreads: countsFrom(spreads),
    inside: counted[0] ?? [],
    waiting,
    overdue,
    unanswered,
    recorded,
    consortia,
    stale,
  };
};

const readPast = async (
  db: Database,
  actor: Actor,
  { ranges, period, scope }: Asked,
  { at, today, zone }: Moment & { readonly zone: string },
  { seenWithin }: Bounds,
): Promise<Read> => {
  const unseenBefore = addDays(today, -seenWithin);
  const [told = [], consortia = []] = await db.read(actor, at, [
    countAsOf(ranges, period, scope, { at, unseenBefore, zone }),
    sql.findConsortia(today),
  ]);
  const { counts, spreads, ...parts } = pastFrom(told);
  return {
    ...parts,
    counts: [...countsFromFacts(counts), ...countsFrom(spreads)],
    spreads: countsFrom(spreads),
    inside: counts,
    consortia,
    stale: null,
  };
};

export const readFigures = (db: Database, actor: Actor, asked: Asked, moment: Moment, bounds: Bounds): Promise<Read> =>
  moment.past === null
    ? readNow(db, actor, asked, moment, bounds)
    : readPast(db, actor, asked, { ...moment, zone: moment.past.zone }, bounds);
