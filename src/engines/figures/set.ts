/**
 * What a capability brings: its fact views, its figures, and what their themes are called. All sets are joined into one catalogue when
 * the program is put together; a figure may count the facts of another capability by the view's code, without importing it. Pure.
 */
import type { Language } from '../../platform/words.ts';
import { catalogue, FigureFault } from './define.ts';
import type { Catalogue, FigureDefinition, Measure } from './define.ts';
import type { FactView } from './facts.ts';

export type ThemeWords = Readonly<Record<Language, string>>;

export type FigureSet = {
  /** Of themes no other set names. */
  readonly themes?: Readonly<Record<string, ThemeWords>>;
  readonly views: readonly FactView[];
  readonly figures: readonly FigureDefinition[];
  /** Codes the commission's overview shows at a glance, the most telling first; few of each capability. */
  readonly board?: readonly string[];
  /** What the overview draws as a network: facts that go from one organisation to another. */
  readonly network?: Network;
};

export type Network = {
  readonly measure: Omit<Measure, 'count'>;
  readonly ends: { readonly from: string; readonly to: string };
  readonly words: ThemeWords;
};

export type JoinedFigures = {
  readonly views: readonly FactView[];
  readonly catalogue: Catalogue;
  readonly themes: ReadonlyMap<string, ThemeWords>;
  readonly board: readonly string[];
  readonly networks: readonly Network[];
};

/** Throws `FigureFault` where two sets bring one view or one version of a figure, a theme has no name, or `catalogue` throws. */
export const joinFigures = (sets: readonly FigureSet[]): JoinedFigures => {
  const views = sets.flatMap((set) => set.views);
  const twice = views.find(({ code }, place) => views.findIndex((each) => each.code === code) !== place);
  if (twice !== undefined) throw new FigureFault('view-twice', { part: twice.code });
  const themes = new Map(sets.flatMap((set) => Object.entries(set.themes ?? {})));
  const figures = sets.flatMap((set) => set.figures);
  const nameless = figures.find(({ theme }) => !themes.has(theme));
  if (nameless !== undefined) throw new FigureFault('theme', { code: nameless.code, part: nameless.theme });
  const all = catalogue(
    figures,
    views.map(({ code }) => code),
  );
  const board = sets.flatMap((set) => set.board ?? []);
  const strange = board.find((code) => all.find(code) === undefined);
  if (strange !== undefined) throw new FigureFault('unknown', { code: 'board', part: strange });
  return { views, themes, catalogue: all, board, networks: sets.flatMap(({ network }) => network ?? []) };
};
