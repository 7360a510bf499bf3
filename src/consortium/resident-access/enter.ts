/** A code exchanged for a session on this device: the attempt is counted, the code looked up and used up, once. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { countAttempt, forgiveAttempt, lockedSeconds } from '../sessions/attempts.ts';
import { newToken, tokenDigest } from '../sessions/tokens.ts';
import type { Codes } from './codes.ts';
import type { AccessTimes } from './times.ts';
import { isOver } from './times.ts';
import type { CodeRow } from './store.ts';
import { RESIDENT_ACCESS, asFamily, asResident, createResidentSession, findCode, useCode } from './store.ts';

export type EnterOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly times: AccessTimes;
};
export type EnteredSession = { readonly token: string; readonly csrf: string; readonly until: Date };

/** What a code opens, as the audit names it. */
const targetOf = (row: CodeRow): string =>
  row.family !== null
    ? `family/${row.family}`
    : row.case_id === null
      ? `Patient/${row.resident}`
      : `Task/${row.case_id}`;

/** Why a code that exists does not open, or undefined when it does. */
const whyNot = (row: CodeRow, at: Date, times: AccessTimes): Refusal | undefined => {
  if (row.used_at !== null) return refuse('resident.code-used');
  if (row.void_at !== null) return refuse('resident.code-void');
  if (row.expires_at <= at) return refuse('resident.code-expired');
  return isOver(row.closed_at, at, times) ? refuse('resident.over') : undefined;
};

/**
 * Refusals: `resident.throttled` (with seconds), `resident.code-wrong`, `-used`, `-void`, `-expired`, `resident.over`. Attempts
 * are counted by code and by address, as sign-in counts them, before anything is looked up.
 */
export const enter = async (
  { db, clock, codes, times }: EnterOptions,
  given: { readonly code: string; readonly address: string },
): Promise<EnteredSession | Refusal> => {
  const at = clock.now();
  const digest = codes.digestOf(given.code);
  const attempted = { login: `resident code ${digest ?? given.code}`, address: given.address };
  const [, locks = [], , found = []] = await db.write(RESIDENT_ACCESS, at, (tx) =>
    tx.finish([...countAttempt(attempted, at), findCode(digest ?? '')]),
  );
  const row = found[0] as CodeRow | undefined;
  const refusing = async (refusal: Refusal): Promise<Refusal> => {
    const target = row === undefined ? null : targetOf(row);
    const audit = auditRow(RESIDENT_ACCESS, at, {
      action: 'resident-enter',
      target,
      outcome: 'refused',
      reason: refusal.refused,
    });
    await db.write(RESIDENT_ACCESS, at, (tx) => tx.finish([auditStatement(audit)]));
    return refusal;
  };
  const seconds = lockedSeconds(locks, at);
  if (seconds > 0) return refusing(refuse('resident.throttled', { seconds }));
  const refusal = row === undefined ? refuse('resident.code-wrong') : whyNot(row, at, times);
  if (refusal !== undefined || row === undefined) return refusing(refusal ?? refuse('resident.code-wrong'));

  const token = newToken();
  const csrf = newToken();
  const until = times.session(at);
  try {
    return await db.write(RESIDENT_ACCESS, at, async (tx) => {
      await tx.finish([
        useCode(row.id, at),
        createResidentSession({
          digest: tokenDigest(token),
          code: row.id,
          caseId: row.case_id,
          family: row.family,
          resident: row.resident,
          csrf,
          at,
          until,
        }),
        ...forgiveAttempt(attempted),
        auditStatement(
          auditRow(row.family === null ? asResident(row.resident) : asFamily(row.family), at, {
            action: 'resident-enter',
            target: targetOf(row),
            residents: [row.resident],
          }),
        ),
      ]);
      return { token, csrf, until };
    });
  } catch (fault) {
    // another device used it between our two flights
    if (isGuardFailure(fault)) return refusing(refuse(fault.message));
    throw fault;
  }
};

export const isEntered = (answer: EnteredSession | Refusal): answer is EnteredSession => !isRefusal(answer);
