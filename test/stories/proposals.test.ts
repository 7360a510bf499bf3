/**
 * 提案 at the desk, from the hand-over to satisfaction: two co-handlers, an extension granted with the proposer told, a draft the
 * checker sends back and one the proposer wants changed, countersigning, signing, sealing, sending; satisfaction and its score kept
 * apart from the class of the reply; a promise of the letter, evidenced later. The two forms are printed.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pagesOf } from '../pdf-text.ts';
import { openBrowser } from './browser.ts';
import { sitDown } from './staff.ts';
import { PHONE } from './visit.ts';
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
let letterPath = '';

beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(() => opened.close());

/** The proposal's page, its state in the line under the title. */
const openAt = async (login: string, where = path): Promise<Page> => {
  const { page, open } = await at(login);
  await open(where);
  await page.locator('main h1').first().waitFor();
  return page;
};
const begin = (page: Page, step: string) => page.getByRole('button', { name: step, exact: true }).first().click();
const confirmation = (page: Page, step: string) => page.getByRole('button', { name: `确认${step}`, exact: true });
/** Taken: the form is gone, and the page is that of the next state. */
const confirm = async (page: Page, step: string): Promise<void> => {
  await confirmation(page, step).click();
  await confirmation(page, step).waitFor({ state: 'detached' });
};
const letterIs = (page: Page, state: string) =>
  page
    .locator('.letter-names .tag')
    .filter({ hasText: new RegExp(`^${state}$`) })
    // sealing makes the PDF, and the first of all starts a browser
    .waitFor({ timeout: 120_000 });
const body = (page: Page) => page.getByRole('textbox', { name: '公文正文，按印出的样子' });
const typed = async (page: Page, text: string): Promise<void> => {
  await body(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText(text);
  await page.getByText(/\d\d:\d\d 已保存/).waitFor();
};
/** Every open finding is answered; what must be mended would stay and stop the test. */
const explainAll = async (page: Page): Promise<void> => {
  for (let round = 0; round < 30; round++) {
    const open = await page.locator('.letter-finding:not(.answered)').count();
    if (open === 0) return;
    await page.keyboard.press('F8');
    await page.keyboard.press('Alt+Enter');
    await page.getByLabel('理由').fill('已与科室核对台账');
    await page.getByRole('button', { name: '保存理由' }).click();
    await page.waitForFunction(
      (before) => document.querySelectorAll('.letter-finding:not(.answered)').length < before,
      open,
    );
  }
  throw new Error('findings without end');
};
const printed = async (page: Page, name: string): Promise<string> => {
  let pdf: Buffer = Buffer.alloc(0);
  await page.context().route(/\/papers\/|\.pdf|\/pdf/, async (route) => {
    const response = await route.fetch({ timeout: 120_000 });
    if (response.headers()['content-type']?.includes('pdf') === true) pdf = await response.body();
    await route.fulfill({ response });
  });
  await page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().click();
  await expect.poll(() => pdf.length, { timeout: 120_000 }).toBeGreaterThan(0);
  await page.context().unroute(/\/papers\/|\.pdf|\/pdf/);
  return pagesOf(pdf).join('');
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
    await confirmation(office, '答复延期申请').click();
    await office.getByText('同意延期须先告知提出人。').waitFor();
    await fill(office, 'proposal-extension-answer', { proposerTold: '是' });
    await confirm(office, '答复延期申请');
    await office.getByText('延期前时限').waitFor();
  });

  test('Then the section begins the reply from it, with what the co-handlers said, and marks what it promises', async () => {
    const page = await openAt('drafter');
    await begin(page, '起草答复函');
    await page.getByText('四平市财政局会办意见').waitFor();
    await page.locator('#letter-template').selectOption({ label: '提案答复函（信函格式）（四卫函）' });
    await page.locator('#letter-class').selectOption({ index: 2 });
    await (await at('drafter')).picture('proposal-letter-begins');
    await begin(page, '起草');
    await page.getByRole('link', { name: '打开答复函' }).click();
    await body(page).waitFor();
    letterPath = new URL(page.url()).pathname;
    expect(await body(page).innerText()).toContain('远程诊断设备更新已列入年度支出计划');
    await typed(page, '县域医共体牵头医院已承担成员单位的心电和影像诊断。');
    await begin(page, '送核稿');
    await letterIs(page, '核稿');
  });

  test('And the checker sends it back; the draft then says what comes next, and both drafts can be compared', async () => {
    const checker = await openAt('checker', letterPath);
    await begin(checker, '退回拟稿');
    await fill(checker, 'letter-step', { backReason: '请写明下一步工作、责任单位和完成时限。' });
    await checker.getByRole('form', { name: '退回拟稿' }).getByRole('button', { name: '退回拟稿' }).click();
    await letterIs(checker, '拟稿');
    const page = await openAt('drafter', letterPath);
    const next = '下一步，我委将在明年年底前实现远程诊断覆盖全部乡镇卫生院。';
    await typed(page, next);
    await page.getByRole('button', { name: '标为承诺' }).first().click();
    const promise = page.locator('.letter-promise');
    await promise.getByLabel('落实单位').selectOption({ index: 1 });
    await promise.getByLabel('完成时限').fill(day(390));
    await page.getByText(/\d\d:\d\d 已保存/).waitFor();
    expect(await promise.locator('.letter-promise-said').innerText()).toBe(next);
    await (await at('drafter')).picture('letter-promise');
    expect(await (await at('drafter')).barriers()).toEqual([]);
    await begin(page, '送核稿');
    await letterIs(page, '核稿');
    const proposal = await openAt('proposals');
    await proposal.getByRole('radio', { name: '与第1稿比较' }).check();
    await proposal.locator('ins').filter({ hasText: '远程诊断覆盖全部乡镇卫生院' }).waitFor();
    await (await at('proposals')).picture('proposal-drafts');
  });

  test('And the office asked countersigns it with its own buttons', async () => {
    const checker = await openAt('checker', letterPath);
    await explainAll(checker);
    await begin(checker, '送会签');
    await checker.locator('[id="letter-step-units"]').click();
    await fill(checker, 'letter-step', { 'units-0-note': '请就资金安排一段会签。' });
    await checker.locator('[id="letter-step-units-0-unit"]').selectOption('finance-bureau');
    await checker.getByRole('form', { name: '送会签' }).getByRole('button', { name: '送会签' }).click();
    await letterIs(checker, '会签');
    const finance = await openAt('finance', '/letters');
    await finance.getByText('待本单位会签').first().waitFor();
    await (await at('finance')).picture('letters-countersign');
    await finance.goto(origin + letterPath);
    await begin(finance, '同意会签');
    await (await at('finance')).picture('letter-countersign');
    await fill(finance, 'countersign', { opinion: '同意。' });
    await finance.getByRole('button', { name: '确认', exact: true }).click();
    await finance.getByText('本单位会签：同意').waitFor();
    await openAt('checker', letterPath);
    await begin(checker, '会签完成，送签发');
    await letterIs(checker, '待签发');
  });

  test('And not before the proposer agrees is it signed, sealed and sent; its proposal goes with it', async () => {
    const leader = await openAt('leader', letterPath);
    await leader.getByText(/所答复的提案还没有征得提出人同意/).waitFor();
    const page = await openAt('proposals');
    await begin(page, '征求提出人意见');
    await fill(page, 'proposal-opinion-request', { secrecyChecked: '是', personalDataChecked: '是' });
    await confirm(page, '征求提出人意见');
    await begin(page, '登记征求意见结果');
    await fill(page, 'proposal-draft-opinion', { draftOpinion: '同意', remark: '同意，希望抓好落实。' });
    await confirm(page, '登记征求意见结果');
    await page.getByText('待签发').first().waitFor();
    await openAt('leader', letterPath);
    await begin(leader, '签发');
    await letterIs(leader, '已签发，待用印');
    expect(await leader.locator('[data-step="void"]').getAttribute('class')).not.toContain('primary');
    const seal = await openAt('seal', letterPath);
    await begin(seal, '用印');
    await seal.getByRole('form', { name: '用印' }).getByRole('button', { name: '用印' }).click();
    await letterIs(seal, '已用印，待发出');
    const checker = await openAt('checker', letterPath);
    await begin(checker, '发出');
    await fill(checker, 'letter-step', {
      sentOn: day(0),
      ways: ['纸质送达', '上传办理系统'],
      sentTo: '答复每一位提出人',
    });
    await checker.getByRole('form', { name: '发出' }).getByRole('button', { name: '发出' }).click();
    await letterIs(checker, '已发出');
    await openAt('proposals');
    await page.getByText('待反馈满意度').first().waitFor();
    await page
      .getByText(/四卫函〔\d{4}〕\d+号/)
      .first()
      .waitFor();
  });

  test('Then satisfaction is recorded with its score, and is no class of the reply', async () => {
    const page = await openAt('proposals');
    await begin(page, '登记满意度');
    await fill(page, 'proposal-opinion', {
      verdict: '满意',
      score: '70',
      replyWay: '面见答复',
      'opinions-0-verdict': '满意',
      'opinions-1-verdict': '满意',
    });
    await confirmation(page, '登记满意度').click();
    await page.getByText('70分与所选满意度不符').waitFor();
    await fill(page, 'proposal-opinion', { score: '96' });
    await confirm(page, '登记满意度');
    const facts = page.locator('.facts');
    await facts.getByText('满意 96分').waitFor();
    await facts.getByText('B类', { exact: true }).waitFor();
    await (await at('proposals')).picture('proposal-answered');
    expect(await (await at('proposals')).barriers()).toEqual([]);
  });

  test('And no better class is given before the promise is kept, shown and judged', async () => {
    const page = await openAt('proposals');
    await page.getByText(/调高类别须全部承诺有依据地兑现：共1项，已兑现0项/).waitFor({ state: 'attached' });
    await page
      .getByRole('link', { name: /实现远程诊断覆盖全部乡镇卫生院/ })
      .first()
      .click();
    await begin(page, '提交兑现依据');
    await fill(page, 'promise-evidence', { evidence: '远程诊断中心接入记录显示全部乡镇卫生院已上线，附接入清单。' });
    await confirm(page, '提交兑现依据');
    await page.getByText('待确认兑现').first().waitFor();
    const where = new URL(page.url()).pathname;
    const leader = await openAt('leader', where);
    await begin(leader, '确认兑现依据');
    await fill(leader, 'promise-evidence-review', { evidenceDecision: '依据成立，已兑现', remark: '已核对接入清单。' });
    await (await at('leader')).picture('promise-judged');
    await confirm(leader, '确认兑现依据');
    await leader.getByText('已兑现').first().waitFor();
    await openAt('proposals');
    await begin(page, '调整办理结果类别');
    await fill(page, 'proposal-raising', { replyClass: 'A类', evidence: '承诺事项已全部兑现。' });
    await confirm(page, '调整办理结果类别');
    await page.locator('.facts').getByText('A类', { exact: true }).waitFor();
  });

  test('And its two forms print what was written', async () => {
    const page = await openAt('proposals');
    const handling = await printed(page, '提案办理单');
    for (const words of [TITLE, '转市卫生健康委员会主办', '基层卫生健康科', '96']) expect(handling).toContain(words);
    const opinion = await printed(page, '征求意见表');
    for (const words of [String(NUMBER), '四平市卫生健康委员会', TITLE]) expect(opinion).toContain(words);
  });

  test('And every screen of proposals and letters can be read at a desk and on a telephone', async () => {
    const desk = await at('proposals');
    const phone = await sitDown(opened.browser, origin, 'proposals', PHONE);
    for (const [name, where] of [
      ['list', '/proposals'],
      ['one', path],
      ['promises', '/promises'],
      ['promises-late', '/promises?tab=late'],
      ['overview', '/proposals/overview'],
      ['letters', '/letters'],
      ['letter', letterPath],
      ['numbers', '/letters/numbers'],
    ] as const) {
      for (const [seat, size] of [
        [desk, 'desk'],
        [phone, 'phone'],
      ] as const) {
        await seat.open(where);
        await seat.page.locator('main h1').first().waitFor();
        await seat.picture(`proposals-${name}-${size}`);
      }
      expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    }
    await desk.open('/proposals/overview');
    expect(await desk.page.locator('.menu-entry.here').allInnerTexts()).toEqual(['办理督办']);
    const office = await at('handing');
    await office.open('/proposals/new');
    await office.picture('proposals-new-desk');
  });
});
