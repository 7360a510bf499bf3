/** A week's roster, and changing it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CopiedWeek, Roster, ShiftMade } from '../../../consortium/duty/shapes.ts';
import type { CopyWeekBody, NewShiftBody, Rostered } from '../../../consortium/duty/shapes.ts';
import { Nothing, api, queryString } from '../../kit/api.ts';

export type Asked = { readonly from: string; readonly role: Rostered; readonly department: string | undefined };

export const useRoster = ({ from, role, department }: Asked) =>
  useQuery({
    queryKey: ['duty', from, role, department ?? ''],
    queryFn: ({ signal }) => api.get(`/api/duty${queryString({ from, role, department })}`, Roster, signal),
    placeholderData: (before) => before,
  });

export const useRosterChange = () => {
  const queries = useQueryClient();
  const onSuccess = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['duty'] });
    // the side menu says whom to ring now
    await queries.invalidateQueries({ queryKey: ['session'] });
  };
  return {
    add: useMutation({
      mutationFn: (body: NewShiftBody) => api.post('/api/duty/shifts', body, ShiftMade),
      onSuccess,
    }),
    copy: useMutation({
      mutationFn: (body: CopyWeekBody) => api.post('/api/duty/copies', body, CopiedWeek),
      onSuccess: (answer) => (answer.done ? onSuccess() : undefined),
    }),
    remove: useMutation({ mutationFn: (id: string) => api.remove(`/api/duty/shifts/${id}`, Nothing), onSuccess }),
  };
};
