/** A draft of this address: from the server, from this machine when the connection was lost, or new and filled from the record. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { DraftSaved, DraftView, ResidentSummary } from '../../../consortium/shapes.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { onConnection, isOffline } from '../../../web/kit/connection.ts';
import { readLocal, writeLocal } from '../../../web/kit/local.ts';
import { serverTimeIs } from '../../../web/kit/server-time.ts';
import { draftKeeper } from './draft-keeper.ts';
import type { DraftKeeper, Failure, KeeperView, LocalCopy, Saved } from './draft-keeper.ts';
import { isKnown, isNewborn } from './draft-id.ts';
import { carried, draftFrom, emptyDraft, prefilled } from './referral-draft.ts';
import type { Prefill, ReferralDraft } from './referral-draft.ts';
import { findEarlier } from './use-earlier.ts';

export const DRAFT_KIND = 'referral';
const text = z.string().nullish();
const PrefillAnswer = z.object({
  impression: text,
  history: text,
  findings: text,
  allergy: text,
  contact: text,
  treatment: text,
});

/** One key per person and draft: another person at this machine neither sees nor sends it. */
export const localKey = (person: string, id: string): string => `kanglian.draft.${person}.${id}`;

type LocalDraft = LocalCopy<ReferralDraft> & { readonly resident: string };

const readCopy = (key: string): LocalDraft | null => {
  try {
    const kept: unknown = JSON.parse(readLocal(key) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const { version, resident, content } = kept as Readonly<Record<string, unknown>>;
    if (typeof version !== 'number' || typeof resident !== 'string') return null;
    return { version, resident, content: draftFrom(resident, content) };
  } catch {
    return null;
  }
};

const failureOf = (fault: unknown): Failure => {
  if (!(fault instanceof ProblemError)) return 'unreachable';
  if (fault.status === 409) return 'conflict';
  return fault.status >= 500 || fault.status === 401 || fault.status === 429 ? 'unreachable' : 'refused';
};

/** Null when the server has no such draft of this person; throws when it was not reached. */
export const findDraft = async (id: string, signal?: AbortSignal): Promise<DraftView | null> => {
  try {
    return await api.get(`/api/drafts/${id}`, DraftView, signal);
  } catch (fault) {
    if (fault instanceof ProblemError && fault.status === 404) return null;
    throw fault;
  }
};

/** Whether the server's newer version is our own save whose answer was lost on the way. */
const isOurs = (stored: DraftView | null, sent: ReferralDraft | null): stored is DraftView =>
  stored !== null &&
  sent !== null &&
  JSON.stringify(draftFrom(sent.resident, stored.content)) === JSON.stringify(draftFrom(sent.resident, sent));

const keeperOf = (
  id: string,
  key: string,
  begun: Parameters<typeof draftKeeper<ReferralDraft>>[0],
): DraftKeeper<ReferralDraft> => {
  let sent: ReferralDraft | null = null;
  const save = (version: number, content: ReferralDraft): Promise<Saved> =>
    api.put(`/api/drafts/${id}`, { kind: DRAFT_KIND, resident: content.resident, version, content }, DraftSaved);
  return draftKeeper(begun, {
    put: async (version, content) => {
      const before = sent;
      sent = content;
      try {
        const saved = await save(version, content);
        isKnown(id);
        return saved;
      } catch (fault) {
        if (failureOf(fault) !== 'conflict') throw fault;
        const stored = await findDraft(id);
        if (!isOurs(stored, before) && !isOurs(stored, content)) throw fault;
        return save(stored.version, content);
      }
    },
    failureOf,
    keepLocal: (copy) =>
      writeLocal(key, copy === null ? null : JSON.stringify({ ...copy, resident: copy.content.resident })),
    wait: (milliseconds, then) => {
      const timer = window.setTimeout(then, milliseconds);
      return () => window.clearTimeout(timer);
    },
  });
};

/** Prefill that cannot be read leaves the fields empty: the form can still be written by hand. */
export const findPrefill = async (resident: string): Promise<Prefill> => {
  try {
    const given = await api.get(`/api/referrals/prefill?resident=${encodeURIComponent(resident)}`, PrefillAnswer);
    return Object.fromEntries(Object.entries(given).map(([field, value]) => [field, value ?? null]));
  } catch {
    return {};
  }
};

/** An empty draft, or one that begins with the referral that is referred onward. */
const beginning = async (resident: string, onward: string | undefined, signal: AbortSignal): Promise<ReferralDraft> => {
  const empty = emptyDraft(resident);
  if (onward === undefined) return empty;
  const { from, answers } = await findEarlier(onward, 'refer-onward', signal);
  const of = { id: onward, number: from?.number ?? '', organisation: from?.organisation ?? '' };
  return { ...carried(empty, answers), onward: of };
};

const open = async (
  id: string,
  person: string,
  asked: string | undefined,
  onward: string | undefined,
  signal: AbortSignal,
) => {
  const key = localKey(person, id);
  const copy = readCopy(key);
  let stored: DraftView | null;
  try {
    stored = isNewborn(id) ? null : await findDraft(id, signal);
  } catch (fault) {
    // Not reached, but this machine has it: go on writing.
    if (copy === null || fault instanceof ProblemError) throw fault;
    return keeperOf(id, key, { version: copy.version, content: copy.content, updatedAt: null, unsaved: true });
  }
  const resident = stored?.resident?.id ?? copy?.resident ?? asked;
  if (resident === undefined) return null;
  if (copy !== null && copy.version === (stored?.version ?? 0))
    return keeperOf(id, key, {
      version: copy.version,
      content: copy.content,
      updatedAt: stored?.updatedAt ?? null,
      unsaved: true,
    });
  if (stored !== null) {
    const { version, updatedAt } = stored;
    const content = draftFrom(resident, stored.content);
    if (copy === null) return keeperOf(id, key, { version, content, updatedAt, unsaved: false });
    // Both were written on: this page shows this machine's, and saving will say that there is another.
    return keeperOf(id, key, { version: copy.version, content: copy.content, updatedAt, unsaved: true });
  }
  const content = prefilled(await beginning(resident, onward, signal), await findPrefill(resident));
  return keeperOf(id, key, { version: 0, content, updatedAt: null, unsaved: false });
};

/** `data` null: neither draft nor resident is known by this address. */
export const useDraftKeeper = (id: string, person: string, resident: string | undefined, onward?: string) => {
  const opened = useQuery({
    queryKey: ['draft', id, person],
    queryFn: ({ signal }) => open(id, person, resident, onward, signal),
    // Read once and never behind the writer's back: a second reading would be a second writer of the same draft.
    staleTime: 'static',
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // Opened anew each time: another page may have written on.
    gcTime: 0,
  });
  const keeper = opened.data;
  useEffect(() => {
    if (keeper === null || keeper === undefined) return;
    const stopListening = onConnection(() => {
      if (!isOffline()) keeper.reconnected();
    });
    const back = (): void => keeper.reconnected();
    const leave = (): void => void keeper.flush();
    window.addEventListener('online', back);
    document.addEventListener('visibilitychange', leave);
    return () => {
      stopListening();
      window.removeEventListener('online', back);
      document.removeEventListener('visibilitychange', leave);
      void keeper.flush();
    };
  }, [keeper]);
  return opened;
};

export const useKept = (keeper: DraftKeeper<ReferralDraft>): KeeperView<ReferralDraft> =>
  useSyncExternalStore(keeper.subscribe, keeper.view);

export const useSummary = (resident: string) =>
  useQuery({
    queryKey: ['resident-summary', resident],
    queryFn: async ({ signal }) => {
      const summary = await api.get(`/api/residents/${resident}/summary`, ResidentSummary, signal);
      serverTimeIs(summary.serverTime);
      return summary;
    },
    staleTime: 60_000,
  });

/** After a conflict: what is on the server now. */
export const useConflict = (id: string, keeper: DraftKeeper<ReferralDraft>) => {
  const queries = useQueryClient();
  const [failed, setFailed] = useState(false);
  const settle = async (keepMine: boolean): Promise<void> => {
    setFailed(false);
    try {
      const latest = await findDraft(id);
      const mine = keeper.view().content;
      if (keepMine || latest === null) await keeper.overrule(latest?.version ?? 0);
      else keeper.adopt(latest.version, draftFrom(mine.resident, latest.content), latest.updatedAt);
      void queries.invalidateQueries({ queryKey: ['departments'] });
    } catch {
      setFailed(true);
    }
  };
  return { failed, keepMine: () => void settle(true), takeTheirs: () => void settle(false) };
};
