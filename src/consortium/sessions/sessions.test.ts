import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { civilDay } from '../../platform/civil-time.ts';
import { isRefusal } from '../../platform/refusal.ts';
import type { World } from '../../../test/world.ts';
import { NOW, TODAY, ZONE, openWorld } from '../../../test/world.ts';
import { endRole } from '../people/roles.ts';
import { createAdministrator, createServiceToken } from './accounts.ts';
import { attemptKey } from './attempts.ts';
import { authenticator } from './authenticate.ts';
import { hashPassword } from './passwords.ts';
import { signIn } from './sign-in.ts';
import { chooseRole, endSession, removeEndedSessions } from './store.ts';
import { tokenDigest } from './tokens.ts';

let world: World;
const PASSWORD = 'a long enough password';
const address = '10.0.0.7';

beforeAll(async () => {
  world = await openWorld({ connections: 20 });
  const hash = await hashPassword(PASSWORD);
  await world.owner(
    `insert into account (person, login, password_hash, demonstration) values
     ('gp', 'wang', $1, false), ('clerk', 'liu', $1, false), ('beds', 'demo', $1, true)`,
    [hash],
  );
  await world.owner(`insert into practitioner_role (id, person, organisation, role, from_on)
    values ('clerk-second', 'clerk', 'county-hospital', 'registrar', '2024-01-01')`);
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.clock.set(NOW);
  await world.owner('delete from sign_in_attempt');
  await world.owner('delete from session');
});

const options = (more: { loopback?: boolean } = {}) => ({
  db: world.app,
  clock: world.clock,
  zone: ZONE,
  loopback: more.loopback ?? true,
});
const enter = (login: string, password = PASSWORD, from = address) =>
  signIn(options(), { login, password, address: from });
const entered = async (login: string) => {
  const answer = await enter(login);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};
const asking = (token: string, more: { loopback?: boolean } = {}) =>
  authenticator(options(more))({ cookies: { kl_session: token }, authorization: undefined, address });

describe('signing in', () => {
  test('with one role is at once in that role', async () => {
    const { token } = await entered('wang');
    expect(await asking(token)).toMatchObject({
      inRole: true,
      caller: {
        name: '王秀兰',
        actor: { id: 'gp-role', role: 'general-practitioner', organisation: 'township', department: 'general' },
      },
    });
  });

  test('with two roles is in none until one is chosen, and sees nobody', async () => {
    const { token, digest } = await entered('liu');
    expect(await asking(token)).toMatchObject({ inRole: false, caller: { actor: { organisation: '' } } });
    await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish([chooseRole(digest, 'clerk-second', TODAY)]));
    expect(await asking(token)).toMatchObject({ inRole: true, caller: { actor: { role: 'registrar' } } });
  });

  test("in another person's role is refused", async () => {
    const { digest } = await entered('liu');
    const choosing = world.app.write(world.actor('gp'), NOW, (tx) => tx.finish([chooseRole(digest, 'gp-role', TODAY)]));
    await expect(choosing).rejects.toThrow('role.not-held');
  });

  test('answers an unknown login, a wrong password and a closed account alike', async () => {
    await world.owner(`update account set disabled = true where login = 'liu'`);
    const answers = await Promise.all([enter('nobody'), enter('wang', 'wrong'), enter('liu')]);
    await world.owner(`update account set disabled = false where login = 'liu'`);
    for (const answer of answers) expect(answer).toEqual({ refused: 'sign-in.wrong' });
  });

  test('compares a password even where there is no such login', async () => {
    const { passwordFits } = await import('./passwords.ts');
    expect(await passwordFits(undefined, 'nobody signs in with this')).toBe(false);
  });

  test('stores neither the token nor the password', async () => {
    const { token, digest } = await entered('wang');
    const stored = JSON.stringify(await world.owner('select s.*, a.* from session s join account a using (person)'));
    expect(stored).toContain(digest);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(PASSWORD);
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  test('is audited, whether it succeeds or not, without the typed login', async () => {
    await world.owner('truncate audit');
    await enter('wang', 'wrong');
    await enter('somebody-secret');
    await enter('wang');
    const rows = await world.owner('select actor, outcome, reason, target from audit order by id');
    expect(rows).toEqual([
      { actor: 'system:sessions', outcome: 'refused', reason: 'sign-in.wrong', target: 'person/gp' },
      { actor: 'system:sessions', outcome: 'refused', reason: 'sign-in.wrong', target: null },
      { actor: 'gp-role', outcome: 'done', reason: 'password', target: 'person/gp' },
    ]);
  });
});

describe('demonstration accounts', () => {
  test('work on loopback only, for signing in and for a session made before', async () => {
    const { token } = await entered('demo');
    expect(await asking(token)).toMatchObject({ inRole: true });
    expect(await asking(token, { loopback: false })).toBeUndefined();
    const answer = await signIn(options({ loopback: false }), { login: 'demo', password: PASSWORD, address });
    expect(answer).toEqual({ refused: 'sign-in.demonstration-closed' });
    const wrong = await signIn(options({ loopback: false }), { login: 'demo', password: 'wrong', address });
    expect(wrong).toEqual({ refused: 'sign-in.wrong' });
  });
});

describe('guessing', () => {
  test.each(['wang', 'no-such-login'])('%s is locked after five attempts, longer each time', async (login) => {
    for (let n = 0; n < 5; n++) expect(await enter(login, 'guess')).toEqual({ refused: 'sign-in.wrong' });
    expect(await enter(login)).toEqual({ refused: 'sign-in.throttled', values: { seconds: 30 } });
    world.clock.advance(30_000);
    expect(await enter(login, 'guess')).toEqual({ refused: 'sign-in.wrong' });
    expect(await enter(login)).toEqual({ refused: 'sign-in.throttled', values: { seconds: 60 } });
  });

  test('by two hundred at once gets no more tries than by one after the other', async () => {
    for (const login of ['wang', 'liu', 'nobody', 'nobody-else', 'a-fifth']) {
      const guesses = Array.from({ length: 200 }, (_, n) => enter(login, 'guess', `10.1.0.${String(n)}`));
      const answers = await Promise.all(guesses);
      expect(answers.filter((answer) => isRefusal(answer) && answer.refused === 'sign-in.wrong')).toHaveLength(5);
    }
  });

  test('from one address over many logins is stopped too', async () => {
    const answers = [];
    for (let n = 0; n < 61; n++) answers.push(await enter(`login-${String(n)}`, 'guess'));
    expect(answers.at(59)).toEqual({ refused: 'sign-in.wrong' });
    expect(answers.at(60)).toMatchObject({ refused: 'sign-in.throttled' });
    expect(await enter('wang', PASSWORD, '10.0.0.8')).toHaveProperty('token');
  });

  test('is forgotten after the right password', async () => {
    for (let n = 0; n < 4; n++) await enter('wang', 'guess');
    expect(await enter('wang')).toHaveProperty('token');
    for (let n = 0; n < 4; n++) expect(await enter('wang', 'guess')).toEqual({ refused: 'sign-in.wrong' });
    expect(await enter('wang')).toHaveProperty('token');
    const [row] = await world.owner('select failures from sign_in_attempt where key = $1', [
      attemptKey('address', address),
    ]);
    expect(row).toEqual({ failures: 8 });
  });
});

describe('a session', () => {
  test('ends after an hour without a request, and twelve hours after it began', async () => {
    const { token } = await entered('wang');
    world.clock.advance(59 * 60_000);
    expect(await asking(token)).toBeDefined();
    world.clock.advance(59 * 60_000);
    expect(await asking(token)).toBeDefined();
    world.clock.advance(61 * 60_000);
    expect(await asking(token)).toBeUndefined();

    const second = await entered('wang');
    for (let n = 0; n < 23; n++) {
      world.clock.advance(30 * 60_000);
      expect(await asking(second.token)).toBeDefined();
    }
    world.clock.advance(30 * 60_000);
    expect(await asking(second.token)).toBeUndefined();
    await world.app.write(world.actor('gp'), world.clock.now(), (tx) =>
      tx.finish([removeEndedSessions(world.clock.now())]),
    );
    expect(await world.owner('select count(*) from session')).toEqual([{ count: 0 }]);
  });

  test('is over at once for everybody who still has the cookie when signed out', async () => {
    const { token, digest } = await entered('wang');
    await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish([endSession(digest)]));
    expect(await asking(token)).toBeUndefined();
  });

  test('loses its role the same second the role is ended, and when its account is closed', async () => {
    const { token } = await entered('wang');
    await world.app.write(world.actor('gp'), NOW, (tx) => tx.finish([endRole('gp-role', civilDay(NOW, ZONE))]));
    const after = await asking(token);
    await world.owner(`update practitioner_role set until_on = null where id = 'gp-role'`);
    expect(after).toMatchObject({ inRole: false, caller: { actor: { id: 'person:gp', organisation: '' } } });

    await world.owner(`update account set disabled = true where person = 'gp'`);
    const closed = await asking(token);
    await world.owner(`update account set disabled = false where person = 'gp'`);
    expect(closed).toBeUndefined();
  });

  test('is not opened by a digest, a made-up token or nonsense', async () => {
    const { digest } = await entered('wang');
    for (const token of [digest, 'x'.repeat(43), '', "' or 1=1 --"]) expect(await asking(token)).toBeUndefined();
  });
});

describe('a service client', () => {
  const bearer = (authorization: string) => authenticator(options())({ cookies: {}, authorization, address });

  test('acts for the organisation it was made for, until its token ends', async () => {
    const made = await createServiceToken(options(), { client: 'his', scope: 'system/*.cruds', days: 1 });
    if (isRefusal(made)) throw new Error(made.refused);
    expect(made.organisation).toBe('county-hospital');
    expect(await bearer(`Bearer ${made.token}`)).toEqual({
      caller: {
        actor: expect.objectContaining({ id: 'client:his', role: 'service-client', organisation: 'county-hospital' }),
        session: null,
        name: 'his',
        scope: 'system/*.cruds',
      },
      csrf: null,
      inRole: true,
    });
    expect(await world.owner('select token_hash from service_token')).toEqual([
      { token_hash: tokenDigest(made.token) },
    ]);
    world.clock.advance(86_400_000);
    expect(await bearer(`Bearer ${made.token}`)).toBeUndefined();
    expect(await bearer('Basic d2FuZzpwYXNz')).toBeUndefined();
  });

  test('is refused a second after its token was taken away', async () => {
    const made = await createServiceToken(options(), { client: 'pacs', scope: 'system/*.cruds', days: 1 });
    if (isRefusal(made)) throw new Error(made.refused);
    const ask = authenticator(options());
    const bearing = { cookies: {}, authorization: `Bearer ${made.token}`, address };
    expect(await ask(bearing)).toMatchObject({ inRole: true });
    await world.owner('delete from service_token where token_hash = $1', [tokenDigest(made.token)]);
    world.clock.advance(1000);
    expect(await ask(bearing)).toBeUndefined();
  });

  test('keeps its organisation, and is not made for one that does not exist or with a scope that is none', async () => {
    const ask = (more: object) => createServiceToken(options(), { client: 'lis', scope: 'system/*.rs', ...more });
    expect(await ask({ organisation: 'city-hospital' })).toMatchObject({ organisation: 'city-hospital' });
    expect(await ask({})).toMatchObject({ organisation: 'city-hospital' });
    expect(await ask({ organisation: 'township' })).toMatchObject({ refused: 'token.other-organisation' });
    expect(await ask({ organisation: 'nowhere' })).toMatchObject({ refused: 'organisation.unknown' });
    for (const scope of ['', 'everything', 'system/*.', 'user/*.rs', 'system/*.rs  ']) {
      expect(await ask({ scope })).toEqual({ refused: 'token.scope' });
    }
  });
});

test('the first administrator is made once', async () => {
  const make = (login: string, password = PASSWORD) =>
    createAdministrator(
      { ...options(), ids: () => `id-${String(Math.random()).slice(2)}` },
      { login, name: '管理员', password },
    );
  expect(await make('wang')).toEqual({ refused: 'administrator.login-taken' });
  expect(await make('root', 'short')).toMatchObject({ refused: 'administrator.short-password' });
  const both = await Promise.all([make('root'), make('root-two')]);
  expect(both.filter((answer) => isRefusal(answer))).toEqual([{ refused: 'administrator.exists' }]);
  const login = isRefusal(both[0]) ? 'root-two' : 'root';
  const { token } = await entered(login);
  expect(await asking(token)).toMatchObject({ caller: { actor: { role: 'administrator', organisation: 'bureau' } } });
});
