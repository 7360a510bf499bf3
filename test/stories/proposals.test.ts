/**
 * 提案 at the desk, from the registration to the reply handed to the checker: two co-handlers in cases of their own, more time granted
 * with the proposer told, and a draft that begins with what the co-handlers said.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { sitDown } from './staff.ts';
import type { Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
const seats = new Map<string, Visit>();
const at = async (login: string): Promise<Visit> => {
  const known = seats.get(login);
  if (known !== undefined) return known;
  const made = await sitDown(opened.browser, origin, login);
  seats.set(login, made);
  return made;
};
const day = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
const TITLE = '关于完善紧密型县域医共体远程诊断和双向转诊服务的提案';
const NUMBER = 3000 + (Date.now() % 900_000);
let path = '';

beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(() => opened.close());

/** The proposal's page, its state in the line under the title. */
const openAt = async (login: string, where = path): Promise<Page> => {
  const { page, open } = await at(login);
  await open(where);
  await page.locator('.proposals h1, .letter h1').first().waitFor();
  return page;
};
const begin = (page: Page, step: string) => page.getByRole('button', { name: step, exact: true }).first().click();
const confirm = (page: Page, step: string) => page.getByRole('button', { name: `确认${step}`, exact: true }).click();
const letterIs = (page: Page, state: string) =>
  page
    .locator('.letter-names .tag')
    .filter({ hasText: new RegExp(`^${state}$`) })
    .waitFor();
const body = (page: Page) => page.getByRole('textbox', { name: '公文正文，按印出的样子' });
const typed = async (page: Page, text: string): Promise<void> => {
  await body(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText(text);
  await page.getByText(/\d\d:\d\d 已保存/).waitFor();
};

type Said = Readonly<Record<string, string | readonly string[]>>;
/** Fills a form by its fields' ids; options are pressed, lists chosen from, texts typed. */
const fill = async (page: Page, form: string, said: Said): Promise<void> => {
  for (const [question, value] of Object.entries(said)) {
    const field = page.locator(`[id="${form}-${question}"]`);
    await field.waitFor();
    const kind = await field.evaluate((element) => element.tagName.toLowerCase());
    if (kind === 'fieldset')
      for (const option of [value].flat())
        await field
          .locator('label')
          .filter({ hasText: new RegExp(`^${option}$`) })
          .click();
    else if (kind === 'select') await field.selectOption({ label: String(value) });
    else await field.fill(String(value));
  }
};

describe('a proposal of two members', () => {
  test('Given an office that registers it with its number and hands it over', async () => {
    const page = await openAt('handing', '/proposals/new');
    await page.locator('[id="proposal-arrival-signers"]').click();
    await fill(page, 'proposal-arrival', {
      body: '政协提案',
      year: String(new Date().getFullYear()),
      session: '九届六次会议',
      number: String(NUMBER),
      kind: '委员（代表）联名',
      title: TITLE,
      content:
        '部分乡镇卫生院没有影像和心电诊断医师，检查后等待结果时间长；患者转往县医院后回到乡镇的接续不够。建议由县域医共体牵头医院统一出具诊断，明确转诊标准和回转接续责任，并公布各乡镇卫生院可以开展的检查项目。',
      'signers-0-name': '提案人甲',
      'signers-0-post': '医药卫生界',
      'signers-1-name': '提案人乙',
      receivedOn: day(0),
    });
    await begin(page, '登记收件');
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    path = new URL(page.url()).pathname;
    await begin(page, '交办');
    await fill(page, 'proposal-hand-over', {
      lead: '四平市卫生健康委员会',
      handOverOpinion: '转市卫生健康委员会主办，市财政局、市人力资源和社会保障局会办，请按时答复。',
      leadersNote: '请认真研究，加强与提案人沟通。',
    });
    await confirm(page, '交办');
    await page.getByText('待签收').first().waitFor();
  });

  test('When the unit signs it in and asks two co-handlers, each answers in its own case', async () => {
    const page = await openAt('proposals');
    await begin(page, '签收并分解');
    await fill(page, 'proposal-sign-in', {
      section: '基层卫生健康科',
      responsible: '科室负责人',
      principalNote: '请分管领导牵头办理。',
      deputyNote: '请基层卫生健康科与会办单位充分沟通。',
    });
    await confirm(page, '签收并分解');
    await begin(page, '请会办单位提意见');
    await page.locator('[id="proposal-co-handlers-coHandlers"]').click();
    for (const [row, unit, question] of [
      ['0', '四平市财政局', '请就远程诊断设备和网络的资金安排提出意见。'],
      ['1', '四平市人力资源和社会保障局', '请就乡镇卫生院技术人员招聘和职称提出意见。'],
    ] as const)
      await fill(page, 'proposal-co-handlers', {
        [`coHandlers-${row}-organisation`]: unit,
        [`coHandlers-${row}-task`]: '提出会办意见',
        [`coHandlers-${row}-question`]: question,
        [`coHandlers-${row}-answerBy`]: day(20),
      });
    await confirm(page, '请会办单位提意见');
    await page.getByText('会办已回复 0/2').first().waitFor();
    for (const [login, opinion] of [
      ['finance', '远程诊断设备更新已列入年度支出计划，网络租用费由县级财政按规定保障。'],
      ['personnel', '乡镇卫生院招聘可放宽专业条件，职称评审继续向基层倾斜。'],
    ] as const) {
      const there = await openAt(login, '/proposals');
      await there.getByRole('link', { name: TITLE }).first().click();
      await there.getByRole('link', { name: '办理本单位事项' }).first().click();
      await begin(there, '提出意见');
      await fill(there, 'co-handling-answer', { opinion, agreed: '是' });
      if (login === 'finance') await (await at(login)).picture('proposal-share');
      await confirm(there, '提出意见');
      await there.getByText('已提出意见').first().waitFor();
    }
  });

  test('And more time is asked for, and granted by the office that told the proposer', async () => {
    const page = await openAt('proposals');
    await begin(page, '申请延期');
    await fill(page, 'proposal-extension', { until: day(150), reason: '涉及多个部门，资金安排需进一步衔接。' });
    await confirm(page, '申请延期');
    const office = await openAt('handing');
    await begin(office, '答复延期申请');
    await fill(office, 'proposal-extension-answer', {
      extensionDecision: '同意延期',
      until: day(150),
      proposerTold: '否',
    });
    await confirm(office, '答复延期申请');
    await office.getByText('同意延期须先告知提出人。').waitFor();
    await fill(office, 'proposal-extension-answer', { proposerTold: '是' });
    await confirm(office, '答复延期申请');
    await office.getByText('延期前时限').waitFor();
  });

  test('Then the section begins the reply from it, with what the co-handlers said', async () => {
    const page = await openAt('drafter');
    await begin(page, '起草答复函');
    await page.getByText('四平市财政局会办意见').waitFor();
    await page.locator('#letter-template').selectOption({ label: '提案答复函（信函格式）（四卫函）' });
    await page.locator('#letter-class').selectOption({ index: 2 });
    await (await at('drafter')).picture('proposal-letter-begins');
    await begin(page, '起草');
    await page.getByRole('link', { name: '打开答复函' }).click();
    await body(page).waitFor();
    expect(await body(page).innerText()).toContain('远程诊断设备更新已列入年度支出计划');
    await typed(page, '县域医共体牵头医院已承担成员单位的心电和影像诊断。');
    await begin(page, '送核稿');
    await letterIs(page, '核稿');
  });
});
