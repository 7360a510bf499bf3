/**
 * How long until half had it over, when some still wait: the product-limit estimate (E. L. Kaplan, P. Meier, J Am Stat Assoc 1958;
 * 53: 457–481). Who still waits counts as waiting until now and leaves the table there. Pure.
 */

/** So many had it over, and so many were still waiting, after just so many minutes. */
export type Waited = { readonly minutes: number; readonly over: number; readonly waiting: number };

/** Minutes after which at most half were still waiting; null while more than half are, or there is nobody. */
export const medianWait = (waited: readonly Waited[]): number | null => {
  const inOrder = [...waited].sort((one, other) => one.minutes - other.minutes);
  let atRisk = inOrder.reduce((sum, { over, waiting }) => sum + over + waiting, 0);
  // the share still waiting as a fraction of whole numbers, so that half is exactly half
  let [top, bottom] = [1n, 1n];
  for (const { minutes, over, waiting } of inOrder) {
    if (over > 0) {
      top *= BigInt(atRisk - over);
      bottom *= BigInt(atRisk);
      // long products are shortened; what is lost is below a thousand-millionth
      if (bottom > 2n ** 512n) [top, bottom] = [top >> 384n, bottom >> 384n];
      if (top * 2n <= bottom) return minutes;
    }
    atRisk -= over + waiting;
  }
  return null;
};
