/** Every screen of the desk without barriers (WCAG 2.2 AA), on a desk and on a telephone, after Chinese is seen to be drawn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereToldStory } from './where.ts';
import { openBrowser } from './browser.ts';
import { openCase, rowOf, sendReferral, sitDown } from './staff.ts';
import { DESK, PHONE, startVisit } from './visit.ts';

const origin = whereToldStory();
const IMPRESSION = '慢性阻塞性肺疾病急性加重，伴有低氧血症及下肢水肿待查';
let opened: Awaited<ReturnType<typeof openBrowser>>;
let id = '';

beforeAll(async () => {
  opened = await openBrowser();
  const township = await sitDown(opened.browser, origin, 'gp');
  id = await sendReferral(township, {
    urgency: '紧急',
    impression: IMPRESSION,
    department: '青禾县人民医院 心内科',
    resident: 5,
  });
  await township.close();
});
afterAll(() => opened.close());

describe.each([
  ['a desk', DESK],
  ['a telephone', PHONE],
])('on %s', (_name, screen) => {
  const width = String(screen.width);

  test('signing in has no barriers', async () => {
    const visit = await startVisit(opened.browser, { origin, screen });
    await visit.open('/');
    expect(await visit.barriers()).toEqual([]);
    await visit.picture(`sign-in-${width}`);
    await visit.close();
  });

  test('choosing a role has none', async () => {
    const visit = await sitDown(opened.browser, origin, 'stationed', screen);
    await visit.page.getByRole('heading', { name: '选择本次工作的岗位' }).waitFor();
    expect(await visit.barriers()).toEqual([]);
    await visit.close();
  });

  test('the worklist, a case, a form with faults, the department list and the keys have none', async () => {
    const { page, open, barriers, picture, close } = await sitDown(opened.browser, origin, 'coordinator', screen);
    await open('/worklist');
    await rowOf(page, id);
    expect(await barriers()).toEqual([]);
    await picture(`worklist-${width}`);
    await openCase(page, id);
    expect(await barriers()).toEqual([]);
    await picture(`case-${width}`);
    await page.getByRole('button', { name: /^接收/ }).click();
    await page.getByRole('form', { name: '接收' }).press('Control+Enter');
    await page.getByText('请填写接诊安排').waitFor();
    expect(await barriers()).toEqual([]);
    await picture(`step-${width}`);
    await open(`/cases/${id}`);
    await page.getByRole('button', { name: /^改派科室/ }).click();
    await page.getByRole('radio').first().waitFor();
    expect(await barriers()).toEqual([]);
    await picture(`departments-${width}`);
    await open('/worklist?tab=closed&urgency=emergency');
    await page.getByRole('heading', { name: '没有符合筛选的单据' }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: '键盘快捷键' }).waitFor();
    expect(await barriers()).toEqual([]);
    await close();
  });

  test('the residents, a resident, the referral form, the drafts and the figures have none', async () => {
    const { page, open, barriers, picture, close } = await sitDown(opened.browser, origin, 'gp', screen);
    for (const [address, name] of [
      ['/residents', 'residents'],
      ['/residents/find', 'find'],
      ['/residents/new', 'register'],
      ['/drafts', 'drafts'],
      ['/cockpit', 'cockpit'],
    ] as const) {
      await open(address);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      expect(await barriers(), address).toEqual([]);
      await picture(`${name}-${width}`);
    }
    await open('/residents');
    await page.locator('a[href^="/residents/r-"]').nth(6).click();
    await page.getByRole('link', { name: '新建转诊单' }).first().waitFor();
    expect(await barriers(), 'a resident').toEqual([]);
    await picture(`resident-${width}`);
    await page.getByRole('link', { name: '新建转诊单' }).first().click();
    await page.getByLabel('初步印象').waitFor();
    expect(await barriers(), 'the form').toEqual([]);
    await picture(`form-${width}`);
    await close();
  });

  test('English is one switch away and leaves no Chinese in the frame', async () => {
    const { page, open, close, barriers } = await sitDown(opened.browser, origin, 'coordinator', screen);
    await open('/worklist');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Worklist' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const headings = await page.getByRole('navigation').allInnerTexts();
    const words = headings.join(' ').replace(/\d/g, '');
    expect(words.split('On duty now')[0]).not.toMatch(/\p{Script=Han}/u);
    expect(await barriers()).toEqual([]);
    await close();
  });
});
