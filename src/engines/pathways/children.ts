/** Child cases: work that needs several answers at once is opened with the step that asks for it, in the same transaction. */
import type { Statement } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { checkAnswers } from '../forms/answers.ts';
import type { CapabilityServer, CaseState, Json, StepQuestion } from './capability.ts';
import type { Engine } from './engine.ts';
import { factsOf, prepare } from './flights.ts';
import type { Loaded } from './flights.ts';
import { decide } from './take-step.ts';

const NOTHING: Loaded = {
  answered: undefined,
  before: null,
  records: new Map(),
  children: [],
  number: null,
  named: {},
};

/** The statements that open one child; the child's number continues its parent's. */
const prepareChild = (
  engine: Engine,
  child: CapabilityServer,
  question: StepQuestion,
  parent: CaseState,
  place: number,
): readonly Statement[] | Refusal => {
  const first = Object.entries(child.pathway.steps).find(([, step]) => step.from.length === 0);
  if (first === undefined) return refuse('unknown-pathway');
  const [name, { form }] = first;
  const checked = form === undefined ? undefined : checkAnswers(form, question.answers, engine.today(question.at));
  if (checked?.ok === false) return refuse('wrong-answers', { count: checked.errors.length });
  const opening: StepQuestion = { ...question, step: name, answers: checked?.answers ?? {} };
  const { parties = {} } = child.moves(opening, {}, null);
  const decision = decide(child.pathway, name, factsOf(opening, null, [], {}, true, parties));
  if (isRefusal(decision)) return decision;
  return prepare(engine, child, opening, NOTHING, decision, {
    number: `${parent.number}-${String(place)}`,
    parent: parent.id,
  }).statements;
};

/** All children a step opens, or the first refusal: then nothing of the step happens. */
export const prepareChildren = (
  engine: Engine,
  capability: CapabilityServer,
  question: StepQuestion,
  parent: CaseState,
  already: number,
): readonly Statement[] | Refusal => {
  const opens = capability.pathway.steps[question.step]?.opens;
  if (opens === undefined) return [];
  const child = engine.capabilities.get(opens.pathway);
  if (child === undefined) return refuse('unknown-pathway');
  const entries = (question.answers[opens.each] ?? []) as readonly Json[];
  const statements: Statement[] = [];
  for (const [index, answers] of entries.entries()) {
    const opened = prepareChild(
      engine,
      child,
      { ...question, caseId: engine.newId(), answers },
      parent,
      already + index + 1,
    );
    if (isRefusal(opened)) return opened;
    statements.push(...opened);
  }
  return statements;
};
