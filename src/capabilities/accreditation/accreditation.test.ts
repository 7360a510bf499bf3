/** 标准床位验收: self-score, two experts, rectification, beds named, and beds that are standard beds only while a term stands. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHospiceWorld, outcome } from '../../../test/hospice-world.ts';
import type { HospiceWorld } from '../../../test/hospice-world.ts';
import { figureReader } from '../../engines/figures/read.ts';
import { factKeeper } from '../../engines/figures/keep.ts';
import { balance } from '../../engines/figures/ledger.ts';
import { fileOrganisations, makeFacts } from '../../engines/figures/making.ts';
import { joinFigures } from '../../engines/figures/set.ts';
import { keepFactsBy } from '../../fhir/store/fact-keeper.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { ZONE } from '../../../test/world.ts';
import { ACCEPTANCE_TERMS } from './facts.ts';
import { accreditationFigures } from './figures.ts';
import { hasErrors, isRefused, takeStep } from '../../engines/pathways/run.ts';
import { sweepClocks } from '../../engines/pathways/sweep.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { CLAUSE_CODES } from './rules/standards.ts';

let world: HospiceWorld;
const ground = () => ({ db: world.app, clock: world.clock, zone: ZONE, views: [ACCEPTANCE_TERMS] });
beforeAll(async () => {
  world = await openHospiceWorld();
  await fileOrganisations(ground());
  await makeFacts(ground());
  keepFactsBy(factKeeper([ACCEPTANCE_TERMS], ZONE));
});
afterAll(async () => {
  keepFactsBy(() => []);
  await world.drop();
});
/** What the commission's figures say of a day. */
const figures = async (day: string): Promise<readonly (string | null)[]> => {
  const { catalogue } = joinFigures([{ ...accreditationFigures, themes: { accreditation: NAMED, hospice: NAMED } }]);
  const read = figureReader({ ...ground(), catalogue, smallestCell: 5 });
  const answers = await read(
    officer(),
    ['accreditation.hospice-standard-institutions', 'hospice.standard-beds'].map((code) => ({
      ...{ code, scope: { kind: 'region' } as const, period: { from: '2026-01-01', to: day }, asOf: null },
    })),
  );
  return answers.map((answer) => (isRefusal(answer) ? answer.refused : answer.value));
};
const NAMED = { zh: '验收', en: 'accreditation' };

const go = (day: string, time = '10:00'): void => world.clock.set(new Date(`${day}T${time}:00+08:00`));
const doctor = (): Actor => world.person('hospice-doctor');
const officer = (): Actor => world.actor('officer');
const county = (): Actor => world.actor('physician');
const city = (): Actor => world.actor('city-physician');
const clauses = (found = 'met', but: Readonly<Record<string, string>> = {}) =>
  CLAUSE_CODES.map((clause) => ({ clause, found: but[clause] ?? found, evidence: '资料册第3页' }));

const take = async (id: string, step: string, who: Actor, answers: object = {}, pathway = 'acceptance') => {
  const [row] = await world.owner('select version, pathway from cases where id = $1', [id]);
  return outcome(
    await takeStep(world.engine, typeof row?.['pathway'] === 'string' ? row['pathway'] : pathway, {
      ...{ caseId: id, step, version: row === undefined ? null : Number(row['version']), answers: { ...answers } },
      ...{ actor: who, key: null },
    }),
  );
};
const APPLICATION = {
  to: 'bureau',
  standard: 'hospice-beds',
  department: 'hospice-ward',
  bedsAsked: 3,
  contact: '医务 6203',
};
const apply = async (answers: object = {}, who = doctor()) => {
  const id = newId();
  return { id, came: await take(id, 'apply', who, { ...APPLICATION, clauses: clauses(), ...answers }) };
};
const reviews = async (id: string): Promise<readonly string[]> =>
  (await world.owner(`select id from cases where parent = $1 and closed_at is null order by number`, [id])).map((row) =>
    String(row['id']),
  );
const TWO = { experts: [{ house: 'county-hospital' }, { house: 'city-hospital', focus: '麻醉药品管理' }] };
const OPINION = { visitedOn: '2026-11-25', bedsFound: 3, verdict: 'pass', opinion: '现场查看符合要求' };
const give = (id: string, who: Actor, answers: object = {}) =>
  take(id, 'give-opinion', who, { ...OPINION, clauses: clauses(), ...answers });
const standing = async (day: string): Promise<number> =>
  Number(
    (
      await world.owner(
        `select coalesce(sum(beds), 0)::int as beds from acceptance_term
          where from_on <= $1::date and coalesce(ended_on, until_on, 'infinity') > $1::date`,
        [day],
      )
    )[0]?.['beds'],
  );
const facts = () =>
  world.owner(
    `select r.version, r.content::jsonb #>> '{extension,0,extension,2,valueInteger}' as beds,
            jsonb_path_query_first(r.content::jsonb, '$.extension[0].extension[*] ? (@.url == "ceases").valueDate') #>> '{}' as ceases
       from resource r join acceptance_term t on t.id = r.id where r.type = 'VerificationResult' order by t.from_on`,
  );

describe('an application for acceptance', () => {
  test('answers every clause once, and names the evidence of what is met', async () => {
    go('2026-11-20');
    const short = clauses().slice(1);
    expect((await apply({ clauses: short })).came).toBe('refused: acceptance.clause-missing');
    expect((await apply({ clauses: [...clauses(), clauses()[0]] })).came).toBe('refused: acceptance.clause-twice');
    const bare = clauses().map((row, at) => (at === 4 ? { clause: row.clause, found: row.found } : row));
    expect((await apply({ clauses: bare })).came).toBe('refused: acceptance.no-evidence');
    expect((await apply({ to: 'city-hospital' })).came).toBe('refused: acceptance.no-bureau');
    expect((await apply({ department: 'surgery' })).came).toBe('refused: acceptance.other-department');
    expect((await apply({ bedsAsked: 0 })).came).toBe('errors: bedsAsked too-small');
    expect((await apply({ bedsAsked: -3 })).came).toBe('errors: bedsAsked too-small');
    expect(await world.owner('select count(*)::int as n from acceptance')).toEqual([{ n: 0 }]);
  });
});

describe('an acceptance of an institution', () => {
  let id = '';

  test('is applied for once, may come back for completion, and is taken up with two experts of other houses', async () => {
    const applied = await apply();
    id = applied.id;
    expect(applied.came).toBe('applied');
    expect((await apply()).came).toBe('refused: acceptance.under-way');
    expect(await take(id, 'return', officer(), { missing: '缺人员培训记录' })).toBe('returned');
    expect(await take(id, 'invite', officer(), TWO)).toMatch(/^refused: step-not-in-this-state/);
    expect(
      await take(id, 'complete', doctor(), { bedsAsked: 3, clauses: clauses('met', { training: 'partly' }) }),
    ).toBe('applied');
    const ask = (...houses: readonly string[]) =>
      take(id, 'invite', officer(), { experts: houses.map((house) => ({ house })) });
    expect(await ask('county-hospital')).toBe('refused: acceptance.too-few-experts');
    expect(await ask('county-hospital', 'hospice')).toBe('refused: acceptance.own-house');
    expect(await ask('county-hospital', 'county-hospital')).toBe('refused: acceptance.same-house');
    expect(await ask('county-hospital', 'bureau')).toBe('refused: acceptance.no-experts-there');
    expect(await take(id, 'invite', doctor(), TWO)).toBe('refused: step-of-another-side');
    expect(await take(id, 'invite', officer(), TWO)).toBe('reviewing');
    const owners = await world.owner(
      `select owner_organisation, owner_role from cases where parent = $1 order by number`,
      [id],
    );
    expect(owners).toEqual([
      { owner_organisation: 'county-hospital', owner_role: 'attending-physician' },
      { owner_organisation: 'city-hospital', owner_role: 'attending-physician' },
    ]);
  });

  test('waits for every expert; an expert who declines is replaced', async () => {
    const [first = '', second = ''] = await reviews(id);
    go('2026-11-25');
    expect(await take(id, 'decide', officer(), { result: 'accepted' })).toBe('refused: acceptance.opinions-open');
    expect(await take(first, 'note-on-site', county(), { visitedOn: '2026-11-25', note: '三张床位均有扶手' })).toBe(
      'review-asked',
    );
    expect(await give(first, city())).toBe('refused: step-of-another-side');
    expect(await give(first, county(), { clauses: clauses('met', { medicines: 'not-met' }) })).toBe(
      'refused: acceptance.pass-not-met',
    );
    expect(await give(first, county(), { bedsFound: 0 })).toBe('refused: acceptance.pass-without-beds');
    expect(await give(first, county(), { visitedOn: '2026-11-26' })).toMatch(/^errors: visitedOn/);
    expect(await give(first, county())).toBe('opinion-given');
    expect(await take(second, 'decline-review', city(), { declined: 'interest' })).toBe('review-declined');
    expect(await take(id, 'decide', officer(), { result: 'accepted' })).toBe('refused: acceptance.opinions-missing');
    expect(await take(id, 'invite-another', officer(), { experts: [{ house: 'county-hospital' }] })).toBe(
      'refused: acceptance.same-house',
    );
    expect(await take(id, 'invite-another', officer(), { experts: [{ house: 'city-hospital' }] })).toBe('reviewing');
  });

  test('cannot be accepted where one expert asks for rectification', async () => {
    const [third = ''] = await reviews(id);
    const against = { verdict: 'rectify', bedsFound: 2, clauses: clauses('met', { medicines: 'not-met' }) };
    expect(await give(third, city(), { ...against, opinion: '麻醉药品账物不符' })).toBe('opinion-given');
    expect(await take(id, 'decide', officer(), { ...DECISION, beds: 2 })).toBe('refused: acceptance.expert-against');
    expect(await take(id, 'decide', officer(), { result: 'to-rectify' })).toBe('refused: acceptance.demands-missing');
    const rectify = { result: 'to-rectify', demands: '第10条：双人管理，账物相符' };
    expect(await take(id, 'decide', officer(), rectify)).toBe('refused: acceptance.rectify-by-missing');
    expect(await take(id, 'decide', officer(), { ...rectify, rectifyBy: '2026-12-20' })).toBe('rectifying');
    const [row] = await world.owner('select owner_organisation, due_at from cases where id = $1', [id]);
    expect(row).toEqual({ owner_organisation: 'hospice', due_at: new Date('2026-12-20T15:59:00Z') });
    expect(await standing('2026-11-26')).toBe(0);
  });

  test('is seen again by experts after rectification, and accepted for beds that are named', async () => {
    go('2026-12-10');
    expect(
      await take(id, 'report-rectified', doctor(), { done: [{ clause: 'medicines', measure: '已双人双锁' }] }),
    ).toBe('rectified');
    expect(await take(id, 'invite', officer(), TWO)).toBe('reviewing');
    const [first = '', second = ''] = await reviews(id);
    expect(await give(first, county(), { visitedOn: '2026-12-10' })).toBe('opinion-given');
    expect(await give(second, city(), { visitedOn: '2026-12-10', bedsFound: 2 })).toBe('opinion-given');
    const decide = (answers: object) => take(id, 'decide', officer(), { ...DECISION, ...answers });
    expect(await decide({ beds: undefined })).toBe('refused: acceptance.beds-missing');
    expect(await decide({ beds: 3 })).toBe('refused: acceptance.more-beds');
    expect(await decide({ named: [{ bed: 'bed-1' }] })).toBe('refused: acceptance.beds-to-name');
    expect(await decide({ named: [{ bed: 'bed-1' }, { bed: 'bed-1' }] })).toBe('refused: acceptance.beds-to-name');
    expect(await decide({ named: [{ bed: 'bed-1' }, { bed: 'county-bed' }] })).toBe(
      'refused: acceptance.bed-of-another-house',
    );
    expect(await decide({ validUntil: undefined })).toBe('refused: acceptance.dates-missing');
    expect(await decide({ validFrom: '2026-11-01' })).toBe('refused: acceptance.before-application');
    expect(await decide({ validFrom: '2026-12-11' })).toBe('refused: acceptance.valid-later');
    expect(await decide({ validUntil: '2026-12-10' })).toBe('refused: acceptance.ends-before');
    expect(await decide({ recheckOn: '2030-01-01' })).toBe('refused: acceptance.recheck-outside');
    expect(await decide({})).toBe('standing');
    expect(await world.owner('select bed from acceptance_bed order by bed')).toEqual([
      { bed: 'bed-1' },
      { bed: 'bed-2' },
    ]);
    expect(await facts()).toEqual([{ version: 1, beds: '2', ceases: '2029-12-10' }]);
    expect([await standing('2026-12-09'), await standing('2026-12-10'), await standing('2029-12-09')]).toEqual([
      0, 2, 2,
    ]);
  });

  test('falls due for its recheck on the day, and its beds stop counting when nobody rechecks in time', async () => {
    go('2027-12-11', '00:30');
    await sweepClocks(world.engine);
    expect(await stateOf(id)).toBe('recheck-due');
    go('2029-12-09', '12:00');
    await sweepClocks(world.engine);
    expect(await stateOf(id)).toBe('recheck-due');
    // by its date alone, before any clock is swept
    expect([await standing('2029-12-09'), await standing('2029-12-10')]).toEqual([2, 0]);
    go('2029-12-10', '00:30');
    await sweepClocks(world.engine);
    expect(await stateOf(id)).toBe('expired');
  });
});

describe('a recheck', () => {
  let id = '';
  test('confirms with a new term in place of the old one, day by day the same beds', async () => {
    go('2030-01-07');
    id = (await apply()).id;
    await take(id, 'invite', officer(), TWO);
    for (const [at, review] of (await reviews(id)).entries())
      await give(review, at === 0 ? county() : city(), { visitedOn: '2030-01-07' });
    const decision = { ...DECISION, beds: 3, named: ['bed-1', 'bed-2', 'bed-3'].map((bed) => ({ bed })) };
    const first = { validFrom: '2030-01-07', validUntil: '2031-01-06', recheckOn: '2030-12-01' };
    expect(await take(id, 'decide', officer(), { ...decision, ...first })).toBe('standing');
    go('2030-12-02');
    await sweepClocks(world.engine);
    expect(await take(id, 'invite-recheck', officer(), TWO)).toBe('rechecking');
    for (const [at, review] of (await reviews(id)).entries())
      await give(review, at === 0 ? county() : city(), { visitedOn: '2030-12-02' });
    const next = { validFrom: '2030-12-02', validUntil: '2033-12-01', recheckOn: '2031-12-01' };
    expect(await take(id, 'decide', officer(), { ...decision, ...next })).toBe('standing');
    const days = ['2030-12-01', '2030-12-02', '2031-01-06', '2031-01-07', '2033-12-01', '2033-12-02'];
    const beds: number[] = [];
    for (const day of days) beds.push(await standing(day));
    expect(beds).toEqual([3, 3, 3, 3, 3, 0]);
    // figures are of days that have been
    expect([await figures('2030-12-01'), await figures('2030-12-02')]).toEqual([
      ['1', '3'],
      ['1', '3'],
    ]);
    expect((await balance(ground())).flatMap(({ differences }) => differences)).toEqual([]);
    expect((await facts()).slice(1)).toEqual([
      { version: 2, beds: '3', ceases: '2030-12-02' },
      { version: 1, beds: '3', ceases: '2033-12-02' },
    ]);
  });

  test('that finds fault ends the term on the day; one decided without an expert needs that expert no more', async () => {
    go('2031-03-03');
    expect(await take(id, 'invite-recheck', officer(), TWO)).toBe('rechecking');
    const [first = '', second = ''] = await reviews(id);
    expect(await take(id, 'revoke', officer(), { why: '停办安宁疗护' })).toBe('revoked');
    expect([await standing('2031-03-02'), await standing('2031-03-03')]).toEqual([3, 0]);
    expect([await figures('2031-03-02'), await figures('2031-03-03')]).toEqual([
      ['1', '3'],
      ['0', '0'],
    ]);
    expect(await give(first, county(), { visitedOn: '2031-03-03' })).toBe('refused: acceptance.no-longer-asked');
    expect(await take(second, 'recall-review', officer(), { why: '已撤销' })).toBe('review-recalled');
  });

  test('is judged by another person in each house', async () => {
    await world.owner(
      `insert into practitioner_role (id, person, role, organisation, from_on)
       values ('physician-city', 'physician', 'attending-physician', 'city-hospital', '2024-01-01')`,
    );
    const again = (await apply()).id;
    await take(again, 'invite', officer(), TWO);
    const [first = '', second = ''] = await reviews(again);
    expect(await give(first, county(), { visitedOn: '2031-03-03' })).toBe('opinion-given');
    const sameInTheCity: Actor = { ...city(), id: 'physician-city', person: 'physician' };
    expect(await give(second, sameInTheCity, { visitedOn: '2031-03-03' })).toBe('refused: acceptance.judged-already');
  });
});

test('two officers deciding at once: one decides', async () => {
  go('2032-01-05');
  await world.owner(`update cases set closed_at = now(), owner_organisation = null, owner_role = null, due_at = null, wake_at = null,
                     ending = 'cancelled', state = 'withdrawn' where pathway = 'acceptance' and closed_at is null`);
  const id = (await apply()).id;
  await take(id, 'invite', officer(), TWO);
  for (const [at, review] of (await reviews(id)).entries())
    await give(review, at === 0 ? county() : city(), { visitedOn: '2032-01-05' });
  const [row] = await world.owner('select version from cases where id = $1', [id]);
  const answers = { ...DECISION, validFrom: '2032-01-05', validUntil: '2035-01-04', recheckOn: '2033-01-05' };
  const both = await Promise.all(
    [1, 2].map(() =>
      takeStep(world.engine, 'acceptance', {
        ...{ caseId: id, step: 'decide', version: Number(row?.['version']), answers, actor: officer(), key: null },
      }),
    ),
  );
  expect(both.filter((result) => !isRefused(result) && !hasErrors(result))).toHaveLength(1);
  expect(await standing('2032-01-05')).toBe(2);
});

const DECISION = {
  ...{ result: 'accepted', beds: 2, named: [{ bed: 'bed-1' }, { bed: 'bed-2' }], certificate: '安宁验〔2026〕1号' },
  ...{ validFrom: '2026-12-10', validUntil: '2029-12-09', recheckOn: '2027-12-10' },
};
const stateOf = async (id: string): Promise<unknown> =>
  (await world.owner('select state from cases where id = $1', [id]))[0]?.['state'];
