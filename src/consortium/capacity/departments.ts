/**
 * Where a resident could be referred: what a matching reads (matching.ts ranks it). Every department that could be a destination
 * is read with what is true of it now, as one text: two thousand rows of twenty columns cost more to take apart than to find.
 * What only the answer needs (names, telephones, appointments) is read afterwards, for those that are shown.
 */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { MatchingData } from './matching-data.ts';
import type { Place, Urgency } from './matching.ts';

export type CandidateQuestion = {
  readonly kind: 'inpatient' | 'outpatient';
  readonly urgency?: Urgency | undefined;
  readonly specialty?: string | undefined;
  /** A department whose specialty is wanted, where none is named. */
  readonly like?: string | undefined;
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

/**
 * A slot `c` this asker could hold; the parameters' names: moment, whether a family doctor asks, whose own hold does not count. Its
 * holds are looked up one slot at a time: of `not exists` the planner made a join that read every hold for each department.
 */
const freeSlots = (at: string, familyDoctor: string, subject: string): string => `
  c.starts_at > ${at} and c.withdrawn_at is null
   and (${familyDoctor}::boolean or c.family_doctors_until is null or c.family_doctors_until <= ${at})
   and (select 1 from hold h where h.slot = c.id and h.kind = 'slot' and h.subject is distinct from ${subject}
           and (h.status = 'used' or h.status = 'active' and h.until_at > ${at}) limit 1) is null`;

/** One by one through the index: read at once, the slots of all departments are read from end to end. */
const FIRST_SLOT = `left join lateral (
    select c.starts_at as first_slot from clinic_slot c where c.department = d.id and ${freeSlots('$2', '$5', '$4')}
     order by c.starts_at limit 1) next on true`;
/** When the appointments were last said to be true: with the beds, or by the hospital's own system apart from them. */
const SLOTS_OF = 'greatest(t.of_at, l.of_at)';
const GIVES_SLOTS = `(select 1 from clinic_slot c where c.department = d.id and c.starts_at > $2 and c.withdrawn_at is null limit 1)
      is not null`;
/** The general clinic of a township hospital or centre sees whoever comes: a referral there needs no appointment. */
const WALKS_IN = `(o.kind in ('township-hospital', 'community-centre') and d.specialty in ('general', 'general-practice')
      and not ${GIVES_SLOTS})`;

const SECONDS = (instant: string): string => `extract(epoch from ${instant})::double precision`;

export const findSpecialty = (department: string): Statement => ({
  name: 'department-specialty',
  text: 'select specialty from department where id = $1',
  values: [department],
});

/**
 * Every department of the asked kind, name and specialty that could be a destination: a line each, its fields
 * in the order `placesOf` takes them apart, separated by tabs (ids and codes hold none).
 */
export const findPlaces = (asked: CandidateQuestion, by: Asker): Statement => {
  const inpatient = asked.kind === 'inpatient';
  const { specialty } = asked;
  const q = asked.q === '' ? undefined : asked.q;
  // A filter stands in the text only where it is asked for: of "$1 is null or …" the planner takes it that few rows are left,
  // and reads two thousand departments one by one.
  const values: unknown[] = [by.organisation, by.at, by.today, asked.subject ?? null];
  const given = (value: unknown): string => `$${String(values.push(value))}`;
  if (!inpatient) given(by.familyDoctor);
  const wanted = [
    ...(specialty === undefined ? [] : [`and d.specialty = ${given(specialty)}`]),
    ...(q === undefined
      ? []
      : [`and position(lower(${given(q)}) in lower(d.name || ' ' || o.name || ' ' || o.short_name)) > 0`]),
  ].join(' ');
  const asks = `-${asked.within}${specialty === undefined ? '' : '-specialty'}${q === undefined ? '' : '-name'}`;
  return {
    name: `department-places-${asked.kind}${asks}`,
    text: `with graded as (
  select distinct on (department) department, grade from key_specialty
   where from_on <= $3 and (until_on is null or until_on > $3)
   order by department, array_position(array['national', 'provincial', 'city', 'county'], grade)
)
select string_agg(concat_ws(E'\t', d.id, d.organisation, d.specialty, coalesce(q.places::text, ''),
    coalesce(greatest(0, q.places - q.held - q.occupied + case when own.kind = 'quota' then 1 else 0 end)::text, ''),
    coalesce(${SECONDS(`coalesce(${inpatient ? 't.of_at' : SLOTS_OF}, q.updated_at)`)}::text, ''), coalesce(own.kind, ''), coalesce(graded.grade, ''),
    coalesce(w.median_days::text, ''), coalesce(w.longest_days::text, ''), coalesce(w.come, 0), coalesce(w.waiting, 0),
    ${inpatient ? `'', false` : `coalesce(${SECONDS('next.first_slot')}::text, ''), next.first_slot is null and ${WALKS_IN}`}), E'\n') as places
  from department d join organisation o on o.id = d.organisation
  left join quota q on q.department = d.id
  left join capacity_statement t on t.department = d.id
  left join hold own on own.subject = $4 and own.department = d.id and own.status = 'active' and own.until_at > $2
                    and own.kind in ('quota', 'slot')
  left join graded on graded.department = d.id
  left join department_wait w on w.department = d.id and w.until_what = 'arrived'
  ${inpatient ? '' : `left join slot_statement l on l.department = d.id ${FIRST_SLOT}`}
 where d.organisation ${asked.within === 'own' ? '=' : '<>'} $1
   and d.from_on <= $3 and (d.until_on is null or d.until_on > $3)
   and o.from_on <= $3 and (o.until_on is null or o.until_on > $3)
   and ${inpatient ? 'q.places > 0' : `(next.first_slot is not null or ${WALKS_IN} or ${GIVES_SLOTS})`} ${wanted}`,
    values,
  };
};

/** The houses those departments stand in, and the one who asks: ties to it, kind, devices. */
export const findHouses = (organisation: string, today: CivilDay): Statement => ({
  name: 'department-houses',
  text: `with mine as (
  select id from organisation where id = $1 union select part_of from organisation where id = $1 and part_of is not null
), tied as (
  select distinct a.organisation from affiliation a
   where a.from_on <= $2 and (a.until_on is null or a.until_on > $2) and a.consortium in (
     select consortium from affiliation where organisation in (select id from mine)
        and from_on <= $2 and (until_on is null or until_on > $2))
), equipped as (
  select organisation, json_agg(distinct kind) as devices from device
   where from_on <= $2 and (until_on is null or until_on > $2) group by organisation
)
select o.id, o.kind, o.part_of, o.id in (select id from mine) as above, tied.organisation is not null as tied, equipped.devices
  from organisation o left join tied on tied.organisation = o.id left join equipped on equipped.organisation = o.id
 where o.id = $1 or o.id in (select organisation from department)`,
  values: [organisation, today],
});

/** What the answer says of the departments it shows. */
export const findDetails = (departments: readonly string[], asked: CandidateQuestion, by: Asker): Statement => ({
  name: `department-details-${asked.kind}`,
  text: `select d.id, d.name, d.specialty, d.phone, o.id as organisation, o.name as organisation_name, o.short_name, o.kind, o.level,
    q.over, coalesce(${asked.kind === 'inpatient' ? 't.of_at' : SLOTS_OF}, q.updated_at) as updated_at,
    coalesce(${asked.kind === 'inpatient' ? '' : 'case when t.of_at is null or l.of_at > t.of_at then l.stated_by end, '}t.stated_by,
      q.updated_by) as updated_by,
    ${
      asked.kind === 'inpatient'
        ? 'null::json as slots'
        : `(select json_agg(json_build_object('id', s.id, 'startsAt', to_char(s.starts_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'endsAt', to_char(s.ends_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'clinic', (select name from clinic where clinic.department = s.department and clinic.code = s.clinic),
             'forFamilyDoctors', coalesce(s.family_doctors_until > $2, false)) order by s.starts_at)
      from (select c.* from clinic_slot c where c.department = d.id and ${freeSlots('$2', '$4', '$3')}
             order by c.starts_at limit ${String(SLOTS_SHOWN)}) s) as slots`
    }
  from department d join organisation o on o.id = d.organisation
  left join quota q on q.department = d.id left join capacity_statement t on t.department = d.id
  ${asked.kind === 'inpatient' ? '' : 'left join slot_statement l on l.department = d.id'}
 where d.id = any ($1::text[])`,
  values: asked.kind === 'inpatient' ? [departments] : [departments, by.at, asked.subject ?? null, by.familyDoctor],
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

type House = {
  readonly id: string;
  readonly kind: string;
  readonly part_of: string | null;
  readonly above: boolean;
  readonly tied: boolean;
  readonly devices: string | null;
};
export type Detail = {
  readonly id: string;
  readonly name: string;
  readonly specialty: string;
  readonly phone: string | null;
  readonly organisation: string;
  readonly organisation_name: string;
  readonly short_name: string;
  readonly kind: string;
  readonly level: string | null;
  readonly over: number | null;
  readonly updated_at: Date | null;
  readonly updated_by: string | null;
  readonly slots: string | null;
};
export type CandidatePlace = Place & { readonly ownHold: 'quota' | 'slot' | null };

const GRADES = ['national', 'provincial', 'city', 'county'] as const;
const isGrade = (code: string): code is (typeof GRADES)[number] => (GRADES as readonly string[]).includes(code);
const BASE: ReadonlySet<string> = new Set(['township-hospital', 'community-centre']);
const numberOr = (field: string | undefined): number | null =>
  field === undefined || field === '' ? null : Number(field);
const instantOr = (seconds: string | undefined): Date | null => {
  const since = numberOr(seconds);
  return since === null ? null : new Date(since * 1000);
};

/** What was read as the matching looks at it, with what the region pack says. */
export const placesOf = (
  [read]: Rows,
  houses: Rows,
  asker: string,
  needy: Needy | undefined,
  data: MatchingData,
): readonly CandidatePlace[] => {
  const text = read?.['places'];
  const rows = typeof text === 'string' ? text.split('\n') : [];
  const all = new Map((houses as unknown as readonly House[]).map((house) => [house.id, house]));
  const from = { organisation: asker, partOf: all.get(asker)?.part_of ?? null };
  const askerOfBase = BASE.has(all.get(asker)?.kind ?? '');
  // the same for all departments of a house
  const known = new Map(
    [...all.values()].map((house) => [
      house.id,
      {
        kind: house.kind,
        above: house.above && house.id !== asker,
        peer: askerOfBase && BASE.has(house.kind),
        sameConsortium: house.tied,
        treatedOn: needy?.treated[house.id] ?? null,
        km: data.km(from, { organisation: house.id, partOf: house.part_of }),
        devices: house.devices === null ? [] : (JSON.parse(house.devices) as readonly string[]),
      },
    ]),
  );
  const found: CandidatePlace[] = [];
  for (const row of rows) {
    const fields = row.split('\t');
    const [id = '', organisation = '', specialty = '', places, free, stated, ownHold, grade] = fields;
    const [median, longest] = [numberOr(fields[8]), numberOr(fields[9])];
    const house = known.get(organisation);
    if (house === undefined) continue;
    const terms = data.termsOf({ organisation, kind: house.kind, specialty });
    // field by field: an object put together by spreading costs twenty times as much to make, and more to read
    found.push({
      id,
      specialty,
      places: numberOr(places),
      free: numberOr(free) ?? 0,
      statedAt: instantOr(stated),
      ownHold: ownHold === 'quota' || ownHold === 'slot' ? ownHold : null,
      grade: grade === undefined || !isGrade(grade) ? null : grade,
      firstSlot: instantOr(fields[12]),
      walkIn: fields[13] === 't',
      wait:
        longest === null
          ? null
          : {
              days: median ?? longest,
              atLeast: median === null,
              come: Number(fields[10]),
              waiting: Number(fields[11]),
            },
      above: house.above,
      peer: house.peer,
      sameConsortium: house.sameConsortium,
      treatedOn: house.treatedOn,
      km: house.km,
      devices: house.devices,
      youngest: terms.youngest,
      oldest: terms.oldest,
      insurances: terms.insurances,
      emergencies: terms.emergencies,
    });
  }
  return found;
};
