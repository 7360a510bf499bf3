/** The records behind a figure, as its page lists them: a case by its number, everything else only where the reader may open it. */
import type { FigureDefinition } from '../../../engines/figures/define.ts';
import { noLimits } from '../../../engines/figures/read.ts';
import type { CountScope } from '../../../engines/figures/count.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import type { FigureQuestion, FigureRoutesParts } from './question.ts';
import { findRecords } from './statements.ts';

const MOST_RECORDS = 100;

/** What is counted: the scope's organisations as known at the moment. */
export const countScopeOf = async (
  parts: FigureRoutesParts,
  { scope, period, asOf }: FigureQuestion,
  actor: Actor,
): Promise<CountScope> => {
  const moment = asOf ?? parts.clock.now();
  const views = new Map(parts.views.map((view) => [view.code, view]));
  const [named = []] =
    scope.kind === 'region'
      ? []
      : await parts.db.read(actor, moment, [
          {
            name: 'figure-page-scope',
            text: 'select scope_organisations($1, $2, $3::date, $4::timestamptz) as organisations',
            values: [scope.kind, scope.id, period.to, moment],
          },
        ]);
  const organisations = scope.kind === 'region' ? null : ((named[0]?.['organisations'] ?? []) as readonly string[]);
  return {
    ...{ period, organisations, moment, past: asOf !== null, views },
    ...{ zone: parts.zone, limitDays: parts.limitDays ?? noLimits },
  };
};

export const recordsOf = async (
  parts: FigureRoutesParts,
  figure: FigureDefinition,
  question: FigureQuestion,
  actor: Actor,
  /** Of a masked value not even the number of its records is told. */
  masked: boolean,
) => {
  if (masked) return { records: [], others: 0, more: false };
  const counting: Actor = { ...actor, purpose: 'figures' };
  const scope = await countScopeOf(parts, question, counting);
  const [rows = []] = await parts.db.read(counting, parts.clock.now(), [findRecords(figure, scope, MOST_RECORDS)]);
  const open = rows.filter((row) => row['part'] !== 'others');
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    records: open.slice(0, MOST_RECORDS).map((row) => ({
      part: String(row['part']),
      record: String(row['record']),
      name: text(row['name']),
      open: row['open'] === true,
      organisation: text(row['organisation']),
      day: text(row['day']),
      amount: text(row['amount']),
      attributes: JSON.parse(text(row['attributes']) ?? '{}') as Record<string, string>,
    })),
    others: Number(rows.find((row) => row['part'] === 'others')?.['others'] ?? 0),
    more: open.length > MOST_RECORDS,
  };
};
