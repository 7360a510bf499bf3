/**
 * Where a resident could be referred: departments with their free places, matched to the need and ranked (matching.ts). One
 * statement reads every department with what is true of it now; a second one the resident, where one is named.
 */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Candidate } from '../shapes.ts';
import type { MatchingData } from './matching-data.ts';
import type { Place, Urgency } from './matching.ts';

export type CandidateQuestion = {
  readonly kind: 'inpatient' | 'outpatient';
  readonly urgency?: Urgency | undefined;
  readonly specialty?: string | undefined;
  readonly device?: string | undefined;
  readonly insurance?: string | undefined;
  readonly resident?: string | undefined;
  readonly q?: string | undefined;
  /** Another house's departments, or one's own (a referral is given to another of them). */
  readonly within: 'own' | 'others';
  /** Whose own hold is left out of what is taken. */
  readonly subject?: string | undefined;
  readonly count: number;
};
export type Asker = {
  readonly organisation: string;
  /** May take a slot that is still kept for family doctors. */
  readonly familyDoctor: boolean;
  readonly at: Date;
  readonly today: CivilDay;
};

/** Appointments told of each department. */
const SLOTS_SHOWN = 3;

const GIVES_SLOTS =
  'exists (select 1 from clinic_slot c where c.department = d.id and c.starts_at > $2 and c.withdrawn_at is null)';
/** The general clinic of a township hospital or centre sees whoever comes: a referral there needs no appointment. */
const WALKS_IN = `(o.kind in ('township-hospital', 'community-centre') and d.specialty in ('general', 'general-practice'))`;

const NEXT_SLOTS = `left join lateral (
    select json_agg(json_build_object('id', s.id, 'startsAt', to_char(s.starts_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'endsAt', to_char(s.ends_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'forFamilyDoctors', s.family_doctors_until is not null and s.family_doctors_until > $2) order by s.starts_at) as slots,
           min(s.starts_at) as first_slot
      from (select c.* from clinic_slot c
             where c.department = d.id and c.starts_at > $2 and c.withdrawn_at is null
               and ($7::boolean or c.family_doctors_until is null or c.family_doctors_until <= $2)
               and not exists (select 1 from hold h where h.slot = c.id and h.kind = 'slot' and h.subject is distinct from $4
                                and (h.status = 'used' or h.status = 'active' and h.until_at > $2))
             order by c.starts_at limit ${String(SLOTS_SHOWN)}) s) next on true`;

/** Every department of the asked kind and name that could be a destination; ties, grade, devices and waits beside it. */
export const findCandidates = (asked: CandidateQuestion, by: Asker): Statement => ({
  name: `department-candidates-${asked.kind}`,
  text: `with mine as (
  select id from organisation where id = $1 union select part_of from organisation where id = $1 and part_of is not null
), tied as (
  select distinct a.organisation from affiliation a
   where a.from_on <= $3 and (a.until_on is null or a.until_on > $3) and a.consortium in (
     select consortium from affiliation where organisation in (select id from mine)
        and from_on <= $3 and (until_on is null or until_on > $3))
), graded as (
  select distinct on (department) department, grade from key_specialty
   where from_on <= $3 and (until_on is null or until_on > $3)
   order by department, array_position(array['national', 'provincial', 'city', 'county'], grade)
), equipped as (
  select organisation, json_agg(distinct kind) as devices from device
   where from_on <= $3 and (until_on is null or until_on > $3) group by organisation
)
select d.id, d.name, d.specialty, d.phone, o.id as organisation, o.name as organisation_name, o.short_name, o.kind, o.level,
    o.part_of, o.id in (select id from mine) as above, q.places, q.over, coalesce(t.of_at, q.updated_at) as updated_at, coalesce(t.stated_by, q.updated_by) as updated_by,
    own.kind as own_kind,
    greatest(0, q.places - q.held - q.occupied + case when own.kind = 'quota' then 1 else 0 end) as free,
    tied.organisation is not null as same_consortium, graded.grade, equipped.devices,
    w.median_days, w.longest_days, w.come, w.waiting,
    ${asked.kind === 'inpatient' ? 'null::json as slots, null::timestamptz as first_slot, false as walk_in' : `next.slots, next.first_slot, not ${GIVES_SLOTS} and ${WALKS_IN} as walk_in`}
  from department d join organisation o on o.id = d.organisation
  left join quota q on q.department = d.id
  left join capacity_statement t on t.department = d.id
  left join hold own on own.subject = $4 and own.department = d.id and own.status = 'active' and own.until_at > $2
                    and own.kind in ('quota', 'slot')
  left join tied on tied.organisation = o.id
  left join graded on graded.department = d.id
  left join equipped on equipped.organisation = o.id
  left join department_wait w on w.department = d.id and w.until_what = 'arrived'
  ${asked.kind === 'inpatient' ? '' : NEXT_SLOTS}
 where case when $6 then d.organisation = $1 else d.organisation <> $1 end
   and d.from_on <= $3 and (d.until_on is null or d.until_on > $3)
   and o.from_on <= $3 and (o.until_on is null or o.until_on > $3)
   and ${asked.kind === 'inpatient' ? 'q.places > 0 and $7::boolean is not null' : `(${GIVES_SLOTS} or ${WALKS_IN})`}
   and ($5::text is null or position(lower($5) in lower(d.name || ' ' || o.name || ' ' || o.short_name)) > 0)`,
  values: [
    by.organisation,
    by.at,
    by.today,
    asked.subject ?? null,
    asked.q === undefined || asked.q === '' ? null : asked.q,
    asked.within === 'own',
    by.familyDoctor,
  ],
});

/** The one who asks: where distances begin. */
export const findAsker = (organisation: string): Statement => ({
  name: 'department-asker',
  text: `select id, part_of, kind from organisation where id = $1`,
  values: [organisation],
});

/** Age and where they were treated since a day; no row where the organisation may not know the resident. */
export const findNeedy = (resident: string, since: CivilDay, zone: string): Statement => ({
  name: 'department-resident',
  text: `select r.birth_date::text as birth_date,
    coalesce((select json_object_agg(seen.organisation, seen.on_day) from (
      select substring(content -> 'serviceProvider' ->> 'reference' from '^Organization/(.+)$') as organisation,
             (max(date) at time zone $3)::date::text as on_day
        from resource where patient = $1 and type = 'Encounter' and not deleted and date >= $2::date group by 1
    ) seen where seen.organisation is not null), '{}'::json) as treated
  from resident r where r.id = $1`,
  values: [resident, since, zone],
});
/** What the record says for a matching. */
export type Needy = {
  readonly birthDate: CivilDay | null;
  /** By organisation, the last day. */
  readonly treated: Readonly<Record<string, CivilDay>>;
};
export const readNeedy = (rows: Rows): Needy | undefined => {
  const row = rows[0];
  if (row === undefined) return undefined;
  const birthDate = row['birth_date'];
  return {
    birthDate: typeof birthDate === 'string' ? birthDate : null,
    treated: JSON.parse(String(row['treated'])) as Needy['treated'],
  };
};

export type CandidateRow = {
  readonly id: string;
  readonly name: string;
  readonly specialty: string;
  readonly phone: string | null;
  readonly organisation: string;
  readonly organisation_name: string;
  readonly short_name: string;
  readonly kind: string;
  readonly level: string | null;
  readonly part_of: string | null;
  readonly places: number | null;
  readonly over: number;
  readonly free: number | null;
  readonly updated_at: Date | null;
  readonly updated_by: string | null;
  readonly own_kind: 'quota' | 'slot' | null;
  readonly same_consortium: boolean;
  readonly grade: Candidate['keySpecialty'];
  readonly devices: string | null;
  readonly median_days: number | null;
  readonly longest_days: number | null;
  readonly come: number | null;
  readonly waiting: number | null;
  readonly slots: string | null;
  readonly first_slot: Date | null;
  readonly walk_in: boolean;
  /** What the asking organisation is part of. */
  readonly above: boolean;
};
export type CandidatePlace = Place & { readonly row: CandidateRow };

const BASE: ReadonlySet<string> = new Set(['township-hospital', 'community-centre']);

/** Rows as the matching looks at them, with what the region pack says. */
export const placesOf = (
  rows: Rows,
  asker: Rows,
  needy: Needy | undefined,
  data: MatchingData,
): readonly CandidatePlace[] => {
  const [from] = asker as unknown as readonly {
    readonly id: string;
    readonly part_of: string | null;
    readonly kind: string;
  }[];
  const start = { organisation: from?.id ?? '', partOf: from?.part_of ?? null };
  const devicesOf = new Map<string, readonly string[]>();
  return (rows as unknown as readonly CandidateRow[]).map((row): CandidatePlace => {
    const { organisation } = row;
    let devices = devicesOf.get(organisation);
    if (devices === undefined) {
      devices = row.devices === null ? [] : (JSON.parse(row.devices) as readonly string[]);
      devicesOf.set(organisation, devices);
    }
    return {
      row,
      id: row.id,
      specialty: row.specialty,
      free: row.free ?? 0,
      places: row.places,
      firstSlot: row.first_slot,
      walkIn: row.walk_in,
      above: row.above,
      peer: BASE.has(row.kind) && BASE.has(from?.kind ?? ''),
      statedAt: row.updated_at,
      sameConsortium: row.same_consortium,
      grade: row.grade,
      treatedOn: needy?.treated[organisation] ?? null,
      wait:
        row.longest_days === null
          ? null
          : {
              days: row.median_days ?? row.longest_days,
              atLeast: row.median_days === null,
              come: row.come ?? 0,
              waiting: row.waiting ?? 0,
            },
      km: data.km(start, { organisation, partOf: row.part_of }),
      devices,
      ...data.termsOf(row),
    };
  });
};
