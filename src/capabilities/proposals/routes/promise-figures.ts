/** What the figures say today of what was promised: beside each promise that names one. */
import type { FigureSource } from '../../../engines/letters/figures-port.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import type { PromiseRow } from '../shapes.ts';

/** Rows with the present value of their figures; a code no figure has is said to be none, a missing value stays missing. */
export const withFigures = async (
  figures: FigureSource | null,
  actor: Actor,
  today: string,
  rows: readonly PromiseRow[],
): Promise<PromiseRow[]> => {
  const codes = [...new Set(rows.flatMap(({ figure }) => figure ?? []))].filter(
    (code) => figures?.catalogue.find(code) !== undefined,
  );
  if (figures === null || codes.length === 0) return [...rows];
  const period = { from: `${today.slice(0, 4)}-01-01`, to: today };
  const answers = await figures.read(
    actor,
    codes.map((code) => ({ code, scope: { kind: 'region' as const }, period, asOf: null, trace: false })),
  );
  const now = new Map(
    codes.flatMap((code, at): readonly (readonly [string, NonNullable<PromiseRow['figureNow']>])[] => {
      const words = figures.catalogue.find(code)?.words.zh;
      const answer = answers[at];
      if (words === undefined || answer === undefined || isRefusal(answer)) return [];
      return [[code, { name: words.name, unit: words.unit, value: answer.value, asOf: answer.period.to }]];
    }),
  );
  return rows.map((row) => ({ ...row, figureNow: row.figure === null ? null : (now.get(row.figure) ?? null) }));
};
