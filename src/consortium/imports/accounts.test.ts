/** Accounts by spreadsheet: a login is made, a start password is told once, and changed before anything else is done. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, call, refusedAs } from '../../../test/call.ts';
import type { ImportWorld } from '../../../test/import-world.ts';
import { faultsOf, openImportWorld, sheetOf } from '../../../test/import-world.ts';
import { ZONE } from '../../../test/world.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { authenticator } from '../sessions/authenticate.ts';
import { sessionRoutes } from '../sessions/routes.ts';
import { signIn } from '../sessions/sign-in.ts';
import { SESSION_COOKIE } from '../sessions/store.ts';
import { tokenDigest } from '../sessions/tokens.ts';

let world: ImportWorld;
let routes: ReturnType<typeof sessionRoutes>;
const ground = () => ({ db: world.app, clock: world.clock, zone: ZONE, loopback: false });
beforeAll(async () => {
  world = await openImportWorld();
  routes = sessionRoutes({ ...ground(), region: { id: 'r', name: '云岭' }, demonstration: false });
});
afterAll(() => world.drop());

const HEADINGS = ['人员编码', '姓名', '登录名', '机构编码', '岗位', '启用日期'];
const row = (code: string, login: string | null, role = '护士') => [
  code,
  `人员${code}`,
  login,
  'township',
  role,
  '2026-01-05',
];
const check = async (...rows: readonly (readonly (string | null)[])[]) =>
  world.check(world.administrator, 'people', await sheetOf(HEADINGS, rows));
const bring = async (...rows: readonly (readonly (string | null)[])[]) =>
  world.bringIn(world.administrator, await check(...rows));

type Given = { readonly login: string; readonly password: string; readonly organisation: string };
const give = (login: string | null = null, who = world.administrator) =>
  call(routes, 'POST /api/accounts/start-passwords', who, { body: { login } });
const given = async (login: string | null = null) => bodyOf(await give(login))['items'] as readonly Given[];
const passwordOf = async (login: string): Promise<string> => (await given(login))[0]?.password ?? '';

const enter = (login: string, password: string) => signIn(ground(), { login, password, address: '10.0.0.1' });
const signedIn = async (login: string, password: string) => {
  const signed = await enter(login, password);
  if (isRefusal(signed)) throw new Error(signed.refused);
  return signed.token;
};
const whoIs = (token: string) =>
  authenticator(ground())({ cookies: { [SESSION_COOKIE]: token }, authorization: undefined, address: '10.0.0.1' });
const change = async (token: string, current: string, next: string) => {
  const who = await whoIs(token);
  return call(routes, 'POST /api/session/password', who?.caller.actor, {
    session: tokenDigest(token),
    body: { current, next },
  });
};

test('a login makes an account nobody can use until a start password was given out, once, and kept as a hash only', async () => {
  expect((await bring(row('a-1', 'jiang.qiuyue'), row('a-2', 'miao-qing'), row('a-3', null))).counts.added).toBe(3);
  const made = await world.owner(`select login, must_change, start_given_at from account order by login`);
  expect(made).toEqual([
    { login: 'jiang.qiuyue', must_change: true, start_given_at: null },
    { login: 'miao-qing', must_change: true, start_given_at: null },
  ]);
  expect(await enter('jiang.qiuyue', '')).toMatchObject({ refused: 'sign-in.wrong' });
  const told = await given();
  expect(told.map(({ login, organisation }) => [login, organisation])).toEqual([
    ['jiang.qiuyue', '榆树镇中心卫生院'],
    ['miao-qing', '榆树镇中心卫生院'],
  ]);
  expect(told[0]?.password).toMatch(/^[a-z2-9]{12}$/);
  expect(told[0]?.password).not.toBe(told[1]?.password);
  expect(refusedAs(await give())).toBe('account.nothing-to-start');
  const [kept] = await world.owner(
    `select (select json_agg(a)::text from account a) || (select json_agg(x)::text from audit x) as everything`,
  );
  for (const { password } of told) expect(String(kept?.['everything'])).not.toContain(password);
  expect(await world.owner(`select count(*)::int as n from audit where action = 'give-start-password'`)).toEqual([
    { n: 2 },
  ]);
});

test('whoever signs in with it has no role before it is changed; then they work, and their other sessions have ended', async () => {
  const start = await passwordOf('jiang.qiuyue');
  const token = await signedIn('jiang.qiuyue', start);
  const other = await signedIn('jiang.qiuyue', start);
  expect(await whoIs(token)).toMatchObject({ inRole: false, caller: { actor: { role: 'none', organisation: '' } } });
  const view = bodyOf(
    await call(routes, 'GET /api/session', (await whoIs(token))?.caller.actor, { session: tokenDigest(token) }),
  );
  expect(view).toMatchObject({ mustChangePassword: true, role: null });
  expect(refusedAs(await change(token, 'something else', 'a longer password'))).toBe('password.wrong');
  expect(refusedAs(await change(token, start, 'short'))).toBe('password.short');
  expect(refusedAs(await change(token, start, start))).toBe('password.same');
  expect((await whoIs(token))?.inRole).toBe(false);
  expect(await change(token, start, 'a longer password')).toEqual({ status: 204 });
  expect(await whoIs(token)).toMatchObject({
    inRole: true,
    caller: { actor: { role: 'nurse', organisation: 'township' } },
  });
  expect(await whoIs(other)).toBeUndefined();
  expect(await enter('jiang.qiuyue', start)).toMatchObject({ refused: 'sign-in.wrong' });
  expect(refusedAs(await give('jiang.qiuyue'))).toBe('account.nothing-to-start');
});

test('a start password that was lost is replaced by another one, and the first is worth nothing', async () => {
  const first = await passwordOf('miao-qing');
  const second = await passwordOf('miao-qing');
  expect(await enter('miao-qing', first)).toMatchObject({ refused: 'sign-in.wrong' });
  expect((await whoIs(await signedIn('miao-qing', second)))?.inRole).toBe(false);
});

test('a login of another, one that cannot be, and another one for somebody who has one are refused at their cell', async () => {
  const run = await check(
    row('a-4', 'miao-qing'),
    row('a-5', 'Mao Zhi'),
    row('a-1', 'qiuyue'),
    row('a-6', 'twice.asked'),
    row('a-7', 'twice.asked'),
    row('a-2', 'miao-qing'),
  );
  expect(faultsOf(run)).toEqual({
    2: ['import.login-taken@C2'],
    3: ['import.login-form@C3'],
    4: ['import.login-fixed@C4'],
    6: ['import.login-taken@C6'],
  });
  expect(run.counts).toMatchObject({ added: 1, unchanged: 1 });
});

test('only who brings in the region gives out start passwords', async () => {
  for (const who of ['gp', 'coordinator', 'officer'] as const)
    expect(refusedAs(await give(null, world.actor(who)))).toBe('role.may-not');
});
