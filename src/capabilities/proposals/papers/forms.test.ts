/** The two printed forms, compared line by line with those that stand behind the letters. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../../test/tree.ts';
import type { ProposalView } from '../shapes.ts';
import { paperFacts } from './facts.ts';
import { sheet } from './sheets/frame.ts';
import { handlingForm } from './sheets/handling-form.ts';
import { opinionForm } from './sheets/opinion-form.ts';

const view = (changes: Partial<ProposalView> = {}): ProposalView => ({
  id: 'p',
  body: 'cppcc',
  year: 2025,
  session: '九届四次会议',
  number: 13,
  title: '关于推动优质医疗资源下沉，提升人民群众健康生活获得感的建议',
  kind: 'joint',
  signers: { first: '提案人甲', count: 2 },
  state: 'answered',
  lead: { id: 'bureau', name: '四平市卫生健康委员会' },
  owner: null,
  dueAt: null,
  late: false,
  answerDue: '2025-06-14',
  replyClass: 'A',
  verdict: 'satisfied',
  round: 0,
  coHandlers: { open: 0, all: 0 },
  promises: { open: 0, late: 0, all: 0 },
  asCoHandler: null,
  content: '正文',
  category: null,
  receivedOn: '2025-03-10',
  handedOverOn: '2025-03-14',
  section: '基层卫生科',
  responsible: '责任人',
  firstDue: '2025-06-14',
  extendedUntil: null,
  publication: 'public',
  documentNumber: null,
  letter: null,
  signedOn: null,
  sentOn: '2025-08-07',
  firstSentOn: '2025-08-07',
  firstSentDue: '2025-06-14',
  score: 95,
  publishedOn: null,
  publishedAt: null,
  rating: 'good',
  classEvidence: null,
  letterNow: null,
  archivedOn: null,
  bodyName: '四平市政协',
  people: [],
  mergedInto: null,
  merged: [],
  follows: null,
  rule: {
    from: '2024-01-01',
    until: null,
    source: '',
    verified: false,
    returnDays: 10,
    answerMonths: 3,
    answerBy: null,
    extendToMonths: 6,
    draftOpinion: 'customary',
    classes: (['A', 'B', 'C'] as const).map((code) => ({ code, zh: code, en: code })),
    bands: [
      { verdict: 'satisfied', from: 90 },
      { verdict: 'basically-satisfied', from: 60 },
      { verdict: 'dissatisfied', from: 0 },
    ],
    classLabel: null,
    copyTo: [{ name: '市政协提案委' }, { name: '市政府督查室' }],
  },
  coHandlings: [],
  promised: [],
  earlier: [],
  drafts: [],
  party: true,
  ...changes,
});

const entry = (step: string, answers: Readonly<Record<string, unknown>>, at = '2025-08-07T02:00:00Z') => ({
  version: 1,
  step,
  fromState: null,
  toState: 'same',
  at,
  by: { name: null, role: 'proposal-officer', organisation: { id: 'bureau', name: '' } },
  reason: null,
  answers,
  form: null,
});
const timeline = [
  entry('hand-over', { handOverOpinion: '拟转市卫健委办理。', leadersNote: '请认真办理。' }),
  entry('sign-in', { principalNote: '请基层科办理。', deputyNote: '同意' }),
  entry('ask-opinion', { contactPerson: '联系人甲', contactPhone: '0434-0000000' }),
  entry('record-opinion', { replyWay: 'face-to-face', heardOn: '2025-08-07', remark: '满意' }),
];

/** The words of a page in their order, without its marks. */
const wordsOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&emsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/\s+/g, '');
const printed = (body: Parameters<typeof sheet>[1]): string => wordsOf(sheet('表', body, ''));
const inOrder = (text: string, lines: readonly string[]): readonly string[] => {
  let from = 0;
  return lines.filter((line) => {
    const at = text.indexOf(line.replace(/\s+/g, ''), from);
    if (at >= 0) from = at + line.length;
    return at < 0;
  });
};

/** The lines of Siping's form as they follow one another on the paper. */
const SIPING = [
  '提案办理单',
  '提案号',
  '案由',
  '市委、市政府办公室转办意见',
  '市委、市政府领导签办意见',
  '承办单位主要领导办理意见',
  '承办单位分管领导',
  '责任科室及责任人',
  '市委、市政府领导审阅办理结果意见',
  '答复时间',
  '答复形式',
  '提案办理结果满意度评价',
  '满意≥90（分）',
  '基本满意60—89（分）',
  '不满意<60（分）',
  '提案者意见：',
  '签字：',
  '办理落实情况',
  '类别',
  'A类',
  'B类',
  'C类',
  '市委、市政府办公室评价',
  '档次',
  '好',
  '中',
  '差',
  '注：此表单按办理程序履行填写后，根据承办单位归属分别送交市委办督查室或市政府办议案督查科留存。',
];
const HANZHONG = [
  '政协提案答复函征求意见表',
  '提案编号',
  '承办单位',
  '联系人',
  '电话',
  '提案题目',
  '对办理工作的评价“√”',
  'A、满意',
  'B、基本满意',
  'C、不满意',
  '对答复函及办理工作的意见：',
  '提案者签名（单位盖章）',
  '时间',
];

describe('the handling form', () => {
  test('has Siping’s lines in Siping’s order, filled from the steps', () => {
    const text = printed(handlingForm(paperFacts(view(), { timeline }), () => '2025-08-08'));
    expect(inOrder(text, SIPING)).toEqual([]);
    expect(text).toContain('四平市政协九届四次会议提案办理单');
    expect(text).toContain('拟转市卫健委办理。2025年3月14日');
    expect(text).toContain('面见答复√约见答复');
    expect(text).toContain('A类（√）B类（）C类（）');
    expect(text).toContain('好√中');
  });

  test('leaves to the pen what nobody has said yet', () => {
    const blank = view({ verdict: null, replyClass: null, rating: null, sentOn: null, score: null });
    const text = printed(handlingForm(paperFacts(blank, { timeline: [] }), () => ''));
    expect(inOrder(text, SIPING)).toEqual([]);
    expect(text).not.toContain('√');
    expect(text).toContain('A类（）');
  });
});

describe('the opinion form', () => {
  test('has Hanzhong’s lines in Hanzhong’s order: the verdict is ticked, never the reply’s class', () => {
    const facts = paperFacts(view({ verdict: 'basically-satisfied', replyClass: 'A' }), { timeline });
    const text = printed(opinionForm(facts, '汉中市卫生健康委员会'));
    expect(inOrder(text, HANZHONG)).toEqual([]);
    expect(text).toContain('√B、基本满意');
    expect(text).not.toContain('√A');
    expect(text).toContain('时间2025.8.7.');
    expect(text).toContain('复印送市政府督查室、市政协提案委。');
  });

  test('of a deputies’ suggestion is not called 提案', () => {
    const text = printed(opinionForm(paperFacts(view({ body: 'npc' }), { timeline: [] }), ''));
    expect(text).toContain('人大代表建议答复函征求意见表');
  });
});

/** The letters themselves, where they are at hand beside the project. */
const SEEDS = path.join(ROOT, '../shared/seeds');
describe.skipIf(!existsSync(SEEDS))('beside the letters’ own forms', () => {
  const seed = (name: string): string => readFileSync(path.join(SEEDS, name), 'utf8').replace(/\s+/g, '');
  test('every line of ours stands in Hanzhong’s annex', () => {
    const paper = seed('000_42250177a7690874.txt');
    const folded = (line: string): string => line.replace(/[（）()“”"、/]/g, '');
    const given = folded(paper);
    expect(HANZHONG.filter((line) => !given.includes(folded(line).replace(/\s+/g, '')))).toEqual([]);
  });
  test('and in Siping’s form, but for the lines its scan has broken up', () => {
    const folded = (line: string): string => line.replace(/[（）():：,，.。、]/g, '');
    const given = folded(seed('004_1345ed6e28d924ed.txt'));
    expect(SIPING.filter((line) => !given.includes(folded(line)))).toEqual([
      '基本满意60—89（分）',
      '办理落实情况',
      '类别',
      'A类',
      'B类',
      '档次',
    ]);
  });
});
