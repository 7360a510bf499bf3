import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CaseView } from '../../../../engines/pathways/shapes.ts';
import { api } from '../../../../web/kit/api.ts';
import { Comparison, PairList } from '../shapes.ts';

export type PairTab = 'open' | 'closed';

/** The house's pairs, page by page. */
export const usePairs = (tab: PairTab) =>
  useInfiniteQuery({
    queryKey: ['identity', 'pairs', tab],
    queryFn: ({ pageParam, signal }) =>
      api.get(`/api/identity/pairs?tab=${tab}${pageParam === '' ? '' : `&after=${pageParam}`}`, PairList, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

export const useComparison = (id: string) =>
  useQuery({
    queryKey: ['identity', 'case', id],
    queryFn: ({ signal }) => api.get(`/api/identity/cases/${encodeURIComponent(id)}`, Comparison, signal),
  });

/** The same case as the engine shows any: the steps one may take, and what happened. */
export const useIdentityCase = (id: string) =>
  useQuery({
    queryKey: ['case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${encodeURIComponent(id)}`, CaseView, signal),
  });
