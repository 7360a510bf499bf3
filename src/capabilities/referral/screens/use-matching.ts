/** What a matching may be asked for in this region, and its reasons in the reader's words. */
import { useQuery } from '@tanstack/react-query';
import { MatchOptions } from '../../../consortium/capacity/match-shapes.ts';
import type { Wording } from '../../../consortium/capacity/matching-words.ts';
import { api } from '../../../web/kit/api.ts';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { useServerNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { wordingOf } from './candidate-words.ts';

const NONE = { devices: [], insurances: [] } as const;

export const useMatchOptions = () =>
  useQuery({
    queryKey: ['matching'],
    queryFn: ({ signal }) => api.get('/api/matching', MatchOptions, signal),
    staleTime: Infinity,
  });

/** Until the lists are there, a code stands for itself. */
export const useWording = (): Wording => {
  const options = useMatchOptions();
  return wordingOf(useWords(kitTable), useServerNow(), options.data ?? NONE, useLanguage());
};
