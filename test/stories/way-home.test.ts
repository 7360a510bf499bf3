/** The ways between base and hospital after a return: not seen yet, back to the same team, worse after closing, and sent down. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { choose, ownerAndClock, sendReferral, sitDown, stateIs, takeStep } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Screen, Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

const origin = whereToldStory();
let opened: OpenBrowser;
let township: Visit;
let ward: Visit;
/** The first referral, the one after it was closed, and the one sent down. */
let id = '';
let again = '';
let down = '';
/** Of the resident who is sent down. */
let resident = '';

beforeAll(async () => {
  opened = await openBrowser();
  township = await sitDown(opened.browser, origin, 'gp');
  ward = await sitDown(opened.browser, origin, 'physician');
});
afterAll(() => opened.close());

/** What a page threw; a refusal, and that nobody was signed in yet, the browser writes down as well. */
const isOwn = (fault: string): boolean => !fault.startsWith('Failed to load resource');
const day = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + days * 86_400_000));
const at = async (login: string, which: string, doing: (visit: Visit) => Promise<void>, screen?: Screen) => {
  const visit = await sitDown(opened.browser, origin, login, screen);
  try {
    await visit.open(`/cases/${which}`);
    await doing(visit);
  } finally {
    await visit.close();
  }
};
const receive = async (which: string): Promise<void> => {
  await at('coordinator', which, ({ page }) =>
    takeStep(page, '接收', async (form) => {
      await form.getByLabel('接诊安排').fill('持身份证到住院部');
      await form.getByLabel('联系电话').fill('内线 8012');
    }),
  );
  await at('clerk', which, ({ page }) =>
    takeStep(page, '登记到院', async (form) => {
      await form.getByRole('button', { name: '现在' }).click();
      await form.getByLabel('床位或诊室').fill('12床');
    }),
  );
};
/** The physician writes the return form; what was written before stands in it. */
const sendHome = async (which: string, diagnosis: string): Promise<void> => {
  await ward.open(`/cases/${which}`);
  await takeStep(ward.page, '开回转单', async (form) => {
    await form.getByLabel('诊断结果').fill(diagnosis);
    await form.getByLabel('主要检查结果').fill('心电图正常，BNP 180 pg/mL');
    await form.getByLabel('治疗经过').fill('利尿，调整降压药');
    await form.getByLabel('下一步治疗方案及康复建议').fill('每日测体重血压，低盐');
    await form.getByLabel('承诺随访期限').fill('7');
    await form.getByLabel('联系电话').fill('内线 6120');
  });
  await stateIs(ward.page, '待接回');
};
/** Worklist, the filter clicked, the case there or not. */
const isUnseen = async ({ page, open }: Visit, which: string, there: boolean): Promise<void> => {
  await open('/worklist');
  const chip = page.getByRole('button', { name: /^转回未见/ });
  await chip.click();
  await page.waitForURL(/state=return-issued/);
  expect(await chip.getAttribute('aria-pressed')).toBe('true');
  const row = page.locator(`[data-case="${which}"]`);
  if (there) await row.waitFor();
  else await row.waitFor({ state: 'detached' });
};
const visitAtHome = ({ page }: Visit): Promise<void> =>
  takeStep(page, '登记随访', async (form) => {
    await form.getByLabel('随访日期').fill(day(0));
    await form.getByText('上门', { exact: true }).click();
    await form.getByLabel('目前情况').fill('体重稳定，血压 132/80 mmHg');
  });

describe('back to the team that returned the resident', () => {
  test('Given somebody returned, both sides find them under 转回未见 until they are seen', async () => {
    id = await sendReferral(township, {
      urgency: '普通',
      impression: '慢性心力衰竭急性加重',
      department: '青禾县人民医院 心内科',
      resident: 9,
    });
    await receive(id);
    await sendHome(id, '慢性心力衰竭，心功能Ⅲ级');
    await isUnseen(township, id, true);
    await isUnseen(ward, id, true);
    await ward.picture('way-home-1-unseen');
    await township.open(`/cases/${id}`);
    await takeStep(township.page, '接回');
    await isUnseen(ward, id, true);
  });

  test('When they are worse, the township sends them back in one step, and the team answers on the short clock', async () => {
    await township.open(`/cases/${id}`);
    await takeStep(township.page, '快速返回原科室', async (form) => {
      await form.getByLabel('目前情况').fill('夜间不能平卧，双下肢水肿加重');
      await form.getByLabel('联系电话').fill('内线 6203');
    });
    await stateIs(township.page, '快速返回，待接收');
    const owner = await ownerAndClock(township.page).innerText();
    expect(owner).toMatch(/青禾县人民医院[\s\S]*心内科[\s\S]*快速接收时限/);
    await township.picture('way-home-2-sent-back');
    expect(await township.barriers()).toEqual([]);
    await isUnseen(ward, id, false);
    await receive(id);
    await sendHome(id, '慢性心力衰竭，心功能Ⅱ级');
    await township.open(`/cases/${id}`);
    await takeStep(township.page, '接回');
    await visitAtHome(township);
    await isUnseen(township, id, false);
    await isUnseen(ward, id, false);
    await township.open(`/cases/${id}`);
    await takeStep(township.page, '办结', (form) => form.getByText('已全部落实', { exact: true }).click());
    await township.page.getByText('本单只读').waitFor();
  });

  test('When they are worse after it was closed, one form filled from the old referral goes to the same team', async () => {
    const { page, picture, barriers } = township;
    const offer = page.getByRole('region', { name: '病情变化，快速返回原科室' });
    expect(await offer.innerText()).toMatch(/青禾县人民医院 心内科在.*前直接接回，不用先预占。\s*期限未核实/);
    await offer.getByRole('button').click();
    const form = page.getByRole('form', { name: '病情变化，快速返回原科室' });
    await form.getByText(/^已带入 .* 的内容/).waitFor();
    expect(await form.getByLabel('初步印象').inputValue()).toBe('慢性心力衰竭，心功能Ⅱ级');
    expect(await form.getByLabel('治疗经过').inputValue()).toBe('利尿，调整降压药');
    expect(await form.getByLabel('检查结果').inputValue()).toContain('BNP 180');
    // what is missing is said, and nothing that was filled is lost
    await form.press('Control+Enter');
    await form.getByText('请填写主要现病史（转出原因）').waitFor();
    await choose(page, '紧急');
    await form.getByLabel('主要现病史').fill('办结后第3天再次气促，夜间不能平卧，下肢水肿');
    for (const box of await form.getByRole('checkbox').all()) await box.check();
    await choose(page, '同意');
    await choose(page, '本人');
    await form.getByLabel('签署人姓名').fill('本人签名');
    await picture('way-home-3-after-closing');
    expect(await barriers()).toEqual([]);
    await form.press('Control+Enter');
    await stateIs(page, '待接收');
    again = new URL(page.url()).pathname.replace('/cases/', '');
    expect(again).not.toBe(id);
    expect(await ownerAndClock(page).innerText()).toMatch(/心内科[\s\S]*快速接收时限/);
  });

  test('Then both sides read the whole story: the new referral names the old one, and the old one the new', async () => {
    await township.open(`/cases/${id}`);
    await township.page.getByText(/办结后病情变化，已再次转往青禾县人民医院 心内科，待接收/).waitFor();
    // the offer is gone: they went back already
    expect(await township.page.getByRole('region', { name: '病情变化，快速返回原科室' }).count()).toBe(0);
    await at('coordinator', again, async ({ page, picture, barriers }) => {
      await page.getByText(/^接续 .*：上次由青禾县人民医院 心内科转回，办结后病情变化$/).waitFor();
      await picture('way-home-4-story');
      expect(await barriers()).toEqual([]);
      await page
        .getByRole('link', { name: /^查看 / })
        .first()
        .click();
      await page.getByText('本单只读').waitFor();
      expect(await page.getByRole('region', { name: '回转单' }).innerText()).toContain('心功能Ⅱ级');
    });
    await at(
      'coordinator',
      again,
      async ({ page }) => {
        await takeStep(page, '接收', async (form) => {
          await form.getByLabel('接诊安排').fill('直接到心内科病房');
          await form.getByLabel('联系电话').fill('内线 8012');
        });
        await stateIs(page, '待到院');
      },
      PHONE,
    );
  });
});

describe('down from a ward that begins by itself', () => {
  test('Given an inpatient of the ward, the physician writes the plan and sends them down', async () => {
    await at('clerk', again, ({ page }) =>
      takeStep(page, '登记到院', async (form) => {
        await form.getByRole('button', { name: '现在' }).click();
        await form.getByLabel('床位或诊室').fill('15床');
      }),
    );
    const { page, open, picture, barriers } = ward;
    await open(`/cases/${again}`);
    await page.getByRole('link', { name: '健康档案' }).first().click();
    await page.getByRole('link', { name: '下转' }).click();
    await page.waitForURL(/\/referrals\/down/);
    resident = new URL(page.url()).searchParams.get('resident') ?? '';
    expect(resident).toMatch(/^r-/);
    const form = page.getByRole('form', { name: '下转单' });
    await form.waitFor();
    // what is missing is said at its place
    await form.getByRole('button', { name: '提交下转单' }).click();
    await form.getByText('请填写诊断结果').waitFor();
    await choose(page, '门诊');
    await form.getByRole('combobox', { name: '接收科室' }).selectOption({ label: '青禾县杨树河镇卫生院 全科门诊' });
    await form.getByLabel('诊断结果').fill('慢性心力衰竭，病情平稳');
    await form.getByLabel('主要检查结果').fill('BNP 160 pg/mL');
    await form.getByLabel('治疗经过').fill('利尿，病情平稳');
    await form.getByLabel('下一步治疗方案及康复建议').fill('社区康复，每日测体重');
    await form.getByLabel('承诺随访期限').fill('5');
    await form.getByLabel('联系电话').fill('内线 6120');
    for (const box of await form.getByRole('checkbox').all()) await box.check();
    await choose(page, '同意');
    await choose(page, '本人');
    await form.getByLabel('签署人姓名').fill('本人签名');
    await picture('way-home-5-down');
    expect(await barriers()).toEqual([]);
    await form.getByRole('button', { name: '提交下转单' }).click();
    await page.getByRole('heading', { name: /已下转，等待基层接回$/ }).waitFor();
    await page.getByRole('link', { name: /^查看 / }).click();
    await stateIs(page, '待接回');
    down = new URL(page.url()).pathname.replace('/cases/', '');
  });

  test('Then the base has it under 转回未见, takes them over with the plan, sees them, and closes', async () => {
    await isUnseen(township, down, true);
    await isUnseen(ward, down, true);
    const { page, open, picture, barriers } = township;
    await open(`/cases/${down}`);
    expect(await ownerAndClock(page).innerText()).toMatch(/杨树河镇卫生院[\s\S]*接回时限/);
    expect(await page.getByRole('region', { name: '回转单' }).innerText()).toContain('社区康复，每日测体重');
    await picture('way-home-6-down-received');
    expect(await barriers()).toEqual([]);
    await takeStep(page, '接回');
    await visitAtHome(township);
    await isUnseen(township, down, false);
    await open(`/cases/${down}`);
    await takeStep(page, '办结', (form) => form.getByText('已全部落实', { exact: true }).click());
    await page.getByText('本单只读').waitFor();
    expect([...ward.faults(), ...township.faults()].filter(isOwn)).toEqual([]);
    await Promise.all([ward.close(), township.close()]);
  });
});
