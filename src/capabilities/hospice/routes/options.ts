/** What the routes of hospice care are given. */
import type { Donation } from '../../../engines/care-days/core/facts.ts';
import type { CareDayRules } from '../../../engines/care-days/settle.ts';
import type { FigureSource } from '../../../engines/letters/figures-port.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import type { Printer } from '../../../platform/pdf/printer.ts';

export type HospiceRoutesOptions = {
  readonly engine: Engine;
  readonly rules: CareDayRules;
  readonly donations: readonly Donation[];
  /** The installation's figures; null where there are none. */
  readonly figures: FigureSource | null;
  /** Makes the PDF of a paper. */
  readonly printer: Pick<Printer, 'print'>;
  /** The first number of residents that may be shown to who has no relation to them. */
  readonly smallestCell: number;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};
