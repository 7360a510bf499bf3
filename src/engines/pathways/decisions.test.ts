/** The decision alone, without a database: thousands of schedules of every pathway there is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAPABILITIES } from '../../capabilities/index.ts';
import { ROLES } from '../../consortium/roles.ts';
import { isRefusal } from '../../platform/refusal.ts';
import type { CaseState } from './capability.ts';
import type { Pathway, StepFacts } from './define.ts';
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
      // the codes any form of this pathway may choose among, and some that none does
      answer: fc.constantFrom(
        'refused',
        'died',
        'agreed',
        'owed',
        'treated-elsewhere',
        'left-against-advice',
        'moved-away',
        'duplicate',
        'nothing',
      ),
      loaded: fc.record({
        hold: fc.constantFrom({ id: 'h', department: 'd', active: true, kind: 'quota' }, undefined),
        destination: fc.constantFrom(
          { department: 'd', organisation: 'two', organisationKind: 'hospital', kind: 'quota', free: 1, staffed: true },
          undefined,
        ),
        consent: fc.constantFrom({ decision: 'agreed' }, { decision: 'owed' }),
        resident: fc.constant(true),
        fastReturnUntil: fc.constant(new Date('2030-01-01T00:00:00Z')),
        parent: fc.constantFrom({ state: 'seen', ending: null, seenOn: '2026-11-20' }, undefined),
        // an emergency look, and two residents that may be one
        glass: fc.constantFrom(
          { known: true, related: false, open: false },
          { known: true, related: true, open: false },
        ),
        withheld: fc.constantFrom(0, 2),
        ownLook: fc.constantFrom(false, false, true),
        pair: fc.constantFrom(
          { one: 'r1', other: 'r2', standing: true, recorded: true },
          { one: 'r1', other: 'r2', standing: false, recorded: true },
          undefined,
        ),
      }),
      minutes: fc.integer({ min: 0, max: 10_000 }),
      /** Most tries are by somebody who may, else few schedules would leave the first state. */
      able: fc.option(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(20) }), {
        freq: 6,
      }),
    }),
    { minLength: 12, maxLength: 40 },
  );

/** One of the kinds of organisation the states of a party name; none where its roles are the same everywhere. */
const kindOf = (pathway: Pathway, party: string, nth: unknown): { readonly kind?: string } => {
  const kinds = Object.values(pathway.states).flatMap((state) =>
    isEnd(state) || state.owner !== party || typeof state.role === 'string' ? [] : Object.keys(state.role),
  );
  const kind = kinds[Number(nth) % kinds.length];
  return kind === undefined ? {} : { kind };
};

const factsOf = (pathway: Pathway, state: string | null, one: Record<string, unknown>, now: Date): StepFacts => {
  const parties = Object.fromEntries(
    pathway.parties.map((party, index) => {
      const organisation = ORGANISATIONS[index] ?? 'one';
      return [party, { organisation, department: null, ...kindOf(pathway, party, one['kind']) }];
    }),
  );
  return {
    now,
    state,
    urgency: 'routine',
    parties,
    actor: {
      role: one['role'] as StepFacts['actor']['role'],
      organisation: String(one['organisation']),
      department: null,
    },
    answers: {
      consent: one['answer'],
      ending: one['answer'],
      department: 'd',
      told: ['x'],
      signer: 'self',
      signerName: '甲',
      explanation: '昏迷送来，需要知道过敏和用药',
      residentTold: true,
      keep: 'r1',
    },
    answered: true,
    loaded: one['loaded'] as Record<string, unknown>,
    children: [],
  };
};

/** The nth step out of a state, by a role and side that may take it. */
const byTheAble = (pathway: Pathway, state: string | null, nth: number | null) => {
  const leaving = Object.entries(pathway.steps).filter(([, step]) =>
    state === null ? step.from.length === 0 : step.from.includes(state),
  );
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

describe.each(CAPABILITIES.map(({ pathway }) => [pathway.name, pathway] as const))('%s', (_name, pathway) => {
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
      { numRuns: 10_000 },
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
      const parties = factsOf(pathway, from, { role: 'system', organisation: 'one', kind: 0, loaded: {} }, AT).parties;
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
});
