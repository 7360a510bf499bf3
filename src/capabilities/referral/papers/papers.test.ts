/**
 * Papers on a real PostgreSQL and in a real Chromium: what they say, who may print them, and that each print is recorded.
 * SKIP_BROWSER=1 leaves out those that need the browser, and the report says how many.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import { pagesOf } from '../../../../test/pdf-text.ts';
import {
  ACCEPTANCE,
  ARRIVAL,
  OUT_FORM,
  RETURN_NOTE,
  openReferralWorld,
  outcome,
} from '../../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../../test/referral-world.ts';
import type { WorldPerson } from '../../../../test/world.ts';
import { ZONE } from '../../../../test/world.ts';
import { errorTable } from '../../../platform/errors.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { refuse } from '../../../platform/refusal.ts';
import { startBrowser } from '../../../platform/pdf/browser.ts';
import { pdfPrinter } from '../../../platform/pdf/printer.ts';
import type { Printer } from '../../../platform/pdf/printer.ts';
import { PAPER_ERRORS } from './errors.ts';
import { paperRoutes } from './routes.ts';
import type { PaperList } from './shapes.ts';
import type { Paper } from './table.ts';

const withBrowser = it.skipIf(process.env['SKIP_BROWSER'] === '1');
const errors = errorTable(PAPER_ERRORS);

let world: ReferralWorld;
let routes: readonly Route[];
/** For whom a code of the resident's own page was asked. */
const asked: string[] = [];
const printer = pdfPrinter({
  start: () => startBrowser({ named: process.env['CHROMIUM_PATH'], mayLeaveSandbox: true }),
});
const routesWith = (used: Printer): readonly Route[] =>
  paperRoutes({
    engine: world.engine,
    say: { sentence: errors.sentence, role: (role) => role },
    recordRead: () => Promise.resolve(),
    printer: used,
    insurance: { schemes: [], rows: [] },
    zone: ZONE,
    forResidents: {
      source: '编造',
      verified: false,
      bring: [{ code: 'card', zh: '身份证', en: 'identity card' }],
      addresses: [],
    },
    residentCode: (actor, id) => {
      asked.push(`${actor.id} ${id}`);
      return Promise.resolve(
        actor.role === 'duty-officer'
          ? refuse('resident.code-case-closed')
          : { code: '4821 0937 5566', issuedAt: '', expiresAt: '2026-11-27T06:30:00Z', verified: false },
      );
    },
  });
beforeAll(async () => {
  world = await openReferralWorld();
  // places are not what is tested here
  await world.owner('update quota set places = 500');
  routes = routesWith(printer);
});
afterAll(async () => {
  await printer.close();
  await world.drop();
});

type Answers = Readonly<Record<string, unknown>>;
const accepted = async (answers: Answers = {}): Promise<string> => {
  const { id, result } = await world.send(answers);
  expect(outcome(result)).toBe('sent');
  expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
  return id;
};
const returned = async (note: Answers = {}): Promise<string> => {
  const id = await accepted();
  await world.step(id, 'arrive', 'clerk', ARRIVAL);
  expect(outcome(await world.step(id, 'issue-return', 'physician', { ...RETURN_NOTE, ...note }))).toBe('return-issued');
  return id;
};
const print = (id: string, paper: Paper, who: WorldPerson = 'gp', used = routes): Promise<RouteAnswer> =>
  call(used, 'POST /api/cases/:id/papers/:paper', world.actor(who), { params: { id, paper } });
const page = (id: string, paper: Paper, who: WorldPerson = 'gp', language: 'zh' | 'en' = 'zh'): Promise<RouteAnswer> =>
  call(routes, 'GET /api/cases/:id/papers/:paper/page', world.actor(who), { params: { id, paper }, language });
const bytesOf = (answer: RouteAnswer): Buffer => {
  const body: unknown = 'refusal' in answer ? answer.refusal.refused : answer.body;
  if (!Buffer.isBuffer(body)) throw new Error(`not printed: ${String(body)}`);
  return body;
};
const listOf = async (id: string, who: WorldPerson = 'gp'): Promise<PaperList> =>
  bodyOf(await call(routes, 'GET /api/cases/:id/papers', world.actor(who), { params: { id } })) as PaperList;
const reasons = async (id: string, who: WorldPerson = 'gp'): Promise<Readonly<Record<string, boolean>>> =>
  Object.fromEntries((await listOf(id, who)).papers.map(({ paper, reason }) => [paper, reason === null]));

describe('the papers of a referral', () => {
  withBrowser('carry the fields of the national out form with its stub, and where they came from', async () => {
    const id = await accepted({ history: '欧阳氏家族史<b>不详</b>', findings: '空腹血糖 14.2 mmol/L' });
    const answer = await print(id, 'out-form');
    expect('headers' in answer && answer.headers).toMatchObject({ 'content-type': 'application/pdf' });
    const text = pagesOf(bytesOf(answer)).join('');
    const said = [
      '存根',
      '双向转诊（转出）单',
      '患者姓名吴淑琴',
      '青禾县人民医院内分泌科：',
      `初步印象${OUT_FORM.impression}`,
      `主要现病史（转出原因）${OUT_FORM.reason}`,
      '主要既往史欧阳氏家族史<b>不详</b>',
      '治疗经过门冬胰岛素30早16单位、晚12单位',
      '检查结果空腹血糖14.2mmol/L',
      '转诊医生（签字）',
      '系统记录：王秀兰',
      '打印人somebody（榆树镇中心卫生院，全科医师）',
      '第1次打印',
      '第1页，共1页',
    ];
    for (const words of said) expect(text).toContain(words.replace(/\s/g, ''));
    expect(text).not.toContain('\ufffd');
  });

  withBrowser('go on over the page when a text is long, with head and page numbers on each', async () => {
    const id = await accepted({ reason: '甲乙丙丁，'.repeat(399), treatment: '对症处理，'.repeat(399) });
    const [row] = await world.owner('select number from cases where id = $1', [id]);
    const pages = pagesOf(bytesOf(await print(id, 'out-form')));
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain(`转诊单号${String(row?.['number'])}`);
      expect(text).toContain('患者姓名吴淑琴');
      expect(text).toContain(`第${String(index + 1)}页，共${String(pages.length)}页`);
      expect(text).toContain('第1次打印');
    }
    const whole = pages.join('');
    expect([...whole.matchAll(/甲/g)]).toHaveLength(399);
  });

  withBrowser('never leave a signature on a page without a line of what is signed for', async () => {
    const turned: number[] = [];
    for (const lines of [3, 5, 7, 9, 11]) {
      const id = await accepted({ treatment: Array.from({ length: lines }, () => '对症处理').join('\n') });
      const pages = pagesOf(bytesOf(await print(id, 'out-form')));
      const last = pages.at(-1) ?? '';
      expect(last).toContain('机构（盖章）');
      // the form's last row, or more of it, stands with its signatures
      expect(last).toContain('接诊安排');
      turned.push(pages.length);
    }
    // short enough for one page, and too long for it
    expect(new Set(turned)).toEqual(new Set([1, 2]));
  });

  withBrowser(
    'carry the plan home on the return form: dated tasks, medicines by name, and how they come there',
    async () => {
      await world.owner(
        `insert into catalogue_item (code, kind, name, name_en, form, made_up)
       values ('test-metformin', 'medicine', '二甲双胍', 'metformin', '0.5 g 片', true)`,
      );
      const id = await returned({
        medicines: [
          { medicine: 'test-metformin', dose: '每日2次', days: 30, ifMissing: 'long-prescription' },
          {
            medicineName: '丹参片',
            dose: '每日3次，每次3片',
            days: 7,
            ifMissing: 'ordered',
            arrangedFor: '2026-11-25',
          },
        ],
      });
      const text = pagesOf(bytesOf(await print(id, 'return-form', 'physician'))).join('');
      for (const words of [
        '双向转诊（回转）单',
        '转回榆树镇中心卫生院',
        RETURN_NOTE.diagnosis,
        '二甲双胍0.5g片；每日2次；30天',
        '丹参片；每日3次，每次3片；7天；已订购2026年11月25日',
        '回转后3天内随访',
        '复查创面；2026年12月4日前',
      ])
        expect(text).toContain(words.replace(/\s/g, ''));
    },
  );

  it('tell the resident where, when, what to bring and whom to ring; before acceptance, to wait', async () => {
    const { id } = await world.send();
    expect(bytesOf(await page(id, 'slip')).toString()).toContain('接收医院正在确认');
    await world.step(id, 'accept', 'coordinator', { ...ACCEPTANCE, expectedAt: '2026-11-23T09:00:00+08:00' });
    const html = bytesOf(await page(id, 'slip')).toString();
    for (const words of [
      '青禾县人民医院 内分泌科',
      '请于 11 月 23 日（周一）09:00 到院',
      '身份证',
      ACCEPTANCE.contact,
      '120',
    ])
      expect(html).toContain(words);
  });

  it('give the resident the address and the code of their own page, on the slip and on nothing else', async () => {
    const id = await accepted();
    asked.length = 0;
    const answer = await call(routes, 'GET /api/cases/:id/papers/:paper/page', world.actor('gp'), {
      params: { id, paper: 'slip' },
      headers: { host: 'kanglian.example:8443' },
    });
    const html = bytesOf(answer).toString();
    expect(html).toContain('kanglian.example:8443/m/r');
    expect(html).toContain('4821 0937 5566');
    expect(asked).toEqual([`gp-role ${id}`]);
    for (const paper of ['out-form', 'consent-sheet'] as const)
      expect(bytesOf(await page(id, paper)).toString()).not.toContain('4821');
    expect(asked).toHaveLength(1);
  });

  it('record what was explained and who signed; in an emergency the sheet waits for its signature', async () => {
    const { id } = await world.send();
    const agreed = bytesOf(await page(id, 'consent-sheet')).toString();
    expect(agreed).toContain('系统登记：同意转诊，吴淑琴');
    expect([...agreed.matchAll(/✓/g)]).toHaveLength(4); // two things told, agreed, oneself
    const owed = await world.send({
      urgency: 'emergency',
      consent: 'owed',
      told: [],
      signer: undefined,
      signerName: undefined,
    });
    expect(outcome(owed.result)).toBe('sent');
    const sheet = bytesOf(await page(owed.id, 'consent-sheet')).toString();
    expect(sheet).toContain('已先行救治和转诊');
    expect(sheet).not.toContain('✓');
  });

  it('are printed in the reader’s language, for whoever reads English', async () => {
    const html = bytesOf(await page(await accepted(), 'out-form', 'gp', 'en')).toString();
    expect(html).toContain('Two-way referral: out form');
    expect(html).toContain('lang="en"');
  });
});

describe('a paper may be printed', () => {
  const ways: readonly [string, () => Promise<string>, Readonly<Record<Paper, boolean>>][] = [
    [
      'sent',
      async () => (await world.send()).id,
      { 'out-form': false, 'return-form': false, 'consent-sheet': true, slip: true },
    ],
    ['accepted', () => accepted(), { 'out-form': true, 'return-form': false, 'consent-sheet': true, slip: true }],
    ['returned', () => returned(), { 'out-form': true, 'return-form': true, 'consent-sheet': true, slip: false }],
  ];
  it.each(ways)('when %s: these and no others', async (_state, make, expected) => {
    const id = await make();
    expect(await reasons(id)).toEqual(expected);
    for (const [paper, may] of Object.entries(expected))
      if (!may) expect(refusedAs(await print(id, paper as Paper))).toMatch(/^paper\./);
  });

  it('not while the return form is being corrected', async () => {
    const id = await returned();
    await world.step(id, 'question-return', 'gp', { reason: 'information-missing', explanation: '缺用药' });
    expect(refusedAs(await page(id, 'return-form'))).toBe('paper.no-return-form');
  });

  it('by the care staff of the two sides, and by nobody else', async () => {
    const id = await accepted();
    for (const who of ['gp', 'nurse', 'coordinator', 'clerk', 'physician', 'duty'] as const)
      expect(refusedAs(await page(id, 'out-form', who))).toBeUndefined();
    expect(refusedAs(await page(id, 'out-form', 'beds'))).toBe('paper.another-role');
    // no relation to the resident at all
    expect(refusedAs(await page(id, 'out-form', 'other-coordinator'))).toBe('case-not-found');
    // another institution that may read the resident's record, and is no party
    await world.owner(
      `insert into relation (resident, organisation, kind, source, from_at)
       select resident, 'township-two', 'contract', 'test', '2026-01-01' from cases where id = $1`,
      [id],
    );
    expect(refusedAs(await page(id, 'out-form', 'gp-two'))).toBe('paper.of-others');
  });
});

describe('a closed referral', () => {
  withBrowser('prints across every page that it is void, and why', async () => {
    const id = await accepted({ reason: '症状反复，'.repeat(399) });
    expect(outcome(await world.step(id, 'withdraw', 'gp', { explanation: '家属要求取消' }))).toBe('cancelled');
    const pages = pagesOf(bytesOf(await print(id, 'out-form')));
    expect(pages.length).toBeGreaterThan(1);
    for (const text of pages) expect(text).toContain('已作废，不得用于诊疗');
    expect(pages[0]).toContain('家属要求取消');
    expect(await reasons(id)).toEqual({ 'out-form': true, 'return-form': false, 'consent-sheet': true, slip: false });
  });

  it('that ended half way says that it has ended, one duly finished bears no mark', async () => {
    const id = await accepted();
    await world.step(id, 'arrive', 'clerk', ARRIVAL);
    await world.step(id, 'end-at-receiver', 'physician', { ending: 'died', explanation: '抢救无效' });
    const html = bytesOf(await page(id, 'out-form', 'physician')).toString();
    expect(html).toContain('本单已终止，不得用于诊疗');
    expect(html).toContain('抢救无效');
    const done = await returned();
    await world.step(done, 'take-back', 'gp', {});
    await world.step(done, 'record-visit', 'gp', { seenOn: '2026-11-20', how: 'at-home', condition: '平稳' });
    expect(outcome(await world.step(done, 'close', 'gp', { tasksDone: 'all-done' }))).toBe('finished');
    const filed = bytesOf(await page(done, 'return-form')).toString();
    expect(filed).not.toContain('不得用于诊疗');
    expect(filed).toContain('本单已办结');
  });
});

describe('every print', () => {
  withBrowser('is recorded with who, when, which version, which copy and the digest of what left', async () => {
    const id = await accepted();
    const first = bytesOf(await print(id, 'out-form'));
    const second = bytesOf(await print(id, 'out-form', 'clerk'));
    expect(pagesOf(second).join('')).toContain('第2次打印');
    const rows = await world.owner('select * from case_print where case_id = $1 order by copy', [id]);
    const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    expect(rows).toMatchObject([
      {
        paper: 'out-form',
        copy: 1,
        case_version: 2,
        state: 'accepted',
        actor: 'gp-role',
        form: 'pdf',
        digest: digest(first),
      },
      { paper: 'out-form', copy: 2, actor: 'clerk-role', organisation: 'county-hospital', digest: digest(second) },
    ]);
    const audited = await world.owner(
      `select actor, residents from audit where action = 'print.out-form' and target = $1 and outcome = 'done' order by id`,
      [`Task/${id}`],
    );
    expect(audited.map(({ actor }) => actor)).toEqual(['gp-role', 'clerk-role']);
    expect(audited[0]?.['residents']).toHaveLength(1);
  });

  it('is there once with its own copy number when many print at once', async () => {
    const id = await accepted();
    const answers = await Promise.all(Array.from({ length: 12 }, () => page(id, 'slip')));
    const made = answers.filter((answer) => refusedAs(answer) === undefined);
    expect(answers.map(refusedAs).filter((code) => code !== undefined && code !== 'paper.printed-meanwhile')).toEqual(
      [],
    );
    const rows = await world.owner('select copy from case_print where case_id = $1 order by copy', [id]);
    expect(rows.map(({ copy }) => copy)).toEqual(made.map((_, index) => index + 1));
    expect(made.length).toBeGreaterThan(0);
  });

  it('is not recorded when no paper left, and says what to do instead', async () => {
    const id = await accepted();
    const without = routesWith(pdfPrinter({ start: () => Promise.reject(new Error('none here')) }));
    const answer = await print(id, 'out-form', 'gp', without);
    expect(refusedAs(answer)).toBe('paper.no-browser');
    expect(errors.sentence({ refused: 'paper.no-browser' }, 'zh')).toContain('网页打印');
    expect(await world.owner('select 1 from case_print where case_id = $1', [id])).toEqual([]);
    // the way out: the same paper as a page, recorded alike
    const out = await page(id, 'out-form');
    expect('refusal' in out ? '' : out.headers?.['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect((await listOf(id)).prints).toMatchObject([{ paper: 'out-form', copy: 1, form: 'page', outdatedBy: null }]);
  });

  it('is drawn again when the case moves on while it is being drawn: what is recorded is what left', async () => {
    const id = await accepted();
    let drawn = 0;
    const moving: Printer = {
      print: async (html) => {
        if (++drawn === 1) await world.step(id, 'arrive', 'clerk', ARRIVAL);
        return Buffer.from(html);
      },
      close: () => Promise.resolve(),
    };
    const bytes = bytesOf(await print(id, 'out-form', 'gp', routesWith(moving)));
    const [row] = await world.owner('select case_version, digest from case_print where case_id = $1', [id]);
    expect(drawn).toBe(2);
    expect(row).toEqual({ case_version: 3, digest: createHash('sha256').update(bytes).digest('hex') });
  });

  it('is said to be out of date when the referral says something else by now', async () => {
    const { id } = await world.send();
    await page(id, 'slip');
    await page(id, 'consent-sheet');
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await page(id, 'out-form');
    const before = await listOf(id);
    expect(before.prints.map(({ paper, outdatedBy }) => [paper, outdatedBy])).toEqual([
      ['consent-sheet', null],
      ['out-form', null],
      ['slip', 'accept'],
    ]);
    await world.step(id, 'withdraw', 'gp', { explanation: '取消' });
    expect((await listOf(id)).prints.map(({ outdatedBy }) => outdatedBy)).toEqual(['closed', 'closed', 'closed']);
  });

  it('cannot be changed or removed by the program afterwards', async () => {
    const id = await accepted();
    await page(id, 'slip');
    const gp = world.actor('gp');
    const now = world.clock.now();
    const remove = { text: 'delete from case_print where case_id = $1 returning 1', values: [id] };
    const change = { text: `update case_print set copy = 9 where case_id = $1 returning 1`, values: [id] };
    expect(await world.app.write(gp, now, (tx) => tx.finish([remove, change]))).toEqual([[], []]);
    expect(await world.owner('select copy from case_print where case_id = $1', [id])).toEqual([{ copy: 1 }]);
  });
});
