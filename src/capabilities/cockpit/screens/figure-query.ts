/** What the figures' screens ask for, and what stands in their address: codes and days only. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, queryString } from '../../../web/kit/api.ts';
import { useLanguage } from '../../../web/kit/language.ts';
import { FigureBoard, FigureList, FigurePage } from '../shapes.ts';

export type FigureSearch = {
  readonly [Key in 'theme' | 'kind' | 'id' | 'from' | 'until' | 'asOf']?: string | undefined;
};

export const useFigureList = (search: FigureSearch) => {
  const language = useLanguage();
  return useQuery({
    queryKey: ['figure-list', search, language],
    queryFn: ({ signal }) => api.get(`/api/figure-list${queryString(search)}`, FigureList, signal),
    placeholderData: keepPreviousData,
    staleTime: 20_000,
  });
};

export const useFigurePage = (code: string, search: FigureSearch) => {
  const language = useLanguage();
  const { theme: _theme, ...asked } = search;
  return useQuery({
    queryKey: ['figure-page', code, asked, language],
    queryFn: ({ signal }) =>
      api.get(`/api/figure-pages/${encodeURIComponent(code)}${queryString(asked)}`, FigurePage, signal),
    placeholderData: keepPreviousData,
    staleTime: 20_000,
  });
};

/** The overview's: no theme, and by which figure it compares. */
export type BoardSearch = Omit<FigureSearch, 'theme'> & { readonly compare?: string | undefined };

export const useFigureBoard = (search: BoardSearch) => {
  const language = useLanguage();
  return useQuery({
    queryKey: ['figure-board', search, language],
    queryFn: ({ signal }) => api.get(`/api/figure-board${queryString(search)}`, FigureBoard, signal),
    placeholderData: keepPreviousData,
    staleTime: 20_000,
  });
};
