/** The engine over HTTP: worklist, case, step. Every pathway is served by these; a capability adds only what is its own. */
import { z } from 'zod';
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Language } from '../../platform/words.ts';
import type { AnswerError } from '../forms/answers.ts';
import { openCase } from './case-view.ts';
import type { Say } from './case-view.ts';
import { reviewPathways } from './engine.ts';
import type { Engine } from './engine.ts';
import { ANSWER_ERRORS } from './errors.ts';
import { hasErrors, isRefused, takeStep } from './run.ts';
import type { StepResult } from './run.ts';
import { markRoutes } from './mark-routes.ts';
import { markedItems } from './marked-items.ts';
import type { WorklistMark } from './marks.ts';
import { CaseView, OpenCaseBody, StepTaken, TakeStepBody, Worklist, WorklistQuery } from './shapes.ts';
import { cursorAfter, findWorklist } from './worklist.ts';
import { worklistCounts } from './worklist-counts.ts';
import type { WorklistCounts } from './worklist-counts.ts';

export type PathwayRoutesOptions = {
  readonly engine: Engine;
  readonly say: Say;
  /** Commits the row before the answer leaves (law 5). */
  readonly recordRead: (row: AuditRow) => Promise<void>;
  /** The last moments of today and of the next working day in the region's zone. */
  readonly borders: (at: Date) => { readonly endOfToday: Date; readonly endOfNextWorkingDay: Date };
  /** What cases of the worklist may be marked with. */
  readonly marks?: readonly WorklistMark[];
};

const Id = z.object({ id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });

const wordedErrors = (errors: readonly AnswerError[], language: Language) =>
  errors.map(({ question, code, values }) => ({
    question,
    code,
    sentence: ANSWER_ERRORS[language][code]?.(values ?? {}) ?? code,
  }));

const answer = (result: StepResult, language: Language, created: boolean): RouteAnswer => {
  if (hasErrors(result)) {
    return {
      refusal: refuse('wrong-answers', { count: result.errors.length }),
      extra: { errors: wordedErrors(result.errors, language) },
    };
  }
  if (isRefused(result)) {
    return result.extra === undefined ? { refusal: result.refusal } : { refusal: result.refusal, extra: result.extra };
  }
  return { status: created ? 201 : 200, body: result };
};

const worklistRoute = (
  { engine, recordRead, borders, marks = [] }: PathwayRoutesOptions,
  countsOf: WorklistCounts,
): Route =>
  route({
    method: 'GET',
    path: '/api/worklist',
    summary: 'The cases of the own organisation, most pressing first',
    access: 'role',
    query: WorklistQuery,
    answer: Worklist,
    handle: async ({ query, caller: { actor } }) => {
      const at = engine.clock.now();
      const { endOfToday, endOfNextWorkingDay } = borders(at);
      const without = reviewPathways(engine);
      const statement = findWorklist(actor, query, { now: at, endOfToday, endOfNextWorkingDay, without }, marks);
      if (isRefusal(statement)) return { refusal: statement };
      // side by side: of twenty thousand open cases counting takes twice as long as the page
      const [[rows = []], counts] = await Promise.all([engine.db.read(actor, at, [statement]), countsOf(actor, at)]);
      const shown = rows.slice(0, query.count);
      const items = await markedItems({ engine, marks, recordRead }, actor, at, shown, { action: 'worklist' });
      const last = shown.at(-1);
      const body: Worklist = {
        items: [...items],
        next: rows.length > query.count && last !== undefined ? cursorAfter(last, query.tab === 'closed') : null,
        counts,
        serverTime: at.toISOString(),
        endOfToday: endOfToday.toISOString(),
        endOfNextWorkingDay: endOfNextWorkingDay.toISOString(),
      };
      return { body };
    },
  });

const caseRoute = ({ engine, say, recordRead }: PathwayRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/cases/:id',
    summary: 'One case: owner, clock, the steps possible now, and everything that happened',
    access: 'role',
    params: Id,
    answer: CaseView,
    handle: async ({ params, caller: { actor }, language }) => {
      const opened = await openCase(engine, say, actor, params.id, language);
      const at = engine.clock.now();
      if (isRefusal(opened)) {
        await recordRead(auditRow(actor, at, { action: 'read-case', target: `Task/${params.id}`, outcome: 'refused' }));
        return { refusal: opened };
      }
      await recordRead(
        auditRow(actor, at, {
          action: 'read-case',
          target: `Task/${params.id}`,
          residents: opened.resident === null ? [] : [opened.resident],
        }),
      );
      return { body: opened.view };
    },
  });

/** A case's pathway never changes, so it is asked once for the cases lately moved; the oldest are forgotten first. */
const pathwaysOfCases = ({ engine }: PathwayRoutesOptions) => {
  const most = 10_000;
  const known = new Map<string, string>();
  const keep = (id: string, pathway: string): void => {
    const oldest = known.size >= most ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(id, pathway);
  };
  const find = async (actor: Actor, id: string): Promise<string | undefined> => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const [rows = []] = await engine.db.read(actor, engine.clock.now(), [
      { name: 'find-pathway-of-case', text: 'select pathway from cases where id = $1', values: [id] },
    ]);
    const pathway = rows[0]?.['pathway'];
    if (typeof pathway !== 'string') return undefined;
    keep(id, pathway);
    return pathway;
  };
  return { keep, find };
};
type PathwaysOfCases = ReturnType<typeof pathwaysOfCases>;

const stepRoute = ({ engine }: PathwayRoutesOptions, pathways: PathwaysOfCases): Route =>
  route({
    method: 'POST',
    path: '/api/cases/:id/steps/:step',
    summary: 'Takes one step of a case. Send an Idempotency-Key: the same key answers the same; kept seven days',
    access: 'role',
    params: Id.extend({ step: z.string().max(60) }),
    body: TakeStepBody,
    answer: StepTaken,
    handle: async ({ params, body, headers, caller: { actor }, language }) => {
      const pathwayName = await pathways.find(actor, params.id);
      if (pathwayName === undefined) return { refusal: refuse('case-not-found') };
      const result = await takeStep(engine, pathwayName, {
        caseId: params.id,
        step: params.step,
        version: body.version,
        answers: body.answers,
        actor,
        key: headers['idempotency-key'] ?? null,
      });
      return answer(result, language, false);
    },
  });

const openRoute = ({ engine }: PathwayRoutesOptions, pathways: PathwaysOfCases): Route =>
  route({
    method: 'POST',
    path: '/api/pathways/:pathway/cases',
    summary: 'Opens a case by the first step of its pathway',
    access: 'role',
    params: z.object({ pathway: z.string().max(60) }),
    body: OpenCaseBody,
    answer: StepTaken,
    handle: async ({ params, body, headers, caller: { actor }, language }) => {
      const table = engine.capabilities.get(params.pathway)?.pathway;
      const first =
        table === undefined
          ? undefined
          : Object.entries(table.steps).find(
              ([name, step]) => step.from.length === 0 && (body.step === undefined || body.step === name),
            );
      if (table === undefined) return { refusal: refuse('unknown-pathway') };
      if (first === undefined) return { refusal: refuse('unknown-step') };
      const result = await takeStep(engine, params.pathway, {
        caseId: body.id,
        step: first[0],
        version: null,
        answers: body.answers,
        actor,
        key: headers['idempotency-key'] ?? null,
      });
      if (!isRefused(result) && !hasErrors(result)) pathways.keep(body.id, params.pathway);
      return answer(result, language, true);
    },
  });

export const pathwayRoutes = (options: PathwayRoutesOptions): readonly Route[] => {
  const pathways = pathwaysOfCases(options);
  const marks = options.marks ?? [];
  return [
    worklistRoute(options, worklistCounts(options.engine.db, reviewPathways(options.engine))),
    ...markRoutes({ engine: options.engine, marks }),
    caseRoute(options),
    stepRoute(options, pathways),
    openRoute(options, pathways),
  ];
};
