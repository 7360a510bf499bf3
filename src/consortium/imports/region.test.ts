import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { ImportWorld } from '../../../test/import-world.ts';
import { faultsOf, openImportWorld, rowsIn, sheetOf } from '../../../test/import-world.ts';
import { readSheet } from '../../platform/spreadsheet/read.ts';
import type { CellValue } from '../../platform/spreadsheet/write.ts';
import type { ImportKindName, ImportRun } from './shapes.ts';
import { IMPORT_KINDS } from './shapes.ts';

type Row = readonly CellValue[];
const HEADINGS = {
  organisations: [
    '机构编码',
    '机构名称',
    '机构简称',
    '机构类别',
    '机构级别',
    '所属区县',
    '上级机构编码',
    '联系电话',
    '启用日期',
    '停用日期',
  ],
  departments: ['机构编码', '科室编码', '科室名称', '专业', '联系电话', '启用日期', '停用日期'],
  people: [
    '人员编码',
    '姓名',
    '性别',
    '联系电话',
    '专业技术职称',
    '机构编码',
    '科室编码',
    '岗位',
    '启用日期',
    '停用日期',
  ],
  capacity: ['科室编码', '科室名称', '可接收床位'],
} as const;

let world: ImportWorld;
beforeAll(async () => {
  world = await openImportWorld();
});
afterAll(() => world.drop());

const whoOf = (kind: ImportKindName) => (kind === 'capacity' ? world.actor('beds') : world.administrator);
const check = async (kind: keyof typeof HEADINGS, ...rows: readonly Row[]): Promise<ImportRun> =>
  world.check(whoOf(kind), kind, await sheetOf(HEADINGS[kind], rows));
const bring = async (kind: keyof typeof HEADINGS, ...rows: readonly Row[]): Promise<ImportRun> => {
  const run = await check(kind, ...rows);
  return world.bringIn(whoOf(kind), run);
};
const records = (type: string, id: string) =>
  world.owner(`select version, content from resource where type = $1 and id = $2`, [type, id]);

describe('organisations', () => {
  const village: Row = [
    'village-9',
    '榆树镇三道村卫生室',
    '三道村卫生室',
    '村卫生室',
    '基层',
    '青禾县',
    'township-9',
    null,
    '2026-01-05',
    null,
  ];
  const township: Row = [
    'township-9',
    '三岔镇卫生院',
    '三岔卫生院',
    '乡镇卫生院',
    '基层',
    '青禾县',
    null,
    '0434-7000009',
    '2026/1/5',
    null,
  ];

  test('a new township hospital and its village clinic come in together, with their records', async () => {
    expect((await bring('organisations', township, village)).counts.added).toBe(2);
    const [row] = await world.owner(
      `select kind, level, part_of, from_on, made_up from organisation where id = 'village-9'`,
    );
    expect(row).toEqual({
      kind: 'village-clinic',
      level: 'primary',
      part_of: 'township-9',
      from_on: '2026-01-05',
      made_up: true,
    });
    const [record] = await records('Organization', 'village-9');
    expect(JSON.parse(String(record?.['content']))).toMatchObject({
      name: '榆树镇三道村卫生室',
      partOf: { reference: 'Organization/township-9' },
      address: [{ city: '云岭市', district: '青禾县' }],
    });
  });

  test('a changed name is a new version of the record; an end is kept', async () => {
    const run = await bring('organisations', ['township-9', '三岔镇中心卫生院', ...township.slice(2, 9), '2026-12-31']);
    expect(run.counts).toMatchObject({ altered: 1 });
    expect(await records('Organization', 'township-9')).toMatchObject([{ version: 2 }]);
    const [row] = await world.owner(`select name, until_on, phone from organisation where id = 'township-9'`);
    expect(row).toEqual({ name: '三岔镇中心卫生院', until_on: '2026-12-31', phone: '0434-7000009' });
  });

  test('a part before its whole, a part of a part, a department’s code, a double and days the wrong way round are refused', async () => {
    const run = await check(
      'organisations',
      ['v-1', '一村卫生室', '一村', '村卫生室', null, null, 'later', null, '2026-01-05', null],
      ['later', '后来卫生院', '后来', '乡镇卫生院', null, null, 'village', null, '2026-01-05', null],
      ['surgery', '外科医院', '外科', '医院', null, null, null, null, '2026-01-05', null],
      ['坏 编码', '某医院', '某', '医院', null, null, null, null, '2026-01-05', null],
      ['twice', '某医院', '某', '医院', null, null, null, null, '2026-01-05', '2026-01-05'],
      ['twice', '某医院', '某', '医务', null, null, null, null, null, null],
    );
    expect(faultsOf(run)).toEqual({
      2: ['import.parent-unknown@G2'],
      3: ['import.parent-is-part@G3'],
      4: ['import.code-of-department@A4'],
      5: ['import.code@A5'],
      6: ['import.ends-before@J6'],
      7: ['import.not-in-list@D7', 'import.required@I7', 'import.twice@A7'],
    });
  });
});

describe('departments', () => {
  test('come in with their specialty, and are refused where their organisation is unknown or another', async () => {
    const run = await check(
      'departments',
      ['county-hospital', 'county-hospital.burns', '烧伤科', '外科', null, '2026-01-05', null],
      ['nowhere', 'nowhere.a', '甲科', '外科', null, '2026-01-05', null],
      ['township', 'surgery', '外科', '外科', null, '2026-01-05', null],
      ['township', 'village', '全科', '全科', null, '2026-01-05', null],
    );
    expect(faultsOf(run)).toEqual({
      3: ['import.organisation-unknown@A3'],
      4: ['import.department-elsewhere@A4'],
      5: ['import.code-of-organisation@B5'],
    });
    expect((await world.bringIn(world.administrator, run, true)).state).toBe('imported');
    const [record] = await records('Organization', 'county-hospital.burns');
    expect(String(record?.['content'])).toContain('"display":"外科"');
  });
});

describe('people and their roles', () => {
  const row = (
    code: string,
    name: string,
    phone: CellValue,
    role: string,
    place = 'township',
    more: CellValue[] = [null, '2026-01-05', null],
  ): Row => [code, name, '女', phone, '主治医师', place, more[0] ?? null, role, more[1] ?? null, more[2] ?? null];

  test('one person in two roles is one person; the role may be chosen at once, and no account is made', async () => {
    const run = await bring(
      'people',
      row('p-1', '江秋月', '13911110001', '全科医师'),
      row('p-1', '江秋月', '13911110001', '责任医师', 'county-hospital', ['surgery', '2026-01-05', null]),
    );
    expect(run.counts.added).toBe(2);
    expect(await world.owner(`select count(*) as n from person where id = 'p-1'`)).toEqual([{ n: 1 }]);
    expect(await world.owner(`select count(*) as n from account where person = 'p-1'`)).toEqual([{ n: 0 }]);
    const held = await world.owner(
      `select id, role, department from practitioner_role where person = 'p-1' order by role`,
    );
    expect(held).toMatchObject([
      { role: 'attending-physician', department: 'surgery' },
      { role: 'general-practitioner' },
    ]);
    const [record] = await records('PractitionerRole', String(held[0]?.['id']));
    expect(JSON.parse(String(record?.['content']))).toMatchObject({
      organization: { reference: 'Organization/surgery' },
    });
    expect(await records('Practitioner', 'p-1')).toMatchObject([{ version: 1 }]);
  });

  test('a role ends on a day; whoever comes back later begins another period', async () => {
    const ended = row('p-2', '苗青', '13911110002', '护士', 'township', [null, '2026-01-05', '2026-06-01']);
    await bring('people', row('p-2', '苗青', '13911110002', '护士'));
    expect((await bring('people', ended)).counts.altered).toBe(1);
    expect(
      (await bring('people', row('p-2', '苗青', '13911110002', '护士', 'township', [null, '2026-09-01', null]))).counts
        .added,
    ).toBe(1);
    const periods = await world.owner(
      `select from_on, until_on from practitioner_role where person = 'p-2' order by from_on`,
    );
    expect(periods).toEqual([
      { from_on: '2026-01-05', until_on: '2026-06-01' },
      { from_on: '2026-09-01', until_on: null },
    ]);
  });

  test('duplicate people are refused: the same row, another name for a code, another code for a name and telephone', async () => {
    const run = await check(
      'people',
      row('p-3', '田野', '13911110003', '护士'),
      row('p-3', '田野', '13911110003', '护士'),
      row('p-3', '田原', '13911110003', '公卫人员'),
      row('p-4', '田野', '13911110003', '护士'),
      row('p-5', '江秋月', '13911110001', '护士'),
      row('p-6', '冯一', null, '系统'),
      row('p-7', '冯二', null, '责任医师', 'township', ['surgery', '2026-01-05', null]),
    );
    expect(faultsOf(run)).toEqual({
      3: ['import.twice@A3'],
      4: ['import.person-differs@A4'],
      5: ['import.same-person@B5'],
      6: ['import.same-person@B6'],
      7: ['import.not-in-list@H7'],
      8: ['import.department-elsewhere@G8'],
    });
  });
});

describe('bed quotas', () => {
  test('a bed manager states those of the own organisation, never below what is in use', async () => {
    await world.owner(`update quota set occupied = 3 where department = 'endocrinology'`);
    const run = await check(
      'capacity',
      ['endocrinology', '内分泌科', 2],
      ['surgery', '外科', '9'],
      ['city-endocrinology', null, 5],
      ['nothing', null, 5],
      ['surgery', '骨科', 5],
      ['endocrinology', null, '十'],
    );
    expect(faultsOf(run)).toEqual({
      2: ['quota.below-use@C2'],
      4: ['quota.other-organisation@A4'],
      5: ['import.department-unknown@A5'],
      6: ['import.twice@A6', 'import.name-differs@B6'],
      7: ['cell.not-whole@C7', 'import.twice@A7'],
    });
    await world.bringIn(world.actor('beds'), run, true);
    expect(await world.owner(`select places from quota where department = 'surgery'`)).toEqual([{ places: 9 }]);
    expect(
      await world.owner(`select reason from audit where action = 'set-quota' and target = 'department/surgery'`),
    ).toEqual([{ reason: '9' }]);
  });
});

describe('what goes out comes in again', () => {
  test.each(['organisations', 'departments', 'people', 'capacity'] as const)('%s: unchanged', async (kind) => {
    const out = await world.exported(whoOf(kind), kind);
    const back = await world.check(whoOf(kind), kind, out);
    expect(back.refusals).toEqual([]);
    expect(back.counts).toEqual({
      added: 0,
      altered: 0,
      refused: 0,
      similar: 0,
      unchanged: (await rowsIn(out)).length - 1,
    });
    expect(back.counts.unchanged).toBeGreaterThan(1);
  });
});

describe('a file that is not what the template asks for', () => {
  test('missing, strange and repeated columns are named', async () => {
    const bytes = await sheetOf(['科室编码', '可收床位', '科室编码', '科室名称'], [['surgery', 3, null, null]]);
    const run = await world.check(world.actor('beds'), 'capacity', bytes);
    expect(run.state).toBe('stopped');
    expect(run.reason).toBe(
      '列名与模板不符。缺少：可接收床位。不认识：可收床位。重复：科室编码。请下载模板核对第1行。',
    );
  });

  test('merged cells and damaged files stop the check and say why', async () => {
    const { ZipFile } = await import('yazl');
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('<workbook><sheets><sheet name="a"/></sheets></workbook>'), 'xl/workbook.xml');
    const heads = ['科室编码', '可接收床位'].map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('');
    const body = '<row><c t="inlineStr"><is><t>surgery</t></is></c><c><v>3</v></c></row>';
    zip.addBuffer(
      Buffer.from(
        `<worksheet><sheetData><row>${heads}</row>${body}</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>`,
      ),
      'xl/worksheets/sheet1.xml',
    );
    zip.end();
    const pieces: Buffer[] = [];
    for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
    const merged = await world.check(world.actor('beds'), 'capacity', Buffer.concat(pieces));
    expect([merged.state, merged.reason]).toEqual(['stopped', expect.stringContaining('A2:A3')]);
    const damaged = await world.check(world.actor('beds'), 'capacity', Buffer.from('PK\u0003\u0004 nothing'));
    expect(damaged.reason).toContain('损坏');
  });

  test('columns may stand in any order, under English headings, with notes in brackets', async () => {
    const bytes = await sheetOf(['Beds offered', '* Department code', '科室名称（参考）'], [[9, 'surgery', null]]);
    expect((await world.check(world.actor('beds'), 'capacity', bytes)).counts).toMatchObject({ unchanged: 1 });
  });

  test('100,000 rows that are all wrong answer with the first hundred and the count', async () => {
    const rows = (function* (): Generator<Row> {
      for (let n = 0; n < 100_000; n++) yield [null, '女', '1960-01-01'];
    })();
    const { writeWorkbook } = await import('../../platform/spreadsheet/write.ts');
    const columns = ['姓名', '性别', '出生日期'].map((heading) => ({ heading, width: 12 }));
    const run = await world.check(
      world.actor('gp'),
      'residents',
      await writeWorkbook([{ name: '数据', columns, rows }]),
    );
    expect([run.state, run.rowsTotal, run.counts.refused, run.refusals.length]).toEqual([
      'checked',
      100_000,
      100_000,
      100,
    ]);
    expect(run.refusals[99]?.problems[0]).toMatchObject({ cell: 'A101', code: 'import.required' });
  }, 120_000);
});

describe('templates', () => {
  test('begin with the sheet to fill in, and a blank one is no data', async () => {
    for (const kind of IMPORT_KINDS) {
      const who = kind === 'residents' ? world.actor('gp') : whoOf(kind);
      const bytes = bodyOf(
        await call(world.routes, 'GET /api/imports/:kind/template', who, { params: { kind } }),
      ) as unknown as Buffer;
      let rows = 0;
      expect(await readSheet(bytes, (batch) => Promise.resolve(void (rows += batch.length)))).toBeUndefined();
      expect(rows).toBe(1);
      expect((await world.check(who, kind, bytes)).reason).toContain('没有数据行');
    }
  });

  test('only whoever may import gets the template and what the region has', async () => {
    for (const what of ['template', 'export'])
      expect(
        refusedAs(
          await call(world.routes, `GET /api/imports/:kind/${what}`, world.actor('gp'), { params: { kind: 'people' } }),
        ),
      ).toBe('role.may-not');
  });
});
