/** Until when the receiver would have to answer, were this referral sent now: the region's dated limits, never constants here. */
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { URGENCIES } from '../../../engines/pathways/define.ts';
import type { Urgency } from '../../../engines/pathways/define.ts';
import { api } from '../../../web/kit/api.ts';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { useServerNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';

const Deadlines = z.object({
  items: z.array(z.object({ urgency: z.enum(URGENCIES), dueAt: z.string(), verified: z.boolean() })),
});

export type AnswerDue = {
  /** `14:45`, or with its day when it is another one. */
  readonly until: string;
  readonly verified: boolean;
};

/** Null while nothing is chosen, or when the limits could not be read: then no time is said, rather than a wrong one. */
export const useAnswerDue = (urgency: Urgency | null): AnswerDue | null => {
  const kit = useWords(kitTable);
  const now = useServerNow();
  const deadlines = useQuery({
    queryKey: ['referral-deadlines'],
    queryFn: ({ signal }) => api.get('/api/referrals/deadlines', Deadlines, signal),
    // They are moments from now on: asked again each minute.
    refetchInterval: 60_000,
  });
  const found = deadlines.data?.items.find((one) => one.urgency === urgency);
  return found === undefined ? null : { until: momentWords(found.dueAt, kit, now), verified: found.verified };
};
