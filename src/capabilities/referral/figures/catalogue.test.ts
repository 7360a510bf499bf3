/** The referral's rates in the catalogue are those of its own page, now and as of a past day, and open the referrals they count. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call } from '../../../../test/call.ts';
import { play, schedule } from '../../../../test/drawn-referrals.ts';
import { goesDown, recountReferrals } from '../../../../test/recount-referrals.ts';
import { openReferralWorld } from '../../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../../test/referral-world.ts';
import { NOW, ZONE } from '../../../../test/world.ts';
import { readPack } from '../../../consortium/region/read.ts';
import { catalogue } from '../../../engines/figures/define.ts';
import type { FigureAnswer, FigureScope } from '../../../engines/figures/define.ts';
import { fromNumber } from '../../../engines/figures/decimal.ts';
import { balance } from '../../../engines/figures/ledger.ts';
import { fileOrganisations, FIGURES_ACTOR, makeFacts } from '../../../engines/figures/making.ts';
import { toldOf } from '../../../engines/figures/life-table.ts';
import { figureReader } from '../../../engines/figures/read.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import { FigureView } from '../shapes.ts';
import { REFERRAL_RATES, REFERRAL_WAITS } from './definitions.ts';
import { DURATION_BOUNDS } from './bounds.ts';
import { REFERRAL_VIEWS } from './kept-facts.ts';
import { endOf } from './as-of.ts';
import { figureRegionOf } from './overview.ts';
import { figureRoutes } from './routes.ts';

const PERIOD = { from: '2026-01-01', to: '2026-11-20' };
const THEN = '2026-10-25';
let world: ReferralWorld;
let moment: Date;
let limitDays: (code: string, day: string) => number;
let ask: (query: Readonly<Record<string, string>>) => Promise<FigureView>;
const FIGURES = catalogue(
  [...REFERRAL_RATES, ...REFERRAL_WAITS],
  REFERRAL_VIEWS.map(({ code }) => code),
);
const ground = () => ({ db: world.engine.db, clock: world.clock, zone: ZONE, views: REFERRAL_VIEWS });

beforeAll(async () => {
  world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
  const region = figureRegionOf(await readPack(new URL('../../../../regions/siping', import.meta.url).pathname));
  limitDays = (code) => {
    const found = region.limits.find((limit) => limit.code === code);
    if (found === undefined || !('days' in found.rule)) throw new Error(code);
    return found.rule.days;
  };
  const routes = figureRoutes({ engine: world.engine, region, recordRead: () => Promise.resolve() });
  ask = async (query) =>
    FigureView.parse(bodyOf(await call(routes, 'GET /api/figures/referral', world.actor('officer'), { query })));
  for (const drawn of fc.sample(schedule, Number(process.env['KANGLIAN_SCHEDULES'] ?? 40))) await play(world, drawn);
  // what was drawn is over, so that nothing is known that has not happened yet
  const [last] = await world.owner(
    'select max(greatest(opened_at, answered_at, arrived_at, returned_at, closed_at)) as at from referral_fact',
  );
  moment = last?.['at'] instanceof Date && last['at'] > NOW ? last['at'] : NOW;
  world.clock.set(moment);
  await fileOrganisations(ground());
  await makeFacts(ground());
}, 600_000);
afterAll(() => world.drop());

const read = async (scope: FigureScope, past = false): Promise<readonly FigureAnswer[]> => {
  const reader = figureReader({ ...ground(), catalogue: FIGURES, smallestCell: 0, limitDays });
  const answers = await reader(
    FIGURES_ACTOR,
    FIGURES.figures.map(({ code }) => ({
      code,
      scope,
      period: past ? { ...PERIOD, to: THEN } : PERIOD,
      asOf: past ? endOf(THEN, ZONE) : null,
      trace: true,
    })),
  );
  return answers.map((answer) => {
    if (isRefusal(answer)) throw new Error(answer.refused);
    return answer;
  });
};
const rates = (answers: readonly FigureAnswer[]) =>
  answers.slice(0, 4).map(({ code, numerator, denominator }) => [code, Number(numerator), Number(denominator)]);
const page = ({ rates: shown }: FigureView) =>
  shown.map(({ code, numerator, denominator }) => [code, numerator, denominator]);

/** Median to the millionth of a minute, how many have had it, and all of them. */
const medians = (answers: readonly FigureAnswer[]) =>
  answers
    .filter(({ code }) => /^referral\.wait-[a-z]+$/.test(code))
    .map(({ code, value, numerator, denominator }) => [code, value, Number(numerator), Number(denominator)]);
const pageMedians = ({ durations }: FigureView) =>
  durations.map(({ code, medianMinutes, happened, waiting, ended }) => [
    `referral.wait-${code}`,
    medianMinutes === null ? null : fromNumber(medianMinutes),
    happened,
    happened + waiting + ended,
  ]);

test('each rate is that of the referral’s own page, for the region, a consortium and an organisation', async () => {
  const query = { from: PERIOD.from, until: PERIOD.to };
  expect(rates(await read({ kind: 'region' }))).toEqual(page(await ask(query)));
  expect(rates(await read({ kind: 'consortium', id: 'consortium-qinghe' }))).toEqual(
    page(await ask({ ...query, scope: 'consortium-qinghe' })),
  );
  expect(rates(await read({ kind: 'organisation', id: 'township' }))).toEqual(
    page(await ask({ ...query, scope: 'township', side: 'sent' })),
  );
  // each was drawn often enough to say something
  for (const [, numerator, denominator] of rates(await read({ kind: 'region' }))) {
    expect(numerator).toBeGreaterThan(0);
    expect(denominator).toBeGreaterThan(Number(numerator));
  }
});

test('as of a past day each is what the page tells of that day, and traced to the versions of then', async () => {
  const then = await read({ kind: 'region' }, true);
  expect(rates(then)).toEqual(page(await ask({ from: PERIOD.from, until: THEN, asOf: THEN })));
  const again = await read({ kind: 'region' }, true);
  expect(again.map(({ digest }) => digest)).toEqual(then.map(({ digest }) => digest));
  const now = await read({ kind: 'region' });
  expect(now[0]?.digest).not.toBe(then[0]?.digest);
});

test('each wait is that of the referral’s own page, who still waits included, now and as of a past day', async () => {
  const query = { from: PERIOD.from, until: PERIOD.to };
  const region = await ask(query);
  expect(medians(await read({ kind: 'region' }))).toEqual(pageMedians(region));
  expect(medians(await read({ kind: 'organisation', id: 'township' }))).toEqual(
    pageMedians(await ask({ ...query, scope: 'township', side: 'sent' })),
  );
  expect(medians(await read({ kind: 'consortium', id: 'consortium-qinghe' }))).toEqual(
    pageMedians(await ask({ ...query, scope: 'consortium-qinghe' })),
  );
  expect(medians(await read({ kind: 'region' }, true))).toEqual(
    pageMedians(await ask({ from: PERIOD.from, until: THEN, asOf: THEN })),
  );
  // some still wait, some ended without it, and a median is known all the same
  expect(region.durations.every(({ waiting, ended }) => waiting + ended > 0)).toBe(true);
  expect(region.durations[0]?.medianMinutes).not.toBeNull();
});

test('median, ninth tenth and mean are those of a recount of the stored forms, and trace to the referrals', async () => {
  const referrals = (await recountReferrals(world.owner)).filter(({ counted }) => counted);
  const minutes = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / 60_000));
  const arrivals = referrals
    .filter(({ arrivedAt, flow }) => arrivedAt !== null || !goesDown(flow))
    .map(({ openedAt, arrivedAt, closedAt }) => ({
      minutes: minutes(openedAt, arrivedAt ?? closedAt ?? moment.getTime()),
      over: arrivedAt === null ? 0 : 1,
      waiting: arrivedAt === null ? 1 : 0,
    }));
  const answers = await read({ kind: 'region' });
  for (const [code, told] of [
    ['referral.wait-arrival', 'median'],
    ['referral.wait-arrival-p90', 'ninth-tenth'],
    ['referral.wait-arrival-mean', 'mean'],
  ] as const) {
    const answer = answers.find((each) => each.code === code);
    const expected = toldOf(told, DURATION_BOUNDS, arrivals);
    expect([code, answer?.value]).toEqual([code, expected === null ? null : fromNumber(expected)]);
    expect(answer?.records).toBe(arrivals.length);
  }
});

test('the ledger balances, and names the referral whose kept fact was tampered with', async () => {
  expect((await balance(ground())).flatMap(({ differences }) => differences)).toEqual([]);
  const [row] = await world.owner('select case_id from referral_fact where returned_on is not null limit 1');
  await world.owner('update referral_fact set returned_on = returned_on - 1 where case_id = $1', [row?.['case_id']]);
  const [ledger] = await balance(ground());
  expect(ledger?.differences.map(({ record }) => record)).toEqual([
    `Task/${String(row?.['case_id'])}`,
    `Task/${String(row?.['case_id'])}`,
  ]);
});
