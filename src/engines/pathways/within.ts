/**
 * Cases in somebody else's transaction: a statement of the insurer's opens one for each difference it shows, and moves those it
 * settles. Either all of it is written or nothing. What is taken here is a step of the system's, with its rules, its form and its mark.
 */
import type { Statement, Transaction } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { checkAnswers } from '../forms/answers.ts';
import { takeOne } from './along.ts';
import type { Json, StepQuestion } from './capability.ts';
import type { Engine, StepAlong } from './engine.ts';
import { caseNumber, factsOf, loadedFrom, NOTHING, prepare, statementsOf } from './flights.ts';
import { nextNumber } from './statements.ts';
import { decide } from './take-step.ts';

type By = Pick<StepQuestion, 'actor' | 'at'>;

const questionOf = (engine: Engine, { actor, at }: By, caseId: string, step: string, answers: Json): StepQuestion => ({
  ...{ caseId, step, answers, at, actor: { ...actor, role: 'system' }, limits: engine.limits },
  ...{ today: engine.today(at), endOfDay: engine.endOfDay, dayOf: engine.today },
});

/** The statements that open cases of a pathway, or the first refusal. One flight for all of them. */
export const openWithin = async (
  engine: Engine,
  tx: Transaction,
  by: By,
  pathway: string,
  openings: readonly { readonly caseId: string; readonly answers: Json }[],
): Promise<readonly Statement[] | Refusal> => {
  const capability = engine.capabilities.get(pathway);
  const [step, spec] = Object.entries(capability?.pathway.steps ?? {}).find(([, { from }]) => from.length === 0) ?? [];
  if (capability === undefined || step === undefined || openings.length === 0)
    return openings.length === 0 ? [] : refuse('unknown-pathway');
  const asked = openings.map(({ caseId, answers }) => {
    const checked = spec?.form === undefined ? undefined : checkAnswers(spec.form, answers, engine.today(by.at));
    // whoever opens a case here made its answers: wrong ones are a fault of the release
    if (checked?.ok === false)
      throw new Error(`${step}: ${checked.errors.map(({ question, code }) => `${question} ${code}`).join(', ')}`);
    const question = questionOf(engine, by, caseId, step, { ...checked?.answers });
    return { question, loads: capability.loads(question) };
  });
  const number = nextNumber(pathway, engine.today(by.at));
  const rest = [
    ...(await tx.flight([...asked.map(() => number), ...asked.flatMap(({ loads }) => statementsOf(loads))])),
  ];
  const numbers = rest.splice(0, asked.length);
  const statements: Statement[] = [];
  for (const [index, { question, loads }] of asked.entries()) {
    const named = loadedFrom(loads, rest.splice(0, statementsOf(loads).length));
    const { parties = {} } = capability.moves(question, named, null);
    const decision = decide(capability.pathway, step, factsOf(question, null, [], named, true, parties));
    if (isRefusal(decision)) return decision;
    const opened = prepare(engine, capability, question, { ...NOTHING, named }, decision, {
      number: caseNumber(capability.numberPrefix, question.today, Number(numbers[index]?.[0]?.['last'] ?? 0)),
      parent: null,
      answered: () => null,
    });
    statements.push(...opened.statements);
  }
  return statements;
};

/** The statements of one step of the system's on an open case, or why it may not be taken. */
export const stepWithin = (
  engine: Engine,
  tx: Transaction,
  by: By,
  step: StepAlong,
): Promise<readonly Statement[] | Refusal> =>
  takeOne(engine, tx, questionOf(engine, by, step.caseId, step.step, step.answers), step);
