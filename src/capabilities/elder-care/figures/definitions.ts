/** How the figures of elder care are written down: the platform's own, unverified, since no national definition was found. */
import { figure } from '../../../engines/figures/define.ts';
import type { Condition, FigureDefinition, FigureValue, Measure } from '../../../engines/figures/define.ts';

/** The levels of the assessment of ability, the least disabled first, as its figures name them. */
export const ABILITY_LEVELS = [
  ['level-0', '能力完好', 'able'],
  ['level-1', '轻度失能', 'mildly disabled'],
  ['level-2', '中度失能', 'moderately disabled'],
  ['level-3', '重度失能', 'severely disabled'],
  ['level-4', '完全失能', 'wholly disabled'],
] as const;

export type Text = readonly [name: string, unit: string, definition: string, leavesOut: string];
type More = {
  readonly theme?: string;
  readonly version?: number;
  readonly validFrom?: string;
  readonly decimals?: number;
};

export const define = (
  code: string,
  zh: Text,
  en: Text,
  value: FigureValue,
  { theme = 'elder-care', version = 1, validFrom = '2000-01-01', decimals = 0 }: More = {},
): FigureDefinition => {
  const worded = ([name, unit, definition, leavesOut]: Text) => ({ name, unit, definition, leavesOut });
  return figure({
    ...{ code, version, theme, words: { zh: worded(zh), en: worded(en) }, value },
    dimensions: ['organisation', 'level', 'consortium', 'district', 'month'],
    ...{ better: 'neither', decimals, validFrom },
    source: { title: '平台自定口径，未见国家定义', verified: false },
    evidence: 'none',
  });
};
export const measure = (view: string, count: Measure['count'], when: Measure['when'], where?: Condition): Measure => ({
  view,
  count,
  when,
  ...(where === undefined ? {} : { where }),
});
export const number = (...of: Parameters<typeof measure>): FigureValue => ({ kind: 'number', of: measure(...of) });
export const percent = (numerator: Measure, denominator: Measure): FigureValue => ({
  ...{ kind: 'rate', numerator, denominator, per: 100 },
});
