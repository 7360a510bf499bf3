/**
 * An entry that has to go out of a record: asked for by whoever's house wrote it, decided by another person, and only a stone is
 * left; and one that was written for the wrong resident goes to whom it is about.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdentityNumber } from '../../src/consortium/identity-number.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { IDENTITY_NUMBER } from '../../src/fhir/store/resident-facts.ts';
import { openBrowser } from './browser.ts';
import { startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { choose, sitDown } from './staff.ts';
import { DESK, PHONE, settle } from './visit.ts';
import type { Visit } from './visit.ts';

/** One of the demonstration's residents; the one it was about is made here. */
const RESIDENT = 'r-0000407';
const made = makeIdentityNumber({ area: '220382', birthDate: '1954-03-12', sequence: 217 });
if (isRefusal(made)) throw new Error(made.refused);
const NUMBER = made;
const WRONG = '慢性阻塞性肺疾病急性加重期';
const WITHDRAWN = '双相情感障碍，缓解期';

let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let physician: Visit;
let affairs: Visit;
let fhir: (method: string, path: string, body?: object) => Promise<{ readonly status: number; readonly text: string }>;
let other = '';

/** The county hospital's own system, with a token as the operator gives it. */
const openSystem = async (): Promise<typeof fhir> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    'start.mjs',
    ...['--token', '--client', 'county-his', '--organisation', 'county-1-hospital', '--scope', 'system/*.cruds'],
    ...['--data-dir', own.dataDir],
  ]);
  return async (method, path, body) => {
    const answer = await fetch(`${own.instance.address}/fhir/${path}`, {
      method,
      headers: { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/fhir+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
};
const idIn = (text: string): string => (JSON.parse(text) as { readonly id: string }).id;
const diagnosed = async (said: string): Promise<string> => {
  const made = await fhir('POST', 'Condition', {
    resourceType: 'Condition',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { text: said },
    recordedDate: '2026-11-19',
    subject: { reference: `Patient/${RESIDENT}` },
  });
  expect(made.status, made.text).toBe(201);
  return `Condition/${idIn(made.text)}`;
};

/** The screen at the desk's width and at a telephone's, without barriers at either. */
const looks = async (visit: Visit, picture: string): Promise<void> => {
  for (const [name, screen] of [
    ['1440', DESK],
    ['390', PHONE],
  ] as const) {
    await visit.page.setViewportSize(screen);
    await settle(visit.page);
    expect(await visit.barriers(), `${picture} ${name}`).toEqual([]);
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth), picture).toBeLessThan(1);
    await visit.picture(`erasure-${picture}-${name}`);
  }
  await visit.page.setViewportSize(DESK);
};
const record = async (of: string): Promise<void> => {
  await physician.open(`/residents/${of}`);
  await physician.page.getByRole('region', { name: /^主要问题/ }).waitFor();
};
/** Opens the entry of the record that says so. */
const openEntry = async (said: string): Promise<void> => {
  await record(RESIDENT);
  await physician.page
    .getByRole('region', { name: /^主要问题/ })
    .getByText(said)
    .first()
    .click();
  await physician.page.getByRole('heading', { name: said }).waitFor();
};
const erase = async (): Promise<void> => {
  const { page } = affairs;
  await page.getByRole('textbox', { name: '审批意见' }).fill('依据充分，保存期限已核对');
  await page.getByLabel('已核对法定保存期限').check();
  await page.getByRole('button', { name: '批准并删除' }).click();
  await page.getByText('删除后不能恢复，确定批准吗？').waitFor();
};

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
  fhir = await openSystem();
  const made = await fhir('POST', 'Patient', {
    resourceType: 'Patient',
    identifier: [{ system: IDENTITY_NUMBER, value: NUMBER }],
    name: [{ text: '韩树田' }],
    gender: 'male',
    birthDate: '1954-03-12',
  });
  expect(made.status, made.text).toBe(201);
  other = idIn(made.text);
  const { address } = own.instance;
  physician = await sitDown(opened.browser, address, 'physician');
  affairs = await sitDown(opened.browser, address, 'medical-affairs');
}, 480_000);
afterAll(async () => {
  await opened.close();
  await own.stop();
});

describe('an entry the resident does not want kept', () => {
  let entry = '';
  let form = '';
  test('is asked for by the house that wrote it, with the law it goes by; what another house wrote is not', async () => {
    entry = await diagnosed(WITHDRAWN);
    const { page } = physician;
    await record(RESIDENT);
    // the rest of this record was written elsewhere
    await page
      .getByRole('region', { name: /^主要问题/ })
      .getByText('高血压')
      .first()
      .click();
    await page.getByRole('heading', { name: /^版本/ }).waitFor();
    expect(await page.getByRole('link', { name: '申请删除或更正归属' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await openEntry(WITHDRAWN);
    await looks(physician, '1-entry');
    await page.getByRole('link', { name: '申请删除或更正归属' }).click();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('请填写带星号的内容').waitFor();
    await looks(physician, '2-missing');
    await choose(page, '依法删除');
    await choose(page, '居民撤回同意');
    await page.getByLabel('情况说明').fill('居民书面撤回同意，撤回书存医务科，编号2026-118');
    await looks(physician, '3-asking');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: /档案删除审批单/ }).waitFor();
    form = new URL(page.url()).pathname;
    expect(await page.getByRole('button', { name: '批准并删除' }).count()).toBe(0);
    await looks(physician, '4-asked');
  });

  test('is erased by another person, who looks at the law before; a proof stays', async () => {
    const { page } = affairs;
    await affairs.open('/erasures');
    await page.getByRole('region', { name: '待审批' }).getByRole('listitem').first().waitFor();
    await looks(affairs, '5-erasures');
    await affairs.open(form);
    expect(await page.locator('body').innerText()).not.toContain(WITHDRAWN);
    await page.getByRole('textbox', { name: '审批意见' }).fill('依据充分，保存期限已核对');
    await page.getByRole('button', { name: '批准并删除' }).click();
    await page
      .getByText(/请先核对法定保存期限/)
      .last()
      .waitFor();
    await looks(affairs, '6-retention');
    await erase();
    await looks(affairs, '7-sure');
    await page.getByRole('button', { name: '确定删除' }).click();
    await page.getByRole('heading', { name: '删除凭证' }).waitFor();
    await looks(affairs, '8-erased');
  });

  test('is gone from the record, and answered 410 to the system that wrote it', async () => {
    await record(RESIDENT);
    expect(await physician.page.locator('body').innerText()).not.toContain(WITHDRAWN);
    const answer = await fhir('GET', entry);
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('依法删除');
    expect(answer.text).not.toContain(WITHDRAWN);
    expect((await fhir('GET', `${entry}/_history/1`)).status).toBe(410);
  });
});

describe('an entry written for the wrong resident', () => {
  test('goes to the record of whom it is about, by two people', async () => {
    const wrong = await diagnosed(WRONG);
    const { page } = physician;
    await openEntry(WRONG);
    await page.getByRole('link', { name: '申请删除或更正归属' }).click();
    await choose(page, '写错了人，移到本人档案');
    await page.getByLabel('应归入的居民').fill(NUMBER);
    await page.getByRole('button', { name: '查找', exact: true }).click();
    await page.getByText('韩树田').first().waitFor();
    await page.getByLabel('情况说明').fill('门诊医生开错病历，当日已口头告知两位居民');
    await looks(physician, '9-moving');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: /档案删除审批单/ }).waitFor();
    await affairs.open(new URL(page.url()).pathname);
    await erase();
    await affairs.page.getByRole('button', { name: '确定删除' }).click();
    await affairs.page.getByRole('heading', { name: '删除凭证' }).waitFor();
    await looks(affairs, '10-moved');
    expect((await fhir('GET', wrong)).status).toBe(410);
    await record(RESIDENT);
    expect(await page.locator('body').innerText()).not.toContain(WRONG);
    await record(other);
    await page
      .getByRole('region', { name: /^主要问题/ })
      .getByText(WRONG)
      .first()
      .waitFor();
  });
});

describe('all of them', () => {
  test('says nothing the pages threw', () => {
    for (const visit of [physician, affairs])
      expect(visit.faults().filter((fault) => !/40[13]/.test(fault))).toEqual([]);
  });
});
