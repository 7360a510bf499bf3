/** A month at an institution, summed from its ledger: by person and payer, reversals with what they take back. */
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { Settlement } from '../shapes.ts';

export const findMonth = (month: string, organisation: string): readonly Statement[] => [
  {
    name: 'hospice-month',
    text: `select e.resident, r.name,
                  (select s.episode from care_stay s where s.resident = e.resident and s.organisation = $2
                    order by s.from_at desc limit 1) as episode,
                  (select s.programme from care_stay s where s.resident = e.resident and s.organisation = $2
                    order by s.from_at desc limit 1) as programme,
                  count(distinct e.day) filter (where e.kind = 'day' and not exists (
                    select 1 from care_entry t where t.reverses = e.id)) as days,
                  count(distinct e.id) filter (where e.kind = 'reversal') as reversals,
                  sum(p.fen) filter (where p.account = 'medical') as medical, sum(p.fen) filter (where p.account = 'ltci') as ltci,
                  sum(p.fen) filter (where p.account = 'charity') as charity,
                  sum(p.fen) filter (where p.account = 'resident') as own, sum(p.fen) filter (where p.account = 'held') as held,
                  -sum(p.fen) filter (where p.account = 'income') as income,
                  -sum(p.fen) filter (where p.account = 'difference') as difference
             from care_entry e join care_posting p on p.entry = e.id left join resident r on r.id = e.resident
            where e.organisation = $2 and e.day >= ($1 || '-01')::date
              and e.day < (($1 || '-01')::date + interval '1 month')
            group by e.resident, r.name order by r.name, e.resident`,
    values: [month, organisation],
  },
  {
    name: 'hospice-month-meta',
    text: `select o.short_name, (select max(a.at) from audit a where a.action = 'settle' and a.target = $1 and a.organisation = $2)
                    as settled_at,
                  not exists (select 1 from care_entry e where e.organisation = $2 and not e.verified
                                and e.day >= ($1 || '-01')::date and e.day < (($1 || '-01')::date + interval '1 month')) as verified
             from organisation o where o.id = $2`,
    values: [month, organisation],
  },
];

const money = (value: unknown): number => Number(value ?? 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const monthFrom = (rows: Rows, meta: Rows, month: string, organisation: string, at: Date): Settlement => ({
  month,
  organisation: { id: organisation, name: text(meta[0]?.['short_name']) },
  rows: rows.map((row) => ({
    resident: { id: text(row['resident']), name: text(row['name']) },
    case: text(row['episode']) || null,
    programme: text(row['programme']) || null,
    days: Number(row['days']),
    ...{ medical: money(row['medical']), ltci: money(row['ltci']), charity: money(row['charity']) },
    ...{ own: money(row['own']), held: money(row['held']), income: money(row['income']) },
    ...{ difference: money(row['difference']), reversals: Number(row['reversals']) },
  })),
  settledAt: meta[0]?.['settled_at'] instanceof Date ? meta[0]['settled_at'].toISOString() : null,
  verified: meta[0]?.['verified'] === true,
  serverTime: at.toISOString(),
});
