/** What houses are registered as is entered by the office in charge, once at a time, corrected without loss, and read by everybody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld } from '../../../test/home-world.ts';
import type { Institutions, InstitutionView } from '../../consortium/organisations/institution-shapes.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import type { Route } from '../../platform/http/route.ts';
import { loadInstitutions } from './operations/institutions-pack.ts';
import { institutionRoutes } from './routes/institutions.ts';

let world: HomeWorld;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openHomeWorld();
  routes = institutionRoutes({ engine: world.engine });
});
afterAll(() => world.drop());

const officer = (role: string): Actor => ({
  ...{ id: `${role}-role`, person: role, role, organisation: 'bureau', department: null, purpose: 'care' },
});
const HEALTH = officer('commission-officer');
const CIVIL = officer('civil-affairs-officer');
const INSURANCE = officer('insurance-officer');

const PATH = '/api/elder-care/institutions';
const enter = async (who: Actor, body: object, house = 'home') =>
  refusedAs(
    await call(routes, `POST ${PATH}/:id/lines`, who, {
      params: { id: house },
      body: { issuer: '某局', source: '登记表', from: '2025-01-01', ...body },
    }),
  ) ?? 'entered';
const join = async (who: Actor, body: object, house = 'home') =>
  refusedAs(
    await call(routes, `POST ${PATH}/:id/joint`, who, {
      params: { id: house },
      body: {
        hospital: 'township',
        handedOver: ['people', 'money', 'things'],
        from: '2025-01-01',
        source: '批复',
        ...body,
      },
    }),
  ) ?? 'entered';
const page = async (house = 'home', who = HOME_NURSE): Promise<InstitutionView> =>
  bodyOf(await call(routes, `GET ${PATH}/:id`, who, { params: { id: house } })) as unknown as InstitutionView;
const list = async (): Promise<Institutions> =>
  bodyOf(await call(routes, `GET ${PATH}`, HOME_BEDS)) as unknown as Institutions;
const lineOf = (view: InstitutionView, line: string) => {
  const found = view.lines.find((one) => one.line === line);
  if (found === undefined) throw new Error(`no ${line}`);
  return found;
};
const of = (what: 'institution-lines' | 'joint-management', id: string, deed: string, who: Actor, body: object) =>
  call(routes, `POST /api/elder-care/${what}/:id/${deed}`, who, { params: { id }, body }).then(
    (answer) => refusedAs(answer) ?? 'done',
  );

describe('an institution', () => {
  test('is registered by each office for its own line, and by nobody else', async () => {
    const elderly = { line: 'elderly', kind: 'elder-care-filing' };
    expect(await enter(HEALTH, elderly)).toBe('institution.kept-by-another');
    expect(await enter(HOME_BEDS, elderly)).toBe('institution.kept-by-another');
    expect(await enter(CIVIL, elderly)).toBe('entered');
    const insured = { line: 'medical-insurance', kind: 'medical-designated' };
    expect(await enter(INSURANCE, insured)).toBe('institution.designated-unregistered');
    expect(await enter(HEALTH, { line: 'medical', kind: 'practice-licence', until: '2026-12-01' })).toBe('entered');
    expect(await enter(INSURANCE, insured)).toBe('entered');
    const view = await page();
    expect(view.bothLines).toBe(true);
    expect(view.keeps).toEqual([]);
    expect((await page('home', CIVIL)).keeps).toEqual(['elderly', 'joint-management']);
    // the last day is a day on which it stands
    expect(lineOf(view, 'medical')).toMatchObject({ until: '2026-12-02', stands: true, kind: 'practice-licence' });
  });

  test('is refused what contradicts: another of the line at once, an end before the beginning, an unknown kind or house', async () => {
    const licence = { line: 'medical', kind: 'practice-licence' };
    expect(await enter(HEALTH, { ...licence, from: '2026-12-01' })).toBe('institution.overlaps');
    expect(await enter(HEALTH, { ...licence, from: '2026-12-02', until: '2026-11-30' })).toBe(
      'institution.ends-before-it-begins',
    );
    expect(await enter(HEALTH, { line: 'medical', kind: 'hotel' })).toBe('institution.unknown-kind');
    expect(await enter(HEALTH, licence, 'nowhere')).toBe('institution.unknown');
    await expect(enter(HEALTH, { ...licence, from: '2026-02-30' })).rejects.toThrow(/not a day/);
  });

  test('is warned of before a registration ends, and no more once the next is entered', async () => {
    const alerts = async () => (await page()).alerts.map(({ what, line, within }) => `${what} ${line} ${within ?? ''}`);
    expect(await alerts()).toEqual(['expires medical 30']);
    expect((await list()).items.find(({ id }) => id === 'home')?.alerts).toHaveLength(1);
    expect(await enter(HEALTH, { line: 'medical', kind: 'practice-licence', from: '2026-12-02' })).toBe('entered');
    expect(await alerts()).toEqual([]);
  });

  test('loses a registration on a day with a reason, and what rests on it is said to rest on nothing', async () => {
    const { id } = (await page()).lines.filter((one) => one.line === 'medical' && one.stands)[0] ?? { id: '' };
    const end = { on: '2026-11-10', because: 'suspended' };
    expect(await of('institution-lines', id, 'end', CIVIL, end)).toBe('institution.kept-by-another');
    expect(await of('institution-lines', id, 'end', HEALTH, { ...end, on: '2024-12-31' })).toBe(
      'institution.ends-before-it-begins',
    );
    expect(await of('institution-lines', id, 'end', HEALTH, end)).toBe('done');
    expect(await of('institution-lines', id, 'end', HEALTH, end)).toBe('institution.over-already');
    const view = await page();
    expect(view.bothLines).toBe(false);
    expect(view.alerts.map(({ what, line }) => `${what} ${line}`)).toEqual(['unregistered medical-insurance']);
    // both versions of the row, and both of the record
    expect(
      await world.owner(
        `select version, until_on::text, ended_because, known_until = 'infinity' as now
                           from institution_line where id = $1 order by version`,
        [id],
      ),
    ).toEqual([
      { version: 1, until_on: '2026-12-02', ended_because: null, now: false },
      { version: 2, until_on: '2026-11-10', ended_because: 'suspended', now: true },
    ]);
    expect(
      await world.owner(
        `select version, content::json #>> '{period,end}' as until from resource
                          where type = 'OrganizationAffiliation' and id = $1`,
        [id],
      ),
    ).toEqual([{ version: 2, until: '2026-11-10' }]);
  });

  test('keeps what was entered by mistake to be seen, and lets it be entered rightly', async () => {
    expect(await enter(CIVIL, { line: 'elderly', kind: 'township-home' }, 'home-two')).toBe('entered');
    const { id } = lineOf(await page('home-two'), 'elderly');
    expect(await of('institution-lines', id, 'withdraw', CIVIL, { why: '录错机构' })).toBe('done');
    expect(await of('institution-lines', id, 'withdraw', CIVIL, { why: '录错机构' })).toBe('institution.unknown');
    expect(await enter(CIVIL, { line: 'elderly', kind: 'elder-care-filing' }, 'home-two')).toBe('entered');
    const view = await page('home-two');
    expect(view.lines.map(({ kind }) => kind)).toEqual(['elder-care-filing']);
    expect(view.said.map(({ kind, version, withdrawnBecause }) => [kind, version, withdrawnBecause])).toContainEqual([
      'township-home',
      2,
      '录错机构',
    ]);
  });
});

describe('hospital and home under one management', () => {
  test('are joined by the health or civil affairs office, once at a time, a hospital and a home', async () => {
    expect(await join(INSURANCE, {})).toBe('institution.kept-by-another');
    expect(await join(CIVIL, { hospital: 'home-two' })).toBe('institution.no-hospital');
    expect(await join(CIVIL, {}, 'county-hospital')).toBe('institution.no-home');
    expect(await join(CIVIL, { until: '2024-01-01' })).toBe('institution.ends-before-it-begins');
    expect(await join(CIVIL, { handedOver: ['people', 'things'] })).toBe('entered');
    expect(await join(HEALTH, { hospital: 'county-hospital' })).toBe('institution.managed-already');
    const [pair] = (await page()).joint;
    expect(pair).toMatchObject({ handedOver: ['people', 'things'], stands: true, hospital: { id: 'township' } });
    // seen from the hospital's page as well
    expect((await page('township')).joint).toHaveLength(1);
    expect(await of('joint-management', pair?.id ?? '', 'end', HEALTH, { on: '2026-01-01' })).toBe('done');
    expect((await page()).joint[0]).toMatchObject({ until: '2026-01-01', stands: false });
    expect(await join(HEALTH, { hospital: 'county-hospital', from: '2026-01-01' })).toBe('entered');
  });

  test('of two who enter at once one is refused by the database', async () => {
    const both = await Promise.all([
      join(CIVIL, { from: '2026-03-01' }, 'home-two'),
      join(HEALTH, { from: '2026-02-01', hospital: 'county-hospital' }, 'home-two'),
    ]);
    expect(both.sort()).toEqual(['entered', 'institution.managed-already']);
  });
});

test('what a region’s data say is entered once, on the word of its document', async () => {
  const pack = {
    ...{ source: '某市答复函', madeUp: true },
    lines: [
      {
        organisation: 'township',
        line: 'medical',
        kind: 'practice-licence',
        issuer: '某局',
        from: '2024-01-01',
        until: '2028-12-31',
      },
      { organisation: 'gone', line: 'medical', kind: 'practice-licence', issuer: '某局', from: '2024-01-01' },
    ],
    joint: [],
  } as const;
  expect(await loadInstitutions({ db: world.app, clock: world.clock }, pack, 'bureau')).toBe(1);
  expect(await loadInstitutions({ db: world.app, clock: world.clock }, pack, 'bureau')).toBe(0);
  expect(lineOf(await page('township'), 'medical')).toMatchObject({
    until: '2029-01-01',
    madeUp: true,
    source: '某市答复函',
  });
});
