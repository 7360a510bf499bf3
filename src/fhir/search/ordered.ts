/**
 * Values with an order as whole numbers of 64 bits that have the same order, so that dates, numbers and quantities are compared
 * alike: a date by its milliseconds since 1970, a number by the bits of its double.
 */

export type Ordered = bigint;

/** Before and after everything: the open ends of a period or a range. */
export const LOWEST: Ordered = -(2n ** 63n);
export const HIGHEST: Ordered = 2n ** 63n - 1n;

const view = new DataView(new ArrayBuffer(8));

/** A number; infinities become the open ends. */
export const orderedNumber = (value: number): Ordered => {
  if (value === Infinity) return HIGHEST;
  if (value === -Infinity) return LOWEST;
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigInt64(0);
  // of negative doubles the larger bits are the smaller number
  return bits >= 0n ? bits : bits ^ 0x7fffffffffffffffn;
};

/** A moment in milliseconds since 1970; infinities become the open ends. */
export const orderedInstant = (milliseconds: number): Ordered => {
  if (milliseconds === Infinity) return HIGHEST;
  return milliseconds === -Infinity ? LOWEST : BigInt(Math.trunc(milliseconds));
};

/** Adds the two halves of a 64-bit integer, as columns of PostgreSQL take them. */
export const addHalves = (halves: number[], value: bigint): void => {
  halves.push(Number(value >> 32n), Number(BigInt.asIntN(32, value)));
};
