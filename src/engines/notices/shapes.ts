/** What crosses the wire about notices: codes and ids; the reader's side words them. Instants are ISO 8601. */
import { z } from 'zod';
import { URGENCIES } from '../pathways/define.ts';

const named = z.object({ id: z.string(), name: z.string() });

/**
 * owner: you have to act; late: the time is up; unread: nobody has read a notice; news: what became of your case; request: the
 * resident asks for something; resident: what the resident was told; unreached: the resident could not be told.
 */
export const NOTICE_KINDS = ['owner', 'late', 'unread', 'news', 'request', 'resident', 'unreached'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
/** 0: those who have to act; 1: the duty office of their house; 2: the duty office of the consortium's lead. */
export const NOTICE_LEVELS = [0, 1, 2] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

const level = z.union([z.literal(0), z.literal(1), z.literal(2)]);

export const NoticeView = z.object({
  id: z.string(),
  kind: z.enum(NOTICE_KINDS),
  level,
  case: z.object({ id: z.string(), number: z.string(), pathway: z.string(), state: z.string() }),
  /** The state the notice was about; `moot` when the case has gone on since. */
  state: z.string(),
  moot: z.boolean(),
  urgency: z.enum(URGENCIES),
  dueAt: z.string().nullable(),
  /** What the resident asked for, or was told. */
  what: z.string().nullable(),
  /** Whose matter it is: the organisation and role that have to act. */
  owner: z.object({ organisation: named, role: z.string() }).nullable(),
  /** The other sides of the case. */
  parties: z.array(named),
  at: z.string(),
  readAt: z.string().nullable(),
});
export type NoticeView = z.infer<typeof NoticeView>;

export const NoticeQuery = z.object({
  show: z.enum(['all', 'unread']).default('all'),
  cursor: z.string().max(100).optional(),
  count: z.coerce.number().int().min(1).max(100).default(50),
});
export type NoticeQuery = z.infer<typeof NoticeQuery>;
export const NoticeList = z.object({
  items: z.array(NoticeView),
  next: z.string().nullable(),
  unread: z.int(),
  serverTime: z.string(),
});
export type NoticeList = z.infer<typeof NoticeList>;
export const UnreadCount = z.object({ unread: z.int(), urgent: z.int() });
export type UnreadCount = z.infer<typeof UnreadCount>;
/** Everything queued up to this moment: what came while the reader looked stays unread. */
export const ReadAllBody = z.object({ upTo: z.iso.datetime({ offset: true }) });

export const DELIVERY_STATUSES = ['waiting', 'sent', 'failed', 'unneeded'] as const;
export const CHANNELS = ['sms', 'wecom', 'print'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What became of each notice of a case: who was told, how, and whether anybody has read it. */
export const NoticeCourse = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(NOTICE_KINDS),
      level,
      state: z.string(),
      what: z.string().nullable(),
      note: z.string().nullable(),
      organisation: named,
      role: z.string(),
      at: z.string(),
      /** When it is raised if nobody reads it. */
      wakeAt: z.string().nullable(),
      readAt: z.string().nullable(),
      readBy: z.string().nullable(),
      raisedFrom: z.string().nullable(),
      /** Of the own house; another house says only that its role was told. */
      people: z.array(z.object({ name: z.string(), role: z.string(), readAt: z.string().nullable() })),
      deliveries: z.array(
        z.object({
          channel: z.enum(CHANNELS),
          status: z.enum(DELIVERY_STATUSES),
          attempts: z.int(),
          code: z.string().nullable(),
          endedAt: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type NoticeCourse = z.infer<typeof NoticeCourse>;
