import { useQuery } from '@tanstack/react-query';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';

/** One case as this reader may see it; `['case', id]` is what events make old. */
export const useCase = (id: string) =>
  useQuery({
    queryKey: ['case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${encodeURIComponent(id)}`, CaseView, signal),
  });
