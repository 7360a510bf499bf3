/** Two residents side by side: who each is said to be, from which house, and how much is kept of each. */
import type { Rows, Statement } from '../../../../platform/postgres/database.ts';
import type { SideView } from '../shapes.ts';

/**
 * One row for each of the two. Read for the purpose `identify`; how much is kept is counted and not read. A resident that is part of
 * another by now has no row of its own: what its Patient said stands in the history of decisions.
 */
export const findSides = (ids: readonly string[]): Statement => ({
  name: 'identity-sides',
  text: `select side.id, r.name, r.gender, r.birth_date, r.phone, r.address, r.household, r.deceased_at, r.catchment,
                o.short_name as catchment_name, r.id is not null as standing,
                (select json_agg(json_build_object('system', c.system, 'value', c.value, 'status', c.status,
                                                   'inherited', c.source is not null) order by c.system, c.value)
                   from resident_card c where c.resident = side.id) as cards
           from unnest($1::text[]) as side (id) left join resident r on r.id = side.id
           left join organisation o on o.id = r.catchment`,
  values: [ids],
});

/** Counts only, for the program's purpose. */
export const findVolumes = (ids: readonly string[]): Statement => ({
  name: 'identity-volumes',
  text: `select side.id,
                (select count(*) from resource r where r.patient = side.id and not r.deleted
                    and r.type not in ('Patient', 'Task', 'QuestionnaireResponse'))::int as records,
                (select max(date) from resource r where r.patient = side.id and r.type = 'Encounter' and not r.deleted) as last_seen,
                (select count(*) from cases c where c.resident = side.id)::int as cases,
                (select count(*) from cases c where c.resident = side.id and c.closed_at is null)::int as open_cases,
                p.updated_at as written_at, p.organisation as written_by, w.short_name as written_by_name
           from unnest($1::text[]) as side (id)
           left join resource p on p.type = 'Patient' and p.id = side.id
           left join organisation w on w.id = p.organisation`,
  values: [ids],
});

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const instantOr = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);
const namedOr = (id: unknown, name: unknown): { id: string; name: string } | null =>
  typeof id === 'string' ? { id, name: textOr(name) ?? id } : null;

/** @param day the civil day of an instant in the region's zone */
export const sideFrom = (id: string, sides: Rows, volumes: Rows, day: (at: Date) => string): SideView => {
  const side = sides.find((row) => row['id'] === id) ?? {};
  const volume = volumes.find((row) => row['id'] === id) ?? {};
  const lastSeen = volume['last_seen'];
  return {
    id,
    name: textOr(side['name']) ?? '',
    gender: textOr(side['gender']) ?? 'unknown',
    birthDate: textOr(side['birth_date']),
    phone: textOr(side['phone']),
    address: textOr(side['address']),
    catchment: namedOr(side['catchment'], side['catchment_name']),
    household: textOr(side['household']),
    deceased: side['deceased_at'] instanceof Date,
    cards: JSON.parse(textOr(side['cards']) ?? '[]') as SideView['cards'],
    standing: side['standing'] === true,
    records: Number(volume['records'] ?? 0),
    openCases: Number(volume['open_cases'] ?? 0),
    cases: Number(volume['cases'] ?? 0),
    lastSeenOn: lastSeen instanceof Date ? day(lastSeen) : null,
    writtenBy: namedOr(volume['written_by'], volume['written_by_name']),
    writtenAt: instantOr(volume['written_at']),
  };
};

/** The merge a case ended in, with the people who decided and undid it. */
export const findMergeOfCase = (caseId: string): Statement => ({
  name: 'identity-merge-of-case',
  text: `select m.*, p.name as by_name, o.short_name as at_name, u.name as undone_name, uo.short_name as undone_at_name
           from resident_merge m
           left join practitioner_role r on r.id = m.actor left join person p on p.id = r.person
           left join organisation o on o.id = m.organisation
           left join practitioner_role ur on ur.id = m.undone_by left join person u on u.id = ur.person
           left join organisation uo on uo.id = m.undone_organisation
          where m.case_id = $1 order by m.at desc limit 1`,
  values: [caseId],
});

/** Comparisons of whoever a merge left, found since. */
export const findPairsSince = (survivor: string, since: Date, caseId: string): Statement => ({
  name: 'identity-pairs-since',
  text: `select c.id, c.number, c.state from resident_pair p join cases c on c.id = p.case_id
          where (p.one = $1 or p.other = $1) and p.found_at >= $2 and p.case_id <> $3 order by c.number`,
  values: [survivor, since, caseId],
});

export const findPairOfCase = (caseId: string, organisation: string): Statement => ({
  name: 'identity-pair-for-party',
  text: `select p.*, p.keeper = $2 as keeps, p.finder = $2 as found from resident_pair p where p.case_id = $1`,
  values: [caseId, organisation],
});

/** One page of a house's pairs, in the order they were found (ids grow with time). */
export const findPairs = (
  organisation: string,
  page: { readonly tab: 'open' | 'closed'; readonly after: string | undefined; readonly count: number },
): Statement => ({
  name: `identity-pairs-${page.tab}`,
  text: `select p.case_id, p.score, p.reasons, p.found_at, p.keeper = $1 as keeps, c.number, c.state, c.due_at, c.closed_at,
                one.name as one_name, other.name as other_name
           from resident_pair p join cases c on c.id = p.case_id
           left join resident one on one.id = p.one left join resident other on other.id = p.other
          where (p.keeper = $1 or p.finder = $1)
            and ${page.tab === 'open' ? 'c.closed_at is null' : 'c.closed_at is not null'}
            and ($2::text is null or p.case_id > $2)
          order by p.case_id limit $3`,
  values: [organisation, page.after ?? null, page.count],
});
