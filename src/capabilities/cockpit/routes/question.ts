/** What the routes of figures stand on, and what is asked of them. */
import type { AuditRow } from '../../../platform/audit.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import type { FigurePeriod, FigureScope } from '../../../engines/figures/define.ts';
import type { FigureParts } from '../../../engines/figures/read.ts';
import type { JoinedFigures } from '../../../engines/figures/set.ts';

export type FigureRoutesParts = FigureParts & {
  readonly sentence: (refusal: Refusal, language: Language) => string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  readonly region: { readonly name: string; readonly nameEn: string };
  /** Fewer than this in a denominator are listed and not compared. */
  readonly compared: number;
} & Pick<JoinedFigures, 'themes' | 'board' | 'networks'>;

export type FigureQuestion = {
  readonly scope: FigureScope;
  readonly period: FigurePeriod;
  readonly asOf: Date | null;
};
