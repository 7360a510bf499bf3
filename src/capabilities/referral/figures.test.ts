/** The figures equal a recount of the stored JSON, each number opens exactly its cases, and nobody's identity is shown. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import { play, schedule, sendOne } from '../../../test/drawn-referrals.ts';
import { climb, goesDown, recountReferrals } from '../../../test/recount-referrals.ts';
import type { RecountedReferral } from '../../../test/recount-referrals.ts';
import { ACCEPTANCE, ARRIVAL, openReferralWorld, RETURN_NOTE } from '../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../test/referral-world.ts';
import { NOW, TODAY, ZONE } from '../../../test/world.ts';
import type { WorldPerson } from '../../../test/world.ts';
import { readPack } from '../../consortium/region/read.ts';
import type { AuditRow } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Route } from '../../platform/http/route.ts';
import { DURATION_BOUNDS } from './figures/bounds.ts';
import { figureRegionOf } from './figures/overview.ts';
import { figureRoutes } from './figures/routes.ts';
import { isResidentsSide, RESIDENTS_SIDE, WITHHELD } from './figures/withheld.ts';
import { countReferrals } from './figures/counted.ts';
import { settleReferrals } from './figures/settled.ts';
import { FigureCases, FigureView } from './shapes.ts';
import type { Part } from './shapes.ts';

let world: ReferralWorld;
let routes: readonly Route[];
let referrals: readonly RecountedReferral[];
const audited: AuditRow[] = [];
const SEEN_WITHIN = 14;

beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
  const pack = await readPack(new URL('../../../regions/siping', import.meta.url).pathname);
  const recordRead = (row: AuditRow): Promise<void> => {
    audited.push(row);
    return Promise.resolve();
  };
  routes = figureRoutes({ engine: world.engine, region: figureRegionOf(pack), recordRead });
  let played = 0;
  await fc.assert(
    fc.asyncProperty(schedule, async (drawn) => {
      await play(world, drawn);
      // figures are exact whether much was settled, little, or nothing: here some of what is closed
      if (++played % 4 === 0) await world.owner('select settle_referrals(1 + $1)', [played % 3]);
      // the same of the counters: some referrals are counted, of some they are behind
      if (played % 3 === 0) await world.owner('select count_referrals(1 + $1)', [played % 4]);
    }),
    { numRuns: Number(process.env['KANGLIAN_SCHEDULES'] ?? 60) },
  );
  world.clock.set(NOW);
  referrals = await recountReferrals(world.owner);
}, 600_000);
afterAll(() => world.drop());

type Query = Readonly<Record<string, string>>;
const ask = async (who: WorldPerson, query: Query = {}): Promise<FigureView> =>
  FigureView.parse(bodyOf(await call(routes, 'GET /api/figures/referral', world.actor(who), { query })));
const openCases = async (who: WorldPerson, query: Query): Promise<readonly string[]> => {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const asked: Query = cursor === null ? query : { ...query, cursor };
    const answer = await call(routes, 'GET /api/figures/referral/cases', world.actor(who), {
      query: { count: '7', ...asked },
    });
    const page = FigureCases.parse(bodyOf(answer));
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
};

const day = (at: number | null): string | null => (at === null ? null : civilDay(new Date(at), ZONE));
const daysApart = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / 86_400_000;
const answeredOrDue = (one: RecountedReferral): boolean =>
  one.answeredAt !== null || one.answerLate || (one.answerDueAt !== null && one.answerDueAt < NOW.getTime());
const toBeSeen = (one: RecountedReferral): boolean => {
  const returned = day(one.returnedAt);
  if (returned === null) return false;
  return one.seenOn !== null || daysApart(returned, day(one.closedAt) ?? TODAY) > SEEN_WITHIN;
};
const seenInTime = (one: RecountedReferral): boolean =>
  one.returnedAt !== null && one.seenOn !== null && daysApart(day(one.returnedAt) ?? '', one.seenOn) <= SEEN_WITHIN;
const waits = (one: RecountedReferral): boolean => one.closedAt === null && !goesDown(one.flow);
const open = (one: RecountedReferral): boolean => one.closedAt === null;
/** What each part opens, said a second time over recounted referrals. */
const PREDICATES: Readonly<Record<Part, (one: RecountedReferral) => boolean>> = {
  sent: () => true,
  up: ({ flow }) => climb(flow) > 0,
  down: ({ flow, returnedAt }) => climb(flow) < 0 || (returnedAt !== null && climb(flow) > 0),
  aside: ({ flow }) => climb(flow) === 0,
  finished: ({ ending }) => ending === 'finished',
  answered: ({ answeredAt }) => answeredAt !== null,
  'on-time': ({ answeredAt, answerLate }) => answeredAt !== null && !answerLate,
  'answer-due': answeredOrDue,
  refused: ({ refusedFor }) => refusedFor !== null,
  returned: ({ returnedAt }) => returnedAt !== null,
  'seen-due': toBeSeen,
  'seen-in-time': seenInTime,
  ended: ({ ending }) => ending !== null,
  'waiting-answer': (one) => waits(one) && one.answeredAt === null,
  'waiting-arrival': (one) => waits(one) && one.arrivedAt === null,
  'waiting-return': (one) => open(one) && one.arrivedAt !== null && one.returnedAt === null,
  unanswered: (one) => waits(one) && one.answeredAt === null && one.escalation > 0,
  unseen: (one) => open(one) && one.seenOn === null && toBeSeen(one),
};

const SCOPES: readonly (readonly [Query, (one: RecountedReferral) => boolean])[] = [
  [{}, () => true],
  [{ scope: 'consortium-qinghe' }, ({ consortium }) => consortium === 'consortium-qinghe'],
  [{ scope: 'township', side: 'received' }, ({ receiver }) => receiver === 'township'],
  [{ scope: 'township', side: 'sent' }, ({ sender }) => sender === 'township'],
  [{ scope: 'county-hospital', side: 'received' }, ({ receiver }) => receiver === 'county-hospital'],
  [{ scope: 'city-hospital', side: 'received' }, ({ receiver }) => receiver === 'city-hospital'],
];
const PERIODS: readonly { readonly from: string; readonly until: string }[] = [
  { from: '2026-01-01', until: TODAY },
  { from: '2026-10-01', until: '2026-10-31' },
  { from: '2026-09-25', until: '2026-11-03' },
];

const counted = (part: Part, among: readonly RecountedReferral[]): number => among.filter(PREDICATES[part]).length;

describe('every figure of every scope and period', () => {
  test.each(SCOPES.flatMap(([query, own]) => PERIODS.map((period) => ({ query: { ...query, ...period }, own }))))(
    'equals a recount: $query.scope $query.from $query.until',
    async ({ query, own }) => {
      const view = await ask('officer', query);
      const inPeriod = (from: string, until: string): readonly RecountedReferral[] =>
        referrals.filter((one) => one.counted && own(one) && one.openedOn >= from && one.openedOn <= until);
      const among = inPeriod(query.from, query.until);
      const fractions = (of: readonly RecountedReferral[]): Readonly<Record<string, readonly [number, number]>> => ({
        'referral.closed-loop': [counted('finished', of), counted('sent', of)],
        'referral.answered-in-time': [counted('on-time', of), counted('answer-due', of)],
        'referral.seen-in-time': [counted('seen-in-time', of), counted('seen-due', of)],
        'referral.refused': [counted('refused', of), counted('answered', of)],
      });
      for (const rate of view.rates) {
        expect([rate.code, [rate.numerator, rate.denominator]]).toEqual([rate.code, fractions(among)[rate.code]]);
        for (const month of rate.months) {
          const last = query.until.startsWith(month.month) ? query.until : `${month.month}-31`;
          const of = fractions(inPeriod(`${month.month}-01`, last))[rate.code];
          expect([month.month, [month.numerator, month.denominator]]).toEqual([month.month, of]);
        }
      }
      expect([view.up, view.down, view.aside]).toEqual([
        counted('up', among),
        counted('down', among),
        counted('aside', among),
      ]);
      expect(view.refusals.reduce((sum, { count }) => sum + count, 0)).toBe(counted('refused', among));
      expect(view.endings.reduce((sum, { count }) => sum + count, 0)).toBe(counted('ended', among));
      for (const { code, happened, waiting, ended } of view.durations) {
        const since = (one: RecountedReferral): boolean =>
          code === 'return' ? one.arrivedAt !== null : !goesDown(one.flow);
        const at = { answer: 'answeredAt', arrival: 'arrivedAt', return: 'returnedAt' }[code] as 'answeredAt';
        const of = among.filter(since);
        expect([code, happened]).toEqual([code, of.filter((one) => one[at] !== null).length]);
        expect([code, waiting]).toEqual([code, of.filter((one) => one[at] === null && open(one)).length]);
        expect([code, ended]).toEqual([code, of.filter((one) => one[at] === null && !open(one)).length]);
      }
      expect(view.attention.unanswered.count).toBe(
        counted(
          'unanswered',
          referrals.filter((one) => one.counted && own(one)),
        ),
      );
      expect(view.attention.unseen.count).toBe(
        counted(
          'unseen',
          referrals.filter((one) => one.counted && own(one)),
        ),
      );
    },
  );

  test('opens exactly the cases it counted, whatever the number', async () => {
    for (const [scope, own] of SCOPES) {
      for (const [part, holds] of Object.entries(PREDICATES) as [Part, (one: RecountedReferral) => boolean][]) {
        const [period] = PERIODS;
        const among = referrals.filter((one) => one.counted && own(one) && holds(one)).map(({ id }) => id);
        const opened = await openCases('officer', { ...scope, ...period, part });
        expect([scope, part, [...opened].sort()]).toEqual([scope, part, among.sort()]);
      }
    }
  });

  test('divides flows, reasons and rows so that the parts make the whole and open their own cases', async () => {
    const view = await ask('officer');
    const sentUp = view.flows.filter(({ from, to }) => climb(`${from}>${to}`) > 0);
    expect(sentUp.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(view.up);
    for (const { from, to, count } of view.flows.filter((flow) => flow.count !== null)) {
      const flow = `${from}>${to}`;
      const part = climb(flow) > 0 ? 'up' : 'down';
      expect([flow, (await openCases('officer', { part, flow })).length]).toEqual([flow, count]);
    }
    // no city hospital sends to a county's: not collected, which is not none
    expect(view.flows).toContainEqual({ from: 'city', to: 'county', count: null });
    for (const { reason, count } of view.refusals)
      expect((await openCases('officer', { part: 'refused', reason })).length).toBe(count);
    for (const { ending, count } of view.endings.filter((one) => !isResidentsSide(one.ending)))
      expect((await openCases('officer', { part: 'ended', reason: ending })).length).toBe(count);
    expect(view.rows.map(({ id }) => id)).toEqual(['consortium-baishi', 'consortium-qinghe']);
    expect(view.rows.reduce((sum, { denominator }) => sum + denominator, 0)).toBe(view.rates[0]?.denominator);
    const inside = await ask('officer', { scope: 'consortium-qinghe' });
    expect(inside.rows.map(({ id }) => id)).toEqual(['township', 'village']);
    expect(inside.rows.reduce((sum, { denominator }) => sum + denominator, 0)).toBe(view.rates[0]?.denominator);
    const received = await ask('officer', { scope: 'county-hospital', side: 'received' });
    expect(received.rows.map(({ id }) => id)).toContain('township');
  });
});

describe('a step', () => {
  test('committed just before is in the figure, and its case is behind it', async () => {
    const before = await ask('officer');
    const id = await sendOne(world, 'routine', 'agreed', 'endocrinology');
    const sent = await ask('officer');
    expect(sent.up).toBe(before.up + 1);
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    const accepted = await ask('officer');
    expect(accepted.rates[1]?.numerator).toBe((sent.rates[1]?.numerator ?? 0) + 1);
    expect(await openCases('officer', { part: 'on-time', from: TODAY, until: TODAY })).toContain(id);
    expect(await openCases('coordinator', { part: 'on-time', side: 'received' })).toContain(id);
  });
});

describe('a resident who came back', () => {
  const DAY = 86_400_000;
  /** Returned thirty days ago and taken back; seen or ended so many days later, or still waited for. */
  const comeBack = async (after: number | null, how: 'seen' | 'moved' = 'seen'): Promise<string> => {
    const returned = new Date(NOW.getTime() - 30 * DAY);
    world.clock.set(returned);
    const id = await sendOne(world, 'urgent', 'agreed', 'endocrinology');
    await world.step(id, 'accept', 'coordinator', ACCEPTANCE);
    await world.step(id, 'arrive', 'clerk', { ...ARRIVAL, arrivedAt: returned.toISOString() });
    await world.step(id, 'issue-return', 'physician', RETURN_NOTE);
    await world.step(id, 'take-back', 'gp');
    if (after !== null) {
      world.clock.set(new Date(returned.getTime() + after * DAY));
      const seenOn = civilDay(world.clock.now(), ZONE);
      if (how === 'seen') await world.step(id, 'record-visit', 'nurse', { seenOn, how: 'at-home', condition: '平稳' });
      else await world.step(id, 'end-at-sender', 'gp', { ending: 'moved-away', explanation: '随子女迁往外市' });
    }
    world.clock.set(NOW);
    return id;
  };
  const rate = async (): Promise<readonly [number, number]> => {
    const found = (await ask('officer')).rates.find(({ code }) => code === 'referral.seen-in-time');
    return [found?.numerator ?? NaN, found?.denominator ?? NaN];
  };

  test('is seen in time on the fourteenth day, and late on the fifteenth', async () => {
    const [numerator, denominator] = await rate();
    await comeBack(14);
    expect(await rate()).toEqual([numerator + 1, denominator + 1]);
    const late = await comeBack(15);
    expect(await rate()).toEqual([numerator + 1, denominator + 2]);
    expect(await openCases('officer', { part: 'seen-due' })).toContain(late);
    expect(await openCases('officer', { part: 'seen-in-time' })).not.toContain(late);
  });

  test('and not seen at all counts once the days have passed, unless something ended it within them', async () => {
    const [numerator, denominator] = await rate();
    const unseen = await comeBack(null);
    expect(await rate()).toEqual([numerator, denominator + 1]);
    expect(await openCases('officer', { part: 'unseen' })).toContain(unseen);
    await comeBack(14, 'moved');
    expect(await rate()).toEqual([numerator, denominator + 1]);
    await comeBack(15, 'moved');
    expect(await rate()).toEqual([numerator, denominator + 2]);
  });
});

describe('who looks', () => {
  test('sees the own organisation’s numbers only, unless it is the commission; every look is kept', async () => {
    const own = await ask('coordinator', { side: 'received' });
    expect(own.scope).toMatchObject({ kind: 'organisation', id: 'county-hospital', side: 'received' });
    expect(own.scopes).toEqual([]);
    const actor = world.actor('coordinator');
    for (const path of ['GET /api/figures/referral', 'GET /api/figures/referral/cases']) {
      const query = { scope: 'region', part: 'sent' };
      expect(refusedAs(await call(routes, path, actor, { query }))).toBe('figure-of-another');
    }
    expect(audited.slice(-2)).toMatchObject([
      { action: 'figure', outcome: 'refused', purpose: 'figures', actor: 'coordinator-role' },
      { action: 'figure-cases', outcome: 'refused', target: 'figures/referral/region/sent' },
    ]);
  });

  test('is not told, looking over others, which referral ended for a reason of the resident’s; the houses of it are', async () => {
    const path = 'GET /api/figures/referral/cases';
    for (const reason of [...RESIDENTS_SIDE, WITHHELD]) {
      const query = { part: 'ended', reason };
      expect(refusedAs(await call(routes, path, world.actor('officer'), { query }))).toBe('figure-ending-withheld');
    }
    const ended = referrals.filter(({ ending }) => ending !== null && isResidentsSide(ending)).length;
    expect(ended).toBeGreaterThan(0);
    const { items } = FigureCases.parse(
      bodyOf(await call(routes, path, world.actor('officer'), { query: { part: 'ended', count: '200' } })),
    );
    expect(items.filter(({ state }) => isResidentsSide(state)).every(({ state }) => state === WITHHELD)).toBe(true);
    expect(items.some(({ state, ending }) => state === WITHHELD && ending === null)).toBe(true);
    const view = await ask('officer');
    const own = view.endings.filter(({ ending }) => isResidentsSide(ending));
    expect(own.filter(({ ending, count }) => ending !== WITHHELD && count < 5)).toEqual([]);
    const house = await ask('coordinator', { side: 'received' });
    for (const { ending, count } of house.endings)
      expect((await openCases('coordinator', { side: 'received', part: 'ended', reason: ending })).length).toBe(count);
  });

  test('is told numbers, states and organisations, and never who it is about', async () => {
    const answer = await call(routes, 'GET /api/figures/referral/cases', world.actor('officer'), {
      query: { part: 'sent' },
    });
    const told = JSON.stringify(bodyOf(answer));
    expect(told).toContain('榆树镇中心卫生院');
    for (const secret of ['吴淑琴', 'resident', '糖尿病', '内线']) expect(told).not.toContain(secret);
  });

  test('asks for a period that cannot be, or a scope that is not there, and is told so', async () => {
    const officer = world.actor('officer');
    const refusal = async (query: Query): Promise<string | undefined> =>
      refusedAs(await call(routes, 'GET /api/figures/referral', officer, { query }));
    expect(await refusal({ from: '2026-02-30', until: '2026-03-01' })).toBe('impossible-period');
    expect(await refusal({ from: '2026-03-02', until: '2026-03-01' })).toBe('impossible-period');
    expect(await refusal({ from: '1990-01-01', until: TODAY })).toBe('impossible-period');
    expect(await refusal({ scope: 'nowhere' })).toBe('unknown-scope');
    const query = { part: 'sent', cursor: 'somewhere' };
    expect(refusedAs(await call(routes, 'GET /api/figures/referral/cases', officer, { query }))).toBe('unknown-cursor');
  });
});

describe('what needs somebody to press', () => {
  test('names departments whose places nobody confirmed for longer than the region allows', async () => {
    await world.owner('update quota set updated_at = $1', [NOW]);
    await world.owner(`update quota set updated_at = $1 where department = 'surgery'`, [
      new Date(NOW.getTime() - 13 * 3_600_000),
    ]);
    const { attention, limits } = await ask('officer');
    expect(limits.staleHours).toMatchObject({ value: 12, verified: false });
    expect(attention.stale).toMatchObject({ count: 1, items: [{ department: { name: '外科' }, hours: 13 }] });
  });
});

describe('the intervals durations are counted in', () => {
  test('are the same in the program and in the database', async () => {
    const [row] = await world.owner('select duration_bounds() as bounds');
    expect(row?.['bounds']).toEqual(DURATION_BOUNDS);
  });
});

describe('closed referrals', () => {
  const views = async (): Promise<readonly Omit<FigureView, 'asOf'>[]> => {
    const seen: Omit<FigureView, 'asOf'>[] = [];
    for (const [scope] of SCOPES)
      for (const period of PERIODS) {
        const { asOf, ...view } = await ask('officer', { ...scope, ...period });
        expect(asOf).toBe(NOW.toISOString());
        seen.push(view);
      }
    return seen;
  };
  const count = async (which: string): Promise<number> =>
    Number((await world.owner(`select count(*) from referral_fact where ${which}`))[0]?.['count']);

  test('say the same whether some of them are settled, all, or none', async () => {
    expect(await count('settled')).toBeGreaterThan(0);
    expect(await count('closed_at is not null and not settled')).toBeGreaterThan(0);
    const partly = await views();
    await settleReferrals(world.engine.db, world.clock);
    expect(await count('closed_at is not null and not settled')).toBe(0);
    expect(await count('closed_at is null and settled')).toBe(0);
    expect(await views()).toEqual(partly);
    await world.owner('select rebuild_referral_facts($1)', [ZONE]);
    expect(await count('settled')).toBe(0);
    expect(await views()).toEqual(partly);
  });

  test('say the same whether the counters have followed the steps or not', async () => {
    await world.owner('select rebuild_referral_facts($1)', [ZONE]);
    expect(await world.owner('select * from referral_uncounted')).toEqual([]);
    const counted = await views();
    // as after a step on each of them: what the counters hold is what was before
    await world.owner(`with behind as (
        insert into referral_uncounted select f.case_id, case when n % 3 > 0 then jsonb_populate_record(f, '{"answered_at": null, "returned_at": null, "ending": null}') end
          from (select f, row_number() over (order by case_id) as n from referral_fact f) as each, lateral (select (each.f).*) as f
        returning *)
      select count(*) from behind`);
    await world.owner(`delete from referral_count; delete from referral_spread`);
    await world.owner(`insert into referral_count
        select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*) from referral_uncounted u join referral_fact f using (case_id),
               referral_counts(u.counted_as) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5`);
    await world.owner(`insert into referral_spread
        select k.kind, s.span, s.opened_on, f.sender_consortium, k.value, count(*) from referral_uncounted u join referral_fact f using (case_id),
               referral_spreads(u.counted_as) k, referral_spans(f.opened_on) s group by 1, 2, 3, 4, 5`);
    expect(await views()).toEqual(counted);
    const { db } = world.engine;
    expect(await countReferrals(db, world.clock)).toBe(await count('true'));
    expect(await views()).toEqual(counted);
    expect(await countReferrals(db, world.clock)).toBe(0);
  });

  test('are settled once, by however many processes', async () => {
    await world.owner('select rebuild_referral_counters()');
    const closed = await count('closed_at is not null');
    const { db } = world.engine;
    const first = await db.write(world.actor('officer'), NOW, async (tx) => {
      const [rows = []] = await tx.flight([{ text: 'select settle_referrals(5) as settled' }]);
      // while one is at it, another finds nothing to do and does not wait
      expect(await settleReferrals(db, world.clock)).toBe(0);
      await tx.finish([]);
      return Number(rows[0]?.['settled']);
    });
    expect(first).toBe(5);
    expect(await settleReferrals(db, world.clock)).toBe(closed - first);
    const [kept] = await world.owner(
      `select (select sum(sent) from referral_settled where side = 'sent') as sent,
              (select count(*) from referral_fact where settled and counted) as facts`,
    );
    expect(Number(kept?.['sent'])).toBe(Number(kept?.['facts']));
  });
});

describe('the courses of a referral', () => {
  test('are the same in one row, as an organisation asks for them, and as the counters take them', async () => {
    // what happened, and the same referrals as they might have gone
    const rows = await world.owner(`
      with thought as (
        select case_id, n, jsonb_populate_record(f, v.other::jsonb) as fact from referral_fact f,
               (values (1, '{}'), (2, '{"counted": false}'), (3, '{"answered_at": null}'), (4, '{"arrived_at": null, "seen_on": null}'),
                       (5, '{"sender_level": "county", "receiver_level": "township", "answered_at": null, "arrived_at": null}'),
                       (6, '{"closed_at": "2026-11-19T10:00:00+08:00", "closed_on": "2026-11-19", "returned_at": null}')) as v (n, other))
      select count(*) as courses, count(*) filter (where s.value is distinct from c.value) as differing
        from (select f.case_id, n, k.kind, k.value from thought f, referral_spreads(f.fact) k) s
        full join (select f.case_id, n, k.kind, k.value
                     from thought f, referral_courses(f.fact) r,
                          lateral (values (r.answer, r.answer_value), (r.arrival, r.arrival_value), (r.return, r.return_value),
                                          (r.seen, r.seen_value)) as k (kind, value)
                    where k.kind is not null) c using (case_id, n, kind)`);
    expect(Number(rows[0]?.['courses'])).toBeGreaterThan(referrals.length);
    expect(Number(rows[0]?.['differing'])).toBe(0);
  });
});
