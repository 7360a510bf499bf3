/** A number for a letter: entered by hand with its source, backed by a document, corrected, and traced to what it stands on. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Candidates, ResidentList } from '../../src/consortium/shapes.ts';
import { StepTaken } from '../../src/engines/pathways/shapes.ts';
import { signIn } from '../../src/story-person.ts';
import { openBrowser } from './browser.ts';
import { startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let commission: Visit;

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

describe('the commission', () => {
  test('Given a figure nothing records yet, it is missing and not zero', async () => {
    commission = await sitDown(opened.browser, own.instance.address, 'commission');
    const { page } = commission;
    await commission.open('/figures?theme=hospice');
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.waitFor();
    await row.getByText('缺数：期末前没有登记或记录').waitFor();
    expect(await commission.barriers()).toEqual([]);
  });

  test('When an officer enters it without saying anything, the form says what is wrong and keeps what was typed', async () => {
    const { page } = commission;
    await commission.open('/registers?register=hospice.ward-beds-open');
    await page.getByRole('button', { name: '新增登记' }).click();
    const form = page.getByRole('form', { name: '新增登记' });
    await form.getByRole('textbox', { name: '原文', exact: true }).fill('设置标准化床位300张');
    await form.getByLabel('生效日期', { exact: true }).first().fill('2026-01-01');
    await form.getByRole('button', { name: '保存登记' }).click();
    await form.getByRole('alert').getByText('请填写数量或原文，至少一项').waitFor();
    expect(await form.getByRole('textbox', { name: '原文', exact: true }).inputValue()).toBe('设置标准化床位300张');
  });

  test('Then with an amount it stands in the register, as claimed only', async () => {
    const { page } = commission;
    const form = page.getByRole('form', { name: '新增登记' });
    await form.getByLabel(/^数量/).fill('300');
    await form.getByRole('button', { name: '保存登记' }).click();
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.getByText('仅有说法').waitFor();
    await row.getByText('设置标准化床位300张').waitFor();
    expect(await commission.barriers()).toEqual([]);
  });

  test('And with its document it is evidenced; a correction asks why and keeps the version before', async () => {
    const { page } = commission;
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.locator('input[type=file]').setInputFiles({
      name: '床位核定表.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n床位核定表'),
    });
    await row.getByText('有佐证材料').waitFor();
    await row.getByRole('button', { name: '更正' }).click();
    const form = page.getByRole('form', { name: '更正' });
    await form.getByLabel(/^数量/).fill('298');
    await form.getByRole('button', { name: '保存更正' }).click();
    await form.getByRole('alert').getByText('请写明原因，至少2个字').waitFor();
    await form.getByLabel('更正原因').fill('核减2张');
    await form.getByRole('button', { name: '保存更正' }).click();
    await row.getByText('298', { exact: true }).waitFor();
    await row.getByRole('button', { name: '历次版本' }).click();
    await row.getByText(/第3版 · 298张.*原因：核减2张/).waitFor();
    await row.getByText(/第1版 · 300张/).waitFor();
  });

  test('And the figure’s page shows it with its evidence, its definition, its course and the entry it stands on', async () => {
    const { page } = commission;
    await commission.open('/figures/hospice.ward-beds-open');
    await page.getByRole('heading', { name: '安宁疗护病区开放床位' }).waitFor();
    await page.getByText('298', { exact: true }).first().waitFor();
    await page.getByText('台账登记 · 人工登记').waitFor();
    await page.getByRole('img', { name: /^安宁疗护病区开放床位，张/ }).waitFor();
    await page.getByRole('heading', { name: /背后的记录/ }).waitFor();
    expect(await commission.barriers()).toEqual([]);
  });

  test('When the entry is withdrawn it counts no more, and the earlier versions stay', async () => {
    const { page } = commission;
    await commission.open('/registers?register=hospice.ward-beds-open');
    const row = page.getByRole('row', { name: /安宁疗护病区开放床位/ });
    await row.getByRole('button', { name: '撤回' }).click();
    await row.getByLabel('撤回原因').fill('重复登记');
    await row.getByRole('button', { name: '撤回' }).click();
    await row.getByText('已撤回').waitFor();
    await commission.open('/figures?theme=hospice');
    await page
      .getByRole('row', { name: /安宁疗护病区开放床位/ })
      .getByText(/^缺数/)
      .waitFor();
  });

  test('A figure that ends in the future is refused in a sentence', async () => {
    const { page } = commission;
    await commission.open('/figures/referral.opened?from=2026-01-01&until=2199-12-31');
    await page
      .getByText(/期间止于2199-12-31，还没有到/)
      .first()
      .waitFor();
  });

  test('On a telephone the list reads line by line', async () => {
    const phone = await sitDown(opened.browser, own.instance.address, 'commission', PHONE);
    await phone.open('/figures?theme=referral');
    await phone.page.getByRole('row', { name: /^转诊单数/ }).waitFor();
    const wide = await phone.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    expect(await phone.barriers()).toEqual([]);
  });
});

/** Six emergencies from the township to its county hospital, four of them accepted: over HTTP, as any desk sends them. */
const sendSix = async (): Promise<void> => {
  const { address } = own.instance;
  const doctor = await signIn(address, 'gp', 'kanglian-demo');
  const coordinator = await signIn(address, 'coordinator', 'kanglian-demo');
  const { items } = await doctor.ask('GET /api/residents?count=100', ResidentList);
  const places = await doctor.ask('GET /api/departments?kind=inpatient&specialty=cardiology&count=100', Candidates);
  const hospital = coordinator.session.role?.organisation.id;
  const department = places.items.find(({ organisation }) => organisation.id === hospital)?.department.id;
  for (const [n, { id: resident }] of items.slice(0, 6).entries()) {
    const id = randomUUID();
    const answers = {
      ...{ urgency: 'emergency', visit: 'inpatient', impression: '急性胸痛', allergy: 'none-known', consent: 'owed' },
      ...{ reason: '突发胸骨后压榨样疼痛40分钟', history: '高血压2级', treatment: '吸氧', contact: '内线 6203' },
      ...{ resident, department },
    };
    const opened = { body: { id, answers }, key: randomUUID() };
    const { version } = await doctor.ask('POST /api/pathways/referral/cases', StepTaken, opened);
    const arrangement = { arrangement: '直接到急诊', contact: '内线 8012' };
    if (n < 4)
      await coordinator.ask(`POST /api/cases/${id}/steps/accept`, StepTaken, {
        body: { version, answers: arrangement },
        key: randomUUID(),
      });
  }
};

describe('the region at a glance', () => {
  test('Given nothing was ever referred, the overview says so and shows no zero', async () => {
    const { page } = commission;
    await commission.open('/overview');
    const rate = page.getByRole('region', { name: '按时答复率', exact: true });
    await rate.getByText('缺数', { exact: true }).waitFor();
    await page.getByText('期末前没有记录，不按0计').waitFor();
    // what the region's letter states is there, and marked as entered by hand
    const consortia = page.getByRole('region', { name: /^紧密型县域医共体/ });
    await consortia.getByText('人工登记').waitFor();
    expect(await consortia.textContent()).toMatch(/7个/);
    expect(await commission.barriers()).toEqual([]);
  });

  test('When six are sent and four accepted, the next look has them: value, what it is of, and no small cell', async () => {
    await sendSix();
    const { page } = commission;
    await commission.open('/overview');
    const answered = page.getByRole('region', { name: '按时答复率', exact: true });
    await answered.getByText('人数少，不显示').waitFor();
    const opened = page.getByRole('region', { name: '转诊单数', exact: true });
    await opened.getByText('6件').waitFor();
    const loop = page.getByRole('region', { name: '转诊闭环率', exact: true });
    await loop.getByText('0 / 6').waitFor();
    // none of six finished: nobody is pointed at
    expect(await loop.textContent()).toMatch(/0\.0%/);
  });

  test('Then consortia stand side by side with numerator and denominator, too few listed and not compared', async () => {
    const { page } = commission;
    const comparison = page.getByRole('region', { name: '机构比较' }).first();
    const row = comparison.getByRole('row', { name: /青禾/ });
    await row.getByText('0 / 6').waitFor();
    await comparison.getByText(/青禾.*分母不足50，只列出，不参与比较/).waitFor();
    const network = page.getByRole('region', { name: '医共体、医疗集团之间的转诊' });
    await network.getByText('逐条列出').click();
    await network.getByRole('row', { name: /青禾.*内部 6/ }).waitFor();
    await comparison.getByLabel('比较指标').selectOption({ label: '转诊单数' });
    await row.getByText('6件').waitFor();
    expect(new URL(page.url()).search).toBe('?compare=referral.opened');
    expect(await commission.barriers()).toEqual([]);
    await commission.picture('overview');
  });

  test('And a value opens its cases: by number, none of which opens, and nobody is named', async () => {
    const { page } = commission;
    await page.getByRole('link', { name: '转诊闭环率', exact: true }).press('Enter');
    await page.getByRole('heading', { name: '转诊闭环率', level: 1 }).waitFor();
    const records = page.getByRole('region', { name: /背后的记录/ });
    expect(await records.getByText(/^ZZ20261120-\d{4}$/).count()).toBe(6);
    expect(await records.getByRole('link').count()).toBe(0);
    expect(await records.textContent()).not.toMatch(/胸痛|\d{4}\*{6,}/);
    expect(await commission.barriers()).toEqual([]);
    await commission.picture('figure-referral');
  });

  test('And the table goes out with definitions, and the page prints with scope, period and moment', async () => {
    const { page } = commission;
    await commission.open('/overview');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 CSV' }).click();
    const path = await (await saved).path();
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/^\ufeff指标代码,指标,范围/);
    expect(text).toMatch(/referral\.closed-loop,转诊闭环率,.*,0\.0,%,0,6,/);
    expect(text).not.toContain('outreach.films');
    await page.emulateMedia({ media: 'print' });
    await page.getByText(/^范围：.*期间：2026-01-01—2026-11-20；数据截至：/).waitFor();
    expect(await page.getByRole('button', { name: '导出 CSV' }).isVisible()).toBe(false);
    await commission.picture('overview-print');
    await page.emulateMedia({ media: 'screen' });
  });

  test('And as of yesterday it is what was known yesterday', async () => {
    const { page } = commission;
    await commission.open('/overview?asOf=2026-11-19');
    await page.getByText(/以下为2026-11-19 24时已掌握的数据/).waitFor();
    await page.getByRole('region', { name: '转诊单数', exact: true }).getByText('缺数', { exact: true }).waitFor();
    await page.getByRole('button', { name: '回到现在' }).click();
    await page.getByRole('region', { name: '转诊单数', exact: true }).getByText('6件').waitFor();
  });

  test('And on a telephone it reads from top to bottom', async () => {
    const phone = await sitDown(opened.browser, own.instance.address, 'commission', PHONE);
    await phone.open('/overview');
    await phone.page.getByRole('region', { name: '转诊闭环率', exact: true }).getByText('0 / 6').waitFor();
    const wide = await phone.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    expect(await phone.barriers()).toEqual([]);
    await phone.picture('overview-phone');
    await phone.close();
  });
});
