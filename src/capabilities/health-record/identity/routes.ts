/** Possible duplicates over HTTP: the house's list, two residents side by side, undoing, and saying oneself that two are one. */
import type { z } from 'zod';
import { comparedFrom, findCompared } from '../../../consortium/identity/candidates.ts';
import { MATCHING_RULES } from '../../../consortium/identity/matching-rules.ts';
import { partPair, pairOf, screenAgain } from '../../../consortium/identity/pairs.ts';
import { asActor, asProgram } from '../../../consortium/identity/patients.ts';
import type { Reason } from '../../../consortium/identity/scoring.ts';
import { gradeOf, scoreOf } from '../../../consortium/identity/scoring.ts';
import { findKept, findMerge, inDoubt, keptFrom, mergeFrom } from '../../../consortium/identity/undo-plan.ts';
import { undoMerge } from '../../../consortium/identity/unmerge.ts';
import { findByCard, identifying } from '../../../consortium/residents/find.ts';
import { maskName } from '../../../consortium/residents/masks.ts';
import { REGISTERING } from '../../../consortium/roles.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import { civilDay } from '../../../platform/civil-time.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Rows } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import {
  findMergeOfCase,
  findPairOfCase,
  findPairs,
  findPairsSince,
  findSides,
  findVolumes,
  sideFrom,
} from './operations/comparison.ts';
import { openPair } from './operations/screening.ts';
import { DECIDERS } from './pathway.ts';
import * as shapes from './shapes.ts';

export type IdentityRoutesOptions = {
  readonly engine: Engine;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

const LOOKING: readonly string[] = [...REGISTERING, 'administrator'];
const decides = (actor: Actor): boolean => (DECIDERS as readonly string[]).includes(actor.role);
const mayNot = (actor: Actor): RouteAnswer => ({ refusal: refuse('role.may-not', { role: actor.role }) });

const reasonsOf = (value: unknown): readonly Reason[] => JSON.parse(String(value)) as readonly Reason[];
const gradeIn = (score: number): ReturnType<typeof gradeOf> => gradeOf({ score, reasons: [], certain: false });
const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const mergeView = (row: Rows[number], doubtful: readonly z.output<typeof shapes.DoubtfulRecord>[], since: Rows) => ({
  since: since.map((each) => ({
    caseId: String(each['id']),
    number: String(each['number']),
    state: String(each['state']),
  })),
  id: String(row['id']),
  absorbed: String(row['absorbed']),
  survivor: String(row['survivor']),
  at: (row['at'] as Date).toISOString(),
  by: { name: textOr(row['by_name']), role: String(row['role']), organisation: textOr(row['at_name']) ?? '' },
  undone:
    row['undone_at'] instanceof Date
      ? {
          at: row['undone_at'].toISOString(),
          by: {
            name: textOr(row['undone_name']),
            role: String(row['undone_role']),
            organisation: textOr(row['undone_at_name']) ?? '',
          },
          reason: String(row['undone_reason']),
        }
      : null,
  doubtful: [...doubtful],
});

export const identityRoutes = ({ engine, zone, recordRead }: IdentityRoutesOptions): readonly Route[] => {
  const { db, clock } = engine;

  const list = async (actor: Actor, query: z.output<typeof shapes.PairQuery>): Promise<RouteAnswer> => {
    const at = clock.now();
    const asker = identifying(actor);
    const [rows = []] = await db.read(asker, at, [
      findPairs(actor.organisation, { tab: query.tab, after: query.after, count: query.count + 1 }),
    ]);
    const page = rows.slice(0, query.count);
    // names are masked and no id of a resident leaves: nothing here says who anybody is
    return {
      body: {
        items: page.map((row) => ({
          caseId: String(row['case_id']),
          number: String(row['number']),
          state: String(row['state']),
          one: maskName(textOr(row['one_name']) ?? ''),
          other: maskName(textOr(row['other_name']) ?? ''),
          score: Number(row['score']),
          grade: gradeIn(Number(row['score'])),
          reasons: [...reasonsOf(row['reasons'])],
          dueAt: row['due_at'] instanceof Date ? row['due_at'].toISOString() : null,
          late: row['due_at'] instanceof Date && row['due_at'] < at,
          foundAt: (row['found_at'] as Date).toISOString(),
          closedAt: row['closed_at'] instanceof Date ? row['closed_at'].toISOString() : null,
          mine: row['keeps'] === true,
        })),
        next: rows.length > query.count ? String(page.at(-1)?.['case_id']) : null,
        rules: { version: MATCHING_RULES.version, verified: MATCHING_RULES.verified },
      },
    };
  };

  /** Records written under the survivor since; none of a merge that was undone or built upon. */
  const doubtfulOf = async (actor: Actor, id: string) => {
    const at = clock.now();
    return db.write(actor, at, async (tx) => {
      const [, rows = []] = await tx.flight([asProgram, findMerge(id)]);
      const merge = mergeFrom(rows);
      if (isRefusal(merge)) {
        await tx.finish([asActor(actor)]);
        return [];
      }
      const [kept = []] = await tx.finish([findKept(merge.survivor), asActor(actor)]);
      return inDoubt(merge, keptFrom(kept)).map((each) => ({
        reference: `${each.type}/${each.id}`,
        type: each.type,
        at: each.at.toISOString(),
        organisation: each.organisation,
      }));
    });
  };

  const compare = async (actor: Actor, caseId: string): Promise<RouteAnswer> => {
    const at = clock.now();
    const asker = identifying(actor);
    const [pairs = [], merges = []] = await db.read(asker, at, [
      findPairOfCase(caseId, actor.organisation),
      findMergeOfCase(caseId),
    ]);
    const [pair] = pairs;
    if (pair === undefined || (pair['keeps'] !== true && pair['found'] !== true))
      return { refusal: refuse('pair.not-a-party') };
    const ids = [String(pair['one']), String(pair['other'])];
    const [sides = []] = await db.read(asker, at, [findSides(ids)]);
    const [volumes = []] = await db.read({ ...actor, purpose: 'system' }, at, [findVolumes(ids)]);
    const [merge] = merges;
    const doubtful = merge === undefined ? [] : await doubtfulOf(actor, String(merge['id']));
    const [since = []] =
      merge === undefined
        ? []
        : await db.read(asker, at, [findPairsSince(String(merge['survivor']), merge['at'] as Date, caseId)]);
    await recordRead(auditRow(asker, at, { action: 'compare-residents', target: `Task/${caseId}`, residents: ids }));
    const score = Number(pair['score']);
    const day = (moment: Date): string => civilDay(moment, zone);
    return {
      body: {
        caseId,
        one: sideFrom(ids[0] ?? '', sides, volumes, day),
        other: sideFrom(ids[1] ?? '', sides, volumes, day),
        score,
        grade: gradeIn(score),
        reasons: [...reasonsOf(pair['reasons'])],
        rules: {
          version: String(pair['rules_version']),
          verified: MATCHING_RULES.verified,
          source: MATCHING_RULES.source,
        },
        merge: merge === undefined ? null : mergeView(merge, doubtful, since),
        mayDecide: pair['keeps'] === true && decides(actor),
      },
    };
  };

  const undo = async (actor: Actor, caseId: string, body: z.output<typeof shapes.UndoBody>): Promise<RouteAnswer> => {
    const at = clock.now();
    const [pairs = [], merges = []] = await db.read(identifying(actor), at, [
      findPairOfCase(caseId, actor.organisation),
      findMergeOfCase(caseId),
    ]);
    if (pairs[0]?.['keeps'] !== true) return { refusal: refuse('pair.not-a-party') };
    const [merge] = merges;
    if (merge === undefined) return { refusal: refuse('identity.no-such-merge') };
    const id = String(merge['id']);
    const pair = pairOf(String(merge['absorbed']), String(merge['survivor']));
    const answer = await undoMerge({ db, clock }, actor, {
      merge: id,
      ...body,
      also: (now) => [partPair(pair, now), screenAgain([pair.one, pair.other], actor.organisation, now)],
    });
    return isRefusal(answer) ? { refusal: answer } : { body: { id } };
  };

  /** The holder of a whole number, as anybody who has the card in hand may find them. */
  const holderOf = async (actor: Actor, at: Date, number: string): Promise<string | undefined> => {
    const [rows = []] = await db.read(identifying(actor), at, [findByCard(number, undefined)]);
    const ids = rows.map((row) => String(row['id']));
    await recordRead(auditRow(identifying(actor), at, { action: 'identify', residents: ids }));
    return ids[0];
  };

  const report = async (actor: Actor, body: z.output<typeof shapes.ReportBody>): Promise<RouteAnswer> => {
    const at = clock.now();
    const { one, number } = body;
    const other = number === undefined ? body.other : await holderOf(actor, at, number);
    if (other === undefined) return { refusal: refuse('pair.nobody') };
    if (one === other) return { refusal: refuse('pair.same-resident') };
    // only whom this house may read can be said by it to be one, or whose number somebody has shown
    const asker = number === undefined ? actor : identifying(actor);
    const [own = [], rows = []] = await Promise.all([
      db.read(actor, at, [findCompared([one])]).then(([found]) => found),
      db.read(asker, at, [findCompared([other])]).then(([found]) => found),
    ]);
    const [left, right] = [comparedFrom(own)[0], comparedFrom(rows)[0]];
    if (left === undefined || right === undefined) return { refusal: refuse('pair.unknown') };
    const caseId = await openPair(engine, actor, {
      one,
      other,
      score: scoreOf(left, right),
      finder: actor.organisation,
    });
    return caseId === undefined ? { refusal: refuse('pair.decided-already') } : { status: 201, body: { caseId } };
  };

  return [
    route({
      method: 'GET',
      path: '/api/identity/pairs',
      summary: 'Residents that may be one, as far as the own organisation compares them or wrote one down',
      access: 'role',
      query: shapes.PairQuery,
      answer: shapes.PairList,
      handle: ({ query, caller }) =>
        LOOKING.includes(caller.actor.role) ? list(caller.actor, query) : Promise.resolve(mayNot(caller.actor)),
    }),
    route({
      method: 'GET',
      path: '/api/identity/cases/:id',
      summary: 'Two residents side by side, with what speaks for their being one',
      access: 'role',
      params: shapes.ById,
      answer: shapes.Comparison,
      handle: ({ params, caller }) =>
        LOOKING.includes(caller.actor.role) ? compare(caller.actor, params.id) : Promise.resolve(mayNot(caller.actor)),
    }),
    route({
      method: 'POST',
      path: '/api/identity/cases/:id/undo',
      summary: 'Two after all: everything goes back to whom it was written for',
      access: 'role',
      params: shapes.ById,
      body: shapes.UndoBody,
      answer: shapes.Undone,
      handle: ({ params, body, caller }) =>
        decides(caller.actor) ? undo(caller.actor, params.id, body) : Promise.resolve(mayNot(caller.actor)),
    }),
    route({
      method: 'POST',
      path: '/api/identity/pairs',
      summary: 'Say that two residents may be one',
      access: 'role',
      body: shapes.ReportBody,
      answer: shapes.Reported,
      handle: ({ body, caller }) =>
        LOOKING.includes(caller.actor.role) ? report(caller.actor, body) : Promise.resolve(mayNot(caller.actor)),
    }),
  ];
};
