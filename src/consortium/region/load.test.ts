import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import type { FreshDatabase } from '../../../test/database.ts';
import { stoppedClock } from '../../platform/clock.ts';
import { connect } from '../../platform/postgres/connect.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import { FIRST_RESIDENTS, loadRegion } from './load.ts';
import type { LoadOptions, Loading, Progress } from './load.ts';
import { readPack } from './read.ts';
import type { Pack } from './read.ts';
import { topUpSlots } from './slots.ts';

const SIPING = join(import.meta.dirname, '../../../regions/siping');
const NOW = new Date('2026-11-20T01:00:00Z');
const clock = stoppedClock(NOW);

let pack: Pack;
beforeAll(async () => {
  pack = await readPack(SIPING);
});

type Loaded = FreshDatabase & { readonly loader: Database };
const fresh = async (): Promise<Loaded> => {
  const database = await freshDatabase();
  const loader = connect({ url: database.url, schema: database.schema, connections: 2 });
  return { ...database, loader, drop: () => loader.close().then(database.drop) };
};
const load = (database: Loaded, residents: number, extra: Partial<LoadOptions> = {}): Promise<Loading> =>
  loadRegion({
    owner: database.loader,
    pack,
    residents,
    clock,
    hashPassword: async (password) => `hash of ${password.length} characters`,
    ...extra,
  });
const one = async (database: FreshDatabase, text: string, values: readonly unknown[] = []): Promise<unknown> =>
  Object.values((await database.owner(text, values))[0] ?? {})[0];
const count = async (database: FreshDatabase, from: string): Promise<number> =>
  Number(await one(database, `select count(*) from ${from}`));

/** Everything the loader wrote, row by row, but the moment it was written. */
const DIGESTED = [
  `select type, id, version, patient, date, tokens, regexp_replace(content::text, '"lastUpdated":"[^"]*"', '') as content
     from resource order by type, id`,
  'select * from resident order by id',
  'select * from resident_card order by system, value, resident',
  'select * from relation order by resident, organisation, kind, source',
  'select * from organisation order by id',
  'select * from practitioner_role order by id',
  'select * from clinic_slot order by id',
];
const digestOf = async (database: FreshDatabase): Promise<string> => {
  const digest = createHash('sha256');
  for (const text of DIGESTED) digest.update(JSON.stringify(await database.owner(text)));
  return digest.digest('hex');
};

describe('a region is loaded', () => {
  let database: Loaded;
  const progress: Progress[] = [];
  beforeAll(async () => {
    database = await fresh();
    const loading = await load(database, 1200, { onProgress: (each) => progress.push(each) });
    // the page is usable now
    expect(await count(database, 'resident')).toBeGreaterThanOrEqual(FIRST_RESIDENTS);
    expect(await loading.rest).toEqual({ loaded: 1200 });
  });
  afterAll(() => database.drop());

  it('with every organisation, department, person and place of the pack', async () => {
    const expected: readonly (readonly [string, number])[] = [
      ["organisation where kind in ('township-hospital', 'community-centre')", 88],
      ["organisation where kind = 'village-clinic'", 724],
      ["organisation where kind = 'community-centre'", 13],
      ["organisation where kind = 'county-consortium'", 7],
      ["organisation where kind = 'urban-group'", 2],
      ["key_specialty where grade = 'national'", 2],
      ["key_specialty where grade = 'provincial'", 2],
      ["key_specialty where grade = 'city'", 20],
      ["key_specialty where grade = 'county'", 12],
      ['device', 356],
      ['affiliation', pack.affiliations.length],
      ['department', pack.departments.length],
      ['person', pack.people.length],
      ['practitioner_role', pack.people.length + 1],
      ['account where demonstration', pack.accounts.length],
      ["bed where department like 'hospice-1.%'", 18],
      ["resource where type = 'Practitioner'", pack.people.length],
      ["resource where type = 'PractitionerRole'", pack.people.length + 1],
      ["resource where type = 'Location'", 286],
      ["resource where type = 'Organization'", pack.organisations.length + pack.departments.length],
    ];
    for (const [table, number] of expected) expect([table, await count(database, table)]).toEqual([table, number]);
  });

  it('with open places in quotas and clinics of the working days ahead', async () => {
    expect(await count(database, 'quota where places > 0 and held = 0 and occupied = 0')).toBeGreaterThan(100);
    const days = await database.owner(
      `select distinct to_char(starts_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day from clinic_slot order by 1`,
    );
    expect(days.map((row) => row['day'])).toEqual([
      '2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01',
      '2026-12-02', '2026-12-03',
    ]); // prettier-ignore
    expect(await count(database, `clinic_slot where starts_at <= '${NOW.toISOString()}'`)).toBe(0);
  });

  it('with as many residents as asked, half of the first 500 in the demonstration township', async () => {
    expect(await count(database, 'resident')).toBe(1200);
    const near = await count(
      database,
      `relation where kind = 'catchment' and organisation = 'township-01' and resident < 'r-0000500'`,
    );
    expect(near).toBeGreaterThan(200);
    expect(near).toBeLessThan(300);
    expect(
      await count(
        database,
        `resident r where not exists
      (select 1 from relation x where x.resident = r.id and x.organisation = r.catchment and x.kind = 'catchment')`,
      ),
    ).toBe(0);
  });

  it('so that a township reads its own residents and no others, and a past visit opens nothing', async () => {
    const reader = (organisation: string) =>
      ({ id: 'test', person: null, role: 'general-practitioner', organisation, purpose: 'care' }) as const;
    const seen = async (organisation: string): Promise<number> => {
      const [rows] = await database.app.read(reader(organisation), NOW, [
        { text: 'select count(*) as n from resident' },
      ]);
      return Number(rows?.[0]?.['n']);
    };
    const own = await count(database, `relation where kind = 'catchment' and organisation = 'township-01'`);
    expect(own).toBeGreaterThan(0);
    expect(await seen('township-01')).toBe(own);
    expect(
      await count(database, `relation where kind = 'registration' and organisation = 'county-1-hospital'`),
    ).toBeGreaterThan(0);
    expect(await seen('county-1-hospital')).toBe(0);
  });

  it('so that resident and resident_card are what the stored Patients say', async () => {
    // written for this test and not with the function that made the facts (law 4)
    const differing = await database.owner(`
      select p.id from (
        select id, content->'name'->0->>'text' as name, content->>'gender' as gender, (content->>'birthDate')::date as birth_date,
               content->'telecom'->0->>'value' as phone, content->'address'->0->>'text' as address,
               replace((select e->'valueReference'->>'reference' from json_array_elements(content->'extension') e
                         where e->>'url' = 'https://kanglian.org/fhir/StructureDefinition/catchment'), 'Organization/', '') as catchment,
               (select e->>'valueString' from json_array_elements(content->'extension') e
                 where e->>'url' = 'https://kanglian.org/fhir/StructureDefinition/household') as household,
               content->'meta'->'tag'->0->>'code' = 'synthetic' as synthetic
          from resource where type = 'Patient') p
      full join resident r on r.id = p.id
      where (p.name, p.gender, p.birth_date, p.phone, p.address, p.catchment, p.household, p.synthetic)
            is distinct from (r.name, r.gender, r.birth_date, r.phone, r.address, r.catchment, r.household, r.synthetic)`);
    expect(differing).toEqual([]);
    const cards = await database.owner(`
      select coalesce(p.id, c.resident) from (
        select id, i->>'system' as system, i->>'value' as value
          from resource, json_array_elements(content->'identifier') i where type = 'Patient') p
      full join resident_card c on (c.resident, c.system, c.value) = (p.id, p.system, p.value)
      where p.id is null or c.resident is null
         or c.unique_card is distinct from (p.system = 'https://kanglian.org/fhir/sid/identity-number')`);
    expect(cards).toEqual([]);
    expect(await count(database, 'resident_card')).toBe(2400);
  });

  it('with everybody marked as synthetic and every decimal as it was measured', async () => {
    expect(await count(database, 'resident where not synthetic')).toBe(0);
    expect(
      await one(
        database,
        `select count(*) from resource where type = 'Observation' and content::text like '%"value":%.0,"unit":"kg"%'`,
      ),
    ).toBeGreaterThan(0);
  });

  it('and progress is told until the end', () => {
    expect(progress[0]).toEqual({ part: 'organisations', done: 0, total: pack.organisations.length });
    expect(progress.at(-1)).toEqual({ part: 'residents', done: 1200, total: 1200 });
    const done = progress.filter((p) => p.part === 'residents').map((p) => p.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  it('and a second start changes nothing but adds the slots of a new day', async () => {
    const before = await digestOf(database);
    let hashed = 0;
    const again = await load(database, 1200, {
      hashPassword: async () => {
        hashed++;
        return 'x';
      },
    });
    await again.rest;
    expect([await digestOf(database), hashed]).toEqual([before, 0]);
    const slots = await count(database, 'clinic_slot');
    await (
      await load(database, 1200, { clock: stoppedClock(new Date('2026-11-23T00:00:00Z')) })
    ).rest;
    const topped = await count(database, 'clinic_slot');
    expect(topped).toBeGreaterThan(slots);
    // the running program does the same with its own rights
    const later = new Date('2026-11-24T00:00:00Z');
    const clerk: Actor = { id: 'system:clocks', person: null, role: 'system', organisation: '', purpose: 'system' };
    await database.app.write(clerk, later, (tx) => tx.finish(topUpSlots(pack, later)));
    expect(await count(database, 'clinic_slot')).toBeGreaterThan(topped);
  });

  it('and a pack that gained a department still starts, and says that it differs from what was loaded', async () => {
    const [department] = pack.departments;
    if (department === undefined) throw new Error('no department');
    const gained = { ...department, id: 'gained.later', name: '新设科室' };
    const again = await load(database, 1200, {
      pack: { ...pack, digest: 'another', departments: [...pack.departments, gained] },
      clock: stoppedClock(new Date('2026-11-25T00:00:00Z')),
    });
    expect(again.packChanged).toBe(true);
    expect((await load(database, 1200)).packChanged).toBe(false);
    expect(await count(database, `clinic_slot where department = 'gained.later'`)).toBe(0);
    expect(await count(database, `clinic_slot where id like '%.s202612%'`)).toBeGreaterThan(0);
  });

  it('and a pack that gained accounts gives them at the next start, each with its own person, and once', async () => {
    const [first] = pack.accounts;
    if (first === undefined) throw new Error('no account');
    const people = await count(database, 'person');
    // somebody of the pack who has none yet, the first account's post under another number, and one at an unknown institution
    const taken = new Set(pack.accounts.map(({ person }) => person));
    const idle = pack.people.find(({ id }) => !taken.has(id));
    if (idle === undefined) throw new Error('everybody has an account');
    const known = { ...first, login: 'gained-known', person: idle.id, name: idle.name, roles: idle.roles };
    const moved = { ...first, login: 'gained-moved' };
    const [role] = first.roles;
    if (role === undefined) throw new Error('no role');
    const elsewhere = { ...first, login: 'gained-elsewhere', roles: [{ ...role, organisation: 'nowhere' }] };
    const accounts = [...pack.accounts, known, moved, elsewhere];
    const start = async (options: Partial<LoadOptions> = {}): Promise<void> => {
      await (
        await load(database, 1200, { pack: { ...pack, digest: 'gained', accounts }, ...options })
      ).rest;
    };
    await Promise.all([start(), start()]);
    const rows = await database.owner(
      `select a.login, a.person, a.demonstration, r.organisation, r.role, p.phone,
              (select count(*)::int from resource x where x.type = 'PractitionerRole' and x.id = r.id) as recorded
         from account a join practitioner_role r on r.person = a.person join person p on p.id = a.person
        where a.login like 'gained-%' order by a.login, r.id`,
    );
    expect(rows.map(({ login, person, organisation, recorded }) => [login, person, organisation, recorded])).toEqual([
      ['gained-known', idle.id, idle.roles[0]?.organisation, 1],
      ...first.roles.map((held) => ['gained-moved', 'demonstration.gained-moved', held.organisation, 1]),
    ]);
    expect(rows.every((row) => row['demonstration'] === true && String(row['phone']).startsWith('100'))).toBe(true);
    expect(await count(database, 'person')).toBe(people + 1);
    // not made again, and no password is hashed for nothing
    await start({ hashPassword: () => Promise.reject(new Error('hashed again')) });
    expect(await count(database, `account where login like 'gained-%'`)).toBe(2);
  });

  it('and another region does not enter its database', async () => {
    const other = { ...pack, id: 'elsewhere' };
    await expect(load(database, 10, { pack: other })).rejects.toThrow(/另一区域.*another region/s);
    await expect(load(database, 100_000_000)).rejects.toThrow(/最多可生成3600000名居民/);
  });
});

describe('loading is interrupted', () => {
  it('stops after a batch, goes on later, and ends with the same bytes as without a stop', async () => {
    const [whole, broken] = [await fresh(), await fresh()];
    try {
      await (
        await load(whole, 1600)
      ).rest;
      const first = await load(broken, 1600);
      await first.stop();
      const kept = await count(broken, 'resident');
      expect(kept).toBeGreaterThanOrEqual(FIRST_RESIDENTS);
      expect(kept).toBeLessThan(1600);
      // goes on on another day and is dated as on the first
      clock.set(new Date(NOW.getTime() + 3_600_000));
      await (
        await load(broken, 1600)
      ).rest;
      clock.set(NOW);
      expect(await digestOf(broken)).toBe(await digestOf(whole));
    } finally {
      await Promise.all([whole.drop(), broken.drop()]);
    }
  });

  it('by kill -9 in the middle: nothing is lost and nothing is there twice', async () => {
    const database = await fresh();
    try {
      const script = `
        import { readPack } from ${JSON.stringify(join(import.meta.dirname, 'read.ts'))};
        import { loadRegion } from ${JSON.stringify(join(import.meta.dirname, 'load.ts'))};
        import { connect } from ${JSON.stringify(join(import.meta.dirname, '../../platform/postgres/connect.ts'))};
        const owner = connect({ url: process.env.OWNER_URL, schema: process.env.OWNER_SCHEMA, connections: 2 });
        const clock = { now: () => new Date(${NOW.getTime()}) };
        const loading = await loadRegion({ owner, pack: await readPack(${JSON.stringify(SIPING)}), residents: 100000, clock,
          hashPassword: async () => 'x', onProgress: (p) => process.stdout.write(p.part + ' ' + p.done + '\\n') });
        await loading.rest;`;
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        env: { ...process.env, OWNER_URL: database.url, OWNER_SCHEMA: database.schema },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
      let told = '';
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        if (/residents (1[0-9]{3}|[2-9][0-9]{3})\n/.test(told)) child.kill('SIGKILL');
      });
      expect(await ended).toBe('SIGKILL');
      const acknowledged = Number(/residents (\d+)\n$/.exec(told)?.[1]);
      const kept = await count(database, 'resident');
      expect(kept).toBeGreaterThanOrEqual(acknowledged);
      expect(kept % 250).toBe(0);
      expect(await count(database, `resource where type = 'Patient'`)).toBe(kept);
      const target = kept + 300;
      await (
        await load(database, target)
      ).rest;
      expect(await count(database, 'resident')).toBe(target);
      expect(await one(database, `select max(id) from resident`)).toBe(`r-${String(target - 1).padStart(7, '0')}`);
      expect(await count(database, `resource_history`)).toBe(0);
    } finally {
      await database.drop();
    }
  });

  it('or tried by two processes at once: both end well and every resident is there once', async () => {
    const database = await fresh();
    const second = { ...database, loader: connect({ url: database.url, schema: database.schema, connections: 2 }) };
    try {
      const both = await Promise.all([load(database, 1500), load(second, 1500)]);
      expect(await Promise.all(both.map((loading) => loading.rest))).toEqual([{ loaded: 1500 }, { loaded: 1500 }]);
      expect(await count(database, 'resident')).toBe(1500);
    } finally {
      await second.loader.close();
      await database.drop();
    }
  });
});
