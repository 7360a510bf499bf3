/** Breaking the glass and its review: what follows is said before; the reviewer sees what was read, never the record. */
import { findLooksThrough } from '../../../consortium/access/emergency.ts';
import { findFlagged, flaggedViews, markSeen } from '../../../consortium/access/flags.ts';
import { lookViews } from '../../../consortium/access/looks.ts';
import { findReviewer, readReviewer } from '../../../consortium/access/reviewers.ts';
import { EmergencyBody, EmergencyOpened, EmergencyTerms } from '../../../consortium/access/shapes.ts';
import { survivorOf } from '../../../consortium/identity/merged.ts';
import { may } from '../../../consortium/permission.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { ANSWER_ERRORS } from '../../../engines/pathways/errors.ts';
import { openingId } from '../../../engines/pathways/opening-id.ts';
import { hasErrors, isRefused, takeStep } from '../../../engines/pathways/run.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import { REASON_TABLE } from './operations.ts';
import { findReview, findReviews, reviewRow, reviewView } from './routes/reviews.ts';
import { ReviewView, Reviews, SeenBody } from './shapes.ts';

export type BreakGlassOptions = { readonly engine: Engine; readonly recordRead: (row: AuditRow) => Promise<void> };

export const breakGlassRoutes = ({ engine, recordRead }: BreakGlassOptions): readonly Route[] => {
  const { db, clock, limits } = engine;

  const termsOf = async (actor: Actor): Promise<RouteAnswer> => {
    const at = clock.now();
    const [rows = []] = await db.read(actor, at, [findReviewer(actor.organisation, at)]);
    const reviewer = readReviewer(rows);
    if (reviewer === undefined) return { refusal: refuse('break-glass.no-reviewer') };
    const limit = limits('access.emergency', 'routine', at);
    const body = {
      reasons: REASON_TABLE.reasons,
      untilAt: limit.dueAt.toISOString(),
      verified: limit.verified && REASON_TABLE.verified,
      reviewer: { organisation: { id: reviewer.party.organisation, name: reviewer.name }, role: reviewer.role },
    };
    return { body };
  };

  const open = async (actor: Actor, asked: string, body: EmergencyBody, key: string | null): Promise<RouteAnswer> => {
    const caseId = openingId(engine.newId, actor, key);
    // the glass before an absorbed record is the glass before the one that goes on
    const resident = (await survivorOf(db, actor, clock.now(), asked)) ?? asked;
    const result = await takeStep(engine, 'break-glass', {
      caseId,
      step: 'break',
      version: null,
      answers: { resident, ...body },
      actor,
      key,
    });
    if (hasErrors(result))
      return {
        refusal: refuse('wrong-answers', { count: result.errors.length }),
        extra: {
          errors: result.errors.map(({ question, code, values }) => ({
            question,
            code,
            sentence: ANSWER_ERRORS.zh[code]?.(values ?? {}) ?? code,
          })),
        },
      };
    if (isRefused(result)) return { refusal: result.refusal };
    const at = clock.now();
    const [rows = []] = await db.read(actor, at, [findReview(result.id)]);
    const until = rows[0]?.['until_at'];
    return {
      status: 201,
      body: { case: result.id, number: result.number, untilAt: until instanceof Date ? until.toISOString() : '' },
    };
  };

  const list = async (actor: Actor): Promise<RouteAnswer> => {
    const at = clock.now();
    const [rows = [], flagged = []] = await db.read({ ...actor, purpose: 'identify' }, at, [
      findReviews(actor.organisation),
      findFlagged(actor.organisation),
    ]);
    const all = rows.map((row) => reviewRow(row, at));
    await recordRead(auditRow(actor, at, { action: 'list-reviews' }));
    const body: Reviews = {
      open: all.filter(({ closedAt }) => closedAt === null),
      closed: all.filter(({ closedAt }) => closedAt !== null),
      flagged: [...flaggedViews(flagged)],
      serverTime: at.toISOString(),
    };
    return { body };
  };

  const one = async (actor: Actor, id: string): Promise<RouteAnswer> => {
    const at = clock.now();
    const [[row] = [], looks = []] = await db.read({ ...actor, purpose: 'identify' }, at, [
      findReview(id),
      findLooksThrough(id),
    ]);
    const mine = row?.['reviewer'] === actor.organisation;
    await recordRead(
      auditRow(actor, at, { action: 'read-review', target: `Task/${id}`, outcome: mine ? 'done' : 'refused' }),
    );
    if (row === undefined || !mine) return { refusal: refuse('case-not-found') };
    return { body: reviewView(row, lookViews(looks, String(row['organisation'])), at) };
  };

  const reviewing = async (actor: Actor, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> => {
    const allowed = may(actor, 'review-looks');
    return isRefusal(allowed) ? { refusal: allowed } : work();
  };

  return [
    route({
      method: 'GET',
      path: '/api/residents/:id/emergency',
      summary: 'What follows if the glass is broken: until when, who reviews it, which reasons there are',
      access: 'role',
      params: ByIdParams,
      answer: EmergencyTerms,
      handle: async ({ caller: { actor } }) => {
        const allowed = may(actor, 'read-record');
        return isRefusal(allowed) ? { refusal: allowed } : termsOf(actor);
      },
    }),
    route({
      method: 'POST',
      path: '/api/residents/:id/emergency',
      summary: 'Breaks the glass: this person may read this record until a moment, and the review is opened',
      access: 'role',
      params: ByIdParams,
      body: EmergencyBody,
      answer: EmergencyOpened,
      handle: ({ params, body, headers, caller: { actor } }) =>
        open(actor, params.id, body, headers['idempotency-key'] ?? null),
    }),
    route({
      method: 'GET',
      path: '/api/reviews',
      summary: 'Looks to be reviewed by the own house: emergencies, and looks by people close to the resident',
      access: 'role',
      answer: Reviews,
      handle: ({ caller: { actor } }) => reviewing(actor, () => list(actor)),
    }),
    route({
      method: 'GET',
      path: '/api/reviews/:id',
      summary: 'One emergency look: its reason, and what was read under it',
      access: 'role',
      params: ByIdParams,
      answer: ReviewView,
      handle: ({ params, caller: { actor } }) => reviewing(actor, () => one(actor, params.id)),
    }),
    route({
      method: 'POST',
      path: '/api/reviews/flagged/:id/seen',
      summary: 'A flagged look was looked into',
      access: 'role',
      params: ByIdParams,
      body: SeenBody,
      handle: ({ params, body, caller: { actor } }) =>
        reviewing(actor, async () => {
          const at = clock.now();
          await db.write(actor, at, (tx) => tx.finish([markSeen(params.id, actor, body.note, at)]));
          return { status: 204 };
        }),
    }),
  ];
};
