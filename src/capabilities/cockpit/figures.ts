/** All figures of the platform, and the facts they are counted from. */
import { catalogue } from '../../engines/figures/define.ts';
import type { Catalogue } from '../../engines/figures/define.ts';
import { FACT_VIEWS } from './facts.ts';
import { CASE_FIGURES } from './figures/cases.ts';
import { NATIONAL } from './figures/national.ts';
import { STATED } from './figures/stated.ts';

export const FIGURES: Catalogue = catalogue(
  [...CASE_FIGURES, ...NATIONAL, ...STATED],
  FACT_VIEWS.map(({ code }) => code),
);

/** What an entry can be made under: the figures fed by hand, and the bases of their rates. */
export const REGISTERS: ReadonlySet<string> = new Set(
  FIGURES.figures.flatMap(({ value }) => {
    const registers = (where: unknown): readonly string[] => {
      const register = (where as Readonly<Record<string, unknown>> | undefined)?.['register'];
      return typeof register === 'string' ? [register] : [];
    };
    switch (value.kind) {
      case 'number':
        return registers(value.of.where);
      case 'rate':
        return [...registers(value.numerator.where), ...registers(value.denominator.where)];
      case 'checklist':
        return [value.register];
      default:
        return [];
    }
  }),
);
