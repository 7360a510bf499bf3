/** A referral out and back: two people at two organisations, and those who help them. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { openCase, ownerAndClock, rowOf, sendReferral, sitDown, stateIs, takeStep } from './staff.ts';
import { settle } from './visit.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let township: Visit;
let county: Visit;
/** The case under way. */
let id = '';

const at = async (login: string, doing: (visit: Visit) => Promise<void>): Promise<void> => {
  const visit = await sitDown(opened.browser, origin, login);
  try {
    await visit.open(`/cases/${id}`);
    await doing(visit);
  } finally {
    await visit.close();
  }
};
const browser = (): Browser => opened.browser;

beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(() => opened.close());

describe('a referral out and back', () => {
  test('Given a township doctor and a county coordinator at their desks', async () => {
    township = await sitDown(browser(), origin, 'gp');
    county = await sitDown(browser(), origin, 'coordinator');
    await county.page.getByRole('heading', { name: '待办' }).waitFor();
  });

  test('When the doctor refers a resident to cardiology', async () => {
    id = await sendReferral(township, {
      urgency: '普通',
      impression: '不稳定型心绞痛待查',
      department: '青禾县人民医院 心内科',
      resident: 1,
    });
  });

  test('Then the coordinator sees it without reloading, with its owner and its clock', async () => {
    const row = await rowOf(county.page, id);
    expect(await row.innerText()).toMatch(
      /不稳定型心绞痛待查[\s\S]*上转[\s\S]*待接收[\s\S]*本机构[\s\S]*转诊专员[\s\S]*前/,
    );
    await county.picture('loop-1-arrived');
  });

  test('When the coordinator accepts it', async () => {
    await openCase(county.page, id);
    expect(await ownerAndClock(county.page).innerText()).toMatch(/青禾县人民医院[\s\S]*转诊专员[\s\S]*接收时限/);
    await takeStep(county.page, '接收', async (form) => {
      await form.getByLabel('接诊安排').fill('心内科二病区，周一上午入院');
      await form.getByLabel('联系电话').fill('内线 6203');
    });
    await stateIs(county.page, '待到院');
  });

  test('Then the doctor sees who owns it now', async () => {
    await township.open(`/cases/${id}`);
    expect(await ownerAndClock(township.page).innerText()).toMatch(/入院服务中心[\s\S]*到院时限/);
    expect(await township.page.getByText('心内科二病区，周一上午入院').isVisible()).toBe(true);
  });

  test('When the admission office gives the bed, and the physician returns the resident with a dated task', async () => {
    await at('clerk', async ({ page }) => {
      await takeStep(page, '登记到院', async (form) => {
        await form.getByRole('button', { name: '现在' }).click();
        await form.getByLabel('床位或诊室').fill('12床');
      });
      await stateIs(page, '待开回转单');
    });
    await at('physician', async ({ page, picture }) => {
      await takeStep(page, '开回转单', async (form) => {
        await form.getByLabel('诊断结果').fill('冠心病，不稳定型心绞痛');
        await form.getByLabel('主要检查结果').fill('冠脉CT：前降支狭窄60%');
        await form.getByLabel('治疗经过').fill('药物治疗，未行支架');
        await form.getByLabel('下一步治疗方案及康复建议').fill('双抗12个月，低盐低脂');
        await form.getByLabel('承诺随访期限').fill('14');
        await form.locator('#step-issue-return-tasks').click();
        await form.getByRole('textbox', { name: '事项', exact: true }).fill('复查肝功能');
        await form.getByRole('textbox', { name: '日期', exact: true }).fill('2099-12-04');
        await form.getByLabel('联系电话').fill('内线 6120');
      });
      await stateIs(page, '待接回');
      await picture('loop-2-returned');
    });
  });

  test('Then the township owns it again and sees the return form and its task', async () => {
    await township.open('/worklist?tab=mine');
    await openCase(township.page, id);
    await stateIs(township.page, '待接回');
    expect(await township.page.getByText('双抗12个月，低盐低脂').isVisible()).toBe(true);
    expect(await township.page.getByText('复查肝功能').first().isVisible()).toBe(true);
  });

  test('When the doctor takes the resident back, sees them and closes', async () => {
    await takeStep(township.page, '接回');
    await stateIs(township.page, '待随访');
    await takeStep(township.page, '登记随访', async (form) => {
      await form.getByRole('button', { name: '日历' }).waitFor();
      const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
      await form.getByRole('textbox', { name: '随访日期' }).fill(today);
      await form.getByText('上门', { exact: true }).click();
      await form.getByLabel('目前情况').fill('无胸痛，血压 128/76 mmHg');
    });
    await stateIs(township.page, '待办结');
    await takeStep(township.page, '办结', async (form) => {
      await form.getByText('转入日常随访继续落实', { exact: true }).click();
    });
  });

  test('Then it is closed for both, read-only, with everything that happened', async () => {
    for (const { open, page } of [township, county]) {
      await open(`/cases/${id}`);
      await page.getByText('本单只读').waitFor();
      expect(await ownerAndClock(page).count()).toBe(0);
      const course = await page.getByRole('region', { name: '进程' }).innerText();
      const words = ['提交转诊单', '接收转诊', '已到院', '开出回转单', '已接回', '完成随访', '办结'];
      const places = words.map((each) => course.indexOf(each));
      expect(places).toEqual([...places].sort((one, other) => one - other));
      expect(places[0]).toBeGreaterThanOrEqual(0);
    }
    await county.open('/worklist?tab=closed');
    await rowOf(county.page, id);
  });
});

describe('refusal and redirection', () => {
  test('Given a routine referral at the county hospital', async () => {
    id = await sendReferral(township, {
      urgency: '普通',
      impression: '慢性心力衰竭',
      department: '青禾县人民医院 心内科',
      resident: 2,
    });
    await county.open('/worklist');
  });

  test('When the coordinator passes it to the city hospital, its clock runs on and the city owns it', async () => {
    await openCase(county.page, id);
    const due = await ownerAndClock(county.page)
      .getByText(/\d\d:\d\d/)
      .first()
      .innerText();
    await takeStep(county.page, '转给其他医院', async (form) => {
      // not one of the list before, which stands until the search is answered
      const found = county.page.waitForResponse((answer) => answer.url().includes(encodeURIComponent('四平市')));
      await form.getByRole('searchbox').fill('四平市');
      await found;
      await settle(county.page);
      await form.getByRole('radio').first().click();
      await form.getByLabel('说明').fill('需心脏再同步化治疗评估');
    });
    await township.open(`/cases/${id}`);
    await stateIs(township.page, '待接收');
    expect(await ownerAndClock(township.page).innerText()).not.toContain('青禾县人民医院');
    expect(await ownerAndClock(township.page).innerText()).toContain(due);
  });

  test('When nobody may refuse without a next step, the missing answer is said at its field', async () => {
    id = await sendReferral(township, {
      urgency: '普通',
      impression: '慢性支气管炎',
      department: '青禾县人民医院 心内科',
      resident: 3,
    });
    await county.open('/worklist');
    await openCase(county.page, id);
    await county.page.getByRole('button', { name: /^拒绝/ }).click();
    const form = county.page.getByRole('form', { name: '拒绝' });
    await form.getByText('基层可以处理', { exact: true }).click();
    await form.getByLabel('说明').fill('病情稳定，社区规律用药即可');
    await form.press('Control+Enter');
    await form.getByText('请选择下一步建议').waitFor();
    await form.getByText('在基层继续治疗，按建议观察', { exact: true }).click();
    await form.press('Control+Enter');
    await stateIs(county.page, '待改转或结束');
  });

  test('Then the sender reads the reason, and ends it explicitly', async () => {
    await township.open(`/cases/${id}`);
    const course = township.page.getByRole('region', { name: '进程' });
    expect(await course.innerText()).toMatch(/拒绝接收[\s\S]*基层可以处理/);
    await takeStep(township.page, '结束转诊', async (form) => {
      await form
        .getByText('拒收后结束', { exact: true })
        .or(form.getByText('不同意', { exact: true }))
        .first()
        .click();
      await form.getByLabel('说明').fill('改在本院继续治疗');
    });
    await township.page.getByText('本单只读').waitFor();
  });
});

describe('the keyboard alone', () => {
  test('is enough to accept a referral', async () => {
    id = await sendReferral(township, {
      urgency: '紧急',
      impression: '急性心力衰竭',
      department: '青禾县人民医院 心内科',
      resident: 4,
    });
    const { page, open, close } = await sitDown(browser(), origin, 'coordinator');
    await open('/worklist?tab=mine&urgency=urgent');
    await rowOf(page, id);
    const chosen = (): string | null => new URL(page.url()).searchParams.get('case');
    for (let row = 0; chosen() !== id && row < 50; row += 1) {
      const before = chosen();
      await page.keyboard.press('j');
      await page.waitForFunction((was) => new URL(location.href).searchParams.get('case') !== was, before);
    }
    await page.getByRole('region', { name: '病情摘要' }).getByText('急性心力衰竭').waitFor();
    await page.keyboard.press('a');
    await page.getByRole('form', { name: '接收' }).waitFor();
    // past the expected arrival: day, calendar, time, now
    for (let field = 0; field < 4; field += 1) await page.keyboard.press('Tab');
    await page.keyboard.type('急诊科先行处置后收入心内科');
    await page.keyboard.press('Tab');
    await page.keyboard.type('6203');
    await page.keyboard.press('Control+Enter');
    await stateIs(page, '待到院');
    expect(await page.getByRole('status').filter({ hasText: '已办理“接收”' }).count()).toBe(1);
    await close();
  });
});
