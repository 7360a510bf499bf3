/**
 * Throttling of sign-in. An attempt is counted before the password is looked at and forgotten when it was right, so that two
 * hundred guesses sent at once are counted as two hundred. Logins and addresses are counted alike, whether they exist or not.
 */
import { createHash } from 'node:crypto';
import type { Rows, Statement } from '../../platform/postgres/database.ts';

export type Attempted = { readonly login: string; readonly address: string };

/** Free attempts, the first lock in seconds, the longest lock. Each further attempt doubles the lock. */
const LIMITS = {
  login: { free: 5, lock: 30, most: 1800 },
  // a hospital's people come from one address
  address: { free: 60, lock: 30, most: 900 },
} as const;
const FORGOTTEN_AFTER_SECONDS = 3600;

export const attemptKey = (kind: keyof typeof LIMITS, text: string): string =>
  createHash('sha256').update(`${kind}:${text.trim().toLowerCase()}`).digest('hex');

const keysOf = (attempted: Attempted) => {
  const of = (kind: keyof typeof LIMITS) => ({ key: attemptKey(kind, attempted[kind]), ...LIMITS[kind] });
  return [of('login'), of('address')].sort((a, b) => (a.key < b.key ? -1 : 1));
};

/** Three statements; the second one's rows go to `lockedSeconds`. */
export const countAttempt = (attempted: Attempted, at: Date): readonly Statement[] => {
  const keys = keysOf(attempted);
  const columns = [keys.map((k) => k.key), keys.map((k) => k.free), keys.map((k) => k.lock), keys.map((k) => k.most)];
  return [
    {
      name: 'attempt-begin',
      text: `insert into sign_in_attempt (key, failures, last_at) select key, 0, $2 from unnest($1::text[]) as key
on conflict (key) do nothing`,
      values: [columns[0], at],
    },
    {
      name: 'attempt-lock',
      text: `select key, locked_until from sign_in_attempt where key = any($1) order by key for update`,
      values: [columns[0]],
    },
    {
      name: 'attempt-count',
      text: `update sign_in_attempt a set last_at = $5, failures = f.failures,
    locked_until = case when f.failures < free then null
      else $5::timestamptz + make_interval(secs => least(most, lock * 2 ^ least(20, f.failures - free))) end
  from unnest($1::text[], $2::int[], $3::int[], $4::int[]) as given (key, free, lock, most)
  cross join lateral (
    select case when s.last_at < $5::timestamptz - make_interval(secs => $6) then 1 else s.failures + 1 end as failures
      from sign_in_attempt s where s.key = given.key) f
 where a.key = given.key and (a.locked_until is null or a.locked_until <= $5)`,
      values: [...columns, at, FORGOTTEN_AFTER_SECONDS],
    },
  ];
};

/** How long this attempt has to wait, in whole seconds; 0 when it may be made. */
export const lockedSeconds = (rows: Rows, at: Date): number =>
  Math.max(
    0,
    ...rows.map(({ locked_until: until }) =>
      until instanceof Date ? Math.ceil((until.getTime() - at.getTime()) / 1000) : 0,
    ),
  );

/** A right password: the login starts afresh, and the address gets back the attempt it was charged. */
export const forgiveAttempt = (attempted: Attempted): readonly Statement[] => [
  {
    name: 'attempt-forgive-login',
    text: `delete from sign_in_attempt where key = $1`,
    values: [attemptKey('login', attempted.login)],
  },
  {
    name: 'attempt-forgive-address',
    text: `update sign_in_attempt set failures = greatest(0, failures - 1), locked_until = null where key = $1`,
    values: [attemptKey('address', attempted.address)],
  },
];

/** For the sweeper: attempts long past. */
export const forgetAttempts = (at: Date): Statement => ({
  name: 'attempt-forget',
  text: `delete from sign_in_attempt where last_at < $1::timestamptz - make_interval(secs => $2)
   and (locked_until is null or locked_until < $1)`,
  values: [at, FORGOTTEN_AFTER_SECONDS],
});
