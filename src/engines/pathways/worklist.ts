/** An organisation's worklist: read from the cases' facts, one index, keyset paging. Emergencies first, then by due time. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { marksNamed } from './marks.ts';
import type { WorklistMark } from './marks.ts';
import type { WorklistItem, WorklistQuery } from './shapes.ts';

type Cursor = { readonly rank: number; readonly at: string; readonly id: string };

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');
const decode = (text: string): Cursor | Refusal => {
  try {
    const { rank, at, id } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    if (typeof rank === 'number' && typeof at === 'string' && typeof id === 'string' && !Number.isNaN(Date.parse(at))) {
      return { rank, at, id };
    }
  } catch {
    // falls through to the refusal: a cursor is ours or it is nothing
  }
  return refuse('bad-cursor');
};

/** Looked up by key: joined, tables as small as these are read whole for every row of the page. */
const nameOf = (table: 'organisation' | 'department', id: string): string =>
  `(select name from ${table} where id = ${id})`;
const SHOWN = `c.id, c.number, c.pathway, c.state, c.version, c.urgency, c.headline, c.escalation, c.escalated_at, c.due_at, c.limit_code,
  c.limit_verified, c.around_the_clock, c.clock_started_at, c.changed_at, c.closed_at, c.ending, c.owner_organisation, c.owner_role,
  c.owner_department, ${nameOf('organisation', 'c.owner_organisation')} as owner_name,
  ${nameOf('department', 'c.owner_department')} as owner_department_name, c.resident, r.name as resident_name, r.gender, r.birth_date,
  s.organisation as sender, ${nameOf('organisation', 's.organisation')} as sender_name,
  v.organisation as receiver, ${nameOf('organisation', 'v.organisation')} as receiver_name,
  v.department as receiver_department, ${nameOf('department', 'v.department')} as receiver_department_name`;
const JOINED = `left join resident r on r.id = c.resident
  left join case_party s on s.case_id = c.id and s.party = 'sender'
  left join case_party v on v.case_id = c.id and v.party = 'receiver'`;

const OPEN_ORDER = 'p.urgency_rank, p.due_at, p.case_id';

type Borders = {
  readonly now: Date;
  readonly endOfToday: Date;
  readonly endOfNextWorkingDay: Date;
  /** Pathways that have a list of their own. */
  readonly without?: readonly string[];
};

/** One name for one text: the filters that change it. Planning twelve joins costs more than running them for one page. */
const shapeOf = (actor: Actor, query: WorklistQuery): string => {
  const { tab, urgency, late, due, side, state, resident, mark, cursor } = query;
  const given = { department: actor.department ?? undefined, late, due, side, state, resident, cursor };
  const filters = Object.entries(given).flatMap(([filter, value]) => (value === undefined ? [] : [filter.slice(0, 3)]));
  const rank = urgency === undefined ? [] : [urgency === 'emergency' ? 'first' : 'later'];
  const marked = mark === undefined ? [] : mark.split(',').sort();
  return ['worklist', tab, ...rank, ...filters, ...marked].join('-');
};

/** One row more than asked for tells whether there is a next page. A department's physician sees the own department's cases. */
export const findWorklist = (
  actor: Actor,
  query: WorklistQuery,
  borders: Borders,
  marks: readonly WorklistMark[] = [],
): Statement | Refusal => {
  const marked = marksNamed(query.mark, marks);
  if (marked === undefined) return refuse('worklist.unknown-mark');
  const cursor = query.cursor === undefined ? undefined : decode(query.cursor);
  if (cursor !== undefined && 'refused' in cursor) return cursor;
  const closed = query.tab === 'closed';
  const values: unknown[] = [actor.organisation, query.count + 1];
  const give = (value: unknown): string => `$${String(values.push(value))}`;
  const where = [
    `p.organisation = $1`,
    closed ? 'p.closed' : 'not p.closed',
    `p.pathway <> all(${give(borders.without ?? [])}::text[])`,
  ];
  if (query.tab === 'mine') where.push('p.owned', `p.owner_role = ${give(actor.role)}`);
  if (query.tab === 'waiting') where.push('not p.owned');
  if (actor.department !== undefined && actor.department !== null)
    where.push(`(p.department is null or p.department = ${give(actor.department)})`);
  if (query.urgency !== undefined) {
    where.push(
      `p.urgency = ${give(query.urgency)}`,
      query.urgency === 'emergency' ? 'p.urgency_rank = 0' : 'p.urgency_rank = 1',
    );
  }
  if (query.late !== undefined) where.push(`p.due_at < ${give(borders.now)}`);
  if (query.due !== undefined) {
    where.push(`p.due_at <= ${give(query.due === 'today' ? borders.endOfToday : borders.endOfNextWorkingDay)}`);
  }
  if (query.side !== undefined) where.push(`p.party = ${give(query.side === 'sent' ? 'sender' : 'receiver')}`);
  if (query.state !== undefined) where.push(`c.state = any(${give(query.state.split(','))}::text[])`);
  if (query.resident !== undefined) where.push(`c.resident = ${give(query.resident)}`);
  where.push(...marked.map((mark) => mark.when(give, actor)));
  if (cursor !== undefined) {
    const { rank, at, id } = cursor;
    where.push(
      closed
        ? `(p.changed_at, p.case_id) < (${give(at)}::timestamptz, ${give(id)}::text)`
        : `(p.urgency_rank, p.due_at, p.case_id) > (${give(rank)}::smallint, ${give(at)}::timestamptz, ${give(id)}::text)`,
    );
  }
  const order = closed ? 'p.changed_at desc, p.case_id desc' : OPEN_ORDER;
  const filters = where.join(' and ');
  // `limit 1` keeps the planner from pulling the joins out of the lateral and joining the whole table before the page is cut
  return {
    name: shapeOf(actor, query),
    text: `select p.urgency_rank, page.* from (
             select p.case_id, p.urgency_rank from case_party p ${/\bc\./.test(filters) ? 'join cases c on c.id = p.case_id' : ''}
              where ${filters} order by ${order} limit $2) as p
           join lateral (select ${SHOWN} from cases c ${JOINED} where c.id = p.case_id limit 1) as page on true
           order by ${closed ? 'page.changed_at desc, page.id desc' : 'p.urgency_rank, page.due_at, page.id'}`,
    values,
  };
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);
const named = (id: unknown, name: unknown): { id: string; name: string } => ({ id: text(id), name: text(name) });

/** Whole years on a civil day. */
export const ageOn = (birthDate: unknown, today: string): number | null => {
  if (typeof birthDate !== 'string') return null;
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
};

/** A row of the worklist (or of one case) as the screens see it. */
export const itemFrom = (row: Rows[number], actor: Actor, at: Date, today: string): WorklistItem => {
  const dueAt = instant(row['due_at']);
  const department = row['receiver_department'];
  return {
    id: text(row['id']),
    number: text(row['number']),
    pathway: text(row['pathway']),
    state: text(row['state']),
    version: Number(row['version']),
    urgency: text(row['urgency']) as WorklistItem['urgency'],
    resident:
      typeof row['resident'] === 'string' && typeof row['resident_name'] === 'string'
        ? {
            id: row['resident'],
            name: row['resident_name'],
            gender: text(row['gender']),
            age: ageOn(row['birth_date'], today),
          }
        : null,
    headline: text(row['headline']),
    sender: named(row['sender'], row['sender_name']),
    receiver: {
      organisation: named(row['receiver'], row['receiver_name']),
      department: typeof department === 'string' ? named(department, row['receiver_department_name']) : null,
    },
    owner:
      dueAt === null
        ? null
        : {
            organisation: named(row['owner_organisation'], row['owner_name']),
            department:
              typeof row['owner_department'] === 'string'
                ? named(row['owner_department'], row['owner_department_name'])
                : null,
            role: text(row['owner_role']),
            mine: row['owner_organisation'] === actor.organisation && row['owner_role'] === actor.role,
            ownOrganisation: row['owner_organisation'] === actor.organisation,
          },
    clock:
      dueAt === null
        ? null
        : {
            dueAt,
            limit: text(row['limit_code']),
            verified: row['limit_verified'] === true,
            aroundTheClock: row['around_the_clock'] === true,
            late: (row['due_at'] as Date).getTime() < at.getTime(),
            escalation: Number(row['escalation']),
            escalatedAt: instant(row['escalated_at']),
            startedAt: instant(row['clock_started_at']) ?? dueAt,
          },
    ending: (row['ending'] as WorklistItem['ending'] | undefined) ?? null,
    changedAt: instant(row['changed_at']) ?? '',
    marks: [],
  };
};

export const cursorAfter = (row: Rows[number], closed: boolean): string =>
  encode({
    rank: Number(row['urgency_rank']),
    at: instant(closed ? row['changed_at'] : row['due_at']) ?? '',
    id: text(row['id']),
  });

/** One case as `itemFrom` reads it. */
export const findItem = (id: string): Statement => ({
  name: 'find-item',
  text: `select ${SHOWN}, c.opened_at from cases c ${JOINED} where c.id = $1`,
  values: [id],
});
