/**
 * Who is told when a role of a house has to act (law 12). The roster comes first; without one everybody in the role; and at
 * night, on holidays or when nobody is there, the duty office 总值班 of the house, else of its consortium's lead.
 */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';

/** `level` 0: those who have to act; 1: the duty office of the house; 2: the duty office of the consortium's lead. */
export type Asked = {
  readonly organisation: string;
  readonly role: string;
  readonly department: string | null;
  readonly level: 0 | 1 | 2;
  /** A routine matter waits for the working day, and nobody is called at night for it. */
  readonly pressing: boolean;
  /** Leaves the duty office out where it is told by a notice of its own. */
  readonly withoutDuty?: boolean;
};

/** A person who could be told, and what makes them so. */
export type Candidate = {
  readonly role: string;
  readonly organisation: string;
  readonly source: 'shift' | 'role' | 'duty';
  /** The shift or the post is of the very department asked for. */
  readonly ofDepartment: boolean;
  /** Duty office: 0 of the house, 1 of what it is part of, 2 of the consortium's lead. */
  readonly distance: number;
  /** Duty office: stands in its own roster now. */
  readonly onShift: boolean;
};

export type Reached = {
  /** Practitioner role. */
  readonly role: string;
  readonly organisation: string;
  readonly why: 'roster' | 'role' | 'duty';
  /** Also called outside the program (telephone, 企业微信); otherwise it waits on the screen. */
  readonly rings: boolean;
};

const reached = (candidates: readonly Candidate[], why: Reached['why'], rings: boolean): readonly Reached[] => {
  const seen = new Set<string>();
  return candidates.flatMap(({ role, organisation }) => {
    if (seen.has(role)) return [];
    seen.add(role);
    return [{ role, organisation, why, rings }];
  });
};

/** The department's own where there are any, else those of the whole house. */
const nearest = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const own = candidates.filter(({ ofDepartment }) => ofDepartment);
  return own.length > 0 ? own : candidates;
};

const dutyAmong = (candidates: readonly Candidate[], least: number, most: number): readonly Candidate[] => {
  const duty = candidates.filter(({ source, distance }) => source === 'duty' && distance >= least && distance <= most);
  const closest = Math.min(...duty.map(({ distance }) => distance));
  const there = duty.filter(({ distance }) => distance === closest);
  const onShift = there.filter((one) => one.onShift);
  return onShift.length > 0 ? onShift : there;
};

const LEAD = 2;

/** Decides among the candidates; empty when nobody at all can be told. Pure. */
export const choose = (candidates: readonly Candidate[], asked: Asked, workingTime: boolean): readonly Reached[] => {
  if (asked.level === 2) return reached(dutyAmong(candidates, LEAD, LEAD), 'duty', true);
  const duty = reached(dutyAmong(candidates, 0, LEAD), 'duty', true);
  if (asked.level === 1) return duty;
  const shift = nearest(candidates.filter(({ source }) => source === 'shift'));
  if (shift.length > 0) return reached(shift, 'roster', true);
  const everybody = nearest(candidates.filter(({ source }) => source === 'role'));
  const night = asked.pressing && !workingTime;
  const there = reached(everybody, 'role', !night);
  if (asked.withoutDuty === true) return there;
  if (everybody.length === 0) return duty;
  if (!night) return there;
  const called = new Set(duty.map(({ role }) => role));
  return [...duty, ...there.filter(({ role }) => !called.has(role))];
};

/**
 * Candidates for many questions at once: `place` is the question's index. Roles and shifts valid at `at` on `day`. Few houses are
 * asked about: `offset 0` has each looked up by its key, where the planner would read everybody's posts and join them.
 */
export const findCandidates = (asked: readonly Asked[], at: Date, day: CivilDay): Statement => ({
  name: 'duty-candidates',
  text: `with asked as (
           select * from unnest($1::text[], $2::text[], $3::text[]) with ordinality as a (organisation, role, department, place)),
         valid as (
           select r.id, r.role, house.organisation, r.department from (select distinct organisation from asked) as house
             join lateral (select id, role, department from practitioner_role
                            where organisation = house.organisation and from_on <= $5 and (until_on is null or until_on > $5)
                           offset 0) as r on true),
         near as (
           select a.place, a.organisation, 0 as distance from asked a
           union select a.place, o.part_of, 1 from asked a
             join lateral (select part_of from organisation where id = a.organisation offset 0) as o on o.part_of is not null),
         offices as (
           select place, organisation, distance from near
           union
           select n.place, lead.organisation, ${String(LEAD)} from near n
             join affiliation mine on mine.organisation = n.organisation
             join affiliation lead on lead.consortium = mine.consortium and lead.role = 'lead'
            where mine.from_on <= $5 and (mine.until_on is null or mine.until_on > $5)
              and lead.from_on <= $5 and (lead.until_on is null or lead.until_on > $5))
         select a.place, r.id as role, r.organisation, 'shift' as source,
                s.department is not null as of_department, 0 as distance, true as on_shift
           from asked a join duty_shift s on s.organisation = a.organisation and s.role = a.role
            and (s.department is null or s.department = a.department) and s.from_at <= $4 and s.until_at > $4
           join valid r on r.id = s.practitioner_role
         union all
         select a.place, r.id, r.organisation, 'role', r.department is not distinct from a.department, 0, false
           from asked a join valid r on r.organisation = a.organisation and r.role = a.role
         union all
         select f.place, r.id, r.organisation, 'duty', false, f.distance,
                exists (select 1 from duty_shift s where s.practitioner_role = r.id and s.from_at <= $4 and s.until_at > $4)
           from offices f join lateral (
             select id, organisation from practitioner_role
              where organisation = f.organisation and role = 'duty-officer' and from_on <= $5 and (until_on is null or until_on > $5)
             offset 0) as r on true
          order by 1, 2`,
  values: [
    asked.map(({ organisation }) => organisation),
    asked.map(({ role }) => role),
    asked.map(({ department }) => department),
    at,
    day,
  ],
});

/** The candidates of each question, in the questions' order. */
export const candidatesFrom = (rows: Rows, count: number): readonly (readonly Candidate[])[] => {
  const all: Candidate[][] = Array.from({ length: count }, () => []);
  for (const row of rows)
    all[Number(row['place']) - 1]?.push({
      role: String(row['role']),
      organisation: String(row['organisation']),
      source: row['source'] as Candidate['source'],
      ofDepartment: row['of_department'] === true,
      distance: Number(row['distance']),
      onShift: row['on_shift'] === true,
    });
  return all;
};
