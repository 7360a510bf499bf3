import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CapabilityServer, Moves, StepQuestion } from '../src/engines/pathways/capability.ts';
import type { Engine } from '../src/engines/pathways/engine.ts';
import { takeStep } from '../src/engines/pathways/run.ts';
import type { Pathway, StepFacts } from '../src/engines/pathways/define.ts';
import { decide } from '../src/engines/pathways/take-step.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import { openReferralWorld, outcome } from './referral-world.ts';
import type { ReferralWorld } from './referral-world.ts';
import { coHandling, hospiceStay, proposal, review } from './three-pathways.ts';

let world: ReferralWorld;
let engine: Engine;

/** A capability that only moves: its parties come from its first form. */
const moving = (pathway: Pathway, parties: (question: StepQuestion) => Moves): CapabilityServer => ({
  pathway,
  forms: [],
  numberPrefix: 'TA',
  errors: {},
  word: (_kind, code) => code,
  loads: () => [],
  moves: (question, _loaded, before) => (before === null ? parties(question) : {}),
  write: () => ({ resources: [], statements: [] }),
  reason: () => null,
  taskStatus: () => 'in-progress',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
});
const at = (organisation: unknown) => ({ organisation: String(organisation), department: null });

beforeAll(async () => {
  world = await openReferralWorld();
  const dueInAnHour = (_code: string, _urgency: string, from: Date) => ({
    dueAt: new Date(from.getTime() + 3_600_000),
    version: 'test',
    verified: false,
    aroundTheClock: true,
  });
  engine = {
    ...world.engine,
    limits: dueInAnHour,
    capabilities: new Map([
      [
        'proposal',
        moving(proposal, (question) => ({
          parties: { office: at(question.actor.organisation), lead: at(question.answers['organisation']) },
        })),
      ],
      [
        'co-handling',
        moving(coHandling, (question) => ({
          parties: { lead: at(question.actor.organisation), 'co-handler': at(question.answers['organisation']) },
        })),
      ],
    ]),
  };
});
afterAll(() => world.drop());

const officer: Actor = {
  id: 'officer-role',
  person: 'officer',
  role: 'commission-officer',
  organisation: 'bureau',
  purpose: 'care',
};
const office: Actor = {
  id: 'office-role',
  person: null,
  role: 'administrator',
  organisation: 'consortium-qinghe',
  purpose: 'care',
};
const answering = (organisation: string): Actor => ({
  id: `duty-${organisation}`,
  person: null,
  role: 'duty-officer',
  organisation,
  purpose: 'care',
});

const step = async (
  id: string,
  name: string,
  actor: Actor,
  answers: Record<string, unknown> = {},
  pathway = 'proposal',
) => {
  const [row] = await world.owner('select version from cases where id = $1', [id]);
  return outcome(
    await takeStep(engine, pathway, {
      caseId: id,
      step: name,
      version: Number(row?.['version']),
      answers,
      actor,
      key: null,
    }),
  );
};
const openChildren = (parent: string) =>
  world.owner(
    `select id, number, owner_organisation, due_at is not null as has_clock from cases where parent = $1 and closed_at is null order by number`,
    [parent],
  );

describe('a proposal with three co-handlers and a re-handling round', () => {
  test('waits for every co-handler, each with an owner and a clock, in both rounds', async () => {
    const opened = await takeStep(engine, 'proposal', {
      caseId: 'proposal-13',
      step: 'assign',
      version: null,
      answers: { organisation: 'bureau', question: '关于推动优质医疗资源下沉的建议' },
      actor: office,
      key: null,
    });
    expect(outcome(opened)).toBe('assigned');
    const coHandlers = ['county-hospital', 'city-hospital', 'hospice'].map((organisation) => ({
      organisation,
      question: '请就本单位职责提出意见',
    }));
    expect(await step('proposal-13', 'ask-co-handlers', officer, { coHandlers })).toBe('with-co-handlers');
    const children = await openChildren('proposal-13');
    expect(children.map((child) => child['owner_organisation'])).toEqual([
      'county-hospital',
      'city-hospital',
      'hospice',
    ]);
    expect(children.every((child) => child['has_clock'] === true)).toBe(true);
    for (const child of children) {
      expect(await step('proposal-13', 'draft', officer)).toBe('refused: children-open');
      const { id, owner_organisation: organisation } = child as { id: string; owner_organisation: string };
      expect(await step(id, 'answer', answering(organisation), {}, 'co-handling')).toBe('finished');
    }
    expect(await step('proposal-13', 'draft', officer)).toBe('drafting');
    expect(await step('proposal-13', 'ask-proposer', officer)).toBe('with-proposer');
    expect(await step('proposal-13', 'record-verdict', office, { verdict: 'dissatisfied' })).toBe('re-handling');
    expect(await step('proposal-13', 'ask-co-handlers', officer, { coHandlers: coHandlers.slice(0, 1) })).toBe(
      'with-co-handlers',
    );
    expect(await step('proposal-13', 'draft', officer)).toBe('refused: children-open');
    const [again] = await openChildren('proposal-13');
    expect(String(again?.['number'])).toMatch(/-4$/);
    expect(await step(String(again?.['id']), 'answer', answering('county-hospital'), {}, 'co-handling')).toBe(
      'finished',
    );
    expect(await step('proposal-13', 'draft', officer)).toBe('drafting');
    expect(await step('proposal-13', 'ask-proposer', officer)).toBe('with-proposer');
    expect(await step('proposal-13', 'record-verdict', office, { verdict: 'satisfied' })).toBe('finished');
  });

  test('opens no child at all when one of them cannot be opened', async () => {
    await takeStep(engine, 'proposal', {
      caseId: 'proposal-14',
      step: 'assign',
      version: null,
      answers: { organisation: 'bureau', question: '关于安宁疗护的建议' },
      actor: office,
      key: null,
    });
    const coHandlers = [
      { organisation: 'county-hospital', question: '请提出意见' },
      { organisation: 'nowhere', question: '请提出意见' },
    ];
    expect(await step('proposal-14', 'ask-co-handlers', officer, { coHandlers })).toBe('refused: unknown-organisation');
    expect(await openChildren('proposal-14')).toEqual([]);
    const [kept] = await world.owner(`select state from cases where id = 'proposal-14'`);
    expect(kept?.['state']).toBe('assigned');
  });
});

const facts = (
  state: string,
  role: StepFacts['actor']['role'],
  organisation: string,
  more: Partial<StepFacts> = {},
): StepFacts => ({
  now: new Date('2026-11-20T06:30:00Z'),
  state,
  urgency: 'routine',
  parties: {},
  actor: { role, organisation, department: null },
  answers: {},
  answered: true,
  loaded: {},
  children: [],
  ...more,
});

describe('a review by level with several experts', () => {
  const parties = { applicant: at('hospice'), county: at('bureau'), city: at('city-bureau') };
  const children = [
    { id: 'a', pathway: 'expert-opinion', state: 'finished', closed: true },
    { id: 'b', pathway: 'expert-opinion', state: 'asked', closed: false },
  ];
  test('is concluded at a level only when every expert has answered, and then goes up, back or ends', () => {
    const passed = { conclusion: 'passed' };
    const waiting = facts('county-experts', 'commission-officer', 'bureau', { parties, children, answers: passed });
    expect(decide(review, 'conclude-at-county', waiting)).toMatchObject({
      refused: 'children-open',
      values: { open: 1 },
    });
    const all = { ...waiting, children: children.map((child) => ({ ...child, closed: true })) };
    expect(decide(review, 'conclude-at-county', all)).toMatchObject({ to: 'at-city' });
    expect(decide(review, 'conclude-at-county', { ...all, answers: { conclusion: 'rectify' } })).toMatchObject({
      to: 'rectifying',
    });
    expect(decide(review, 'appoint-city-experts', { ...all, state: 'at-city' })).toMatchObject({
      refused: 'step-of-another-side',
    });
  });
});

describe('a hospice stay with transfers', () => {
  const parties = { carer: at('county-hospital'), next: at('hospice') };
  test('is accepted or declined by where it goes, and departs and arrives as steps of their own', () => {
    expect(
      decide(hospiceStay, 'accept-transfer', facts('transfer-requested', 'bed-manager', 'hospice', { parties })),
    ).toMatchObject({
      to: 'transfer-accepted',
    });
    expect(
      decide(
        hospiceStay,
        'accept-transfer',
        facts('transfer-requested', 'bed-manager', 'county-hospital', { parties }),
      ),
    ).toMatchObject({
      refused: 'step-of-another-side',
    });
    expect(
      decide(hospiceStay, 'depart', facts('transfer-accepted', 'nurse', 'county-hospital', { parties })),
    ).toMatchObject({
      to: 'on-the-way',
    });
    expect(decide(hospiceStay, 'arrive', facts('on-the-way', 'nurse', 'hospice', { parties }))).toMatchObject({
      to: 'in-care',
    });
  });
  test('ends with bereavement care when the person dies, also on the way', () => {
    expect(decide(hospiceStay, 'record-death', facts('on-the-way', 'nurse', 'hospice', { parties }))).toMatchObject({
      to: 'bereavement',
    });
  });
});
