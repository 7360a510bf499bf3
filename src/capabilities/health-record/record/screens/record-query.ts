/** What the record's page asks the server. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ResidentAccess } from '../../../../consortium/access/shapes.ts';
import { api, queryString } from '../../../../web/kit/api.ts';
import { useLanguage } from '../../../../web/kit/language.ts';
import { serverTimeIs } from '../../../../web/kit/server-time.ts';
import { Entries, EntryView, RecordFound, RecordView } from '../shapes.ts';
import type { Part } from '../shapes.ts';

export const recordPath = (id: string): string => `/api/residents/${encodeURIComponent(id)}/record`;

export const useRecord = (id: string) => {
  const language = useLanguage();
  return useQuery({
    // the states of cases come worded in the reader's language
    queryKey: ['record', id, language],
    queryFn: async ({ signal }) => {
      const view = await api.get(recordPath(id), RecordView, signal);
      serverTimeIs(view.serverTime);
      return view;
    },
    placeholderData: (before) => (before?.resident.id === id ? before : undefined),
  });
};

/** Why one may look, and how much is withheld; the record itself does not wait for it. */
export const useAccess = (id: string) =>
  useQuery({
    queryKey: ['record', id, 'access'],
    queryFn: ({ signal }) =>
      api.get(`/api/residents/${encodeURIComponent(id)}/access${queryString({ count: 1 })}`, ResidentAccess, signal),
  });

export const useEntries = (id: string, part: Part) =>
  useInfiniteQuery({
    queryKey: ['record', id, 'entries', part],
    queryFn: ({ signal, pageParam }) =>
      api.get(`${recordPath(id)}/entries${queryString({ part, after: pageParam })}`, Entries, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const useEntry = (id: string, type: string, entry: string, version: number | null) =>
  useQuery({
    queryKey: ['record', id, 'entry', type, entry, version],
    queryFn: ({ signal }) =>
      api.get(
        `${recordPath(id)}/entries/${type}/${entry}${queryString({ version: version ?? undefined })}`,
        EntryView,
        signal,
      ),
    placeholderData: (before) => (before?.id === entry && before.type === type ? before : undefined),
  });

export const searchRecord = (id: string, q: string): Promise<RecordFound> =>
  api.post(`${recordPath(id)}/search`, { q }, RecordFound);
