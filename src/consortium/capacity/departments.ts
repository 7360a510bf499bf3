/**
 * Where a resident could be referred: departments with their free places. Ranked plainly: those with a free place first, then
 * the own consortium's, then key specialties by grade, then by free places. Matching by need and distance is not done here.
 */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Candidate } from '../shapes.ts';

export type CandidateQuestion = {
  readonly kind: 'inpatient' | 'outpatient';
  readonly specialty?: string | undefined;
  readonly q?: string | undefined;
  /** Another house's departments, or one's own (a referral is given to another of them). */
  readonly within: 'own' | 'others';
  /** Whose own hold is left out of what is taken. */
  readonly subject?: string | undefined;
  readonly count: number;
};

const SLOTS_SHOWN = 3;

export const findCandidates = (asked: CandidateQuestion, from: string, at: Date, today: CivilDay): Statement => ({
  name: `department-candidates-${asked.kind}`,
  text: `with mine as (
  select id from organisation where id = $1 union select part_of from organisation where id = $1 and part_of is not null
), consortia as (
  select consortium from affiliation where organisation in (select id from mine)
   and from_on <= $3 and (until_on is null or until_on > $3)
), found as (
  select d.id, d.name, d.specialty, d.phone, o.id as organisation, o.name as organisation_name, o.short_name, o.kind, o.level,
    q.places, q.over, q.updated_at, q.updated_by, own.kind as own_kind,
    greatest(0, q.places - q.held - q.occupied + case when own.kind = 'quota' then 1 else 0 end) as free,
    exists (select 1 from affiliation a join consortia using (consortium)
             where a.organisation = o.id and a.from_on <= $3 and (a.until_on is null or a.until_on > $3)) as same_consortium,
    (select k.grade from key_specialty k where k.department = d.id and k.from_on <= $3 and (k.until_on is null or k.until_on > $3)
      order by array_position(array['national', 'provincial', 'city', 'county'], k.grade) limit 1) as grade,
    ${asked.kind === 'inpatient' ? 'false' : `not ${GIVES_SLOTS} and ${WALKS_IN}`} as walk_in,
    ${asked.kind === 'inpatient' ? `'[]'::json` : NEXT_SLOTS} as slots
  from department d join organisation o on o.id = d.organisation
  left join quota q on q.department = d.id
  left join hold own on own.subject = $4 and own.department = d.id and own.status = 'active' and own.until_at > $2
                    and own.kind in ('quota', 'slot')
 where case when $8 then d.organisation = $1 else d.organisation <> $1 end
   and d.from_on <= $3 and (d.until_on is null or d.until_on > $3)
   and o.from_on <= $3 and (o.until_on is null or o.until_on > $3)
   and ${asked.kind === 'inpatient' ? 'q.places > 0' : `(${GIVES_SLOTS} or ${WALKS_IN})`}
   and ($5::text is null or d.specialty = $5)
   and ($6::text is null or position(lower($6) in lower(d.name || ' ' || o.name || ' ' || o.short_name)) > 0)
)
select *, ${asked.kind === 'inpatient' ? 'free > 0' : 'walk_in or json_array_length(slots) > 0'} as fits from found
 order by fits desc, (organisation in (select id from mine)) desc, same_consortium desc,
   array_position(array['national', 'provincial', 'city', 'county'], grade) nulls last, free desc nulls last, id
 limit $7`,
  values: [
    from,
    at,
    today,
    asked.subject ?? null,
    asked.specialty ?? null,
    asked.q === undefined || asked.q === '' ? null : asked.q,
    asked.count,
    asked.within === 'own',
  ],
});

const GIVES_SLOTS = 'exists (select 1 from clinic_slot c where c.department = d.id and c.starts_at > $2)';
/** The general clinic of a township hospital or centre sees whoever comes: a referral there needs no appointment. */
const WALKS_IN = `(o.kind in ('township-hospital', 'community-centre') and d.specialty in ('general', 'general-practice'))`;

const NEXT_SLOTS = `coalesce((select json_agg(s) from (
      select c.id, to_char(c.starts_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "startsAt",
        to_char(c.ends_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "endsAt"
        from clinic_slot c where c.department = d.id and c.starts_at > $2
         and not exists (select 1 from hold h where h.slot = c.id and h.kind = 'slot' and h.subject is distinct from $4
                          and (h.status = 'used' or h.status = 'active' and h.until_at > $2))
       order by c.starts_at limit ${String(SLOTS_SHOWN)}) s), '[]'::json)`;

type Row = {
  readonly id: string;
  readonly name: string;
  readonly specialty: string;
  readonly phone: string | null;
  readonly organisation: string;
  readonly organisation_name: string;
  readonly short_name: string;
  readonly kind: string;
  readonly level: string | null;
  readonly places: number | null;
  readonly over: number;
  readonly free: number;
  readonly updated_at: Date;
  readonly updated_by: string;
  readonly own_kind: 'quota' | 'slot' | null;
  readonly same_consortium: boolean;
  readonly grade: Candidate['keySpecialty'];
  readonly slots: string;
  readonly fits: boolean;
  readonly walk_in: boolean;
};

const reasonsOf = (row: Row, inpatient: boolean): Candidate['reasons'] => [
  ...(row.same_consortium ? (['same-consortium'] as const) : []),
  ...(row.grade === null ? [] : (['key-specialty'] as const)),
  row.walk_in ? 'walk-in' : row.fits ? 'free' : inpatient ? 'full' : 'no-slot',
];

export const candidateViews = (rows: Rows, kind: CandidateQuestion['kind']): Candidate[] =>
  (rows as unknown as readonly Row[]).map((row) => ({
    department: { id: row.id, name: row.name, specialty: row.specialty, phone: row.phone },
    organisation: {
      id: row.organisation,
      name: row.organisation_name,
      shortName: row.short_name,
      kind: row.kind,
      level: row.level,
    },
    quota:
      row.places === null
        ? null
        : {
            free: row.free,
            places: row.places,
            over: row.over,
            updatedAt: row.updated_at.toISOString(),
            updatedBy: row.updated_by,
          },
    slots: JSON.parse(row.slots) as Candidate['slots'],
    keySpecialty: row.grade,
    sameConsortium: row.same_consortium,
    walkIn: row.walk_in,
    fits: row.fits,
    reasons: reasonsOf(row, kind === 'inpatient'),
    heldHere: row.own_kind === (kind === 'inpatient' ? 'quota' : 'slot'),
  }));
