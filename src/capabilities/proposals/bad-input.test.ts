/** What is wrong gets a sentence, at its place: the proposals, deadlines, co-handlers, classes and opinions nobody can handle. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openProposalWorld } from '../../../test/proposal-world.ts';
import type { ProposalPerson, ProposalWorld } from '../../../test/proposal-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { errorTable } from '../../platform/errors.ts';
import { ANSWER_ERRORS } from '../../engines/pathways/errors.ts';
import { proposalServer } from './server.ts';

let world: ProposalWorld;
beforeAll(async () => {
  world = await openProposalWorld();
});
afterAll(() => world.drop());
beforeEach(() => world.clock.set(new Date('2025-03-14T10:00:00+08:00')));

let number = 500;
const say = async (id: string, name: string, who: ProposalPerson, answers: Readonly<Record<string, unknown>> = {}) =>
  outcome(await world.step(id, name, who, answers));
const HAND_OVER = { lead: 'bureau', handOverOpinion: '拟转市卫健委办理。' };
const CHECKS = { secrecyChecked: true, personalDataChecked: true };
const handled = async (answers: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const { id } = await world.receive({ number: ++number, ...answers });
  await say(id, 'hand-over', 'office', HAND_OVER);
  expect(await say(id, 'sign-in', 'officer', { section: '基层科', responsible: '科长' })).toBe('handling');
  return id;
};
const upTo = async (id: string, state: 'agreed' | 'signed' | 'sent'): Promise<void> => {
  await say(id, 'draft', 'drafter', { text: '答复', replyClass: 'A' });
  await say(id, 'review-draft', 'leader', { reviewDecision: 'passed' });
  await say(id, 'go-without-opinion', 'officer', CHECKS);
  if (state === 'agreed') return;
  await say(id, 'sign', 'leader', {
    ...CHECKS,
    replyClass: 'A',
    documentNumber: '四卫函〔2025〕1号',
    publication: 'public',
    signedOn: '2025-03-14',
  });
  if (state === 'signed') return;
  await say(id, 'send', 'officer', { sentOn: '2025-03-14', sendWays: ['paper'], sentTo: 'each-signer' });
};
const ask = (changes: object = {}) => ({
  coHandlers: [
    { organisation: 'finance-bureau', task: 'opinion', question: '请提意见', answerBy: '2025-04-10', ...changes },
  ],
});

describe('on arrival', () => {
  test('a proposal without text, title or signers is told which is missing', async () => {
    for (const [field, empty] of [
      ['content', '  '],
      ['title', ''],
      ['signers', []],
    ] as const)
      expect(outcome((await world.receive({ number: ++number, [field]: empty })).result)).toBe(
        `errors: ${field} missing`,
      );
    expect(ANSWER_ERRORS.zh['missing']?.({})).toMatch(/\p{Script=Han}/u);
  });

  test('a number already used in that body and year is refused, and free in another', async () => {
    const first = ++number;
    expect(outcome((await world.receive({ number: first })).result)).toBe('filed');
    expect(outcome((await world.receive({ number: first })).result)).toBe('refused: proposal.number-used');
    expect(outcome((await world.receive({ number: first, body: 'npc' })).result)).toBe('filed');
    expect(outcome((await world.receive({ number: first, year: 2024 })).result)).toBe('filed');
    const submitted = await world.receive({}, 'committee', 'submit');
    expect(outcome(submitted.result)).toBe('submitted');
    expect(await say(submitted.id, 'file', 'committee', { number: first })).toBe('refused: proposal.number-used');
    expect(await say(submitted.id, 'file', 'committee', { number: ++number })).toBe('filed');
  });

  test('two clerks who give one number at the same moment: one of them has it', async () => {
    const same = ++number;
    const results = await Promise.all(Array.from({ length: 6 }, () => world.receive({ number: same })));
    const said = results.map(({ result }) => outcome(result)).sort();
    expect(said).toEqual(['filed', ...Array.from({ length: 5 }, () => 'refused: proposal.number-used')]);
  });

  test('a filed one without a number, one received tomorrow, and one of a body somebody does not serve are refused', async () => {
    expect(outcome((await world.receive()).result)).toBe('refused: proposal.number-missing');
    expect(outcome((await world.receive({ number: ++number, receivedOn: '2025-03-15' })).result)).toBe(
      'errors: receivedOn in-the-future',
    );
    expect(outcome((await world.receive({ body: 'npc' }, 'committee', 'submit')).result)).toBe(
      'refused: step-of-another-side',
    );
    expect(outcome((await world.receive({ body: 'board' })).result)).toBe('errors: body not-among');
  });
});

describe('on the way', () => {
  test('a deadline in the past, or later than the rule allows, is no deadline', async () => {
    const { id } = await world.receive({ number: ++number });
    expect(await say(id, 'hand-over', 'office', { ...HAND_OVER, answerBy: '2025-03-13' })).toBe(
      'errors: answerBy in-the-past',
    );
    expect(await say(id, 'hand-over', 'office', { ...HAND_OVER, answerBy: '2025-06-15' })).toBe(
      'refused: proposal.due-beyond-rule',
    );
    expect(await say(id, 'hand-over', 'office', { ...HAND_OVER, lead: 'village' })).toBe(
      'refused: proposal.unit-unknown',
    );
    expect(await say(id, 'hand-over', 'office', { ...HAND_OVER, answerBy: '2025-05-31' })).toBe('handed-over');
    expect(await say(id, 'sign-in', 'officer', { section: '基层科', responsible: '科长' })).toBe('handling');
    const [row] = await world.owner('select answer_due::text as due from proposal where id = $1', [id]);
    expect(row?.['due']).toBe('2025-05-31');
  });

  test('a co-handler who is the lead, asked twice, unknown, or asked too late is refused', async () => {
    const id = await handled();
    expect(await say(id, 'ask-co-handlers', 'officer', ask({ organisation: 'bureau' }))).toBe(
      'refused: proposal.co-handler-is-lead',
    );
    const twice = { coHandlers: [...ask().coHandlers, ...ask().coHandlers] };
    expect(await say(id, 'ask-co-handlers', 'officer', twice)).toBe('refused: proposal.co-handler-twice');
    expect(await say(id, 'ask-co-handlers', 'officer', ask({ organisation: 'village' }))).toBe(
      'refused: proposal.unit-unknown',
    );
    expect(await say(id, 'ask-co-handlers', 'officer', ask({ answerBy: '2025-03-13' }))).toBe(
      'errors: coHandlers.0.answerBy in-the-past',
    );
    expect(await say(id, 'ask-co-handlers', 'officer', ask({ answerBy: '2025-04-15' }))).toBe(
      'refused: proposal.co-handler-due-beyond-rule',
    );
    expect(await world.children(id, 'co-handling')).toEqual([]);
  });

  test('a misrouted one goes back within ten days with a reason, and not on the eleventh', async () => {
    const { id } = await world.receive({ number: ++number });
    await say(id, 'hand-over', 'office', HAND_OVER);
    expect(await say(id, 'ask-return', 'officer', {})).toBe('errors: reason missing');
    world.clock.set(new Date('2025-03-25T00:05:00+08:00'));
    expect(await say(id, 'ask-return', 'officer', { reason: '职责不符' })).toBe('refused: proposal.return-too-late');
    world.clock.set(new Date('2025-03-24T23:50:00+08:00'));
    expect(await say(id, 'ask-return', 'officer', { reason: '职责不符', suggested: 'finance-bureau' })).toBe(
      'return-asked',
    );
    const rejected = { returnDecision: 'return-rejected', reason: '属贵单位职责' };
    expect(await say(id, 'answer-return', 'office', rejected)).toBe('handed-over');
    world.clock.set(new Date('2025-03-24T23:55:00+08:00'));
    await say(id, 'ask-return', 'officer', { reason: '再次说明' });
    expect(await say(id, 'answer-return', 'office', { returnDecision: 'return-accepted', reason: '改交财政局' })).toBe(
      'filed',
    );
    expect(await say(id, 'hand-over', 'office', { ...HAND_OVER, lead: 'finance-bureau' })).toBe('handed-over');
    expect(await say(id, 'sign-in', 'officer', { section: '基层科', responsible: '科长' })).toBe(
      'refused: step-of-another-side',
    );
    expect(await say(id, 'sign-in', 'finance', { section: '社保科', responsible: '科长' })).toBe('handling');
  });

  test('proposals of two bodies or years are not merged; those of one are, and every signer is answered', async () => {
    const into = await handled();
    const other = await world.receive({ number: ++number, body: 'npc' });
    expect(await say(other.id, 'merge', 'office', { into, reason: '内容相同' })).toBe(
      'refused: proposal.merge-across-bodies',
    );
    const older = await world.receive({ number: ++number, year: 2024 });
    expect(await say(older.id, 'merge', 'office', { into, reason: '内容相同' })).toBe(
      'refused: proposal.merge-across-years',
    );
    const same = await world.receive({ number: ++number, signers: [{ name: '提案人丁' }] });
    expect(await say(same.id, 'merge', 'office', { into: same.id, reason: '内容相同' })).toBe(
      'refused: proposal.merge-unknown',
    );
    expect(await say(same.id, 'merge', 'office', { into, reason: '内容相同' })).toBe('merged');
    const signers = await world.owner('select name, number from proposal_signer where proposal = $1 order by place', [
      into,
    ]);
    expect(signers.map((row) => row['name'])).toEqual(['提案人甲', '提案人乙', '提案人丁']);
    expect(signers[2]?.['number']).toBe(number);
    await upTo(into, 'signed');
    const passing = { sentOn: '2025-03-14', sendWays: ['paper'], sentTo: 'first-passes-on' };
    expect(await say(into, 'send', 'officer', passing)).toBe('refused: proposal.answer-each-signer');
    expect(await say(into, 'send', 'officer', { ...passing, sentTo: 'each-signer' })).toBe('sent');
  });
});

describe('the answer', () => {
  test('of a class that is not in the region’s dictionary of that body is refused', async () => {
    const id = await handled();
    expect(await say(id, 'draft', 'drafter', { text: '答复', replyClass: 'D' })).toBe(
      'refused: proposal.class-unknown',
    );
    const npc = await handled({ body: 'npc' });
    expect(await say(npc, 'draft', 'drafter', { text: '答复', replyClass: 'D' })).toBe('drafted');
    expect(await say(id, 'draft', 'drafter', { text: ' ', replyClass: 'A' })).toBe('errors: text missing');
  });

  test('does not leave the house unchecked, and is no letter before it is signed', async () => {
    const id = await handled();
    await upTo(id, 'agreed');
    const signing = {
      replyClass: 'A',
      documentNumber: '四卫函〔2025〕2号',
      publication: 'public',
      signedOn: '2025-03-14',
    };
    expect(await say(id, 'sign', 'leader', { ...signing, secrecyChecked: true, personalDataChecked: false })).toBe(
      'refused: proposal.not-checked',
    );
    expect(await say(id, 'sign', 'drafter', { ...signing, ...CHECKS })).toBe('refused: step-of-another-role');
    expect(await say(id, 'send', 'officer', { sentOn: '2025-03-14', sendWays: ['paper'], sentTo: 'each-signer' })).toBe(
      'refused: step-not-in-this-state',
    );
  });

  test('is judged after it was sent, in the band of its score, and no better than its worst signer', async () => {
    const id = await handled();
    const opinion = { verdict: 'satisfied', score: 95, replyWay: 'written', heardOn: '2025-03-14' };
    expect(await say(id, 'record-opinion', 'officer', opinion)).toBe('refused: step-not-in-this-state');
    await upTo(id, 'sent');
    expect(await say(id, 'record-opinion', 'officer', { ...opinion, heardOn: '2025-03-13' })).toBe(
      'refused: proposal.opinion-before-reply',
    );
    for (const [verdict, score] of [
      ['satisfied', 89],
      ['basically-satisfied', 90],
      ['basically-satisfied', 59],
      ['dissatisfied', 60],
    ] as const)
      expect(await say(id, 'record-opinion', 'officer', { ...opinion, verdict, score })).toBe(
        'refused: proposal.score-outside-band',
      );
    expect(await say(id, 'record-opinion', 'officer', { ...opinion, score: 101 })).toBe('errors: score too-large');
    const opinions = [
      { name: '提案人甲', verdict: 'satisfied', score: 90 },
      { name: '提案人乙', verdict: 'dissatisfied', score: 50 },
    ];
    expect(await say(id, 'record-opinion', 'officer', { ...opinion, opinions })).toBe(
      'refused: proposal.verdict-better-than-a-signer',
    );
    expect(
      await say(id, 'record-opinion', 'officer', { ...opinion, verdict: 'dissatisfied', score: 50, opinions }),
    ).toBe('re-handling');
  });

  test('every refusal is a sentence in both languages, with its numbers filled in', () => {
    const errors = errorTable(proposalServer.errors);
    const said = { refused: 'proposal.class-unknown', values: { given: 'D', classes: 'A、B、C' } };
    expect(errors.sentence(said, 'zh')).toBe('本区域今年没有“D”类，可选：A、B、C。');
    expect(errors.sentence(said, 'en')).toContain('A、B、C');
  });
});

test('without a rule of the body that is valid today nothing is handed over', async () => {
  const { id } = await world.receive({ number: ++number, body: 'npc' });
  await world.owner(`update proposal_rule set until_on = '2025-03-14' where body = 'npc'`);
  expect(await say(id, 'hand-over', 'office', HAND_OVER)).toBe('refused: proposal.no-rule');
});
