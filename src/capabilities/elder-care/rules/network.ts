/** What of the network is told where few persons stand behind a number. Pure. */

/** A number and the persons behind it. */
export type Cell = { readonly count: number; readonly residents: number };

const isSmall = ({ residents }: Cell, smallest: number): boolean => residents > 0 && residents < smallest;

/** Null where fewer persons stand behind it than may be told; nobody at all is told. */
export const toldOf = (cell: Cell | undefined, smallest: number): number | null =>
  cell === undefined ? 0 : isSmall(cell, smallest) ? null : cell.count;

/**
 * The parts of a sum that is told: one withheld alone could be worked out from the sum, so the next smallest is withheld with it.
 * In the order given.
 */
export const toldParts = (cells: readonly Cell[], smallest: number): readonly (number | null)[] => {
  const withheld = new Set(cells.filter((cell) => isSmall(cell, smallest)));
  if (withheld.size === 1) {
    const [next] = cells
      .filter((cell) => cell.residents > 0 && !withheld.has(cell))
      .sort((one, other) => one.residents - other.residents);
    if (next !== undefined) withheld.add(next);
  }
  return cells.map((cell) => (withheld.has(cell) ? null : cell.count));
};
