/** Random steps by random people on random days: whatever happens, a proposal and its children have one owner and one clock. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProposalWorld, PROPOSAL_PEOPLE } from '../../../test/proposal-world.ts';
import type { ProposalPerson, ProposalWorld } from '../../../test/proposal-world.ts';
import { hasErrors, isRefused } from '../../engines/pathways/run.ts';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import type { Pathway } from '../../engines/pathways/define.ts';
import { coHandling, promise, proposal } from './pathway.ts';

let world: ProposalWorld;
beforeAll(async () => {
  world = await openProposalWorld();
});
afterAll(() => world.drop());

const PATHWAYS: readonly Pathway[] = [proposal, coHandling, promise];
const CHECKS = { secrecyChecked: true, personalDataChecked: true };
const day = (after: number): string =>
  new Date(world.clock.now().getTime() + (after * 24 + 8) * 3_600_000).toISOString().slice(0, 10);

/** Answers that fit each step on the day it is tried; some of them in two ways. */
const answersFor = (step: string, coin: boolean): Readonly<Record<string, unknown>> => {
  const today = day(0);
  const reason = { reason: '说明' };
  switch (step) {
    case 'hand-over':
      return { lead: coin ? 'bureau' : 'finance-bureau', handOverOpinion: '请办理' };
    case 'sign-in':
      return { section: '科室', responsible: '责任人' };
    case 'answer-return':
      return { ...reason, returnDecision: coin ? 'return-accepted' : 'return-rejected' };
    case 'draft':
      return { text: '答复稿', replyClass: coin ? 'A' : 'B' };
    case 'ask-co-handlers':
      return {
        coHandlers: (coin ? ['medical-insurance-bureau'] : ['medical-insurance-bureau', 'bureau']).map(
          (organisation) => ({
            organisation,
            task: 'opinion',
            question: '请提意见',
            answerBy: day(14),
          }),
        ),
      };
    case 'record-talk':
      return { talkedOn: today, talkWay: 'visit', withWhom: '提出人', said: '沟通' };
    case 'ask-extension':
      return { ...reason, until: day(100) };
    case 'answer-extension':
      return {
        extensionDecision: coin ? 'extension-granted' : 'extension-refused',
        until: day(120),
        proposerTold: true,
      };
    case 'review-draft':
      return { reviewDecision: coin ? 'passed' : 'back-to-drafter', remark: '意见' };
    case 'ask-opinion':
      return CHECKS;
    case 'record-draft-opinion':
      return { draftOpinion: coin ? 'agrees' : 'wants-changes', heardOn: today };
    case 'sign':
      return {
        ...CHECKS,
        replyClass: coin ? 'A' : 'B',
        documentNumber: '一号',
        publication: 'public',
        signedOn: today,
      };
    case 'send':
      return { sentOn: today, sendWays: ['paper'], sentTo: 'each-signer' };
    case 'record-opinion':
      return { verdict: coin ? 'satisfied' : 'dissatisfied', replyWay: 'written', heardOn: today };
    case 'record-promises':
      return { promises: [{ organisation: 'bureau', what: '承诺', due: day(200) }] };
    case 'publish':
      return { publication: 'not-public' };
    case 'raise-class':
      return { replyClass: 'A', evidence: '依据' };
    case 'rate':
      return { rating: 'good' };
    case 'urge':
    case 'remind':
      return { remark: '请抓紧' };
    case 'merge':
      return { ...reason, into: 'none' };
    case 'give':
      return { opinion: '意见', agreed: coin };
    case 'set-milestone':
      return { milestone: '节点', due: day(30) };
    case 'reach-milestone':
      return { place: 1, reachedOn: today };
    case 'show-kept':
      return { evidence: '依据' };
    case 'judge-evidence':
      return { evidenceDecision: coin ? 'evidence-accepted' : 'evidence-rejected' };
    case 'postpone':
      return { ...reason, due: day(400) };
    case 'archive':
    case 'close':
    case 'go-without-opinion':
      return {};
    default:
      return reason;
  }
};
const STEPS = [
  ...new Set(
    PATHWAYS.flatMap(({ steps }) =>
      Object.entries(steps).flatMap(([name, { at, from }]) => (at === 'system' || from.length === 0 ? [] : [name])),
    ),
  ),
];

/** The ordinary way on, which most schedules are pushed along. */
const WAY: Readonly<Record<string, readonly [string, ProposalPerson]>> = {
  filed: ['hand-over', 'office'],
  'handed-over': ['sign-in', 'officer'],
  'return-asked': ['answer-return', 'office'],
  'extension-asked': ['answer-extension', 'office'],
  handling: ['draft', 'drafter'],
  're-handling': ['draft', 'drafter'],
  drafted: ['review-draft', 'leader'],
  reviewed: ['ask-opinion', 'officer'],
  'out-for-opinion': ['record-draft-opinion', 'officer'],
  agreed: ['sign', 'leader'],
  signed: ['send', 'officer'],
  sent: ['record-opinion', 'officer'],
  answered: ['archive', 'officer'],
  asked: ['give', 'insurance'],
  promised: ['show-kept', 'officer'],
  claimed: ['judge-evidence', 'leader'],
};

/** Where others are brought in: what opens children. */
const BESIDE: Readonly<Record<string, readonly [string, ProposalPerson]>> = {
  handling: ['ask-co-handlers', 'officer'],
  answered: ['record-promises', 'officer'],
  promised: ['set-milestone', 'officer'],
};

type Row = Readonly<Record<string, unknown>>;
const rowOf = async (id: string): Promise<Row> =>
  (await world.owner('select * from cases where id = $1', [id]))[0] ?? {};

/** Law 1, asked of the rows: one owner and one clock while open, neither when closed; and the owner's house is a party. */
const expectLawOne = async (root: string): Promise<void> => {
  const rows = await world.owner(
    `select c.*, (select count(*) from case_party p where p.case_id = c.id and p.owned) as owners from cases c
      where c.id = $1 or c.parent = $1`,
    [root],
  );
  for (const row of rows) {
    const open = row['closed_at'] === null;
    for (const column of ['owner_organisation', 'owner_role', 'due_at', 'wake_at'])
      expect(row[column] !== null, `${column} of ${String(row['state'])}`).toBe(open);
    expect(row['ending'] === null).toBe(open);
    expect(Number(row['owners'])).toBe(open ? 1 : 0);
  }
};

/** The table read a second time, without take-step.ts: state, side and role. */
const mayHappen = (
  pathway: unknown,
  name: string,
  state: unknown,
  who: ProposalPerson,
  parties: readonly Row[],
): boolean => {
  const step = PATHWAYS.find((each) => each.name === pathway)?.steps[name];
  if (step === undefined || step.at === 'system') return false;
  const sides = [step.at].flat();
  const actor = world.person(who);
  return (
    step.from.includes(String(state)) &&
    step.by.some((role) => role === actor.role) &&
    parties.some(({ organisation, party }) => organisation === actor.organisation && sides.includes(String(party)))
  );
};

const play = async (
  root: string,
  id: string,
  step: string,
  who: ProposalPerson,
  coin: boolean,
  stale: boolean,
): Promise<void> => {
  const before = await rowOf(id);
  const parties = await world.owner('select party, organisation from case_party where case_id = $1', [id]);
  const version = Number(before['version']) - (stale ? 1 : 0);
  const result = await world.step(id, step, who, answersFor(step, coin), version);
  const after = await rowOf(id);
  await expectLawOne(root);
  if (isRefused(result) || hasErrors(result)) {
    expect(after).toEqual(before);
    return;
  }
  expect(mayHappen(before['pathway'], step, before['state'], who, parties)).toBe(true);
  expect(stale).toBe(false);
  expect(before['closed_at']).toBeNull();
  expect(Number(after['version'])).toBe(version + 1);
};

const move = fc.record({
  step: fc.constantFrom(...STEPS),
  who: fc.constantFrom(...PROPOSAL_PEOPLE),
  coin: fc.boolean(),
  stale: fc.boolean().map((coin) => coin),
  /** Which of the case and its children. */
  of: fc.nat({ max: 5 }),
  wait: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 6 }),
  push: fc.integer({ min: 0, max: 3 }).map((one) => one > 0),
  pushed: fc.integer({ min: 0, max: 3 }).map((one) => one > 0),
});

test('each open proposal, request and promise has one owner and one clock, and no step outside the tables succeeds', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 14, maxLength: 30 }), async (moves) => {
      world.clock.set(new Date('2025-03-14T10:00:00+08:00'));
      const { id: root } = await world.receive({ number: ++number });
      for (const one of moves) {
        if (one.wait !== null) {
          world.clock.advance(one.wait * 24 * 3_600_000);
          await sweepClocks(world.engine);
        }
        const all = [root, ...(await world.children(root, 'co-handling')), ...(await world.children(root, 'promise'))];
        const id = all[one.of % all.length] ?? root;
        await play(root, id, one.step, one.who, one.coin, one.stale);
        // the children first: their parent waits for them
        for (const each of one.push ? [...all.slice(1), root] : []) {
          const state = String((await rowOf(each))['state']);
          const way = one.coin && all.length < 4 ? (BESIDE[state] ?? WAY[state]) : WAY[state];
          if (way !== undefined) await play(root, each, way[0], way[1], one.pushed, false);
        }
      }
    }),
    {
      numRuns: Number(process.env['KANGLIAN_SCHEDULES'] ?? 20),
      seed: Number(process.env['KANGLIAN_SEED'] ?? 13),
      endOnFailure: true,
    },
  );
  // the schedules went somewhere, children and ends included, or the property says nothing
  const reached = await world.owner('select distinct to_state from case_step');
  expect(reached.length).toBeGreaterThan(14);
  const children = await world.owner(
    'select pathway, count(*)::int as n from cases where parent is not null group by 1',
  );
  expect(children).toHaveLength(2);
  expect(await world.owner(`select 1 from case_step where step = 'escalate' limit 1`)).toHaveLength(1);
}, 600_000);
