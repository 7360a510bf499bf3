/** The record read at the desk in one look, searched inside, and read by the resident on their own phone, who sees who looked. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { withACode } from './phone-people.ts';
import { sitDown } from './staff.ts';
import type { Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

/** One of the demonstration's residents who is old enough to have a long record: always the same, drawn from the region's seed. */
const RESIDENT = 'r-0000407';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let doctor: Visit;
let resident: Visit | undefined;

const looks = async (visit: Visit, picture: string): Promise<void> => {
  expect(await visit.barriers(), picture).toEqual([]);
  await visit.picture(`record-${picture}`);
};

beforeAll(async () => {
  opened = await openBrowser();
  doctor = await sitDown(opened.browser, origin, 'gp');
});
afterAll(async () => {
  await opened.close();
});

describe('a doctor who opens a record', () => {
  test('reads on the first screen why they may, what must not be given, problems, medicines, values and where', async () => {
    const { page } = doctor;
    await doctor.open(`/residents/${RESIDENT}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await page.getByText('您可查看的依据').isVisible()).toBe(true);
    const allergies = page.getByRole('region', { name: '过敏' });
    expect(await allergies.getByRole('button', { name: '海鲜' }).isVisible()).toBe(true);
    const part = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) });
    expect(await part('主要问题').getByRole('button', { name: '2型糖尿病' }).isVisible()).toBe(true);
    expect(await part('现用药').getByRole('listitem').count()).toBeGreaterThan(0);
    expect(await part('最近检查值').getByRole('img').count()).toBeGreaterThan(2);
    expect(
      await part('就诊经过')
        .getByText(/住院\d+天/)
        .first()
        .isVisible(),
    ).toBe(true);
    // the answer stands on one screen: nothing above the course has to be scrolled to
    const below = await part('最近检查值').boundingBox();
    expect((below?.y ?? 9999) + (below?.height ?? 9999)).toBeLessThanOrEqual(900);
    await looks(doctor, '1-desk');
  });

  test('finds a value inside by pinyin, opens it, sees where it was made and its versions, and comes back', async () => {
    const { page } = doctor;
    await page.keyboard.press('s');
    await page.getByLabel('在这份档案里查找').fill('tanghua');
    await page.keyboard.press('Enter');
    await page.getByText(/找到\d+条/).waitFor();
    await looks(doctor, '2-search');
    const pane = page.getByRole('dialog');
    await pane.getByRole('button', { name: '糖化血红蛋白' }).first().click();
    await pane.getByRole('heading', { name: '糖化血红蛋白' }).waitFor();
    expect(await pane.getByText('产生机构').isVisible()).toBe(true);
    expect(await pane.getByText('这是最早的一版').isVisible()).toBe(true);
    await looks(doctor, '3-entry');
    await pane.getByRole('button', { name: '返回' }).click();
    await page.getByText(/找到\d+条/).waitFor();
    await page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
  });

  test('jumps to a part by its number, and lists all of it by date', async () => {
    const { page } = doctor;
    await page.keyboard.press('5');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('rec-course-title');
    await page.getByRole('button', { name: /按日期列出/ }).click();
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    await looks(doctor, '4-list');
    await page.keyboard.press('Escape');
  });
});

describe('the resident', () => {
  test('gets a code in person and reads on the phone what is known, and that the doctor looked and why', async () => {
    const { page } = doctor;
    await page.getByRole('button', { name: '给居民查看码' }).click();
    await page
      .locator('label')
      .filter({ hasText: /^身份证原件$/ })
      .click();
    await page.getByRole('button', { name: '给出查看码' }).click();
    const code = await page.locator('.rec-code').innerText();
    await looks(doctor, '5-code');
    await page.keyboard.press('Escape');
    resident = await withACode(opened.browser, origin, code);
    const phone = resident.page;
    await phone.getByRole('heading', { name: '我的健康档案' }).waitFor();
    await phone.getByRole('heading', { name: '谁看过我的档案' }).waitFor();
    expect(await phone.getByText('海鲜').isVisible()).toBe(true);
    const looked = phone.getByRole('region', { name: '谁看过我的档案' });
    await looked
      .getByText(/全科医师/)
      .first()
      .waitFor();
    expect(
      await looked
        .getByText(/依据：.*您住在辖区内/)
        .first()
        .isVisible(),
    ).toBe(true);
    await looks(resident, '6-phone');
    await phone.getByRole('button', { name: '不在这部手机上看了' }).click();
    await phone.getByRole('button', { name: '退出', exact: true }).click();
    await phone.getByRole('heading', { name: '输入提取码' }).waitFor();
  });
});
