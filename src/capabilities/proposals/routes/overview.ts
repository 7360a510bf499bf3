/** What the supervising office looks at: how many, how late, how well, by the unit that leads. Numerators and denominators both. */
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { z } from 'zod';
import type { Overview, OverviewQuery, UnitCounts } from '../shapes.ts';

/** States in which an answer is owed: whether it is late is the proposal's own day, not that of the step under way. */
const UNANSWERED: readonly string[] = [
  'handed-over',
  'return-asked',
  'extension-asked',
  'handling',
  're-handling',
  'drafted',
  'reviewed',
  'out-for-opinion',
  'agreed',
  'signed',
];

const promised = (late: string): string =>
  `coalesce(sum((select count(*) from promise m join cases k on k.id = m.id where m.proposal = p.id${late})), 0)`;

/** Withdrawn, merged and not filed ones are nobody's to answer; the answered are counted by their first formal answer. */
export const countUnits = (at: Date, today: string, { body, year }: z.output<typeof OverviewQuery>): Statement => ({
  name: 'proposal-overview',
  text: `select p.lead, (select name from organisation where id = p.lead) as name, count(*) as "all",
                count(*) filter (where p.first_sent_on is null) as open,
                count(*) filter (where c.state = any($5::text[]) and p.answer_due < $4::date) as "lateNow",
                count(*) filter (where p.first_sent_on is not null) as answered,
                count(*) filter (where p.first_sent_on <= p.first_sent_due) as "onTime",
                count(*) filter (where p.extended_until is not null) as extended,
                count(*) filter (where p.verdict is not null) as judged,
                count(*) filter (where p.verdict = 'satisfied') as satisfied,
                count(*) filter (where p.verdict = 'basically-satisfied') as "basicallySatisfied",
                count(*) filter (where p.verdict = 'dissatisfied') as dissatisfied,
                count(*) filter (where p.first_sent_on is not null and p.reply_class = 'A') as "classA",
                count(*) filter (where p.first_sent_on is not null and p.reply_class = 'B') as "classB",
                count(*) filter (where p.first_sent_on is not null and p.reply_class = 'C') as "classC",
                ${promised('')} as promises, ${promised(' and k.due_at < $1')} as "promisesLate",
                count(*) filter (where p.rating = 'good') as good, count(*) filter (where p.rating = 'middle') as middle,
                count(*) filter (where p.rating = 'poor') as poor
           from proposal p join cases c on c.id = p.id
          where p.lead is not null and p.handed_over_on is not null and c.state not in ('withdrawn', 'merged', 'not-filed', 'filed')
            and ($2::text is null or p.body = $2) and ($3::integer is null or p.year = $3)
          group by p.lead order by count(*) desc, p.lead`,
  values: [at, body ?? null, year ?? null, today, UNANSWERED],
});

const KEYS = [
  'all',
  'open',
  'lateNow',
  'answered',
  'onTime',
  'extended',
  'judged',
  'satisfied',
  'basicallySatisfied',
  'dissatisfied',
  'classA',
  'classB',
  'classC',
  'promises',
  'promisesLate',
  'good',
  'middle',
  'poor',
] as const satisfies readonly (keyof UnitCounts)[];

const countsFrom = (rows: Rows): UnitCounts =>
  Object.fromEntries(
    KEYS.map((key) => [key, rows.reduce((sum, row) => sum + Number(row[key]), 0)]),
  ) as unknown as UnitCounts;

export const overviewFrom = (rows: Rows): Pick<Overview, 'total' | 'units'> => ({
  total: countsFrom(rows),
  units: rows.map((row) => ({
    unit: { id: String(row['lead']), name: String(row['name']) },
    ...countsFrom([row]),
  })),
});
