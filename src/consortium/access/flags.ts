/** Looks at one's own record, the household's, a colleague's or a watched resident's: flagged for the reviewer of the house. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import { maskName } from '../residents/masks.ts';
import type { Flag } from './shapes.ts';

/** Members of staff who are residents here: by the region's data, or as the person responsible wrote it down. */
const STAFF = `(select person, resident, from_on, until_on from staff_resident
    union all select person, resident, from_on, until_on from close_resident where kind = 'own')`;

/** How a person (`$person`) at a house is close to a resident, as rows of one column `flag`. */
const closeness = (person: string, organisation: string, resident: string, day: string): string => `
  select 'own' as flag from ${STAFF} s where s.person = ${person} and s.resident = ${resident}
     and s.from_on <= ${day} and (s.until_on is null or s.until_on > ${day})
  union all
  select 'relative' from close_resident k where k.kind = 'relative' and k.person = ${person} and k.resident = ${resident}
     and k.from_on <= ${day} and (k.until_on is null or k.until_on > ${day})
  union all
  select 'household' from ${STAFF} s join resident me on me.id = s.resident
    join resident them on them.id = ${resident} and them.household = me.household and them.id <> me.id
   where s.person = ${person} and s.from_on <= ${day} and (s.until_on is null or s.until_on > ${day})
  union all
  select 'colleague' from ${STAFF} s
   where s.resident = ${resident} and s.person <> ${person} and s.from_on <= ${day} and (s.until_on is null or s.until_on > ${day})
     and exists (select 1 from practitioner_role c where c.person = s.person and c.organisation = ${organisation}
                    and c.from_on <= ${day} and (c.until_on is null or c.until_on > ${day}))
  union all
  select 'vip' from watched_resident w where w.resident = ${resident}
     and w.from_on <= ${day} and (w.until_on is null or w.until_on > ${day})
  union all
  select 'vip' from close_resident k where k.kind = 'watched' and k.resident = ${resident}
     and k.from_on <= ${day} and (k.until_on is null or k.until_on > ${day})`;

/** What a look at this resident would be flagged as. Without a person (a service client) nothing. */
export const findFlags = (actor: Actor, resident: string, today: string): Statement => ({
  name: 'access-flags',
  text: `select distinct flag from (${closeness('$1::text', '$2::text', '$3::text', '$4::date')}) as close order by flag`,
  values: [actor.person, actor.organisation, resident, today],
});
export const flagsOf = (rows: Rows | undefined): Flag[] => (rows ?? []).map((row) => row['flag'] as Flag);

/**
 * Flags what was looked at in a run of audit rows: records opened one at a time, not lists. In the transaction that seals them, so
 * that each row is looked at once and no reader waits for it.
 */
export const flagLooks = (firstId: string, lastId: string, today: string): Statement => ({
  name: 'access-flag-looks',
  text: `insert into flagged_look (organisation, actor, person, role, resident, flag, day, last_at, looks)
         select a.organisation, a.actor, r.person, a.role, a.residents[1], close.flag, $3::date, max(a.at), count(*)
           from audit a join practitioner_role r on r.id = a.actor
          cross join lateral (${closeness('r.person', 'a.organisation', 'a.residents[1]', '$3::date')}) as close
          where a.id between $1::bigint and $2::bigint and a.outcome = 'done' and cardinality(a.residents) = 1
            and a.action not in ('worklist', 'list-residents', 'identify', 'register')
            and exists (
              select 1 from staff_resident union all select 1 from watched_resident union all select 1 from close_resident)
          group by a.organisation, a.actor, r.person, a.role, a.residents[1], close.flag
         on conflict (organisation, actor, resident, flag, day) do update
            set looks = flagged_look.looks + excluded.looks, last_at = greatest(flagged_look.last_at, excluded.last_at)`,
  values: [firstId, lastId, today],
});

/** Those nobody looked into yet, then the last hundred. */
export const findFlagged = (organisation: string): Statement => ({
  name: 'access-flagged',
  text: `select f.id::text, f.last_at, f.flag, f.looks, f.role, f.seen_at, f.note, p.name as person_name, r.name as resident_name
           from flagged_look f left join person p on p.id = f.person left join resident r on r.id = f.resident
          where f.organisation = $1 order by f.seen_at is not null, f.last_at desc limit 200`,
  values: [organisation],
});

export type FlaggedView = {
  readonly id: string;
  readonly at: string;
  readonly flag: Flag;
  readonly resident: string;
  readonly who: { readonly name: string | null; readonly role: string };
  readonly looks: number;
  readonly seen: { readonly at: string; readonly note: string | null } | null;
};
export const flaggedViews = (rows: Rows): readonly FlaggedView[] =>
  rows.map((row) => ({
    id: String(row['id']),
    at: (row['last_at'] as Date).toISOString(),
    flag: row['flag'] as Flag,
    resident: maskName(typeof row['resident_name'] === 'string' ? row['resident_name'] : ''),
    who: { name: typeof row['person_name'] === 'string' ? row['person_name'] : null, role: String(row['role']) },
    looks: Number(row['looks']),
    seen:
      row['seen_at'] instanceof Date
        ? { at: row['seen_at'].toISOString(), note: typeof row['note'] === 'string' ? row['note'] : null }
        : null,
  }));

/** Never one's own look. Guard: `access.flag-not-yours`. */
export const markSeen = (id: string, actor: Actor, note: string | null, at: Date): Statement => ({
  name: 'access-flag-seen',
  text: `with seen as (
           update flagged_look set seen_at = $4, seen_by = $2, note = $3
            where id::text = $1 and seen_at is null and person is distinct from $5 returning 1)
         select expect_rows((select count(*) from seen), 1, 'access.flag-not-yours')`,
  values: [id, actor.id, note, at, actor.person],
});
