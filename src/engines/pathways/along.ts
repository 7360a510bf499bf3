/**
 * Steps that go along: a case that answers another one (a letter, a proposal) moves it in its own transaction. What goes along is a
 * step of the system's, with its rules, its form and its mark; if it is refused, nothing of the first step happens either.
 */
import type { Statement, Transaction } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { checkAnswers } from '../forms/answers.ts';
import { openingsOf, prepareChildren } from './children.ts';
import type { StepQuestion } from './capability.ts';
import type { Engine, StepAlong, StepDecided } from './engine.ts';
import { factsOf, load, prepare } from './flights.ts';
import { decide } from './take-step.ts';

/** One step of the system's on an open case, in the transaction at hand. */
export const takeOne = async (
  engine: Engine,
  tx: Transaction,
  by: StepQuestion,
  along: StepAlong,
): Promise<readonly Statement[] | Refusal> => {
  const capability = engine.capabilities.get(along.pathway);
  const step = capability?.pathway.steps[along.step];
  if (capability === undefined || step === undefined) return refuse('unknown-step', { step: along.step });
  const checked = step.form === undefined ? undefined : checkAnswers(step.form, along.answers, by.today);
  // whoever wrote the step that goes along made its answers: wrong ones are a fault of the release
  if (checked?.ok === false)
    throw new Error(`${along.step}: ${checked.errors.map(({ question, code }) => `${question} ${code}`).join(', ')}`);
  const actor = { ...by.actor, role: 'system' };
  const question: StepQuestion = {
    ...by,
    actor,
    caseId: along.caseId,
    step: along.step,
    answers: { ...checked?.answers },
  };
  const openings = openingsOf(engine, capability, question);
  if (isRefusal(openings)) return openings;
  if ('errors' in openings)
    throw new Error(`${along.step}: ${openings.errors.map(({ question: at, code }) => `${at} ${code}`).join(', ')}`);
  const request = { caseId: along.caseId, step: along.step, version: 0, answers: along.answers, actor, key: null };
  const loaded = await load(engine, tx, request, capability, question, openings);
  const { before } = loaded;
  if (before === null) return refuse('case-not-found');
  const facts = factsOf(question, before, loaded.children, loaded.named, true, before.parties);
  const decision = decide(capability.pathway, along.step, facts);
  if (isRefusal(decision)) return decision;
  const { after, statements } = prepare(engine, capability, question, loaded, decision, {
    number: before.number,
    parent: before.parent,
    answered: () => null,
  });
  const children = prepareChildren(engine, openings, loaded, after);
  return isRefusal(children) ? children : [...statements, ...children];
};

/** The statements of all steps that go along with a decided one, or the first refusal. */
export const takeAlong = async (
  engine: Engine,
  tx: Transaction,
  by: StepQuestion,
  decided: StepDecided,
): Promise<readonly Statement[] | Refusal> => {
  const statements: Statement[] = [];
  for (const along of engine.along?.(decided) ?? []) {
    const taken = await takeOne(engine, tx, by, along);
    if (isRefusal(taken)) return taken;
    statements.push(...taken);
  }
  return statements;
};
