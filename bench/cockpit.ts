/** The commission's screen over very many referrals: how long each of its answers takes over HTTP. */
import pg from 'pg';
import { z } from 'zod';
import { FigureView } from '../src/capabilities/referral/index.ts';
import type { Statement } from '../src/platform/postgres/database.ts';
import { signIn } from '../src/story-person.ts';
import type { Told } from './instance.ts';
import { countReferrals, makeReferrals, settleReferrals, tidyReferrals } from './many-referrals.ts';

export type CockpitMeasured = {
  readonly what: string;
  readonly p50: number;
  readonly p95: number;
  /** Referrals counted in the answer's period, and those there are. */
  readonly referrals: number;
  readonly ofAll: number;
};

const BATCH = 50_000;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** Two years of referrals, on top of what is there; those of a kept data folder are not made again. */
const fill = async (told: Told, referrals: number): Promise<number> => {
  const client = new pg.Client({
    connectionString: told.ownerUrl,
    options: `-c search_path=${told.schema},public -c jit=off`,
  });
  await client.connect();
  const run = ({ text, values = [] }: Statement) => client.query(text, [...values]);
  try {
    const { rows } = await client.query<{ made: string }>(
      `select count(*) as made from cases where id like 'course-%'`,
    );
    const made = Number(rows[0]?.made);
    for (let first = made + 1; first <= referrals; first += BATCH)
      await run(makeReferrals(first, Math.min(first + BATCH - 1, referrals)));
    if (made < referrals) await run(countReferrals);
    const settle = async () => Number(((await run(settleReferrals)).rows[0] as { settled: string }).settled);
    let settled = 0;
    for (let some = await settle(); some > 0; some = await settle()) settled += some;
    if (made < referrals || settled > 0) for (const statement of tidyReferrals) await run(statement);
    return Math.max(made, referrals);
  } finally {
    await client.end();
  }
};

export const measureCockpit = async (
  told: Told,
  referrals: number,
  times: number,
): Promise<readonly CockpitMeasured[]> => {
  const ofAll = await fill(told, referrals);
  const officer = await signIn(told.address, 'commission', told.password);
  const lastYear = `${String(new Date().getUTCFullYear() - 1)}-`;
  const measured: CockpitMeasured[] = [];
  const asks: readonly (readonly [string, string])[] = [
    ['the screen, region, this year', ''],
    ['the screen, region, days of last year', `?from=${lastYear}03-15&until=${lastYear}11-18`],
    ['the screen, one consortium', '?scope=county-1-consortium'],
    ['the screen, one consortium, days', `?scope=county-1-consortium&from=${lastYear}03-15&until=${lastYear}11-18`],
    ['the screen, one hospital received', '?scope=county-1-hospital&side=received'],
    ['the screen, the largest hospital', '?scope=city-first-hospital&side=received'],
    [
      'the screen, the largest hospital, days',
      `?scope=city-first-hospital&side=received&from=${lastYear}03-15&until=${lastYear}11-18`,
    ],
    ['the screen, one township', '?scope=township-01'],
    ['cases: refused, region', '/cases?part=refused'],
    ['cases: seen in time, region', '/cases?part=seen-in-time'],
  ];
  for (const [what, path] of asks) {
    const took: number[] = [];
    let answer: unknown;
    // the first five warm what a working day keeps warm
    for (let time = -5; time < times; time++) {
      const began = performance.now();
      answer = await officer.ask(`GET /api/figures/referral${path}`, z.unknown());
      if (time >= 0) took.push(performance.now() - began);
    }
    took.sort((one, other) => one - other);
    const view = FigureView.safeParse(answer);
    const counted = view.success ? (view.data.rates[0]?.denominator ?? 0) : 0;
    measured.push({ what, p50: quantile(took, 0.5), p95: quantile(took, 0.95), referrals: counted, ofAll });
  }
  return measured;
};
