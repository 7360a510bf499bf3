/** What the first process and its workers tell each other. Plain values: they travel as JSON. */
import { z } from 'zod';

export const ToPrimary = z.discriminatedUnion('kanglian', [
  z.object({ kanglian: z.literal('ready'), address: z.string() }),
  z.object({ kanglian: z.literal('ask-metrics'), id: z.number() }),
  z.object({ kanglian: z.literal('own-metrics'), id: z.number(), metrics: z.array(z.unknown()) }),
  z.object({ kanglian: z.literal('spent'), minute: z.number(), spent: z.array(z.tuple([z.string(), z.number()])) }),
]);
export type ToPrimary = z.infer<typeof ToPrimary>;

export const ToWorker = z.discriminatedUnion('kanglian', [
  z.object({ kanglian: z.literal('tell-metrics'), id: z.number() }),
  z.object({ kanglian: z.literal('all-metrics'), id: z.number(), text: z.string() }),
  z.object({
    kanglian: z.literal('spent-in-all'),
    minute: z.number(),
    spent: z.array(z.tuple([z.string(), z.number()])),
  }),
]);
export type ToWorker = z.infer<typeof ToWorker>;
