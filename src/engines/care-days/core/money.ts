/** Money is whole fen (law 7); shares are basis points, ten thousand to the whole. Nothing here is ever a fraction. */
export type Fen = number;
export type BasisPoints = number;

/** A share of an amount, half a fen upward. */
export const shareOf = (fen: Fen, share: BasisPoints): Fen => Math.floor((fen * share + 5000) / 10_000);

/**
 * Shares of days that together are the share of their sum: what is rounded is carried to the next day, so that a month of
 * days equals to the fen what an insurer works out from the month's total.
 */
export type Carry = { readonly base: Fen; readonly given: Fen };
export const NO_CARRY: Carry = { base: 0, given: 0 };
export const shareWithCarry = (
  carry: Carry,
  fen: Fen,
  share: BasisPoints,
): { readonly fen: Fen; readonly carry: Carry } => {
  const base = carry.base + fen;
  const given = shareOf(base, share);
  return { fen: given - carry.given, carry: { base, given } };
};

export const isFen = (value: unknown): value is Fen =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
export const isShare = (value: unknown): value is BasisPoints => isFen(value) && value <= 10_000;
