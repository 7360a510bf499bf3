/**
 * Matching at two thousand departments: how long a doctor waits for candidates over HTTP, ranked, kept and audited. The
 * departments are spread over two hundred further hospitals with places, appointments, holds, devices and measured waits.
 */
import pg from 'pg';
import { Candidates, ResidentList } from '../src/consortium/shapes.ts';
import { signIn } from '../src/story-person.ts';
import { quantile } from './finding.ts';
import type { Told } from './instance.ts';

export type MatchingMeasured = {
  readonly by: string;
  readonly p50: number;
  readonly p95: number;
};

export const DEPARTMENTS = 2000;

/** Run with the owner's rights; asked twice, it adds nothing. */
const FILL: readonly string[] = [
  `insert into organisation (id, kind, name, short_name, level, made_up, from_on)
   select 'bench-hospital-' || n, 'hospital', '测试医院' || n, '测试医院' || n, 'secondary', true, '2024-01-01'
     from generate_series(1, 200) as n on conflict do nothing`,
  `insert into department (id, organisation, name, specialty, phone, made_up, from_on)
   select 'bench-department-' || n, 'bench-hospital-' || 1 + n % 200, s.specialty || n, s.specialty, '0434-0000000', true, '2024-01-01'
     from generate_series(1, greatest(0, $1::integer - (select count(*) from department where id not like 'bench-%')::integer)) as n
     join (select specialty, row_number() over (order by specialty) - 1 as place, count(*) over () as all_of
             from (select distinct specialty from department where id not like 'bench-%') as known) as s on s.place = n % s.all_of
   on conflict do nothing`,
  `insert into quota (department, places, held, occupied, updated_at, updated_by)
   select id, 12, 1, length(id) % 11, now(), 'bench' from department where id like 'bench-department-%' on conflict do nothing`,
  `insert into capacity_statement (department, of_at, stated_at, stated_by, how)
   select id, now() - length(id) * interval '50 minutes', now(), 'bench', 'posted' from department
    where id like 'bench-department-%' on conflict do nothing`,
  `insert into clinic_slot (id, department, starts_at, ends_at, family_doctors_until)
   select d.id || '-' || n, d.id, date_trunc('hour', now()) + n * interval '5 hours', date_trunc('hour', now()) + n * interval '5 hours' + interval '30 minutes',
          date_trunc('hour', now()) + (n * 5 - 24) * interval '1 hour'
     from department d, generate_series(1, 40) as n where d.id like 'bench-department-%' on conflict do nothing`,
  `insert into hold (id, kind, department, slot, subject, organisation, actor, status, from_at, until_at)
   select 'hold-' || c.id, 'slot', c.department, c.id, 'case-' || c.id, 'bench-hospital-1', 'bench', 'active', now(), now() + interval '9 days'
     from clinic_slot c where c.id like 'bench-department-%' and (c.id like '%-1' or c.id like '%-3') on conflict do nothing`,
  `insert into device (id, organisation, kind, made_up, from_on)
   select o.id || '-' || k, o.id, k, true, '2024-01-01' from organisation o, unnest(array['dr', 'ultrasound', 'ecg']) as k
    where o.id like 'bench-hospital-%' on conflict do nothing`,
  `insert into department_wait (department, until_what, come, waiting, median_days, longest_days, from_at, measured_at)
   select id, 'arrived', 30, 4, length(name) % 9, 30, now(), now() from department where id like 'bench-department-%'
   on conflict do nothing`,
  `analyze organisation, department, quota, capacity_statement, clinic_slot, hold, device, department_wait`,
];

const fill = async ({ ownerUrl, schema }: Told): Promise<number> => {
  const client = new pg.Client({ connectionString: ownerUrl, options: `-c search_path=${schema},public` });
  await client.connect();
  try {
    for (const text of FILL) await client.query(text, text.includes('$1') ? [DEPARTMENTS] : []);
    const { rows } = await client.query<{ count: string }>('select count(*) from department');
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
};

export const measureMatching = async (
  told: Told,
  times: number,
): Promise<{ readonly departments: number; readonly lines: readonly MatchingMeasured[] }> => {
  const departments = await fill(told);
  const doctor = await signIn(told.address, 'gp', told.password);
  const { items } = await doctor.ask('GET /api/residents', ResidentList);
  const resident = (time: number): string => items[Math.abs(time) % items.length]?.id ?? '';
  const subject = (time: number): string => `bench-draft-${String(time)}`;
  const ways: Readonly<Record<string, (time: number) => string>> = {
    'beds, nothing else asked': () => 'kind=inpatient',
    'beds of one specialty': () => 'kind=inpatient&specialty=cardiology&urgency=urgent',
    'beds, for a resident, kept for the draft': (time) =>
      `kind=inpatient&specialty=cardiology&resident=${resident(time)}&subject=${subject(time)}`,
    'a device alone': () => 'kind=outpatient&device=ultrasound',
    'appointments, nothing else asked': () => 'kind=outpatient',
    'appointments, for a resident, kept for the draft': (time) =>
      `kind=outpatient&resident=${resident(time)}&subject=${subject(time)}&insurance=residents`,
  };
  const lines: MatchingMeasured[] = [];
  for (const [by, question] of Object.entries(ways)) {
    const took: number[] = [];
    for (let time = -10; time < times; time++) {
      const began = performance.now();
      await doctor.ask(`GET /api/departments?${question(time)}`, Candidates);
      // the first ten warm what a working day keeps warm
      if (time >= 0) took.push(performance.now() - began);
    }
    took.sort((one, other) => one - other);
    lines.push({ by, p50: quantile(took, 0.5), p95: quantile(took, 0.95) });
  }
  return { departments, lines };
};
