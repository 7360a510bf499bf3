/** What people do at their desks, as they do it: by labels and buttons, never by calling the server. */
import type { Browser, Locator, Page } from 'playwright-core';
import { startVisit } from './visit.ts';
import type { Screen, Visit } from './visit.ts';

/** The demonstration accounts' password (regions/siping/people.json). */
const PASSWORD = 'kanglian-demo';
/** How long something may take to appear before the story says it does not; milliseconds. */
const PATIENCE = 15_000;

/**
 * Somebody at their own desk, signed in. The door itself is a story of its own (`sign-in.test.ts`) and is not drawn again for
 * everybody who sits down: what the form would send is sent, and the desk is the first page.
 */
export const sitDown = async (browser: Browser, origin: string, login: string, screen?: Screen): Promise<Visit> => {
  const visit = await startVisit(browser, screen === undefined ? { origin } : { origin, screen });
  visit.page.setDefaultTimeout(PATIENCE);
  const answer = await visit.page.context().request.post('/api/session', { data: { login, password: PASSWORD } });
  if (!answer.ok()) throw new Error(`${login} is not let in: ${await answer.text()}`);
  await visit.open('/');
  return visit;
};

/** 18 to 79 years, as the list says it. */
const GROWN_UP = /(1[89]|[2-7]\d)岁/;

export type Wanted = {
  readonly urgency: '急诊' | '紧急' | '普通';
  readonly impression: string;
  /** Part of a department's full name, as the list says it. */
  readonly department: string;
  /** Which grown-up of the catchment's list, from 0: a ward for adults is not offered for a child. */
  readonly resident: number;
};

/** One of the options drawn as labels, by its whole text. */
export const choose = (page: Page, label: string): Promise<void> =>
  page
    .locator('label')
    .filter({ hasText: new RegExp(`^${label}$`) })
    .first()
    .click();

/** Everything of the out form but the department: condition and consent. */
export const fillReferral = async (
  page: Page,
  wanted: Pick<Wanted, 'urgency' | 'impression'> & { readonly visit?: '住院' | '门诊' },
): Promise<void> => {
  await page.getByLabel('初步印象').waitFor();
  await choose(page, wanted.urgency);
  await choose(page, wanted.visit ?? '住院');
  await page.getByLabel('初步印象').fill(wanted.impression);
  await page.getByLabel('主要现病史').fill('症状加重3天，本院对症处理后未缓解，需上级医院进一步诊治。');
  await page.getByLabel('主要既往史').fill('高血压2级11年');
  await page.getByLabel('治疗经过').fill('已予吸氧及对症处理');
  await choose(page, '已询问，未发现');
  await page.getByLabel('联系电话').fill('内线 6203');
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await choose(page, '同意转诊');
  await choose(page, '本人');
};

/** 居民 → 新建转诊单 → 提交 → 查看转诊单. Answers the case's id. */
export const sendReferral = async ({ page, open }: Visit, wanted: Wanted): Promise<string> => {
  await open('/residents');
  await page
    .locator('li.resident-row')
    .filter({ has: page.locator('.resident-who', { hasText: GROWN_UP }) })
    .nth(wanted.resident)
    .locator('a[href^="/residents/r-"]')
    .click();
  await page
    .getByRole('link', { name: '新建转诊单' })
    .or(page.getByRole('button', { name: '新建转诊单' }))
    .first()
    .click();
  await fillReferral(page, wanted);
  await page
    .getByRole('button', { name: new RegExp(wanted.department) })
    .first()
    .click();
  await page.getByRole('button', { name: /^提交转诊单/ }).click();
  await page
    .getByRole('link', { name: '查看转诊单' })
    .or(page.getByRole('button', { name: '查看转诊单' }))
    .click();
  await stateIs(page, '待接收');
  return new URL(page.url()).pathname.replace('/cases/', '');
};

/** The row of this case; waits until it is there, letting in what arrived meanwhile. */
export const rowOf = async (page: Page, id: string): Promise<Locator> => {
  const row = page.locator(`[data-case="${id}"]`);
  const letIn = page.getByRole('button', { name: '显示' });
  await row.or(letIn).first().waitFor();
  if (!(await row.isVisible())) await letIn.click();
  await row.waitFor();
  return row;
};

/** Opens the case beside the list. */
export const openCase = async (page: Page, id: string): Promise<void> => {
  await (await rowOf(page, id)).getByRole('link').first().click();
  await ownerAndClock(page).waitFor();
};

/** What the block on top of a case says: whose turn it is, and until when. */
export const ownerAndClock = (page: Page): Locator => page.getByRole('region', { name: /^责任方/ });

/** Opens a step's form by its button, fills it, and submits it with the keyboard. */
export const takeStep = async (
  page: Page,
  step: string,
  fill: (form: Locator) => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${step}`) }).click();
  const form = page.getByRole('form', { name: step });
  await form.waitFor();
  await fill(form);
  await form.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
};

/** The state in a case's title. */
export const stateIs = (page: Page, state: string): Promise<void> =>
  page.getByRole('heading', { name: new RegExp(`转诊单.*${state}`) }).waitFor();
