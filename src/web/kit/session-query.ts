/** Signing in and out, choosing a role: the session as the server knows it. */
import { z } from 'zod';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { SessionView } from '../../consortium/shapes.ts';
import { Nothing, ProblemError, UnreachableError, api, csrfStore } from './api.ts';
import { keepSession, keptSession } from './kept-session.ts';
import { useLanguage } from './language.ts';
import { serverTimeIs } from './server-time.ts';

const KEY = ['session'] as const;

const keep = (session: SessionView): SessionView => {
  csrfStore.set(session.csrf);
  serverTimeIs(session.serverTime);
  keepSession(session);
  return session;
};

const readSession = async (): Promise<SessionView | null> => {
  try {
    return keep(await api.get('/api/session', SessionView));
  } catch (fault) {
    if (fault instanceof ProblemError && fault.status === 401) {
      keepSession(null);
      return null;
    }
    const kept = fault instanceof UnreachableError ? keptSession() : null;
    if (kept !== null) {
      csrfStore.set(kept.csrf);
      return kept;
    }
    throw fault;
  }
};

export const useSessionQuery = () => useQuery({ queryKey: KEY, queryFn: readSession, staleTime: 10 * 60_000 });

export const forgetSession = (queries: QueryClient): void => {
  csrfStore.set(null);
  keepSession(null);
  queries.setQueryData(KEY, null);
};

/** The acts on a session; each resolves when the desk shows the new one. */
export const useSessionActs = () => {
  const queries = useQueryClient();
  const begin = (session: SessionView): void => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    queries.setQueryData(KEY, keep(session));
  };
  return {
    signIn: async (login: string, password: string) =>
      begin(await api.post('/api/session', { login, password }, SessionView)),
    chooseRole: async (role: string) => begin(await api.post('/api/session/role', { role }, SessionView)),
    signOut: async () => {
      await api.remove('/api/session', Nothing);
      forgetSession(queries);
      // the session's own query stays: whoever draws by it has to see that nobody is signed in
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    },
  };
};

/** Accounts anyone may try; offered on loopback only, else the list is empty. */
const DemonstrationAccounts = z.object({
  accounts: z.array(
    z.object({
      login: z.string(),
      password: z.string(),
      name: z.string(),
      role: z.string(),
      organisation: z.string(),
      /** What this account can try, in the reader's language. */
      tries: z.string(),
    }),
  ),
});

export const useDemonstrationAccounts = () => {
  const language = useLanguage();
  return useQuery({
    queryKey: ['demonstration-accounts', language],
    queryFn: async () => {
      try {
        return (await api.get('/api/session/demonstration', DemonstrationAccounts)).accounts;
      } catch {
        return [];
      }
    },
    staleTime: Infinity,
  });
};
