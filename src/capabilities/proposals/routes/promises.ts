/** Promises as rows: of one proposal, of earlier years, and the worklist of all a house takes part in. */
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import type { PromiseQuery, PromiseRow } from '../shapes.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const SHOWN = `m.id, c.number as case_number, m.what, m.keeper, (select name from organisation where id = m.keeper) as keeper_name,
  m.due_on::text as due, m.figure, m.evidence, m.evidence_value, m.closed_on::text as closed_on, c.state, c.due_at,
  c.owner_organisation, c.owner_role, p.id as proposal, p.body, p.year, p.number, p.title, p.document_number,
  (select json_agg(json_build_object('place', s.place, 'what', s.what, 'due', s.due_on, 'doneOn', s.done_on) order by s.place)::text
     from promise_milestone s where s.promise = m.id) as milestones`;
const FROM = `from promise m join cases c on c.id = m.id join proposal p on p.id = m.proposal`;

export const findPromisesOf = (id: string): Statement => ({
  name: 'promises-of-proposal',
  text: `select ${SHOWN} ${FROM} where m.proposal = $1 order by m.due_on, m.id`,
  values: [id],
});

/** Of earlier years, by the same lead: to whoever signs again, or in the proposal this one goes on from. */
export const findEarlierPromises = (id: string): Statement => ({
  name: 'promises-of-earlier-years',
  text: `select ${SHOWN} ${FROM} join proposal now on now.id = $1
          where p.year < now.year and p.lead = now.lead
            and (p.id = now.follows
                 or exists (select 1 from proposal_signer a join proposal_signer b on b.name = a.name
                             where a.proposal = p.id and b.proposal = now.id))
          order by p.year desc, c.closed_at is not null, m.due_on, m.id`,
  values: [id],
});

const TABS: Readonly<Record<PromiseQuery['tab'], string>> = {
  open: 'c.closed_at is null',
  late: 'c.due_at < $1',
  claimed: `c.state = 'claimed'`,
  closed: 'c.closed_at is not null',
};

export const findPromises = (at: Date, query: PromiseQuery, size: number): Statement => ({
  text: `select ${SHOWN}, count(*) over () as total ${FROM}
          where $1::timestamptz is not null and ($2::integer is null or p.year = $2) and ${TABS[query.tab]}
          order by ${query.tab === 'closed' ? 'm.closed_on desc' : 'c.due_at'}, m.id
          limit ${String(size)} offset ${String(size * (query.page - 1))}`,
  values: [at, query.year ?? null],
});

export const countPromises = (at: Date, query: PromiseQuery): Statement => ({
  name: 'promise-counts',
  text: `select count(*) filter (where c.closed_at is null) as open, count(*) filter (where c.due_at < $1) as late,
                count(*) filter (where c.state = 'claimed') as claimed, count(*) filter (where c.closed_at is not null) as closed
           ${FROM} where $2::integer is null or p.year = $2`,
  values: [at, query.year ?? null],
});

export const promiseFrom = (row: Rows[number], actor: Actor, at: Date): PromiseRow => ({
  id: String(row['id']),
  number: String(row['case_number']),
  what: String(row['what']),
  keeper: { id: String(row['keeper']), name: text(row['keeper_name']) ?? String(row['keeper']) },
  due: String(row['due']),
  figure: text(row['figure']),
  figureNow: null,
  state: String(row['state']),
  dueAt: row['due_at'] instanceof Date ? row['due_at'].toISOString() : null,
  late: row['due_at'] instanceof Date && row['due_at'] < at,
  mine: row['owner_organisation'] === actor.organisation && row['owner_role'] === actor.role,
  evidence: text(row['evidence']),
  evidenceValue: text(row['evidence_value']),
  closedOn: text(row['closed_on']),
  milestones: JSON.parse(text(row['milestones']) ?? '[]') as PromiseRow['milestones'],
  proposal: {
    id: String(row['proposal']),
    body: row['body'] as PromiseRow['proposal']['body'],
    year: Number(row['year']),
    number: row['number'] === null ? null : Number(row['number']),
    title: String(row['title']),
    documentNumber: text(row['document_number']),
  },
});
