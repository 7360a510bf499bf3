/** One letter and its saving: what is typed is kept on this machine at once and on the server a moment later, never over newer words. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { LetterDocument } from '../../../engines/letters/document.ts';
import { z } from 'zod';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { timeOf } from '../../../web/kit/civil.ts';
import { onConnection, isOffline } from '../../../web/kit/connection.ts';
import { readLocal, writeLocal } from '../../../web/kit/local.ts';
import { serverNow, serverTimeIs } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { LetterView, LookView, Saved } from '../shapes.ts';

export const LETTERS_KEY = ['letters'] as const;
const QUIET_MS = 1500;
const RETRY_MS = 5000;

export type Saving =
  | { readonly state: 'saved' | 'saving'; readonly at: string | null }
  | { readonly state: 'local' | 'local-full'; readonly at: string }
  | { readonly state: 'stale' }
  | { readonly state: 'refused'; readonly why: string };

const LocalCopy = z.object({ version: z.int(), content: LetterDocument });

const copyOf = (key: string): z.infer<typeof LocalCopy> | null => {
  try {
    const kept = LocalCopy.safeParse(JSON.parse(readLocal(key) ?? 'null'));
    return kept.success ? kept.data : null;
  } catch {
    return null;
  }
};

export type Editing = {
  readonly content: LetterDocument;
  readonly saving: Saving;
  /** Counts up when the words were changed by something else than typing: the page is to be drawn again. */
  readonly drawn: number;
  readonly change: (content: LetterDocument) => void;
  /** Changes that the page does not know of yet. */
  readonly replace: (content: LetterDocument) => void;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
  /** Everything typed is on the server. */
  readonly settle: () => Promise<boolean>;
};

export const useLetter = (id: string) =>
  useQuery({
    queryKey: [...LETTERS_KEY, id],
    queryFn: async ({ signal }) => {
      const view = await api.get(`/api/letters/${id}`, LetterView, signal);
      serverTimeIs(view.serverTime);
      return view;
    },
  });

export const useEditing = (view: LetterView, previous: string | null): Editing => {
  const client = useQueryClient();
  const person = useSession().person.id;
  const key = `kanglian.letter.${person}.${view.id}`;
  const [content, setContent] = useState<LetterDocument>(view.content);
  const [saving, setSaving] = useState<Saving>({ state: 'saved', at: null });
  const [drawn, setDrawn] = useState(0);
  const at = useRef({ version: view.version, content: view.content, dirty: false, busy: false, again: 0 });
  const latest = useRef(previous);
  latest.current = previous;

  const look = useCallback(async (): Promise<void> => {
    await api.post(`/api/letters/${view.id}/look`, {}, LookView).catch(() => undefined);
    await client.invalidateQueries({ queryKey: [...LETTERS_KEY, view.id] });
  }, [client, view.id]);

  const keepHere = useCallback((): void => {
    const kept = writeLocal(key, JSON.stringify({ version: at.current.version, content: at.current.content }));
    setSaving({ state: kept ? 'local' : 'local-full', at: timeOf(serverNow()) });
  }, [key]);

  const send = useCallback(async (): Promise<boolean> => {
    const state = at.current;
    if (!state.dirty) return true;
    if (state.busy) return false;
    state.busy = true;
    state.dirty = false;
    // typed meanwhile: another save follows
    const more = (): boolean => at.current.dirty;
    setSaving({ state: 'saving', at: null });
    try {
      const body = { version: state.version, content: state.content, previous: latest.current };
      const saved = await api.put(`/api/letters/${view.id}`, body, Saved);
      state.version = saved.version;
      if (!more()) {
        writeLocal(key, null);
        setSaving({ state: 'saved', at: timeOf(serverNow()) });
        await look();
      }
      return !more();
    } catch (fault) {
      state.dirty = true;
      if (fault instanceof ProblemError && fault.problem.code === 'letter.stale') {
        setSaving({ state: 'stale' });
        await client.invalidateQueries({ queryKey: [...LETTERS_KEY, view.id] });
      } else if (fault instanceof ProblemError && fault.status < 500 && fault.status !== 401 && fault.status !== 429)
        setSaving({ state: 'refused', why: fault.message });
      else keepHere();
      return false;
    } finally {
      state.busy = false;
    }
  }, [client, keepHere, key, look, view.id]);

  const later = useCallback(
    (ms: number): void => {
      window.clearTimeout(at.current.again);
      at.current.again = window.setTimeout(() => {
        void send().then((done) => {
          if (!done && at.current.dirty) later(RETRY_MS);
        });
      }, ms);
    },
    [send],
  );

  const change = useCallback(
    (next: LetterDocument): void => {
      at.current.content = next;
      at.current.dirty = true;
      setContent(next);
      writeLocal(key, JSON.stringify({ version: at.current.version, content: next }));
      if (isOffline()) keepHere();
      later(QUIET_MS);
    },
    [keepHere, key, later],
  );

  const replace = useCallback(
    (next: LetterDocument): void => {
      change(next);
      setDrawn((n) => n + 1);
    },
    [change],
  );

  // what this machine kept when the page was left without a connection
  useEffect(() => {
    const kept = copyOf(key);
    if (kept === null || !view.mayEdit) return;
    if (JSON.stringify(kept.content) === JSON.stringify(view.content)) writeLocal(key, null);
    else if (kept.version === view.version) replace(kept.content);
    else {
      Object.assign(at.current, { content: kept.content, dirty: true });
      setContent(kept.content);
      setDrawn((n) => n + 1);
      setSaving({ state: 'stale' });
    }
    // once, when the letter is opened
  }, []);

  useEffect(() => onConnection(() => (isOffline() || !at.current.dirty ? undefined : later(0))), [later]);
  useEffect(() => () => window.clearTimeout(at.current.again), []);

  // somebody else's newer version, while nothing is being typed here
  useEffect(() => {
    if (at.current.dirty || at.current.busy || view.version <= at.current.version) return;
    Object.assign(at.current, { version: view.version, content: view.content });
    setContent(view.content);
    setDrawn((n) => n + 1);
  }, [view.version, view.content]);

  return {
    content,
    saving,
    drawn,
    change,
    replace,
    keepMine: () => {
      at.current.version = Math.max(view.version, at.current.version);
      later(0);
    },
    takeTheirs: () => {
      writeLocal(key, null);
      Object.assign(at.current, { dirty: false, version: view.version, content: view.content });
      setContent(view.content);
      setDrawn((n) => n + 1);
      setSaving({ state: 'saved', at: null });
      void client.invalidateQueries({ queryKey: [...LETTERS_KEY, view.id] });
    },
    settle: send,
  };
};
