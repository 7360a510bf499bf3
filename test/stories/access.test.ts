/**
 * Who may look, told to the end: a doctor without a relation breaks the glass, a second person judges it under a clock, the
 * resident sees it on the phone, objects, and reads the answer; and an entry goes out of a record by two people.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { thumbFaults, withACode } from './phone-people.ts';
import { choose, sitDown } from './staff.ts';
import { DESK, PHONE, settle } from './visit.ts';
import type { Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

/** One of the demonstration's residents with a long record, of the township whose doctor is signed in. */
const RESIDENT = 'r-0000407';
const WHY = '车祸送来抢救室，昏迷，无家属在场，需立即了解过敏史和用药';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let physician: Visit;
let affairs: Visit;
let gp: Visit;
let phone: Visit;

/** The screen at the desk's width and at a telephone's, without barriers at either. */
const looks = async (visit: Visit, picture: string): Promise<void> => {
  for (const [name, screen] of [
    ['1440', DESK],
    ['390', PHONE],
  ] as const) {
    await visit.page.setViewportSize(screen);
    await settle(visit.page);
    expect(await visit.barriers(), `${picture} ${name}`).toEqual([]);
    await visit.picture(`access-${picture}-${name}`);
  }
  await visit.page.setViewportSize(DESK);
};
const onPhone = async (picture: string): Promise<void> => {
  expect(await phone.barriers(), picture).toEqual([]);
  expect(await thumbFaults(phone.page), picture).toEqual([]);
  await phone.picture(`access-${picture}`);
};

beforeAll(async () => {
  opened = await openBrowser();
  physician = await sitDown(opened.browser, origin, 'physician');
  affairs = await sitDown(opened.browser, origin, 'medical-affairs');
  gp = await sitDown(opened.browser, origin, 'gp');
});
afterAll(async () => {
  await opened.close();
});

describe('a doctor who may not look, and cannot wait', () => {
  test('is refused with the ways there are, is told what follows, says why, and reads', async () => {
    const { page } = physician;
    await physician.open(`/residents/${RESIDENT}`);
    await page.getByRole('button', { name: /紧急查看/ }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('糖尿病');
    await looks(physician, '1-refused');
    await page.getByRole('button', { name: /紧急查看/ }).click();
    const form = page.getByRole('form', { name: /紧急查看/ });
    await form.getByText(/逐件审核，审核不能关闭/).waitFor();
    await form.getByRole('button', { name: '确认紧急查看' }).click();
    await form.getByText('请选择紧急原因').waitFor();
    await choose(page, '意识不清，无法登记.*');
    await form.getByLabel('情况说明').fill('急');
    await form.getByRole('button', { name: '确认紧急查看' }).click();
    await form.getByText('请写明情况，至少10个字').waitFor();
    await form.getByLabel('情况说明').fill(WHY);
    await looks(physician, '2-break-glass');
    await form.getByRole('button', { name: '确认紧急查看' }).click();
    await page.getByRole('region', { name: '过敏' }).waitFor();
    await looks(physician, '3-record-in-emergency');
  });

  test('is judged by a second person, who sees reason, clock and what was read, and never the record', async () => {
    const { page } = affairs;
    await affairs.open('/reviews');
    const row = page.getByRole('region', { name: '紧急查看' }).getByRole('listitem').first();
    await row.getByText(/审核时限/).waitFor();
    await looks(affairs, '4-reviews');
    await row.getByRole('link', { name: /审核/ }).click();
    await page.getByText(WHY).waitFor();
    expect(await page.getByText('健康档案首页').first().isVisible()).toBe(true);
    expect(await page.locator('body').innerText()).not.toContain('糖尿病');
    await page.getByRole('button', { name: '认定不合理' }).click();
    await page.getByText('请写明审核意见').waitFor();
    await looks(affairs, '5-review');
    await page.getByRole('textbox', { name: '审核意见' }).fill('抢救记录与说明相符，查看内容与抢救相称');
    await page.getByRole('button', { name: '审核通过' }).click();
    await page
      .getByText(/认定不合理|审核通过/)
      .first()
      .waitFor();
    await page.getByRole('heading', { name: /紧急查看审核单/ }).waitFor();
    await page.getByText('抢救记录与说明相符，查看内容与抢救相称').waitFor();
    await looks(affairs, '6-reviewed');
  });
});

describe('the resident', () => {
  test('sees the look with its reason on the phone, and objects to it', async () => {
    await gp.open(`/residents/${RESIDENT}`);
    await gp.page.getByRole('button', { name: '给居民查看码' }).click();
    await choose(gp.page, '身份证原件');
    await gp.page.getByRole('button', { name: '给出查看码' }).click();
    phone = await withACode(opened.browser, origin, await gp.page.locator('.rec-code').innerText());
    const { page } = phone;
    const looked = page.getByRole('region', { name: '谁看过我的档案' });
    const look = looked.getByRole('listitem').filter({ hasText: '依据：紧急查看' }).first();
    await look.waitFor();
    await onPhone('7-phone-record');
    await look.getByRole('button', { name: '不认可' }).click();
    await look.getByRole('button', { name: '提交' }).click();
    await look.getByText('请选一个原因').waitFor();
    await choose(page, '没问过我');
    await look.getByLabel('补充说明').fill('那天我清醒，没人问过我');
    await onPhone('8-phone-objecting');
    await look.getByRole('button', { name: '提交' }).click();
    await look.getByText('已提异议：等待答复').waitFor();
    const mine = page.getByRole('region', { name: '我的异议' });
    await mine.getByText(/会在.*前答复您/).waitFor();
    await onPhone('9-phone-objected');
  });

  test('keeps a category from others and shows it again', async () => {
    const { page } = phone;
    const kept = page.getByRole('region', { name: '我不想让别人看的' });
    await kept.getByRole('listitem').filter({ hasText: '精神心理' }).getByRole('button', { name: '不让看' }).click();
    await kept.getByText(/确定不让别的机构看/).waitFor();
    await onPhone('10-phone-consent-ask');
    await kept.getByRole('alert').getByRole('button', { name: '不让看' }).click();
    await kept.getByText(/起不让看/).waitFor();
    await kept
      .getByRole('listitem')
      .filter({ hasText: '精神心理' })
      .getByRole('button', { name: '让看', exact: true })
      .click();
    await kept.getByText('没有限制').waitFor();
  });
});

describe('the office that answers', () => {
  test('reads what it is about, is asked what was done, and answers; the resident reads it', async () => {
    const { page } = affairs;
    await affairs.open('/objections');
    const row = page.getByRole('region', { name: '待答复' }).getByRole('listitem').first();
    await row.getByText(/答复时限/).waitFor();
    await looks(affairs, '11-objections');
    await row.getByRole('link', { name: /答复/ }).click();
    await page.getByText('那天我清醒，没人问过我', { exact: true }).first().waitFor();
    await page
      .getByRole('textbox', { name: '答复内容' })
      .fill('经查，当日抢救记录有误，已对当事医生谈话，并收回其权限。');
    await page.getByRole('button', { name: '异议成立', exact: true }).click();
    await page.getByText('异议成立的，请选择已采取的处理').waitFor();
    await looks(affairs, '12-objection');
    await page.getByLabel('已谈话提醒').check();
    await page.getByRole('button', { name: '异议成立', exact: true }).click();
    await page.getByText('认定异议成立并登记处理').waitFor();
    await looks(affairs, '13-objection-answered');
    await phone.page.reload();
    const mine = phone.page.getByRole('region', { name: '我的异议' });
    await mine.getByText('您说得对，已处理').waitFor();
    await mine.getByText(/已对当事医生谈话/).waitFor();
    await onPhone('14-phone-answered');
  });
});

describe('all of them', () => {
  test('says nothing the pages threw', () => {
    // asked for before signing in, and the refusals that are part of the story
    for (const visit of [physician, affairs, gp, phone])
      expect(visit.faults().filter((fault) => !/40[13]/.test(fault))).toEqual([]);
  });
});
