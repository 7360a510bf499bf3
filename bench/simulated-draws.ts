/** Draws of a simulation: the same seed makes the same sequence on every machine. */
export type Draw = {
  /** From 0 to 1, 1 excluded. */
  (): number;
  /** Exponential with this mean. */
  readonly exponential: (mean: number) => number;
};

/** SplitMix-like counter generator on 32 bits: enough for a simulation, for nothing secret. */
export const drawing = (seed: number): Draw => {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  return Object.assign(uniform, { exponential: (mean: number): number => -Math.log(1 - uniform()) * mean });
};
