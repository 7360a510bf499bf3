/** What the address of the statements says, and what is asked of the server for it. Pure but for the clock's day it is given. */
import type { StatementKind } from '../../../engines/care-days/core/monthly.ts';

export type Chosen = { readonly month: string; readonly by: StatementKind };

const KINDS: readonly StatementKind[] = ['person', 'institution', 'payer'];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The twelve months up to that of a day, the latest first. */
export const monthsTo = (day: string): readonly string[] => {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
};

/** `known`: false where the address names a month that is none or still to come; the month of the day is shown instead. */
export const chosenFrom = (
  search: Readonly<Record<string, unknown>>,
  today: string,
  overseer: boolean,
): Chosen & { readonly known: boolean } => {
  const of = (name: string): string => {
    const value = search[name];
    return typeof value === 'string' ? value : '';
  };
  const asked = of('month');
  const known = asked === '' || (MONTH.test(asked) && asked <= today.slice(0, 7));
  const by = KINDS.find((kind) => kind === of('by')) ?? 'person';
  return {
    known,
    month: asked === '' || !known ? today.slice(0, 7) : asked,
    by: overseer && by === 'person' ? 'institution' : by,
  };
};
