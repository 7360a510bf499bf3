/** 医养结合: a woman in a care home, from the assessment by two to the benefit, to hospital and back, with every day in the ledger. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StayLedger, StayView } from '../../src/capabilities/elder-care/index.ts';
import { disability } from '../../src/engines/forms/scales/disability.ts';
import { newId } from '../../src/platform/ids.ts';
import { openBrowser } from './browser.ts';
import { leftInChinese, listen } from './left-in-chinese.ts';
import { DAY, fillHome, homePeople } from './home-people.ts';
import type { Elder, HomePeople } from './home-people.ts';
import { startOwnInstance } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { sitDown } from './staff.ts';
import { PHONE, startVisit } from './visit.ts';
import type { Visit } from './visit.ts';

let own: OwnInstance;
let opened: Awaited<ReturnType<typeof openBrowser>>;
let people: HomePeople;
let elders: readonly Elder[];
let nurse: Visit;
let stay = '';
let her: Elder;

beforeAll(async () => {
  own = await startOwnInstance();
  opened = await openBrowser();
  people = homePeople(own);
  elders = await people.elders();
  await fillHome(people, elders);
});
afterAll(async () => {
  await opened.close();
  await own.stop();
});

const sit = (login: string, screen?: { readonly width: number; readonly height: number }) =>
  sitDown(opened.browser, own.instance.address, login, screen);
const viewOf = async (login = 'homenurse'): Promise<StayView> =>
  (await people.as(login)).ask(`GET /api/elder-care/stays/${stay}`, StayView);
const today = (): string => own.clock.now().toISOString().slice(0, 10);
const dayBefore = (days: number): string => new Date(own.clock.now().getTime() - days * DAY).toISOString().slice(0, 10);
/** Every item at its worst, or all but one. */
const wholly = (leaveOut?: string): object =>
  Object.fromEntries(
    Object.entries(disability.items).flatMap(([code, item]) =>
      code === leaveOut || item.kind !== 'choice'
        ? []
        : [[code, Object.entries(item.options).sort(([, a], [, b]) => a.points - b.points)[0]?.[0]]],
    ),
  );

const CARED = { shift: 'day', done: ['meals', 'turning', 'washing'], ate: 'half', note: '精神可，午后低热' };

describe('a person in a care home', () => {
  test('Given a home on a Friday, the nurse sees every bed at a glance and walks it by keyboard', async () => {
    nurse = await sit('homenurse');
    const { page } = nurse;
    await nurse.open('/beds');
    await page.getByRole('region', { name: '今日变动' }).getByText('住院').first().waitFor();
    await page.keyboard.press('e');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('free');
    await page.keyboard.press(']');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: '所选床位' }).getByText('床位沿革').waitFor();
    expect(await nurse.barriers()).toEqual([]);
    await nurse.picture('elder-board');
    const narrow = await sit('homenurse', PHONE);
    await narrow.open('/beds');
    await narrow.picture('elder-board-narrow');
    expect(await narrow.barriers()).toEqual([]);
    await narrow.close();
  });

  test('When the family doctor applies, the form says what is missing before it is sent', async () => {
    const gp = await sit('gp');
    const { page } = gp;
    her = elders.slice(14).find(({ room }) => room === 'female') ?? { id: '', name: '', room: 'female' };
    await gp.open('/elder-care/apply');
    await page.getByRole('button', { name: '申请入住' }).click();
    await page.getByText('请选择老人').waitFor();
    await page.getByPlaceholder('姓名、拼音、首字母或电话').fill(her.name);
    await page.locator('.person-pick li button').first().click();
    await page.getByLabel('机构', { exact: true }).selectOption({ value: 'elder-home-1' });
    await page.getByRole('radio', { name: '护理型床位' }).check();
    await page.getByRole('radio', { name: '未评估' }).check();
    await page.getByRole('checkbox', { name: '独居' }).check();
    await page.getByLabel('联系方式').fill('女儿 内线 6203');
    expect(await gp.barriers()).toEqual([]);
    await gp.picture('elder-apply');
    await page.getByRole('button', { name: '申请入住' }).click();
    await page.getByRole('heading', { name: her.name }).waitFor();
    stay = page.url().split('/').at(-1) ?? '';
    // two may have one name: whom the doctor chose is who the case says
    her = { ...her, id: (await viewOf('gp')).resident.id };
    await gp.close();
  });

  test('And she moves in; before that nothing can be recorded of her care', async () => {
    const early = { leftAt: people.ago(0), to: 'home' };
    expect(await people.refused('homenurse', stay, 'leave', 'step-not-in-this-state', early)).toMatch(
      /[\u4e00-\u9fff]/,
    );
    await people.step('homebeds', stay, 'wait-list');
    const beds = await sit('homebeds');
    await beds.open('/elder-care/waiting');
    await beds.page.getByText('独居 +20').first().waitFor();
    expect(await beds.barriers()).toEqual([]);
    await beds.picture('elder-waiting');
    await beds.close();
    await people.step('homebeds', stay, 'offer-bed', { until: people.ago(-24) });
    const admission = { arrivedAt: people.ago(1), informed: false, keyContact: '女儿 内线 6203' };
    expect(await people.refused('homenurse', stay, 'admit', 'residence.not-informed', admission)).toContain('签约');
    expect(await people.step('homenurse', stay, 'admit', { ...admission, informed: true })).toBe('resident');
    const goals = [
      { what: '每2小时翻身，检查骶尾部皮肤', often: 'each-shift', by: 'care-worker' },
      { what: '进食时坐起，小口慢喂，防噎食', often: 'daily', by: 'nurse' },
    ];
    await people.step('homenurse', stay, 'plan-care', { goals, reviewOn: today() });
    const list = [{ medicine: '苯磺酸氨氯地平片', dose: '5mg', times: ['morning'] }];
    await people.step('homenurse', stay, 'set-medicines', { list, orderedBy: '杨树河镇卫生院' });
    const round = { round: 'morning', givenAt: people.ago(0), taken: 'not-all' };
    expect(await people.refused('homenurse', stay, 'give-medicines', 'residence.missed-not-said', round)).toContain(
      '写明哪一种',
    );
    await people.step('homenurse', stay, 'give-medicines', { ...round, missed: '氨氯地平：血压偏低，暂停一次' });
  });

  test('And two assessors find her level; one person cannot be both, and a missing item is never zero', async () => {
    const id = await people.begin('homenurse', 'assessment', 'request-assessment', {
      ...{ resident: her.id, assessor: 'township-01', scale: 'ltci-disability', purpose: 'first' },
      ...{ informant: 'family', contact: '女儿 内线 6203' },
    });
    const [first = ''] = Object.keys(disability.items);
    const sentence = await people.refused('gp', id, 'assess-disability', 'assessment.items-missing', wholly(first));
    expect(sentence).toContain(disability.items[first]?.label.zh);
    expect(await people.step('gp', id, 'assess-disability', wholly())).toBe('first-found');
    expect(
      await people.refused('gp', id, 'assess-disability-second', 'assessment.same-person-twice', wholly()),
    ).toContain('另一人');
    const second = await sit('nurse');
    await second.open(`/elder-care/stays/${id}`);
    await second.page.getByRole('button', { name: '失能评估（第二人）' }).click();
    await second.page.getByText(/还有\d+项未评，不能算分/).waitFor();
    expect(await second.barriers()).toEqual([]);
    await second.picture('elder-assessment');
    await second.close();
    expect(await people.step('nurse', id, 'assess-disability-second', wholly())).toBe('found');
    await people.step('publichealth', id, 'conclude', { level: 'level-5', basis: '二人评定一致' });
    expect(await people.step('publichealth', id, 'put-in-force', {})).toBe('in-force');
  });

  test('And the benefit is checked, approved and paid by different people, and the days are drawn once', async () => {
    const asked = {
      ...{ resident: her.id, bureau: 'medical-insurance-bureau', programme: 'ltci-tengzhou-institution' },
      ...{ fromOn: today(), untilOn: dayBefore(-60), papers: '评估结论、身份证、医保凭证' },
    };
    const id = await people.begin('homenurse', 'care-benefit', 'ask-benefit', asked);
    const twice = await (
      await people.as('homenurse')
    ).refused('POST /api/pathways/care-benefit/cases', 'benefit.drawn-already', {
      ...{ id: newId(), step: 'ask-benefit' },
      answers: { ...asked, programme: 'ltci-tianjin-institution' },
    });
    expect(twice.zh).toMatch(/[\u4e00-\u9fff]{6}/);
    await people.step('insurance', id, 'check-benefit', { finding: '材料齐全，等级符合' });
    expect(await people.refused('insurance', id, 'approve-benefit', 'benefit.another-person')).toMatch(/另一/);
    expect(await people.step('insurance2', id, 'approve-benefit')).toBe('approved');
    const desk = await sit('insurance');
    await desk.open('/elder-care/files');
    await desk.page.getByText('滕州长护险：养老机构护理').first().waitFor();
    expect(await desk.barriers()).toEqual([]);
    await desk.picture('elder-benefits');
    await desk.close();
  });

  test('And she falls, goes to hospital and comes back: days close and open again, each in one place', async () => {
    people.pass(3 * DAY);
    await people.step('homenurse', stay, 'record-care', CARED);
    await people.step('homenurse', stay, 'record-incident', {
      ...{ kind: 'choking', happenedAt: people.ago(2), injury: 'minor', told: ['family', 'doctor'] },
      what: '早餐进食馒头时呛咳，立即叩背咳出，血氧95%',
    });
    expect((await viewOf()).state).toBe('to-reassess');
    const leaving = { hospital: 'city-central-hospital', leftAt: people.ago(1), why: '吸入性肺炎待查', keepBed: true };
    expect(await people.step('homenurse', stay, 'to-hospital', leaving)).toBe('away');
    expect(await people.refused('homenurse', stay, 'record-care', 'step-not-in-this-state', CARED)).toMatch(
      /[\u4e00-\u9fff]/,
    );
    people.pass(4 * DAY);
    const back = { needsReassessment: 'reassess', note: '抗感染治疗7天，带口服药3天，软食' };
    expect(
      await people.refused('homenurse', stay, 'return', 'residence.before-leaving', {
        ...{ ...back, returnedAt: people.ago(24 * 5) },
      }),
    ).toContain('早于离开时间');
    expect(await people.step('homenurse', stay, 'return', { ...back, returnedAt: people.ago(0) })).toBe('to-reassess');
    people.pass(2 * DAY);
    const charge = { item: 'care-charge', fromOn: dayBefore(9), throughOn: today(), perDay: 90 };
    expect(
      await people.refused('homebeds', stay, 'record-charges', 'residence.not-whole-fen', {
        ...charge,
        perDay: 90.123,
      }),
    ).toContain('两位小数');
    await people.step('homebeds', stay, 'record-charges', charge);
    expect(await people.refused('homebeds', stay, 'record-charges', 'residence.charged-already', charge)).toContain(
      '更正',
    );
    const { days } = await viewOf();
    const places = days.map(({ place }) => place);
    // three days, four in hospital (the day of leaving is the hospital's), the day of coming back and two more
    expect(places).toEqual([
      ...Array<string>(3).fill('care-home'),
      ...Array<string>(4).fill('elsewhere'),
      ...Array<string>(3).fill('care-home'),
    ]);
    for (const day of days)
      expect(day.parts.filter(({ payer }) => payer === 'ltci')).toHaveLength(day.place === 'care-home' ? 1 : 0);
    // 90 yuan a day, capped at 60 of cost, three quarters by the fund
    expect(days[0]?.parts).toEqual([
      { payer: 'ltci', fen: 4500 },
      { payer: 'resident', fen: 4500 },
    ]);
  });

  test('Then her page, the ledger and the settlement desk say so', async () => {
    await nurse.close();
    nurse = await sit('homenurse');
    await nurse.open(`/elder-care/stays/${stay}`);
    await nurse.page
      .getByRole('region', { name: '照护日' })
      .getByText(/每天只在一处/)
      .waitFor();
    expect(await nurse.barriers()).toEqual([]);
    await nurse.picture('elder-stay');
    await nurse.open('/elder-care/rounds');
    await nurse.page.getByText('白班未记').first().waitFor();
    expect(await nurse.barriers()).toEqual([]);
    await nurse.picture('elder-rounds');
    const desk = await sit('homebeds');
    await desk.open('/hospice/settlement');
    await desk.page.getByRole('button', { name: '结算本月' }).click();
    await desk.page
      .getByText(/已结算\d+人：记账[1-9]\d*笔，冲销0笔/)
      .first()
      .waitFor();
    await desk.page.getByRole('button', { name: '结算本月' }).click();
    await desk.page
      .getByText(/记账0笔，冲销0笔/)
      .first()
      .waitFor();
    await desk.picture('elder-settlement');
    await desk.open(`/elder-care/stays/${stay}/ledger`);
    await desk.page.getByText('长护险按日支付').first().waitFor();
    expect(await desk.barriers()).toEqual([]);
    await desk.picture('elder-ledger');
    const ledger = await (await people.as('homebeds')).ask(`GET /api/elder-care/stays/${stay}/ledger`, StayLedger);
    for (const { postings } of ledger.entries) expect(postings.reduce((sum, { fen }) => sum + fen, 0)).toBe(0);
    expect(new Set(ledger.days.map(({ day }) => day)).size).toBe(ledger.days.length);
    await desk.close();
  });

  test('And her daughter sees on the phone what she consented to, and nothing once it has ended', async () => {
    const { page } = nurse;
    await people.step('homenurse', stay, 'let-family-look', {
      ...{ who: '女儿', relation: 'child', parts: ['care', 'plan', 'incidents', 'visits'] },
      ...{ consentedBy: 'self', lookUntil: dayBefore(-90) },
    });
    await nurse.open(`/elder-care/stays/${stay}`);
    const card = page.getByRole('region', { name: '家属查看' });
    await card.getByRole('button', { name: '发查看码' }).click();
    const said = await card.getByRole('status').innerText();
    const code = /查看码 ([\d ]{14})/.exec(said)?.[1]?.replaceAll(' ', '') ?? '';
    const daughter = await startVisit(opened.browser, { origin: own.instance.address, screen: PHONE });
    await daughter.open(`/m/r#${code}`);
    await daughter.page.getByRole('heading', { name: her.name }).waitFor();
    await daughter.page.getByText('每2小时翻身').waitFor();
    await daughter.page.getByText('没有同意给您看的：费用和支付').waitFor();
    expect(await daughter.page.getByText('长护险').count()).toBe(0);
    expect(await daughter.barriers()).toEqual([]);
    await daughter.picture('elder-family');
    // neither the referral nor the record opens with it
    const other = await daughter.page.evaluate(async () => [
      (await fetch('/api/resident/record')).status,
      (await fetch('/api/resident/looks')).status,
    ]);
    expect(other).toEqual([403, 403]);
    await card.getByRole('button', { name: '停止查看' }).click();
    await card.getByRole('button', { name: '本人或监护人撤回同意' }).click();
    await card.getByText('已停止').waitFor();
    await daughter.open('/m/r');
    await daughter.page.getByLabel(/提取码|查看码/).waitFor();
    expect(await daughter.page.evaluate(async () => (await fetch('/api/resident/family')).status)).toBe(401);
    await daughter.close();
  });

  test('And her son, who may see the cost, reads the month on the phone as the desk settled it', async () => {
    await people.step('homenurse', stay, 'let-family-look', {
      ...{ who: '儿子', relation: 'child', parts: ['money'], consentedBy: 'self', lookUntil: dayBefore(-90) },
    });
    await nurse.open(`/elder-care/stays/${stay}`);
    const card = nurse.page.getByRole('region', { name: '家属查看' });
    await card.getByRole('button', { name: '发查看码' }).last().click();
    const code = /查看码 ([\d ]{14})/.exec(await card.getByRole('status').innerText())?.[1]?.replaceAll(' ', '') ?? '';
    const son = await startVisit(opened.browser, { origin: own.instance.address, screen: PHONE });
    await son.open(`/m/r#${code}`);
    const { page } = son;
    await page
      .getByText(/月对账单：\d+天，合计/)
      .first()
      .click();
    await page
      .getByText(/^\d+月\d+日至\d+月\d+日$/)
      .first()
      .waitFor();
    await page.getByRole('heading', { name: '费用' }).scrollIntoViewIfNeeded();
    expect(await son.barriers()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await son.picture('elder-family-money');
    await page.getByText('English').first().click();
    await page
      .getByText(/^Statement of /)
      .first()
      .waitFor();
    await son.picture('elder-family-money-english');
    await son.close();
  });

  test('And by one switch the house speaks English: beds, care, her page and her days', async () => {
    const left: Record<string, readonly string[]> = {};
    const hers = [`/elder-care/stays/${stay}`, `/elder-care/stays/${stay}/ledger`];
    const screens = {
      homenurse: ['/beds', '/elder-care/rounds', ...hers],
      homebeds: ['/beds', '/elder-care/waiting', '/elder-care/apply', '/hospice/settlement', '/hospice/statements'],
      insurance: ['/elder-care/files'],
    };
    for (const [login, paths] of Object.entries(screens)) {
      const visit = await sit(login);
      const said = listen(visit);
      await visit.page.getByText('English').first().click();
      for (const path of paths) {
        await visit.open(path);
        const pieces = await leftInChinese(visit, said);
        if (pieces.length > 0) left[`${login} ${path}`] = pieces;
      }
      await visit.close();
    }
    expect(left).toEqual({});
  });

  test('And after her death nothing more is recorded', async () => {
    await people.step('homenurse', stay, 'record-death', { diedAt: people.ago(0), place: 'in-the-home' });
    expect(await people.refused('homenurse', stay, 'record-care', 'step-not-in-this-state', CARED)).toMatch(
      /[\u4e00-\u9fff]/,
    );
    expect((await viewOf()).state).toBe('died');
    const narrow = await sit('homenurse', PHONE);
    await narrow.open(`/elder-care/stays/${stay}`);
    await narrow.picture('elder-stay-narrow');
    expect(await narrow.barriers()).toEqual([]);
    await narrow.open('/elder-care/rounds');
    await narrow.page
      .getByRole('button', { name: /^记照护/ })
      .first()
      .click();
    await narrow.page.getByRole('form', { name: '记照护' }).waitFor();
    await narrow.picture('elder-rounds-narrow');
    expect(await narrow.barriers()).toEqual([]);
    await narrow.close();
  });
});
