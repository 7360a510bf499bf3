/** The worklist on a real PostgreSQL: its counts against the cases themselves, its names against its texts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ACCEPTANCE, ARRIVAL, openReferralWorld, outcome } from '../../../test/referral-world.ts';
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { WORKLIST_TABS, WorklistQuery } from './shapes.ts';
import { cursorAfter, findWorklist } from './worklist.ts';
import { worklistCounts } from './worklist-counts.ts';

let world: ReferralWorld;
beforeAll(async () => {
  world = await openReferralWorld();
});
afterAll(async () => {
  await world.drop();
});

const pageOf = (actor: Actor, asked: Readonly<Record<string, unknown>>): Statement => {
  const now = world.clock.now();
  const page = findWorklist(actor, WorklistQuery.parse(asked), { now, endOfToday: now, endOfNextWorkingDay: now });
  if (isRefusal(page)) throw new Error(page.refused);
  return page;
};
const read = async (actor: Actor, statement: Statement): Promise<Rows> =>
  (await world.app.read(actor, world.clock.now(), [statement]))[0] ?? [];

/** The same numbers from the cases and nothing else; a department's people count what lies with it or with nobody there. */
const RECOUNT = `
  select count(*) as open, count(*) filter (where c.owner_organisation = $1 and c.owner_role = $2) as mine,
         count(*) filter (where c.owner_organisation <> $1) as waiting, count(*) filter (where c.due_at < $3) as late,
         count(*) filter (where c.urgency = 'emergency') as emergency, count(*) filter (where c.urgency = 'urgent') as urgent,
         count(*) filter (where c.urgency = 'routine') as routine, count(*) filter (where p.party = 'sender') as sent,
         count(*) filter (where p.party = 'receiver') as received
    from cases c join case_party p on p.case_id = c.id
   where c.closed_at is null and p.organisation = $1 and ($4::text is null or p.department is null or p.department = $4)`;

describe('a worklist', () => {
  test('counts what the cases say, at both ends and after every step', async () => {
    const sent: string[] = [];
    for (const urgency of ['emergency', 'urgent', 'routine', 'routine', 'urgent', 'emergency']) {
      const { id, result } = await world.send({ urgency });
      expect(outcome(result)).toBe('sent');
      sent.push(id);
    }
    const [emergency = '', urgent = '', routine = '', withdrawn = ''] = sent;
    const move = async (id: string, step: string, who: 'coordinator' | 'clerk' | 'gp', answers: object, to: string) => {
      expect(outcome(await world.step(id, step, who, { ...answers }))).toBe(to);
    };
    await move(emergency, 'accept', 'coordinator', ACCEPTANCE, 'accepted');
    await move(emergency, 'arrive', 'clerk', ARRIVAL, 'in-care');
    await move(urgent, 'accept', 'coordinator', ACCEPTANCE, 'accepted');
    await move(routine, 'ask', 'coordinator', { missing: '近期心电图' }, 'information-requested');
    await move(withdrawn, 'withdraw', 'gp', { explanation: '居民改日再来' }, 'cancelled');
    const seen: string[] = [];
    for (const who of ['gp', 'coordinator', 'clerk', 'physician', 'surgeon', 'city-coordinator'] as const) {
      const actor = world.actor(who);
      const { organisation, role, department = null } = actor;
      const at = world.clock.now();
      const counted = await worklistCounts(world.app)(actor, at);
      const [recounted] = await world.owner(RECOUNT, [organisation, role, at, department]);
      expect({ who, ...counted }).toEqual({ who, ...recounted });
      const mine = await read(actor, pageOf(actor, { tab: 'mine', count: 100 }));
      expect(mine).toHaveLength(counted.mine);
      const open = await read(actor, pageOf(actor, { count: 100 }));
      expect(open).toHaveLength(counted.open);
      seen.push(`${who} ${String(counted.open)} ${String(counted.mine)} ${String(counted.urgent)}`);
    }
    // 市医院 has nothing, the surgeon nothing of 内分泌科
    expect(seen).toEqual([
      'gp 5 1 2',
      'coordinator 5 2 2',
      'clerk 5 1 2',
      'physician 5 1 2',
      'surgeon 0 0 0',
      'city-coordinator 0 0 0',
    ]);
  });

  test('shows emergencies first and goes on where the page ended', async () => {
    const actor = world.actor('coordinator');
    const whole = await read(actor, pageOf(actor, { count: 100 }));
    expect(whole.map((row) => row['urgency_rank'])).toEqual([0, 0, 1, 1, 1]);
    const first = await read(actor, pageOf(actor, { count: 2 }));
    expect(first).toHaveLength(3);
    const [, second] = first;
    const rest = await read(actor, pageOf(actor, { count: 100, cursor: cursorAfter(second ?? {}, false) }));
    expect(rest.map((row) => row['id'])).toEqual(whole.slice(2).map((row) => row['id']));
  });

  test('is prepared under one name for one text, whatever is asked', () => {
    const some = (name: string, ...values: readonly unknown[]) => [{}, ...values.map((value) => ({ [name]: value }))];
    const asked = WORKLIST_TABS.flatMap((tab) =>
      some('urgency', 'emergency', 'urgent', 'routine').flatMap((urgency) =>
        [{}, { late: '1' }, { due: 'today' }, { due: 'next-working-day' }, { late: '1', due: 'today' }].flatMap(
          (time) =>
            [{}, { side: 'sent' }, { side: 'received', state: 'sent' }, { resident: 'wu' }, { state: 'sent' }].map(
              (rest) => ({
                tab,
                ...urgency,
                ...time,
                ...rest,
              }),
            ),
        ),
      ),
    );
    const texts = new Map<string, string>();
    for (const who of ['coordinator', 'physician'] as const)
      for (const each of asked) {
        const { name = '', text } = pageOf(world.actor(who), each);
        expect(name.length).toBeLessThan(64);
        expect(texts.get(name) ?? text).toBe(text);
        texts.set(name, text);
      }
    expect(texts.size).toBeGreaterThan(100);
  });
});
