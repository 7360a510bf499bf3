/** 标准床位验收: an institution applies, two experts look, one asks for rectification, then the beds are accepted, and in the end the validity. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { MINUTE, startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown, takeStep } from './staff.ts';
import { DESK, PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

const DAY = 24 * 60 * MINUTE;
let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let house: Visit;
let office: Visit;
let expert: Visit;
let id = '';
const visits: Visit[] = [];

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

const sit = async (login: string): Promise<Visit> => {
  const visit = await sitDown(opened.browser, own.instance.address, login);
  visits.push(visit);
  return visit;
};
/** A picture of the same at the desk and on a narrow screen. */
const both = async (visit: Visit, name: string): Promise<void> => {
  await visit.picture(name);
  await visit.page.setViewportSize(PHONE);
  await visit.picture(`${name}-narrow`);
  expect(await visit.barriers()).toEqual([]);
  await visit.page.setViewportSize(DESK);
};
const answerClauses = async (
  form: Locator,
  evidence: string,
  but?: { readonly clause: string; readonly found: string },
) => {
  await form.getByRole('button', { name: '其余均为“符合”' }).click();
  if (but !== undefined)
    await form.locator(`[data-clause="${but.clause}"]`).getByRole('radio', { name: but.found, exact: true }).check();
  for (const field of await form.locator('.clause input[type="text"]').all()) await field.fill(evidence);
};
/** Opens the row of this house in a list that says so, and the case behind it. */
const openTheirs = async (visit: Visit, login: string): Promise<void> => {
  await visit.open('/acceptances');
  const row = visit.page.getByRole('region', { name: '在办' }).getByRole('listitem').first();
  await row.waitFor();
  expect(await row.getByText('待我方办理').count(), login).toBe(1);
  await row.getByRole('link', { name: '打开' }).click();
};
const judge = async (
  login: string,
  verdict: '通过' | '整改后再评',
  beds: string,
  but?: { readonly clause: string; readonly found: string },
): Promise<Visit> => {
  expert = await sit(login);
  await openTheirs(expert, login);
  await takeStep(expert.page, '记录现场查看', async (form) => {
    await form.getByLabel('备注').fill('逐间查看安宁疗护病区，核对麻醉药品账册与实物');
  });
  await takeStep(expert.page, '提交评审意见', async (form) => {
    await answerClauses(form, '现场查看、查阅台账', but);
    await form.getByRole('textbox', { name: '现场符合标准的床位数' }).fill(beds);
    await form.getByRole('radio', { name: verdict, exact: true }).check();
    await form.getByLabel('评审意见').fill(verdict === '通过' ? '符合标准，同意通过' : '麻醉药品账物不符，整改后再评');
  });
  await expert.page.getByText('已提交意见').first().waitFor();
  return expert;
};
const invite = async (form: Locator): Promise<void> => {
  await form.getByRole('combobox').nth(0).selectOption('city-central-hospital');
  await form.getByRole('combobox').nth(1).selectOption('county-1-hospital');
};

describe('the acceptance of an institution’s standard beds', () => {
  test('Given a hospice that scores itself clause by clause, with its evidence', async () => {
    house = await sit('hospice-doctor');
    await house.open('/acceptances');
    await house.page.getByText('本机构没有有效的验收，床位不计为标准床位').waitFor();
    await house.page.getByRole('link', { name: '申请标准床位验收' }).click();
    const form = house.page.getByRole('form', { name: '申请标准床位验收' });
    await form
      .getByRole('combobox', { name: '申请验收的科室' })
      .selectOption({ label: '安宁疗护病区（编号床位18张）' });
    await form.getByLabel('申请床位数').fill('18');
    await form.getByLabel('联系人及电话').fill('医务科 6203');
    await form.locator('[data-clause="registration"]').getByRole('radio', { name: '符合', exact: true }).check();
    await house.page.getByRole('button', { name: '提交申请' }).click();
    await form.getByText('还有16条没有评定，从第2条起；未评不等于符合').waitFor();
    await answerClauses(form, '验收资料册第3页', { clause: 'training', found: '部分符合' });
    await both(house, 'acceptance-apply');
    await house.page.getByRole('button', { name: '提交申请' }).click();
    await house.page.getByText('待受理').first().waitFor();
    id = house.page.url().split('/').at(-1) ?? '';
  });

  test('When the commission asks two experts of other houses', async () => {
    office = await sit('commission');
    await office.open('/acceptances');
    await office.page.getByText(/验收有效0家，标准床位0张/).waitFor();
    await openTheirs(office, 'commission');
    await office.page.getByRole('button', { name: '受理并邀请专家' }).click();
    await office.picture('acceptance-invite');
    await office.page.keyboard.press('Escape');
    await office.open(`/acceptances/${id}`);
    await takeStep(office.page, '受理并邀请专家', invite);
    await office.page.getByText('等待答复').nth(1).waitFor();
    await both(office, 'acceptance-reviewing');
  });

  test('And one of them asks for rectification', async () => {
    const first = await judge('ward-doctor', '通过', '18');
    await both(first, 'acceptance-review');
    const second = await judge('physician', '整改后再评', '16', { clause: 'medicines', found: '不符合' });
    expect(second.faults().filter((fault) => !fault.includes('401'))).toEqual([]);
    await office.open(`/acceptances/${id}`);
    await office.page.getByRole('button', { name: '作出验收结论' }).click();
    const form = office.page.getByRole('form', { name: '作出验收结论' });
    await form.getByRole('radio', { name: '通过验收' }).check();
    await form.getByRole('button', { name: '全选' }).click();
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('有1位专家未同意通过，不能通过验收；可限期整改').waitFor();
    await office.picture('acceptance-decide-refused');
    await form.getByRole('radio', { name: '限期整改' }).check();
    await form.getByLabel('整改要求或未通过原因').fill('第10条：麻醉药品双人管理、账物相符，补齐台账');
    await form.getByRole('textbox', { name: '整改期限' }).first().fill('2026-12-20');
    await form.getByRole('button', { name: '提交' }).click();
    await office.page.getByText('待整改').first().waitFor();
    await both(office, 'acceptance-rectifying');
  });

  test('Then the hospice puts it right, the experts look again, and the beds are accepted one by one', async () => {
    await house.open(`/acceptances/${id}`);
    await takeStep(house.page, '报告整改完成', async (form) => {
      await form.locator('[data-clause="medicines"] input').fill('已改双人双锁，补齐台账，账物相符');
    });
    await house.page.getByText('待复评').first().waitFor();
    await office.open(`/acceptances/${id}`);
    await takeStep(office.page, '受理并邀请专家', invite);
    await judge('ward-doctor', '通过', '18');
    await judge('physician', '通过', '17');
    await office.open(`/acceptances/${id}`);
    await takeStep(office.page, '作出验收结论', async (form) => {
      await form.getByRole('radio', { name: '通过验收' }).check();
      await form.getByRole('button', { name: '全选' }).click();
      await form.getByRole('checkbox').last().uncheck();
      await form.getByLabel('证书编号').fill('安宁验〔2026〕1号');
      await office.picture('acceptance-decide');
    });
    await office.page.getByText('验收有效').first().waitFor();
    await both(office, 'acceptance-standing');
    await office.open('/acceptances');
    await office.page.getByText(/验收有效1家，标准床位17张/).waitFor();
    await both(office, 'acceptances');
    await office.open('/figures?theme=accreditation');
    await office.picture('acceptance-figures');
  });

  test('And when its validity ends nothing is a standard bed any more', async () => {
    own.clock.advance(366 * DAY);
    for (const visit of visits) await visit.close();
    office = await sit('commission');
    // the clock's own step comes within seconds, before the page is opened or after
    const opened = async (path: string, words: string): Promise<void> => {
      do await office.open(path);
      while (!(await office.page.getByText(words).first().isVisible()));
    };
    await opened(`/acceptances/${id}`, '待复查');
    own.clock.advance(731 * DAY);
    await office.close();
    office = await sit('commission');
    await opened('/acceptances', '验收有效0家，标准床位0张');
    await both(office, 'acceptances-expired');
    expect(office.faults().filter((fault) => !fault.includes('401'))).toEqual([]);
  });
});
