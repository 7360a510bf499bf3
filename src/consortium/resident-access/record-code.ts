/** A code for the resident's own record: given in person, with how it was known who stands there; one at a time that opens. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import { findResident } from '../residents/find.ts';
import type { IssueOptions } from './issue.ts';
import type { RecordCodeBody, ResidentCode } from './shapes.ts';
import { RESIDENT_ACCESS } from './store.ts';

/** The one given before ends: whoever holds it was given another. */
const voidRecordCodes = (resident: string, at: Date): Statement => ({
  name: 'record-code-void',
  text: `update resident_code set void_at = $2
          where resident = $1 and opens = 'record' and used_at is null and void_at is null`,
  values: [resident, at],
});
const insertRecordCode = (code: {
  readonly id: string;
  readonly resident: string;
  readonly digest: string;
  readonly at: Date;
  readonly by: string;
  readonly until: Date;
  readonly proof: string;
}): Statement => ({
  name: 'record-code-insert',
  text: `insert into resident_code (id, case_id, resident, digest, issued_at, issued_by, expires_at, opens, proof)
         values ($1, null, $2, $3, $4, $5, $6, 'record', $7)`,
  values: [code.id, code.resident, code.digest, code.at, code.by, code.until, code.proof],
});

/** Refusal: `record.no-relation`. On record under the name of whoever gave it, with the proof of identity. */
export const giveRecordCode = async (
  { db, clock, codes, times, ids }: IssueOptions,
  actor: Actor,
  resident: string,
  { proof }: RecordCodeBody,
): Promise<ResidentCode | Refusal> => {
  const at = clock.now();
  const [found = []] = await db.read(actor, at, [findResident(resident)]);
  const seen = found.length > 0;
  const audit = auditRow(actor, at, {
    action: 'give-record-code',
    target: `Patient/${resident}`,
    residents: seen ? [resident] : [],
    outcome: seen ? 'done' : 'refused',
    reason: seen ? proof : 'record.no-relation',
  });
  const id = ids();
  const code = codes.codeOf(id);
  const { until, verified } = times.code(at);
  await db.write(RESIDENT_ACCESS, at, (tx) =>
    tx.finish([
      ...(seen
        ? [
            voidRecordCodes(resident, at),
            insertRecordCode({ id, resident, digest: codes.digestOf(code) ?? '', at, by: actor.id, until, proof }),
          ]
        : []),
      auditStatement(audit),
    ]),
  );
  if (!seen) return refuse('record.no-relation');
  return { code, expiresAt: until.toISOString(), issuedAt: at.toISOString(), verified };
};
