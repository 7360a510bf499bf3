/** Registering somebody who stands here: today's reason to read the record. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { addDays, civilDay, instantOf } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { refuse } from '../../platform/refusal.ts';
import { relate } from '../relations/relations.ts';
import { findResident, identifying } from './find.ts';
import { storedResidents } from './rows.ts';

export type RegistrationOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  /** When a registration made at a moment ends: dated data of the region. */
  readonly registrationUntil?: (at: Date) => Date;
};

/** Without a limit of the region, to the end of tomorrow: whoever comes late in the evening is not cut off at midnight. */
export const registrationEnd = (
  { zone, registrationUntil }: Pick<RegistrationOptions, 'zone' | 'registrationUntil'>,
  at: Date,
): Date => registrationUntil?.(at) ?? instantOf(addDays(civilDay(at, zone), 2), '00:00', zone);

/** One row per organisation and day: registering twice on a day is one registration. */
export const relateByRegistration = (
  options: RegistrationOptions,
  resident: string,
  actor: Actor,
  at: Date,
): Statement =>
  relate({
    resident,
    organisation: actor.organisation,
    kind: 'registration',
    source: `registration/${civilDay(at, options.zone)}`,
    from: at,
    until: registrationEnd(options, at),
  });

/** Refusals: `resident.unknown`, `resident.deceased`. */
export const registerResident = async (
  options: RegistrationOptions,
  actor: Actor,
  resident: string,
  reason: string,
): Promise<{ readonly until: Date } | Refusal> => {
  const { db, clock } = options;
  const at = clock.now();
  return db.write(identifying(actor), at, async (tx) => {
    const [rows = []] = await tx.flight([findResident(resident)]);
    const [found] = storedResidents(rows);
    if (found === undefined) return refuse('resident.unknown');
    if (found.deceased_at !== null) return refuse('resident.deceased');
    await tx.finish([
      relateByRegistration(options, resident, actor, at),
      auditStatement(
        auditRow(identifying(actor), at, {
          action: 'register',
          target: `Patient/${resident}`,
          residents: [resident],
          reason,
        }),
      ),
    ]);
    return { until: registrationEnd(options, at) };
  });
};
