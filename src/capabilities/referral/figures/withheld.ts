/**
 * What a reader who looks over others is not told of residents (decision 0211): why a resident did not come or go on. Such reasons are
 * counted together where few stand behind one of them, and no list says which case ended for which.
 */
import type { Ending } from '../../../engines/pathways/define.ts';
import { suppressedOf } from '../../../engines/figures/suppress.ts';
import type { FigureCases, FigureView } from '../shapes.ts';

export const RESIDENTS_SIDE = [
  'patient-declined',
  'treated-elsewhere',
  'moved-away',
  'left-against-advice',
  'died',
] as const satisfies readonly Ending[];
/** In the place of reasons that are not told apart, and of a case's state. */
export const WITHHELD = 'withheld';
export const isResidentsSide = (ending: string): boolean =>
  (RESIDENTS_SIDE as readonly string[]).includes(ending) || ending === WITHHELD;

type Endings = FigureView['endings'];

/** One bar alone would tell itself by the total: it takes the next smallest with it. A reason that never occurred stays unnamed. */
export const withheldEndings = (endings: Endings, smallest: number): Endings => {
  const own = endings.filter(({ ending }) => isResidentsSide(ending));
  const { cells } = suppressedOf(
    own.map(({ count }) => count),
    smallest,
  );
  if (cells.size === 0) return endings;
  const together = own.reduce((sum, { count }, place) => sum + (cells.has(place) ? count : 0), 0);
  return [
    ...endings.filter(({ ending }) => !isResidentsSide(ending)),
    ...own.filter((_, place) => !cells.has(place)),
    { ending: WITHHELD, count: together },
  ];
};

/** The same cases, each that ended on the resident's side without saying how. */
export const withheldCases = ({ items, next }: FigureCases): FigureCases => ({
  items: items.map((row) =>
    isResidentsSide(row.state) || (row.ending !== null && isResidentsSide(row.ending))
      ? { ...row, state: WITHHELD, ending: null }
      : row,
  ),
  next,
});
