/** What has been used up while the days of one resident are gone through in order: limits, deductibles, roundings. */
import type { Carry, Fen } from './money.ts';
import { NO_CARRY, shareWithCarry } from './money.ts';
import type { BasisPoints } from './money.ts';

export type Tally = {
  readonly count: (key: string) => number;
  readonly add: (key: string, by: number) => void;
  readonly share: (key: string, fen: Fen, share: BasisPoints) => Fen;
};

export const newTally = (): Tally => {
  const counts = new Map<string, number>();
  const carries = new Map<string, Carry>();
  return {
    count: (key) => counts.get(key) ?? 0,
    add: (key, by) => {
      counts.set(key, (counts.get(key) ?? 0) + by);
    },
    share: (key, fen, share) => {
      const given = shareWithCarry(carries.get(key) ?? NO_CARRY, fen, share);
      carries.set(key, given.carry);
      return given.fen;
    },
  };
};
