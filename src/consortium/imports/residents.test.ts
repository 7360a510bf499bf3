import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { ImportWorld } from '../../../test/import-world.ts';
import { faultsOf, openImportWorld, rowsIn, sheetOf } from '../../../test/import-world.ts';
import { residentFacts } from '../../fhir/store/resident-facts.ts';
import type { Resource } from '../../fhir/resource.ts';
import { isRefusal } from '../../platform/refusal.ts';
import type { CellValue } from '../../platform/spreadsheet/write.ts';
import type { ImportList } from './shapes.ts';
import { makeIdentityNumber } from '../identity-number.ts';

const HEADINGS = ['姓名', '性别', '出生日期', '身份证号', '居民健康档案号', '联系电话', '住址', '户号', '辖区机构编码'];
const NUMBER = HEADINGS.indexOf('身份证号');
let sequence = 0;
/** A made-up person of an area that is not in use: odd sequences are men. */
const somebody = (birthDate = '1960-05-01') => {
  sequence += 2;
  const number = makeIdentityNumber({ area: '220399', birthDate, sequence: sequence + 200 });
  if (isRefusal(number)) throw new Error(number.refused);
  return number;
};

let world: ImportWorld;
beforeAll(async () => {
  world = await openImportWorld();
});
afterAll(() => world.drop());

const gp = () => world.actor('gp');
const check = async (...rows: readonly (readonly CellValue[])[]) =>
  world.check(gp(), 'residents', await sheetOf(HEADINGS, rows));
const stored = async (name: string) => {
  const [row] = await world.owner(
    `select r.*, p.content, p.version from resident r join resource p on p.type = 'Patient' and p.id = r.id where r.name = $1`,
    [name],
  );
  return row;
};

describe('residents brought in by a spreadsheet', () => {
  test('a check writes nothing; the import writes the Patient, its facts, its reasons to be read and its audit', async () => {
    const number = somebody();
    const row = [
      '=周福',
      '女',
      '1960年5月1日',
      number.toLowerCase(),
      'H-001',
      13_800_001_111,
      '二道村4组',
      '08-2',
      'village',
    ];
    const checked = await check(row);
    expect([checked.state, checked.counts]).toEqual([
      'checked',
      { added: 1, altered: 0, unchanged: 0, refused: 0, similar: 0 },
    ]);
    expect(await stored('=周福')).toBeUndefined();

    const done = await world.bringIn(gp(), checked);
    expect([done.state, done.rowsDone]).toEqual(['imported', 1]);
    const found = await stored('=周福');
    expect(found).toMatchObject({
      gender: 'female',
      birth_date: '1960-05-01',
      phone: '13800001111',
      address: '二道村4组',
      household: '08-2',
      catchment: 'village',
      synthetic: true,
      version: 1,
    });
    const patient = JSON.parse(String(found?.['content'])) as Resource;
    const facts = residentFacts(patient);
    expect(facts).toMatchObject({ name: '=周福', phone: '13800001111', catchment: 'village', household: '08-2' });
    const cards = await world.owner('select value from resident_card where resident = $1 order by value', [facts.id]);
    expect(cards.map((card) => card['value'])).toEqual(facts.cards.map(({ value }) => value).sort());
    const relations = await world.owner(
      `select organisation, until_at from relation where resident = $1 and kind = 'catchment' order by organisation`,
      [facts.id],
    );
    expect(relations).toEqual([
      { organisation: 'township', until_at: null },
      { organisation: 'village', until_at: null },
    ]);
    const audited = await world.owner(
      `select actor from audit where action = 'import-residents' and $1 = any(residents)`,
      [facts.id],
    );
    expect(audited).toEqual([{ actor: 'gp-role' }]);
  });

  test('a second time nothing changes; a blank cell changes nothing; a new telephone is a new version', async () => {
    const number = somebody();
    const row = (phone: CellValue, address: CellValue): readonly CellValue[] => [
      '郑桂兰',
      '女',
      null,
      number,
      null,
      phone,
      address,
      null,
      null,
    ];
    await world.bringIn(gp(), await check(row('13800002222', '榆树镇1号')));
    expect((await check(row('13800002222', '榆树镇1号'))).counts).toMatchObject({ unchanged: 1, altered: 0 });
    expect((await check(row(null, null))).counts).toMatchObject({ unchanged: 1, altered: 0 });
    const changed = await check(row('13800003333', null));
    expect(changed.counts).toMatchObject({ altered: 1 });
    await world.bringIn(gp(), changed);
    expect(await stored('郑桂兰')).toMatchObject({
      phone: '13800003333',
      address: '榆树镇1号',
      version: 2,
      catchment: 'township',
    });
    const refused = await call(world.routes, 'POST /api/imports/runs/:id/import', gp(), {
      params: { id: (await check(row(null, null))).id },
      body: { digest: (await check(row(null, null))).digest },
    });
    expect(refusedAs(refused)).toBe('import.nothing-to-do');
  });

  test('every row says what is wrong, where, and none hides another', async () => {
    const good = somebody();
    const wrongDigit = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1');
    const run = await check(
      [null, '女', '1960-05-01', null, null, null, null, null, null],
      ['甲', '雌', '1960-13-01', null, null, null, null, null, null],
      ['乙', '女', null, wrongDigit, null, null, null, null, null],
      ['丙', '男', '1960-05-01', good, null, null, null, null, null],
      ['丁', '女', '2031-05-01', null, null, null, null, null, null],
      ['戊', '女', '1960-05-01', null, null, '电话', null, null, null],
      ['己', '女', '1960-05-01', null, null, null, null, null, 'township-two'],
      ['庚', '女', '1960-05-01', 220_399_196_005_010_000, null, null, null, null, null],
    );
    expect(faultsOf(run)).toEqual({
      2: ['import.required@A2'],
      3: ['import.not-in-list@B3', 'cell.no-such-day@C3'],
      4: ['identity-number.check-digit@D4'],
      5: ['identity-number.gender-differs@D5'],
      6: ['resident.born-in-the-future@C6'],
      7: ['resident.phone@F7'],
      8: ['import.catchment-elsewhere@I8'],
      9: ['cell.digits-lost@D9'],
    });
    expect(run.counts.refused).toBe(8);
    expect(run.refusals[2]?.problems[0]?.sentence).toContain('校验位');
    // sentences and codes, never what stood in the cell
    expect(JSON.stringify(run)).not.toContain(wrongDigit);
    expect(JSON.stringify(await world.owner('select problems from import_refusal'))).not.toContain(wrongDigit);
  });

  test('the same person twice in a file: by number, by health record, by name and birth date', async () => {
    const number = somebody();
    const run = await check(
      ['甲一', '女', null, number, null, null, null, null, null],
      ['甲二', '女', null, number, null, null, null, null, null],
      ['乙一', '女', '1950-01-01', null, 'H-77', null, null, null, null],
      ['乙二', '女', '1950-01-02', null, 'H-77', null, null, null, null],
      ['丙', '女', '1950-01-03', null, null, null, null, null, null],
      ['丙', '女', '1950-01-03', somebody('1950-01-03'), null, null, null, null, null],
    );
    expect(faultsOf(run)).toEqual({
      3: ['import.twice@A3'],
      5: ['import.twice@A5'],
      7: ['import.twice@A7'],
    });
  });

  test('people the region knows: of another catchment, with another name, deceased, or perhaps the same', async () => {
    await world.bringIn(gp(), await check(['钱多', '女', '1948-08-08', null, null, null, null, null, null]));
    const elsewhere = '220399201901300036';
    const known = somebody('1971-01-01');
    await world.bringIn(gp(), await check(['何香', '女', null, known, 'H-9', null, null, null, null]));
    await world.owner(`update resident set deceased_at = now() where name = '何香'`);
    const run = await check(
      ['张小宝', '男', null, elsewhere, null, null, null, null, null],
      ['何香', '女', null, known, null, '13800009999', null, null, null],
      ['钱多', '女', '1948-08-08', somebody('1948-08-08'), null, null, null, null, null],
    );
    expect(faultsOf(run)).toEqual({
      2: ['import.resident-elsewhere@I2'],
      3: ['import.resident-deceased@-'],
    });
    expect(run.counts).toMatchObject({ added: 1, similar: 1 });
  });

  test('somebody registered at a hospital without a catchment is taken into one only if the row knows who it is', async () => {
    const number = somebody('1982-02-02');
    await world.bringIn(gp(), await check(['罗敏', '女', null, number, null, null, null, null, null]));
    await world.owner(`update resident set catchment = null where name = '罗敏'`);
    await world.owner(`delete from relation where resident = (select id from resident where name = '罗敏')`);
    const wrong = await check(['罗明', '女', null, number, null, null, null, null, null]);
    expect(faultsOf(wrong)).toEqual({ 2: ['import.resident-differs@A2'] });
    const right = await check(['罗敏', '女', null, number, null, null, null, null, 'village']);
    expect(right.counts.altered).toBe(1);
    await world.bringIn(gp(), right);
    expect(await stored('罗敏')).toMatchObject({ catchment: 'village', version: 2 });
  });

  test('whoever moves within the catchment leaves the old place without a reason to read', async () => {
    const number = somebody('1983-03-03');
    const row = (place: string): readonly CellValue[] => ['冯春', '女', null, number, null, null, null, null, place];
    await world.bringIn(gp(), await check(row('village')));
    await world.bringIn(gp(), await check(row('township')));
    const relations = await world.owner(
      `select organisation, until_at is null as lasts from relation
        where resident = (select id from resident where name = '冯春') and kind = 'catchment' order by organisation`,
    );
    expect(relations).toEqual([
      { organisation: 'township', lasts: true },
      { organisation: 'village', lasts: false },
    ]);
  });
});

describe('nothing is half imported', () => {
  test('refused rows are left out only when the person says so, and come back as a sheet to be mended', async () => {
    const number = somebody();
    const run = await check(
      ['赵好', '女', null, somebody(), null, null, null, null, null],
      ['赵坏', '女', null, `${number.slice(0, 17)}${number.endsWith('0') ? '1' : '0'}`, null, null, '=1+1', null, null],
    );
    const refused = await call(world.routes, 'POST /api/imports/runs/:id/import', gp(), {
      params: { id: run.id },
      body: { digest: run.digest },
    });
    expect(refusedAs(refused)).toBe('import.has-refused');
    const sheet = bodyOf(
      await call(world.routes, 'GET /api/imports/runs/:id/refused', gp(), { params: { id: run.id } }),
    ) as unknown as Buffer;
    const rows = await rowsIn(sheet);
    expect(rows).toHaveLength(2);
    expect(rows[1]?.cells.map((cell) => cell?.text)).toEqual(
      expect.arrayContaining(['赵坏', '=1+1', expect.stringContaining('校验位')]),
    );
    const mended = rows.map((row) => row.cells.map((cell): CellValue => cell?.text ?? null));
    const [head = [], body = []] = mended;
    const again = await world.check(
      gp(),
      'residents',
      await sheetOf(head.map(String), [body.map((cell, n) => (n === NUMBER ? number : cell))]),
    );
    expect(again.counts).toEqual({ added: 1, altered: 0, unchanged: 0, refused: 0, similar: 0 });

    expect((await world.bringIn(gp(), run, true)).state).toBe('imported');
    expect([await stored('赵好'), await stored('赵坏')]).toEqual([expect.anything(), undefined]);
  });

  test('another file than the one checked is refused, and so is one imported already', async () => {
    const run = await check(['沈一', '女', null, somebody(), null, null, null, null, null]);
    const start = (digest: string) =>
      call(world.routes, 'POST /api/imports/runs/:id/import', gp(), { params: { id: run.id }, body: { digest } });
    expect(refusedAs(await start('0'.repeat(64)))).toBe('import.digest');
    expect(refusedAs(await start(run.digest))).toBeUndefined();
    expect(refusedAs(await start(run.digest))).toBe('import.not-checked');
    await world.work();
  });

  test('a region that changed since the check undoes the whole file', async () => {
    const number = somebody();
    const run = await check(
      ['韩一', '女', null, somebody(), null, null, null, null, null],
      ['韩二', '女', null, number, null, null, null, null, null],
    );
    await world.bringIn(gp(), await check(['韩二', '女', null, number, null, null, null, null, null]));
    const late = await world.bringIn(gp(), run);
    expect([late.state, late.reason]).toEqual(['stopped', expect.stringContaining('有变化')]);
    expect(await stored('韩一')).toBeUndefined();
  });

  test('two of the same file at the same moment: one is imported, the other undone', async () => {
    const rows = [['卫一', '女', null, somebody(), null, null, null, null, null]] as const;
    const [one, other] = [await check(...rows), await check(...rows)];
    for (const run of [one, other])
      await call(world.routes, 'POST /api/imports/runs/:id/import', gp(), {
        params: { id: run.id },
        body: { digest: run.digest },
      });
    await Promise.all([world.workOnce(), world.workOnce()]);
    const states = [(await world.run(gp(), one.id)).state, (await world.run(gp(), other.id)).state];
    expect(states.sort()).toEqual(['imported', 'stopped']);
    expect(await world.owner(`select count(*) as n from resident where name = '卫一'`)).toEqual([{ n: 1 }]);
  });

  test('a process that stops in the middle leaves nothing, and the next one does it all', async () => {
    const run = await check(
      ...Array.from({ length: 1100 }, (_, n) => [
        `蒋${String(n)}`,
        '女',
        '1990-01-01',
        null,
        `S-${String(n)}`,
        null,
        null,
        null,
        null,
      ]),
    );
    expect(run.counts.added).toBe(1100);
    await call(world.routes, 'POST /api/imports/runs/:id/import', gp(), {
      params: { id: run.id },
      body: { digest: run.digest },
    });
    let asked = 0;
    await world.workOnce(() => ++asked > 1);
    expect((await world.run(gp(), run.id)).state).toBe('importing');
    expect(await world.owner(`select count(*) as n from resident where name like '蒋%'`)).toEqual([{ n: 0 }]);
    await world.work();
    expect((await world.run(gp(), run.id)).state).toBe('imported');
    expect(await world.owner(`select count(*) as n from resident where name like '蒋%'`)).toEqual([{ n: 1100 }]);
  });

  test('a run whose worker has died is taken up when its claim has run out, not before', async () => {
    const run = await check(['陶一', '女', null, somebody(), null, null, null, null, null]);
    await call(world.routes, 'POST /api/imports/runs/:id/import', gp(), {
      params: { id: run.id },
      body: { digest: run.digest },
    });
    await world.owner(
      `update import_run set claim = 'dead', claimed_until = $2::timestamptz + interval '20 seconds' where id = $1`,
      [run.id, world.clock.now()],
    );
    expect(await world.workOnce()).toBe(false);
    world.clock.advance(21_000);
    expect(await world.workOnce()).toBe(true);
    expect((await world.run(gp(), run.id)).state).toBe('imported');
  });
});

describe('what goes out comes in again', () => {
  test('the catchment of the township, odd texts included, is unchanged', async () => {
    const odd = fc.oneof(
      fc.constantFrom('=1+1', '+86 1', '-', '@a', "'007", '007', '_x0041_', '　全角　', '1-2', '2026-1-5', 'TRUE'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    );
    const texts = fc.sample(odd, { numRuns: 120, seed: 7 }).filter((text) => text.trim() !== '');
    await world.bringIn(
      gp(),
      await check(
        ...texts.map((text, n) => [
          `户${String(n)}${text}`,
          '女',
          '1975-06-07',
          null,
          `T-${String(n)}`,
          null,
          text,
          text,
          'village',
        ]),
      ),
    );
    const out = await world.exported(gp(), 'residents');
    expect((await rowsIn(out)).length).toBeGreaterThan(1200);
    // people of the world that have no record of their own are unchanged as well: nothing of them is written
    const back = await world.check(gp(), 'residents', out);
    expect(back.refusals).toEqual([]);
    expect(back.counts).toMatchObject({ added: 0, altered: 0, refused: 0 });
    expect(back.counts.unchanged).toBe((await rowsIn(out)).length - 1);
    const [audited] = await world.owner(
      `select count(distinct r) as n from audit, unnest(residents) as r where action = 'export' and actor = 'gp-role'`,
    );
    expect(audited?.['n']).toBe(back.counts.unchanged);
  });
});

describe('who may bring residents', () => {
  test('registrars and general practitioners of an organisation with a catchment', async () => {
    const bytes = await sheetOf(HEADINGS, []);
    const bring = (who: Parameters<typeof call>[2]) =>
      call(world.routes, 'POST /api/imports/:kind/files', who, { params: { kind: 'residents' }, bytes });
    expect(refusedAs(await bring(world.actor('nurse')))).toBe('role.may-not');
    expect(refusedAs(await bring({ ...world.actor('coordinator'), role: 'registrar' }))).toBe('import.no-catchment');
    expect(refusedAs(await bring({ ...gp(), role: 'registrar' }))).toBeUndefined();
    await world.work();
    const { runs } = bodyOf(await call(world.routes, 'GET /api/imports', gp())) as unknown as ImportList;
    expect(runs.map(({ reason }) => reason)).toContain('工作表中没有数据行。');
  });

  test('another organisation sees neither the run nor its refused rows', async () => {
    const run = await check([null, '女', '1960-05-01', null, null, null, null, null, null]);
    const other = world.actor('gp-two');
    for (const what of ['GET /api/imports/runs/:id', 'GET /api/imports/runs/:id/refused'])
      expect(refusedAs(await call(world.routes, what, other, { params: { id: run.id } }))).toBe('import.unknown');
    const [refusals] = await world.app.read(other, world.clock.now(), [{ text: 'select * from import_refusal' }]);
    expect(refusals).toEqual([]);
  });
});
