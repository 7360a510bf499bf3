/** The reply letter of a proposal: one way for both. What is done to the letter moves the proposal in the same transaction, or neither moves. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proposalRoutes } from '../src/capabilities/proposals/server.ts';
import type { LetterBegins, ProposalView, PromiseList } from '../src/capabilities/proposals/server.ts';
import type { LetterDocument, LetterPromise } from '../src/engines/letters/document.ts';
import type { Route } from '../src/platform/http/route.ts';
import { bodyOf, call, refusedAs } from './call.ts';
import { figures, openLetters, said } from './letter-world.ts';
import { ARRIVAL, openProposalWorld } from './proposal-world.ts';
import type { ProposalPerson, ProposalWorld } from './proposal-world.ts';
import { outcome } from './referral-world.ts';
import { ZONE } from './world.ts';

let world: ProposalWorld;
let letters: readonly Route[];
let proposals: readonly Route[];
let number = 700;
beforeAll(async () => {
  world = await openProposalWorld();
  letters = await openLetters(world);
  proposals = proposalRoutes({
    engine: world.engine,
    zone: ZONE,
    recordRead: () => Promise.resolve(),
    printer: { print: () => Promise.resolve(Buffer.from('%PDF')), close: () => Promise.resolve() },
    say: { sentence: ({ refused }) => refused, role: (role) => role },
    figures,
  });
});
afterAll(() => world.drop());

const on = (day: string): void => world.clock.set(new Date(`${day}T10:00:00+08:00`));
beforeEach(() => on('2026-03-14'));

const say = async (id: string, name: string, who: ProposalPerson, answers: Readonly<Record<string, unknown>> = {}) =>
  outcome(await world.step(id, name, who, answers));
const page = async (id: string, who: ProposalPerson = 'officer'): Promise<ProposalView> =>
  bodyOf(await call(proposals, 'GET /api/proposals/:id', world.person(who), { params: { id } })) as ProposalView;
const begins = async (id: string): Promise<LetterBegins> =>
  bodyOf(
    await call(proposals, 'GET /api/proposals/:id/letter', world.person('drafter'), { params: { id } }),
  ) as LetterBegins;

const CHECKS = { secrecyChecked: true, personalDataChecked: true };
const handled = async (answers: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const { id } = await world.receive({ number: ++number, year: 2026, ...answers });
  expect(await say(id, 'hand-over', 'office', { lead: 'bureau', handOverOpinion: '转市卫健委办理。' })).toBe(
    'handed-over',
  );
  expect(await say(id, 'sign-in', 'officer', { section: '基层卫生科', responsible: '科室负责人' })).toBe('handling');
  return id;
};
const started = async (id: string, replyClass = 'B'): Promise<string> => {
  const { templates, opening } = await begins(id);
  const template = templates.find(({ code }) => code === 'reply-letter');
  const printed = template?.classes.find(({ code }) => code === replyClass)?.printed;
  const letter = { template: 'reply-letter', ...opening, ...(printed === null ? {} : { replyClass: printed }) };
  expect(await say(id, 'start-letter', 'drafter', { replyClass, letters: [letter] })).toBe('handling');
  return (await page(id)).letterNow?.id ?? '';
};
const contentOf = async (id: string): Promise<{ readonly version: number; readonly content: LetterDocument }> =>
  bodyOf(await call(letters, 'GET /api/letters/:id', world.person('drafter'), { params: { id } })) as never;
const PROMISE = '2026年底前完成全部乡镇卫生院标准化建设。';
const promise = (changes: Partial<LetterPromise> = {}): LetterPromise => ({
  sentence: PROMISE,
  keeper: 'bureau',
  due: '2026-12-31',
  figure: 'hospice.accepted-institutions',
  milestones: [{ what: '完成项目招标', due: '2026-09-30' }],
  ...changes,
});
const write = async (id: string, text: string, promises: readonly LetterPromise[] = []): Promise<void> => {
  const { version, content } = await contentOf(id);
  const body = {
    version,
    content: {
      ...content,
      paragraphs: [
        { level: 0, heading: '', text: '您们提出的建议收悉，现答复如下：' },
        { level: 0, heading: '', text },
      ],
      promises: [...promises],
    },
  };
  expect(
    refusedAs(await call(letters, 'PUT /api/letters/:id', world.person('drafter'), { params: { id }, body })),
  ).toBeUndefined();
};
/** Findings of a letter are answered; what must be mended stays. */
const answerAll = async (id: string): Promise<void> => {
  const view = (await contentOf(id)) as unknown as ProposalLetter;
  const findings = view.findings.filter(({ answer, mend }) => answer === null && !mend).map(({ key }) => key);
  if (findings.length > 0)
    await call(letters, 'POST /api/letters/:id/answers', world.actor('checker'), {
      params: { id },
      body: { findings, reason: '已与科室核实' },
    });
};
type ProposalLetter = { readonly findings: readonly { key: string; answer: unknown; mend: boolean }[] };
const letterStep = async (
  id: string,
  name: string,
  who: 'drafter' | 'checker' | 'leader' | 'seal-keeper',
  answers = {},
) => {
  const [row] = await world.owner('select version from cases where id = $1', [id]);
  const actor = who === 'drafter' ? world.person('drafter') : world.actor(who);
  const answer = await call(letters, 'POST /api/cases/:id/steps/:step', actor, {
    params: { id, step: name },
    body: { version: Number(row?.['version']), answers },
  });
  return refusedAs(answer) ?? String(bodyOf(answer)['state']);
};
const stateOf = async (id: string): Promise<string> =>
  String((await world.owner('select state from cases where id = $1', [id]))[0]?.['state']);

describe('a letter begun from its proposal', () => {
  test('begins with addressees, number, class, co-handlers’ opinions, and stands beside the proposal', async () => {
    const id = await handled();
    await say(id, 'ask-co-handlers', 'officer', {
      coHandlers: [
        { organisation: 'finance-bureau', task: 'opinion', question: '请就经费提出意见', answerBy: '2026-04-10' },
      ],
    });
    const [co = ''] = await world.children(id, 'co-handling');
    expect(await say(co, 'give', 'finance', { opinion: '2026年已安排设备更新资金。', agreed: true })).toBe('given');
    const letter = await started(id);
    const { content } = await contentOf(letter);
    expect(content).toMatchObject({
      addressee: '提案人甲、提案人乙',
      reply: { label: '类别', value: 'B类' },
      prefix: '云卫函',
    });
    expect(content.title).toBe(`对四平市政协九届四次会议第${String(number)}号提案的答复函`);
    const text = content.paragraphs.map((each) => each.heading + each.text).join('\n');
    expect(text).toContain(ARRIVAL.title);
    expect(text).toContain('云岭市财政局会办意见\n2026年已安排设备更新资金。');
    expect((await page(id)).letterNow).toMatchObject({ state: 'drafting', number: null });
    // one letter at a time, and nothing done twice
    const { opening } = await begins(id);
    const again = { replyClass: 'B', letters: [{ template: 'reply-letter', ...opening }] };
    expect(await say(id, 'start-letter', 'drafter', again)).toBe('refused: proposal.letter-under-way');
    expect(await say(id, 'draft', 'drafter', { text: '另一稿', replyClass: 'B' })).toBe(
      'refused: proposal.letter-under-way',
    );
  });

  test('of another proposal, or of a class the region does not know, is not begun', async () => {
    const [id, other] = [await handled(), await handled()];
    const { opening } = await begins(id);
    const letterFor = (about: string) => [{ template: 'reply-letter', ...opening, about }];
    expect(await say(id, 'start-letter', 'drafter', { replyClass: 'B', letters: letterFor(other) })).toBe(
      'refused: proposal.not-found',
    );
    expect(await say(id, 'start-letter', 'drafter', { replyClass: 'D', letters: letterFor(id) })).toBe(
      'refused: proposal.class-unknown',
    );
    expect(
      await say(id, 'start-letter', 'drafter', {
        replyClass: 'B',
        letters: [{ ...letterFor(id)[0], template: 'none' }],
      }),
    ).toBe('refused: letter.unknown-template');
    expect((await page(id)).letterNow).toBeNull();
  });
});

describe('from draft to dispatch', () => {
  let id = '';
  let letter = '';
  test('what the checker sends back, the proposal waits for; each draft is kept and shown against the one before', async () => {
    id = await handled();
    letter = await started(id);
    await write(letter, '我委正在推进乡镇卫生院建设。');
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('checking');
    expect(await stateOf(id)).toBe('drafted');
    expect(await letterStep(letter, 'send-back', 'checker', { backReason: '请补充完成时限' })).toBe('drafting');
    expect(await stateOf(id)).toBe('handling');
    await write(letter, `我委正在推进乡镇卫生院建设。${PROMISE}`, [promise()]);
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('checking');
    await answerAll(letter);
    expect(await letterStep(letter, 'check', 'checker')).toBe('signing');
    expect(await stateOf(id)).toBe('reviewed');
    const { drafts } = await page(id);
    expect(drafts).toHaveLength(2);
    expect(drafts[0]?.text).not.toContain(PROMISE);
    expect(drafts[1]?.text).toContain(PROMISE);
    expect(drafts[1]?.text).toContain('提案人甲、提案人乙：');
  });

  test('is not signed before the proposer agrees; changes the proposer wants take the letter back', async () => {
    await call(letters, 'POST /api/letters/:id/look', world.actor('leader'), { params: { id: letter } });
    expect(await letterStep(letter, 'sign', 'leader')).toBe('letter.case-waits');
    expect(await say(id, 'ask-opinion', 'officer', CHECKS)).toBe('out-for-opinion');
    const wants = { draftOpinion: 'wants-changes', heardOn: '2026-03-14', remark: '请写明责任单位' };
    expect(await say(id, 'record-draft-opinion', 'officer', wants)).toBe('handling');
    expect(await stateOf(letter)).toBe('drafting');
    await write(letter, `我委正在推进乡镇卫生院建设，由基层卫生科负责。${PROMISE}`, [promise()]);
    await letterStep(letter, 'submit', 'drafter');
    await answerAll(letter);
    expect(await letterStep(letter, 'check', 'checker')).toBe('signing');
    await say(id, 'ask-opinion', 'officer', CHECKS);
    expect(await say(id, 'record-draft-opinion', 'officer', { draftOpinion: 'agrees', heardOn: '2026-03-14' })).toBe(
      'agreed',
    );
  });

  test('signed and sent it moves the proposal on with its number, and each promise is a case with its keeper', async () => {
    expect(
      await say(id, 'sign', 'leader', {
        ...CHECKS,
        replyClass: 'B',
        documentNumber: '云卫函〔2026〕99号',
        publication: 'public',
        signedOn: '2026-03-14',
      }),
    ).toBe('refused: proposal.letter-under-way');
    expect(await letterStep(letter, 'sign', 'leader')).toBe('signed');
    const signed = await page(id);
    expect(signed).toMatchObject({
      state: 'signed',
      replyClass: 'B',
      letter,
      signedOn: '2026-03-14',
      publication: 'public',
    });
    expect(signed.documentNumber).toBe(signed.letterNow?.number);
    expect(signed.documentNumber).toMatch(/^云卫函〔2026〕\d+号$/);
    expect(await letterStep(letter, 'seal', 'seal-keeper')).toBe('sealed');
    const sending = { sentOn: '2026-03-14', ways: ['paper', 'upload'] };
    expect(await letterStep(letter, 'send', 'checker', sending)).toBe('proposal.say-who-was-answered');
    expect(await stateOf(letter)).toBe('sealed');
    expect(await letterStep(letter, 'send', 'checker', { ...sending, sentTo: 'each-signer' })).toBe('sent');
    const sent = await page(id);
    expect(sent).toMatchObject({ state: 'sent', sentOn: '2026-03-14', firstSentOn: '2026-03-14' });
    said.value = '27';
    expect((await page(id)).promised).toMatchObject([
      {
        what: PROMISE,
        due: '2026-12-31',
        state: 'promised',
        keeper: { id: 'bureau' },
        milestones: [{ place: 1, what: '完成项目招标', due: '2026-09-30', doneOn: null }],
        figureNow: { name: '通过省级安宁疗护标准验收的机构', value: '27', unit: '家', asOf: '2026-03-14' },
      },
    ]);
  });

  test('its first milestone missed stands in the list of what is overdue', async () => {
    on('2026-10-01');
    const list = bodyOf(
      await call(proposals, 'GET /api/promises', world.person('officer'), { query: { tab: 'late' } }),
    ) as PromiseList;
    expect(list.items.map(({ what, late }) => [what, late])).toEqual([[PROMISE, true]]);
  });

  test('and next year’s letter begins with what was promised, beside last year’s words', async () => {
    on('2027-03-14');
    const next = await handled({ year: 2027, follows: id, session: '九届五次会议' });
    const { opening } = await begins(next);
    expect(opening.material).toMatchObject([{ heading: '上年承诺事项落实情况' }]);
    expect(opening.material[0]?.said).toContain(PROMISE);
    expect(opening.material[0]?.said).toContain('云岭市卫生健康委员会');
    expect(opening.material[0]?.said).toContain('落实中，目前为27家');
    expect(opening.previous).toContain(PROMISE);
    expect(opening.previous).toContain('云卫函〔2026〕');
  });
});

describe('what does not go together', () => {
  test('a letter whose class the region does not know is not handed in, and the proposal stays where it is', async () => {
    const id = await handled();
    const letter = await started(id);
    await write(letter, '我委正在推进。');
    const { version, content } = await contentOf(letter);
    const wrong = { ...content, reply: { label: '类别', value: '优秀' } };
    await call(letters, 'PUT /api/letters/:id', world.person('drafter'), {
      params: { id: letter },
      body: { version, content: wrong },
    });
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('proposal.class-unknown');
    expect([await stateOf(letter), await stateOf(id)]).toEqual(['drafting', 'handling']);
  });

  test('nor one that co-handlers have not answered yet', async () => {
    const id = await handled();
    const letter = await started(id);
    await write(letter, '我委正在推进。');
    await say(id, 'ask-co-handlers', 'officer', {
      coHandlers: [{ organisation: 'finance-bureau', task: 'opinion', question: '请提意见', answerBy: '2026-04-10' }],
    });
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('proposal.co-handlers-open');
    expect(await stateOf(letter)).toBe('drafting');
  });

  test('a promise that is not said any more, or has no keeper and day, is to be mended before the letter leaves', async () => {
    const id = await handled();
    const letter = await started(id);
    await write(letter, '我委正在推进。', [promise()]);
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('letter.mend-first');
    await write(letter, `我委正在推进。${PROMISE}`, [promise({ keeper: '', due: null })]);
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('letter.mend-first');
    await write(letter, `我委正在推进。${PROMISE}`, [promise({ due: '2026-08-31' })]);
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('letter.mend-first');
    await write(letter, `我委正在推进。${PROMISE}`, [promise()]);
    expect(await letterStep(letter, 'submit', 'drafter')).toBe('checking');
  });

  test('a letter declared void gives the proposal back to be answered again, with another letter', async () => {
    const id = await handled();
    const letter = await started(id);
    await write(letter, '我委正在推进。');
    await letterStep(letter, 'submit', 'drafter');
    await answerAll(letter);
    await letterStep(letter, 'check', 'checker');
    await say(id, 'ask-opinion', 'officer', CHECKS);
    await say(id, 'record-draft-opinion', 'officer', { draftOpinion: 'agrees', heardOn: '2026-03-14' });
    expect(await letterStep(letter, 'sign', 'leader')).toBe('signed');
    expect(await letterStep(letter, 'void', 'leader', { voidReason: '主送有误' })).toBe('voided');
    expect(await page(id)).toMatchObject({ state: 'handling', documentNumber: null, replyClass: null, letter: null });
    expect(await started(id)).not.toBe(letter);
  });
});
