import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import { SYSTEM } from '../../../test/referral-world.ts';
import { measureWaits } from './waits.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.drop());

const HOUR = 3_600_000;
const FROM = new Date(NOW.getTime() - 90 * 24 * HOUR);
const ENDS = { answered: ['accept', 'refuse'], arrived: ['arrive'] };

/** One attempt at endocrinology: begun so many hours ago; came, moved on or was closed so many hours after. */
type Attempt = { readonly ago: number; readonly how: 'came' | 'moved' | 'closed' | 'waiting'; readonly after: number };

const hoursOf = ({ ago, how, after }: Attempt): number => (how === 'waiting' ? ago : Math.min(after, ago));

const record = async (attempts: readonly Attempt[]): Promise<void> => {
  await world.owner('truncate match_choice, case_step, case_party, cases, department_wait cascade');
  const rows = attempts.map(({ ago, how, after }, n) => {
    const begun = new Date(NOW.getTime() - ago * HOUR);
    return { id: `c${String(n)}`, how, begun, end: new Date(begun.getTime() + hoursOf({ ago, how, after }) * HOUR) };
  });
  const json = JSON.stringify(rows);
  await world.owner(
    `insert into cases (id, number, pathway, pathway_version, state, version, urgency, opener, owner_organisation, owner_role,
       due_at, wake_at, opened_at, changed_at, closed_at, ending)
     select id, id, 'referral', 1, 'x', 2, 'routine', 'township',
       case when how <> 'closed' then 'x' end, case when how <> 'closed' then 'x' end,
       case when how <> 'closed' then begun end, case when how <> 'closed' then begun end, begun, begun,
       case when how = 'closed' then "end" end, case when how = 'closed' then 'cancelled' end
       from json_to_recordset($1::json) as r (id text, how text, begun timestamptz, "end" timestamptz)`,
    [json],
  );
  await world.owner(
    `insert into match_choice (case_id, version, department, actor, organisation, at)
     select id, 1, 'endocrinology', 'x', 'township', begun
       from json_to_recordset($1::json) as r (id text, begun timestamptz)
     union all
     select id, 2, 'surgery', 'x', 'township', "end"
       from json_to_recordset($1::json) as r (id text, how text, "end" timestamptz) where how = 'moved'`,
    [json],
  );
  await world.owner(
    `insert into case_step (case_id, version, step, to_state, at, actor, role, organisation)
     select id, 2, 'arrive', 'in-care', "end", 'x', 'x', 'x'
       from json_to_recordset($1::json) as r (id text, how text, "end" timestamptz) where how = 'came'`,
    [json],
  );
};
const measure = async () => {
  await world.app.write(SYSTEM, NOW, (tx) => tx.finish(measureWaits(ENDS, FROM, NOW)));
  const [row] = await world.owner(
    `select come, waiting, median_days, longest_days from department_wait
      where department = 'endocrinology' and until_what = 'arrived'`,
  );
  return row;
};

/** The product-limit estimator written out as its paper does: one factor for each moment at which somebody came. */
const kaplanMeierMedian = (attempts: readonly Attempt[]): number | null => {
  let survival = 1;
  const came = [...new Set(attempts.filter(({ how }) => how === 'came').map(hoursOf))].sort(
    (one, other) => one - other,
  );
  for (const hours of came) {
    const atRisk = attempts.filter((attempt) => hoursOf(attempt) >= hours).length;
    const events = attempts.filter((attempt) => attempt.how === 'came' && hoursOf(attempt) === hours).length;
    survival *= 1 - events / atRisk;
    if (survival <= 0.5 + 1e-9) return hours / 24;
  }
  return null;
};

test('three who came after a day and four who have waited ten days are a wait of at least ten days, not of one', async () => {
  await record([
    ...Array.from({ length: 3 }, (): Attempt => ({ ago: 300, how: 'came', after: 24 })),
    ...Array.from({ length: 4 }, (): Attempt => ({ ago: 240, how: 'waiting', after: 0 })),
  ]);
  expect(await measure()).toEqual({ come: 3, waiting: 4, median_days: null, longest_days: 10 });
});

test('who was moved to another department or withdrew waited until then, and no longer', async () => {
  await record([
    { ago: 400, how: 'came', after: 48 },
    { ago: 400, how: 'came', after: 72 },
    { ago: 400, how: 'moved', after: 24 },
    { ago: 400, how: 'closed', after: 24 },
  ]);
  expect(await measure()).toEqual({ come: 2, waiting: 0, median_days: 2, longest_days: 3 });
});

test('attempts of before the measured period count no more', async () => {
  await record([{ ago: 91 * 24, how: 'came', after: 24 }]);
  expect(await measure()).toBeUndefined();
});

test('whoever comes, moves or waits, the median is that of the Kaplan\u2013Meier curve', async () => {
  const attempt: fc.Arbitrary<Attempt> = fc.record({
    ago: fc.integer({ min: 1, max: 2000 }),
    how: fc.constantFrom('came', 'came', 'moved', 'closed', 'waiting'),
    after: fc.integer({ min: 0, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 30 }), async (attempts) => {
      await record(attempts);
      const row = await measure();
      const expected = kaplanMeierMedian(attempts);
      if (expected === null) expect(row?.['median_days']).toBeNull();
      else expect(row?.['median_days']).toBeCloseTo(expected, 6);
      expect(row?.['come']).toBe(attempts.filter(({ how }) => how === 'came').length);
      expect(row?.['waiting']).toBe(attempts.filter(({ how }) => how === 'waiting').length);
    }),
    { numRuns: 60 },
  );
});
