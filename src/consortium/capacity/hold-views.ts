import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { HoldView, QuotaView } from '../shapes.ts';

export type HoldRow = {
  readonly id: string;
  readonly kind: 'quota' | 'slot' | 'bed';
  readonly department: string;
  readonly department_name: string;
  readonly place_organisation: string;
  readonly place_organisation_name: string;
  readonly slot: string | null;
  readonly starts_at: Date | null;
  readonly bed: string | null;
  readonly label: string | null;
  readonly subject: string;
  /** Who holds: organisation and role id. */
  readonly organisation: string;
  readonly actor: string;
  readonly status: HoldView['status'];
  readonly over_capacity: boolean;
  readonly extended: number;
  /** Null for a bed that is slept in: nobody knows until when. */
  readonly until_at: Date | null;
  /** The subject is a case already, no longer a draft. */
  readonly of_case: boolean;
};

const HOLDS = `select h.id, h.kind, h.department, d.name as department_name, o.id as place_organisation,
  o.short_name as place_organisation_name, h.slot, s.starts_at, h.bed, b.label, h.subject, h.organisation, h.actor, h.status,
  h.over_capacity, h.extended, nullif(h.until_at, 'infinity') as until_at,
  exists (select 1 from cases c where c.id = h.subject) as of_case
  from hold h join department d on d.id = h.department join organisation o on o.id = d.organisation
  left join clinic_slot s on s.id = h.slot left join bed b on b.id = h.bed`;

export const findHold = (id: string): Statement => ({
  name: 'hold-by-id',
  text: `${HOLDS} where h.id = $1`,
  values: [id],
});

/** What a draft or case holds at this moment. */
export const heldBy = (subject: string): Statement => ({
  name: 'hold-by-subject',
  text: `${HOLDS} where h.subject = $1 and h.status = 'active' order by h.id`,
  values: [subject],
});

export const holdRows = (rows: Rows): readonly HoldRow[] => rows as unknown as readonly HoldRow[];

/** A hold whose time is up counts as expired, swept or not. */
export const holdView = (row: HoldRow, now: Date): HoldView => ({
  id: row.id,
  kind: row.kind,
  department: { id: row.department, name: row.department_name },
  organisation: { id: row.place_organisation, name: row.place_organisation_name },
  slot: row.slot === null || row.starts_at === null ? null : { id: row.slot, startsAt: row.starts_at.toISOString() },
  bed: row.bed === null ? null : { id: row.bed, label: row.label ?? '' },
  subject: row.subject,
  status: row.status === 'active' && row.until_at !== null && row.until_at <= now ? 'expired' : row.status,
  overCapacity: row.over_capacity,
  extended: row.extended,
  untilAt: row.until_at?.toISOString() ?? null,
  serverTime: now.toISOString(),
});

/** What decides whether a place may be asked for: the department as it is today, and its slot or bed if one was named. */
export const findPlace = (department: string, slot: string | null, bed: string | null, today: string): Statement => ({
  name: 'place-find',
  text: `select d.id, d.organisation, d.until_on is null or d.until_on > $4 as open,
    exists (select 1 from quota q where q.department = d.id) as has_quota,
    (select starts_at from clinic_slot where id = $2 and department = d.id and withdrawn_at is null) as starts_at,
    (select family_doctors_until from clinic_slot where id = $2) as family_doctors_until,
    exists (select 1 from bed where id = $3 and department = d.id) as has_bed
  from department d where d.id = $1 and d.from_on <= $4`,
  values: [department, slot, bed, today],
});
export type PlaceRow = {
  readonly id: string;
  readonly organisation: string;
  readonly open: boolean;
  readonly has_quota: boolean;
  readonly starts_at: Date | null;
  /** Until then the slot is for family doctors. */
  readonly family_doctors_until: Date | null;
  readonly has_bed: boolean;
};

export const findQuota = (department: string): Statement => ({
  name: 'quota-find',
  text: `select d.organisation, q.* from department d left join quota q on q.department = d.id where d.id = $1`,
  values: [department],
});
export const quotaView = (rows: Rows): QuotaView | undefined => {
  const row = rows[0] as
    | {
        department: string;
        places: number;
        occupied: number;
        held: number;
        over: number;
        updated_at: Date;
        updated_by: string;
      }
    | undefined;
  if (row === undefined) return undefined;
  const { department, places, occupied, held, over } = row;
  return {
    department,
    places,
    occupied,
    held,
    over,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
};
