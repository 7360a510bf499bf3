/** What the screens of proposals ask the server. Filters live in the address bar; a code that is none is as if not there. */
import { useQuery } from '@tanstack/react-query';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api, queryString } from '../../../web/kit/api.ts';
import * as shapes from '../shapes.ts';

export type Filter = shapes.ProposalQuery;

/** Reads a search as a query of this shape, dropping what is wrong. */
const readAs = (
  shape: Readonly<Record<string, { safeParse: (value: unknown) => { success: boolean; data?: unknown } }>>,
  search: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const kept: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    const read = schema.safeParse(search[key]);
    if (read.success && read.data !== undefined && read.data !== '') kept[key] = read.data;
  }
  return kept;
};
export const filterOf = (search: Readonly<Record<string, unknown>>): Filter => ({
  tab: 'open',
  page: 1,
  ...readAs(shapes.ProposalQuery.shape, search),
});
export const promiseFilterOf = (search: Readonly<Record<string, unknown>>): shapes.PromiseQuery => ({
  tab: 'open',
  page: 1,
  ...readAs(shapes.PromiseQuery.shape, search),
});
export const overviewFilterOf = (search: Readonly<Record<string, unknown>>) =>
  readAs(shapes.OverviewQuery.shape, search) as { readonly body?: 'cppcc' | 'npc'; readonly year?: number };

export const useProposals = (filter: Partial<Filter>) =>
  useQuery({
    queryKey: ['proposals', 'list', filter],
    queryFn: ({ signal }) => api.get(`/api/proposals${queryString(filter)}`, shapes.ProposalList, signal),
    placeholderData: (before) => before,
    refetchInterval: 60_000,
  });
export const useMineCount = (): number | null => useProposals({ tab: 'mine' }).data?.counts.mine ?? null;

export const useProposal = (id: string, there = true) =>
  useQuery({
    enabled: there,
    queryKey: ['proposals', 'one', id],
    queryFn: ({ signal }) => api.get(`/api/proposals/${encodeURIComponent(id)}`, shapes.ProposalView, signal),
  });
/** The case behind it, as the engine shows any: the steps one may take, and what happened. */
export const useCase = (id: string, there = true) =>
  useQuery({
    queryKey: ['case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${encodeURIComponent(id)}`, CaseView, signal),
    enabled: there,
  });
/** Of which proposal a child case is. */
export const useParent = (id: string) =>
  useQuery({
    queryKey: ['proposals', 'parent', id],
    queryFn: ({ signal }) => api.get(`/api/proposals/shares/${encodeURIComponent(id)}`, shapes.ShareParent, signal),
  });
export const useChoices = () =>
  useQuery({
    queryKey: ['proposals', 'choices'],
    queryFn: ({ signal }) => api.get('/api/proposals/choices', shapes.Choices, signal),
    staleTime: 300_000,
  });
export const usePromises = (filter: shapes.PromiseQuery) =>
  useQuery({
    queryKey: ['proposals', 'promises', filter],
    queryFn: ({ signal }) => api.get(`/api/promises${queryString(filter)}`, shapes.PromiseList, signal),
    placeholderData: (before) => before,
  });
export const useOverview = (filter: { readonly body?: 'cppcc' | 'npc'; readonly year?: number }) =>
  useQuery({
    queryKey: ['proposals', 'overview', filter],
    queryFn: ({ signal }) => api.get(`/api/proposals/overview${queryString(filter)}`, shapes.Overview, signal),
    placeholderData: (before) => before,
  });
