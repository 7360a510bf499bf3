/**
 * A transaction that began before a merge and committed after it may have written under the absorbed id. What it wrote is moved
 * here, soon after: each statement looks only at merges of the last hour, by the keys the tables have anyway.
 */
import type { Statement } from '../../platform/postgres/database.ts';

const RECENT = `select merged.absorbed, merged.survivor from resident_merge m
                  join resident_merged merged on merged.absorbed = m.absorbed
                 where m.undone_at is null and m.at > $1`;

const lateRecords = (since: Date): Statement => ({
  name: 'identity-late-records',
  text: `update resource set patient = recent.survivor from (${RECENT}) recent where resource.patient = recent.absorbed`,
  values: [since],
});

const lateHistory = (since: Date): Statement => ({
  name: 'identity-late-history',
  text: `select follow_history(recent.absorbed, recent.survivor) from (${RECENT}) recent`,
  values: [since],
});

const lateCases = (since: Date): Statement => ({
  name: 'identity-late-cases',
  text: `update cases set resident = recent.survivor from (${RECENT}) recent where cases.resident = recent.absorbed`,
  values: [since],
});

const lateRelations = (since: Date): Statement => ({
  name: 'identity-late-relations',
  text: `update relation set resident = recent.survivor from (${RECENT}) recent
          where relation.resident = recent.absorbed
            and not exists (select 1 from relation s
                             where s.resident = recent.survivor and s.organisation = relation.organisation
                               and s.kind = relation.kind and s.source = relation.source)`,
  values: [since],
});

const HOUR = 3_600_000;
/** Needs the purpose `system`. */
export const stragglerStatements = (at: Date): readonly Statement[] => {
  const since = new Date(at.getTime() - HOUR);
  return [lateRecords(since), lateHistory(since), lateCases(since), lateRelations(since)];
};
