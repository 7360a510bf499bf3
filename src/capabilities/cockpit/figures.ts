/** What the commission watches over all capabilities, and the registers kept by hand until records feed them. */
import { joinFigures } from '../../engines/figures/set.ts';
import type { FigureSet } from '../../engines/figures/set.ts';
import { FACT_VIEWS } from './facts.ts';
import { CASE_FIGURES } from './figures/cases.ts';
import { NATIONAL } from './figures/national.ts';
import { STATED } from './figures/stated.ts';
import { THEMES } from './figures/themes.ts';

export const cockpitFigures: FigureSet = {
  themes: THEMES,
  views: FACT_VIEWS,
  figures: [...CASE_FIGURES, ...NATIONAL, ...STATED],
  board: [
    'cases.under-way',
    'national.primary-visits',
    'national.inpatients-in-county',
    'national.fund-in-county',
    'national.chronic-hospitalised',
    'consortium.county-consortia',
    'consortium.urban-groups',
    'accreditation.basic-standard-institutions',
    'accreditation.recommended-standard-institutions',
    'family-doctor.contract-coverage',
    'hospice.standard-beds',
    'elder-care.beds',
    'workforce.dispatch-coverage',
  ],
};

/** The figures fed by hand, also those of which a later version is counted from records: their registers stay. */
export const REGISTERED = joinFigures([cockpitFigures]).catalogue;

/** What an entry can be made under: the figures fed by hand, and the bases of their rates. */
export const REGISTERS: ReadonlySet<string> = new Set(
  REGISTERED.figures.flatMap(({ value }) => {
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
