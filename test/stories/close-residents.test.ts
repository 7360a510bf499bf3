/** 亲属与重点居民: the medical affairs office says whose records are looked at with other eyes, sees it, and ends it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdentityNumber } from '../../src/consortium/identity-number.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { openBrowser } from './browser.ts';
import { choose, sitDown } from './staff.ts';
import { DESK, PHONE, settle } from './visit.ts';
import type { Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let gp: Visit;
let affairs: Visit;

/** Numbers nobody has yet: the story may be told twice to the same instance. */
const born = `1960-0${String(1 + Math.floor(Math.random() * 9))}-${String(10 + Math.floor(Math.random() * 19))}`;
const made = makeIdentityNumber({ area: '220382', birthDate: born, sequence: 2 * Math.floor(Math.random() * 499) });
if (isRefusal(made)) throw new Error(made.refused);
const NUMBER = made;
const NAME = `董桂${'芝芳芬香'.charAt(Math.floor(Math.random() * 4))}`;

const looks = async (picture: string): Promise<void> => {
  for (const [name, screen] of [
    ['1440', DESK],
    ['390', PHONE],
  ] as const) {
    await affairs.page.setViewportSize(screen);
    await settle(affairs.page);
    expect(await affairs.barriers(), `${picture} ${name}`).toEqual([]);
    expect(await affairs.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThan(1);
    await affairs.picture(`close-${picture}-${name}`);
  }
  await affairs.page.setViewportSize(DESK);
};

beforeAll(async () => {
  opened = await openBrowser();
  gp = await sitDown(opened.browser, origin, 'gp');
  affairs = await sitDown(opened.browser, origin, 'medical-affairs');
});
afterAll(() => opened.close());

describe('the medical affairs office', () => {
  test('enters a relative of a member of staff by a whole number, once, and is told what is missing', async () => {
    await gp.open('/residents/new');
    await gp.page.getByRole('textbox', { name: /身份证号$/ }).fill(NUMBER);
    await gp.page.getByRole('textbox', { name: /姓名$/ }).fill(NAME);
    await gp.page.getByRole('radio', { name: '门诊就诊' }).check();
    await gp.page.getByRole('button', { name: '登记新居民' }).click();
    await gp.page.getByRole('heading', { name: NAME }).waitFor();
    const { page } = affairs;
    await affairs.open('/');
    await page.getByRole('link', { name: '亲属与关注' }).click();
    const form = page.getByRole('form', { name: '新登记' });
    await form.getByRole('button', { name: '登记', exact: true }).click();
    await form.getByText('请填写带星号的内容').waitFor();
    await looks('1-missing');
    await form.getByRole('combobox', { name: /工作人员$/ }).selectOption({ index: 1 });
    await choose(page, '父母');
    await form.getByLabel('居民的完整身份证号或卡号').fill('22038219500101002X');
    await form.getByLabel('登记依据').fill('本人申报，2026年度亲属申报表');
    await form.getByRole('button', { name: '登记', exact: true }).click();
    await form.getByText('没有持这个号码的居民，请核对号码。').waitFor();
    await form.getByLabel('居民的完整身份证号或卡号').fill(NUMBER);
    await form.getByRole('button', { name: '登记', exact: true }).click();
    const stands = page.getByRole('region', { name: '现行登记' });
    await stands
      .getByText(`${NAME.charAt(0)}*${NAME.charAt(2)}`)
      .first()
      .waitFor();
    await stands
      .getByText(/的父母/)
      .first()
      .waitFor();
  });

  test('enters a watched resident, sees both, and ends one with the reason', async () => {
    const { page } = affairs;
    const form = page.getByRole('form', { name: '新登记' });
    await choose(page, '重点居民');
    await form.getByLabel('居民的完整身份证号或卡号').fill(NUMBER);
    await form.getByLabel('登记依据').fill('院务会2026年11月决定：媒体关注的病例');
    await form.getByRole('button', { name: '登记', exact: true }).click();
    const stands = page.getByRole('region', { name: '现行登记' });
    await stands.getByText('院务会2026年11月决定：媒体关注的病例').first().waitFor();
    // the form is empty for the next one
    await choose(page, '重点居民');
    await form.getByLabel('居民的完整身份证号或卡号').fill(NUMBER);
    await form.getByLabel('登记依据').fill('再登记一次');
    await form.getByRole('button', { name: '登记', exact: true }).click();
    await form.getByText('这项登记已经有了，不需重复登记。').waitFor();
    await looks('2-both');
    const row = stands.getByRole('listitem').filter({ hasText: '媒体关注的病例' }).first();
    await row.getByRole('button', { name: '终止' }).click();
    await row.getByLabel('终止原因').fill('关注已过，院务会同意终止');
    await looks('3-ending');
    await row.getByRole('button', { name: '确定终止' }).click();
    await page.getByRole('region', { name: '已终止的登记' }).getByText('关注已过，院务会同意终止').first().waitFor();
    await looks('4-ended');
    for (const visit of [gp, affairs])
      expect(visit.faults().filter((fault) => !/40[0139]|422/.test(fault))).toEqual([]);
  });
});
