/** A township hospital and a home: signed, visited, called upon, renewed, and not twice at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld, OTHER_BEDS } from '../../../test/home-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';

let world: HomeWorld;
beforeAll(async () => {
  world = await openHomeWorld();
});
afterAll(() => world.drop());

const OFFICE: Actor = {
  id: 'office-role',
  person: 'office',
  role: 'public-health-worker',
  organisation: 'township',
  department: null,
  purpose: 'care',
};
const TERMS = {
  home: 'home',
  fromOn: '2026-11-01',
  untilOn: '2027-11-01',
  services: ['visits', 'emergency-channel', 'two-way-transfer'],
  visitsPerMonth: 2,
  responseMinutes: 30,
  named: '全科医师王秀兰、护士赵敏',
};
const offer = async (terms: object = {}) => {
  const id = newId();
  return { id, came: outcome(await world.take('care-contract', id, 'offer-contract', OFFICE, { ...TERMS, ...terms })) };
};
const take = async (id: string, step: string, who: Actor, answers: object = {}) =>
  outcome(await world.take('care-contract', id, step, who, answers));

describe('a contract', () => {
  let id: string;
  test('is offered to a home for a time, and signed by it', async () => {
    expect((await offer({ untilOn: '2026-12-01', fromOn: '2027-01-01' })).came).toBe(
      'refused: contract.ends-before-it-begins',
    );
    expect((await offer({ home: 'township' })).came).toBe('refused: contract.with-itself');
    const offered = await offer();
    id = offered.id;
    expect(offered.came).toBe('contract-offered');
    expect(await take(id, 'sign-contract', OTHER_BEDS)).toMatch(/^refused/);
    expect(await take(id, 'sign-contract', HOME_BEDS)).toBe('contract-in-force');
  });

  test('is the only one of the two in its time', async () => {
    const second = await offer({ fromOn: '2027-10-01', untilOn: '2028-10-01' });
    expect(await take(second.id, 'sign-contract', HOME_BEDS)).toBe('refused: contract.one-already');
    const later = await offer({ fromOn: '2027-11-01', untilOn: '2028-11-01' });
    expect(await take(later.id, 'sign-contract', HOME_BEDS)).toBe('contract-in-force');
    const withAnother = await offer({ home: 'home-two' });
    expect(await take(withAnother.id, 'sign-contract', OTHER_BEDS)).toBe('contract-in-force');
  });

  test('counts a visit once, and starts the clock of the next', async () => {
    const due = async () => (await world.owner('select due_at from cases where id = $1', [id]))[0]?.['due_at'] as Date;
    const first = await due();
    world.clock.set(new Date(world.hour(48)));
    const visit = { visitedAt: world.hour(47), seen: 23, findings: '血压控制平稳，2人调整用药' };
    expect(await take(id, 'record-visit', OFFICE, { ...visit, visitedAt: world.hour(60) })).toBe(
      'refused: contract.in-the-future',
    );
    expect(await take(id, 'record-visit', OFFICE, visit)).toBe('contract-in-force');
    expect((await due()).getTime()).toBeGreaterThan(first.getTime());
    expect(await take(id, 'record-visit', OFFICE, visit)).toBe('refused: contract.visit-twice');
    expect(await world.owner('select sum(seen)::int as seen from care_visit')).toEqual([{ seen: 23 }]);
  });

  test('is called upon in an emergency: the clock runs at once, and the answer is measured', async () => {
    expect(await take(id, 'call-for-help', HOME_NURSE, { calledAt: world.hour(48), what: '噎食，已海姆立克' })).toBe(
      'call-open',
    );
    const [open] = await world.owner('select urgency, owner_organisation, due_at from cases where id = $1', [id]);
    expect(open).toEqual({
      urgency: 'urgent',
      owner_organisation: 'township',
      due_at: new Date(world.clock.now().getTime() + 30 * 60_000),
    });
    const answer = { result: 'doctor-came' };
    expect(await take(id, 'answer-call', OFFICE, { ...answer, answeredAt: world.hour(47) })).toBe(
      'refused: contract.answered-before-called',
    );
    expect(await take(id, 'answer-call', OFFICE, { ...answer, answeredAt: world.hour(48.2) })).toBe(
      'contract-in-force',
    );
    expect(
      await world.owner(`select extract(epoch from answered_at - called_at)::int as seconds from care_call`),
    ).toEqual([{ seconds: 720 }]);
  });

  test('is renewed for longer only, and after its end nothing is done under it until then', async () => {
    expect(await take(id, 'renew-contract', OFFICE, { untilOn: '2027-10-01' })).toBe('refused: contract.not-longer');
    world.clock.set(new Date('2027-11-02T02:00:00Z'));
    const visit = { visitedAt: '2027-11-02T01:00:00Z', seen: 3, findings: '无' };
    expect(await take(id, 'record-visit', OFFICE, visit)).toBe('refused: contract.expired');
    expect(await take(id, 'end-contract', HOME_BEDS, { reason: '由新签约接续' })).toBe('contract-ended');
  });
});
