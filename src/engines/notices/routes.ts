/** `/api/notices`: what this person was told, marking it read; and what became of a case's notices. */
import { z } from 'zod';
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import {
  countUnread,
  courseFrom,
  findCourse,
  findNotices,
  findOwnNotice,
  markAfter,
  markRead,
  noticeFrom,
} from './list.ts';
import { NoticeCourse, NoticeList, NoticeQuery, ReadAllBody, UnreadCount } from './shapes.ts';

export type NoticeRoutesOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

const ById = z.object({ id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/) });

/** Of a case's parties, and of those who were told of it (a lead's duty office). */
const findMayRead = (caseId: string, organisation: string) => ({
  name: 'notice-course-may',
  text: `select c.resident from cases c
          where c.id = $1 and (exists (select 1 from case_party p where p.case_id = c.id and p.organisation = $2)
             or exists (select 1 from notice n where n.case_id = c.id and n.organisation = $2))`,
  values: [caseId, organisation],
});

export const noticeRoutes = ({ db, clock, recordRead }: NoticeRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/notices',
    summary: 'What this person was told in this role: unread first, then newest first',
    access: 'role',
    query: NoticeQuery,
    answer: NoticeList,
    handle: async ({ query, caller: { actor } }) => {
      const at = clock.now();
      const statement = findNotices(actor, query);
      if (isRefusal(statement)) return { refusal: statement };
      const [rows = [], counted = []] = await db.read(actor, at, [statement, countUnread(actor)]);
      const shown = rows.slice(0, query.count);
      const last = shown.at(-1);
      const body: NoticeList = {
        items: shown.map(noticeFrom),
        next: rows.length > query.count && last !== undefined ? markAfter(last) : null,
        unread: Number(counted[0]?.['unread'] ?? 0),
        serverTime: at.toISOString(),
      };
      return { body };
    },
  }),
  route({
    method: 'GET',
    path: '/api/notices/count',
    summary: 'How many notices are unread, and how many of them press',
    access: 'role',
    answer: UnreadCount,
    handle: async ({ caller: { actor } }) => {
      const [rows = []] = await db.read(actor, clock.now(), [countUnread(actor)]);
      return { body: { unread: Number(rows[0]?.['unread'] ?? 0), urgent: Number(rows[0]?.['urgent'] ?? 0) } };
    },
  }),
  route({
    method: 'POST',
    path: '/api/notices/:id/read',
    summary: 'Marks one notice read',
    access: 'role',
    params: ById,
    answer: UnreadCount,
    handle: async ({ params, caller: { actor } }) => {
      const at = clock.now();
      const [own = [], , counted = []] = await db.write(actor, at, (tx) =>
        tx.finish([findOwnNotice(actor, params.id), markRead(actor, params.id, at, at), countUnread(actor)]),
      );
      if (own.length === 0) return { refusal: refuse('notice.unknown') };
      return { body: { unread: Number(counted[0]?.['unread'] ?? 0), urgent: Number(counted[0]?.['urgent'] ?? 0) } };
    },
  }),
  route({
    method: 'POST',
    path: '/api/notices/read-all',
    summary: 'Marks every notice up to a moment read',
    access: 'role',
    body: ReadAllBody,
    answer: UnreadCount,
    handle: async ({ body, caller: { actor } }) => {
      const at = clock.now();
      const [, counted = []] = await db.write(actor, at, (tx) =>
        tx.finish([markRead(actor, null, new Date(body.upTo), at), countUnread(actor)]),
      );
      return { body: { unread: Number(counted[0]?.['unread'] ?? 0), urgent: Number(counted[0]?.['urgent'] ?? 0) } };
    },
  }),
  route({
    method: 'GET',
    path: '/api/cases/:id/notices',
    summary: 'What became of the notices of a case: who was told, who has read, what was raised',
    access: 'role',
    params: ById,
    answer: NoticeCourse,
    handle: async ({ params, caller: { actor } }) => {
      const at = clock.now();
      const [may = [], rows = []] = await db.read(actor, at, [
        findMayRead(params.id, actor.organisation),
        findCourse(params.id),
      ]);
      if (may.length === 0) return { refusal: refuse('case-not-found') };
      const resident = may[0]?.['resident'];
      await recordRead(
        auditRow(actor, at, {
          action: 'read-notices',
          target: `Task/${params.id}`,
          residents: typeof resident === 'string' ? [resident] : [],
        }),
      );
      return { body: courseFrom(rows) };
    },
  }),
];
