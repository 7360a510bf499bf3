/**
 * The decision alone, without a database: thousands of schedules of every pathway there is. What the rules of a capability say is
 * drawn too, one answer for each try: the laws hold whatever they say, and no fact has to be made up for them. The rules themselves
 * are tested beside them, and with their facts in the stories on the database.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAPABILITIES } from '../../capabilities/index.ts';
import { ROLES } from '../../consortium/roles.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { CaseState } from './capability.ts';
import type { Pathway, Rule, StepFacts } from './define.ts';
import { URGENCIES, isEnd, ownerRole } from './define.ts';
import { nextCase } from './next-case.ts';
import { decide, stepsNow } from './take-step.ts';

const AT = new Date('2026-11-20T06:30:00Z');
const limits = (_code: string, urgency: string, from: Date) => ({
  dueAt: new Date(from.getTime() + (urgency === 'emergency' ? 15 : 120) * 60_000),
  version: 'test@2026-01-01',
  verified: false,
  aroundTheClock: true,
});

const ORGANISATIONS = ['one', 'two', 'three'];

const attempts = (pathway: Pathway) =>
  fc.array(
    fc.record({
      kind: fc.nat(3),
      step: fc.constantFrom(...Object.keys(pathway.steps)),
      role: fc.constantFrom(...ROLES),
      organisation: fc.constantFrom(...ORGANISATIONS),
      /** Which of the answers a step's way depends on; beyond them, one that no form knows. */
      answer: fc.nat(6),
      /** Most tries are allowed by the rules, else few schedules would get anywhere. */
      allowed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      minutes: fc.integer({ min: 0, max: 10_000 }),
      /** Most tries are by somebody who may, else few schedules would leave the first state. */
      able: fc.option(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(20) }), {
        freq: 6,
      }),
    }),
    { minLength: 12, maxLength: 40 },
  );

/** Asked half a million times for a handful of tables: each is read once. */
const onceForEach = <Value>(read: (pathway: Pathway, key: string) => Value) => {
  const kept = new WeakMap<Pathway, Map<string, Value>>();
  return (pathway: Pathway, key: string): Value => {
    const known = kept.get(pathway) ?? new Map<string, Value>();
    kept.set(pathway, known);
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = read(pathway, key);
    known.set(key, value);
    return value;
  };
};

/** The kinds of organisation the states of a party name; none where its roles are the same everywhere. */
const kindsOf = (pathway: Pathway, party: string): readonly string[] =>
  Object.values(pathway.states).flatMap((state) =>
    isEnd(state) || state.owner !== party || typeof state.role === 'string' ? [] : Object.keys(state.role),
  );

/** An organisation for each party, of the nth of the kinds it may be. */
const partiesOf = onceForEach((pathway, nth): StepFacts['parties'] =>
  Object.fromEntries(
    pathway.parties.map((party, index) => {
      const kinds = kindsOf(pathway, party);
      const kind = kinds[Number(nth) % kinds.length];
      const organisation = ORGANISATIONS[index] ?? 'one';
      return [party, { organisation, department: null, ...(kind !== undefined && { kind }) }];
    }),
  ),
);

/** The answer by which a step goes one way or the other. */
const answersOf = (pathway: Pathway, name: string, nth: number): Readonly<Record<string, unknown>> => {
  const to = pathway.steps[name]?.to;
  if (typeof to !== 'object') return {};
  const codes = [...Object.keys(to.among), 'nothing'];
  return { [to.answer]: codes[nth % codes.length] };
};

const factsOf = (pathway: Pathway, state: string | null, one: Record<string, unknown>, now: Date): StepFacts => ({
  now,
  state,
  urgency: 'routine',
  parties: partiesOf(pathway, String(one['kind'])),
  actor: {
    role: one['role'] as StepFacts['actor']['role'],
    organisation: String(one['organisation']),
    department: null,
  },
  answers: answersOf(pathway, String(one['step']), Number(one['answer'])),
  answered: true,
  loaded: { allowed: one['allowed'] },
  children: [],
});

const drawnRule: Rule = ({ loaded }) => loaded['allowed'] === true || refuse('drawn');

/** The same table, with every rule answering what is drawn. */
const withDrawnRules = (pathway: Pathway): Pathway => ({
  ...pathway,
  steps: Object.fromEntries(
    Object.entries(pathway.steps).map(([name, step]) => [
      name,
      {
        ...step,
        ...(step.when !== undefined && { when: drawnRule }),
        // which of two forms is asked for is a matter of the case's kind: here of either
        ...(step.applies !== undefined && { applies: () => true }),
      },
    ]),
  ),
});

/** The steps out of a state; of the empty one, those that open a case. */
const leavingOf = onceForEach((pathway, state) =>
  Object.entries(pathway.steps).filter(([, step]) =>
    state === '' ? step.from.length === 0 : step.from.includes(state),
  ),
);

/** The nth step out of a state, by a role and side that may take it. */
const byTheAble = (pathway: Pathway, state: string | null, nth: number | null) => {
  const leaving = leavingOf(pathway, state ?? '');
  const [name, step] = nth === null ? [] : (leaving[nth % leaving.length] ?? []);
  if (name === undefined || step === undefined) return {};
  const side = typeof step.at === 'string' ? step.at : (step.at[0] ?? '');
  return {
    step: name,
    role: step.by[0] ?? 'system',
    organisation: ORGANISATIONS[pathway.parties.indexOf(side)] ?? 'one',
  };
};

// plain conditions: a matcher for each of half a million tries would take longer than the tries
const must = (holds: boolean, law: string): void => {
  if (!holds) throw new Error(law);
};

const lawOne = (pathway: Pathway, one: CaseState): void => {
  const spec = pathway.states[one.state];
  if (spec === undefined) throw new Error(`no state ${one.state}`);
  if (isEnd(spec)) {
    must(one.owner === null && one.clock === null, `${one.state} is an end and still has an owner or a clock`);
    must(one.ending === spec.end && one.closedAt !== null, `${one.state} does not say how it ended`);
  } else {
    const kind = one.parties[spec.owner]?.kind;
    must(one.owner?.role === ownerRole(spec, kind), `${one.state} is owned by another role than its own`);
    must(one.clock !== null && one.closedAt === null, `${one.state} is open without a clock`);
  }
};

describe.each(CAPABILITIES.map(({ pathway }) => [pathway.name, withDrawnRules(pathway)] as const))(
  '%s',
  (_name, pathway) => {
    test('keeps one owner and one clock, and only ever moves along its table', () => {
      const reached = new Set<string>();
      fc.assert(
        fc.property(fc.constantFrom(...URGENCIES), attempts(pathway), (urgency, tries) => {
          let at = AT;
          let state: CaseState | null = null;
          for (const drawn of tries) {
            at = new Date(at.getTime() + drawn.minutes * 60_000);
            const one = { ...drawn, ...byTheAble(pathway, state?.state ?? null, drawn.able) };
            const facts: StepFacts = factsOf(pathway, state?.state ?? null, one, at);
            const decision = decide(pathway, one.step, facts);
            const offered = stepsNow(pathway, facts).allowed.map((possible) => possible.step);
            if (isRefusal(decision)) continue;
            const step = pathway.steps[one.step];
            must(step?.by.includes(one.role) === true, `${one.step} was taken by ${one.role}`);
            must(
              state === null ? step?.from.length === 0 : step?.from.includes(state.state) === true,
              `${one.step} out of its table`,
            );
            // what may be taken was offered, unless only the system takes it
            must(state === null || step?.at === 'system' || offered.includes(one.step), `${one.step} was not offered`);
            const before: CaseState | { id: string; number: string; opener: string; parent: null } = state ?? {
              id: 'case',
              number: 'ZZ1',
              opener: one.organisation,
              parent: null,
            };
            state = nextCase(pathway, limits, before, decision, { parties: facts.parties, urgency }, at);
            reached.add(state.state);
            lawOne(pathway, state);
          }
        }),
        // a table of more steps takes more draws to be gone through
        { numRuns: Math.max(10_000, 500 * Object.keys(pathway.steps).length) },
      );
      // the schedules must have gone through every open state and to several ends, or the property says little
      const open = Object.keys(pathway.states).filter((name) => !isEnd(pathway.states[name] ?? { end: 'finished' }));
      expect(open.filter((name) => !reached.has(name))).toEqual([]);
      const ends = Object.keys(pathway.states).length - open.length;
      expect(reached.size).toBeGreaterThanOrEqual(open.length + Math.min(3, ends));
    });

    test('keeps the clock that runs when a step says so, and raises a late case without moving it', () => {
      for (const [name, step] of Object.entries(pathway.steps)) {
        if (step.clock !== 'keep' || step.from.length === 0 || typeof step.to !== 'string') continue;
        const from = step.from[0] ?? '';
        const opener = { id: 'case', number: 'ZZ1', opener: 'one', parent: null };
        const parties = factsOf(pathway, from, { role: 'system', organisation: 'one', kind: 0 }, AT).parties;
        const start = { step: 'start', from: null, to: from, clock: 'start', escalates: false } as const;
        const open = nextCase(pathway, limits, opener, start, { parties }, AT);
        const later = new Date(AT.getTime() + 60_000);
        const escalates = step.escalates === true;
        const moved = nextCase(
          pathway,
          limits,
          open,
          { step: name, from, to: from, clock: 'keep', escalates },
          {},
          later,
        );
        expect(moved.clock?.dueAt).toEqual(open.clock?.dueAt);
        expect(moved.escalation).toBe(escalates ? 1 : 0);
        expect(moved.state).toBe(from);
      }
    });
  },
);
