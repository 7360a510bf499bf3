/**
 * The order of a waiting list: points for why a bed is needed, for how much care is needed, and for each full thirty days waited, so
 * that nobody waits for ever behind newer ones. Every point is shown; equal sums stand in the order of their application.
 */
import TABLE from './waiting.json' with { type: 'json' };

export type Waiting = {
  readonly caseId: string;
  readonly appliedAt: Date;
  readonly level: string | null;
  readonly grounds: readonly string[];
};
export type Reason = { readonly code: string; readonly points: number };
export type Placed = {
  readonly caseId: string;
  readonly place: number;
  readonly points: number;
  readonly reasons: readonly Reason[];
};

export type WaitingRules = {
  readonly version: string;
  readonly source: string;
  readonly verified: boolean;
  readonly grounds: Readonly<Record<string, number>>;
  readonly levels: Readonly<Record<string, number>>;
  readonly perThirtyDays: number;
  readonly waitingAtMost: number;
};
export const WAITING_RULES: WaitingRules = TABLE;

const DAY = 86_400_000;

const pointsOf = (table: Readonly<Record<string, number>>, code: string): number =>
  Object.hasOwn(table, code) ? (table[code] ?? 0) : 0;

const reasonsOf = (entry: Waiting, at: Date, rules: WaitingRules): readonly Reason[] => {
  const grounds = [...new Set(entry.grounds)].map((code) => ({ code, points: pointsOf(rules.grounds, code) }));
  const level = entry.level === null ? [] : [{ code: entry.level, points: pointsOf(rules.levels, entry.level) }];
  const thirties = Math.max(0, Math.floor((at.getTime() - entry.appliedAt.getTime()) / (30 * DAY)));
  const waited = Math.min(rules.waitingAtMost, thirties * rules.perThirtyDays);
  return [...grounds, ...level, { code: 'waited', points: waited }].filter(({ points }) => points > 0);
};

/** The list in its order, each with its place counted from 1 and the reasons of its points. */
export const waitingOrder = (
  entries: readonly Waiting[],
  at: Date,
  rules: WaitingRules = WAITING_RULES,
): readonly Placed[] =>
  entries
    .map((entry) => {
      const reasons = reasonsOf(entry, at, rules);
      return { entry, reasons, points: reasons.reduce((total, { points }) => total + points, 0) };
    })
    .sort(
      (one, other) =>
        other.points - one.points ||
        one.entry.appliedAt.getTime() - other.entry.appliedAt.getTime() ||
        (one.entry.caseId < other.entry.caseId ? -1 : 1),
    )
    .map(({ entry, reasons, points }, index) => ({ caseId: entry.caseId, place: index + 1, points, reasons }));
