import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { IDENTITY_SYSTEM, NOW, ZONE, openWorld } from '../../../test/world.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import type { Resource } from '../../fhir/resource.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { readLog } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { residentRoutes } from './routes.ts';

let world: World;
let routes: readonly Route[];
const faults: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  const log = readLog(db, clock);
  routes = residentRoutes({
    db,
    clock,
    zone: ZONE,
    ids: newId,
    demonstration: true,
    readLog: log,
    onFault: (part) => faults.push(part),
  });
});
afterAll(() => world.drop());
beforeEach(() => world.clock.set(NOW));

const asking = (what: string, request: object, who: WorldPerson = 'gp') =>
  call(routes, what, world.actor(who), request);
type Row = { id: string; name: string; cardMasked: string | null; relations?: { kind: string }[] };
const itemsOf = async (what: string, request: object, who: WorldPerson = 'gp'): Promise<readonly Row[]> =>
  bodyOf(await asking(what, request, who))['items'] as Row[];
const lastAudit = async () =>
  (
    await world.owner('select actor, purpose, action, residents, outcome, reason from audit order by id desc limit 1')
  )[0];

describe('the list of one\u2019s own catchment', () => {
  const list = (query: object, who?: WorldPerson) => itemsOf('GET /api/residents', { query }, who);
  const names = async (query: object, who?: WorldPerson) => (await list(query, who)).map((row) => row.name);

  test('holds the own residents in the order of pinyin, numbers masked, and is audited by name of residents', async () => {
    const rows = await list({});
    expect(rows).toEqual([
      expect.objectContaining({
        name: '李国强',
        cardMasked: '2203**********0011',
        phoneMasked: '139****1234',
        age: 71,
      }),
      expect.objectContaining({ name: '孙大山', catchment: { id: 'village', name: '二道村' } }),
      expect.objectContaining({ name: '吴淑琴', gender: 'female', age: 58, village: '二道村3组', deceased: false }),
    ]);
    expect(JSON.stringify(rows)).not.toContain('220399195507020011');
    expect(JSON.stringify(rows)).not.toContain('13900001234');
    expect(await lastAudit()).toMatchObject({
      actor: 'gp-role',
      action: 'list-residents',
      residents: ['li', 'sun', 'wu'],
    });
  });

  test('of a village clinic holds the village, and a county hospital has none', async () => {
    expect(await names({}, 'village-doctor')).toEqual(['孙大山']);
    expect(await names({}, 'gp-two')).toEqual(['张小宝']);
    expect(await names({}, 'coordinator')).toEqual([]);
    expect(refusedAs(await asking('GET /api/residents', { query: {} }, 'officer'))).toBe('role.may-not');
  });

  test.each([
    ['吴', ['吴淑琴']],
    ['吴淑', ['吴淑琴']],
    ['wushu', ['吴淑琴']],
    ['Wu Shu', ['吴淑琴']],
    ['wsq', ['吴淑琴']],
    ['l', ['李国强']],
    ['shuqin', []],
    ['张', []],
    ['%', []],
    ['220399196803140063', []],
    ['1380000', ['吴淑琴']],
    ['138 0000-6021', ['吴淑琴']],
    ['6021', ['吴淑琴']],
    ['1234', ['李国强']],
    ['602', []],
  ])('searched for %s finds %j', async (q, found) => {
    expect(await names({ q })).toEqual(found);
    const body = await itemsOf('POST /api/residents/search', { body: { q } });
    expect(body.map((row) => row.name)).toEqual(found);
  });

  test('of a house without a catchment holds whom it has a present reason to know, and nobody whose reason is over', async () => {
    const related = async (q?: string) =>
      (await itemsOf('GET /api/residents', { query: { scope: 'related', ...(q && { q }) } }, 'coordinator')).map(
        (row) => row.name,
      );
    expect(await related()).toEqual([]);
    await world.owner(`insert into relation values
      ('wu', 'county-hospital', 'case', 'Task/r1', '2026-11-20', null),
      ('wu', 'county-hospital', 'registration', 'registration/r2', '2026-11-20', null),
      ('li', 'county-hospital', 'case', 'Task/r3', '2026-11-01', '2026-11-20T06:29:00Z'),
      ('zhang', 'county-hospital', 'registration', 'registration/r4', '2026-11-20', '2026-11-21')`);
    expect(await related()).toEqual(['吴淑琴', '张小宝']);
    expect(await related('6021')).toEqual(['吴淑琴']);
    expect(await related('zxb')).toEqual(['张小宝']);
    await world.owner(`delete from relation where organisation = 'county-hospital'`);
  });

  test('is read page by page past the thousandth row, each resident once, in order', async () => {
    await world.owner(`insert into resident (id, name, pinyin, initials, gender, catchment, synthetic)
      select 'm-' || n, '某' || n, 'mou' || lpad((n % 400)::text, 3, '0'), 'm', 'female', 'village', true from generate_series(1, 1200) n`);
    await world.owner(`insert into relation (resident, organisation, kind, source, from_at)
      select r.id, o, 'catchment', 'Patient/' || r.id, '2024-01-01' from resident r, unnest(array['village', 'township']) o
       where r.id like 'm-%'`);
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = bodyOf(await asking('GET /api/residents', { query: { count: 100, ...(cursor && { cursor }) } }));
      seen.push(...(page['items'] as Row[]).map((row) => row.id));
      cursor = (page['next'] as string | null) ?? undefined;
      expect(cursor ?? '').not.toMatch(/mou|某/);
      pages++;
    } while (cursor !== undefined);
    expect(pages).toBe(13);
    expect(new Set(seen).size).toBe(1203);
    const ordered = await world.owner(
      `select id from resident where catchment in ('village', 'township') order by pinyin collate "C", id`,
    );
    expect(seen).toEqual(ordered.map((row) => row['id']));
    expect((await list({ q: 'mou39', count: 100 })).length).toBe(30);
    await world.owner(`delete from resident where id like 'm-%'`);
    await world.owner(`delete from relation where resident like 'm-%'`);
  });

  test('refuses a page mark of another question or of somebody else\u2019s resident', async () => {
    for (const cursor of ['nonsense', 'zhang~e3b0c442', 'wu~00000000'])
      expect(refusedAs(await asking('GET /api/residents', { query: { cursor } }))).toBe('list.cursor');
  });

  test('loses a resident whose catchment relation has ended, even one who is registered here today', async () => {
    await world.owner(
      `insert into relation values ('sun', 'village', 'registration', 'registration/x', '2026-11-20', null)`,
    );
    await world.owner(
      `update relation set until_at = $1 where resident = 'sun' and organisation = 'village' and kind = 'catchment'`,
      [NOW],
    );
    expect(await names({}, 'village-doctor')).toEqual([]);
    expect(await names({})).toContain('孙大山');
    await world.owner(`delete from relation where source = 'registration/x'`);
    await world.owner(`update relation set until_at = null where resident = 'sun'`);
  });
});

describe('finding anyone in the region', () => {
  const identify = (body: object, who: WorldPerson = 'clerk') => asking('POST /api/residents/identify', { body }, who);

  test('takes the whole identity number, shows a masked row, makes no relation and is audited', async () => {
    const [row] = bodyOf(await identify({ value: '220399196803140063' }))['items'] as Row[];
    expect(row).toMatchObject({ name: '吴淑琴', cardMasked: '2203**********0063', relations: [], village: null });
    expect(await lastAudit()).toMatchObject({
      purpose: 'identify',
      action: 'identify',
      residents: ['wu'],
      outcome: 'done',
    });
    expect(await world.owner(`select 1 from relation where organisation = 'county-hospital'`)).toEqual([]);
    expect(refusedAs(await asking('GET /api/residents/:id/summary', { params: { id: 'wu' } }, 'clerk'))).toBe(
      'record.no-relation',
    );
  });

  test('says which relation there is already', async () => {
    const [row] = bodyOf(await identify({ value: '220399196803140063' }, 'gp'))['items'] as Row[];
    expect(row).toMatchObject({ relations: [{ kind: 'catchment', untilAt: null }], village: '二道村3组' });
  });

  test('by part of a number, by name or by a pattern finds nobody', async () => {
    for (const value of ['2203991968', '吴淑琴', '%', '13800006021'])
      expect(bodyOf(await identify({ value }))['items']).toEqual([]);
  });

  test('takes a foreign record number for a card, with or without its system', async () => {
    await world.owner(`insert into resident_card (resident, system, value, unique_card)
      values ('zhang', 'urn:his:mrn', '0000123', false), ('wu', 'urn:other:mrn', '0000123', false)`);
    const found = async (body: object) => (bodyOf(await identify(body))['items'] as Row[]).map((row) => row.id);
    expect(await found({ value: '0000123' })).toEqual(['wu', 'zhang']);
    expect(await found({ value: '0000123', system: 'urn:his:mrn' })).toEqual(['zhang']);
    expect(await found({ value: '0000123', system: IDENTITY_SYSTEM })).toEqual([]);
  });

  test('tells a mistyped identity number from an unknown one', async () => {
    expect(refusedAs(await identify({ value: '220399196803140064' }))).toBe('identity-number.check-digit');
    expect(bodyOf(await identify({ value: '220399197508090125' }))['items']).toEqual([]);
  });
});

describe('registering', () => {
  const register = (id: string, who: WorldPerson = 'clerk') =>
    asking('POST /api/residents/:id/registration', { params: { id }, body: { reason: 'visit' } }, who);
  const summary = (id: string, who: WorldPerson) => asking('GET /api/residents/:id/summary', { params: { id } }, who);

  test('opens the record to the organisation until the end of the next day, and not a minute longer', async () => {
    expect(refusedAs(await summary('zhang', 'physician'))).toBe('record.no-relation');
    expect(bodyOf(await register('zhang'))).toEqual({
      id: 'zhang',
      relation: { kind: 'registration', untilAt: '2026-11-21T16:00:00.000Z' },
    });
    expect(await lastAudit()).toMatchObject({
      actor: 'clerk-role',
      action: 'register',
      residents: ['zhang'],
      reason: 'visit',
    });
    expect(bodyOf(await summary('zhang', 'physician'))).toMatchObject({ resident: { name: '张小宝' } });
    expect(refusedAs(await summary('zhang', 'gp'))).toBe('record.no-relation');
    world.clock.set(new Date('2026-11-21T15:59:59Z'));
    expect(bodyOf(await summary('zhang', 'physician'))).toBeDefined();
    world.clock.set(new Date('2026-11-21T16:00:00Z'));
    expect(refusedAs(await summary('zhang', 'physician'))).toBe('record.no-relation');
  });

  test('of a resident who does not exist or has died is refused', async () => {
    expect(refusedAs(await register('nobody'))).toBe('resident.unknown');
    await world.owner(`update resident set deceased_at = $1 where id = 'li'`, [NOW]);
    expect(refusedAs(await register('li'))).toBe('resident.deceased');
    await world.owner(`update resident set deceased_at = null where id = 'li'`);
    expect(refusedAs(await register('li', 'beds'))).toBe('role.may-not');
  });
});

describe('a new resident', () => {
  const body = {
    name: '马春花',
    identityNumber: '220399197508090125',
    gender: 'female',
    birthDate: '1975-08-09',
    phone: '13712340000',
    address: '双桥镇5组',
  };
  const create = (more: object = {}, who: WorldPerson = 'gp') =>
    asking('POST /api/residents', { body: { ...body, ...more } }, who);

  test('is written as a Patient, found by card, and may be read today', async () => {
    const { id } = bodyOf(await create()) as { id: string };
    const [stored] = await world.owner(
      `select content, author, organisation from resource where type = 'Patient' and id = $1`,
      [id],
    );
    expect(JSON.parse(String(stored?.['content']))).toMatchObject({
      resourceType: 'Patient',
      name: [{ text: '马春花' }],
      birthDate: '1975-08-09',
      identifier: [{ system: IDENTITY_SYSTEM, value: '220399197508090125' }],
    });
    expect(await world.owner('select pinyin, initials, synthetic from resident where id = $1', [id])).toEqual([
      { pinyin: 'machunhua', initials: 'mch', synthetic: true },
    ]);
    const summary = bodyOf(await asking('GET /api/residents/:id/summary', { params: { id } }));
    expect(summary).toMatchObject({ resident: { name: '马春花', age: 51 }, allergies: { state: 'never-asked' } });
    const [found] = await itemsOf('POST /api/residents/identify', { body: { value: '220399197508090125' } }, 'clerk');
    expect(found).toMatchObject({ id });
  });

  test('with a number the region knows is refused by the masked name and the way on; only one of many at once wins', async () => {
    const again = await create({}, 'gp-two');
    expect(again).toMatchObject({
      refusal: { refused: 'resident.exists', values: { name: '马*花' } },
      extra: { ways: ['register-today'], resident: expect.any(String) },
    });
    expect(JSON.stringify(again)).not.toContain('马春花');
    const newcomer = { identityNumber: '220399199912310010', birthDate: '1999-12-31', gender: 'male' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(newcomer)));
    const codes = answers.map((answer) => refusedAs(answer) ?? 'done').sort();
    expect(codes).toEqual(['done', ...Array.from({ length: 7 }, () => 'resident.exists')]);
  });

  test.each([
    [{ identityNumber: '220399197508090126' }, 'identity-number.check-digit'],
    [{ identityNumber: '22039919750809012' }, 'identity-number.length'],
    [{ birthDate: '1975-08-10' }, 'identity-number.birth-date-differs'],
    [{ gender: 'male' }, 'identity-number.gender-differs'],
    [{ birthDate: '1975-02-30' }, 'resident.birth-date'],
    [{ birthDate: '1875-02-03' }, 'resident.birth-date'],
    [{ birthDate: '2026-11-21', identityNumber: null }, 'resident.born-in-the-future'],
    [{ phone: 'call me' }, 'resident.phone'],
  ])('with %j is refused: %s', async (more, code) => {
    const before = await world.owner('select count(*) from resident');
    expect(refusedAs(await create(more))).toBe(code);
    expect(await world.owner('select count(*) from resident')).toEqual(before);
  });

  test('without an identity number is registered all the same', async () => {
    expect(bodyOf(await create({ identityNumber: null, name: '新生儿', birthDate: '2026-11-20' }))).toHaveProperty(
      'id',
    );
  });
});

describe('the summary', () => {
  const store = async (...resources: readonly (Resource & { id: string })[]) => {
    const versions = resources.map((resource) => newVersion(resource, resource.id, null, NOW));
    await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish(storeStatements(versions, world.actor('gp'), NOW)));
  };
  const summary = async (id = 'wu', who: WorldPerson = 'gp') =>
    bodyOf(await asking('GET /api/residents/:id/summary', { params: { id } }, who));
  const patient = { reference: 'Patient/wu' };
  const coded = (code: string, text: string, system = 'http://loinc.org') => ({ coding: [{ system, code }], text });
  const quantity = (value: number | string, code: string) => ({ valueQuantity: { value, code, unit: code } });

  test('tells four kinds of allergy apart', async () => {
    expect((await summary())['allergies']).toEqual({ state: 'never-asked', items: [], askedOn: null });
    await store({
      resourceType: 'AllergyIntolerance',
      id: 'none',
      code: coded('716186003', '已询问，未发现过敏', 'http://snomed.info/sct'),
      recordedDate: '2026-06-12T09:00:00+08:00',
      patient,
    });
    expect((await summary())['allergies']).toEqual({ state: 'none-known', items: [], askedOn: '2026-06-12' });
    await store(
      {
        resourceType: 'AllergyIntolerance',
        id: 'penicillin',
        code: coded('penicillin', '青霉素', 'urn:x'),
        criticality: 'high',
        recordedDate: '2019-03-01',
        reaction: [{ manifestation: [{ text: '皮疹' }] }],
        patient,
      },
      {
        resourceType: 'AllergyIntolerance',
        id: 'mistake',
        code: coded('seafood', '海鲜', 'urn:x'),
        verificationStatus: { coding: [{ code: 'entered-in-error' }] },
        patient,
      },
    );
    expect((await summary())['allergies']).toEqual({
      state: 'present',
      askedOn: null,
      items: [
        { id: 'penicillin', substance: '青霉素', reaction: '皮疹', criticality: 'high', recordedOn: '2019-03-01' },
      ],
    });
    faults.length = 0;
    await world.owner(`update resource set content = '[]' where type = 'AllergyIntolerance' and id = 'none'`);
    expect(await summary()).toMatchObject({ allergies: { state: 'failed' }, conditions: [] });
    expect(faults).toEqual(['allergies']);
  });

  test('shows the last values as they were sent, with unit and date', async () => {
    await store(
      {
        resourceType: 'Observation',
        id: 'bp-old',
        status: 'final',
        code: coded('85354-9', '血压'),
        effectiveDateTime: '2026-10-01T08:00:00+08:00',
        component: [
          { code: coded('8480-6', '收缩压'), ...quantity(180, 'mm[Hg]') },
          { code: coded('8462-4', '舒张压'), ...quantity(100, 'mm[Hg]') },
        ],
        subject: patient,
      },
      {
        resourceType: 'Observation',
        id: 'bp-new',
        status: 'final',
        code: coded('85354-9', '血压'),
        effectiveDateTime: '2026-11-20T08:05:00+08:00',
        component: [
          { code: coded('8462-4', '舒张压'), ...quantity(86, 'mm[Hg]') },
          { code: coded('8480-6', '收缩压'), ...quantity(148, 'mm[Hg]') },
        ],
        subject: patient,
      },
      {
        resourceType: 'Observation',
        id: 'glucose',
        status: 'final',
        code: coded('14771-0', '空腹血糖'),
        effectiveDateTime: '2026-11-20T07:50:00+08:00',
        ...quantity('\u000014.60', 'mmol/L'),
        encounter: { reference: 'Encounter/clinic-visit' },
        subject: patient,
      },
      {
        resourceType: 'Encounter',
        id: 'clinic-visit',
        status: 'finished',
        class: { code: 'AMB' },
        period: { start: '2020-01-01T08:00:00+08:00' },
        serviceProvider: { reference: 'Organization/county-hospital' },
        subject: patient,
      },
      {
        resourceType: 'Observation',
        id: 'glucose-error',
        status: 'entered-in-error',
        code: coded('14771-0', '空腹血糖'),
        effectiveDateTime: '2026-11-20T07:55:00+08:00',
        ...quantity(146, 'mmol/L'),
        subject: patient,
      },
    );
    expect((await summary())['values']).toEqual([
      {
        code: 'blood-pressure',
        value: '148/86',
        unit: 'mm[Hg]',
        label: '血压',
        at: '2026-11-20T00:05:00.000Z',
        organisation: { id: 'township', name: '榆树卫生院' },
      },
      expect.objectContaining({
        code: 'glucose',
        value: '14.60',
        unit: 'mmol/L',
        label: '空腹血糖',
        organisation: { id: 'county-hospital', name: '县医院' },
      }),
    ]);
  });

  test('shows what is active, the last ten encounters and the open cases', async () => {
    const condition = (id: string, text: string, status: string) => ({
      resourceType: 'Condition',
      id,
      clinicalStatus: { coding: [{ code: status }] },
      code: { text },
      onsetDateTime: '2015',
      subject: patient,
    });
    await store(
      condition('diabetes', '2型糖尿病', 'active'),
      condition('cold', '感冒', 'resolved'),
      ...Array.from({ length: 12 }, (_, n) => ({
        resourceType: 'Encounter',
        id: `visit-${String(n)}`,
        status: 'finished',
        class: { code: 'AMB' },
        period: { start: `2026-0${String(1 + (n % 9))}-0${String(1 + (n % 3))}T08:00:00+08:00` },
        reasonCode: [{ text: `第${String(n)}次` }],
        serviceProvider: { reference: 'Organization/county-hospital' },
        subject: patient,
      })),
    );
    await world.owner(
      `insert into cases (id, number, pathway, pathway_version, state, version, urgency, resident, opener,
         owner_organisation, owner_role, due_at, wake_at, opened_at, changed_at)
       values ('case-9', 'SP-9', 'referral', 1, 'sent', 1, 'urgent', 'wu', 'gp-role', 'county-hospital',
         'referral-coordinator', $1, $1, $1, $1)`,
      [NOW],
    );
    const shown = await summary();
    expect(shown['conditions']).toEqual([{ id: 'diabetes', name: '2型糖尿病', since: '2015' }]);
    const encounters = shown['encounters'] as { from: string; organisation: unknown }[];
    expect(encounters).toHaveLength(10);
    expect(encounters.map((row) => row.from)).toEqual(
      encounters
        .map((row) => row.from)
        .sort()
        .reverse(),
    );
    expect(encounters[0]?.organisation).toEqual({ id: 'county-hospital', name: '县医院' });
    expect(shown['cases']).toEqual([
      expect.objectContaining({
        number: 'SP-9',
        owner: { organisation: { id: 'county-hospital', name: '县医院' }, role: 'referral-coordinator' },
      }),
    ]);
  });

  test('without a relation is refused alike for a resident and for nobody, with the way to one, and audited', async () => {
    const refused = await asking('GET /api/residents/:id/summary', { params: { id: 'wu' } }, 'other-coordinator');
    expect(await lastAudit()).toMatchObject({
      actor: 'other-coordinator-role',
      action: 'read-summary',
      outcome: 'refused',
    });
    expect(refused).toEqual({ refusal: { refused: 'record.no-relation' }, extra: { ways: ['register-today'] } });
    expect(await asking('GET /api/residents/:id/summary', { params: { id: 'nobody' } }, 'other-coordinator')).toEqual(
      refused,
    );
  });

  test('does not leave before its audit row is committed: no audit, no answer', async () => {
    await world.owner('alter table audit rename to audit_away');
    await expect(summary()).rejects.toThrow(/audit/);
    await world.owner('alter table audit_away rename to audit');
    expect(await summary()).toBeDefined();
  });
});
