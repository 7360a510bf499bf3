/**
 * Who is signed in, kept on the phone so that the page opens without a line: name, role, organisation and the token that is
 * worth nothing without the session's cookie. No desk keeps it; signing out, or a session that has ended, removes it.
 */
import { z } from 'zod';
import { SessionView } from '../../consortium/shapes.ts';
import { readLocal, writeLocal } from './local.ts';

const KEY = 'kanglian.session';
/** A day's work away from any line; whoever finds the phone later has to sign in. */
const KEPT_FOR = 12 * 60 * 60_000;
const Kept = z.object({ at: z.number(), session: SessionView });

let keeping = false;
/** From now on sessions are kept here. */
export const keepSessions = (): void => {
  keeping = true;
};

export const keepSession = (session: SessionView | null): void => {
  if (session === null) writeLocal(KEY, null);
  else if (keeping) writeLocal(KEY, JSON.stringify({ at: Date.now(), session }));
};

/** The session last heard of; null where none is kept, or too long ago. */
export const keptSession = (): SessionView | null => {
  try {
    const { at, session } = z.parse(Kept, JSON.parse(readLocal(KEY) ?? 'null'));
    return keeping && Date.now() - at < KEPT_FOR ? session : null;
  } catch {
    return null;
  }
};
