/** What the routes of hospice care are given. */
import type { Donation } from '../../../engines/care-days/core/facts.ts';
import type { CareDayRules } from '../../../engines/care-days/settle.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';

export type HospiceRoutesOptions = {
  readonly engine: Engine;
  readonly rules: CareDayRules;
  readonly donations: readonly Donation[];
  readonly recordRead: (row: AuditRow) => Promise<void>;
};
