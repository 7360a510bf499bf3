/** From the village to the township hospital, on to the county hospital, and home again: at their desks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { choose, fillReferral, ownerAndClock, rowOf, sitDown, stateIs, takeStep } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let village: Visit;
let township: Visit;
/** The village's referral, and the township's of the same resident to the county hospital. */
let first = '';
let second = '';
const IMPRESSION = '右足溃疡伴感染，2型糖尿病';

const at = async (login: string, id: string, doing: (visit: Visit) => Promise<void>): Promise<void> => {
  const visit = await sitDown(opened.browser, origin, login);
  try {
    await visit.open(`/cases/${id}`);
    await doing(visit);
  } finally {
    await visit.close();
  }
};
/** What a page threw; that nobody was signed in yet, or no case there yet, the browser writes down as well. */
const isOwn = (fault: string): boolean => !fault.startsWith('Failed to load resource');
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(() => opened.close());

describe('a resident of the village', () => {
  test('Given a village doctor and the doctor of the township hospital', async () => {
    village = await sitDown(opened.browser, origin, 'village');
    township = await sitDown(opened.browser, origin, 'gp');
  });

  test('When the village doctor refers a resident to the township clinic, which gives out no appointments', async () => {
    const { page, open, picture } = village;
    await open('/residents');
    await page.locator('a[href^="/residents/r-"]').first().click();
    await page.getByRole('link', { name: '新建转诊单' }).click();
    await fillReferral(page, { urgency: '普通', visit: '门诊', impression: IMPRESSION });
    await page.getByRole('button', { name: /选择 .*杨树河镇卫生院 全科门诊/ }).click();
    await page.getByText('居民持转诊单直接就诊').first().waitFor();
    expect(await page.locator('.nr-foot').innerText()).toMatch(/杨树河镇卫生院 全科医师/);
    await picture('village-1-written');
    await page.getByRole('button', { name: /^提交转诊单/ }).click();
    await page.getByRole('link', { name: '查看转诊单' }).click();
    await stateIs(page, '待接收');
    first = new URL(page.url()).pathname.replace('/cases/', '');
    expect(await ownerAndClock(page).innerText()).toMatch(/杨树河镇卫生院[\s\S]*全科医师[\s\S]*接收时限/);
  });

  test('Then the township doctor has it in the worklist, receives the resident and finds that it needs more', async () => {
    const { page, open } = township;
    await open('/worklist?tab=mine');
    await rowOf(page, first);
    await open(`/cases/${first}`);
    await takeStep(page, '接收', async (form) => {
      await form.getByLabel('接诊安排').fill('今日下午到全科门诊');
      await form.getByLabel('联系电话').fill('5203');
    });
    await stateIs(page, '待到院');
    await takeStep(page, '登记到院', async (form) => {
      await form.getByRole('button', { name: '现在' }).click();
      await form.getByLabel('床位或诊室').fill('全科2诊室');
    });
    await stateIs(page, '待开回转单');
  });

  test('When the township doctor refers onward, what the village typed is there already', async () => {
    const { page, picture } = township;
    await page.getByRole('button', { name: /^转往上级医院/ }).click();
    await page.getByText(/已带入 .* 中.*卫生室填写的内容/).waitFor();
    expect(await page.getByLabel('初步印象').inputValue()).toBe(IMPRESSION);
    expect(await page.getByLabel('主要既往史').inputValue()).toBe('高血压2级11年');
    await choose(page, '住院');
    await page
      .getByRole('button', { name: /青禾县人民医院 心内科/ })
      .first()
      .click();
    await page.getByText('已预占').first().waitFor();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await choose(page, '同意转诊');
    await choose(page, '本人');
    await picture('village-2-onward');
    await page.getByRole('button', { name: /^提交转诊单/ }).click();
    await page.getByRole('link', { name: '查看转诊单' }).click();
    await stateIs(page, '待接收');
    second = new URL(page.url()).pathname.replace('/cases/', '');
    expect(second).not.toBe(first);
    await page.getByText(/^由 .* 再转来$/).waitFor();
  });

  test('Then the village doctor sees on the first referral where the resident is, and who owes what', async () => {
    await village.open(`/cases/${first}`);
    await stateIs(village.page, '已转上级，待返回');
    await village.page.getByText(/已转往青禾县.*，待接收/).waitFor();
    expect(await ownerAndClock(village.page).innerText()).toMatch(/杨树河镇卫生院[\s\S]*全科医师[\s\S]*上级返回时限/);
    expect(await village.barriers()).toEqual([]);
    await village.picture('village-3-follows');
  });

  test('When the county hospital cares for the resident and returns them to the township', async () => {
    await at('coordinator', second, async ({ page }) => {
      await takeStep(page, '接收', async (form) => {
        await form.getByLabel('接诊安排').fill('持身份证到住院部');
        await form.getByLabel('联系电话').fill('内线 8012');
      });
    });
    await at('clerk', second, async ({ page }) => {
      await takeStep(page, '登记到院', async (form) => {
        await form.getByRole('button', { name: '现在' }).click();
        await form.getByLabel('床位或诊室').fill('3床');
      });
    });
    await at('physician', second, async ({ page }) => {
      await takeStep(page, '开回转单', async (form) => {
        await form.getByLabel('诊断结果').fill('糖尿病足溃疡');
        await form.getByLabel('主要检查结果').fill('空腹血糖 6.8 mmol/L');
        await form.getByLabel('治疗经过').fill('清创，抗感染');
        await form.getByLabel('下一步治疗方案及康复建议').fill('隔日换药，监测血糖');
        await form.getByLabel('承诺随访期限').fill('7');
        await form.getByLabel('联系电话').fill('内线 6120');
      });
      await stateIs(page, '待接回');
    });
  });

  test('Then the township takes the resident back and sends them home with the same plan, typed once', async () => {
    const { page, open } = township;
    await open(`/cases/${second}`);
    await takeStep(page, '接回');
    await stateIs(page, '待随访');
    await open(`/cases/${first}`);
    await page.getByRole('button', { name: /^开回转单/ }).click();
    const form = page.getByRole('form', { name: '开回转单' });
    await form.getByText(/已带入 .* 中.*填写的内容/).waitFor();
    expect(await form.getByLabel('诊断结果').inputValue()).toBe('糖尿病足溃疡');
    expect(await form.getByLabel('下一步治疗方案及康复建议').inputValue()).toBe('隔日换药，监测血糖');
    await form.getByLabel('联系电话').fill('5203');
    await form.press('Control+Enter');
    await stateIs(page, '待接回');
  });

  test('When the village doctor takes the resident back and sees them at home', async () => {
    const { page, open } = village;
    await open('/worklist?tab=mine');
    await rowOf(page, first);
    await open(`/cases/${first}`);
    await takeStep(page, '接回');
    await stateIs(page, '待随访');
    await takeStep(page, '登记随访', async (form) => {
      await form.getByRole('textbox', { name: '随访日期' }).fill(today());
      await form.getByText('上门', { exact: true }).click();
      await form.getByLabel('目前情况').fill('创面干燥，血糖 7.1 mmol/L');
    });
    await stateIs(page, '待办结');
  });

  test('Then one visit closes both: the township by one button, the village by its own', async () => {
    await township.open(`/cases/${second}`);
    await takeStep(township.page, '凭村医随访办结');
    await township.page.getByText('本单只读').waitFor();
    await takeStep(village.page, '办结', async (form) => {
      await form.getByText('转入日常随访继续落实', { exact: true }).click();
    });
    await village.page.getByText('本单只读').waitFor();
    expect([...village.faults(), ...township.faults()].filter(isOwn)).toEqual([]);
    await Promise.all([village.close(), township.close()]);
  });
});

describe('what a village keeps', () => {
  test('is kept true on its own page, at a desk and on a narrow screen', async () => {
    for (const screen of [undefined, PHONE]) {
      const visit = await sitDown(opened.browser, origin, 'village', screen);
      await visit.open('/stock');
      await visit.page.getByRole('heading', { name: '药品与设备目录' }).waitFor();
      const row = visit.page.locator('.stock-row').filter({ hasText: '华法林' });
      const before = screen === undefined ? '尚未登记' : '更新于';
      expect(await row.innerText()).toContain(before);
      await row.getByRole('radio', { name: '暂缺' }).click();
      await row.getByText(/更新于/).waitFor();
      expect(await visit.barriers()).toEqual([]);
      await visit.picture(screen === undefined ? 'stock' : 'stock-narrow');
      await visit.close();
    }
  });
});
