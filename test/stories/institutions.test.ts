/** 养老机构: the offices enter what a home is registered and designated as, and see what runs out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { DESK, PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});
const sit = (login: string): Promise<Visit> => sitDown(opened.browser, own.instance.address, login);
const both = async (visit: Visit, name: string): Promise<void> => {
  await visit.picture(name);
  await visit.page.setViewportSize(PHONE);
  await visit.picture(`${name}-narrow`);
  expect(await visit.barriers()).toEqual([]);
  await visit.page.setViewportSize(DESK);
};

describe('the institutions of elder care', () => {
  test('are seen by the civil-affairs bureau with both lines, who manages whom, and what ends soon', async () => {
    const civil = await sit('civil');
    await civil.open('/elder-care/institutions');
    await civil.page.getByText(/养老机构6家，两证齐全2家，两院一体2对/).waitFor();
    await civil.page.getByText(/长护险定点将于.*到期（30日内）/).waitFor();
    await both(civil, 'institutions');
    await civil.page.getByLabel('只看需处理').check();
    expect(await civil.page.getByRole('row').count()).toBe(3);
  });

  test('are put under one management, with what was handed over, and not twice', async () => {
    const civil = await sit('civil');
    await civil.open('/elder-care/institutions/elder-home-5');
    const management = civil.page.getByRole('region', { name: '两院一体管理' });
    await management.getByText('未实行两院一体管理').waitFor();
    const join = async (): Promise<void> => {
      await management.getByRole('button', { name: '录入一体管理' }).click();
      const form = civil.page.getByRole('form', { name: '录入一体管理' });
      await form.getByRole('combobox').selectOption({ label: '云岭县石人沟镇卫生院' });
      await form.getByLabel('人员').check();
      await form.getByLabel('资产').check();
      await form.getByRole('textbox', { name: '起始日' }).fill('2026-11-01');
      await form.getByRole('textbox', { name: '依据文件' }).fill('县政府办公室会议纪要');
      await form.getByRole('button', { name: '保存' }).click();
    };
    await join();
    await management.getByText('由石人沟镇卫生院管理').waitFor();
    await management.getByText('未移交：财务').waitFor();
    await join();
    await civil.page.getByText(/在此期间已由另一家管理（2026-11-01起）/).waitFor();
    await both(civil, 'institution-joint');
    // the medical line is the health commission's
    await civil.page.getByRole('heading', { name: '医疗登记 由卫健委录入' }).waitFor();
  });

  test('and a designation needs a registration to rest on', async () => {
    const insurance = await sit('insurance');
    await insurance.open('/elder-care/institutions/elder-home-6');
    const enter = async (): Promise<void> => {
      const form = insurance.page.getByRole('form', { name: '录入医保定点' });
      await form.getByLabel('医保定点医疗机构').check();
      await form.getByRole('textbox', { name: '发证或备案机关' }).fill('四平市医疗保障局');
      await form.getByRole('textbox', { name: '起始日' }).fill('2026-11-01');
      await form.getByRole('textbox', { name: '依据文件' }).fill('定点协议');
      await form.getByRole('button', { name: '保存' }).click();
    };
    await insurance.page.getByRole('button', { name: '录入医保定点' }).click();
    await enter();
    await insurance.page.getByText('2026-11-01没有有效的登记，不能定点。请先由登记机关录入登记。').waitFor();
    await both(insurance, 'institution-refused');
    const health = await sit('commission');
    await health.open('/elder-care/institutions/elder-home-6');
    await health.page.getByRole('button', { name: '录入医疗登记' }).click();
    const form = health.page.getByRole('form', { name: '录入医疗登记' });
    await form.getByLabel('诊所备案（诊所、医务室、护理站）').check();
    await form.getByRole('textbox', { name: '发证或备案机关' }).fill('石桥县卫生健康局');
    await form.getByRole('textbox', { name: '起始日' }).fill('2026-10-01');
    await form.getByRole('textbox', { name: '依据文件' }).fill('诊所备案凭证');
    await form.getByRole('button', { name: '保存' }).click();
    await health.page.getByText('两证齐全').first().waitFor();
    await enter();
    await insurance.page.getByText('医保定点医疗机构').first().waitFor();
    expect(insurance.faults().filter((fault) => !/40[19]/.test(fault))).toEqual([]);
  });
});
