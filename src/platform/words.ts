/** The two languages of the product. Chinese is written first; a missing English key is a type error. */
export type Language = 'zh' | 'en';

/** The shape of a words table: the same keys in every language, functions keeping their parameters. */
export type Worded<Table> = {
  readonly [Key in keyof Table]: Table[Key] extends (...args: infer Args) => string
    ? (...args: Args) => string
    : Table[Key] extends string
      ? string
      : Worded<Table[Key]>;
};

/** `words({ … }, { … })`: the second table must have exactly the keys of the first. */
export const words = <const Table>(zh: Table, en: Worded<Table>): Readonly<Record<Language, Worded<Table>>> => ({
  zh: zh as unknown as Worded<Table>,
  en,
});
