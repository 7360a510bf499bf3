/**
 * Repeatable chance: the same words always give the same numbers, on every machine (integer arithmetic only). For synthetic
 * people and never for secrets.
 */
export type Draw = {
  /** 0 ≤ x < 1 */
  readonly next: () => number;
  /** A whole number from `min` to `max`, both included. */
  readonly whole: (min: number, max: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(list: readonly Item[]) => Item;
};

/** FNV-1a over the characters: spreads neighbouring seeds. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Starts a row of chances (mulberry32) from a text. */
export const drawFrom = (seed: string): Draw => {
  let state = hashOf(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const picked = list[whole(0, list.length - 1)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
};

/** `count` different numbers of 0 … size−1 in a repeatable order (Fisher–Yates from the end). */
export const shuffled = (size: number, seed: string): readonly number[] => {
  const draw = drawFrom(seed);
  const order = Array.from({ length: size }, (_, n) => n);
  for (let last = size - 1; last > 0; last--) {
    const other = draw.whole(0, last);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
};
