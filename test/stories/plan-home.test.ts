/** A plan for home that the township cannot keep: said while it is written, sent with a reason, refused, re-arranged. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { ownerAndClock, sendReferral, sitDown, stateIs, takeStep } from './staff.ts';
import type { Visit } from './visit.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let township: Visit;
let ward: Visit;
let id = '';

beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(() => opened.close());

/** What a page threw; a refusal, and that nobody was signed in yet, the browser writes down as well. */
const isOwn = (fault: string): boolean => !fault.startsWith('Failed to load resource');
const later = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + days * 86_400_000));

describe('a plan home', () => {
  test('Given a resident of the township in the cardiology ward', async () => {
    township = await sitDown(opened.browser, origin, 'gp');
    id = await sendReferral(township, {
      urgency: '普通',
      impression: '急性冠脉综合征',
      department: '青禾县人民医院 心内科',
      resident: 7,
    });
    for (const login of ['coordinator', 'clerk']) {
      const visit = await sitDown(opened.browser, origin, login);
      await visit.open(`/cases/${id}`);
      if (login === 'coordinator')
        await takeStep(visit.page, '接收', async (form) => {
          await form.getByLabel('接诊安排').fill('持身份证到住院部');
          await form.getByLabel('联系电话').fill('内线 8012');
        });
      else
        await takeStep(visit.page, '登记到院', async (form) => {
          await form.getByRole('button', { name: '现在' }).click();
          await form.getByLabel('床位或诊室').fill('12床');
        });
      await visit.close();
    }
    ward = await sitDown(opened.browser, origin, 'physician');
    await ward.open(`/cases/${id}`);
    await stateIs(ward.page, '待开回转单');
  });

  test('When the physician writes the plan, what the township does not have is said before discharge', async () => {
    const { page, picture, barriers } = ward;
    await page.getByRole('button', { name: /^开回转单/ }).click();
    const form = page.getByRole('form', { name: '开回转单' });
    await form.getByLabel('诊断结果').fill('急性冠脉综合征，PCI术后');
    await form.getByLabel('主要检查结果').fill('冠脉造影：前降支狭窄85%');
    await form.getByLabel('治疗经过').fill('前降支支架1枚');
    await form.getByLabel('下一步治疗方案及康复建议').fill('双抗12个月，低盐低脂');
    await form.getByLabel('承诺随访期限').fill('7');
    await form.getByLabel('联系电话').fill('内线 6120');
    const medicines = form.locator('[data-question$="medicines"]');
    await medicines.getByRole('button', { name: '添加一项' }).click();
    const row = medicines.locator('fieldset.repeat-row').first();
    await row.getByRole('combobox', { name: '目录药品' }).selectOption({ label: '替格瑞洛片 90 mg' });
    await row.getByLabel('用法用量').fill('90 mg 每日2次');
    await row.getByLabel('带药天数').fill('7');
    await row.getByText('不配备', { exact: true }).waitFor();
    await form.getByText(/1项缺少/).waitFor();
    expect(await form.getByText('杨树河镇卫生院药品与设备核对').count()).toBe(1);
    expect(await barriers()).toEqual([]);
    await picture('plan-1-missing');
    await form.press('Control+Enter');
    await form.getByRole('alert').getByText('替格瑞洛片 90 mg').waitFor();
  });

  test('And it is sent all the same only with a reason, which the township reads', async () => {
    const form = ward.page.getByRole('form', { name: '开回转单' });
    await form.getByLabel('仍按原方案的理由').fill('支架术后须用替格瑞洛，家属可到县医院取药');
    await form.press('Control+Enter');
    await stateIs(ward.page, '待接回');
    await township.open(`/cases/${id}`);
    await stateIs(township.page, '待接回');
    const note = township.page.getByRole('region', { name: '回转单' });
    await note.getByText(/替格瑞洛片/).waitFor();
    expect(await note.innerText()).toMatch(/替格瑞洛片[\s\S]*方案有缺项，仍按原方案[\s\S]*家属可到县医院取药/);
    const course = await township.page.getByRole('region', { name: '进程' }).innerText();
    expect(course).toContain('方案有缺项，已说明理由');
    await township.picture('plan-2-reason');
  });

  test('When the township refuses the plan because it cannot be kept', async () => {
    await takeStep(township.page, '退回回转单', async (form) => {
      await form.getByText('本机构无法落实回转方案', { exact: true }).click();
      await form.getByLabel('说明').fill('居民独居，无人到县医院取药，请调整或带足药量');
    });
    await stateIs(township.page, '待开回转单');
    expect(await ownerAndClock(township.page).innerText()).toMatch(/责任医师[\s\S]*心内科/);
  });

  test('Then the ward re-arranges it from what was written, names an arrangement, and issues it again', async () => {
    const { page, open, picture } = ward;
    await open(`/cases/${id}`);
    await page.getByRole('button', { name: /^开回转单/ }).click();
    const form = page.getByRole('form', { name: '开回转单' });
    await form.getByText(/已带入/).waitFor();
    expect(await form.getByLabel('诊断结果').inputValue()).toBe('急性冠脉综合征，PCI术后');
    await form.getByLabel('仍按原方案的理由').fill('');
    const row = form
      .locator('fieldset.repeat-row')
      .filter({ has: page.getByRole('combobox') })
      .first();
    await row.getByText('不配备', { exact: true }).waitFor();
    await row.getByText('已订购', { exact: true }).click();
    await row.getByRole('textbox', { name: '到货日期' }).fill(later(3));
    await form.getByText('所列药品与设备均可落实，或已写明安排。').waitFor();
    await picture('plan-3-arranged');
    await form.press('Control+Enter');
    await stateIs(page, '待接回');
  });

  test('And the township takes the resident back with the plan it can keep', async () => {
    await township.open(`/cases/${id}`);
    const note = township.page.getByRole('region', { name: '回转单' });
    await note.getByText(/替格瑞洛片/).waitFor();
    expect(await note.innerText()).toMatch(/替格瑞洛片[\s\S]*安排 已订购/);
    expect(await note.innerText()).not.toContain('方案有缺项');
    await takeStep(township.page, '接回');
    await stateIs(township.page, '待随访');
    expect([...ward.faults(), ...township.faults()].filter(isOwn)).toEqual([]);
    await Promise.all([ward.close(), township.close()]);
  });
});
