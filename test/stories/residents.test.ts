/** Finding and registering residents: the own catchment by name, everybody else by a whole number only. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { makeIdentityNumber } from '../../src/consortium/identity-number.ts';
import { openBrowser } from './browser.ts';
import type { OpenBrowser } from './browser.ts';
import { startVisit } from './visit.ts';
import type { Visit } from './visit.ts';

const PASSWORD = 'kanglian-demo';
/** A number found out to be taken, a record not opened to everybody, and a page asked for before signing in. */
const EXPECTED = /status of (401|403|404|409)/;

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const sitDown = async (login: string): Promise<Visit> => {
  const visit = await startVisit(browser.browser, { origin: whereToldStory() });
  visit.page.setDefaultTimeout(15_000);
  await visit.open('/');
  await visit.signIn(login, PASSWORD);
  return visit;
};
const faultsOf = (visit: Visit): readonly string[] => visit.faults().filter((fault) => !EXPECTED.test(fault));

/** A number nobody has yet: the stories may be told twice to the same instance. */
const someNumber = (): string => {
  const day = String(1 + Math.floor(Math.random() * 28)).padStart(2, '0');
  const sequence = 2 * Math.floor(Math.random() * 499);
  const made = makeIdentityNumber({ area: '220382', birthDate: `1951-07-${day}`, sequence });
  if (typeof made !== 'string') throw new Error(made.refused);
  return made;
};
const number = someNumber();
const wrong = number.slice(0, 17) + (number.endsWith('0') ? '1' : '0');

const register = async ({ page }: Visit, identity: string): Promise<void> => {
  await page.getByRole('textbox', { name: /身份证号$/ }).fill(identity);
  await page.getByRole('button', { name: '登记新居民' }).click();
};

describe('residents', () => {
  test('a doctor is told of a wrong digit at the field, and registers with the right one', async () => {
    const visit = await sitDown('gp');
    const { page } = visit;
    await visit.open('/residents/new');
    await page.getByRole('textbox', { name: /姓名$/ }).fill('欧阳慧芳');
    await page.getByRole('radio', { name: '门诊就诊' }).check();
    await register(visit, wrong);
    await page.getByText('身份证号码校验位不符').waitFor();
    expect(await page.getByLabel('出生日期').inputValue()).toBe('');
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('new-resident');
    await register(visit, number);
    await page.getByRole('heading', { name: /欧阳慧芳/ }).waitFor();
    expect(await page.getByText(/1951-07-\d\d 出生/).count()).toBe(1);
    expect(await page.getByText('本次查看已留痕，居民可见').count()).toBe(1);
    expect(await page.getByText('未询问').count()).toBe(1);
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('summary');
    // The same number again: no second record, but the way to the first.
    await visit.open('/residents/new');
    await page.getByRole('textbox', { name: /姓名$/ }).fill('欧阳慧芳');
    await page.getByRole('radio', { name: '门诊就诊' }).check();
    await register(visit, number);
    await page.getByText('不需重复登记').waitFor();
    await page.getByRole('link', { name: '查看该居民并登记就诊' }).click();
    await page.getByRole('list', { name: '找到居民' }).getByText('欧阳慧芳').first().waitFor();
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('the county hospital finds the resident only by the whole number, and reads the record only after registering', async () => {
    const visit = await sitDown('coordinator');
    const { page } = visit;
    await visit.open('/residents');
    await page.getByRole('searchbox', { name: '在本院在办的居民中查找' }).fill('欧阳慧芳');
    await page.getByText('在办居民中没有符合“欧阳慧芳”的').waitFor();
    expect(await visit.barriers()).toEqual([]);
    await visit.open('/residents/find');
    const field = page.getByLabel('完整身份证号或卡号');
    await field.fill(number.slice(0, 14));
    await page.getByRole('button', { name: '查找', exact: true }).click();
    await page.locator('#work').getByText('没有持这个号码的居民').waitFor();
    await field.fill(number);
    await page.getByRole('button', { name: '查找', exact: true }).click();
    const found = page.getByRole('list', { name: '找到居民' });
    await found.getByText('目前没有查看依据').waitFor();
    expect(page.url()).not.toContain(number);
    expect(await visit.barriers()).toEqual([]);
    await visit.picture('find-resident');
    await found.getByRole('button', { name: '登记' }).click();
    await found.getByText('请选择就诊事由').waitFor();
    await found.getByRole('radio', { name: '门诊就诊' }).check();
    await found.getByRole('button', { name: '登记' }).click();
    await page.getByRole('heading', { name: /欧阳慧芳/ }).waitFor();
    // exactly once: a second one would not be waited for but refused
    await page.getByText('当日登记', { exact: true }).waitFor();
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('a registrar registers the visit and is not shown the record', async () => {
    const visit = await sitDown('registrar');
    const { page } = visit;
    await visit.open('/residents');
    await page.getByRole('list', { name: '居民' }).getByRole('link').first().click();
    await page.getByText('健康档案由医务人员查看').waitFor();
    await page.getByRole('radio', { name: '门诊就诊' }).check();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.locator('#work').getByText('已登记', { exact: true }).waitFor();
    expect(await page.locator('#work').textContent()).not.toMatch(/主要问题|就诊经过/);
    expect(await visit.barriers()).toEqual([]);
    expect(faultsOf(visit)).toEqual([]);
    await visit.close();
  });

  test('without a relation there is no record, only the ways to one', async () => {
    const visit = await sitDown('gp');
    const { page } = visit;
    await visit.open('/residents/nobody-known-here');
    await page.getByRole('heading', { name: '本机构目前没有查看这份健康档案的依据' }).waitFor();
    expect(await page.getByRole('button', { name: /登记就诊/ }).count()).toBe(1);
    expect(await visit.barriers()).toEqual([]);
    await visit.close();
  });
});
