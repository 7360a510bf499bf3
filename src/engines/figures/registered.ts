/** What a pack's register says of a figure on a day, without a database: the same definitions over the entries in memory. Pure. */
import type { Catalogue, FigureDefinition } from './define.ts';
import { figureOver } from './over.ts';
import { factsOfEntries } from './pack.ts';
import type { PackEntry } from './pack.ts';

const registerOf = ({ value }: FigureDefinition): string | undefined => {
  const register = value.kind === 'number' ? value.of.where?.['register'] : undefined;
  return typeof register === 'string' ? register : undefined;
};

/** Answers by figure, statement and day: a decimal text, or a wording; undefined where the register has neither. */
export const registeredIn =
  (all: Catalogue, entries: readonly PackEntry[], view: string) =>
  (code: string | undefined, statement: string, day: string): string | undefined => {
    const definition = code === undefined ? undefined : all.find(code, day);
    if (definition === undefined) return undefined;
    const register = registerOf(definition);
    const own = entries.filter((entry) => entry.register === register && entry.from <= day);
    // what is no quantity is looked up by the statement it was read for
    const meant = own.find(({ item }) => item === statement);
    if (meant !== undefined) return meant.amount ?? meant.said;
    const { value } = figureOver(
      all,
      definition,
      {
        facts: factsOfEntries(entries, view),
        organisations: null,
        byHand: new Set([view]),
        moment: new Date(8.64e15),
      },
      { from: `${day.slice(0, 4)}-01-01`, to: day },
    );
    return value ?? (definition.value.kind === 'number' ? own.at(-1)?.said : undefined);
  };
