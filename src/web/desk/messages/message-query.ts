/** What this person was told, and marking it read: every query begins with `messages`, which the event stream renews. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { NoticeList, UnreadCount } from '../../../engines/notices/shapes.ts';
import type { NoticeView } from '../../../engines/notices/shapes.ts';
import { api, queryString } from '../../kit/api.ts';

const EVERY = 30_000;

/** For the top bar; null until it is known. */
export const useUnreadCount = (): number | null => {
  const { data } = useQuery({
    queryKey: ['messages', 'count'],
    queryFn: ({ signal }) => api.get('/api/notices/count', UnreadCount, signal),
    refetchInterval: EVERY,
  });
  return data?.unread ?? null;
};

export const useMessages = () =>
  useInfiniteQuery({
    queryKey: ['messages', 'list'],
    queryFn: ({ pageParam, signal }) =>
      api.get(`/api/notices${queryString({ cursor: pageParam ?? undefined })}`, NoticeList, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** One notice by its id, or every one up to a moment. */
export const useMarkRead = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: Pick<NoticeView, 'id'> | { readonly upTo: string }) =>
      'id' in what
        ? api.post(`/api/notices/${what.id}/read`, {}, UnreadCount)
        : api.post('/api/notices/read-all', what, UnreadCount),
    onSuccess: (count) => {
      queries.setQueryData(['messages', 'count'], count);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['messages'] }),
  });
};
