import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/kit/api.ts';
import { FilingView, PaperList } from '../papers/shapes.ts';

export const papersPath = (id: string): string => `/api/cases/${encodeURIComponent(id)}/papers`;
export const filingPath = (id: string): string => `/api/cases/${encodeURIComponent(id)}/filing`;

/** Under the case's own key, so that whatever makes the case old makes these old. */
export const usePapers = (id: string) =>
  useQuery({
    queryKey: ['case', id, 'papers'],
    queryFn: ({ signal }) => api.get(papersPath(id), PaperList, signal),
  });

export const useFiling = (id: string) =>
  useQuery({
    queryKey: ['case', id, 'filing'],
    queryFn: ({ signal }) => api.get(filingPath(id), FilingView, signal),
  });
