/**
 * They were two after all. Every record says in its own text whom it was written for, so what names the absorbed resident goes
 * back, however late it came; what was written for the survivor after the merge stays, unless the person who undoes says
 * of a record that it is about the other.
 */
import { newVersion } from '../../fhir/store/new-version.ts';
import { UNIQUE_SYSTEMS } from '../../fhir/store/resident-facts.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { constraintOf, isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { comeBackStatements, endRecordAccess } from './follow.ts';
import { aboutAnother, nobodysDouble, replacesNoMore } from './links.ts';
import { asActor, asProgram, findPatients, patientsFrom } from './patients.ts';
import type { Kept, StandingMerge } from './undo-plan.ts';
import { findKept, findMerge, keptFrom, mergeFrom, planUndo } from './undo-plan.ts';

export type UndoOptions = { readonly db: Database; readonly clock: { readonly now: () => Date } };

export type Undo = {
  readonly merge: string;
  readonly reason: string;
  /** `Type/id` of records written for the survivor since, that are about the other. */
  readonly assigned: readonly string[];
  /** What else is to be so in the same transaction; run for the program's purpose. */
  readonly also?: (at: Date) => readonly Statement[];
};

const endMerge = (undo: Undo, by: Actor, at: Date): Statement => ({
  name: 'identity-end-merge',
  text: `with ended as (
           update resident_merge set undone_at = $2, undone_by = $3, undone_role = $4, undone_organisation = $5, undone_reason = $6
            where id = $1 and undone_at is null returning 1)
         select expect_rows((select count(*) from ended), 1, 'identity.undone-already')`,
  values: [undo.merge, at, by.id, by.role, by.organisation, undo.reason],
});

/** @param cluster the absorbed id and those it had absorbed itself */
const leadBack = (absorbed: string, cluster: readonly string[]): Statement => ({
  name: 'identity-lead-back',
  text: `with own as (delete from resident_merged where absorbed = $1)
         update resident_merged set survivor = $1 where absorbed = any($2::text[]) and absorbed <> $1`,
  values: [absorbed, cluster],
});

const returnRecords = (absorbed: string, records: readonly Kept[]): Statement => ({
  name: 'identity-return-records',
  text: `update resource set patient = $1 from unnest($2::text[], $3::text[]) as back (type, id)
          where resource.type = back.type and resource.id = back.id`,
  values: [absorbed, records.map(({ type }) => type), records.map(({ id }) => id)],
});

const returnHistory = (absorbed: string, records: readonly Kept[]): Statement => ({
  name: 'identity-return-history',
  text: `select return_history($1, $2::text[], $3::text[], $4::int[])`,
  values: [
    absorbed,
    records.map(({ type }) => type),
    records.map(({ id }) => id),
    records.map(({ version }) => version),
  ],
});

const returnCases = (absorbed: string, cases: readonly string[]): Statement => ({
  name: 'identity-return-cases',
  text: `update cases set resident = $1 where id = any($2::text[])`,
  values: [absorbed, cases],
});

/** The row that the Patient's new version fills. */
const makeResident = (absorbed: string): Statement => ({
  name: 'identity-make-resident',
  text: `insert into resident (id, name, pinyin, initials, gender, synthetic) values ($1, '', '', '', 'unknown', false)`,
  values: [absorbed],
});

const returnCards = (absorbed: string, cluster: readonly string[]): Statement => ({
  name: 'identity-return-cards',
  text: `update resident_card set resident = $1, source = nullif(source, $1) where source = any($2::text[])`,
  values: [absorbed, cluster],
});

/** A number held twice under one resident is held by each again; the database refuses it where it may be only one's. */
const holdAgain = (residents: readonly string[]): Statement => ({
  name: 'identity-hold-cards',
  text: `update resident_card c set unique_card = true
          where c.resident = any($1::text[]) and c.system = any($2::text[]) and c.status <> 'entered-in-error' and not c.unique_card
            and not exists (select 1 from resident_card held
                             where held.system = c.system and held.value = c.value and held.resident = c.resident and held.unique_card)`,
  values: [residents, [...UNIQUE_SYSTEMS]],
});

/** Whoever wrote an assigned record wrote it about the other: that is their reason to read (law 5). */
const relateAuthors = (absorbed: string, survivor: string, organisations: readonly string[]): Statement => ({
  name: 'identity-relate-authors',
  text: `insert into relation (resident, organisation, kind, source, from_at, until_at)
         select $1, r.organisation, 'author', 'Patient/' || $1, min(r.from_at), null from relation r
          where r.resident = $2 and r.kind = 'author' and r.organisation = any($3::text[]) group by r.organisation
         on conflict (resident, organisation, kind, source) do nothing`,
  values: [absorbed, survivor, organisations],
});

const undoStatements = (
  undo: Undo,
  merge: StandingMerge,
  kept: readonly Kept[],
  patients: ReturnType<typeof patientsFrom>,
  by: Actor,
  at: Date,
): readonly Statement[] | Refusal => {
  const { absorbed, survivor, cluster } = merge;
  const double = patients.get(absorbed);
  const whole = patients.get(survivor);
  if (double === undefined || whole === undefined) return refuse('identity.unknown');
  const plan = planUndo(merge, kept, undo.assigned);
  if (isRefusal(plan)) return plan;
  const ids = new Set([survivor, ...merge.others].map((id) => `Patient/${id}`));
  const versions = [
    newVersion(nobodysDouble(double.patient, survivor, merge.saidActive), absorbed, double.version, at),
    newVersion(replacesNoMore(whole.patient, absorbed), survivor, whole.version, at),
    ...plan.assigned.map(({ id, version, resource }) =>
      newVersion(aboutAnother(resource, ids, absorbed), id, version, at),
    ),
  ];
  return [
    endMerge(undo, by, at),
    leadBack(absorbed, cluster),
    returnRecords(absorbed, plan.records),
    returnHistory(absorbed, plan.history),
    returnCases(absorbed, plan.cases),
    makeResident(absorbed),
    returnCards(absorbed, cluster),
    holdAgain([absorbed, survivor]),
    ...comeBackStatements(undo.merge, survivor, absorbed, plan),
    ...endRecordAccess([absorbed, survivor], at),
    relateAuthors(
      absorbed,
      survivor,
      plan.assigned.map(({ organisation }) => organisation),
    ),
    ...storeStatements(versions, { ...by, purpose: 'system' }, at),
    auditStatement(
      auditRow({ ...by, purpose: 'identify' }, at, {
        action: 'unmerge-residents',
        target: `Patient/${absorbed}`,
        residents: [survivor, absorbed],
        reason: undo.reason,
      }),
    ),
    ...(undo.also?.(at) ?? []),
    asActor(by),
  ];
};

/**
 * Refusals: `identity.no-such-merge`, `identity.undone-already`, `identity.merged-on` (the survivor has become part of another
 * since: undo that first), `identity.not-in-doubt` (an assigned record is none of those written since), `identity.same-card-twice`,
 * `identity.changed-meanwhile` (somebody wrote to a record at the same moment: do it again).
 */
export const undoMerge = async ({ db, clock }: UndoOptions, by: Actor, undo: Undo): Promise<true | Refusal> => {
  const at = clock.now();
  try {
    return await db.write(by, at, async (tx) => {
      const [, rows = []] = await tx.flight([asProgram, findMerge(undo.merge)]);
      const merge = mergeFrom(rows);
      if (isRefusal(merge)) return merge;
      const [kept = [], patients = []] = await tx.flight([
        findKept(merge.survivor),
        findPatients([merge.absorbed, merge.survivor]),
      ]);
      const statements = undoStatements(undo, merge, keptFrom(kept), patientsFrom(patients), by, at);
      if (isRefusal(statements)) return statements;
      await tx.finish(statements);
      return true;
    });
  } catch (fault) {
    if (constraintOf(fault) === 'resident_card_unique') return refuse('identity.same-card-twice');
    if (isGuardFailure(fault))
      return refuse(fault.message === 'fhir-version' ? 'identity.changed-meanwhile' : fault.message);
    throw fault;
  }
};
