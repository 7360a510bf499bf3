/** Money and days as the hospice screens write them. */
export const yuan = (fen: number): string => {
  const sign = fen < 0 ? '−' : '';
  const whole = Math.floor(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  return `${sign}${whole.toLocaleString('en-US')}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`;
};

/** Always with its fen: on statements sums are compared digit by digit. */
export const yuanFull = (fen: number): string => {
  const said = yuan(fen);
  return said.includes('.') ? said : `${said}.00`;
};

/** Neighbours with the same key, in order: a run of days in one place. */
export const runsOf = <One>(
  items: readonly One[],
  key: (item: One) => string,
): readonly { readonly key: string; readonly items: readonly One[] }[] => {
  const runs: { key: string; items: One[] }[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.key === key(item)) last.items.push(item);
    else runs.push({ key: key(item), items: [item] });
  }
  return runs;
};
