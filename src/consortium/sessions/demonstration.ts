import { z } from 'zod';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Account } from '../region/model.ts';

export type DemonstrationOptions = {
  /** False anywhere but on loopback: then the list is empty (law 10). */
  readonly demonstration: boolean;
  readonly password: string;
  readonly accounts: readonly Account[];
  readonly organisations: readonly { readonly id: string; readonly shortName: string }[];
};

const DemonstrationAccounts = z.object({
  accounts: z.array(
    z.object({
      login: z.string(),
      password: z.string(),
      name: z.string(),
      role: z.string(),
      organisation: z.string(),
      tries: z.string(),
    }),
  ),
});

/** The accounts anyone may try, shown beside the sign-in form. */
export const demonstrationRoute = ({
  demonstration,
  password,
  accounts,
  organisations,
}: DemonstrationOptions): Route => {
  const nameOf = new Map(organisations.map(({ id, shortName }) => [id, shortName]));
  return route({
    method: 'GET',
    path: '/api/session/demonstration',
    summary: 'The demonstration accounts; empty unless the server listens on loopback only',
    access: 'public',
    answer: DemonstrationAccounts,
    handle: async ({ language }) => ({
      body: {
        accounts: !demonstration
          ? []
          : accounts.map(({ login, name, roles: [first], tries }) => ({
              login,
              password,
              name,
              role: first?.role ?? '',
              organisation: nameOf.get(first?.organisation ?? '') ?? '',
              tries: tries[language],
            })),
      },
    }),
  });
};
