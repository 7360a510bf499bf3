/** 安宁疗护: from the tertiary ward to the township centre, home, and back, with the ledger of every day. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StepTaken } from '../../src/engines/pathways/shapes.ts';
import { z } from 'zod';
import { signIn } from '../../src/story-person.ts';
import type { Person } from '../../src/story-person.ts';
import { openBrowser } from './browser.ts';
import { MINUTE, startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { demonstrationPassword, PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

const DAY = 24 * 60 * MINUTE;
let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let gp: Visit;
let ward: Visit;
let id = '';
const people = new Map<string, Person>();

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

const as = async (login: string): Promise<Person> => {
  const known = people.get(login);
  if (known !== undefined) return known;
  const person = await signIn(own.instance.address, login, demonstrationPassword());
  people.set(login, person);
  return person;
};
const step = async (login: string, name: string, answers: object): Promise<string> => {
  const person = await as(login);
  const { version } = await person.ask(`GET /api/cases/${id}`, z.object({ version: z.int() }));
  const taken = await person.ask(`POST /api/cases/${id}/steps/${name}`, StepTaken, { body: { version, answers } });
  return taken.state;
};
/** Time goes on, and whoever was signed in has to sign in again. */
const pass = (milliseconds: number): void => {
  own.clock.advance(milliseconds);
  people.clear();
};
const now = (): string => own.clock.now().toISOString();
/** Asked for, accepted, departed and arrived within the hour. */
const moveTo = async (from: readonly [string, string], to: string, place: string, trigger: string, house: string) => {
  const asked = { to: house, toPlace: place, trigger, reason: '按本人意愿', summary: '吗啡缓释片，大便通畅' };
  expect(await step(from[0], 'request-transfer', asked)).toBe('transfer-requested');
  expect(await step(to, 'accept-transfer', {})).toBe('transfer-accepted');
  expect(await step(from[1], 'depart', { departedAt: now(), escort: '女儿', medicines: '吗啡缓释片12片' })).toBe(
    'on-the-way',
  );
  pass(60 * MINUTE);
  expect(await step(to, 'arrive', { arrivedAt: now() })).toBe('arrived');
  expect(await step(to, 'assess-first', { pain: 3, tiredness: 5, appetite: 6, finding: '平稳' })).toBe('in-care');
};

describe('a person in hospice care', () => {
  test('Given a family doctor who refers somebody of the township to the tertiary ward', async () => {
    gp = await sitDown(opened.browser, own.instance.address, 'gp');
    await gp.open('/hospice');
    await gp.page.getByText('现在没有接受安宁疗护的人').waitFor();
    await gp.page.getByRole('link', { name: '转介安宁疗护' }).click();
    const { page } = gp;
    await page.getByRole('button', { name: '提交转介' }).click();
    await page.getByText('请选择接收机构').or(page.getByText('请选择居民')).first().waitFor();
    const { items } = await (
      await as('gp')
    ).ask('GET /api/residents?count=5', z.object({ items: z.array(z.object({ name: z.string() })) }));
    await page.getByPlaceholder('姓名、拼音、首字母或电话').fill(items[0]?.name ?? '');
    await page.locator('.hospice-found button').first().click();
    await page.getByLabel('接收机构').selectOption({ label: '四平市中心人民医院' });
    await page.getByRole('radio', { name: '家属' }).check();
    await page.getByLabel('主要诊断').fill('胰腺恶性肿瘤，肝转移');
    await page.getByLabel('原因').fill('疼痛控制欠佳，家属愿接受安宁疗护');
    await page.getByLabel('联系方式').fill('内线 6203');
    expect(await gp.barriers()).toEqual([]);
    await gp.picture('hospice-refer');
    await page.getByRole('button', { name: '提交转介' }).click();
    await page.getByRole('heading', { name: /待准入评估/ }).waitFor();
    id = page.url().split('/').at(-1) ?? '';
  });

  test('When the ward’s doctor is refused by the city’s rules, and then admits by them', async () => {
    ward = await sitDown(opened.browser, own.instance.address, 'ward-doctor');
    await ward.open(`/hospice/${id}`);
    const { page } = ward;
    await page.getByText('尚无本人意愿，先谈').waitFor();
    await page.getByRole('button', { name: /^准入并收治/ }).click();
    const form = page.getByRole('form', { name: '准入并收治' });
    await form.getByRole('group', { name: '照护地点' }).getByRole('radio', { name: '病区' }).check();
    await form.getByRole('radio', { name: '晚期恶性肿瘤' }).check();
    await form.getByRole('group', { name: '诊断机构级别' }).getByRole('radio', { name: '三级' }).check();
    await form.getByRole('textbox', { name: /^KPS/ }).fill('60');
    await form.getByRole('textbox', { name: /^PPS/ }).fill('40');
    await form.getByRole('radio', { name: '3个月以内' }).check();
    await form.getByRole('group', { name: '本人或家属自愿' }).getByRole('radio', { name: '是' }).check();
    await form.getByRole('group', { name: '知情同意书已签署' }).getByRole('radio', { name: '是' }).check();
    await form.getByRole('radio', { name: '较重' }).check();
    await form.getByRole('radio', { name: '职工医保' }).check();
    await form.getByRole('group', { name: '享受长期护理保险' }).getByRole('radio', { name: '是' }).check();
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('KPS 60分，高于本市准入标准的50分').waitFor();
    await ward.picture('hospice-refused');
    await form.getByRole('textbox', { name: /^KPS/ }).fill('40');
    await form.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: /照护中/ }).waitFor();
  });

  test('And the person goes to the centre, home, and back to the ward', async () => {
    const wishes = {
      careAt: 'home',
      dieAt: 'home',
      capable: 'yes',
      assessedBy: '肿瘤科医师',
      how: 'spoken',
      decider: '女儿',
    };
    await step('ward-doctor', 'record-wishes', {
      ...wishes,
      refused: ['resuscitation', 'intubation', 'intensive-care'],
    });
    for (const pain of [7, 6, 5]) {
      await step('ward-doctor', 'score', { pain, tiredness: 6, appetite: 7, breath: 3, anxiety: 4 });
      pass(DAY);
    }
    await moveTo(['ward-doctor', 'ward-doctor'], 'gp', 'centre', 'stable-wants-centre', 'township-01');
    pass(2 * DAY);
    await moveTo(['gp', 'nurse'], 'gp', 'home', 'stable-wants-home', 'township-01');
    pass(3 * DAY);
    const visit = { visitedAt: now(), what: '疼痛加重，口干，已做口腔护理', nextOn: '2026-12-05' };
    expect(await step('nurse', 'visit', visit)).toBe('in-care');
    await step('gp', 'score', { pain: 8, tiredness: 7, appetite: 7, breath: 4, anxiety: 5 });
    await moveTo(['gp', 'nurse'], 'ward-doctor', 'ward', 'symptom-uncontrolled', 'city-central-hospital');
    await step('ward-doctor', 'score', { pain: 3, tiredness: 7, appetite: 8, breath: 3, anxiety: 3 });
    pass(DAY);
  });

  test('Then the page shows every day in one place, without gap or overlap, with wishes on top', async () => {
    await ward.close();
    ward = await sitDown(opened.browser, own.instance.address, 'ward-doctor');
    await ward.open(`/hospice/${id}`);
    const ribbon = ward.page.getByRole('region', { name: '照护地点与症状' });
    await ribbon.getByText(/天 = .*，无空缺、无重叠/).waitFor();
    await ward.page.getByRole('region', { name: '本人意愿' }).getByText('心肺复苏、气管插管、转入ICU').waitFor();
    expect(await ward.barriers()).toEqual([]);
    await ward.picture('hospice-person');
    await ward.open('/hospice');
    await ward.picture('hospice-list');
    expect(await ward.barriers()).toEqual([]);
  });

  test('And the settlement desk settles the month, twice, and the second time nothing is written', async () => {
    await ward.open('/hospice/settlement');
    await ward.page.getByLabel('月份').selectOption('2026-11');
    await ward.page.getByRole('button', { name: '结算本月' }).click();
    await ward.page
      .getByText(/已结算1人：记账\d+笔，冲销0笔/)
      .first()
      .waitFor();
    await ward.page.getByRole('cell', { name: /\d/ }).first().waitFor();
    await ward.page.getByRole('button', { name: '结算本月' }).click();
    await ward.page.getByText('已结算1人：记账0笔，冲销0笔').first().waitFor();
    expect(await ward.barriers()).toEqual([]);
    await ward.picture('hospice-settlement');
    await ward.open(`/hospice/${id}/ledger`);
    const days = ward.page.getByRole('region', { name: '逐日明细与账目' });
    await days.getByText('床日包干：标准600元，基金75%').first().waitFor();
    const rows = await days.getByRole('row').count();
    expect(rows).toBe((await countDays()) + 1);
    expect(await ward.barriers()).toEqual([]);
    await ward.picture('hospice-ledger');
  });

  test('And on a narrow screen the same is there', async () => {
    await ward.page.setViewportSize(PHONE);
    await ward.open(`/hospice/${id}`);
    await ward.page.getByRole('region', { name: '本人意愿' }).waitFor();
    await ward.picture('hospice-person-narrow');
    await ward.open(`/hospice/${id}/handover`);
    await ward.page.getByRole('heading', { name: '安宁疗护交接单' }).waitFor();
    expect(await ward.barriers()).toEqual([]);
    await ward.picture('hospice-handover-narrow');
    // asked for before signing in
    expect(ward.faults().filter((fault) => !fault.includes('401'))).toEqual([]);
  });
});

const countDays = async (): Promise<number> => {
  const { days } = await (
    await as('ward-doctor')
  ).ask(`GET /api/hospice/cases/${id}`, z.object({ days: z.array(z.object({ day: z.string() })) }));
  // every civil day from the first to the last, each once
  const all = new Set(days.map(({ day }) => day));
  expect(all.size).toBe(days.length);
  const span = (Date.parse(days.at(-1)?.day ?? '') - Date.parse(days[0]?.day ?? '')) / DAY + 1;
  expect(span).toBe(days.length);
  return days.length;
};
