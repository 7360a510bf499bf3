import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../../test/database.ts';
import { freshDatabase } from '../../../../test/database.ts';
import { createFhir } from '../../../fhir/routes.ts';
import { clientOf, testClient } from '../../../fhir/test-client.ts';
import { systemClock } from '../../../platform/clock.ts';
import { newId } from '../../../platform/ids.ts';
import { VIEW_RUN } from './run.ts';

let database: FreshDatabase;
let ours: ReturnType<typeof testClient>;
let theirs: ReturnType<typeof testClient>;
let resident: string;

const VIEW = {
  resourceType: 'ViewDefinition',
  resource: 'Observation',
  select: [
    {
      column: [
        { name: 'about', path: 'subject.getReferenceKey(Patient)' },
        { name: 'value', path: 'value.ofType(Quantity).value' },
      ],
    },
  ],
};
const asked = (view: object, ...parameter: readonly object[]): string =>
  JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'viewResource', resource: view }, ...parameter] });

beforeAll(async () => {
  database = await freshDatabase();
  await database.owner(
    `insert into organisation (id, kind, name, short_name, made_up, from_on)
     select id, 'hospital', id, id, true, '2026-01-01' from unnest(array['hospital', 'other']) as id`,
  );
  const fhir = createFhir({ db: database.app, clock: systemClock, ids: newId, operations: [VIEW_RUN] });
  ours = testClient(fhir, clientOf('hospital'));
  theirs = testClient(fhir, clientOf('other'));
  const made = await ours('POST', 'Patient', { resourceType: 'Patient', name: [{ text: '王秀英' }], gender: 'female' });
  resident = String((made.body as { readonly id?: string }).id);
  for (const value of ['1.50', '7'])
    await ours(
      'POST',
      'Observation',
      `{"resourceType":"Observation","status":"final","code":{"text":"=1+1"},"subject":{"reference":"Patient/${resident}"},"valueQuantity":{"value":${value},"unit":"mmol/L"}}`,
    );
});
afterAll(() => database.drop());

test('gives the rows of a view over the records the organisation may see, numbers as sent, and names the residents in the audit', async () => {
  const { status, text } = await ours('POST', '$viewdefinition-run', asked(VIEW));
  expect(status).toBe(200);
  expect(text.split('},{').length).toBe(2);
  expect(text).toContain('"value":1.50');
  expect(JSON.parse(text)).toContainEqual({ about: resident, value: 7 });
  const [row] = await database.owner(
    `select residents from audit where target = 'Observation/$viewdefinition-run' order by id desc limit 1`,
  );
  expect(row?.['residents']).toEqual([resident]);
});

test('gives another organisation nothing', async () => {
  const { status, text } = await theirs('POST', '$viewdefinition-run', asked(VIEW));
  expect([status, text]).toEqual([200, '[]']);
});

test('gives CSV that a spreadsheet does not run', async () => {
  const view = { ...VIEW, select: [{ column: [{ name: 'what', path: 'code.text' }] }] };
  const { text, headers } = await ours(
    'POST',
    '$viewdefinition-run',
    asked(view, { name: '_format', valueCode: 'csv' }),
  );
  expect(headers['content-type']).toContain('text/csv');
  expect(text).toBe("what\r\n'=1+1\r\n'=1+1\r\n");
});

test.each([
  ['a path that is none', { ...VIEW, where: [{ path: '@@' }] }, 422, 'view-fault'],
  [
    'several values where one was promised',
    {
      ...VIEW,
      select: [
        {
          column: [
            { name: 'a', path: "'x'" },
            { name: 'all', path: 'code.text | code' },
          ],
        },
      ],
    },
    422,
    'view-fault',
  ],
  ['a type that is not kept', { ...VIEW, resource: 'Bundle' }, 404, 'type-not-kept'],
  ['no view', {}, 422, 'view-fault'],
])('%s is refused with a sentence', async (_what, view, status, code) => {
  const answer = await ours('POST', '$viewdefinition-run', asked(view));
  expect(answer.status).toBe(status);
  expect(answer.issues.join()).toContain(code);
});

test('a column that finds several values in a record is refused, not cut', async () => {
  const view = { ...VIEW, resource: 'Patient', select: [{ column: [{ name: 'given', path: 'name.given' }] }] };
  await ours('POST', 'Patient', {
    resourceType: 'Patient',
    name: [{ family: '王', given: ['秀', '英'] }],
    gender: 'female',
  });
  const answer = await ours('POST', '$viewdefinition-run', asked(view));
  expect([answer.status, answer.issues.join()]).toEqual([422, 'view-many-values']);
});
