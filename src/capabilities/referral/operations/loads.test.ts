/** What a step looks at is loaded for it, and what no rule of it asks about is not. */
import { expect, test } from 'vitest';
import type { StepQuestion } from '../../../engines/pathways/capability.ts';
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { referral } from '../pathway.ts';
import { loads } from './loads.ts';

const AT = new Date('2026-11-20T02:00:00Z');
const question = (step: string): StepQuestion => ({
  caseId: 'case',
  step,
  answers: {},
  actor: { id: 'role', person: 'person', role: 'referral-coordinator', organisation: 'hospital', purpose: 'care' },
  at: AT,
  limits: () => ({ dueAt: AT, version: '1', verified: false, aroundTheClock: true }),
  today: '2026-11-20',
  endOfDay: () => AT,
  dayOf: () => '2026-11-20',
});
const namesOf = (step: string): readonly string[] => loads(question(step)).map(({ name }) => name);

/** The names a step's rules look at, whatever they find. */
const askedBy = (rules: readonly Rule[]): ReadonlySet<string> => {
  const asked = new Set<string>();
  const loaded = new Proxy<Record<string, unknown>>({}, { get: (_none, name) => void asked.add(String(name)) });
  for (const urgency of ['routine', 'emergency'] as const)
    for (const rule of rules) {
      const facts: StepFacts = {
        now: AT,
        state: 'sent',
        urgency,
        parties: {
          sender: { organisation: 'township', department: null, kind: 'township-hospital' },
          receiver: { organisation: 'hospital', department: 'cardiology', kind: 'hospital' },
        },
        actor: { role: 'referral-coordinator', organisation: 'hospital', department: null },
        answers: {},
        answered: true,
        loaded,
        children: [],
      };
      rule(facts);
    }
  return asked;
};
const rulesOf = ({ when }: { readonly when?: Rule | readonly Rule[] }): readonly Rule[] =>
  when === undefined ? [] : typeof when === 'function' ? [when] : when;

test.each(Object.entries(referral.steps))('the step %s finds loaded whatever its rules ask about', (name, step) => {
  const asked = askedBy(rulesOf(step));
  expect([...asked].filter((one) => !namesOf(name).includes(one))).toEqual([]);
});

test('whoever ends, returns or closes a referral waits for no look at free places; its page and who sends it on do', () => {
  for (const step of ['withdraw', 'close', 'issue-return', 'record-visit', 'escalate', 'record-consent'])
    expect(namesOf(step)).not.toContain('destination');
  for (const step of ['', 'send', 'accept', 'redirect', 'arrive', 'send-back'])
    expect(namesOf(step)).toContain('destination');
});
