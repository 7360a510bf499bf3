import { GUARD_FAILED } from './database.ts';

/** A guarded statement changed another number of rows than it had to; `message` is the text given to `expect_rows`. */
export type GuardFailure = Error & { readonly code: typeof GUARD_FAILED };

/** The connection was lost. `outcome` is unknown when COMMIT was already sent: the same idempotency key tells. */
export type DatabaseGone = Error & { readonly code: 'KL503'; readonly outcome: 'not-done' | 'unknown' };

/** No connection, or a lock, became free in time. Nothing was done; the same request may be sent again. */
export type DatabaseBusy = Error & { readonly code: 'KL429' };

/** SQLSTATE or Node's error code, when the fault has one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

export const isGuardFailure = (error: unknown): error is GuardFailure => codeOf(error) === GUARD_FAILED;
export const isDatabaseGone = (error: unknown): error is DatabaseGone => codeOf(error) === 'KL503';
export const isDatabaseBusy = (error: unknown): error is DatabaseBusy => codeOf(error) === 'KL429';

/** The statement was given up because its time was over (57014): asked again, it would take as long. */
export const tookTooLong = (error: unknown): boolean =>
  codeOf(error) === '57014' || (isDatabaseBusy(error) && codeOf(error.cause) === '57014');

/** Deadlock and serialisation failure: PostgreSQL chose this transaction to give way, and it may simply be run again. */
export const mayRunAgain = (error: unknown): boolean => ['40P01', '40001'].includes(codeOf(error) ?? '');

/** The unique or exclusion constraint that refused a row, by name. */
export const constraintOf = (error: unknown): string | undefined =>
  ['23505', '23P01', '23503', '23514'].includes(codeOf(error) ?? '') &&
  error instanceof Error &&
  'constraint' in error &&
  typeof error.constraint === 'string'
    ? error.constraint
    : undefined;

// administrator's shutdown, crash of another process, still starting up; class 08 is "connection exception"
const GONE_STATES = ['57P01', '57P02', '57P03', '57P05', '25P03'];
const GONE_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
];
// pg reports these without a code
const GONE_WORDS = /connection terminated|connection error|client was closed|timeout expired|not queryable/i;
const BUSY_WORDS = /timeout exceeded when trying to connect/i;

const lostConnection = (error: unknown): boolean => {
  const code = codeOf(error);
  if (code !== undefined && (GONE_STATES.includes(code) || GONE_CODES.includes(code) || code.startsWith('08')))
    return true;
  return code === undefined && error instanceof Error && GONE_WORDS.test(error.message);
};

const outOfTime = (error: unknown): boolean =>
  ['55P03', '57014', '53300'].includes(codeOf(error) ?? '') ||
  (error instanceof Error && BUSY_WORDS.test(error.message));

/** Names the two faults that callers treat differently; any other fault is given back as it is. */
export const named = (error: unknown, outcome: DatabaseGone['outcome']): unknown => {
  if (isDatabaseGone(error) || isDatabaseBusy(error)) return error;
  if (lostConnection(error))
    return Object.assign(new Error('the database went away', { cause: error }), { code: 'KL503', outcome });
  if (outOfTime(error)) return Object.assign(new Error('the database is busy', { cause: error }), { code: 'KL429' });
  return error;
};
