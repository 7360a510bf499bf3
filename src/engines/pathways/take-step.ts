/** Which steps may be taken, and where one leads. Pure: everything it looks at was loaded before (see run.ts). */
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Role } from '../../consortium/roles.ts';
import type { Pathway, Rule, Step, StepFacts } from './define.ts';
import { isEnd } from './define.ts';

export type Decision = {
  readonly step: string;
  readonly from: string | null;
  readonly to: string;
  /** Whether the new state's clock starts or the running one goes on. */
  readonly clock: 'start' | 'keep';
  readonly escalates: boolean;
};

/** The side that is called: which of the parties the actor's organisation is. */
export const sidesOf = (facts: StepFacts): readonly string[] =>
  Object.entries(facts.parties)
    .filter(([, party]) => party.organisation === facts.actor.organisation)
    .map(([side]) => side);

const partiesOf = (step: Step<string, string>): readonly string[] =>
  step.at === 'system' ? [] : typeof step.at === 'string' ? [step.at] : step.at;

/** Role and side: a department's physician acts for the own department only. */
const mayTake = (step: Step<string, string>, facts: StepFacts): true | Refusal => {
  const { role, department } = facts.actor;
  if (step.at === 'system') return role === 'system' || refuse('step-of-the-system');
  const sides = sidesOf(facts).filter((side) => partiesOf(step).includes(side));
  if (sides.length === 0) return refuse('step-of-another-side');
  if (!step.by.includes(role)) return refuse('step-of-another-role');
  const inDepartment = sides.some((side) => {
    const asked = facts.parties[side]?.department ?? null;
    return department === null || asked === null || asked === department;
  });
  return inDepartment || refuse('step-of-another-department');
};

const rulesOf = (step: Step<string, string>): readonly Rule[] =>
  step.when === undefined ? [] : typeof step.when === 'function' ? [step.when] : step.when;

const firstRefusal = (step: Step<string, string>, facts: StepFacts): true | Refusal => {
  for (const rule of rulesOf(step)) {
    const answer = rule(facts);
    if (isRefusal(answer)) return answer;
  }
  return true;
};

const target = (step: Step<string, string>, facts: StepFacts): string | Refusal => {
  const to = typeof step.to === 'string' ? step.to : step.to.among[String(facts.answers[step.to.answer])];
  if (to === undefined) return refuse('answer-leads-nowhere');
  if (to !== 'same') return to;
  return facts.state ?? refuse('answer-leads-nowhere');
};

/** Decides one step on loaded facts: where it leads, or the sentence that says why not. */
export const decide = (pathway: Pathway, name: string, facts: StepFacts): Decision | Refusal => {
  const step = pathway.steps[name];
  if (step === undefined) return refuse('unknown-step', { step: name });
  if (facts.state === null ? step.from.length > 0 : !step.from.includes(facts.state)) {
    return refuse('step-not-in-this-state', { step: name, state: facts.state ?? '' });
  }
  const belongs = step.applies?.(facts) ?? true;
  if (isRefusal(belongs)) return belongs;
  const permitted = mayTake(step, facts);
  if (isRefusal(permitted)) return permitted;
  const allowed = firstRefusal(step, facts);
  if (isRefusal(allowed)) return allowed;
  const to = target(step, facts);
  if (isRefusal(to)) return to;
  return { step: name, from: facts.state, to, clock: step.clock ?? 'start', escalates: step.escalates === true };
};

export type StepsNow = {
  readonly allowed: readonly { readonly step: string; readonly form: string | null; readonly primary: boolean }[];
  readonly blocked: readonly { readonly step: string; readonly refusal: Refusal; readonly by: readonly Role[] }[];
};

/** Every step of the present state, in the table's order: those this actor may take now, and why not the others. */
export const stepsNow = (pathway: Pathway, facts: StepFacts): StepsNow => {
  const allowed: { step: string; form: string | null; primary: boolean }[] = [];
  const blocked: { step: string; refusal: Refusal; by: readonly Role[] }[] = [];
  for (const [name, step] of Object.entries(pathway.steps)) {
    if (step.at === 'system' || facts.state === null || !step.from.includes(facts.state)) continue;
    if (step.applies !== undefined && isRefusal(step.applies(facts))) continue;
    const permitted = mayTake(step, facts);
    const answer = isRefusal(permitted) ? permitted : firstRefusal(step, facts);
    if (isRefusal(answer)) blocked.push({ step: name, refusal: answer, by: step.by });
    else allowed.push({ step: name, form: step.form?.name ?? null, primary: allowed.length === 0 });
  }
  return { allowed, blocked };
};

/** The ordinary way on from a state: the first step of each following state, until the end or a state met before. */
export const wayAhead = (pathway: Pathway, state: string): readonly string[] => {
  const ahead: string[] = [];
  const met = new Set<string>();
  let at = state;
  for (;;) {
    const here = pathway.states[at];
    if (here === undefined || isEnd(here) || met.has(at)) return ahead;
    met.add(at);
    const next = Object.entries(pathway.steps).find(
      ([, step]) =>
        step.from.includes(at) &&
        typeof step.to === 'string' &&
        step.to !== 'same' &&
        step.at !== 'system' &&
        step.applies === undefined,
    );
    if (next === undefined) return ahead;
    ahead.push(next[0]);
    at = next[1].to as string;
  }
};
