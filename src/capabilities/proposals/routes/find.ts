/** The SQL of the lists: what a house takes part in, by the policies of the rows; filters and counts from one set. */
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import type { ProposalQuery, ProposalRow } from '../shapes.ts';

export const PAGE_SIZE = 50;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

/** One row a proposal, with its case and what others owe to it. */
const FROM = `from proposal p join cases c on c.id = p.id
  left join lateral (
    select k.id, k.state, k.due_at, k.closed_at from co_handling h join cases k on k.id = h.id
     where h.proposal = p.id and h.organisation = $1
       and not exists (select 1 from case_party m where m.case_id = p.id and m.organisation = $1)
     order by k.closed_at is not null, k.due_at limit 1) own on true`;
/** The reader's clock: a co-handler's is that of what it was asked. */
const DUE = 'case when own.id is null then c.due_at else own.due_at end';
const CLOSED = '(case when own.id is null then c.closed_at else own.closed_at end) is not null';
const MINE = `(c.owner_organisation = $1 and c.owner_role = $2 or own.id is not null and own.closed_at is null and $2 = 'proposal-officer')`;

const SHOWN = `p.id, p.body, p.year, p.session, p.number, p.title, p.kind, p.lead, p.answer_due::text as answer_due, p.reply_class,
  p.verdict, p.round, c.state, c.owner_organisation, c.owner_role, c.closed_at, ${DUE} as due_at, ${CLOSED} as closed, ${MINE} as mine,
  own.id as own_id, own.state as own_state, own.due_at as own_due,
  (select name from organisation where id = p.lead) as lead_name,
  (select name from organisation where id = c.owner_organisation) as owner_name,
  (select s.name from proposal_signer s where s.proposal = p.id order by s.place limit 1) as first_signer,
  (select count(*) from proposal_signer s where s.proposal = p.id) as signers,
  (select count(*) from co_handling h where h.proposal = p.id) as co_all,
  (select count(*) from co_handling h join cases k on k.id = h.id where h.proposal = p.id and k.closed_at is null) as co_open,
  (select count(*) from promise m where m.proposal = p.id) as promised,
  (select count(*) from promise m join cases k on k.id = m.id where m.proposal = p.id and k.closed_at is null) as promised_open,
  (select count(*) from promise m join cases k on k.id = m.id where m.proposal = p.id and k.due_at < $3) as promised_late`;

const whereOf = (query: Pick<ProposalQuery, 'body' | 'year' | 'find'>, give: (value: unknown) => string): string[] => {
  const where = ['true'];
  if (query.body !== undefined) where.push(`p.body = ${give(query.body)}`);
  if (query.year !== undefined) where.push(`p.year = ${give(query.year)}`);
  if (query.find !== undefined && query.find !== '') {
    const like = give(`%${query.find.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
    where.push(
      `(p.title ilike ${like} or p.number::text = ${give(query.find)} or p.document_number ilike ${like} or exists (
         select 1 from proposal_signer s where s.proposal = p.id and s.name ilike ${like}))`,
    );
  }
  return where;
};

const TABS: Readonly<Record<ProposalQuery['tab'], string>> = {
  open: `not ${CLOSED}`,
  mine: `not ${CLOSED} and ${MINE}`,
  late: `not ${CLOSED} and ${DUE} < $3`,
  closed: CLOSED,
};

/** The page, the rows behind it, or all of them for a workbook (`size` null). */
export const findProposals = (actor: Actor, at: Date, query: ProposalQuery, size: number | null): Statement => {
  const values: unknown[] = [actor.organisation, actor.role, at];
  const give = (value: unknown): string => `$${String(values.push(value))}`;
  const where = [...whereOf(query, give), TABS[query.tab]];
  if (query.state !== undefined) where.push(`coalesce(own.state, c.state) = ${give(query.state)}`);
  const page = size === null ? '' : `limit ${String(size)} offset ${String(size * (query.page - 1))}`;
  const order = query.tab === 'closed' ? 'c.closed_at desc nulls last, p.id' : `${DUE}, p.id`;
  return {
    text: `select ${SHOWN}, count(*) over () as total ${FROM} where ${where.join(' and ')} order by ${order} ${page}`,
    values,
  };
};

export const countProposals = (actor: Actor, at: Date, query: ProposalQuery): Statement => {
  const values: unknown[] = [actor.organisation, actor.role, at];
  const give = (value: unknown): string => `$${String(values.push(value))}`;
  const where = whereOf(query, give).join(' and ');
  return {
    text: `select coalesce(own.state, c.state) as state, ${CLOSED} as closed, count(*) as n, count(*) filter (where ${MINE} and not ${CLOSED}) as mine,
                  count(*) filter (where ${DUE} < $3 and not ${CLOSED}) as late
             ${FROM} where ${where} group by 1, 2 order by 2, 3 desc`,
    values,
  };
};

export const findYears: Statement = {
  name: 'proposal-years',
  text: 'select distinct year from proposal order by year desc',
};

export const findRow = (actor: Actor, at: Date, id: string): Statement => ({
  name: 'proposal-row',
  text: `select ${SHOWN} ${FROM} where p.id = $4`,
  values: [actor.organisation, actor.role, at, id],
});

export const rowFrom = (row: Rows[number], at: Date): ProposalRow => {
  const dueAt = instant(row['due_at']);
  const closed = row['closed'] === true;
  const owner = text(row['owner_organisation']);
  const lead = text(row['lead']);
  const own = text(row['own_id']);
  const ownDue = row['own_due'];
  return {
    id: String(row['id']),
    body: row['body'] as ProposalRow['body'],
    year: Number(row['year']),
    session: String(row['session']),
    number: row['number'] === null ? null : Number(row['number']),
    title: String(row['title']),
    kind: String(row['kind']),
    signers: { first: text(row['first_signer']) ?? '', count: Number(row['signers']) },
    state: String(row['state']),
    lead: lead === null ? null : { id: lead, name: text(row['lead_name']) ?? lead },
    owner:
      owner === null
        ? null
        : {
            organisation: { id: owner, name: text(row['owner_name']) ?? owner },
            role: String(row['owner_role']),
            mine: row['mine'] === true,
          },
    dueAt,
    late: !closed && dueAt !== null && new Date(dueAt) < at,
    answerDue: text(row['answer_due']),
    replyClass: text(row['reply_class']) as ProposalRow['replyClass'],
    verdict: text(row['verdict']) as ProposalRow['verdict'],
    round: Number(row['round']),
    coHandlers: { open: Number(row['co_open']), all: Number(row['co_all']) },
    promises: {
      open: Number(row['promised_open']),
      late: Number(row['promised_late']),
      all: Number(row['promised']),
    },
    asCoHandler:
      own === null
        ? null
        : {
            id: own,
            state: String(row['own_state']),
            dueAt: instant(ownDue),
            late: ownDue instanceof Date && ownDue < at && row['closed'] !== true,
          },
  };
};
