/** What a statement is written with. */

/** Names elements of lateral joins and collects parameters. */
export type Writing = {
  readonly add: (value: unknown, type: string) => string;
  readonly alias: (letter: string) => string;
};

export const writing = (values: unknown[]): Writing => {
  let named = 0;
  return {
    add: (value, type) => {
      values.push(value);
      return `$${values.length}::${type}`;
    },
    alias: (letter) => `${letter}${++named}`,
  };
};
