/** A database of the first release's schema, full of work, is brought up to date: every row is there and says what it said. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../src/platform/postgres/connect.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import { asRole, available, migrate } from '../src/platform/postgres/migrate.ts';

const MIGRATIONS = fileURLToPath(new URL('../src/platform/migrations', import.meta.url));
/** What the first release had. */
const FIRST = 15;
const RESIDENTS = 300;
const CASES = 200;

let folder: string;
let url: string;
let client: pg.Client;
const name = `kanglian_upgrade_${randomBytes(4).toString('hex')}`;

const administer = async (text: string): Promise<void> => {
  const one = new pg.Client({ connectionString: inject('cluster').url });
  await one.connect();
  try {
    await one.query(text);
  } finally {
    await one.end();
  }
};
const ask = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await client.query<Record<string, unknown>>(text, [...values])).rows;

/** Copies the migrations up to a number, as an earlier program had them. */
const migrationsUpTo = (number: number): string => {
  const target = mkdtempSync(join(folder, 'migrations-'));
  for (const file of readdirSync(MIGRATIONS))
    if (Number(file.slice(0, 4)) <= number) copyFileSync(join(MIGRATIONS, file), join(target, file));
  return target;
};
const bringTo = (directory?: string): Promise<readonly string[]> => {
  const { schema, appRole, appPassword } = inject('cluster');
  return migrate({ url, schema, appRole, appPassword, ...(directory === undefined ? {} : { directory }) });
};

/** What a region had after its first weeks: people, residents with their records, cases with their steps, places held. */
const FILLING: readonly string[] = [
  `insert into organisation (id, kind, name, short_name, level, district, made_up, from_on)
   values ('county', 'hospital', '平昌县人民医院', '县医院', '二级甲等', '平昌县', true, '2020-01-01'),
          ('town', 'township-hospital', '白衣镇卫生院', '白衣卫生院', null, '平昌县', true, '2020-01-01'),
          ('consortium', 'county-consortium', '平昌县医共体', '医共体', null, '平昌县', true, '2021-01-01')`,
  `insert into affiliation values ('consortium', 'county', 'lead', '2021-01-01', null), ('consortium', 'town', 'member', '2021-01-01', '2026-06-30')`,
  `insert into department (id, organisation, name, specialty, phone, made_up, from_on) values ('neuro', 'county', '神经内科', 'neurology', '6203', true, '2020-01-01')`,
  `insert into key_specialty values ('neuro', 'county', '2024-01-01', null)`,
  `insert into device values ('ct', 'county', 'ct', true, '2020-01-01', null)`,
  `insert into person select 'person-' || n, '人员' || n, '1380000' || lpad(n::text, 4, '0') from generate_series(1, 40) n`,
  `insert into practitioner_role select 'role-' || n, 'person-' || n, case n % 2 when 0 then 'county' else 'town' end,
     case n % 2 when 0 then 'neuro' end, case n % 2 when 0 then 'referral-coordinator' else 'general-practitioner' end, '2024-01-01', null from generate_series(1, 40) n`,
  `insert into account (person, login, password_hash, demonstration) select 'person-' || n, 'login' || n, '$argon2id$' || n, n < 10 from generate_series(1, 40) n`,
  `insert into session select md5(n::text), 'person-' || n, 'role-' || n, 'csrf' || n, now(), now(), now() + interval '1 hour' from generate_series(1, 20) n`,
  `insert into service_client values ('his', 'county', now())`,
  `insert into service_token values ('digest', 'his', 'system/*.cruds', now(), now() + interval '30 days')`,
  `insert into sign_in_attempt values ('key', 3, now(), null)`,
  `insert into resident (id, name, pinyin, initials, gender, birth_date, phone, address, catchment, household, synthetic)
   select 'resident-' || n, '居民' || n, 'jumin' || n, 'jm' || n, case n % 2 when 0 then 'male' else 'female' end, date '1950-01-01' + n, '139' || n, '白衣镇' || n || '号', 'town', 'h' || n / 3, true
     from generate_series(1, ${String(RESIDENTS)}) n`,
  `insert into resident_card select 'resident-' || n, 'urn:oid:2.16.156.10011.1.3', '51372319500101' || lpad(n::text, 4, '0'), true from generate_series(1, ${String(RESIDENTS)}) n`,
  `insert into relation select 'resident-' || n, 'town', 'catchment', 'residence', timestamptz '2024-01-01 00:00+08', null from generate_series(1, ${String(RESIDENTS)}) n`,
  `insert into relation select 'resident-' || n, 'county', 'case', 'case-' || n, timestamptz '2026-03-01 00:00+08', case when n % 3 = 0 then timestamptz '2026-04-01 00:00+08' end from generate_series(1, ${String(CASES)}) n`,
  `insert into resource (type, id, version, updated_at, author, organisation, patient, date, tokens, deleted, content)
   select 'Patient', 'resident-' || n, 1 + n % 3, timestamptz '2026-03-02 08:00+08' + n * interval '1 minute', 'role-1', 'town', 'resident-' || n, null, array[n::bigint], false,
          ('{"resourceType":"Patient","id":"resident-' || n || '","name":[{"text":"居民' || n || '"}],"multipleBirthInteger": 1}')::json from generate_series(1, ${String(RESIDENTS)}) n`,
  `insert into resource (type, id, version, updated_at, author, organisation, patient, date, tokens, deleted, content)
   select 'Observation', 'o-' || n, 1, timestamptz '2026-03-02 08:00+08', 'role-1', 'town', 'resident-' || (1 + n % ${String(RESIDENTS)}), timestamptz '2026-03-02 08:00+08', array[7, n::bigint], n % 50 = 0,
          case when n % 50 <> 0 then ('{"resourceType":"Observation","id":"o-' || n || '","valueQuantity":{"value":1.50,"unit":"mmol/L"}}')::json end from generate_series(1, 2000) n`,
  `insert into resource_history select 'Patient', 'resident-' || n, v, timestamptz '2026-03-01 08:00+08', timestamptz '2026-03-02 08:00+08', 'role-1', 'town', 'resident-' || n, false,
          ('{"resourceType":"Patient","id":"resident-' || n || '","version":' || v || '}')::json from generate_series(1, ${String(RESIDENTS)}) n, generate_series(1, 2) v where v <= n % 3`,
  `insert into cases (id, number, pathway, pathway_version, state, version, urgency, resident, focus, opener, owner_organisation, owner_role, owner_department, due_at, wake_at,
                      headline, limit_code, limit_version, limit_verified, around_the_clock, clock_started_at, opened_at, changed_at, closed_at, ending)
   select 'case-' || n, 'ZZ' || n, 'referral', 1, case when n % 4 = 0 then 'closed' else 'sent' end, 1 + n % 2, (array['routine', 'urgent', 'emergency'])[1 + n % 3], 'resident-' || n, 'ServiceRequest/case-' || n, 'role-1',
          o.organisation, o.role, null, o.due, o.due, '疑似卒中 ' || n, 'referral.answer', '2026', false, true, now(), timestamptz '2026-03-02 09:00+08', timestamptz '2026-03-02 10:00+08',
          case when n % 4 = 0 then timestamptz '2026-03-09 10:00+08' end, case when n % 4 = 0 then 'finished' end
     from generate_series(1, ${String(CASES)}) n
     cross join lateral (select case when n % 4 <> 0 then 'county' end as organisation, case when n % 4 <> 0 then 'referral-coordinator' end as role,
                                case when n % 4 <> 0 then timestamptz '2026-12-02 09:00+08' end as due) o`,
  `insert into resource (type, id, version, updated_at, author, organisation, patient, date, tokens, deleted, content)
   select 'ServiceRequest', c.id, 1, c.opened_at, 'role-1', 'town', c.resident, c.opened_at, '{}', false, json_build_object('resourceType', 'ServiceRequest', 'id', c.id, 'status', 'active', 'intent', 'order') from cases c`,
  `insert into resource (type, id, version, updated_at, author, organisation, patient, date, tokens, deleted, content)
   select 'Task', c.id, 1, c.opened_at, 'role-1', 'town', c.resident, c.opened_at, '{}', false, json_build_object('resourceType', 'Task', 'id', c.id, 'status', 'requested', 'intent', 'order',
            'code', json_build_object('coding', json_build_array(json_build_object('system', 'https://kanglian.org/fhir/CodeSystem/pathway', 'code', 'referral'))),
            'authoredOn', c.opened_at, 'lastModified', c.changed_at,
            'extension', json_build_array(json_build_object('url', 'case', 'extension', json_build_array(
              json_build_object('url', 'urgency', 'valueCode', c.urgency), json_build_object('url', 'escalation', 'valueUnsignedInt', 0),
              json_build_object('url', 'opener', 'valueReference', json_build_object('reference', 'Organization/town')),
              json_build_object('url', 'closed-at', 'valueInstant', c.closed_at), json_build_object('url', 'ending', 'valueCode', c.ending),
              json_build_object('url', 'party', 'extension', json_build_array(json_build_object('url', 'name', 'valueCode', 'sender'), json_build_object('url', 'organisation', 'valueReference', json_build_object('reference', 'Organization/town')))),
              json_build_object('url', 'party', 'extension', json_build_array(json_build_object('url', 'name', 'valueCode', 'receiver'), json_build_object('url', 'organisation', 'valueReference', json_build_object('reference', 'Organization/county')))))))) from cases c`,
  `insert into case_party (case_id, party, organisation, department, pathway, closed, owned, urgency_rank, due_at, changed_at, urgency, owner_role)
   select c.id, p.party, p.organisation, null, 'referral', c.closed_at is not null, c.closed_at is null and p.party = 'receiver', 1, c.due_at, c.changed_at, c.urgency, c.owner_role
     from cases c, (values ('sender', 'town'), ('receiver', 'county')) p (party, organisation)`,
  `insert into case_step select c.id, v, case v when 1 then 'send' else 'accept' end, case v when 2 then 'sent' end, 'sent', c.opened_at + v * interval '1 minute', 'role-1', 'general-practitioner', 'town', null, 'ServiceRequest/' || c.id
     from cases c, generate_series(1, 2) v where v <= c.version`,
  `insert into quota values ('neuro', 30, 4, 2, 0, now(), 'role-2')`,
  `insert into clinic_slot select 'slot-' || n, 'neuro', timestamptz '2026-12-01 09:00+08' + n * interval '15 minutes', timestamptz '2026-12-01 09:15+08' + n * interval '15 minutes' from generate_series(1, 20) n`,
  `insert into bed select 'bed-' || n, 'neuro', n || '床' from generate_series(1, 5) n`,
  `insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at)
   select 'hold-' || n, 'quota', 'neuro', 'case-' || n, 'town', 'role-1', case when n <= 2 then 'active' else 'expired' end, timestamptz '2026-03-02 09:00+08', timestamptz '2026-12-30 09:00+08' from generate_series(1, 30) n`,
  `insert into hold (id, kind, department, slot, subject, organisation, actor, status, from_at, until_at) values ('slot-hold', 'slot', 'neuro', 'slot-3', 'case-9', 'town', 'role-1', 'active', now(), now() + interval '1 day')`,
  `insert into hold (id, kind, department, bed, subject, organisation, actor, status, from_at, until_at) values ('bed-hold', 'bed', 'neuro', 'bed-1', 'case-10', 'county', 'role-2', 'used', now(), now() + interval '9 days')`,
  `insert into draft select 'draft-' || n, 'referral', 'role-1', 'town', 'resident-' || n, '{"reason":"突发右侧肢体无力"}', n, now() from generate_series(1, 25) n`,
  `insert into idempotency select 'role-1', 'key-' || n, md5(n::text), 201, '{"id":"case"}', now() from generate_series(1, 50) n`,
  `insert into outbox select 'event-' || n, n, 'case.opened', 'case-' || n, '{town,county}', '{"urgency":"urgent","owner":"county","role":"referral-coordinator"}', timestamptz '2026-03-02 09:00+08' from generate_series(1, ${String(CASES)}) n`,
  `insert into case_number values ('referral', '2026-03-02', 200)`,
  `insert into audit (at, actor, role, organisation, purpose, action, target, residents, outcome, reason)
   select timestamptz '2026-03-02 09:00+08' + n * interval '1 second', 'role-1', 'general-practitioner', 'town', 'care', 'read', 'Patient/resident-' || n, array['resident-' || n], 'done', null from generate_series(1, ${String(RESIDENTS)}) n`,
  `insert into region_fact values ('residents', '{"loaded":300}', now())`,
];

/**
 * Columns the first release had and this one has not, with the place where what they said is now. Empty: nothing was dropped.
 */
const MOVED: Readonly<Record<string, string>> = {};
/** Rows a migration puts beside what was there, each by its key; whatever else a table holds more than before is a fault. */
const ADDED: Readonly<Record<string, string>> = { region_fact: `name = 'sensitivity-labels'` };

type Held = ReadonlyMap<
  string,
  { readonly columns: readonly string[]; readonly count: number; readonly digest: string }
>;

const columnsNow = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await ask(
    `select table_name, array_agg(column_name::text order by ordinal_position) as columns from information_schema.columns c
      where table_schema = current_schema() and exists (select 1 from pg_tables t where t.schemaname = c.table_schema and t.tablename = c.table_name)
      group by table_name`,
  );
  return new Map(rows.map((row) => [String(row['table_name']), row['columns'] as readonly string[]]));
};
const digestOf = async (table: string, columns: readonly string[]): Promise<{ count: number; digest: string }> => {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const [row] = await ask(
    `select count(*)::integer as count, coalesce(md5(string_agg(r::text, E'\\n' order by r::text)), '') as digest from (select ${list} from ${pg.escapeIdentifier(table)} where not (${ADDED[table] ?? 'false'})) r`,
  );
  return { count: Number(row?.['count']), digest: String(row?.['digest']) };
};
const holdings = async (): Promise<Held> => {
  const held = new Map<string, { columns: readonly string[]; count: number; digest: string }>();
  for (const [table, columns] of await columnsNow())
    if (table !== 'migration') held.set(table, { columns, ...(await digestOf(table, columns)) });
  return held;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kanglian-upgrade-'));
  await administer(`create database ${name}`);
  const address = new URL(inject('cluster').url);
  address.pathname = `/${name}`;
  url = address.href;
  await bringTo(migrationsUpTo(FIRST));
  client = new pg.Client({
    connectionString: url,
    options: `-c search_path=${inject('cluster').schema},public -c timezone=UTC`,
  });
  await client.connect();
  for (const text of FILLING) await client.query(text);
});
afterAll(async () => {
  await client.end();
  await administer(`drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

describe('a database of the first release', () => {
  test('holds something in every table, so that what is compared is not nothing', async () => {
    const empty = [...(await holdings())].filter(([, { count }]) => count === 0).map(([table]) => table);
    expect(empty).toEqual([]);
  });

  test('is brought up to date step by step without a row lost or changed', async () => {
    const before = await holdings();
    const later = available().filter((migration) => Number(migration.slice(0, 4)) > FIRST);
    expect(later.length).toBeGreaterThan(15);
    // in two strides, as somebody who left one release out, and then once more: there is nothing left to do
    const half = Number(later[Math.floor(later.length / 2)]?.slice(0, 4));
    const applied = [...(await bringTo(migrationsUpTo(half))), ...(await bringTo())];
    expect([...applied].sort()).toEqual([...later].sort());
    expect(await bringTo()).toEqual([]);

    const columns = await columnsNow();
    const gone = [...before].flatMap(([table, held]) =>
      held.columns
        .filter((column) => columns.get(table)?.includes(column) !== true)
        .map((column) => `${table}.${column}`),
    );
    expect(gone.sort()).toEqual(Object.keys(MOVED).sort());
    for (const [table, held] of before) {
      const kept = held.columns.filter((column) => !(`${table}.${column}` in MOVED));
      expect([table, await digestOf(table, kept)]).toEqual([table, { count: held.count, digest: held.digest }]);
    }
  });

  test('is then read and written by this program as its own', async () => {
    const { appRole, appPassword, schema } = inject('cluster');
    const app = connect({ url: asRole(url, appRole, appPassword), schema });
    const town: Actor = {
      id: 'role-1',
      person: 'person-1',
      role: 'general-practitioner',
      organisation: 'town',
      purpose: 'care',
    };
    const stranger = { ...town, organisation: 'consortium' };
    const count = { text: `select count(*)::integer as n from resource where type = 'Patient'` };
    const seen = async (actor: Actor): Promise<unknown> => (await app.read(actor, new Date(), [count]))[0]?.[0]?.['n'];
    expect(await seen(town)).toBe(RESIDENTS);
    expect(await seen(stranger)).toBe(0);
    // what happened before stays as it was (law 3)
    const rewrite = app.write(town, new Date(), (tx) => tx.finish([{ text: `update audit set actor = 'nobody'` }]));
    await expect(rewrite).rejects.toMatchObject({ code: '42501' });
    // the facts that came later were told from the records that were there (law 4)
    const [facts] = await ask(
      `select count(*)::integer as n, count(closed_at)::integer as closed, count(*) filter (where sender = 'town' and receiver = 'county')::integer as both
         from referral_fact`,
    );
    expect(facts).toEqual({ n: CASES, closed: CASES / 4, both: CASES });
    await app.close();
  });
});
