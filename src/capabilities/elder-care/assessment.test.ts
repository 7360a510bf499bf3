/** Two persons find a level that a home lives by: independent, once each, item by item, and again after a dispute. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HomeWorld } from '../../../test/home-world.ts';
import { HOME_BEDS, HOME_NURSE, openHomeWorld } from '../../../test/home-world.ts';
import { outcome } from '../../../test/referral-world.ts';
import { ABILITY_ITEMS } from '../../engines/forms/scales/ability-items.ts';
import { abilityIsComplete } from './rules/assessment.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';

let world: HomeWorld;
let resident: string;
let stay: string;
const at = (id: string, role: string): Actor => ({
  id: `${id}-role`,
  person: id,
  role,
  organisation: 'township-two',
  department: null,
  purpose: 'care',
});
const OFFICE = at('office', 'public-health-worker');
const FIRST = at('first', 'public-health-worker');
const SOCIAL = at('social', 'social-worker');
const DOCTOR = at('doctor', 'general-practitioner');

/** Every item of GB/T 42195 at its best, with what is different. */
const ability = (change: object = {}): object => ({
  ...Object.fromEntries(
    Object.entries(ABILITY_ITEMS).map(([code, item]) => [
      code,
      item.kind === 'choice' ? Object.keys(item.options)[0] : 0,
    ]),
  ),
  disorder: 'no',
  events: 0,
  ...change,
});
const DEPENDENT = ability({
  eating: 'p0',
  grooming: 'p0',
  bathing: 'p0',
  'upper-dressing': 'p0',
  'lower-dressing': 'p0',
  bladder: 'p0',
  bowel: 'p0',
  toilet: 'p0',
}); // 58 points: level 2
const request = async (who: Actor, assessor: string, answers: object = {}) => {
  const id = newId();
  const asked = {
    resident,
    assessor,
    scale: 'gb-t-42195',
    purpose: 'first',
    informant: 'family',
    contact: '女儿',
    ...answers,
  };
  return { id, came: outcome(await world.take('assessment', id, 'request-assessment', who, asked)) };
};
const take = async (id: string, step: string, who: Actor, answers: object = {}) =>
  outcome(await world.take('assessment', id, step, who, answers));

beforeAll(async () => {
  world = await openHomeWorld();
  resident = await world.newResident('吴淑琴');
  ({ id: stay } = await world.apply(resident));
  await world.take('residence', stay, 'offer-bed', HOME_BEDS, { bed: 'h-1', until: world.hour(24) });
  await world.take('residence', stay, 'admit', HOME_NURSE, {
    arrivedAt: world.hour(0),
    informed: true,
    keyContact: '女儿 13800000000',
  });
});
afterAll(() => world.drop());

describe('an assessment', () => {
  let id: string;
  test('is never made by the home that lives by it', async () => {
    expect((await request(HOME_NURSE, 'home')).came).toBe('refused: assessment.home-assesses-itself');
    expect((await request(HOME_NURSE, 'home-two')).came).toBe('refused: assessment.home-assesses-itself');
    const asked = await request(HOME_NURSE, 'township-two');
    id = asked.id;
    expect(asked.came).toBe('requested');
  });

  test('with an item missing has no score, and the sentence names the item', async () => {
    const { eating: _eating, ...rest } = DEPENDENT as Record<string, unknown>;
    const result = await world.take('assessment', id, 'assess-ability', FIRST, rest);
    expect(result).toMatchObject({ refusal: { refused: 'assessment.items-missing', values: { itemsZh: '进食' } } });
    expect(await world.owner('select count(*)::int as n from assessment_opinion')).toEqual([{ n: 0 }]);
  });

  test('goes by the cut-offs of the region’s civil day, which begins before that of Greenwich', () => {
    const asked = (today: string) =>
      abilityIsComplete({
        ...{ now: new Date('1999-12-31T17:00:00Z'), state: 'requested', urgency: 'routine', parties: {} },
        ...{ actor: { role: 'nurse', organisation: 'township-two', department: null }, children: [] },
        ...{ answers: DEPENDENT as Record<string, unknown>, answered: true, loaded: { today } },
      });
    expect(asked('2026-11-02')).toBe(true);
    expect(asked('1999-12-31')).toMatchObject({ refused: 'assessment.items-missing' });
  });

  test('goes by its own standard only', async () => {
    expect(await take(id, 'assess-disability', FIRST, {})).toMatch(/^refused: assessment\.other-scale/);
  });

  test('is made by two persons, once each, one of them medical', async () => {
    expect(await take(id, 'assess-ability', FIRST, DEPENDENT)).toBe('first-found');
    expect(await take(id, 'assess-ability-second', FIRST, DEPENDENT)).toBe('refused: assessment.same-person-twice');
    expect(await take(id, 'assess-ability-second', { ...FIRST, id: 'other-role', role: 'nurse' }, DEPENDENT)).toBe(
      'refused: assessment.same-person-twice',
    );
    expect(await take(id, 'assess-ability-second', SOCIAL, DEPENDENT)).toBe('refused: assessment.none-is-medical');
    expect(await take(id, 'assess-ability-second', DOCTOR, { ...DEPENDENT, disorder: 'yes' })).toBe('found');
    const found = await world.owner(
      'select person, level, total::int, round from assessment_opinion order by at, level',
    );
    expect(found).toEqual([
      { person: 'first', level: 'level-2', total: 58, round: 1 },
      { person: 'doctor', level: 'level-3', total: 58, round: 1 },
    ]);
  });

  test('is concluded with a level one of the two found, and disputed before it holds', async () => {
    const basis = '二人复核，病历记载认知障碍';
    expect(await take(id, 'conclude', OFFICE, { level: 'level-4', basis })).toBe('refused: assessment.level-not-found');
    expect(await take(id, 'conclude', OFFICE, { level: 'level-2', basis })).toBe('published');
    expect(await take(id, 'dispute', HOME_NURSE, { by: 'family', reason: '夜间走失两次未计' })).toBe('disputed');
    // two others find again
    expect(await take(id, 'assess-ability', DOCTOR, DEPENDENT)).toBe('refused: assessment.same-person-twice');
    expect(await take(id, 'assess-ability', at('third', 'nurse'), { ...DEPENDENT, events: 2 })).toBe('first-found');
    expect(await take(id, 'assess-ability-second', at('fourth', 'nurse'), { ...DEPENDENT, events: 2 })).toBe('found');
    expect(await take(id, 'conclude', OFFICE, { level: 'level-3', basis: '风险事件属实' })).toBe('published');
    expect(await take(id, 'put-in-force', OFFICE)).toBe('in-force');
    const results = await world.owner('select round, level, total::int, scale from assessment_result order by round');
    expect(results).toEqual([
      { round: 1, level: 'level-2', total: 58, scale: 'gb-t-42195' },
      { round: 2, level: 'level-3', total: 58, scale: 'gb-t-42195' },
    ]);
  });

  test('shows its level at the bed, in a house the assessor has no hand in', async () => {
    expect(await world.owner('select level from stay where case_id = $1', [stay])).toEqual([{ level: 'level-3' }]);
  });

  test('by the old standard is kept as that, and changes no level', async () => {
    const old = newId();
    const kept = { resident, assessedOn: '2021-05-06', level: 'level-1', by: '市民政局评估中心' };
    expect(await take(old, 'keep-old-result', HOME_NURSE, kept)).toBe('kept-as-found');
    expect(await world.owner('select scale, level, verified from assessment_result where case_id = $1', [old])).toEqual(
      [{ scale: 'mz-t-039-2013', level: 'level-1', verified: false }],
    );
    expect(await world.owner('select level from stay where case_id = $1', [stay])).toEqual([{ level: 'level-3' }]);
  });
});
