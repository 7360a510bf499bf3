/** Child cases: work that needs several answers at once is opened with the step that asks for it, in the same transaction. */
import type { Statement } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { AnswerError } from '../forms/answers.ts';
import { checkAnswers } from '../forms/answers.ts';
import type { CapabilityServer, CaseState, Json, StepQuestion } from './capability.ts';
import type { Engine } from './engine.ts';
import { factsOf, NOTHING, prepare } from './flights.ts';
import type { Loaded, Opening } from './flights.ts';
import { decide } from './take-step.ts';

/** The children a step opens, their answers checked: what is wrong is said at its place in the parent's form. */
export const openingsOf = (
  engine: Engine,
  capability: CapabilityServer,
  question: StepQuestion,
): readonly Opening[] | Refusal | { readonly errors: readonly AnswerError[] } => {
  const opens = capability.pathway.steps[question.step]?.opens;
  if (opens === undefined) return [];
  const child = engine.capabilities.get(opens.pathway);
  const first = Object.entries(child?.pathway.steps ?? {}).find(([, step]) => step.from.length === 0);
  if (child === undefined || first === undefined) return refuse('unknown-pathway');
  const [step, { form }] = first;
  const openings: Opening[] = [];
  for (const [index, entry] of ((question.answers[opens.each] ?? []) as readonly Json[]).entries()) {
    const { [opens.draft ?? '']: draft, ...own } = entry;
    const checked = form === undefined ? undefined : checkAnswers(form, own, engine.today(question.at));
    if (checked?.ok === false) {
      const at = `${opens.each}.${String(index)}.`;
      return { errors: checked.errors.map((error) => ({ ...error, question: at + error.question })) };
    }
    const caseId = typeof draft === 'string' ? draft : engine.newId();
    openings.push({ child, question: { ...question, caseId, step, answers: checked?.answers ?? {} } });
  }
  return openings;
};

/** The statements that open one child; the child's number continues its parent's. */
const prepareChild = (
  engine: Engine,
  { child, question }: Opening,
  named: Loaded['named'],
  parent: CaseState,
  place: number,
): readonly Statement[] | Refusal => {
  const { parties = {} } = child.moves(question, named, null);
  const decision = decide(child.pathway, question.step, factsOf(question, null, [], named, true, parties));
  if (isRefusal(decision)) return decision;
  return prepare(engine, child, question, { ...NOTHING, named }, decision, {
    number: `${parent.number}-${String(place)}`,
    parent: parent.id,
    answered: () => null,
  }).statements;
};

/** All children a step opens, or the first refusal: then nothing of the step happens. */
export const prepareChildren = (
  engine: Engine,
  openings: readonly Opening[],
  loaded: Loaded,
  parent: CaseState,
): readonly Statement[] | Refusal => {
  const statements: Statement[] = [];
  for (const [index, opening] of openings.entries()) {
    const named = loaded.openings[index] ?? {};
    const opened = prepareChild(engine, opening, named, parent, loaded.children.length + index + 1);
    if (isRefusal(opened)) return opened;
    statements.push(...opened);
  }
  return statements;
};
