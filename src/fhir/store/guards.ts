/** Statements that let a transaction commit only if something holds, and what their failure means. */
import type { Statement } from '../../platform/postgres/database.ts';
import { codeOf, constraintOf, isGuardFailure } from '../../platform/postgres/faults.ts';
import { keepingOf } from '../kept-types.ts';
import { refused } from '../outcome.ts';
import type { Refused } from '../outcome.ts';
import { integerArray, textArray } from './arrays.ts';
import { rootsOf } from './merged-residents.ts';
import type { NewVersion } from './new-version.ts';
import { CONSENT_OF_ANOTHER } from './restrictions.ts';
import { STALE_VERSION } from './statements.ts';

const CASE_TASK = 'fhir-case-task';
const UNKNOWN_RESIDENT = 'fhir-unknown-resident';
const ABSORBED = 'fhir-absorbed-patient';
const OF_ANOTHER = 'fhir-directory-of-another';

/** Law 2: a case's Task changes by a step only. */
const notTasksOfCases = (ids: readonly string[]): Statement => ({
  name: 'fhir-not-tasks-of-cases',
  text: `select expect_rows((select count(*) from cases where id = any($1::text[])), 0, '${CASE_TASK}')`,
  values: [textArray(ids)],
});

/** Follows the relation statements, which let the writer see the residents it writes about. */
const residentsExist = (ids: readonly string[]): Statement => ({
  name: 'fhir-residents-exist',
  text: `select case when count(resident.id) <> count(*) then expect_rows(count(resident.id), count(*), '${UNKNOWN_RESIDENT}') end
           from (select distinct unnest(${rootsOf('$1::text[]')}) as id) as named left join resident on resident.id = named.id`,
  values: [textArray(ids)],
});

/** Whoever was found to be another keeps the Patient that says so; what changes about them is written to the survivor's. */
const notAbsorbed = (ids: readonly string[]): Statement => ({
  name: 'fhir-not-absorbed',
  text: `select expect_rows((select count(*) from resident_merged where absorbed = any($1::text[])), 0, '${ABSORBED}')`,
  values: [textArray(ids)],
});

/** The directory is everybody's to read and its writer's to change: one house does not rename another. */
const notOfAnother = (versions: readonly NewVersion[]): Statement => ({
  name: 'fhir-directory-of-its-writer',
  text: `select expect_rows(count(*), 0, '${OF_ANOTHER}')
           from unnest($1::text[], $2::text[], $3::int[]) as wanted (type, id, version)
           join resource_history using (type, id, version)
          where resource_history.organisation <> declared_organisation()`,
  values: [
    textArray(versions.map(({ type }) => type)),
    textArray(versions.map(({ id }) => id)),
    integerArray(versions.map(({ replaces }) => replaces ?? 0)),
  ],
});

/** What the program keeps for itself under a type that residents have, and so without one: entries of registers and their documents. */
const KEPT_BY_THE_PROGRAM = new Set(['MeasureReport', 'DocumentReference']);
const notOfTheProgram = (versions: readonly NewVersion[]): Statement => ({
  name: 'fhir-not-of-the-program',
  text: `select expect_rows(count(*), 0, '${OF_ANOTHER}')
           from unnest($1::text[], $2::text[], $3::int[]) as wanted (type, id, version)
           join resource_history using (type, id, version)
          where resource_history.patient is null`,
  values: [
    textArray(versions.map(({ type }) => type)),
    textArray(versions.map(({ id }) => id)),
    integerArray(versions.map(({ replaces }) => replaces ?? 0)),
  ],
});

const saysReplaced = (content: string | null): boolean => content?.includes('"replaced-by"') ?? false;

/** The guards of a write through `/fhir`; placed after the store's statements. */
export const guardStatements = (versions: readonly NewVersion[]): readonly Statement[] => {
  const tasks = versions.filter((version) => version.type === 'Task' && version.replaces !== null).map(({ id }) => id);
  const made = new Set(versions.filter((version) => version.type === 'Patient').map(({ id }) => id));
  const residents = [
    ...new Set(versions.flatMap(({ patient }) => (patient !== null && !made.has(patient) ? [patient] : []))),
  ];
  const directory = versions.filter(({ type, replaces }) => replaces !== null && keepingOf(type) === 'directory');
  const restated = versions
    .filter(({ type, replaces, content }) => type === 'Patient' && replaces !== null && !saysReplaced(content))
    .map(({ id }) => id);
  const kept = versions.filter(({ type, replaces }) => replaces !== null && KEPT_BY_THE_PROGRAM.has(type));
  return [
    ...(kept.length > 0 ? [notOfTheProgram(kept)] : []),
    ...(directory.length > 0 ? [notOfAnother(directory)] : []),
    ...(restated.length > 0 ? [notAbsorbed(restated)] : []),
    ...(tasks.length > 0 ? [notTasksOfCases(tasks)] : []),
    ...(residents.length > 0 ? [residentsExist(residents)] : []),
  ];
};

/** Whether a fault says that a version was no longer the current one. */
export const isStale = (fault: unknown): boolean =>
  (isGuardFailure(fault) && fault.message === STALE_VERSION) || constraintOf(fault) === 'resource_history_pkey';

/** What a fault of the database means to the writer; undefined for faults that are nobody's doing. */
export const refusalOfStore = (fault: unknown): Refused | undefined => {
  if (isGuardFailure(fault)) {
    if (fault.message === CASE_TASK) return refused(409, 'business-rule', 'case-task');
    if (fault.message === CONSENT_OF_ANOTHER) return refused(403, 'forbidden', 'consent-of-another');
    if (fault.message === OF_ANOTHER) return refused(403, 'forbidden', 'directory-of-another');
    if (fault.message === ABSORBED) return refused(409, 'business-rule', 'absorbed-patient', undefined, 'Patient.link');
    if (fault.message === UNKNOWN_RESIDENT) return refused(422, 'not-found', 'unknown-resident');
  }
  if (isStale(fault)) return refused(409, 'conflict', 'stale-unknown');
  switch (constraintOf(fault)) {
    case 'resident_card_unique':
      return refused(409, 'duplicate', 'identity-number-in-use', undefined, 'Patient.identifier');
    case 'resource_pkey':
    case 'resident_pkey':
      return refused(409, 'conflict', 'id-in-use');
    case 'resident_catchment_fkey':
      return refused(422, 'not-found', 'unknown-catchment', undefined, 'Patient.extension');
    default:
      // insufficient_privilege: row-level security refused the row
      return codeOf(fault) === '42501' ? refused(403, 'forbidden', 'id-in-use') : undefined;
  }
};
