/** The list of hospice stays, and what a form chooses from. One statement, one function. */
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { ageOn } from '../../../platform/civil-time.ts';
import type { HospiceRow } from '../shapes.ts';
import { LEADS } from '../rules/sides.ts';

export const findList = (actor: Actor, at: Date): Statement => ({
  name: 'hospice-list',
  text: `select c.id, c.number, c.state, c.headline, c.due_at, c.owner_organisation, c.owner_role, r.id as resident, r.name, r.gender,
                r.birth_date, s.place, b.label as bed, s.from_at, coalesce(s.organisation, v.organisation) as organisation,
                o.short_name, own.short_name as owner_name, p.items, p.at as scored_at,
                (select count(*) from cases k where k.parent = c.id and k.closed_at is null) as open_work,
                exists (select 1 from hospice_wish w where w.case_id = c.id and w.revoked_at is null) as wishes
           from cases c
           join case_party v on v.case_id = c.id and v.party = 'receiver'
           left join resident r on r.id = c.resident
           left join care_stay s on s.episode = c.id and s.until_at is null and s.known_until is null
           left join bed b on b.id = s.bed
           left join organisation o on o.id = coalesce(s.organisation, v.organisation)
           left join organisation own on own.id = c.owner_organisation
           left join lateral (select items, at from hospice_score
                              where case_id = c.id and scale in ('nrs', 'esas-r') and replaced_at is null
                              order by at desc limit 1) as p on true
          where c.pathway = 'hospice-stay' and (c.closed_at is null or c.closed_at > $2::timestamptz - interval '30 days')
            and exists (select 1 from case_party m where m.case_id = c.id and m.organisation = $1)
          order by c.closed_at is not null, c.due_at, c.id limit 500`,
  values: [actor.organisation, at],
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

export const listFrom = (rows: Rows, actor: Actor, at: Date, today: string): readonly HospiceRow[] =>
  rows.map((row) => {
    const due = row['due_at'];
    const items =
      typeof row['items'] === 'string' ? (JSON.parse(row['items']) as Readonly<Record<string, number>>) : null;
    return {
      ...{ id: text(row['id']), number: text(row['number']), state: text(row['state']) },
      resident: { id: text(row['resident']), name: text(row['name']) },
      gender: text(row['gender']),
      age: typeof row['birth_date'] === 'string' ? ageOn(row['birth_date'], today) : null,
      diagnosis: text(row['headline']),
      place: text(row['place']) || null,
      bed: text(row['bed']) || null,
      organisation: { id: text(row['organisation']), name: text(row['short_name']) },
      since: instant(row['from_at']),
      pain: items?.['pain'] ?? null,
      scoredAt: instant(row['scored_at']),
      work: Number(row['open_work']),
      wishes: row['wishes'] === true,
      owner:
        row['owner_organisation'] === null
          ? null
          : { organisation: text(row['owner_name']), role: text(row['owner_role']) },
      dueAt: instant(due),
      late: due instanceof Date && due < at,
      mine: row['owner_organisation'] === actor.organisation,
    };
  });

/** `taken`: somebody lies in it or is expected, or it cannot be given now. */
export const findBeds = (organisation: string, at: Date): Statement => ({
  name: 'hospice-beds',
  text: `select b.id, b.label, d.name as department,
                exists (select 1 from care_stay s where s.bed = b.id and s.until_at is null and s.known_until is null)
                or exists (select 1 from hold h where h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used') and h.until_at > $2)
                or exists (select 1 from bed_closure x where x.bed = b.id and x.until_at is null) as taken
           from bed b join department d on d.id = b.department where d.organisation = $1 order by d.in_order, b.in_order`,
  values: [organisation, at],
});
export const findHouses = (): Statement => ({
  name: 'hospice-houses',
  text: `select id, name, kind from organisation where kind = any($1::text[]) and until_on is null
          order by kind <> 'hospice', name`,
  values: [Object.keys(LEADS)],
});
