/** `/api/accounts/start-passwords` for who gives out accounts, `/api/session/password` for everybody's own. */
import type { Clock } from '../../platform/clock.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { may } from '../permission.ts';
import { ChangePasswordBody, StartPasswordBody, StartPasswords, StartingAccounts } from './account-shapes.ts';
import { changePassword, giveStartPasswords, startingAccounts } from './start-passwords.ts';

export const accountRoutes = (ground: { readonly db: Database; readonly clock: Clock }): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/accounts/start-passwords',
    summary: 'How many accounts wait for their start password',
    access: 'role',
    answer: StartingAccounts,
    handle: async ({ caller: { actor } }) => {
      const allowed = may(actor, 'import-region');
      if (allowed !== true) return { refusal: allowed };
      return { body: { waiting: await startingAccounts(ground, actor) } };
    },
  }),
  route({
    method: 'POST',
    path: '/api/accounts/start-passwords',
    summary: 'Draws start passwords for accounts without one; they are answered here once and kept nowhere in clear',
    access: 'role',
    body: StartPasswordBody,
    answer: StartPasswords,
    handle: async ({ body, caller: { actor } }) => {
      const allowed = may(actor, 'import-region');
      if (allowed !== true) return { refusal: allowed };
      const given = await giveStartPasswords(ground, actor, body.login);
      if (isRefusal(given)) return { refusal: given };
      return { body: { items: [...given], waiting: await startingAccounts(ground, actor) } };
    },
  }),
  route({
    method: 'POST',
    path: '/api/session/password',
    summary: 'Change one\u2019s own password; other sessions of the person end',
    access: 'person',
    body: ChangePasswordBody,
    handle: async ({ body, caller }) => {
      const { actor, session } = caller;
      if (session === null || actor.person === null) return { refusal: refuse('not-signed-in') };
      const changed = await changePassword(ground, { person: actor.person, session, actor }, body);
      return isRefusal(changed) ? { refusal: changed } : { status: 204 };
    },
  }),
];
