/** `/api/session`: signing in and out, who one is, and the role one acts in. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Language } from '../../platform/words.ts';
import { dutyOf, dutyView } from '../organisations/duty.ts';
import { roleViews, rolesOn } from '../people/roles.ts';
import { refusalOf } from '../refusals.ts';
import { ChooseRoleBody, SessionView, SignInBody } from '../shapes.ts';
import { accountRoutes } from './account-routes.ts';
import type { SignInOptions } from './sign-in.ts';
import { signIn } from './sign-in.ts';
import type { SessionRow } from './store.ts';
import { LONGEST_SECONDS, SESSIONS, SESSION_COOKIE, chooseRole, endSession, findSessions } from './store.ts';

export type SessionRoutesOptions = SignInOptions & {
  readonly region: { readonly id: string; readonly name: string };
  /** Residents and accounts are made up: every page says so. */
  readonly demonstration: boolean;
};

export const sessionRoutes = (options: SessionRoutesOptions): readonly Route[] => {
  const { db, clock, zone, region, demonstration } = options;

  const view = async (digest: string, language: Language): Promise<SessionView | undefined> => {
    const at = clock.now();
    const today = civilDay(at, zone);
    const [sessions] = await db.read(SESSIONS, at, [findSessions([digest], at, today)]);
    const session = sessions?.[0] as SessionRow | undefined;
    if (session === undefined) return undefined;
    const [held = [], duty = []] = await db.read(SESSIONS, at, [
      rolesOn(session.person, today),
      dutyOf(session.organisation ?? '', today),
    ]);
    const roles = roleViews(held);
    return {
      person: { id: session.person, name: session.name },
      role: session.must_change ? null : (roles.find((role) => role.id === session.role_id) ?? null),
      mustChangePassword: session.must_change,
      roles: [...roles],
      csrf: session.csrf,
      region,
      demonstration,
      duty: dutyView(duty),
      serverTime: at.toISOString(),
      language,
    };
  };
  const answerView = async (digest: string | null, language: Language) => {
    const body = digest === null ? undefined : await view(digest, language);
    return body === undefined ? { refusal: refuse('not-signed-in') } : { body };
  };

  return [
    ...accountRoutes({ db, clock }),
    route({
      method: 'POST',
      path: '/api/session',
      summary: 'Sign in with login and password; sets the session cookie',
      access: 'public',
      body: SignInBody,
      answer: SessionView,
      handle: async ({ body, address, language }) => {
        const answer = await signIn(options, { ...body, address });
        if (isRefusal(answer)) return { refusal: answer };
        return {
          ...(await answerView(answer.digest, language)),
          cookies: [{ name: SESSION_COOKIE, value: answer.token, maxAgeSeconds: LONGEST_SECONDS }],
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/session',
      summary: 'Who is signed in, in which role, and whom to ring',
      access: 'person',
      answer: SessionView,
      handle: ({ caller, language }) => answerView(caller.session, language),
    }),
    route({
      method: 'DELETE',
      path: '/api/session',
      summary: 'Sign out',
      access: 'person',
      handle: async ({ caller }) => {
        const at = clock.now();
        await db.write(SESSIONS, at, (tx) =>
          tx.finish([
            endSession(caller.session ?? ''),
            auditStatement(auditRow(caller.actor, at, { action: 'sign-out' })),
          ]),
        );
        return { status: 204, cookies: [{ name: SESSION_COOKIE, value: '', maxAgeSeconds: 0 }] };
      },
    }),
    route({
      method: 'POST',
      path: '/api/session/role',
      summary: 'Choose the role one acts in from now on',
      access: 'person',
      body: ChooseRoleBody,
      answer: SessionView,
      handle: async ({ body, caller, language }) => {
        const at = clock.now();
        const digest = caller.session ?? '';
        try {
          await db.write(SESSIONS, at, (tx) =>
            tx.finish([
              chooseRole(digest, body.role, civilDay(at, zone)),
              auditStatement(auditRow(caller.actor, at, { action: 'choose-role', target: `role/${body.role}` })),
            ]),
          );
        } catch (fault) {
          return { refusal: refusalOf(fault) };
        }
        return answerView(digest, language);
      },
    }),
  ];
};
