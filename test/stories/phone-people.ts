/** What a village doctor and a resident do on their telephones, by what they read and touch. */
import type { Browser, Page } from 'playwright-core';
import { PHONE, settle, startVisit } from './visit.ts';
import type { Screen, Visit } from './visit.ts';

const PASSWORD = 'kanglian-demo';
const PATIENCE = 15_000;

/** The village doctor, signed in on the phone's own page. */
export const onThePhone = async (
  browser: Browser,
  origin: string,
  login = 'village',
  screen: Screen = PHONE,
): Promise<Visit> => {
  const visit = await startVisit(browser, { origin, screen });
  visit.page.setDefaultTimeout(PATIENCE);
  await visit.open('/m');
  await visit.page.locator('input[type="password"]').waitFor();
  await visit.signIn(login, PASSWORD);
  await visit.page.getByRole('heading', { name: '今日', level: 1 }).waitFor();
  return visit;
};

/** A resident who opens the page, with the code in the fragment or none. */
export const withACode = async (browser: Browser, origin: string, code: string | null): Promise<Visit> => {
  const visit = await startVisit(browser, { origin, screen: PHONE });
  visit.page.setDefaultTimeout(PATIENCE);
  await visit.open(code === null ? '/m/r' : `/m/r#${code.replaceAll(' ', '')}`);
  return visit;
};

export const tab = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await settle(page);
};

export const pressed = (page: Page, label: string): Promise<void> =>
  page
    .locator('label')
    .filter({ hasText: new RegExp(`^${label}$`) })
    .first()
    .click();

/** What the record did not fill. */
const fillEmpty = async (page: Page, label: string, text: string): Promise<void> => {
  const field = page.getByLabel(label);
  if ((await field.inputValue()) === '') await field.fill(text);
};

/** 居民 → 转诊到上级: the form of the resident at this place in the list, from 0. Answers their name. */
export const beginReferral = async ({ page }: Visit, resident: number): Promise<string> => {
  await tab(page, '居民');
  const row = page.locator('a[data-resident]').nth(resident);
  const name = await row.locator('.strong').innerText();
  await row.click();
  await page.getByRole('link', { name: '转诊到上级' }).click();
  await page.getByLabel('初步印象').waitFor();
  return name;
};

/** Fills the form for one's own township hospital, everything but the sending. */
export const fillReferral = async ({ page }: Visit, impression: string, name: string): Promise<void> => {
  await pressed(page, '普通');
  await pressed(page, '门诊');
  await page
    .getByRole('radio', { name: /本镇卫生院/ })
    .first()
    .click();
  await page.getByRole('status').filter({ hasText: '无需预占' }).waitFor();
  await page.getByLabel('初步印象').fill(impression);
  await page.getByLabel('主要现病史').fill('血压182/112，头晕3天，调药后未降，请上级进一步诊治。');
  await fillEmpty(page, '主要既往史', '高血压2级11年');
  await fillEmpty(page, '治疗经过', '已予口服降压药');
  await pressed(page, '已询问，未发现');
  await fillEmpty(page, '联系电话', '0434-0000999');
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await pressed(page, '同意');
  await pressed(page, '本人');
  await page.getByLabel('签署人姓名').fill(name);
  await page.getByText('各项已齐').waitFor();
};

/** The case's id, from the address once it was sent. */
export const sentCase = async (page: Page): Promise<string> => {
  await page.waitForURL(/\/m\/cases\//);
  await page.locator('.case-state').waitFor();
  return new URL(page.url()).pathname.replace('/m/cases/', '');
};

export const stands = (page: Page, state: string): Promise<void> =>
  page.locator('.case-state').filter({ hasText: state }).waitFor();

/** Opens a step's form on the phone, fills it, and confirms by touch. */
export const take = async (page: Page, step: string, fill: () => Promise<void> = () => Promise.resolve()) => {
  await page.getByRole('button', { name: new RegExp(`^${step}$`) }).click();
  const form = page.getByRole('form', { name: step });
  await form.waitFor();
  await fill();
  await form.getByRole('button', { name: `确认${step}` }).click();
  await form.waitFor({ state: 'detached' });
};

/** Nothing sticks out to the right, and every target can be hit with a thumb. */
export const thumbFaults = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const wide =
      document.documentElement.scrollWidth > window.innerWidth
        ? [`the page is ${String(document.documentElement.scrollWidth)} px wide`]
        : [];
    const small = [
      ...document.querySelectorAll('button, a[href], input:not([type="radio"], [type="checkbox"]), summary'),
    ]
      .filter((each) => each.checkVisibility() && !each.matches('.field-calendar, .skip-link'))
      .map((each) => ({ box: each.getBoundingClientRect(), name: each.textContent || each.className }))
      .filter(({ box }) => box.height > 0 && (box.height < 43.5 || box.width < 43.5))
      .map(({ box, name }) => `${name}: ${String(Math.round(box.width))} × ${String(Math.round(box.height))}`);
    return [...wide, ...small];
  });
