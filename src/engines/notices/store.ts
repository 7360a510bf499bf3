/** Notices, their recipients and their deliveries in the database: whole batches in one statement each. */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Channel, NoticeKind, NoticeLevel } from './shapes.ts';

export const NOTICES: Actor = {
  id: 'system:notices',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

export type NewNotice = {
  readonly id: string;
  readonly event: number | null;
  readonly kind: NoticeKind;
  readonly level: NoticeLevel;
  readonly case_id: string;
  readonly state: string;
  readonly urgency: string;
  readonly organisation: string;
  readonly role: string;
  readonly department: string | null;
  readonly due_at: Date | null;
  readonly what: string | null;
  readonly raised_from: string | null;
  readonly caused_at: Date;
  readonly at: Date;
  readonly wake_at: Date | null;
};
export type NewRecipient = {
  readonly notice: string;
  readonly practitioner_role: string;
  readonly organisation: string;
  readonly at: Date;
  readonly why: 'roster' | 'role' | 'duty' | 'opener';
  readonly rings: boolean;
};
export type NewDelivery = {
  readonly id: string;
  readonly notice: string;
  readonly channel: Channel;
  readonly practitioner_role: string | null;
  readonly organisation: string;
  readonly next_at: Date;
  readonly made_at: Date;
};

export const insertNotices = (rows: readonly NewNotice[]): Statement => ({
  name: 'notice-insert',
  text: `insert into notice (id, event, kind, level, case_id, state, urgency, organisation, role, department, due_at, what,
                             raised_from, caused_at, at, wake_at)
         select id, event, kind, level, case_id, state, urgency, organisation, role, department, due_at, what,
                raised_from, caused_at, at, wake_at
           from json_to_recordset($1::json) as n (id text, event bigint, kind text, level smallint, case_id text, state text,
             urgency text, organisation text, role text, department text, due_at timestamptz, what text, raised_from text,
             caused_at timestamptz, at timestamptz, wake_at timestamptz)`,
  values: [JSON.stringify(rows)],
});
export const insertRecipients = (rows: readonly NewRecipient[]): Statement => ({
  name: 'notice-recipient-insert',
  text: `insert into notice_recipient (notice, practitioner_role, organisation, at, why, rings)
         select notice, practitioner_role, organisation, at, why, rings
           from json_to_recordset($1::json) as r (notice text, practitioner_role text, organisation text, at timestamptz,
             why text, rings boolean)`,
  values: [JSON.stringify(rows)],
});
export const insertDeliveries = (rows: readonly NewDelivery[]): Statement => ({
  name: 'delivery-insert',
  text: `insert into delivery (id, notice, channel, practitioner_role, organisation, status, next_at, made_at)
         select id, notice, channel, practitioner_role, organisation, 'waiting', next_at, made_at
           from json_to_recordset($1::json) as d (id text, notice text, channel text, practitioner_role text,
             organisation text, next_at timestamptz, made_at timestamptz)`,
  values: [JSON.stringify(rows)],
});

/** Tells the browsers of these organisations to look again; numbered and sent on like every other event. */
export const announceNotices = (id: string, organisations: readonly string[], at: Date): Statement => ({
  name: 'notice-announce',
  text: `insert into outbox (id, kind, subject, organisations, payload, at)
         values ($1, 'notice.queued', '', $2, '{"urgency":"routine"}', $3)`,
  values: [id, organisations, at],
});

/** Tells the browsers of a house which of its beds changed by hand. */
export const announceBed = (id: string, bed: string, organisation: string, at: Date): Statement => ({
  name: 'bed-announce',
  text: `insert into outbox (id, kind, subject, organisations, payload, at)
         values ($1, 'bed.changed', '', array[$2], json_build_object('urgency', 'routine', 'bed', $4::text), $3)`,
  values: [id, organisation, at, bed],
});

/** A resident's wish as an event: whoever it concerns is told by the same way as of a step. */
export const announceRequest = (
  id: string,
  asked: { readonly id: string; readonly caseId: string; readonly at: Date },
): Statement => ({
  name: 'resident-request-announce',
  text: `insert into outbox (id, kind, subject, organisations, payload, at)
         select $1, 'resident.requested', c.id, array(select distinct organisation from case_party p where p.case_id = c.id),
                json_build_object('urgency', c.urgency, 'state', c.state, 'step', c.version, 'owner', c.owner_organisation,
                  'role', c.owner_role, 'dueAt', null, 'what', q.reason), $4
           from cases c join resident_request q on q.id = $2 where c.id = $3`,
  values: [id, asked.id, asked.caseId, asked.at],
});
