/** The referral's rates in the catalogue are those of its own page, now and as of a past day, and open the referrals they count. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call } from '../../../../test/call.ts';
import { play, schedule } from '../../../../test/drawn-referrals.ts';
import { openReferralWorld } from '../../../../test/referral-world.ts';
import type { ReferralWorld } from '../../../../test/referral-world.ts';
import { NOW, ZONE } from '../../../../test/world.ts';
import { readPack } from '../../../consortium/region/read.ts';
import { catalogue } from '../../../engines/figures/define.ts';
import type { FigureAnswer, FigureScope } from '../../../engines/figures/define.ts';
import { balance, fileOrganisations, FIGURES_ACTOR, makeFacts } from '../../../engines/figures/making.ts';
import { figureReader } from '../../../engines/figures/read.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import { FigureView } from '../shapes.ts';
import { REFERRAL_RATES } from './definitions.ts';
import { REFERRAL_VIEWS } from './kept-facts.ts';
import { endOf } from './as-of.ts';
import { figureRegionOf } from './overview.ts';
import { figureRoutes } from './routes.ts';

const PERIOD = { from: '2026-01-01', to: '2026-11-20' };
const THEN = '2026-10-25';
let world: ReferralWorld;
let limitDays: (code: string, day: string) => number;
let ask: (query: Readonly<Record<string, string>>) => Promise<FigureView>;
const FIGURES = catalogue(
  REFERRAL_RATES,
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
  world.clock.set(NOW);
  await fileOrganisations(ground());
  await makeFacts(ground());
}, 600_000);
afterAll(() => world.drop());

const read = async (scope: FigureScope, past = false): Promise<readonly FigureAnswer[]> => {
  const reader = figureReader({ ...ground(), catalogue: FIGURES, smallestCell: 0, limitDays });
  const answers = await reader(
    FIGURES_ACTOR,
    REFERRAL_RATES.map(({ code }) => ({
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
