import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ACCEPTANCE, openReferralWorld, outcome, OUT_FORM } from '../../../test/referral-world.ts';
import { NOW, ZONE } from '../../../test/world.ts';
import type { WorldPerson } from '../../../test/world.ts';
import { takeStep } from '../../engines/pathways/run.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import type { Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { AuditRow } from '../../platform/audit.ts';
import { readPack } from '../region/read.ts';
import type { Candidate } from '../shapes.ts';
import { choiceRoutes } from './choice-routes.ts';
import type { ChoiceView } from './match-shapes.ts';
import { matchingDataOf } from './matching-data.ts';
import { capacityRoutes } from './routes.ts';

let world: ReferralWorld;
let routes: readonly Route[];
const readRows: AuditRow[] = [];
beforeAll(async () => {
  world = await openReferralWorld();
  const pack = await readPack(new URL('../../../regions/siping', import.meta.url).pathname);
  const ground = {
    db: world.app,
    clock: world.clock,
    ids: newId,
    zone: ZONE,
    matching: matchingDataOf(pack.files.matching),
  };
  const recordRead = (row: AuditRow): Promise<void> => {
    readRows.push(row);
    return Promise.resolve();
  };
  routes = [
    ...capacityRoutes(ground),
    ...choiceRoutes({ ...ground, specialties: pack.specialties, devices: pack.files.devices.kinds, recordRead }),
  ];
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner(`update hold set status = 'released' where status in ('active', 'used')`);
  await world.owner(`update quota set held = 0, occupied = 0, over = 0`);
  await world.owner('delete from match_shown');
});

const ask = (query: object, who: WorldPerson = 'gp') =>
  call(routes, 'GET /api/departments', world.actor(who), { query: { kind: 'inpatient', ...query } });
const candidates = async (query: object, who: WorldPerson = 'gp'): Promise<readonly Candidate[]> =>
  bodyOf(await ask(query, who))['items'] as Candidate[];
const choices = async (id: string, who: WorldPerson = 'gp'): Promise<readonly ChoiceView[]> =>
  bodyOf(await call(routes, 'GET /api/cases/:id/choices', world.actor(who), { params: { id } }))[
    'items'
  ] as ChoiceView[];

/** Writes the form with the list before them, and sends it to the department. */
const referTo = async (
  department: string,
  shown: boolean,
): Promise<{ readonly id: string; readonly resident: string }> => {
  const id = newId();
  const resident = await world.newResident();
  if (shown) await candidates({ specialty: 'endocrinology', subject: id, resident, urgency: 'routine' });
  await world.hold(id, department);
  const result = await takeStep(world.engine, 'referral', {
    caseId: id,
    step: 'send',
    version: null,
    answers: { ...OUT_FORM, resident, department },
    actor: world.actor('gp'),
    key: null,
  });
  expect(outcome(result)).toBe('sent');
  return { id, resident };
};

describe('when a referral is sent', () => {
  test('what was shown, its order and reasons, the rules and the chosen one stay with the case', async () => {
    const { id } = await referTo('endocrinology', true);
    const [choice] = await choices(id);
    expect(choice).toMatchObject({
      department: { id: 'endocrinology' },
      place: 2,
      shownAt: NOW.toISOString(),
      dataVersion: 'matching@2026-01-01',
      dataVerified: false,
      question: { kind: 'inpatient', specialty: 'endocrinology', urgency: 'routine' },
    });
    expect(choice?.items.map(({ department, fits }) => [department, fits])).toEqual([
      ['city-endocrinology', true],
      ['endocrinology', true],
      ['other-endocrinology', true],
    ]);
    expect(choice?.items[1]?.because.map(({ code }) => code)).toContain('same-consortium');
  });

  test('without a list having been shown, the attempt is kept and says that nothing was', async () => {
    const { id } = await referTo('endocrinology', false);
    expect(await choices(id)).toMatchObject([
      { department: { id: 'endocrinology' }, place: null, shownAt: null, items: [] },
    ]);
  });

  test('and redirected, what the receiver was shown is kept beside it', async () => {
    const { id } = await referTo('endocrinology', true);
    await candidates({ subject: id, specialty: 'endocrinology' }, 'coordinator');
    const moved = await world.step(id, 'redirect', 'coordinator', {
      department: 'city-endocrinology',
      explanation: '我院满床',
    });
    expect(outcome(moved)).toBe('sent');
    expect(await choices(id)).toMatchObject([
      { department: { id: 'endocrinology' }, byOrganisation: '榆树卫生院' },
      { department: { id: 'city-endocrinology' }, place: 1, byOrganisation: '县医院' },
    ]);
  });

  test('nobody without a relation to the resident reads why, and who does is audited', async () => {
    const { id, resident } = await referTo('endocrinology', true);
    expect(await choices(id, 'other-coordinator')).toEqual([]);
    readRows.length = 0;
    expect(await choices(id, 'coordinator')).toHaveLength(1);
    expect(readRows).toMatchObject([{ action: 'read-choices', residents: [resident] }]);
    const officer = await call(routes, 'GET /api/cases/:id/choices', world.actor('officer'), { params: { id } });
    expect(refusedAs(officer)).toBe('role.may-not');
  });

  test('a refused step keeps nothing', async () => {
    const { id } = await referTo('endocrinology', true);
    expect(
      outcome(await world.step(id, 'redirect', 'coordinator', { department: 'nowhere', explanation: 'x' })),
    ).toMatch('refused');
    expect(outcome(await world.step(id, 'accept', 'coordinator', ACCEPTANCE))).toBe('accepted');
    expect(await choices(id)).toHaveLength(1);
  });
});

describe('for a resident', () => {
  const treat = async (resident: string, organisation: string): Promise<void> => {
    const at = world.clock.now();
    const encounter = {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject: { reference: `Patient/${resident}` },
      period: { start: '2025-12-01T02:00:00Z', end: '2025-12-09T02:00:00Z' },
      serviceProvider: { reference: `Organization/${organisation}` },
    };
    const actor = world.actor('gp');
    await world.app.write(actor, at, (tx) =>
      tx.finish(storeStatements([newVersion(encounter, newId(), null, at)], actor, at)),
    );
  };

  test('the house that treated them before is told and counts', async () => {
    const resident = await world.newResident();
    const first = async () =>
      (await candidates({ specialty: 'endocrinology', resident })).map(({ department }) => department.id);
    expect((await first()).at(-1)).toBe('other-endocrinology');
    await treat(resident, 'other-county-hospital');
    const there = (await candidates({ specialty: 'endocrinology', resident })).find(
      ({ department }) => department.id === 'other-endocrinology',
    );
    expect(there?.because).toContainEqual({ code: 'treated-before', values: { on: '2025-12-01' } });
  });

  test('a department for children is told with why not, and that their record was looked at is audited', async () => {
    await world.owner(`update department set specialty = 'paediatrics' where id = 'surgery'`);
    await world.owner('truncate audit');
    const resident = await world.newResident();
    const items = await candidates({ resident });
    const children = items.find(({ department }) => department.id === 'surgery');
    expect(children).toMatchObject({ fits: false, against: [{ code: 'too-old', values: { age: 58, oldest: 14 } }] });
    expect(items.at(-1)?.department.id).toBe('surgery');
    expect(await world.owner(`select actor, residents from audit where action = 'match'`)).toEqual([
      { actor: 'gp-role', residents: [resident] },
    ]);
    await world.owner(`update department set specialty = 'surgery' where id = 'surgery'`);
  });

  test('of whom the asker may not know, the answer is a refusal that is audited', async () => {
    const resident = await world.newResident();
    expect(refusedAs(await ask({ resident }, 'other-coordinator'))).toBe('record.no-relation');
    expect(
      await world.owner(`select outcome from audit where action = 'match' and actor = 'other-coordinator-role'`),
    ).toEqual([{ outcome: 'refused' }]);
  });
});

describe('a referral passed on', () => {
  test('is offered the same specialty in other houses, and all of them where nothing is said', async () => {
    const specialties = async (query: object) =>
      new Set((await candidates(query)).map(({ department }) => department.specialty));
    expect(await specialties({ like: 'endocrinology' })).toEqual(new Set(['endocrinology']));
    expect((await specialties({})).size).toBeGreaterThan(1);
    expect((await specialties({ like: 'endocrinology', specialty: 'surgery' })).has('endocrinology')).toBe(false);
    expect(await specialties({ like: 'no-such-department' })).toEqual(await specialties({}));
  });

  test('is told of the nearest others where no other house has the specialty', async () => {
    const items = await candidates({ like: 'endocrinology', q: '外科' });
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ against }) => against.some(({ code }) => code === 'other-specialty'))).toBe(true);
  });
});

describe('where nobody fits', () => {
  test('the nearest are told, with why not', async () => {
    await world.owner(`update quota set occupied = places`);
    const items = await candidates({ specialty: 'endocrinology', device: 'ct' });
    expect(items.map(({ fits, against }) => [fits, against.map(({ code }) => code)])).toEqual([
      [false, ['no-device', 'full']],
      [false, ['no-device', 'full']],
      [false, ['no-device', 'full']],
    ]);
    const none = await candidates({ specialty: 'no-such-specialty' });
    expect(none.length).toBeGreaterThan(0);
    expect(none.every(({ against }) => against[0]?.code === 'other-specialty')).toBe(true);
  });

  test('a department that fills up is not offered any more by the next answer', async () => {
    const fitting = async () =>
      (await candidates({ specialty: 'endocrinology' }))
        .filter(({ fits }) => fits)
        .map(({ department }) => department.id);
    expect(await fitting()).toContain('city-endocrinology');
    await world.owner(`update quota set occupied = places where department = 'city-endocrinology'`);
    expect(await fitting()).not.toContain('city-endocrinology');
  });
});
