/** What of the network is told where few persons stand behind a number. Pure. */
import { suppressedOf } from '../../../engines/figures/suppress.ts';

/** A number and the persons behind it. */
export type Cell = { readonly count: number; readonly residents: number };

const isSmall = ({ residents }: Cell, smallest: number): boolean => residents > 0 && residents < smallest;

/** Null where fewer persons stand behind it than may be told; nobody at all is told. */
export const toldOf = (cell: Cell | undefined, smallest: number): number | null =>
  cell === undefined ? 0 : isSmall(cell, smallest) ? null : cell.count;

/** The parts of a sum that is told, in the order given: those withheld, and what else has to be so that the sum does not give them away. */
export const toldParts = (parts: readonly Cell[], smallest: number): readonly (number | null)[] => {
  const { cells } = suppressedOf(
    parts.map(({ residents }) => residents),
    smallest,
  );
  return parts.map(({ count }, place) => (cells.has(place) ? null : count));
};
