/**
 * Two residents are one (decision 0095). The absorbed one's Patient stays, inactive, and says by whom it is replaced; every record
 * keeps its text and is found by the survivor; cards, relations, cases, drafts, codes follow. All in one transaction, and so
 * that `unmerge` restores it exactly.
 */
import { newVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { endRecordAccess, followStatements } from './follow.ts';
import { replacedBy, replaces } from './links.ts';
import { asActor, asProgram, findPatients, patientsFrom } from './patients.ts';
import type { StoredPatient } from './patients.ts';

export type Merge = {
  readonly id: string;
  readonly absorbed: StoredPatient;
  readonly survivor: StoredPatient;
  readonly reason: string;
  /** The case in which it was decided. */
  readonly caseId: string | null;
};

/** Both are residents still, and stay so until this transaction ends. Guard: `identity.moved-on`. */
const holdBoth = (absorbed: string, survivor: string): Statement => ({
  name: 'identity-hold-both',
  text: `select expect_rows((select count(*) from (
           select id from resident where id in ($1, $2) order by id for update) held), 2, 'identity.moved-on')`,
  values: [absorbed, survivor],
});

const insertMerge = ({ id, absorbed, survivor, reason, caseId }: Merge, by: Actor, at: Date): Statement => ({
  name: 'identity-insert-merge',
  text: `insert into resident_merge (id, absorbed, survivor, at, actor, role, organisation, reason, case_id, said_active)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  values: [
    id,
    absorbed.id,
    survivor.id,
    at,
    by.id,
    by.role,
    by.organisation,
    reason,
    caseId,
    typeof absorbed.patient['active'] === 'boolean' ? absorbed.patient['active'] : null,
  ],
});

/** Ids that led to the absorbed lead on; its own leads to the survivor. */
const lead = (absorbed: string, survivor: string): Statement => ({
  name: 'identity-lead',
  text: `with onward as (update resident_merged set survivor = $2 where survivor = $1)
         insert into resident_merged (absorbed, survivor) values ($1, $2)`,
  values: [absorbed, survivor],
});

const moveRecords = (absorbed: string, survivor: string): Statement => ({
  name: 'identity-move-records',
  text: `update resource set patient = $2 where patient = $1`,
  values: [absorbed, survivor],
});

const moveHistory = (absorbed: string, survivor: string): Statement => ({
  name: 'identity-move-history',
  text: `select follow_history($1, $2)`,
  values: [absorbed, survivor],
});

const moveCases = (absorbed: string, survivor: string): Statement => ({
  name: 'identity-move-cases',
  text: `update cases set resident = $2 where resident = $1`,
  values: [absorbed, survivor],
});

const moveCards = (absorbed: string, survivor: string): Statement => ({
  name: 'identity-move-cards',
  text: `update resident_card set source = coalesce(source, resident), resident = $2 where resident = $1`,
  values: [absorbed, survivor],
});

const removeResident = (absorbed: string): Statement => ({
  name: 'identity-remove-resident',
  text: `delete from resident where id = $1`,
  values: [absorbed],
});

/**
 * Whether the two can be made one: `identity.unknown`, `identity.moved-on` (one of them is part of another by now).
 */
export const mergeable = (absorbed: StoredPatient | undefined, survivor: StoredPatient | undefined): true | Refusal => {
  if (absorbed === undefined || survivor === undefined) return refuse('identity.unknown');
  return (absorbed.standing && survivor.standing && absorbed.id !== survivor.id) || refuse('identity.moved-on');
};

/** Everything a merge changes, for the transaction of whoever decides. Guards: `identity.moved-on`, those of the store. */
export const mergeStatements = (merge: Merge, by: Actor, at: Date): readonly Statement[] => {
  const { absorbed, survivor } = merge;
  const versions = [
    newVersion(replacedBy(absorbed.patient, survivor.id), absorbed.id, absorbed.version, at),
    newVersion(replaces(survivor.patient, absorbed.id), survivor.id, survivor.version, at),
  ];
  return [
    asProgram,
    holdBoth(absorbed.id, survivor.id),
    insertMerge(merge, by, at),
    lead(absorbed.id, survivor.id),
    moveRecords(absorbed.id, survivor.id),
    moveHistory(absorbed.id, survivor.id),
    ...followStatements(merge.id, absorbed.id, survivor.id, at),
    ...endRecordAccess([absorbed.id, survivor.id], at),
    moveCases(absorbed.id, survivor.id),
    moveCards(absorbed.id, survivor.id),
    removeResident(absorbed.id),
    ...storeStatements(versions, { ...by, purpose: 'system' }, at),
    auditStatement(
      auditRow({ ...by, purpose: 'identify' }, at, {
        action: 'merge-residents',
        target: `Patient/${survivor.id}`,
        residents: [survivor.id, absorbed.id],
        reason: merge.reason,
      }),
    ),
    asActor(by),
  ];
};

/** Makes two residents one by itself, outside a case. Refusals: those of `mergeable`, `identity.changed-meanwhile`. */
export const mergeResidents = async (
  { db, clock, ids }: { readonly db: Database; readonly clock: Clock; readonly ids: Ids },
  by: Actor,
  asked: { readonly absorbed: string; readonly survivor: string; readonly reason: string },
): Promise<{ readonly id: string } | Refusal> => {
  const at = clock.now();
  try {
    return await db.write(by, at, async (tx) => {
      const [, rows = []] = await tx.flight([asProgram, findPatients([asked.absorbed, asked.survivor])]);
      const found = patientsFrom(rows);
      const absorbed = found.get(asked.absorbed);
      const survivor = found.get(asked.survivor);
      const answer = mergeable(absorbed, survivor);
      if (isRefusal(answer)) return answer;
      if (absorbed === undefined || survivor === undefined) return refuse('identity.unknown');
      const merge = { id: ids(), absorbed, survivor, reason: asked.reason, caseId: null };
      await tx.finish(mergeStatements(merge, by, at));
      return { id: merge.id };
    });
  } catch (fault) {
    if (!isGuardFailure(fault)) throw fault;
    return refuse(fault.message === 'fhir-version' ? 'identity.changed-meanwhile' : fault.message);
  }
};
