/** The worklist as the server answers it, page by page. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Worklist, WorklistMarks, WorklistQuery } from '../../../engines/pathways/shapes.ts';
import { api, queryString } from '../../../web/kit/api.ts';
import { serverTimeIs } from '../../../web/kit/server-time.ts';

/** What the address bar may hold; a wrong code is as if it were not there. */
export type Filter = Omit<WorklistQuery, 'cursor' | 'count'>;

const readWorklist = async (query: Partial<WorklistQuery>, signal: AbortSignal): Promise<Worklist> => {
  const answer = await api.get(`/api/worklist${queryString(query)}`, Worklist, signal);
  serverTimeIs(answer.serverTime);
  return answer;
};

/** Reads `search` as a filter, dropping codes that are none. */
export const filterOf = (search: Readonly<Record<string, unknown>>): Filter => {
  const kept: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(WorklistQuery.shape)) {
    if (key === 'cursor' || key === 'count') continue;
    const read = schema.safeParse(search[key]);
    if (read.success && read.data !== undefined) kept[key] = read.data;
  }
  return { tab: 'open', ...kept };
};

export const useWorklist = (filter: Filter) =>
  useInfiniteQuery({
    queryKey: ['worklist', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      readWorklist({ ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 30_000,
  });

/** How many wait for me: the number in the side menu. */
export const useMineCount = (): number | null => {
  const { data } = useQuery({
    queryKey: ['worklist', 'count'],
    queryFn: ({ signal }) => readWorklist({ tab: 'mine', count: 1 }, signal),
    refetchInterval: 60_000,
  });
  return data?.counts.mine ?? null;
};

/** The marks there are here, and how many open cases carry each. */
export const useMarkCounts = () =>
  useQuery({
    queryKey: ['worklist', 'marks'],
    queryFn: ({ signal }) => api.get('/api/worklist/marks', WorklistMarks, signal),
    refetchInterval: 60_000,
  }).data?.marks;

/** A filter's marks, one more or one fewer. */
export const withMark = (filter: Filter, code: string): Filter => {
  const { mark, ...rest } = filter;
  const marks = mark?.split(',') ?? [];
  const next = marks.includes(code) ? marks.filter((one) => one !== code) : [...marks, code];
  return next.length === 0 ? rest : { ...rest, mark: next.join(',') };
};
