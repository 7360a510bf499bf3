/** Signing in: the attempt is counted, the password compared, the session made. Every outcome is audited. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Rows } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import { rolesOn } from '../people/roles.ts';
import { countAttempt, forgiveAttempt, lockedSeconds } from './attempts.ts';
import { passwordFits } from './passwords.ts';
import type { AccountRow } from './store.ts';
import { SESSIONS, createSession, findAccount } from './store.ts';
import { newToken, tokenDigest } from './tokens.ts';

export type SignInOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly loopback: boolean;
};
export type SignedIn = { readonly token: string; readonly digest: string; readonly person: string };

const asPerson = (person: string, role: string | undefined, organisation: string | undefined): Actor => ({
  ...SESSIONS,
  id: role ?? `person:${person}`,
  person,
  organisation: organisation ?? '',
});

/** With one role valid today it is chosen at once; with several (or none) the person chooses. */
const onlyRole = (roles: Rows): { id: string; organisation: string } | undefined =>
  roles.length === 1 ? { id: String(roles[0]?.['id']), organisation: String(roles[0]?.['organisation']) } : undefined;

/**
 * Refusals: `sign-in.throttled` (with seconds), `sign-in.wrong` (unknown login, wrong password or closed account: the same
 * answer in the same time), `sign-in.demonstration-closed` (after a right password only).
 */
export const signIn = async (
  options: SignInOptions,
  given: { readonly login: string; readonly password: string; readonly address: string },
): Promise<SignedIn | Refusal> => {
  const { db, clock, zone, loopback } = options;
  const at = clock.now();
  const [, locks = [], , accounts = []] = await db.write(SESSIONS, at, (tx) =>
    tx.finish([...countAttempt(given, at), findAccount(given.login)]),
  );
  const account = accounts[0] as AccountRow | undefined;
  const note = (reason: string, outcome: 'refused' | 'done', actor: Actor = SESSIONS) =>
    auditStatement(
      auditRow(actor, at, {
        action: 'sign-in',
        target: account === undefined ? null : `person/${account.person}`,
        outcome,
        reason,
      }),
    );
  const refusing = async (refusal: Refusal): Promise<Refusal> => {
    await db.write(SESSIONS, at, (tx) => tx.finish([note(refusal.refused, 'refused')]));
    return refusal;
  };

  const seconds = lockedSeconds(locks, at);
  if (seconds > 0) return refusing(refuse('sign-in.throttled', { seconds }));
  const fits = await passwordFits(account?.password_hash, given.password);
  if (!fits || account === undefined || account.disabled) return refusing(refuse('sign-in.wrong'));
  if (account.demonstration && !loopback) return refusing(refuse('sign-in.demonstration-closed'));

  const token = newToken();
  const digest = tokenDigest(token);
  return db.write(SESSIONS, at, async (tx) => {
    const [roles = []] = await tx.flight([rolesOn(account.person, civilDay(at, zone))]);
    const role = onlyRole(roles);
    const { person } = account;
    await tx.finish([
      createSession({ digest, person, role: role?.id ?? null, csrf: newToken(), at }),
      ...forgiveAttempt(given),
      note('password', 'done', asPerson(person, role?.id, role?.organisation)),
    ]);
    return { token, digest, person };
  });
};
