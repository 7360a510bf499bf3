/** 评估、签约与待遇: what the own house has a part in, with what a contract owes and what a benefit comes to. */
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { expiryWarning, visitsOwed } from '../rules/contract.ts';
import { Files } from '../shapes.ts';

const FILES = ['assessment', 'care-contract', 'care-benefit', 'care-subsidy'] as const;
const MOST_FILES = 200;

/** Cases of these pathways in which the house is a party: open ones by their due time, then what was closed last. */
const findFiles = (organisation: string, role: string): Statement => ({
  name: 'elder-care-files',
  text: `select c.id, c.number, c.pathway, c.state, c.headline, c.due_at, c.changed_at, r.name, c.closed_at is not null as closed,
                c.owner_organisation = $1 and c.owner_role = $3 as mine,
                (select string_agg(distinct o.short_name, '、') from case_party q join organisation o on o.id = q.organisation
                  where q.case_id = c.id and q.organisation <> $1) as other,
                k.from_on::text as contract_from, k.until_on::text as contract_until, k.visits_per_month, k.response_minutes, k.status,
                (select count(*) from care_visit v where v.contract = k.case_id)::int as visits,
                (select max(v.visited_at) from care_visit v where v.contract = k.case_id) as visited_at,
                (select count(*) from care_call l where l.contract = k.case_id and l.answered_at is not null)::int as calls,
                (select count(*) from care_call l where l.contract = k.case_id
                    and l.answered_at <= l.called_at + k.response_minutes * interval '1 minute')::int as calls_in_time,
                (select round(extract(epoch from l.answered_at - l.called_at) / 60)::int from care_call l
                  where l.contract = k.case_id and l.answered_at is not null order by l.called_at desc limit 1) as last_response,
                g.programme, g.from_on::text as grant_from, g.until_on::text as grant_until, g.level as grant_level,
                (select sum(p.fund_fen) from benefit_payment p where p.case_id = g.case_id)::bigint as fund,
                (select sum(p.self_fen) from benefit_payment p where p.case_id = g.case_id)::bigint as self
           from cases c left join resident r on r.id = c.resident left join care_contract k on k.case_id = c.id
           left join benefit_grant g on g.case_id = c.id
          where exists (select 1 from case_party p where p.case_id = c.id and p.organisation = $1
                          and (p.pathway = any($2) or p.pathway = 'residence' and p.party = 'sender'))
          order by c.closed_at is not null, c.due_at nulls last, c.changed_at desc limit ${String(MOST_FILES)}`,
  values: [organisation, FILES, role],
});

const contractOf = (row: Rows[number], today: string): Files['items'][number]['contract'] =>
  typeof row['contract_from'] !== 'string' || row['status'] !== 'in-force'
    ? null
    : {
        until: String(row['contract_until']),
        warning: ((given) => (given === null ? null : String(given)))(
          expiryWarning(String(row['contract_until']), today),
        ),
        owed: visitsOwed(row['contract_from'], today, Number(row['visits_per_month'])),
        perMonth: Number(row['visits_per_month']),
        done: Number(row['visits']),
        visitedAt: row['visited_at'] instanceof Date ? row['visited_at'].toISOString() : null,
        promised: Number(row['response_minutes']),
        calls: Number(row['calls']),
        inTime: Number(row['calls_in_time']),
        lastResponse: row['last_response'] === null ? null : Number(row['last_response']),
      };

const benefitOf = (row: Rows[number]): Files['items'][number]['benefit'] =>
  typeof row['programme'] !== 'string'
    ? null
    : {
        ...{ programme: row['programme'], from: String(row['grant_from']), until: String(row['grant_until']) },
        level: String(row['grant_level']),
        fundFen: row['fund'] === null ? null : Number(row['fund']),
        selfFen: row['self'] === null ? null : Number(row['self']),
      };

export const fileRoutes = ({ engine }: { readonly engine: Engine }): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/elder-care/files',
    summary: 'Assessments, contracts and benefits the own house has a part in',
    access: 'role',
    answer: Files,
    handle: async ({ caller: { actor } }) => {
      const at = engine.clock.now();
      const today = engine.today(at);
      const [rows = []] = await engine.db.read(actor, at, [findFiles(actor.organisation, actor.role)]);
      return {
        body: {
          items: rows.map((row) => ({
            ...{ id: row['id'], number: row['number'], pathway: row['pathway'], state: row['state'] },
            headline: row['headline'],
            person: row['name'] ?? null,
            with: row['other'] ?? '',
            dueAt: row['due_at'] instanceof Date ? row['due_at'].toISOString() : null,
            late: row['due_at'] instanceof Date && row['due_at'] < at,
            mine: row['mine'] === true,
            closed: row['closed'] === true,
            changedAt: (row['changed_at'] as Date).toISOString(),
            contract: contractOf(row, today),
            benefit: benefitOf(row),
          })),
        },
      };
    },
  }),
];
