/** From what was counted to what is answered: the same for the database and for the recount in memory. Pure. */
import { combine } from './combine.ts';
import type { FigureAnswer, FigureDefinition, Missing } from './define.ts';
import { fromNumber, millionths, quotient } from './decimal.ts';
import { toldOf } from './life-table.ts';
import { medianWait } from './wait.ts';
import type { Waited } from './wait.ts';

/** What one measure came to. `recorded`: the scope ever recorded anything of the view until the period's end. */
export type Counted = {
  readonly amount: string | null;
  readonly recorded: boolean;
};

export type CountedFigure =
  | { readonly kind: 'number'; readonly of: Counted }
  | { readonly kind: 'rate'; readonly numerator: Counted; readonly denominator: Counted }
  | { readonly kind: 'waited'; readonly recorded: boolean; readonly waited: readonly Waited[] }
  | { readonly kind: 'checklist'; readonly recorded: boolean; readonly standing: number }
  | { readonly kind: 'combined'; readonly parts: readonly (string | null)[] };

export type Valued = Pick<FigureAnswer, 'value' | 'numerator' | 'denominator' | 'missing'>;

const without = (missing: Missing, numerator: string | null = null, denominator: string | null = null): Valued => ({
  value: null,
  numerator,
  denominator,
  missing,
});

/** Nothing to divide by is no value, and neither is what nobody ever recorded: zero is said only where somebody counts. */
export const valueOf = ({ value }: FigureDefinition, counted: CountedFigure): Valued => {
  switch (counted.kind) {
    case 'number': {
      const { amount, recorded } = counted.of;
      if (!recorded || amount === null) return without('nothing-recorded');
      return { value: amount, numerator: amount, denominator: null, missing: null };
    }
    case 'rate': {
      const { numerator, denominator } = counted;
      if (!numerator.recorded || !denominator.recorded || numerator.amount === null || denominator.amount === null)
        return without('nothing-recorded', numerator.recorded ? numerator.amount : null, denominator.amount);
      if (millionths(denominator.amount) === 0n) return without('no-denominator', numerator.amount, denominator.amount);
      return {
        value: quotient(numerator.amount, denominator.amount, value.kind === 'rate' ? value.per : 100),
        numerator: numerator.amount,
        denominator: denominator.amount,
        missing: null,
      };
    }
    case 'waited': {
      const { waited, recorded } = counted;
      if (!recorded) return without('nothing-recorded');
      const all = waited.reduce((sum, { over, waiting }) => sum + over + waiting, 0);
      const over = waited.reduce((sum, each) => sum + each.over, 0);
      if (all === 0) return without('no-denominator', '0', '0');
      const parts = [String(over), String(all)] as const;
      if (value.kind === 'wait') {
        const told = toldOf(value.told, value.bounds, waited);
        if (told === null) return without(value.told === 'median' ? 'not-half-over' : 'too-few-over', ...parts);
        return { value: fromNumber(told), numerator: parts[0], denominator: parts[1], missing: null };
      }
      const median = medianWait(waited);
      if (median === null) return without('not-half-over', ...parts);
      return { value: String(median), numerator: parts[0], denominator: parts[1], missing: null };
    }
    case 'checklist': {
      if (!counted.recorded) return without('nothing-recorded');
      const items = value.kind === 'checklist' ? value.items.length : 0;
      return {
        value: String(counted.standing),
        numerator: String(counted.standing),
        denominator: String(items),
        missing: null,
      };
    }
    case 'combined': {
      const combined = combine(value.kind === 'combined' ? value.how : 'sum', counted.parts);
      return 'missing' in combined
        ? without(combined.missing)
        : { value: combined.value, numerator: null, denominator: null, missing: null };
    }
  }
};
