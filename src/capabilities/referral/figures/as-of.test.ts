/** Figures set back in time say what the live ones said at that moment, whatever happened since. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../../test/call.ts';
import { act, schedule, sendOne } from '../../../../test/drawn-referrals.ts';
import type { Schedule } from '../../../../test/drawn-referrals.ts';
import { openReferralWorld } from '../../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../../test/referral-world.ts';
import { NOW, ZONE } from '../../../../test/world.ts';
import { readPack } from '../../../consortium/region/read.ts';
import { sweepClocks } from '../../../engines/pathways/sweep.ts';
import { addDays, civilDay, instantOf } from '../../../platform/civil-time.ts';
import type { Route } from '../../../platform/http/route.ts';
import { FigureCases, FigureView, PARTS } from '../shapes.ts';
import { figureRegionOf } from './overview.ts';
import { figureRoutes } from './routes.ts';
import { settleReferrals } from './settled.ts';

let world: ReferralWorld;
let routes: readonly Route[];

type Query = Readonly<Record<string, string>>;
const DAYS = ['2026-10-02', '2026-10-25', '2026-11-15'];
const SCOPES: readonly Query[] = [
  {},
  { scope: 'consortium-qinghe' },
  { scope: 'township', side: 'sent' },
  { scope: 'county-hospital', side: 'received' },
  { scope: 'city-hospital', side: 'received' },
];
/** The year, and days that lie across months; the second runs on after the first of the days looked back to. */
const PERIODS: readonly Query[] = [
  { from: '2026-01-01', until: '2026-11-20' },
  { from: '2026-09-25', until: '2026-10-28' },
];
const ask = async (query: Query): Promise<FigureView> =>
  FigureView.parse(bodyOf(await call(routes, 'GET /api/figures/referral', world.actor('officer'), { query })));
const list = async (query: Query): Promise<readonly unknown[]> => {
  const items: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: Query = cursor === '' ? query : { ...query, cursor };
    const asked = { query: { count: '50', ...more } };
    const answer = await call(routes, 'GET /api/figures/referral/cases', world.actor('officer'), asked);
    const page: FigureCases = FigureCases.parse(bodyOf(answer));
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
};
/** Every number and every list, without what cannot be told of a past day and the day itself. */
const everything = async (back: Query): Promise<readonly unknown[]> => {
  const told: unknown[] = [];
  for (const scope of SCOPES)
    for (const period of PERIODS) {
      const { past, attention, ...view } = await ask({ ...scope, ...period, ...back });
      expect(past).toBe(back['asOf'] ?? null);
      expect(attention.stale === null).toBe(past !== null);
      told.push([scope, period, view, attention.unanswered, attention.unseen]);
    }
  for (const scope of SCOPES.slice(0, 3))
    for (const part of PARTS) told.push([scope, part, await list({ ...scope, ...PERIODS[0], part, ...back })]);
  return told;
};

const endOf = (day: string): Date => new Date(instantOf(addDays(day, 1), '00:00', ZONE).getTime() - 1);
type Event = { readonly at: number; readonly happen: () => Promise<unknown> };

/** A schedule as moments in time, so that many run beside each other. */
const eventsOf = ({ earlier, urgency, department, consent, deeds }: Schedule): readonly Event[] => {
  let at = NOW.getTime() - earlier * 86_400_000;
  let id = '';
  const given = urgency === 'emergency' && consent === 'agreed' ? 'owed' : consent;
  const sent = { at, happen: async () => (id = await sendOne(world, urgency, given, department)) };
  return [
    sent,
    ...deeds.map(({ choice, minutes }) => {
      at += minutes * 60_000;
      return { at, happen: () => act(world, id, choice) };
    }),
  ];
};

const live = new Map<string, readonly unknown[]>();

beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
  const pack = await readPack(new URL('../../../../regions/siping', import.meta.url).pathname);
  routes = figureRoutes({ engine: world.engine, region: figureRegionOf(pack), recordRead: () => Promise.resolve() });
  const drawn = fc.sample(schedule, Number(process.env['KANGLIAN_SCHEDULES'] ?? 45));
  const looks = DAYS.map(
    (day): Event => ({
      at: endOf(day).getTime(),
      happen: async () => live.set(day, await everything({})),
    }),
  );
  const events = [...drawn.flatMap(eventsOf), ...looks].sort((one, other) => one.at - other.at);
  for (const { at, happen } of events) {
    world.clock.set(new Date(at));
    await sweepClocks(world.engine);
    await happen();
  }
  await settleReferrals(world.engine.db, world.clock);
}, 600_000);
afterAll(() => world.drop());

describe('figures as of the end of a past day', () => {
  test.each(DAYS)('are what they were then, with every list behind them: %s', async (day) => {
    const then = live.get(day) ?? [];
    expect(await everything({ asOf: day })).toEqual(then);
    // and since then something happened
    expect(await everything({})).not.toEqual(then);
  });

  test('tell what no fact can tell of itself: another receiver, an answer clock that ran', async () => {
    const [rows = []] = await world.engine.db.read(world.actor('officer'), NOW, [
      {
        text: `select count(*) filter (where earlier.receiver <> f.receiver) as redirected,
              count(*) filter (where earlier.answer_due_at is not null and f.answer_due_at is null) as answered
         from (select (referral_facts_as_of(moment, $2)).* from generate_series($3::timestamptz, $1, '1 day') as moment) as earlier
         join referral_fact f using (case_id)`,
        values: [NOW, ZONE, endOf('2026-09-20')],
      },
    ]);
    for (const what of ['redirected', 'answered']) expect([what, Number(rows[0]?.[what])]).not.toEqual([what, 0]);
  });

  test('are the live ones for today', async () => {
    const today = civilDay(world.clock.now(), ZONE);
    expect(await ask({ asOf: today })).toEqual(await ask({}));
  });

  test('are not told of a day that is to come, does not exist, or lies before the first referral', async () => {
    const refusal = async (asOf: string, path: string): Promise<string | undefined> =>
      refusedAs(await call(routes, path, world.actor('officer'), { query: { asOf, part: 'sent' } }));
    const [row] = await world.owner('select min(opened_on) as first from referral_fact');
    const first = String(row?.['first']);
    for (const path of ['GET /api/figures/referral', 'GET /api/figures/referral/cases']) {
      expect(await refusal(addDays(civilDay(world.clock.now(), ZONE), 1), path)).toBe('as-of-the-future');
      expect(await refusal('2026-02-30', path)).toBe('impossible-as-of');
      expect(await refusal(addDays(first, -1), path)).toBe('as-of-before-the-first');
    }
    expect((await ask({ asOf: first })).past).toBe(first);
  });
});
