/** Long work in slices, so that others are served between them: one process serves a region. */
import { setImmediate } from 'node:timers/promises';

const SLICE_MILLISECONDS = 8;

/** `await turn()` between pieces of work: lets others go first where the slice is used up, and costs nothing where not. */
export const takingTurns = (): (() => Promise<void> | undefined) => {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MILLISECONDS) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
};
