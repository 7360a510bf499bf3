/** Where there is room: a doctor sees who fits and why, who does not and why not; a bed manager keeps the figures true. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { sitDown } from './staff.ts';
import { PHONE } from './visit.ts';
import type { Screen, Visit } from './visit.ts';

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A page asked for before signing in and a refusal that is part of the story are not faults. */
const EXPECTED = /401 \(Unauthorized\)|session\/demonstration|409 \(Conflict\)/;
const faultsOf = (visit: Visit): readonly string[] => visit.faults().filter((fault) => !EXPECTED.test(fault));
const at = (login: string, screen?: Screen): Promise<Visit> =>
  sitDown(browser.browser, whereToldStory(), login, screen);

const beginReferral = async ({ page, open }: Visit): Promise<void> => {
  await open('/residents');
  await page.getByRole('list', { name: '居民' }).getByRole('link').nth(3).click();
  await page.getByRole('link', { name: '新建转诊单' }).click();
  await page.getByRole('heading', { name: '新建转诊单' }).waitFor();
  await page.getByRole('radio', { name: '普通' }).check();
  await page.getByRole('radio', { name: '住院' }).check();
};

describe('a township doctor', () => {
  test('sees who fits with reasons, and who does not with why not, and chooses another than the first without a word', async () => {
    // Given a form for an adult, and the children's wards among the departments
    const visit = await at('gp');
    const { page } = visit;
    await beginReferral(visit);
    await page.getByLabel('专科').selectOption({ label: '心血管内科' });

    // Then the county hospital's department comes with its reasons, strongest first, and the rules are said to be unverified
    const first = page.locator('.nr-candidate').first();
    await first.getByText('与本机构同属一个医共体，转回衔接方便').waitFor();
    expect(await first.textContent()).toMatch(/直线距离约\d+公里/);
    await page.getByText('匹配规则2026-01-01版').waitFor();
    expect(await page.locator('.nr-rules').textContent()).toContain('未核实');
    await visit.picture('matching-candidates');
    expect(await visit.barriers()).toEqual([]);

    // When a device is wanted that nobody there has, the nearest is told with why not
    await page.getByLabel('专科').selectOption({ label: '儿科' });
    await page
      .getByText(/该科室收治14岁及以下/)
      .first()
      .waitFor();
    await page.getByText(/最近的是.*儿科/).waitFor();
    await visit.picture('matching-none');
    expect(await visit.barriers()).toEqual([]);

    // And the second of the list may be chosen as plainly as the first
    await page.getByLabel('专科').selectOption({ label: '心血管内科' });
    const second = page.locator('.nr-candidate').nth(1);
    await second.getByRole('button', { name: /^选择并预占/ }).click();
    await page.getByRole('timer').waitFor();
    await page.locator('.nr-candidate.chosen').waitFor();
    expect(faultsOf(visit)).toEqual([]);
    await page.getByRole('button', { name: '释放' }).click();
    await page.getByRole('timer').waitFor({ state: 'detached' });
    await visit.close();
  });
});

describe('a bed manager', () => {
  const row = (visit: Visit, name: string) =>
    visit.page.getByRole('listitem').filter({ has: visit.page.getByRole('heading', { name, exact: true }) });

  test('says with one key that a figure is still true, changes places, and offers an appointment', async () => {
    // Given the house's departments with places, what is held, and the last word on them
    const visit = await at('beds');
    const { page } = visit;
    await visit.open('/capacity');
    const lungs = row(visit, '呼吸内科');
    await lungs.getByText('系统填报').waitFor();
    await visit.picture('capacity');
    expect(await visit.barriers()).toEqual([]);

    // When the focus is on one and T is pressed, their name stands behind it
    await lungs.focus();
    await page.keyboard.press('t');
    await lungs.getByText(/确认$/).waitFor();

    // When places are changed to nonsense it is said, and then to what is right
    await page.getByRole('button', { name: '改额度 呼吸内科' }).click();
    const field = page.getByLabel('额度（含已占用与已预占）');
    await field.fill('七');
    await field.press('Enter');
    await page.getByText('请填写0至100000的整数。').waitFor();
    await field.fill('9');
    await field.press('Enter');
    await field.waitFor({ state: 'detached' });
    await lungs.getByText(/填报$/).waitFor();
    expect(await lungs.locator('.places dd').textContent()).toBe('9');

    // When an appointment is added it is family doctors' first; the same time twice is refused in a sentence
    await page.getByRole('button', { name: '号源安排 呼吸内科' }).click();
    const add = lungs.getByRole('form', { name: '增加号源' });
    // days ahead: what begins within a day is everybody's already
    await add.getByLabel('日期').selectOption({ index: 3 });
    await add.getByLabel('时间').fill('11:40');
    await add.getByLabel('时间').press('Enter');
    const mine = lungs.getByRole('listitem').filter({ hasText: '11:40' });
    await mine.getByText(/家庭医生优先至/).waitFor();
    await add.getByLabel('时间').fill('11:40');
    await add.getByLabel('时间').press('Enter');
    await lungs.getByText('该科室这个时间已有号源，请换一个时间。').waitFor();
    await visit.picture('capacity-slots');
    expect(await visit.barriers()).toEqual([]);

    // And it can be withdrawn again
    await mine.getByRole('button', { name: /^撤销/ }).click();
    await mine.waitFor({ state: 'detached' });
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('has the same on a telephone, nothing wider than it', async () => {
    const visit = await at('beds', PHONE);
    await visit.open('/capacity');
    await row(visit, '心内科').getByRole('button', { name: '仍然属实 心内科' }).waitFor();
    await visit.picture('capacity-phone');
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    expect(await visit.barriers()).toEqual([]);
    await visit.close();
  });
});

test('the case page says why the place was chosen', async () => {
  const visit = await at('gp');
  const { page, picture, barriers, close } = visit;
  await beginReferral(visit);
  await page.getByLabel('初步印象').fill('稳定型心绞痛');
  await page.getByLabel('主要现病史').fill('近两周活动后胸闷三次，需住院行冠脉评估。');
  await page.getByLabel('主要既往史').fill('高血压2级11年');
  await page.getByLabel('治疗经过').fill('阿司匹林 100 mg 口服');
  await page.getByRole('radio', { name: '已询问，未发现' }).check();
  await page.getByLabel('联系电话').fill('0434-6203');
  await page.getByLabel('专科').selectOption({ label: '心血管内科' });
  await page
    .locator('.nr-candidate')
    .nth(1)
    .getByRole('button', { name: /^选择并预占/ })
    .click();
  await page.getByRole('timer').waitFor();
  for (const box of await page.getByRole('group', { name: '已告知' }).getByRole('checkbox').all()) await box.check();
  await page.getByRole('radio', { name: '同意转诊', exact: true }).check();
  await page.getByRole('radio', { name: '本人' }).check();
  await page.getByRole('button', { name: /^提交转诊单/ }).click();
  await page
    .getByRole('link', { name: '查看转诊单' })
    .or(page.getByRole('button', { name: '查看转诊单' }))
    .click();
  const why = page.getByRole('region', { name: '为什么选这里' });
  await why.getByText(/当时排第2位/).waitFor();
  expect(await why.textContent()).toContain('与本机构同属一个医共体');
  await why.scrollIntoViewIfNeeded();
  await picture('case-choice');
  expect(await barriers()).toEqual([]);
  await close();
});
