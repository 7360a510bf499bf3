/** An open case is a reason to read the record of the resident it is about, for the organisations it lies between (law 5). */
import { rootOf } from '../../fhir/store/merged-residents.ts';
import type { Statement } from '../../platform/postgres/database.ts';

/** Every party may read while the case is open; a party that leaves it keeps the past that it acted in. */
export const relateByCase = (
  resident: string,
  organisations: readonly string[],
  caseId: string,
  at: Date,
  kind: 'case' | 'review' = 'case',
): Statement => ({
  name: 'relate-by-case',
  text: `insert into relation (resident, organisation, kind, source, from_at)
         select ${rootOf('$1')}, organisation, $5, 'Task/' || $3, $4 from unnest($2::text[]) as organisation
         on conflict (resident, organisation, kind, source) do update set until_at = null where relation.until_at is not null`,
  values: [resident, organisations, caseId, at, kind],
});

/** The case is closed: its relations end on a day to come. */
export const endCaseRelation = (caseId: string, until: Date): Statement => ({
  name: 'end-case-relation',
  text: `update relation set until_at = greatest($2, from_at)
          where source = 'Task/' || $1 and kind in ('case', 'review') and until_at is null`,
  values: [caseId, until],
});
