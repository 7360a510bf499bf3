/** 照护网络: the commission sees who cares where, who went from which place to which, opens what stands behind it, and takes it out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CareNetwork } from '../../src/capabilities/elder-care/index.ts';
import { openBrowser } from './browser.ts';
import { DAY, fillHome, homePeople } from './home-people.ts';
import type { HomePeople } from './home-people.ts';
import { startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { DESK, PHONE } from './visit.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let people: HomePeople;
let officer: Visit;

const HOSPITAL = { hospital: 'city-central-hospital', why: '发热、咳嗽三天', keepBed: true };
const BACK = { needsReassessment: 'unchanged', note: '抗感染治疗后好转，带药3天' };

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
  people = homePeople(own);
  const stays = await fillHome(people, await people.elders());
  // six go to hospital and five come back, so that the way there and the way back may be told
  for (const stay of stays.slice(2, 8))
    await people.step('homenurse', stay, 'to-hospital', { ...HOSPITAL, leftAt: people.ago(2) });
  people.pass(2 * DAY);
  for (const stay of stays.slice(2, 7))
    await people.step('homenurse', stay, 'return', { ...BACK, returnedAt: people.ago(1) });
  await people
    .begin('publichealth', 'care-contract', 'offer-contract', {
      ...{ home: 'elder-home-1', fromOn: '2026-10-01', untilOn: '2027-01-15', services: ['visits'] },
      ...{ visitsPerMonth: 4, responseMinutes: 30, named: '全科医生团队' },
    })
    .then((id) => people.step('homebeds', id, 'sign-contract'));
  officer = await sitDown(opened.browser, own.instance.address, 'commission');
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

const both = async (name: string): Promise<void> => {
  await officer.picture(name);
  expect(await officer.barriers()).toEqual([]);
  await officer.page.setViewportSize(PHONE);
  await officer.picture(`${name}-narrow`);
  expect(await officer.barriers()).toEqual([]);
  await officer.page.setViewportSize(DESK);
};

describe('the network of care', () => {
  test('is one page with a picture, the same numbers in tables, and few persons withheld', async () => {
    const { page } = officer;
    await officer.open('/elder-care/network?from=2026-11-01&until=2026-12-22');
    await page.getByRole('heading', { name: '照护场所之间的流向' }).waitFor();
    const picture = await page.getByRole('img', { name: /流向图：/ }).getAttribute('aria-label');
    expect(picture).toContain('养老机构到外出就医7人次');
    expect(picture).toContain('外出就医到养老机构5人次');
    await page.getByRole('button', { name: '养老机构 → 外出就医 7' }).waitFor();
    await page.getByText('30日内到期').first().waitFor();
    await page.getByText('欠8次').first().waitFor();
    await both('network');
  });

  test('opens a way by its number: houses and cases, no names, and the address says what is open', async () => {
    const { page } = officer;
    await page.getByRole('button', { name: '养老机构 → 外出就医 7' }).click();
    const records = page.getByRole('region', { name: '养老机构 → 外出就医：记录' });
    await records.getByText('按单号').waitFor();
    expect(await records.getByText(/^YL/).count()).toBe(7);
    // the commission has no relation to these residents
    expect(await records.getByRole('link', { name: /^YL/ }).count()).toBe(0);
    expect(page.url()).toContain('open=');
    await both('network-opened');
    await page
      .getByRole('img', { name: /流向图：/ })
      .getByText('外出就医')
      .click();
    await page.getByRole('region', { name: '外出就医：记录' }).waitFor();
    await page.getByRole('button', { name: '收起' }).click();
    await page.getByRole('region', { name: '外出就医：记录' }).waitFor({ state: 'detached' });
  });

  test('is chosen by kind and period, says when nothing was recorded, and goes out as a workbook', async () => {
    const { page } = officer;
    await page.getByLabel('机构类别').selectOption({ label: '养老机构' });
    await page.getByRole('heading', { name: '机构', exact: true }).waitFor();
    await page.getByText(/^6家，床位/).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 XLSX' }).click();
    expect((await download).suggestedFilename()).toBe('照护网络-2026-12-22.xlsx');
    await officer.open('/elder-care/network?from=2025-01-01&until=2025-01-31');
    await page.getByText('期末前没有照护记录，不按0计').waitFor();
    await officer.open('/elder-care/network?from=2026-12-19&until=2026-12-19');
    await page.getByText('期间内没有转入转出').waitFor();
    await officer.picture('network-empty');
  });

  test('is asked for by nobody in a house of its own', async () => {
    const nurse = await people.as('homenurse');
    expect((await nurse.refused('GET /api/elder-care/network', 'role.may-not')).zh).toMatch(/[\u4e00-\u9fff]/);
    const answer = await (await people.as('civil')).ask('GET /api/elder-care/network', CareNetwork);
    expect(answer.houses.some(({ kind }) => kind === 'elder-care-home')).toBe(true);
  });
});
