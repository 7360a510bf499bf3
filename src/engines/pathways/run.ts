/**
 * A step is one transaction and the only way a case changes (law 2): one flight reads everything the decision looks at, the
 * second writes everything that follows from it and commits. Whoever loses a race meets a raised guard, never half a step.
 */
import { createHash } from 'node:crypto';
import { constraintOf, isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Transaction } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { AnswerError } from '../forms/answers.ts';
import { checkAnswers } from '../forms/answers.ts';
import type { CapabilityServer, CaseState, StepQuestion } from './capability.ts';
import type { Engine, Refused, StepAnswer, StepRequest } from './engine.ts';
import { takeAlong } from './along.ts';
import { openingsOf, prepareChildren } from './children.ts';
import { caseNumber, factsOf, load, prepare } from './flights.ts';
import type { Opening } from './flights.ts';
import { caseFrom, findCase } from './statements.ts';
import { decide } from './take-step.ts';

const digestOf = (request: StepRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([request.caseId, request.step, request.version, request.answers]))
    .digest('base64');

const answerOf = (c: CaseState): StepAnswer => ({
  id: c.id,
  number: c.number,
  state: c.state,
  version: c.version,
  closed: c.closedAt !== null,
});

export type StepResult = StepAnswer | Refused | { readonly errors: readonly AnswerError[] };
export const isRefused = (result: StepResult): result is Refused => 'refusal' in result;
export const hasErrors = (result: StepResult): result is { readonly errors: readonly AnswerError[] } =>
  'errors' in result;

type Attempt = StepResult | { readonly stale: true };

const refused = (refusal: Refusal): Refused => ({ refusal });

const attempt = async (
  engine: Engine,
  tx: Transaction,
  request: StepRequest,
  capability: CapabilityServer,
  question: StepQuestion,
  openings: readonly Opening[],
): Promise<Attempt> => {
  const loaded = await load(engine, tx, request, capability, question, openings);
  if (loaded.answered !== undefined) {
    return loaded.answered['digest'] === digestOf(request)
      ? (JSON.parse(String(loaded.answered['answer'])) as StepAnswer)
      : refused(refuse('idempotency-key-reused'));
  }
  const { before } = loaded;
  if (request.version === null) {
    if (before !== null) return refused(refuse('case-already-open'));
  } else {
    // row-level security hides the Task of a case this organisation has no relation to
    if (before === null || (before.resident !== null && !loaded.records.has(`Task/${before.id}`))) {
      return refused(refuse('case-not-found'));
    }
    if (before.version !== request.version) return { stale: true };
  }
  const moves = before === null ? capability.moves(question, loaded.named, null) : undefined;
  const parties = before?.parties ?? moves?.parties ?? {};
  const facts = factsOf(question, before, loaded.children, loaded.named, true, parties);
  const decision = decide(capability.pathway, request.step, facts);
  if (isRefusal(decision)) return refused(decision);
  const number = caseNumber(capability.numberPrefix, engine.today(question.at), loaded.number ?? 0);
  const { key } = request;
  const { after, statements } = prepare(engine, capability, question, loaded, decision, {
    number,
    parent: null,
    answered: (then) =>
      key === null ? null : { key, digest: digestOf(request), answer: JSON.stringify(answerOf(then)) },
  });
  const children = prepareChildren(engine, openings, loaded, after);
  if (isRefusal(children)) return refused(children);
  const along = await takeAlong(engine, tx, question, {
    pathway: capability.pathway.name,
    step: request.step,
    answers: question.answers,
    before,
    after,
    loaded: loaded.named,
    children: loaded.children,
    today: question.today,
  });
  if (isRefusal(along)) return refused(along);
  await tx.finish([...statements, ...children, ...along]);
  return answerOf(after);
};

/** A guard of the second flight that somebody else's commit raised: what it means to the person. */
const guardRefusal = (message: string): Attempt =>
  message === 'case-version' || message === 'fhir-version' ? { stale: true } : refused(refuse(message));

const LOST_RACES: readonly string[] = ['idempotency_pkey', 'cases_pkey', 'case_step_pkey'];

const attemptSafely = async (
  engine: Engine,
  request: StepRequest,
  capability: CapabilityServer,
  question: StepQuestion,
  openings: readonly Opening[],
  again: boolean,
): Promise<Attempt> => {
  try {
    return await engine.db.write(request.actor, question.at, (tx) =>
      attempt(engine, tx, request, capability, question, openings),
    );
  } catch (fault) {
    if (isGuardFailure(fault)) return guardRefusal(fault.message);
    const constraint = constraintOf(fault);
    if (constraint === 'case_party_organisation_fkey') return refused(refuse('unknown-organisation'));
    // the same key or draft, or another step of this version, was committed by somebody else between our two flights
    if (again && LOST_RACES.includes(constraint ?? '')) {
      return attemptSafely(engine, request, capability, question, openings, false);
    }
    // a child was to be opened under the id of a case there is
    if (constraint === 'cases_pkey') return refused(refuse('case-already-open'));
    throw fault;
  }
};

/** The words a stale reader is told, in both languages: the sentence is chosen where the reader's is known. */
const sayStale = (engine: Engine, now: CaseState, step: string): Readonly<Record<string, string>> => {
  const word = engine.capabilities.get(now.pathway)?.word ?? ((_kind, code) => code);
  return {
    stateZh: word('state', now.state, 'zh'),
    stateEn: word('state', now.state, 'en'),
    stepZh: word('step', step, 'zh'),
    stepEn: word('step', step, 'en'),
  };
};

/** What a stale reader is told: the state now, who moved it there and when. */
const staleAnswer = async (engine: Engine, request: StepRequest): Promise<Refused> => {
  const [cases = [], steps = []] = await engine.db.read(request.actor, engine.clock.now(), [
    findCase(request.caseId),
    {
      name: 'find-last-step',
      text: `select s.step, s.at, s.role, o.name as organisation, p.name as person
               from case_step s left join organisation o on o.id = s.organisation
               left join practitioner_role r on r.id = s.actor left join person p on p.id = r.person
              where s.case_id = $1 order by s.version desc limit 1`,
      values: [request.caseId],
    },
  ]);
  const row = cases[0];
  const last = steps[0];
  if (row === undefined || last === undefined) return refused(refuse('case-not-found'));
  const now = caseFrom(row);
  return {
    refusal: refuse('stale-version', sayStale(engine, now, String(last['step']))),
    extra: {
      state: now.state,
      version: now.version,
      closed: now.closedAt !== null,
      changed: {
        step: last['step'],
        at: (last['at'] as Date).toISOString(),
        by: { name: last['person'] ?? null, role: last['role'], organisation: last['organisation'] ?? null },
      },
    },
  };
};

/** Takes one step of a case, or opens one (`version` null). Acknowledged only after COMMIT. */
export const takeStep = async (engine: Engine, pathwayName: string, request: StepRequest): Promise<StepResult> => {
  const capability = engine.capabilities.get(pathwayName);
  if (capability === undefined) return refused(refuse('unknown-pathway'));
  const step = capability.pathway.steps[request.step];
  if (step === undefined) return refused(refuse('unknown-step'));
  const at = engine.clock.now();
  const checked =
    step.form === undefined
      ? ({ ok: true, answers: {} } as const)
      : checkAnswers(step.form, request.answers, engine.today(at));
  if (!checked.ok) return { errors: checked.errors };
  const question: StepQuestion = {
    caseId: request.caseId,
    step: request.step,
    answers: checked.answers,
    actor: request.actor,
    at,
    limits: engine.limits,
    today: engine.today(at),
    endOfDay: engine.endOfDay,
    dayOf: engine.today,
  };
  const openings = openingsOf(engine, capability, question);
  if (isRefusal(openings)) return refused(openings);
  if ('errors' in openings) return openings;
  const result = await attemptSafely(engine, request, capability, question, openings, true);
  if ('stale' in result) return staleAnswer(engine, request);
  if (!isRefused(result) && !hasErrors(result)) engine.nudge();
  return result;
};
