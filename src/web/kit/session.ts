/** Who works here now, in which role; the frame guarantees both before it opens a screen. */
import { createContext, useContext } from 'react';
import type { RoleView, SessionView } from '../../consortium/shapes.ts';

export type WorkingSession = SessionView & { readonly role: RoleView };

export const SessionContext = createContext<WorkingSession | null>(null);

export const useSession = (): WorkingSession => {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession: outside the frame');
  return session;
};
