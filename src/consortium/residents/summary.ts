/** The first screen of a resident's record, read under row-level security with the reader's own actor and audited first. */
import { parameterState, tokenOf } from '../../fhir/search/token.ts';
import type { ReadLog } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import { relationViews, relationsTo } from '../relations/relations.ts';
import type { LastValue, ResidentSummary } from '../shapes.ts';
import { findResident } from './find.ts';
import { residentRow, storedResidents } from './rows.ts';
import type { StoredRow } from './summary-parts.ts';
import { allergiesOf, conditionsOf, encountersOf, lastValueOf } from './summary-parts.ts';

export type SummaryOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly readLog: ReadLog;
  /** Told of a part that could not be read: its name and the fault, without the resident's data. */
  readonly onFault?: (part: string, fault: unknown) => void;
};

const LOINC = 'http://loinc.org';
/** LOINC codes looked at, per value. Blood pressure as a panel; glucose in blood, serum, plasma or capillary, fasting or not. */
const CODES: readonly (readonly [LastValue['code'], readonly string[]])[] = [
  ['blood-pressure', ['85354-9', '55284-4']],
  ['glucose', ['14771-0', '15074-8', '14743-9', '2339-0', '2345-7', '1558-6', '41653-7', '74774-1', '76629-5']],
  ['weight', ['29463-7', '3141-9', '8335-2']],
];
const OBSERVATION_CODE = parameterState('Observation', 'code');

const resourcesOf = (type: string, patient: string, most: number): Statement => ({
  name: 'summary-resources',
  text: `select r.id, r.content, r.date, o.id as organisation, o.short_name as organisation_name
  from resource r left join organisation o on o.id = r.organisation
 where r.patient = $1 and r.type = $2 and not r.deleted order by r.date desc nulls last, r.id limit $3`,
  values: [patient, type, most],
});
const encountersStatement = (patient: string, most: number): Statement => ({
  name: 'summary-encounters',
  text: `select r.id, r.content, r.date, o.id as organisation, o.short_name as organisation_name
  from (select * from resource where patient = $1 and type = 'Encounter' and not deleted
         order by date desc nulls last, id limit $2) r
  left join organisation o on o.id = substring(r.content -> 'serviceProvider' ->> 'reference' from '^Organization/(.+)$')
 order by r.date desc nulls last, r.id`,
  values: [patient, most],
});
/** The newest few with one of the codes, with where they were measured: as said, else where the visit was, else who wrote them. */
const valuesStatement = (patient: string, codes: readonly string[]): Statement => ({
  name: 'summary-values',
  text: `select r.id, r.content, r.date, o.id as organisation, o.short_name as organisation_name
  from (select * from resource where patient = $1 and type = 'Observation' and not deleted and tokens && $2::bigint[]
         order by date desc nulls last, id limit 5) r
  left join resource e on e.type = 'Encounter' and e.patient = $1
        and e.id = substring(r.content -> 'encounter' ->> 'reference' from '^Encounter/(.+)$')
  left join organisation o on o.id = coalesce(
         substring(r.content -> 'performer' -> 0 ->> 'reference' from '^Organization/(.+)$'),
         substring(e.content -> 'serviceProvider' ->> 'reference' from '^Organization/(.+)$'), r.organisation)
 order by r.date desc nulls last, r.id`,
  values: [patient, codes.map((code) => tokenOf(OBSERVATION_CODE, `${LOINC}|${code}`))],
});
const openCases = (patient: string): Statement => ({
  name: 'summary-cases',
  text: `select c.id, c.number, c.pathway, c.state, c.urgency, c.owner_organisation, o.short_name as owner_name, c.owner_role, c.due_at
  from cases c join organisation o on o.id = c.owner_organisation
 where c.resident = $1 and c.closed_at is null order by c.due_at, c.id limit 50`,
  values: [patient],
});

const caseRows = (rows: Rows): NonNullable<ResidentSummary['cases']> =>
  rows.map((row) => ({
    id: String(row['id']),
    number: String(row['number']),
    pathway: String(row['pathway']),
    state: String(row['state']),
    urgency: row['urgency'] as 'emergency' | 'urgent' | 'routine',
    owner: {
      organisation: { id: String(row['owner_organisation']), name: String(row['owner_name']) },
      role: String(row['owner_role']),
    },
    dueAt: (row['due_at'] as Date).toISOString(),
  }));

const stored = (rows: Rows | undefined): readonly StoredRow[] => (rows ?? []) as unknown as readonly StoredRow[];

/**
 * The summary, or `record.no-relation`: for a resident without a relation and for one that does not exist alike. Tried and
 * refused looks are audited as well.
 */
export const summaryOf = async (
  options: SummaryOptions,
  actor: Actor,
  id: string,
): Promise<ResidentSummary | Refusal> => {
  const { db, clock, zone, readLog, onFault } = options;
  const at = clock.now();
  const [residents = [], relations = [], allergies, conditions, encounters, cases, ...values] = await db.read(
    actor,
    at,
    [
      findResident(id),
      relationsTo([id], actor.organisation, at),
      resourcesOf('AllergyIntolerance', id, 100),
      resourcesOf('Condition', id, 200),
      encountersStatement(id, 10),
      openCases(id),
      ...CODES.map(([, codes]) => valuesStatement(id, codes)),
    ],
  );
  const [resident] = storedResidents(residents);
  const seen = resident !== undefined;
  await readLog.record(
    auditRow(actor, at, {
      action: 'read-summary',
      target: `Patient/${id}`,
      residents: seen ? [id] : [],
      outcome: seen ? 'done' : 'refused',
      reason: seen ? null : 'record.no-relation',
    }),
  );
  if (resident === undefined) return refuse('record.no-relation');

  const part = <Answer>(name: string, work: () => Answer): Answer | null => {
    try {
      return work();
    } catch (fault) {
      onFault?.(name, fault);
      return null;
    }
  };
  return {
    resident: residentRow(resident, civilDay(at, zone), true),
    relations: [...(relationViews(relations).get(id) ?? [])],
    allergies: part('allergies', () => allergiesOf(stored(allergies))) ?? { state: 'failed', items: [], askedOn: null },
    conditions: part('conditions', () => conditionsOf(stored(conditions))),
    values: part('values', () => CODES.flatMap(([code], n) => lastValueOf(code, stored(values[n])) ?? [])),
    encounters: part('encounters', () => encountersOf(stored(encounters))),
    cases: part('cases', () => caseRows(cases ?? [])),
    serverTime: at.toISOString(),
  };
};
