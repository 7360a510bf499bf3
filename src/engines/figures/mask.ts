/**
 * Small cells: a value behind which stand few residents whom the reader has no relation to is not shown. What lies between
 * numerator and denominator is such a cell too. Only small values are looked at, so that tiles cost nothing by it.
 */
import type { Actor, Database } from '../../platform/postgres/database.ts';
import type { Valued } from './answer.ts';
import type { CountScope } from './count.ts';
import type { FigureDefinition } from './define.ts';
import { residentsStatement } from './parts.ts';

type Masking = {
  readonly value: Valued;
  readonly parts: readonly { readonly definition: FigureDefinition; readonly scope: CountScope }[];
};
export type Masked = { readonly value: boolean; readonly denominator: boolean };

const SHOWN: Masked = { value: false, denominator: false };

const isSmall = (text: string | null, smallest: number): boolean =>
  text !== null && Number(text) > 0 && Number(text) < smallest;

const couldBeSmall = ({ value, numerator, denominator }: Valued, smallest: number): boolean =>
  value !== null &&
  (isSmall(numerator ?? value, smallest) ||
    isSmall(denominator, smallest) ||
    (numerator !== null && denominator !== null && isSmall(String(Number(denominator) - Number(numerator)), smallest)));

/** For each value whether it is masked, and its denominator. */
export const maskedOf = async (
  { db, smallestCell }: { readonly db: Database; readonly smallestCell: number },
  actor: Actor,
  at: Date,
  valued: readonly Masking[],
): Promise<readonly Masked[]> => {
  const asked = valued.flatMap(({ value, parts }, place) =>
    smallestCell > 0 && couldBeSmall(value, smallestCell)
      ? parts.map(({ definition, scope }) => ({ place, value, statement: residentsStatement(definition, scope) }))
      : [],
  );
  const masked = valued.map(() => SHOWN);
  if (asked.length === 0) return masked;
  const rows = await db.read(
    actor,
    at,
    asked.map(({ statement }) => statement),
  );
  for (const [n, { place, value }] of asked.entries()) {
    const strangers = (part: string): number =>
      Number(rows[n]?.find((row) => row['part'] === part)?.['strangers'] ?? 0);
    const before = masked[place] ?? SHOWN;
    const any = strangers('numerator') + strangers('denominator') > 0;
    masked[place] = {
      value: before.value || any,
      denominator: before.denominator || (any && isSmall(value.denominator, smallestCell)),
    };
  }
  return masked;
};
