/** 提案 from arrival to follow-up, with Siping's own dates: handed over 14 March, three months allowed, the letter of 30 July. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { ARRIVAL, openProposalWorld } from '../../../test/proposal-world.ts';
import type { ProposalPerson, ProposalWorld } from '../../../test/proposal-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { ZONE } from '../../../test/world.ts';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import type { Route } from '../../platform/http/route.ts';
import { proposalRoutes } from './routes.ts';
import type { Overview, ProposalList, ProposalView, PromiseList } from './shapes.ts';

let world: ProposalWorld;
let routes: readonly Route[];
let number = 100;
beforeAll(async () => {
  world = await openProposalWorld();
  routes = proposalRoutes({
    engine: world.engine,
    zone: ZONE,
    recordRead: () => Promise.resolve(),
    printer: { print: () => Promise.resolve(Buffer.from('%PDF')), close: () => Promise.resolve() },
    say: { sentence: ({ refused }) => refused, role: (role) => role },
    figures: null,
  });
});
afterAll(() => world.drop());

const on = (day: string, time = '10:00'): void => {
  world.clock.set(new Date(`${day}T${time}:00+08:00`));
};
beforeEach(() => on('2025-03-10'));

const say = async (id: string, name: string, who: ProposalPerson, answers: Readonly<Record<string, unknown>> = {}) =>
  outcome(await world.step(id, name, who, answers));
const caseOf = async (id: string): Promise<Readonly<Record<string, unknown>>> =>
  (await world.owner('select * from cases where id = $1', [id]))[0] ?? {};
const dueOf = async (id: string): Promise<string> =>
  ((await caseOf(id))['due_at'] as Date).toLocaleDateString('sv', { timeZone: ZONE });
const page = async (id: string, who: ProposalPerson): Promise<ProposalView> =>
  bodyOf(await call(routes, 'GET /api/proposals/:id', world.person(who), { params: { id } })) as ProposalView;

const received = async (answers: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const { id, result } = await world.receive({ number: ++number, ...answers });
  expect(outcome(result)).toBe('filed');
  return id;
};
const HAND_OVER = { lead: 'bureau', handOverOpinion: '拟转市卫健委办理。' };
const SIGN_IN = { section: '基层卫生科', responsible: '科室负责人' };
const DRAFT = { text: '您们提出的建议收悉，经认真研究办理，现答复如下：', replyClass: 'B' };
const CHECKS = { secrecyChecked: true, personalDataChecked: true };
const signing = (day: string, replyClass = 'B') => ({
  ...CHECKS,
  replyClass,
  documentNumber: `四卫函〔2025〕${String(number)}号`,
  publication: 'public',
  signedOn: day,
});
const sending = (day: string) => ({ sentOn: day, sendWays: ['paper', 'platform'], sentTo: 'each-signer' });
const judged = (day: string, verdict = 'satisfied', score = 95) => ({
  verdict,
  score,
  replyWay: 'face-to-face',
  heardOn: day,
});

/** On the fourteenth of March to the commission, signed in on the eighteenth. */
const handled = async (answers: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const id = await received(answers);
  on('2025-03-14');
  expect(await say(id, 'hand-over', 'office', HAND_OVER)).toBe('handed-over');
  on('2025-03-18');
  expect(await say(id, 'sign-in', 'officer', SIGN_IN)).toBe('handling');
  return id;
};
/** Drafted, passed, shown, agreed, signed and sent on one day. */
const answered = async (id: string, day: string, replyClass = 'B'): Promise<void> => {
  on(day);
  expect(await say(id, 'draft', 'drafter', { ...DRAFT, replyClass })).toBe('drafted');
  expect(await say(id, 'review-draft', 'leader', { reviewDecision: 'passed' })).toBe('reviewed');
  expect(await say(id, 'ask-opinion', 'officer', CHECKS)).toBe('out-for-opinion');
  expect(await say(id, 'record-draft-opinion', 'officer', { draftOpinion: 'agrees', heardOn: day })).toBe('agreed');
  expect(await say(id, 'sign', 'leader', signing(day, replyClass))).toBe('signed');
  expect(await say(id, 'send', 'officer', sending(day))).toBe('sent');
};
const overview = async (): Promise<Overview['total']> =>
  (
    bodyOf(
      await call(routes, 'GET /api/proposals/overview', world.person('supervisor'), { query: {} }),
    ) as unknown as Overview
  ).total;

describe('Siping’s number 13', () => {
  test('handed over on 14 March is due on 14 June; answered on 30 July it is late, and says so', async () => {
    const before = await overview();
    const id = await handled({ number: 13 });
    expect(await dueOf(id)).toBe('2025-06-14');
    on('2025-06-14', '23:00');
    await sweepClocks(world.engine);
    expect((await caseOf(id))['escalation']).toBe(0);
    on('2025-06-15', '00:01');
    await sweepClocks(world.engine);
    expect(await caseOf(id)).toMatchObject({ state: 'handling', escalation: 1, owner_organisation: 'bureau' });
    expect((await overview()).lateNow).toBe(before.lateNow + 1);
    await answered(id, '2025-07-30');
    on('2025-08-07');
    expect(await say(id, 'record-opinion', 'officer', judged('2025-08-07'))).toBe('answered');
    expect(await page(id, 'supervisor')).toMatchObject({
      firstDue: '2025-06-14',
      firstSentDue: '2025-06-14',
      firstSentOn: '2025-07-30',
      verdict: 'satisfied',
      score: 95,
      replyClass: 'B',
    });
    const after = await overview();
    expect([after.answered - before.answered, after.onTime - before.onTime]).toEqual([1, 0]);
  });

  test('with an extension the office granted and the proposer was told of, the same letter is on time', async () => {
    const before = await overview();
    const id = await handled();
    on('2025-06-10');
    expect(await say(id, 'ask-extension', 'officer', { until: '2025-09-15', reason: '涉及多部门' })).toBe(
      'refused: proposal.extension-beyond-rule',
    );
    expect(await say(id, 'ask-extension', 'officer', { until: '2025-06-14', reason: '涉及多部门' })).toBe(
      'refused: proposal.extension-shortens',
    );
    expect(await say(id, 'ask-extension', 'officer', { until: '2025-08-14', reason: '涉及多部门' })).toBe(
      'extension-asked',
    );
    expect(await caseOf(id)).toMatchObject({
      owner_organisation: 'city-general-office',
      owner_role: 'handing-officer',
    });
    const granted = { extensionDecision: 'extension-granted', until: '2025-08-14' };
    expect(await say(id, 'answer-extension', 'office', granted)).toBe('refused: proposal.proposer-not-told');
    expect(await say(id, 'answer-extension', 'office', { ...granted, proposerTold: true })).toBe('handling');
    expect(await dueOf(id)).toBe('2025-08-14');
    await answered(id, '2025-07-30');
    const after = await overview();
    expect([after.onTime - before.onTime, after.extended - before.extended]).toEqual([1, 1]);
  });

  test('refused more time, it is due when it was', async () => {
    const id = await handled();
    on('2025-06-10');
    await say(id, 'ask-extension', 'officer', { until: '2025-08-14', reason: '涉及多部门' });
    expect(await say(id, 'answer-extension', 'office', { extensionDecision: 'extension-refused' })).toBe('handling');
    expect(await dueOf(id)).toBe('2025-06-14');
  });
});

describe('co-handlers', () => {
  const ask = (organisation: string, task = 'opinion', answerBy = '2025-04-10') => ({
    organisation,
    task,
    question: '请就本单位职责提出意见',
    answerBy,
  });

  test('have each an owner and a clock; the draft waits for both, and a declined request waits for nobody', async () => {
    const id = await handled();
    expect(
      await say(id, 'ask-co-handlers', 'officer', {
        coHandlers: [ask('finance-bureau'), ask('medical-insurance-bureau')],
      }),
    ).toBe('handling');
    const [finance = '', insurance = ''] = await world.children(id, 'co-handling');
    expect(await caseOf(finance)).toMatchObject({ owner_organisation: 'finance-bureau', state: 'asked' });
    expect(await dueOf(finance)).toBe('2025-04-10');
    expect(await dueOf(id)).toBe('2025-06-14');
    expect(await say(id, 'draft', 'drafter', DRAFT)).toBe('refused: proposal.co-handlers-open');
    expect(await say(finance, 'give', 'insurance', { opinion: '同意', agreed: true })).toBe(
      'refused: step-of-another-side',
    );
    expect(await say(finance, 'give', 'finance', { opinion: '已安排资金。', agreed: true })).toBe('given');
    expect(await say(id, 'draft', 'drafter', DRAFT)).toBe('refused: proposal.co-handlers-open');
    expect(await say(insurance, 'decline', 'insurance', { reason: '不涉及医保政策' })).toBe('declined');
    expect(await say(id, 'draft', 'drafter', DRAFT)).toBe('drafted');
  });

  test('countersign what they are shown, and are shown the draft only for that', async () => {
    const id = await handled();
    await say(id, 'ask-co-handlers', 'officer', { coHandlers: [ask('finance-bureau')] });
    const shown = await page(id, 'finance');
    expect(shown).toMatchObject({ party: false, drafts: [], content: ARRIVAL.content });
    const [first = ''] = await world.children(id, 'co-handling');
    await say(first, 'give', 'finance', { opinion: '无意见', agreed: true });
    await say(id, 'draft', 'drafter', DRAFT);
    expect((await page(id, 'finance')).drafts).toEqual([]);
    await say(id, 'review-draft', 'leader', { reviewDecision: 'passed' });
    await say(id, 'ask-co-handlers', 'officer', { coHandlers: [ask('finance-bureau', 'countersign')] });
    expect((await page(id, 'finance')).drafts.map(({ text }) => text)).toEqual([DRAFT.text]);
    expect(await say(id, 'ask-opinion', 'officer', CHECKS)).toBe('refused: proposal.co-handlers-open');
    const [, second = ''] = await world.children(id, 'co-handling');
    await say(second, 'give', 'finance', { opinion: '同意会签', agreed: true });
    expect(await say(id, 'ask-opinion', 'officer', CHECKS)).toBe('out-for-opinion');
  });

  test('nobody without a part in it sees it, not even by the case', async () => {
    const id = await handled();
    const asked = await call(routes, 'GET /api/proposals/:id', world.person('insurance'), { params: { id } });
    expect(refusedAs(asked)).toBe('proposal.not-found');
    const [rows = [], steps = []] = await world.app.read(world.person('insurance'), world.clock.now(), [
      { text: 'select id from proposal where id = $1', values: [id] },
      { text: `select id from resource where type = 'QuestionnaireResponse' and id like $1 || '-a%'`, values: [id] },
    ]);
    expect([rows, steps]).toEqual([[], []]);
  });
});

describe('a draft', () => {
  test('goes back with what is to be changed, to the proposer and back again, each version kept', async () => {
    const id = await handled();
    await say(id, 'draft', 'drafter', DRAFT);
    expect(await say(id, 'review-draft', 'leader', { reviewDecision: 'back-to-drafter' })).toBe(
      'refused: proposal.say-what-to-change',
    );
    expect(await say(id, 'review-draft', 'leader', { reviewDecision: 'back-to-drafter', remark: '补充分母' })).toBe(
      'handling',
    );
    expect(await dueOf(id)).toBe('2025-06-14');
    await say(id, 'draft', 'drafter', { ...DRAFT, text: `${DRAFT.text}一是补齐人员。`, changes: '补充人员情况' });
    await say(id, 'review-draft', 'leader', { reviewDecision: 'passed' });
    await say(id, 'ask-opinion', 'officer', CHECKS);
    expect(
      await say(id, 'record-draft-opinion', 'officer', { draftOpinion: 'wants-changes', heardOn: world.today() }),
    ).toBe('handling');
    await say(id, 'draft', 'drafter', { ...DRAFT, text: '第三稿', replyClass: 'A' });
    const { drafts } = await page(id, 'committee');
    expect(drafts.map(({ replyClass, changes }) => [replyClass, changes])).toEqual([
      ['B', null],
      ['B', '补充人员情况'],
      ['A', null],
    ]);
  });
});

describe('an opinion', () => {
  test('of dissatisfaction opens a second round, due in a month, which has its own answer', async () => {
    const before = await overview();
    const id = await handled();
    await answered(id, '2025-05-20');
    on('2025-06-03');
    expect(await say(id, 'record-opinion', 'committee', judged('2025-06-03', 'dissatisfied', 40))).toBe('re-handling');
    expect(await dueOf(id)).toBe('2025-07-03');
    await answered(id, '2025-06-30');
    expect(await say(id, 'record-opinion', 'officer', judged('2025-06-30'))).toBe('answered');
    expect(await page(id, 'officer')).toMatchObject({ round: 1, sentOn: '2025-06-30', firstSentOn: '2025-05-20' });
    expect((await overview()).onTime - before.onTime).toBe(1);
  });
});

describe('an answered proposal', () => {
  test('was talked over, is published with its place, and is rated by the supervising office, its clock and state as they were', async () => {
    const id = await handled();
    const due = await dueOf(id);
    const talk = { talkedOn: '2025-03-18', talkWay: 'visit', withWhom: '提出人', said: '已当面沟通' };
    expect(await say(id, 'record-talk', 'officer', talk)).toBe('handling');
    expect(await dueOf(id)).toBe(due);
    await answered(id, '2025-05-20');
    on('2025-06-03');
    expect(await say(id, 'record-opinion', 'officer', judged('2025-06-03'))).toBe('answered');
    const published = { publication: 'public', publishedOn: '2025-06-03', publishedAt: '' };
    expect(await say(id, 'publish', 'officer', published)).toMatch(/^(refused|errors)/);
    expect(await say(id, 'publish', 'officer', { ...published, publishedAt: '市政府网站' })).toBe('answered');
    expect(await say(id, 'rate', 'supervisor', { rating: 'good' })).toBe('answered');
    expect(await page(id, 'supervisor')).toMatchObject({ publishedOn: '2025-06-03', rating: 'good', replyClass: 'B' });
  });
});

describe('promises', () => {
  const promise = (due: string, what = '为每个乡镇卫生院派驻1名主治以上医师') => ({
    organisation: 'bureau',
    what,
    due,
    figure: 'dispatched-doctors',
  });
  const settle = async (id: string): Promise<void> => {
    await say(id, 'show-kept', 'officer', { evidence: '派驻文件与考勤', evidenceValue: '88/88' });
    expect(await say(id, 'judge-evidence', 'leader', { evidenceDecision: 'evidence-accepted' })).toBe('kept');
  };

  test('a class B is not archived without them, and becomes A only when each is kept with evidence', async () => {
    const id = await handled();
    await answered(id, '2025-05-20');
    await say(id, 'record-opinion', 'officer', judged('2025-05-20'));
    expect(await say(id, 'archive', 'officer')).toBe('refused: proposal.promise-nothing');
    const raised = { replyClass: 'A', evidence: '两项均已兑现' };
    expect(await say(id, 'raise-class', 'officer', raised)).toBe('refused: proposal.no-evidence');
    await say(id, 'record-promises', 'officer', {
      promises: [promise('2025-12-31'), promise('2025-10-31', '配齐诊疗设备')],
    });
    expect(await say(id, 'archive', 'officer')).toBe('followed');
    const [first = '', second = ''] = await world.children(id, 'promise');
    await settle(first);
    expect(await say(id, 'raise-class', 'officer', raised)).toBe('refused: proposal.no-evidence');
    expect(await say(id, 'close', 'officer')).toBe('refused: proposal.promises-open');
    await say(second, 'show-kept', 'officer', { evidence: '采购合同' });
    await say(second, 'judge-evidence', 'leader', { evidenceDecision: 'evidence-rejected', remark: '须验收单' });
    expect(await say(id, 'raise-class', 'officer', raised)).toBe('refused: proposal.no-evidence');
    await settle(second);
    expect(await say(id, 'raise-class', 'officer', raised)).toBe('followed');
    expect(await say(id, 'close', 'officer')).toBe('closed');
    expect(await page(id, 'officer')).toMatchObject({ replyClass: 'A', classEvidence: '两项均已兑现' });
  });

  test('one given up is no evidence for a better class', async () => {
    const id = await handled();
    await answered(id, '2025-05-20');
    await say(id, 'record-opinion', 'officer', judged('2025-05-20'));
    await say(id, 'record-promises', 'officer', { promises: [promise('2025-12-31'), promise('2025-10-31')] });
    const [first = '', second = ''] = await world.children(id, 'promise');
    await settle(first);
    expect(await say(second, 'give-up', 'leader', { reason: '政策调整' })).toBe('given-up');
    expect(await say(id, 'raise-class', 'officer', { replyClass: 'A', evidence: '全部完成' })).toBe(
      'refused: proposal.no-evidence',
    );
  });

  test('the overdue list is exact by the calendar, milestones first, and next year’s proposal begins with them', async () => {
    const id = await handled();
    await answered(id, '2025-05-20');
    await say(id, 'record-promises', 'officer', { promises: [promise('2025-12-31')] });
    const [one = ''] = await world.children(id, 'promise');
    expect(await say(one, 'set-milestone', 'officer', { milestone: '派驻名单', due: '2026-01-31' })).toBe(
      'refused: promise.milestone-after-due',
    );
    expect(await say(one, 'set-milestone', 'officer', { milestone: '派驻名单', due: '2025-08-31' })).toBe('promised');
    expect(await dueOf(one)).toBe('2025-08-31');
    const late = async (): Promise<readonly string[]> =>
      (
        bodyOf(
          await call(routes, 'GET /api/promises', world.person('supervisor'), { query: { tab: 'late' } }),
        ) as unknown as PromiseList
      ).items.map((row) => row.id);
    on('2025-08-31', '23:30');
    expect(await late()).not.toContain(one);
    on('2025-09-01', '00:00');
    expect(await late()).toContain(one);
    expect(await say(one, 'show-kept', 'officer', { evidence: '文件' })).toBe('refused: promise.milestones-open');
    await say(one, 'reach-milestone', 'officer', { place: 1, reachedOn: '2025-09-01' });
    expect(await late()).not.toContain(one);
    expect(await dueOf(one)).toBe('2025-12-31');
    on('2026-03-10');
    expect(await late()).toContain(one);
    const { id: next } = await world.receive({ number: 7, year: 2026, session: '九届五次会议' });
    await say(next, 'hand-over', 'office', HAND_OVER);
    expect((await page(next, 'officer')).earlier.map((row) => row.id)).toContain(one);
    const stranger = await world.receive({ number: 8, year: 2026, signers: [{ name: '提案人丙' }] });
    await say(stranger.id, 'hand-over', 'office', HAND_OVER);
    expect((await page(stranger.id, 'officer')).earlier).toEqual([]);
  });
});

describe('the list', () => {
  test('counts what it shows by tab and state, and shows a co-handler its own clock', async () => {
    const list = async (who: ProposalPerson, query: object): Promise<ProposalList> =>
      bodyOf(await call(routes, 'GET /api/proposals', world.person(who), { query })) as unknown as ProposalList;
    for (const tab of ['open', 'mine', 'late', 'closed'] as const) {
      const shown = await list('officer', { tab, year: 2025 });
      expect(shown.total).toBe(shown.counts[tab]);
      expect(shown.items).toHaveLength(shown.total);
    }
    const open = await list('officer', { tab: 'open' });
    for (const { state, count } of open.states)
      expect((await list('officer', { tab: 'open', state })).total).toBe(count);
    expect((await list('officer', { find: '13', year: 2025 })).items.map((row) => row.number)).toEqual([13]);
    const own = await list('finance', { tab: 'closed' });
    expect(own.items.length).toBeGreaterThan(0);
    expect(own.items.every((row) => row.asCoHandler?.state === 'given')).toBe(true);
    expect((await list('insurance', { tab: 'open' })).items).toEqual([]);
  });
});
