/** What a step reads of the places others hold does not grow with them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../../test/world.ts';
import { NOW, TODAY, openWorld } from '../../../../test/world.ts';
import { heldBy } from '../../../consortium/capacity/hold-views.ts';
import { freePlacesOf } from '../../../consortium/capacity/holds.ts';
import type { StepQuestion } from '../../../engines/pathways/capability.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { loads } from './loads.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.owner(
    `insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at)
     select 'ended-' || n, 'quota', 'endocrinology', 'case-' || n, 'township', 'gp-role', case n % 3 when 0 then 'used' else 'released' end,
            $1::timestamptz - interval '1 day', $1::timestamptz + interval '1 day' from generate_series(1, 5000) as n`,
    [NOW],
  );
  await world.owner('analyze hold');
});
afterAll(() => world.drop());

type Plan = {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
};
const holdsIn = (plan: Plan): number =>
  (plan['Relation Name'] === 'hold'
    ? plan['Actual Loops'] *
      (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0))
    : 0) + (plan.Plans ?? []).reduce((sum, below) => sum + holdsIn(below), 0);

/** Rows of `hold` the statement looks at, its plan made in a writing transaction as a step's is. */
const holdsRead = async ({ text, values = [] }: Statement): Promise<number> => {
  const plan = `explain (analyze, format json) ${text}`;
  const [[row] = []] = await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish([{ text: plan, values }]));
  const [{ Plan: top }] = JSON.parse(String(row?.['QUERY PLAN'])) as [{ Plan: Plan }];
  return holdsIn(top);
};

const question = (step: string, kind: string): StepQuestion => ({
  caseId: 'case-1',
  step,
  answers: { department: 'endocrinology', visit: kind },
  actor: world.actor('gp'),
  at: NOW,
  limits: () => ({ dueAt: NOW, version: '1', verified: false, aroundTheClock: true }),
  today: TODAY,
  endOfDay: () => NOW,
  dayOf: () => TODAY,
});

describe('beside five thousand places held by others', () => {
  test.each([
    ['send', 'inpatient'],
    ['send', 'outpatient'],
    ['accept', 'inpatient'],
    ['withdraw', 'inpatient'],
  ])('the step %s of an %s referral reads those of its own case', async (step, kind) => {
    for (const { name, statement } of loads(question(step, kind)))
      expect([name, (await holdsRead(statement)) < 10]).toEqual([name, true]);
  });

  test('what a case holds is found, and looked for to be given back, by the case', async () => {
    expect(await holdsRead(heldBy('case-1'))).toBeLessThan(10);
    expect(await holdsRead(freePlacesOf('case-4', NOW))).toBeLessThan(10);
  });
});
