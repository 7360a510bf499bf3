/** The closed-loop figure and its cases as the server answers them. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, queryString } from '../../kit/api.ts';
import { useLanguage } from '../../kit/language.ts';
import type { OrganisationRate, Period } from './rate.ts';

const named = z.object({ id: z.string(), name: z.string() });
const count = z.int().nullable();

const Row = z
  .object({
    organisation: named,
    consortium: named.nullable(),
    numerator: count,
    denominator: count,
    value: z.number().nullable(),
  })
  .transform(
    ({ consortium, ...row }): OrganisationRate => ({
      ...row,
      consortium: consortium?.name ?? null,
    }),
  );

const Figure = z.object({
  code: z.string(),
  /** In the reader's language. */
  definition: z.string(),
  version: z.int(),
  verified: z.boolean(),
  unit: z.string(),
  asOf: z.string(),
  value: z.number().nullable(),
  numerator: count,
  denominator: count,
  byOrganisation: z.array(Row),
});
export type Figure = z.infer<typeof Figure>;

export const useFigure = (code: string, period: Period) => {
  const language = useLanguage();
  return useQuery({
    queryKey: ['figure', code, period.from, period.until, language],
    queryFn: ({ signal }) => api.get(`/api/figures/${code}${queryString(period)}`, Figure, signal),
    staleTime: 30_000,
  });
};

const FigureCase = z.object({
  id: z.string(),
  number: z.string(),
  state: z.string(),
  urgency: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  ending: z.string().nullable(),
  /** The sender. */
  organisation: named,
});
export type FigureCase = z.infer<typeof FigureCase>;
const FigureCases = z.object({ items: z.array(FigureCase), next: z.string().nullable() });

export type Part = 'numerator' | 'denominator';

export const useFigureCases = (code: string, period: Period, part: Part, organisation: string | undefined) =>
  useInfiniteQuery({
    queryKey: ['figure-cases', code, period.from, period.until, part, organisation],
    queryFn: ({ pageParam, signal }) =>
      api.get(
        `/api/figures/${code}/cases${queryString({ ...period, part, organisation, cursor: pageParam ?? undefined })}`,
        FigureCases,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
