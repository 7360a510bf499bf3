import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { createFhir } from '../routes.ts';
import { clientOf, testClient } from '../test-client.ts';
import type { TestClient } from '../test-client.ts';
import { spellName } from './name-spelling.ts';
import { CATCHMENT, HOUSEHOLD, IDENTITY_NUMBER } from './resident-facts.ts';

const clock = stoppedClock(new Date('2026-03-02T01:00:00Z'));
let database: FreshDatabase;
let hospital: TestClient;
let clinic: TestClient;
beforeAll(async () => {
  database = await freshDatabase();
  const fhir = createFhir({ db: database.app, clock, ids: newId });
  hospital = testClient(fhir, clientOf('hospital'));
  clinic = testClient(fhir, clientOf('clinic'));
  await database.owner(
    `insert into organisation (id, kind, name, short_name, made_up, from_on)
     select id, 'village-clinic', id, id, true, '2020-01-01' from unnest(array['c1', 'c2']) as id`,
  );
});
afterAll(() => database.drop());

test.each([
  ['张伟', '张', 'zhangwei', 'zw'],
  ['单小雪', '单', 'shanxiaoxue', 'sxx'],
  ['欧阳娜娜', '欧阳', 'ouyangnana', 'oynn'],
  ['吕绿', '吕', 'lvlv', 'll'],
  ['阿依古丽·买买提', undefined, 'ayigulimaimaiti'.replace('li', 'li·'), 'aygl·mmt'],
  ['Ada Palme', 'Palme', 'ada palme', 'ap'],
  ['', undefined, '', ''],
])('%s is typed %s', (name, family, pinyin, initials) => {
  expect(spellName(name, family)).toEqual({ pinyin, initials });
});

/**
 * The facts counted again by another path: SQL over the stored JSON, written from the description of the columns and not from
 * the code that keeps them (law 4). Spelling is left out: it is a table of the language, tested above.
 */
const RECOUNT = `
  with patient as (
    select id, content::jsonb as p from resource where type = 'Patient' and not deleted
  ), shown as (
    select id, p,
           coalesce(jsonb_path_query_first(p, '$.name[*] ? (@.use == "official")'), p -> 'name' -> 0) as name,
           coalesce(jsonb_path_query_first(p, '$.telecom[*] ? (@.system == "phone" && @.use == "mobile")'),
                    jsonb_path_query_first(p, '$.telecom[*] ? (@.system == "phone")')) ->> 'value' as phone,
           coalesce(jsonb_path_query_first(p, '$.address[*] ? (@.use == "home")'), p -> 'address' -> 0) as address
      from patient
  ), pieces as (
    select *, coalesce(name ->> 'family', '') as family,
           array(select jsonb_array_elements_text(coalesce(name -> 'given', '[]'))) as given,
           array_remove(array[address ->> 'state', address ->> 'city', address ->> 'district'], null) as area,
           array(select jsonb_array_elements_text(coalesce(address -> 'line', '[]'))) as line
      from shown
  )
  select id,
         coalesce(name ->> 'text',
                  case when family || array_to_string(given, '') ~ '[一-龥]' then family || array_to_string(given, '')
                       else array_to_string(given || case when family = '' then '{}'::text[] else array[family] end, ' ') end) as name,
         coalesce(p ->> 'gender', 'unknown') as gender,
         case when length(p ->> 'birthDate') = 10 then (p ->> 'birthDate')::date end as birth_date,
         phone,
         coalesce(address ->> 'text',
                  nullif(case when array_to_string(area || line, '') ~ '[一-龥]' then array_to_string(area || line, '')
                              else array_to_string(line || (select coalesce(array_agg(a order by n desc), '{}')
                                                              from unnest(area) with ordinality as x (a, n)), ', ') end, '')) as address,
         substr(jsonb_path_query_first(p, $1::jsonpath) ->> 'reference', 14) as catchment,
         jsonb_path_query_first(p, $2::jsonpath) #>> '{}' as household,
         case when p ? 'deceasedDateTime' then (p ->> 'deceasedDateTime')::timestamptz
              when (p ->> 'deceasedBoolean')::boolean then (p -> 'meta' ->> 'lastUpdated')::timestamptz end as deceased_at,
         p @? '$.meta.tag[*] ? (@.code == "synthetic" || @.code == "HTEST")' as synthetic
    from pieces order by id`;

const KEPT = `select id, name, gender, birth_date, phone, address, catchment, household, deceased_at, synthetic
                from resident order by id`;

const RECOUNTED_CARDS = `
  select distinct id as resident, coalesce(i ->> 'system', 'urn:kanglian:unknown') as system, i ->> 'value' as value,
         coalesce(i ->> 'system', '') = $1 as unique_card
    from resource, jsonb_array_elements(coalesce(content::jsonb -> 'identifier', '[]')) as i
   where type = 'Patient' and not deleted and i ? 'value' order by 1, 2, 3`;

const KEPT_CARDS = `select resident, system, value, unique_card from resident_card order by resident, system, value`;

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, key: string): fc.Arbitrary<object> =>
  fc.option(arbitrary, { nil: undefined }).map((value) => (value === undefined ? {} : { [key]: value }));
const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((objects) => Object.assign({}, ...objects) as object);

const han = fc.stringMatching(/^[张王李欧阳雪梅建国]{1,3}$/);
const latin = fc.constantFrom('Ada', 'Palme', 'Bo', 'd’Arc');
const name = merged(
  maybe(fc.constantFrom('official', 'usual', 'old'), 'use'),
  maybe(fc.oneof(han, latin), 'text'),
  fc.oneof(han, latin).map((family) => ({ family })),
  maybe(fc.array(fc.oneof(han, latin), { minLength: 1, maxLength: 2 }), 'given'),
);
const telecom = merged(
  fc.constantFrom('phone', 'email').map((system) => ({ system })),
  maybe(fc.constantFrom('mobile', 'home'), 'use'),
  fc.stringMatching(/^\d{5}$/).map((value) => ({ value })),
);
const address = merged(
  fc.constantFrom('home', 'work').map((use) => ({ use })),
  maybe(han, 'text'),
  maybe(fc.oneof(han, latin), 'state'),
  maybe(fc.oneof(han, latin), 'city'),
  maybe(fc.array(fc.oneof(han, latin), { minLength: 1, maxLength: 2 }), 'line'),
);
const identifier = merged(
  maybe(fc.constantFrom('urn:a', 'urn:b', IDENTITY_NUMBER), 'system'),
  maybe(fc.stringMatching(/^[0-9]{3}$/), 'value'),
).filter((each) => Object.keys(each).length > 0);
const extension = fc.oneof(
  fc.constantFrom('c1', 'c2').map((id) => ({ url: CATCHMENT, valueReference: { reference: `Organization/${id}` } })),
  han.map((value) => ({ url: HOUSEHOLD, valueString: value })),
);
const list = (items: fc.Arbitrary<object>, key: string) => maybe(fc.array(items, { minLength: 1, maxLength: 3 }), key);
const patient = merged(
  list(name, 'name'),
  list(telecom, 'telecom'),
  list(address, 'address'),
  list(identifier, 'identifier'),
  list(extension, 'extension'),
  maybe(fc.constantFrom('male', 'female', 'other'), 'gender'),
  maybe(fc.constantFrom('1958-03-07', '1990-12', '2000'), 'birthDate'),
  fc.constantFrom<object>(
    {},
    { deceasedBoolean: true },
    { deceasedBoolean: false },
    { deceasedDateTime: '2025-01-01T08:00:00+08:00' },
  ),
  fc.constantFrom<object>({}, { meta: { tag: [{ code: 'HTEST' }] } }, { meta: { tag: [{ code: 'other' }] } }),
).map((content) => ({ resourceType: 'Patient', active: true, ...content }));

test('after any creations and changes the kept facts and cards equal those counted again from the stored records', async () => {
  const doing = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.boolean(), patient);
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 1, maxLength: 8 }), async (steps) => {
      for (const [n, byClinic, content] of steps) {
        clock.advance(1000);
        const answered = await (byClinic ? clinic : hospital)('PUT', `Patient/r${n}`, content);
        // an identity number in use and a resident unknown to the organisation are refusals, and leave the facts as they were
        expect([200, 201, 409]).toContain(answered.status);
      }
      const first = (url: string, value: string) => `$.extension[*] ? (@.url == "${url}").${value}`;
      expect(await database.owner(KEPT)).toEqual(
        await database.owner(RECOUNT, [first(CATCHMENT, 'valueReference'), first(HOUSEHOLD, 'valueString')]),
      );
      expect(await database.owner(KEPT_CARDS)).toEqual(await database.owner(RECOUNTED_CARDS, [IDENTITY_NUMBER]));
    }),
    { numRuns: 60 },
  );
  const [{ n } = { n: 0 }] = await database.owner('select count(*) as n from resident');
  expect(n).toBe(8);
});

test('a catchment that does not exist is refused in a sentence', async () => {
  const answered = await hospital('POST', 'Patient', {
    resourceType: 'Patient',
    extension: [{ url: CATCHMENT, valueReference: { reference: 'Organization/none' } }],
  });
  expect([answered.status, answered.issues]).toEqual([422, ['unknown-catchment @ Patient.extension']]);
});
