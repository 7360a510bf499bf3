/** Where this story is told: the instance that belongs to the worker it runs in, so that two stories never share a ward. */
import { inject } from 'vitest';

/** `http://127.0.0.1:…` of the instance this story visits. */
export const whereToldStory = (): string => {
  const origins = inject('origins');
  const worker = Number(process.env['VITEST_POOL_ID'] ?? '1');
  const origin = origins[(worker - 1) % origins.length];
  if (origin === undefined) throw new Error('no instance was started for the stories');
  return origin;
};
