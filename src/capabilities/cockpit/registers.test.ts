/** A register kept by hand: entered, corrected, backed by a document, withdrawn; nothing of it overwritten. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { figureReader } from '../../engines/figures/read.ts';
import { factKeeper } from '../../engines/figures/keep.ts';
import { balance } from '../../engines/figures/ledger.ts';
import { fileOrganisations, makeFacts } from '../../engines/figures/making.ts';
import { createFhir } from '../../fhir/routes.ts';
import { clientOf, testClient } from '../../fhir/test-client.ts';
import { keepFactsBy } from '../../fhir/store/fact-keeper.ts';
import { validate } from '../../fhir/validate/validate.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { FACT_VIEWS } from './facts.ts';
import { REGISTERED as FIGURES, REGISTERS } from './figures.ts';
import { attach, correct, enter, withdraw } from './operations.ts';
import { loadEntries } from './operations/pack.ts';
import { entryFrom } from './records.ts';
import { sheetRoute } from './routes/sheet.ts';
import { findEntries, findVersions } from './routes/statements.ts';
import type { EntryBody } from './shapes.ts';

const ZONE = 'Asia/Shanghai';
const OFFICER: Actor = {
  id: 'officer',
  person: 'p',
  role: 'commission-officer',
  organisation: 'bureau',
  purpose: 'care',
};
const DOCTOR: Actor = { ...OFFICER, id: 'doctor', role: 'village-doctor', organisation: 'north' };

let database: FreshDatabase;
let now = new Date('2026-06-01T02:00:00Z').getTime();
const clock = {
  now: () => {
    now += 1000;
    return new Date(now);
  },
};
let next = 0;
const parts = () => ({ db: database.app, clock, zone: ZONE, ids: () => `entry-${String(++next)}` });
const ground = () => ({ ...parts(), views: FACT_VIEWS });

beforeAll(async () => {
  database = await freshDatabase();
  for (const id of ['bureau', 'north', 'south'])
    await database.owner(
      `insert into organisation (id, kind, name, short_name, made_up, from_on) values ($1, 'township-hospital', $1, $1, true, '2000-01-01')`,
      [id],
    );
  await fileOrganisations(ground());
  await makeFacts(ground());
  keepFactsBy(factKeeper(FACT_VIEWS, ZONE));
});
afterAll(async () => {
  keepFactsBy(() => []);
  await database.drop();
});

const BEDS: EntryBody = {
  register: 'hospice.standard-beds',
  organisation: 'north',
  covers: 'own',
  from: '2026-03-01',
  until: null,
  amount: '20',
  said: '',
  item: '',
  sentence: '设置标准化床位20张',
  source: '床位核定表',
  disputed: false,
};
const made = async (writing: Promise<unknown>): Promise<{ readonly id: string; readonly version: number }> => {
  const written = await writing;
  if (isRefusal(written)) throw new Error(written.refused);
  return written as { readonly id: string; readonly version: number };
};
const refused = async (writing: Promise<unknown>): Promise<string> => {
  const written = await writing;
  return isRefusal(written) ? written.refused : 'written';
};
const read = async (code: string, asOf: Date | null = null, id?: string) => {
  const reader = figureReader({ ...ground(), catalogue: FIGURES, smallestCell: 5 });
  const scope = id === undefined ? ({ kind: 'region' } as const) : ({ kind: 'organisation', id } as const);
  const [answer] = await reader(OFFICER, [
    { code, scope, period: { from: '2026-01-01', to: '2026-06-01' }, asOf, trace: true },
  ]);
  if (answer === undefined || isRefusal(answer)) throw new Error(answer?.refused ?? 'no answer');
  return answer;
};

test('what an officer enters is in the figure at once, as claimed, and marked as entered by hand', async () => {
  expect(await read('hospice.standard-beds')).toMatchObject({ value: null, missing: 'nothing-recorded' });
  await made(enter(parts(), OFFICER, BEDS));
  await made(enter(parts(), OFFICER, { ...BEDS, organisation: 'south', amount: '12.5' }));
  expect(await read('hospice.standard-beds')).toMatchObject({
    value: '32.5',
    fedBy: 'register',
    records: 2,
    evidence: { claimed: '32.5', evidenced: '0', disputed: '0' },
  });
});

test('a correction, a document and a withdrawal are versions; as of before, the figure says what it said', async () => {
  const first = await made(enter(parts(), OFFICER, { ...BEDS, register: 'hospice.wards', amount: '3' }));
  const entered = await read('hospice.wards');
  const then = new Date(now + 500);
  now += 120_000;
  const corrected = await made(
    correct(parts(), OFFICER, first.id, {
      entry: { ...BEDS, register: 'hospice.wards', amount: '4' },
      version: first.version,
      reason: '漏计一个病区',
    }),
  );
  expect((await read('hospice.wards')).value).toBe('4');
  const pdf = Buffer.from('%PDF-1.7 核定表');
  const backed = await made(
    attach(parts(), OFFICER, first.id, { version: corrected.version, title: '核定表.pdf', bytes: pdf }),
  );
  expect((await read('hospice.wards')).evidence).toEqual({ claimed: '0', evidenced: '4', disputed: '0' });
  await made(withdraw(parts(), OFFICER, first.id, { version: backed.version, reason: '重复登记' }));
  expect(await read('hospice.wards')).toMatchObject({ value: null, missing: 'nothing-recorded' });

  expect(await read('hospice.wards', then)).toMatchObject({ value: '3', digest: entered.digest });
  const [versions = []] = await database.app.read(OFFICER, clock.now(), [findVersions(first.id)]);
  expect(
    versions.map(({ content }) => {
      const { amount, evidence, reason, withdrawn } = entryFrom(String(content));
      return [amount, evidence, reason, withdrawn];
    }),
  ).toEqual([
    ['4', 'evidenced', '重复登记', true],
    ['4', 'evidenced', '', false],
    ['4', 'claimed', '漏计一个病区', false],
    ['3', 'claimed', '', false],
  ]);
  for (const { content } of versions)
    expect(
      validate(JSON.parse(String(content))).issues.filter(
        ({ severity }) => severity !== 'warning' && severity !== 'information',
      ),
    ).toEqual([]);
  const [listed = []] = await database.app.read(OFFICER, clock.now(), [findEntries('hospice.wards', 10)]);
  expect(listed).toHaveLength(1);
});

test('what is disputed counts beside what is claimed and what is evidenced, and no document settles it', async () => {
  const beds = { ...BEDS, register: 'hospice.ward-beds-open' };
  await made(enter(parts(), OFFICER, { ...beds, amount: '7' }));
  const doubted = await made(enter(parts(), OFFICER, { ...beds, organisation: 'south', amount: '5', disputed: true }));
  const apart = { value: '12', evidence: { claimed: '7', evidenced: '0', disputed: '5' } };
  expect(await read('hospice.ward-beds-open')).toMatchObject(apart);
  const bytes = Buffer.from('%PDF-1.7 核定表');
  await made(attach(parts(), OFFICER, doubted.id, { version: doubted.version, title: '核定表.pdf', bytes }));
  expect(await read('hospice.ward-beds-open')).toMatchObject(apart);
});

test('the newest entry of an organisation counts, and one for the whole region instead of all of them', async () => {
  const films = { ...BEDS, register: 'outreach.films' };
  await made(enter(parts(), OFFICER, { ...films, amount: '1', from: '2026-02-01' }));
  await made(enter(parts(), OFFICER, { ...films, amount: '5', from: '2026-01-01' }));
  await made(enter(parts(), OFFICER, { ...films, organisation: 'south', amount: '2' }));
  expect((await read('outreach.films')).value).toBe('3');
  await made(enter(parts(), OFFICER, { ...films, organisation: 'bureau', covers: 'region', amount: '7' }));
  expect((await read('outreach.films')).value).toBe('7');
  expect((await read('outreach.films', null, 'north')).value).toBe('1');
});

test('a share is missing until its base is entered, and a qualitative indicator counts items with evidence', async () => {
  const share = { ...BEDS, register: 'accreditation.geriatric-department-coverage' };
  await made(enter(parts(), OFFICER, { ...share, amount: '24' }));
  expect(await read(share.register)).toMatchObject({ value: null, numerator: '24', missing: 'nothing-recorded' });
  await made(enter(parts(), OFFICER, { ...share, register: `${share.register}.base`, amount: '28' }));
  expect(await read(share.register)).toMatchObject({ value: '85.714286', numerator: '24', denominator: '28' });

  const items = { ...BEDS, register: 'national.unified-resources', amount: null };
  const people = await made(enter(parts(), OFFICER, { ...items, item: 'people' }));
  await made(enter(parts(), OFFICER, { ...items, item: 'finance' }));
  expect(await read(items.register)).toMatchObject({ value: '0', denominator: '5' });
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
  await made(attach(parts(), OFFICER, people.id, { version: 1, title: '章程.png', bytes: png }));
  expect(await read(items.register)).toMatchObject({ value: '1', denominator: '5' });
});

test('what cannot stand in a register is refused, and leaves nothing', async () => {
  const before = await database.owner('select count(*)::int as n from resource');
  expect(await refused(enter(parts(), DOCTOR, BEDS))).toBe('register.may-not');
  expect(await refused(enter(parts(), OFFICER, { ...BEDS, register: 'hospice.nothing' }))).toBe('register.unknown');
  expect(await refused(enter(parts(), OFFICER, { ...BEDS, organisation: 'nowhere' }))).toBe(
    'register.unknown-organisation',
  );
  expect(await refused(enter(parts(), OFFICER, { ...BEDS, from: '2027-01-01' }))).toBe('register.days');
  expect(await refused(enter(parts(), OFFICER, { ...BEDS, until: '2026-02-01' }))).toBe('register.days');
  expect(await refused(enter(parts(), OFFICER, { ...BEDS, amount: '350余' }))).toBe('register.amount');
  expect(await refused(enter(parts(), OFFICER, { ...BEDS, amount: null }))).toBe('register.says-nothing');
  expect(
    await refused(enter(parts(), OFFICER, { ...BEDS, register: 'national.unified-resources', item: 'weather' })),
  ).toBe('register.item');
  const [first] = await database.owner(
    `select id, version from resource where type = 'MeasureReport' and version = 1 limit 1`,
  );
  const id = String(first?.['id']);
  expect(await refused(correct(parts(), OFFICER, id, { entry: BEDS, version: 9, reason: '笔误更正' }))).toBe(
    'register.changed',
  );
  expect(await refused(correct(parts(), OFFICER, id, { entry: BEDS, version: 1, reason: '' }))).toBe(
    'register.say-why',
  );
  expect(await refused(attach(parts(), OFFICER, id, { version: 1, title: 'x', bytes: Buffer.from('MZ') }))).toBe(
    'register.document-type',
  );
  expect(await refused(withdraw(parts(), OFFICER, 'nothing', { version: 1, reason: '重复' }))).toBe(
    'register.no-entry',
  );
  expect(await database.owner('select count(*)::int as n from resource')).toEqual(before);
});

test('of two corrections of one version one is made, and the other is told', async () => {
  const entry = await made(enter(parts(), OFFICER, { ...BEDS, register: 'outreach.bulletins' }));
  const change = (amount: string) =>
    refused(
      correct(parts(), OFFICER, entry.id, {
        entry: { ...BEDS, register: 'outreach.bulletins', amount },
        version: 1,
        reason: '更正期数',
      }),
    );
  expect((await Promise.all([change('11'), change('12')])).sort()).toEqual(['register.changed', 'written']);
});

test('no service client changes or removes an entry, or writes one', async () => {
  const entry = await made(enter(parts(), OFFICER, { ...BEDS, register: 'outreach.booklets', amount: '2000' }));
  const client = testClient(createFhir({ db: database.app, clock, ids: parts().ids }), clientOf('north'));
  const held = await client('GET', `MeasureReport/${entry.id}`);
  expect(held.status).toBe(200);
  expect((await client('DELETE', `MeasureReport/${entry.id}`)).status).toBe(403);
  expect(
    (await client('PUT', `MeasureReport/${entry.id}`, { ...held.body, status: 'error' })).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await client('POST', 'MeasureReport', { ...held.body, id: undefined })).status).toBeGreaterThanOrEqual(400);
  expect((await read('outreach.booklets')).value).toBe('2000');
});

test('a pack is entered once, withdrawn or not, and every register it names exists', async () => {
  const entries = [
    {
      id: 'letter-x-01',
      register: 'projects.planned',
      amount: '367',
      from: '2024-12-31',
      sentence: '共谋划367个',
      source: '函',
    },
  ];
  expect(entries.every(({ register }) => REGISTERS.has(register))).toBe(true);
  expect(await loadEntries(parts(), entries, 'bureau')).toBe(1);
  await made(withdraw(parts(), OFFICER, 'letter-x-01', { version: 1, reason: '口径有误' }));
  expect(await loadEntries(parts(), entries, 'bureau')).toBe(0);
});

test('the table of figures goes out with definitions, what is missing said as such, as CSV and as a workbook', async () => {
  const route = sheetRoute({
    ...ground(),
    catalogue: FIGURES,
    smallestCell: 5,
    sentence: ({ refused: code }) => code,
    recordRead: () => Promise.resolve(),
    region: { name: '云岭市', nameEn: 'Yunling' },
    ...{ themes: new Map(), board: [], networks: [], compared: 0 },
  });
  const ask = async (format: string) =>
    (await route.handle({
      query: { theme: 'outreach', until: '2026-06-01', format },
      caller: { actor: OFFICER },
      language: 'zh',
    } as never)) as { readonly body: unknown; readonly headers: Readonly<Record<string, string>> };
  const csv = await ask('csv');
  const lines = String(csv.body).split('\r\n');
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(lines[0]).toMatch(/^\ufeff指标代码,指标,范围,期间,数值,单位/);
  expect(lines.find((line) => line.startsWith('outreach.films'))).toMatch(/云岭市,2026-01-01—2026-06-01,7,部,7,/);
  expect(lines.find((line) => line.startsWith('outreach.city-brands'))).toContain('缺数（未登记）');
  expect((await ask('xlsx')).body).toBeDefined();
});

test('the ledger balances after all of this', async () => {
  expect((await balance(ground())).map(({ differences }) => differences.length)).toEqual([0, 0]);
});
