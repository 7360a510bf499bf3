/** Imports as the server answers them; a run under way is asked for every second. */
import { useQuery } from '@tanstack/react-query';
import { ImportList, ImportRun } from '../../../consortium/imports/shapes.ts';
import { api } from '../../kit/api.ts';

export const isUnderWay = (state: ImportRun['state']): boolean => state === 'checking' || state === 'importing';

export const useImports = () =>
  useQuery({ queryKey: ['imports'], queryFn: ({ signal }) => api.get('/api/imports', ImportList, signal) });

export const useRun = (id: string) =>
  useQuery({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => api.get(`/api/imports/runs/${id}`, ImportRun, signal),
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data.state) ? 1000 : false),
  });

/** SHA-256 of a file as it lies on the disk now; null when it has been changed or moved since it was chosen. */
export const digestOf = async (file: File): Promise<string | null> => {
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    return null;
  }
};
