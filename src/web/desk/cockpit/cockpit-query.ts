/** The figures and the cases behind them as the server answers them; shapes are the referral's own. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { FigureCases, FigureView } from '../../../capabilities/referral/index.ts';
import type { Part } from '../../../capabilities/referral/index.ts';
import { api, queryString } from '../../kit/api.ts';
import { useLanguage } from '../../kit/language.ts';

export type Asked = {
  readonly scope?: string | undefined;
  readonly side?: string | undefined;
  readonly from: string;
  readonly until: string;
  /** The past day at whose end the figures stood. */
  readonly asOf?: string | undefined;
};

export const useFigures = (asked: Asked) => {
  const language = useLanguage();
  return useQuery({
    queryKey: ['cockpit', asked.scope, asked.side, asked.from, asked.until, asked.asOf, language],
    queryFn: ({ signal }) => api.get(`/api/figures/referral${queryString(asked)}`, FigureView, signal),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
};

export type Opened = Asked & {
  readonly part: Part;
  readonly flow?: string | undefined;
  readonly reason?: string | undefined;
  readonly other?: string | undefined;
};

export const useFigureCases = (opened: Opened) =>
  useInfiniteQuery({
    queryKey: ['cockpit-cases', opened],
    queryFn: ({ pageParam, signal }) =>
      api.get(
        `/api/figures/referral/cases${queryString({ ...opened, cursor: pageParam ?? undefined })}`,
        FigureCases,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
