/**
 * One person, one record: a newborn, somebody nobody knows and somebody with a passport are written down; whoever may be somebody
 * already known is decided about before saving; two records of one person become one, and two again.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdentityNumber } from '../../src/consortium/identity-number.ts';
import { maskName } from '../../src/consortium/residents/masks.ts';
import { openBrowser } from './browser.ts';
import { choose, sitDown } from './staff.ts';
import { DESK, PHONE, settle } from './visit.ts';
import type { Visit } from './visit.ts';
import { whereToldStory } from './where.ts';

const origin = whereToldStory();
let opened: Awaited<ReturnType<typeof openBrowser>>;
let gp: Visit;
let health: Visit;

/** Numbers nobody has yet: the stories may be told twice to the same instance. */
const some = (most: number): number => Math.floor(Math.random() * most);
const day = `1988-0${String(1 + some(9))}-${String(10 + some(19))}`;
const madeNumber = makeIdentityNumber({ area: '220382', birthDate: day, sequence: 2 * some(499) + 1 });
if (typeof madeNumber !== 'string') throw new Error(madeNumber.refused);
const womansNumber = makeIdentityNumber({ area: '220382', birthDate: day, sequence: 2 * some(499) });
if (typeof womansNumber !== 'string') throw new Error(womansNumber.refused);
const phone = `0434-00${String(10_000 + some(89_999))}`;
const FAMILY = '沈魏韩唐冯曹彭曾'.charAt(some(8));
const MOTHER = `${FAMILY}玉${'梅兰竹菊'.charAt(some(4))}`;
const FATHER = `${FAMILY}长${'河海江川'.charAt(some(4))}`;

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
    await visit.picture(`identity-${picture}-${name}`);
  }
  await visit.page.setViewportSize(DESK);
};
const register = (visit: Visit): Promise<void> => visit.page.getByRole('button', { name: '登记新居民' }).click();
const begin = async (visit: Visit, kind: '有姓名' | '新生儿' | '无名氏'): Promise<void> => {
  await visit.open('/residents/new');
  await choose(visit.page, kind);
  await visit.page.getByRole('radio', { name: '门诊就诊' }).check();
};
/** `/residents/ID` of the record that is open. */
const recordOpen = async (visit: Visit, name: string): Promise<string> => {
  await visit.page.getByRole('heading', { name: new RegExp(name) }).waitFor();
  return new URL(visit.page.url()).pathname;
};

beforeAll(async () => {
  opened = await openBrowser();
  gp = await sitDown(opened.browser, origin, 'gp');
  health = await sitDown(opened.browser, origin, 'publichealth');
});
afterAll(async () => {
  await opened.close();
});

describe('somebody without an identity number', () => {
  test('a newborn is called after its mother until it has a name', async () => {
    const { page } = gp;
    await begin(gp, '有姓名');
    await page.getByRole('textbox', { name: /身份证号$/ }).fill(womansNumber);
    await page.getByRole('textbox', { name: /姓名$/ }).fill(MOTHER);
    await register(gp);
    await recordOpen(gp, MOTHER);
    await begin(gp, '新生儿');
    await register(gp);
    await page.getByText('请先查找母亲，或填写新生儿姓名。').waitFor();
    await page.getByLabel('母亲').fill('22038219500101002X');
    await page.getByRole('button', { name: '查找', exact: true }).click();
    await page.getByText('没有持这个号码的居民，请核对，或先登记母亲。').waitFor();
    await page.getByLabel('母亲').fill(womansNumber);
    await page.getByRole('button', { name: '查找', exact: true }).click();
    await page.getByRole('button', { name: '更换' }).waitFor();
    await choose(page, '女');
    await page.getByLabel('出生日期').fill(await page.evaluate(() => new Date().toISOString().slice(0, 10)));
    await looks(gp, '1-newborn');
    await register(gp);
    const child = await recordOpen(gp, `${MOTHER}之女`);
    await looks(gp, '2-newborn-record');
    await gp.open(`${child}/identity`);
    await page.getByText('尚未取名').waitFor();
    await page.getByRole('link', { name: MOTHER, exact: true }).waitFor();
    await page.getByRole('button', { name: '补登姓名' }).click();
    const form = page.getByRole('form', { name: '更正或补登' });
    await form.getByRole('textbox', { name: /姓名$/ }).fill(`${FAMILY}小满`);
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('请写明更正原因。').waitFor();
    await form.getByLabel('更正原因').fill('出生医学证明已办，登记姓名');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByText('尚未取名').waitFor({ state: 'detached' });
    await page.getByText(`${FAMILY}小满`).first().waitFor();
    await looks(gp, '3-newborn-named');
  });

  test('somebody nobody knows gets a number and a name to be called by', async () => {
    const { page } = gp;
    await begin(gp, '无名氏');
    await choose(page, '男');
    await page.getByLabel('估计年龄').fill('一百');
    await register(gp);
    await page.getByText('估计年龄应为0至120的整数，不清楚可不填。').waitFor();
    await page.getByLabel('估计年龄').fill('60');
    await page.getByLabel('特征与发现情况').fill('今晨6时许在杨树河大桥东侧被路人发现，灰色棉服，左眉上方旧疤');
    await looks(gp, '4-unnamed');
    await register(gp);
    const unknown = await recordOpen(gp, '无名氏');
    await gp.open(`${unknown}/identity`);
    await page.getByText('身份不明，待查').waitFor();
    await page.getByText('左眉上方旧疤').first().waitFor();
    await looks(gp, '5-unnamed-identity');
  });

  test('a passport is a card like another, and its number is judged by its form', async () => {
    const { page } = gp;
    await begin(gp, '有姓名');
    await page.getByRole('textbox', { name: /姓名$/ }).fill(`金${FAMILY}哲`);
    await page.getByLabel('暂无身份证号').check();
    await page.getByLabel('其他证件').selectOption({ label: '护照' });
    await page.getByLabel('证件号码').fill('?');
    await choose(page, '男');
    await page.getByLabel('出生日期').fill('1979-05-21');
    await register(gp);
    await page
      .getByRole('textbox', { name: /证件号码/ })
      .and(page.locator('[aria-invalid="true"]'))
      .waitFor();
    await looks(gp, '6-passport-wrong');
    await page.getByLabel('证件号码').fill(`M${String(10_000_000 + some(89_999_999))}`);
    await page.getByLabel('签发机构').fill('大韩民国');
    await register(gp);
    const record = await recordOpen(gp, `金${FAMILY}哲`);
    await gp.open(`${record}/identity`);
    await page.getByText('护照').first().waitFor();
    await looks(gp, '7-passport-identity');
  });
});

describe('somebody who may be known already', () => {
  let first: string;
  let second: string;

  test('is put before whoever registers, with reasons, and nothing is saved before it is decided', async () => {
    const { page } = gp;
    await begin(gp, '有姓名');
    await page.getByRole('textbox', { name: /身份证号$/ }).fill(madeNumber);
    await page.getByRole('textbox', { name: /姓名$/ }).fill(FATHER);
    await page.getByLabel('联系电话').fill(phone);
    await register(gp);
    first = await recordOpen(gp, FATHER);
    await begin(gp, '有姓名');
    await page.getByRole('textbox', { name: /姓名$/ }).fill(FATHER);
    await page.getByLabel('暂无身份证号').check();
    await choose(page, '男');
    await page.getByLabel('出生日期').fill(day);
    await page.getByLabel('联系电话').fill(phone);
    await register(gp);
    await page.getByRole('heading', { name: '可能已有档案（1）' }).waitFor();
    const likely = page
      .getByRole('region', { name: /可能已有档案/ })
      .getByRole('listitem')
      .first();
    await likely.getByText('电话相同').or(likely.getByText(/电话/)).first().waitFor();
    await register(gp);
    await page.getByText('请先逐一核对上面的档案。').waitFor();
    await looks(gp, '8-likely-undecided');
    await choose(page, '不是同一人');
    await register(gp);
    await page.getByText('请选择怎样核对的。').waitFor();
    await choose(page, '是同一人');
    await page.getByRole('button', { name: '不新建，登记这位居民' }).waitFor();
    await looks(gp, '9-likely-same');
    await choose(page, '不能确定');
    await page.getByText('保存后列入“身份核对”，由负责机构比对确认。').waitFor();
    await register(gp);
    second = await recordOpen(gp, FATHER);
    expect(second).not.toBe(first);
  });

  test('is compared by another person, and the two records become one', async () => {
    const { page } = health;
    const row = page
      .getByRole('list', { name: '疑似重复档案' })
      .getByRole('listitem')
      .filter({ hasText: maskName(FATHER) });
    // newcomers are compared with the others by a job of its own, not in the step that writes them down
    await expect
      .poll(
        async () => {
          await health.open('/identity');
          return row.count();
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBeGreaterThan(0);
    await looks(health, '10-pairs');
    await row.last().getByRole('link').click();
    await page.getByRole('region', { name: '档案甲' }).getByText(FATHER).waitFor();
    await looks(health, '11-comparison');
    await page.getByRole('button', { name: /^确认为同一人并合并/ }).click();
    const form = page.getByRole('form', { name: '确认为同一人并合并' });
    await form.getByRole('button', { name: '提交' }).click();
    await form.locator('[aria-invalid="true"], .danger').first().waitFor();
    await looks(health, '12-merge-missing');
    await form.getByRole('radio', { name: /档案甲/ }).check();
    await form.getByLabel('已看证件原件').check();
    await form.getByLabel('说明').fill('本人带身份证到院，两次登记为同一人');
    await form.getByRole('button', { name: '提交' }).click();
    await page
      .getByText(/已确认为同一人/)
      .first()
      .waitFor();
    await page.getByText('已并入另一份档案').first().waitFor();
    await looks(health, '13-merged');
  });

  test('leads on from the absorbed record, and is two again when that was wrong', async () => {
    for (const path of [first, second]) {
      await gp.open(path);
      await gp.page.getByRole('heading', { name: new RegExp(FATHER) }).waitFor();
      await gp.page.waitForURL((url) => url.pathname === first || url.pathname === second);
    }
    const survivor = new URL(gp.page.url()).pathname;
    await gp.open(survivor === first ? second : first);
    await gp.page.waitForURL((url) => url.pathname === survivor);
    await looks(gp, '14-led-on');
    const { page } = health;
    await page.getByRole('button', { name: '撤销合并' }).click();
    const form = page.getByRole('form', { name: '撤销合并' });
    await form.getByRole('button', { name: '撤销合并' }).click();
    await form.getByText('请填写撤销原因。').waitFor();
    await looks(health, '15-undo');
    await form.getByLabel('撤销原因').fill('再次核对：同名同日出生的两位堂兄弟');
    await form.getByRole('button', { name: '撤销合并' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText('再次核对：同名同日出生的两位堂兄弟').waitFor();
    await looks(health, '16-undone');
    const absorbed = survivor === first ? second : first;
    await gp.open(absorbed);
    await recordOpen(gp, FATHER);
    expect(new URL(gp.page.url()).pathname).toBe(absorbed);
  });
});

describe('all of them', () => {
  test('says nothing the pages threw', () => {
    for (const visit of [gp, health]) expect(visit.faults().filter((fault) => !/40[0139]|422/.test(fault))).toEqual([]);
  });
});
