/** What the database refused, as the refusal a person will read; and the HTTP status of this layer's refusals. */
import { constraintOf, isGuardFailure } from '../platform/postgres/faults.ts';
import type { Refusal } from '../platform/refusal.ts';
import { refuse } from '../platform/refusal.ts';

const BY_CONSTRAINT: Readonly<Record<string, string>> = {
  duty_shift_twice: 'duty.twice',
  hold_slot: 'hold.slot-taken',
  hold_subject: 'hold.already-held',
  hold_bed_tstzrange_excl: 'hold.bed-taken',
  resident_card_unique: 'resident.exists',
};

/** The refusal a guard or constraint stands for; any other fault is thrown on. */
export const refusalOf = (fault: unknown): Refusal => {
  // a guard's message is the code of its refusal (capacity/holds.ts)
  if (isGuardFailure(fault)) return refuse(fault.message);
  const code = BY_CONSTRAINT[constraintOf(fault) ?? ''];
  if (code === undefined) throw fault;
  return refuse(code);
};
