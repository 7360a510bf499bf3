/** What the routes of proposals are given. */
import type { FigureSource } from '../../../engines/letters/figures-port.ts';
import type { Say } from '../../../engines/pathways/case-view.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import type { Printer } from '../../../platform/pdf/printer.ts';

export type ProposalRoutesOptions = {
  readonly engine: Engine;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  readonly printer: Printer;
  readonly say: Say;
  /** What promises are shown by; null where no figures are kept. */
  readonly figures: FigureSource | null;
};
