/** Views of SQL on FHIR, evaluated over parsed JSON and compiled to SQL: the published tests, and one against the other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../../test/database.ts';
import { freshDatabase } from '../../../../test/database.ts';
import { isNumber, numberValue, parseJson, writeJson } from '../../../fhir/json.ts';
import { evaluateView } from './evaluate.ts';
import type { Row } from './evaluate.ts';
import { ViewFault } from './path.ts';
import { viewStatement } from './sql.ts';
import { readView } from './view.ts';

type Resource = Readonly<Record<string, unknown>>;
type Told = {
  readonly title: string;
  readonly view: unknown;
  readonly expect?: readonly Row[];
  readonly expectCount?: number;
  readonly expectError?: boolean;
  readonly expectColumns?: readonly string[];
};
type Suite = { readonly title: string; readonly resources: readonly Resource[]; readonly tests: readonly Told[] };

const FOLDER = fileURLToPath(new URL('../../../../../shared/conformance/sql-on-fhir', import.meta.url));
const there = existsSync(FOLDER);
if (!there) process.stderr.write(`no published tests under ${FOLDER}: the tests of SQL on FHIR have not run\n`);

/** Numbers stay as sent, so that 1.0 has one decimal. */
const parsed = (text: string): unknown => {
  const read = parseJson(text);
  if (!read.ok) throw new Error('the published tests are not JSON');
  return read.value;
};
const suites: readonly Suite[] = there
  ? readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json') && !file.includes('schema'))
      .sort()
      .map((file) => parsed(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Suite)
  : [];

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const inMemory = (definition: unknown, resources: readonly Resource[]): readonly Row[] => {
  const view = readView(definition);
  return resources.flatMap((resource) => evaluateView(view, resource));
};

const SOURCE = '(select value as content from jsonb_array_elements($1::jsonb)) as source';
const inDatabase = async (definition: unknown, resources: readonly Resource[]): Promise<readonly Row[]> => {
  const { text, values } = viewStatement(readView(definition), SOURCE, [writeJson(resources)]);
  const rows = await database.owner(text, values);
  // jsonb comes as its text, as everywhere here: numbers stay as they are
  const opened = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? parsed(value) : null]),
    );
  return rows.map(opened);
};

/** Rows in any order; numbers by value to ten digits, since SQL divides exactly and JavaScript does not. */
const plain = (value: unknown): unknown => {
  if (isNumber(value)) return Number(numberValue(value).toPrecision(10));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, each]) => [name, plain(each)]),
    );
  return value ?? null;
};
const sorted = (rows: readonly unknown[]): readonly string[] => rows.map((row) => JSON.stringify(plain(row))).sort();

describe.runIf(there)('the published tests of SQL on FHIR', () => {
  for (const { title, resources, tests } of suites)
    describe(title, () => {
      test.each(tests.filter(({ expectError }) => expectError === true))('$title: is refused', async ({ view }) => {
        expect(() => inMemory(view, resources)).toThrow(ViewFault);
        await expect(inDatabase(view, resources)).rejects.toThrow();
      });
      test.each(tests.filter(({ expectError }) => expectError !== true))('$title', async (told) => {
        const memory = inMemory(told.view, resources);
        const sql = await inDatabase(told.view, resources);
        if (told.expect !== undefined) {
          expect(sorted(memory)).toEqual(sorted(told.expect));
          expect(sorted(sql)).toEqual(sorted(told.expect));
        }
        if (told.expectCount !== undefined) {
          expect(memory).toHaveLength(told.expectCount);
          expect(sql).toHaveLength(told.expectCount);
        }
        if (told.expectColumns !== undefined) expect(readView(told.view).select.names).toEqual(told.expectColumns);
      });
    });

  test('are all there', () => {
    expect(suites.flatMap(({ tests }) => tests).length).toBeGreaterThanOrEqual(134);
  });
});

describe('a view that cannot be', () => {
  const base = { resource: 'Patient', select: [{ column: [{ name: 'id', path: 'id' }] }] };
  test.each([
    ['a column given twice', { ...base, select: [...base.select, ...base.select] }, 'select'],
    ['a function outside the subset', { ...base, where: [{ path: 'name.repeat(given)' }] }, 'where[0].path'],
    [
      'two loops in one select',
      { ...base, select: [{ ...base.select[0], forEach: 'name', repeat: ['item'] }] },
      'select.select[0]',
    ],
    ['a path cut off', { ...base, where: [{ path: 'name.' }] }, 'where[0].path'],
    [
      'a name that is no column',
      { ...base, select: [{ column: [{ name: 'id"; drop', path: 'id' }] }] },
      'select.0.column.0.name',
    ],
  ])('%s is refused by its place', (_what, view, place) => {
    let fault: unknown;
    try {
      readView(view);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(ViewFault);
    expect((fault as ViewFault).place).toBe(place);
  });

  test('text in a path is a parameter, whatever it says', async () => {
    const view = {
      ...base,
      where: [{ path: `name.where(family = 'x''; drop table resource; --').empty()`.replace("''", "\\'") }],
    };
    expect(await inDatabase(view, [{ resourceType: 'Patient', id: 'a' }])).toEqual([{ id: 'a' }]);
  });
});

const VIEW = {
  resource: 'Patient',
  where: [{ path: 'active.exists().not() or active = true' }],
  select: [
    {
      column: [
        { name: 'id', path: 'getResourceKey()' },
        { name: 'any', path: "name.where(use = 'official').exists()" },
      ],
    },
    {
      forEachOrNull: 'name',
      column: [
        { name: 'row', path: '%rowIndex' },
        { name: 'family', path: 'family' },
        { name: 'given', path: 'given', collection: true },
        { name: 'joined', path: "given.join(' ')" },
      ],
    },
    {
      unionAll: [
        {
          forEach: 'telecom',
          column: [
            { name: 'kind', path: 'system' },
            { name: 'rank', path: 'rank + 1' },
          ],
        },
        {
          forEachOrNull: 'contact.telecom.where(rank > 1)',
          column: [
            { name: 'kind', path: "'contact'" },
            { name: 'rank', path: 'rank' },
          ],
        },
      ],
    },
  ],
};

test('over random residents both ways give the same rows', async () => {
  const word = fc.constantFrom('王', '秀英', 'a', "o'x", '"', '');
  const telecom = fc.record(
    { system: fc.constantFrom('phone', 'email'), rank: fc.integer({ min: 1, max: 3 }) },
    { requiredKeys: [] },
  );
  const name = fc.record(
    { use: fc.constantFrom('official', 'old'), family: word, given: fc.array(word, { maxLength: 3 }) },
    { requiredKeys: [] },
  );
  const resident = fc.record(
    {
      resourceType: fc.constantFrom('Patient', 'Patient', 'Person'),
      id: fc.constantFrom('p1', 'p2'),
      active: fc.boolean(),
      name: fc.array(name, { maxLength: 3 }),
      telecom: fc.array(telecom, { maxLength: 2 }),
      contact: fc.array(fc.record({ telecom: fc.array(telecom, { maxLength: 2 }) }), { maxLength: 2 }),
    },
    { requiredKeys: ['resourceType'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(resident, { maxLength: 4 }), async (residents) => {
      const memory = inMemory(VIEW, residents);
      expect(sorted(await inDatabase(VIEW, residents))).toEqual(sorted(memory));
    }),
    { numRuns: 60 },
  );
});

const REFERENCES = {
  resource: 'Task',
  where: [{ path: "input.where(name = 'a').exists()" }],
  select: [
    {
      column: [
        { name: 'key', path: 'for.getReferenceKey(Patient).first()' },
        { name: 'whatever', path: 'for.getReferenceKey().first()' },
        { name: 'asked', path: "input.where(name = 'a').value.ofType(Reference).getReferenceKey(Patient).first()" },
        {
          name: 'keys',
          path: "input.where(name = 'a').value.ofType(Reference).getReferenceKey(Patient)",
          collection: true,
        },
        { name: 'second', path: 'input.where(%rowIndex = 1).name.first()' },
        { name: 'none', path: "input.where(name = 'b').value.ofType(Reference).empty()" },
      ],
    },
  ],
};

test('a reference is read the same both ways, however it is written', async () => {
  const reference = fc.constantFrom(
    ...[
      'Patient/a.1-B',
      'Patient/',
      'Patient/a b',
      'Patient/a/_history/2',
      'https://a.cn/fhir/Patient/b',
      '/Patient/b',
      'xPatient/b',
    ],
    ...[
      'Patient/Patient/c',
      'Patient/Patient',
      `Patient/${'d'.repeat(64)}`,
      `Patient/${'d'.repeat(65)}`,
      'Group/g',
      '患者/a',
      'Patient/患',
      '',
    ],
  );
  const pointing = fc.oneof(fc.record({ reference }), fc.constant({ display: '无' }));
  const input = fc.record(
    { name: fc.constantFrom('a', 'b'), valueReference: pointing, valueString: fc.constant('Patient/z') },
    { requiredKeys: ['name'] },
  );
  const task = fc.record({
    resourceType: fc.constant('Task'),
    for: fc.oneof(pointing, fc.array(pointing, { maxLength: 3 })),
    input: fc.array(input, { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { minLength: 1, maxLength: 8 }), async (tasks) => {
      expect(sorted(await inDatabase(REFERENCES, tasks))).toEqual(sorted(inMemory(REFERENCES, tasks)));
    }),
    { numRuns: 100 },
  );
});
