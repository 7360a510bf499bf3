/** The numbers on a worklist on a real PostgreSQL: whatever is kept of them, they are what the cases say at that moment. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { ACCEPTANCE, ARRIVAL, openReferralWorld, outcome } from '../../../test/referral-world.ts';
import type { WorldPerson } from '../../../test/world.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { drainOutbox } from './outbox.ts';
import { sweepClocks } from './sweep.ts';
import { worklistCounts } from './worklist-counts.ts';
import type { WorklistCounts } from './worklist-counts.ts';

let world: ReferralWorld;
/** Two processes on one database, and how often each counted anew. */
let processes: readonly { readonly counts: WorklistCounts; readonly recounts: () => number }[];
beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
  processes = [1, 2].map(() => {
    let recounts = 0;
    const read: Database['read'] = (actor, at, statements) => {
      recounts += statements.filter(({ name }) => name === 'worklist-count-groups').length;
      return world.app.read(actor, at, statements);
    };
    return { counts: worklistCounts({ ...world.app, read }), recounts: () => recounts };
  });
});
afterAll(() => world.drop());

/** From the cases and nothing else. */
const RECOUNT = `
  select count(*) as open, count(*) filter (where c.owner_organisation = $1 and c.owner_role = $2) as mine,
         count(*) filter (where c.owner_organisation <> $1) as waiting, count(*) filter (where c.due_at < $3) as late,
         count(*) filter (where c.urgency = 'emergency') as emergency, count(*) filter (where c.urgency = 'urgent') as urgent,
         count(*) filter (where c.urgency = 'routine') as routine, count(*) filter (where p.party = 'sender') as sent,
         count(*) filter (where p.party = 'receiver') as received
    from cases c join case_party p on p.case_id = c.id
   where c.closed_at is null and p.organisation = $1 and ($4::text is null or p.department is null or p.department = $4)`;

const EVERYBODY = ['gp', 'coordinator', 'clerk', 'physician', 'surgeon', 'city-coordinator'] as const;
/** What everybody is told in both processes is what the cases say. */
const expectTrue = async (): Promise<void> => {
  const at = world.clock.now();
  for (const who of EVERYBODY) {
    const actor = world.actor(who);
    const [recounted] = await world.owner(RECOUNT, [actor.organisation, actor.role, at, actor.department ?? null]);
    for (const { counts } of processes) expect({ who, ...(await counts(actor, at)) }).toEqual({ who, ...recounted });
  }
};
const recounted = (): readonly number[] => processes.map(({ recounts }) => recounts());

describe('the numbers on a worklist', () => {
  test('are those of the cases after every step, wherever it was taken, numbered or not, and as time goes by', async () => {
    await expectTrue();
    const sent: string[] = [];
    for (const urgency of ['emergency', 'urgent', 'routine', 'routine']) {
      const { id, result } = await world.send({ urgency });
      expect(outcome(result)).toBe('sent');
      sent.push(id);
      await expectTrue();
    }
    const [emergency = '', urgent = '', routine = '', withdrawn = ''] = sent;
    const steps: readonly (readonly [string, string, WorldPerson, object])[] = [
      [emergency, 'accept', 'coordinator', ACCEPTANCE],
      [emergency, 'arrive', 'clerk', ARRIVAL],
      [urgent, 'pass-on', 'coordinator', {}], // refused: nothing changes
      [urgent, 'redirect', 'coordinator', { explanation: '详见电话记录', department: 'city-endocrinology' }],
      [routine, 'ask', 'coordinator', { missing: '近期心电图' }],
      [withdrawn, 'withdraw', 'gp', { explanation: '居民改日再来' }],
    ];
    for (const [place, [id, step, who, answers]] of steps.entries()) {
      await world.step(id, step, who, { ...answers });
      if (place % 2 === 0) await drainOutbox(world.app, world.clock);
      await expectTrue();
      await drainOutbox(world.app, world.clock);
      await expectTrue();
    }
    // late without a step of anybody, while what was counted is still kept; then escalated by the clock
    await world.send({ urgency: 'emergency' });
    await drainOutbox(world.app, world.clock);
    await expectTrue();
    const now = world.clock.now().getTime();
    for (const minutes of [0, 4, 8, 12, 16, 20]) {
      world.clock.set(new Date(now + minutes * 60_000));
      await expectTrue();
    }
    for (const hours of [1, 3, 30, 24 * 20]) {
      world.clock.set(new Date(now + hours * 3_600_000));
      await expectTrue();
      await sweepClocks(world.engine);
      await expectTrue();
    }
  });

  test('are not counted again while nothing has happened', async () => {
    await drainOutbox(world.app, world.clock);
    await expectTrue();
    await expectTrue();
    const before = recounted();
    await expectTrue();
    await expectTrue();
    expect(recounted()).toEqual(before);
    // nor for a step between two others
    const { id } = await world.send({ urgency: 'routine' });
    await drainOutbox(world.app, world.clock);
    const elsewhere = world.actor('city-coordinator');
    for (const { counts } of processes) await counts(elsewhere, world.clock.now());
    expect(id).not.toBe('');
    expect(recounted()).toEqual(before);
    await expectTrue();
    expect(recounted()).not.toEqual(before);
  });

  test('are those of the moment whoever asks while steps are taken', async () => {
    const state = { sending: true };
    const asking = Promise.all(
      processes.map(async ({ counts }) => {
        while (state.sending) await counts(world.actor('coordinator'), world.clock.now());
      }),
    );
    try {
      for (let n = 0; n < 5; n++) {
        await Promise.all([
          world.send({ urgency: 'urgent' }),
          world.send({ urgency: 'routine' }),
          drainOutbox(world.app, world.clock),
        ]);
        await expectTrue();
      }
    } finally {
      state.sending = false;
      await asking;
    }
    await expectTrue();
  });
});
