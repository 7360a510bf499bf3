/** A person's notices, read and unread; and the course of a case's notices, as its parties may see it. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import type { NoticeCourse, NoticeQuery, NoticeView } from './shapes.ts';

type Mark = { readonly unread: boolean; readonly at: string; readonly id: string };
const MARK = /^([01])~([0-9TZ:.-]{20,30})~([A-Za-z0-9.-]{1,64})$/;

const markOf = (cursor: string | undefined): Mark | Refusal | undefined => {
  if (cursor === undefined) return undefined;
  const [, unread, at = '', id = ''] = MARK.exec(cursor) ?? [];
  return unread === undefined || Number.isNaN(Date.parse(at))
    ? refuse('bad-cursor')
    : { unread: unread === '1', at, id };
};

/** Unread first, the newest first in each. One page and one row more. */
export const findNotices = (actor: Actor, query: NoticeQuery): Statement | Refusal => {
  const mark = markOf(query.cursor);
  if (mark !== undefined && 'refused' in mark) return mark;
  return {
    name: 'notice-list',
    text: `with page as (
             select r.notice, r.at, r.read_at, r.read_at is null as unread from notice_recipient r
              where r.practitioner_role = $1 and ($2 or r.read_at is null)
                and ($3::boolean is null or (r.read_at is null, r.at, r.notice) < ($3, $4::timestamptz, $5))
              order by (r.read_at is null) desc, r.at desc, r.notice desc limit $6)
           select n.id, n.kind, n.level, n.state, n.urgency, n.due_at, n.what, page.at, page.read_at, page.unread,
                  c.id as case_id, c.number, c.pathway, c.state as case_state,
                  n.kind in ('owner', 'late', 'unread') and (c.closed_at is not null or c.state <> n.state) as moot,
                  o.id as owner, o.short_name as owner_name, c.owner_role,
                  (select json_agg(json_build_object('id', a.id, 'name', a.short_name) order by cp.party)
                     from case_party cp join organisation a on a.id = cp.organisation
                    where cp.case_id = c.id and cp.organisation <> $7) as parties
             from page join notice n on n.id = page.notice join cases c on c.id = n.case_id
             left join organisation o on o.id = c.owner_organisation
            order by page.unread desc, page.at desc, page.notice desc`,
    values: [
      actor.id,
      query.show === 'all',
      mark?.unread ?? null,
      mark?.at ?? null,
      mark?.id ?? null,
      query.count + 1,
      actor.organisation,
    ],
  };
};

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const text = (value: unknown): string => orNull(value) ?? '';
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

export const noticeFrom = (row: Rows[number]): NoticeView => ({
  id: text(row['id']),
  kind: row['kind'] as NoticeView['kind'],
  level: Number(row['level']) as NoticeView['level'],
  case: {
    id: text(row['case_id']),
    number: text(row['number']),
    pathway: text(row['pathway']),
    state: text(row['case_state']),
  },
  state: text(row['state']),
  moot: row['moot'] === true,
  urgency: row['urgency'] as NoticeView['urgency'],
  dueAt: instant(row['due_at']),
  what: orNull(row['what']),
  owner:
    orNull(row['owner']) === null
      ? null
      : { organisation: { id: text(row['owner']), name: text(row['owner_name']) }, role: text(row['owner_role']) },
  parties: JSON.parse(orNull(row['parties']) ?? '[]') as NoticeView['parties'],
  at: instant(row['at']) ?? '',
  readAt: instant(row['read_at']),
});
export const markAfter = (row: Rows[number]): string =>
  `${row['unread'] === true ? '1' : '0'}~${instant(row['at']) ?? ''}~${text(row['id'])}`;

export const countUnread = (actor: Actor): Statement => ({
  name: 'notice-count',
  text: `select count(*) as unread, count(*) filter (where n.urgency <> 'routine') as urgent
           from notice_recipient r join notice n on n.id = r.notice where r.practitioner_role = $1 and r.read_at is null`,
  values: [actor.id],
});

/** Marks one notice (or all up to a moment) read for this person, and the notice itself by whoever is first. */
export const markRead = (actor: Actor, notice: string | null, upTo: Date, at: Date): Statement => ({
  name: 'notice-mark-read',
  text: `with mine as (
           update notice_recipient set read_at = $3
            where practitioner_role = $1 and read_at is null and ($2::text is null or notice = $2) and at <= $4 returning notice),
         first as (
           update notice set read_at = $3, read_by = $1, wake_at = null
            where id in (select notice from mine) and read_at is null returning id)
         select count(*) as marked from mine`,
  values: [actor.id, notice, at, upTo],
});

/** Whether the notice was sent to this person. */
export const findOwnNotice = (actor: Actor, notice: string): Statement => ({
  name: 'notice-own',
  text: 'select 1 from notice_recipient where practitioner_role = $1 and notice = $2',
  values: [actor.id, notice],
});

/** Oldest first. The fence leaves out the people and messages of another house. */
export const findCourse = (caseId: string): Statement => ({
  name: 'notice-course',
  text: `select n.id, n.kind, n.level, n.state, n.what, n.organisation, o.short_name, n.role, n.at, n.wake_at, n.read_at,
                n.raised_from, rp.name as read_by, q.note,
                (select json_agg(json_build_object('name', p.name, 'role', pr.role, 'readAt', r.read_at) order by r.practitioner_role)
                   from notice_recipient r join practitioner_role pr on pr.id = r.practitioner_role join person p on p.id = pr.person
                  where r.notice = n.id) as people,
                (select json_agg(json_build_object('channel', d.channel, 'status', d.status, 'attempts', d.attempts,
                                                   'code', d.code, 'endedAt', d.ended_at) order by d.id)
                   from delivery d where d.notice = n.id) as deliveries
           from notice n join organisation o on o.id = n.organisation
           left join practitioner_role rr on rr.id = n.read_by and rr.organisation = declared_organisation()
           left join person rp on rp.id = rr.person
           left join lateral (select note from resident_request q where q.case_id = n.case_id and n.kind = 'request'
                                and q.at = n.caused_at limit 1) q on true
          where n.case_id = $1 order by n.at, n.event, n.level, n.kind, n.organisation`,
  values: [caseId],
});

const parsed = (value: unknown): readonly unknown[] => {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : [];
  return Array.isArray(list) ? list : [];
};

export const courseFrom = (rows: Rows): NoticeCourse => ({
  items: rows.map((row) => {
    const people = parsed(row['people']) as NoticeCourse['items'][number]['people'];
    return {
      id: text(row['id']),
      kind: row['kind'] as NoticeView['kind'],
      level: Number(row['level']) as NoticeView['level'],
      state: text(row['state']),
      what: orNull(row['what']),
      note: orNull(row['note']),
      organisation: { id: text(row['organisation']), name: text(row['short_name']) },
      role: text(row['role']),
      at: instant(row['at']) ?? '',
      wakeAt: instant(row['wake_at']),
      readAt: instant(row['read_at']),
      readBy: orNull(row['read_by']),
      raisedFrom: orNull(row['raised_from']),
      people,
      deliveries: parsed(row['deliveries']) as NoticeCourse['items'][number]['deliveries'],
    };
  }),
});
