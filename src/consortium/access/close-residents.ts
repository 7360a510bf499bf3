/** 亲属与重点居民: whose records are looked at with other eyes, entered and ended by the person responsible, with who and why. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import { maskName } from '../residents/masks.ts';
import type { CloseBody, CloseView } from './close-resident-shapes.ts';

/** Those of one house, or all of the region for the bureau's; what stands first, then the last that ended. */
export const findClose = (organisation: string, everybody: boolean): Statement => ({
  name: 'access-close',
  text: `select c.*, r.name as resident_name, r.birth_date, p.name as person_name, o.short_name as house,
                b.name as entered_name, e.name as ended_name
           from close_resident c left join resident r on r.id = c.resident left join person p on p.id = c.person
           join organisation o on o.id = c.organisation
           left join practitioner_role br on br.id = c.entered_by left join person b on b.id = br.person
           left join practitioner_role er on er.id = c.ended_by left join person e on e.id = er.person
          where $2::boolean or c.organisation = $1
          order by c.ended_at is not null, coalesce(c.ended_at, c.entered_at) desc, c.id limit 500`,
  values: [organisation, everybody],
});

/** Who works at the house today, once each. */
export const findStaff = (organisation: string, today: string): Statement => ({
  name: 'access-close-staff',
  text: `select p.id, p.name, min(r.role) as role from practitioner_role r join person p on p.id = r.person
          where r.organisation = $1 and r.from_on <= $2::date and (r.until_on is null or r.until_on > $2::date)
          group by p.id, p.name order by p.name, p.id`,
  values: [organisation, today],
});

/** Guard: `close.entered-already`. */
export const enterClose = (
  entry: CloseBody & { readonly id: string; readonly resident: string },
  actor: Actor,
  at: Date,
  today: string,
): Statement => ({
  name: 'access-close-enter',
  text: `with entered as (
             insert into close_resident (id, kind, resident, person, relationship, organisation, reason, from_on, entered_by, entered_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning 1)
           select expect_rows((select count(*) from entered), 1, 'close.entered-already')`,
  values: [
    entry.id,
    entry.kind,
    entry.resident,
    entry.person,
    entry.relationship,
    actor.organisation,
    entry.reason,
    today,
    actor.id,
    at,
  ],
});

/** From this day on nothing is flagged by it. Guard: `close.not-yours`. */
export const endClose = (
  ending: { readonly id: string; readonly reason: string; readonly everybody: boolean },
  actor: Actor,
  at: Date,
  today: string,
): Statement => ({
  name: 'access-close-end',
  text: `with ended as (
           update close_resident set until_on = $4::date, ended_by = $3, ended_at = $5, ended_reason = $6
            where id = $1 and ended_at is null and ($7::boolean or organisation = $2) returning 1)
         select expect_rows((select count(*) from ended), 1, 'close.not-yours')`,
  values: [ending.id, actor.organisation, actor.id, today, at, ending.reason, ending.everybody],
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const instant = (value: unknown): string => (value instanceof Date ? value.toISOString() : '');

/** The resident's name is masked: the list is no way to find somebody. */
export const closeViews = (rows: Rows): CloseView[] =>
  rows.map((row) => ({
    id: text(row['id']),
    kind: row['kind'] as CloseView['kind'],
    resident: maskName(text(row['resident_name'])),
    bornIn: textOrNull(row['birth_date'])?.slice(0, 4) ?? null,
    person: textOrNull(row['person_name']),
    relationship: (row['relationship'] ?? null) as CloseView['relationship'],
    house: text(row['house']),
    reason: text(row['reason']),
    entered: { name: textOrNull(row['entered_name']), at: instant(row['entered_at']) },
    ended:
      row['ended_at'] instanceof Date
        ? { name: textOrNull(row['ended_name']), at: instant(row['ended_at']), reason: text(row['ended_reason']) }
        : null,
  }));
