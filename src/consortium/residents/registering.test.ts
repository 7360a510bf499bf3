/** Who may be the same is shown before anything is saved, and a person decides; newborns and people nobody knows. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { World, WorldPerson } from '../../../test/world.ts';
import { NOW, ZONE, openWorld } from '../../../test/world.ts';
import { makeIdentityNumber } from '../identity-number.ts';
import { readLog } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { identityRoutes } from './identity-routes.ts';
import { residentRoutes } from './routes.ts';
import type { LikelyResident } from './shapes.ts';

let world: World;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openWorld();
  const { app: db, clock } = world;
  const log = readLog(db, clock);
  routes = [
    ...residentRoutes({ db, clock, zone: ZONE, ids: newId, demonstration: true, readLog: log }),
    ...identityRoutes({ db, clock, zone: ZONE, readLog: log }),
  ];
});
afterAll(() => world.drop());
beforeEach(() => world.clock.set(NOW));

const BODY = {
  name: '吴淑芹',
  identityNumber: null,
  gender: 'female',
  birthDate: '1968-03-14',
  phone: '13800006021',
  address: null,
  reason: 'visit',
};
const register = (body: object, who: WorldPerson = 'clerk') =>
  call(routes, 'POST /api/residents', world.actor(who), { body: { ...BODY, ...body } });
const likelyIn = (answer: Awaited<ReturnType<typeof register>>): readonly LikelyResident[] =>
  'refusal' in answer ? ((answer.extra?.['likely'] ?? []) as LikelyResident[]) : [];
const idOf = async (answer: ReturnType<typeof register>): Promise<string> => String(bodyOf(await answer)['id']);
/** Registered although others may be the same: a clerk says of each that it is not. */
const registerAnother = async (body: object): Promise<string> => {
  const asked = await register(body);
  const decided = likelyIn(asked).map((each) => ({ as: 'different', resident: each.id, ground: 'card-seen' }));
  return idOf(register({ ...body, decided }));
};
const patient = async (id: string): Promise<Record<string, unknown>> => {
  const [row] = await world.owner(`select content from resource where type = 'Patient' and id = $1`, [id]);
  return JSON.parse(String(row?.['content'])) as Record<string, unknown>;
};
const residents = async (): Promise<number> =>
  Number((await world.owner('select count(*)::int as n from resident'))[0]?.['n']);
const identity = async (id: string, who: WorldPerson = 'clerk') =>
  bodyOf(await call(routes, 'GET /api/residents/:id/identity', world.actor(who), { params: { id } }));

describe('somebody who may be known', () => {
  test('is shown with the reasons and masked, and nothing is saved', async () => {
    const before = await residents();
    const answer = await register({});
    expect(refusedAs(answer)).toBe('resident.likely');
    const [one] = likelyIn(answer);
    expect(one).toMatchObject({
      id: 'wu',
      name: '吴*琴',
      birthDate: '1968-03-14',
      phoneMasked: '138****6021',
      cardMasked: '2203**********0063',
      catchment: '榆树卫生院',
      related: false,
      grade: 'possible',
    });
    expect(one?.reasons.map(({ feature }) => feature)).toEqual(
      expect.arrayContaining(['name-sounds-same', 'birth-same', 'phone-same']),
    );
    expect(JSON.stringify(likelyIn(answer))).not.toMatch(/13800006021|220399196803140063/);
    expect(await residents()).toBe(before);
    const [audit] = await world.owner(`select action, residents, purpose from audit order by id desc limit 1`);
    expect(audit).toMatchObject({ action: 'show-likely', residents: ['wu'], purpose: 'identify' });
  });

  test('of another year of birth is shown by the year alone', async () => {
    const answer = await register({ birthDate: '1968-04-13', name: '吴淑琴', phone: '13800006021' });
    expect(likelyIn(answer)[0]).toMatchObject({ name: '吴淑琴', birthDate: '1968' });
  });

  test('is another person: saved with who said so and how it is known, and nobody is asked again', async () => {
    const answer = await register({ decided: [{ as: 'different', resident: 'wu', ground: 'card-seen' }] });
    const id = String(bodyOf(answer)['id']);
    const pairs = await world.owner(
      `select decision, decided_by, decided_role, decided_organisation, ground from resident_pair where one in ($1, 'wu') and other in ($1, 'wu')`,
      [id],
    );
    expect(pairs).toEqual([
      {
        decision: 'different',
        decided_by: 'clerk-role',
        decided_role: 'admission-clerk',
        decided_organisation: 'county-hospital',
        ground: 'card-seen',
      },
    ]);
    const [audit] = await world.owner(`select action, residents, reason from audit order by id desc limit 1`);
    expect(audit).toMatchObject({ action: 'create-resident', residents: [id, 'wu'], reason: 'visit card-seen' });
    // the next one of that name meets both, and what was said of one is not said of the other
    const again = await register({ decided: [{ as: 'different', resident: 'wu', ground: 'card-seen' }] });
    expect(refusedAs(again)).toBe('resident.likely');
    expect(
      likelyIn(again)
        .map((each) => each.id)
        .sort(),
    ).toEqual(['wu', id].sort());
    await world.owner('delete from resident_pair');
    await world.owner('delete from resident_card where resident = $1', [id]);
    await world.owner('delete from relation where resident = $1', [id]);
    await world.owner('delete from resident where id = $1', [id]);
  });

  test('is not known to be: saved, and left to be compared by the house that decides', async () => {
    const answer = await register({ decided: [{ as: 'unsure', resident: 'wu' }] });
    const id = String(bodyOf(answer)['id']);
    expect(await world.owner('select * from resident_pair')).toEqual([]);
    expect(await world.owner('select organisation from resident_unscreened where resident = $1', [id])).toEqual([
      { organisation: 'county-hospital' },
    ]);
    await world.owner('delete from relation where resident = $1', [id]);
    await world.owner('delete from resident where id = $1', [id]);
  });

  test('by a card nobody shares is that resident, whatever else is said', async () => {
    const permit = {
      kind: 'residence-permit',
      value: makeIdentityNumber({ area: '810000', birthDate: '1985-06-12', sequence: 1 }),
    };
    const first = await register({
      name: '陈港生',
      birthDate: '1985-06-12',
      gender: 'male',
      phone: null,
      card: permit,
    });
    expect(refusedAs(first)).toBeUndefined();
    const second = await register({ name: '陈港', birthDate: '1985-06-12', gender: 'male', phone: null, card: permit });
    expect(refusedAs(second)).toBe('resident.exists');
    const wrong = await register({ name: '陈港', birthDate: '1985-06-13', gender: 'male', phone: null, card: permit });
    expect(refusedAs(wrong)).toBe('card.birth-date-differs');
  });
});

describe('a newborn', () => {
  const NEWBORN = { kind: 'newborn', name: '', gender: 'female', birthDate: '2026-11-20', phone: null, mother: 'wu' };

  test('without a name is called after the mother, lives where she does, and a second one like it is asked about', async () => {
    await call(routes, 'POST /api/residents/:id/registration', world.actor('clerk'), {
      params: { id: 'wu' },
      body: { reason: 'visit' },
    });
    const id = await idOf(register(NEWBORN));
    expect(
      await world.owner('select name, mother, phone, address, catchment from resident where id = $1', [id]),
    ).toEqual([
      { name: '吴淑琴之女', mother: 'wu', phone: '13800006021', address: '二道村3组', catchment: 'township' },
    ]);
    const twice = await register(NEWBORN);
    expect(refusedAs(twice)).toBe('resident.likely');
    expect(likelyIn(twice).map((each) => each.id)).toContain(id);
    const twin = await idOf(
      register({
        ...NEWBORN,
        birthOrder: 2,
        decided: likelyIn(twice).map((each) => ({ as: 'different', resident: each.id, ground: 'twins' })),
      }),
    );
    expect(await patient(twin)).toMatchObject({ name: [{ text: '吴淑琴之女乙' }], multipleBirthInteger: 2 });
  });

  test('whose mother the house has no reason to know takes over her name alone', async () => {
    const id = await idOf(register({ ...NEWBORN, gender: 'male' }, 'city-clerk'));
    expect(
      await world.owner('select name, mother, phone, address, catchment from resident where id = $1', [id]),
    ).toEqual([{ name: '吴淑琴之子', mother: 'wu', phone: null, address: null, catchment: null }]);
  });

  test('is named and numbered later, and stays one record with what it was called before', async () => {
    const certificate = { kind: 'birth-certificate', value: 'v220304567', issuer: '青禾县人民医院' };
    const id = await registerAnother({ ...NEWBORN, birthDate: '2026-11-18', card: certificate });
    const first = await identity(id);
    expect(first).toMatchObject({ nameless: 'newborn', mother: { id: 'wu', name: '吴淑琴' }, version: 1 });
    const change = (what: string, body: object) =>
      call(routes, `POST /api/residents/:id/identity/${what}`, world.actor('clerk'), { params: { id }, body });
    const named = {
      version: 1,
      name: '吴安安',
      gender: 'female',
      birthDate: '2026-11-18',
      phone: '13800006021',
      address: '二道村3组',
      reason: '家属来院取名登记',
    };
    expect(bodyOf(await change('person', named))).toEqual({ version: 2 });
    expect(refusedAs(await change('person', named))).toBe('resident.changed-meanwhile');
    const number = { version: 2, kind: 'identity-number', value: '220304202611180021' };
    const wrong = await change('cards', number);
    expect(refusedAs(wrong)).toMatch(/^identity-number\./);
    const right = makeIdentityNumber({ area: '220304', birthDate: '2026-11-18', sequence: 2 });
    expect(bodyOf(await change('cards', { ...number, value: right }))).toEqual({ version: 3 });
    expect(await world.owner('select id, name from resident where id = $1', [id])).toEqual([{ id, name: '吴安安' }]);
    const now = await identity(id);
    expect(now['cards']).toMatchObject([
      { kind: 'identity-number', status: 'in-use', verified: true },
      { kind: 'birth-certificate', value: 'V220304567', issuer: '青禾县人民医院', verified: false },
    ]);
    const history = now['history'] as { changes: { what: string; text: string | null }[]; by: string }[];
    expect(history.map(({ changes }) => changes.map(({ what }) => what))).toEqual([
      ['card-added'],
      ['name'],
      ['written'],
    ]);
    expect(history[1]).toMatchObject({ by: '刘洋', changes: [{ text: '吴淑琴之女 → 吴安安' }] });
    expect(JSON.stringify(await patient(id))).toContain('吴淑琴之女');
    // a number written down twice contradicts itself, and a birth date that contradicts the number is refused
    expect(refusedAs(await change('person', { ...named, version: 3, birthDate: '2026-11-17' }))).toBe(
      'identity-number.birth-date-differs',
    );
  });

  test('without a name and without a mother is refused, and so is a mother nobody knows', async () => {
    expect(refusedAs(await register({ ...NEWBORN, mother: null }))).toBe('resident.name');
    expect(refusedAs(await register({ ...NEWBORN, mother: 'nobody' }))).toBe('resident.mother-unknown');
  });
});

describe('somebody nobody knows', () => {
  test('has a number to be called by, what they were known by, and no birth date that was guessed for one that is known', async () => {
    const body = {
      kind: 'unnamed',
      name: '',
      gender: 'male',
      birthDate: null,
      birthYear: 1960,
      phone: null,
      reason: 'emergency',
      features: '左前臂旧疤，灰色外套',
    };
    const id = await idOf(register(body));
    const other = await idOf(register(body));
    const [row] = await world.owner('select name, birth_date from resident where id = $1', [id]);
    expect(row?.['name']).toMatch(/^无名氏[2-9A-Z]{4}$/);
    expect(row?.['birth_date']).toBeNull();
    const seen = await identity(id);
    expect(seen).toMatchObject({ nameless: 'unnamed', birthDate: '1960', features: '左前臂旧疤，灰色外套' });
    expect(seen['cards']).toMatchObject([
      { kind: 'temporary-number', value: expect.stringMatching(/^W261120-/) as string },
    ]);
    expect((await identity(other))['name']).not.toBe(row?.['name']);
  });
});

describe('cards on the resident\u2019s page', () => {
  const cards = (id: string, body: object, who: WorldPerson = 'clerk', what = '') =>
    call(routes, `POST /api/residents/:id/identity/cards${what}`, world.actor(who), { params: { id }, body });
  let id: string;
  beforeAll(async () => {
    id = await idOf(register({ name: '郝护照', birthDate: '1990-01-02', phone: null, gender: 'male' }));
  });

  test('are added with issuer and period, replaced, mistaken, and good again; each with who and when', async () => {
    const passport = {
      version: 1,
      kind: 'passport',
      value: 'E12345678',
      issuer: '国家移民管理局',
      from: '2016-05-01',
      until: '2026-04-30',
    };
    expect(bodyOf(await cards(id, passport))).toEqual({ version: 2 });
    expect(refusedAs(await cards(id, { ...passport, version: 2 }))).toBe('card.twice');
    expect(
      refusedAs(await cards(id, { ...passport, version: 2, value: 'E1', from: '2026-05-01', until: '2026-04-30' })),
    ).toBe('card.period');
    expect(refusedAs(await cards(id, { ...passport, version: 2, value: 'E12345678901' }))).toBe('card.passport');
    expect(bodyOf(await cards(id, { ...passport, version: 2, value: 'E12345678901', asPrinted: true }))).toEqual({
      version: 3,
    });
    const system = 'https://kanglian.org/fhir/sid/passport';
    const mark = (version: number, to: string) =>
      cards(id, { version, system, value: 'E12345678', to }, 'clerk', '/status');
    expect(bodyOf(await mark(3, 'replaced'))).toEqual({ version: 4 });
    expect(bodyOf(await mark(4, 'entered-in-error'))).toEqual({ version: 5 });
    expect(bodyOf(await mark(5, 'in-use'))).toEqual({ version: 6 });
    const seen = await identity(id);
    expect(seen['cards']).toMatchObject([
      { value: 'E12345678901' },
      { value: 'E12345678', issuer: '国家移民管理局', until: '2026-04-30', expired: true, status: 'in-use' },
    ]);
    const history = seen['history'] as { changes: { what: string }[] }[];
    expect(history.map(({ changes }) => changes.map(({ what }) => what).join())).toEqual([
      'card-changed',
      'card-mistaken',
      'card-replaced',
      'card-added',
      'card-added',
      'written',
    ]);
    expect(
      refusedAs(await cards(id, { version: 6, system, value: 'nothing', to: 'replaced' }, 'clerk', '/status')),
    ).toBe('card.unknown');
  });

  test('two good identity numbers nobody has, and another\u2019s number is told with who holds it', async () => {
    const taken = await cards(id, { version: 6, kind: 'identity-number', value: '220399199005060038' });
    expect(refusedAs(taken)).toBe('identity-number.birth-date-differs');
    const own = makeIdentityNumber({ area: '220304', birthDate: '1990-01-02', sequence: 11 });
    const second = makeIdentityNumber({ area: '220304', birthDate: '1990-01-02', sequence: 13 });
    expect(bodyOf(await cards(id, { version: 6, kind: 'identity-number', value: own }))).toEqual({ version: 7 });
    expect(refusedAs(await cards(id, { version: 7, kind: 'identity-number', value: second }))).toBe('card.one-already');
    const other = await idOf(register({ name: '另外', birthDate: '1990-01-02', phone: null, gender: 'male' }));
    const held = await cards(other, { version: 1, kind: 'identity-number', value: own });
    expect(held).toMatchObject({
      refusal: { refused: 'card.of-another', values: { name: '郝*照' } },
      extra: { resident: id },
    });
  });

  test('are not seen or changed by a house without a reason, and not by a role that has nothing to do with them', async () => {
    expect(refusedAs(await cards(id, { version: 7, kind: 'passport', value: 'E5' }, 'gp'))).toBe('record.no-relation');
    const seen = await call(routes, 'GET /api/residents/:id/identity', world.actor('gp'), { params: { id } });
    expect(refusedAs(seen)).toBe('record.no-relation');
    expect(refusedAs(await cards(id, { version: 7, kind: 'passport', value: 'E5' }, 'officer'))).toBe('role.may-not');
  });
});
