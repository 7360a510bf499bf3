/** What a region pack's register holds becomes entries of the registers: once, on the letter's word alone, under the bureau's name. */
import { newVersion } from '../../../fhir/store/new-version.ts';
import { storeStatements } from '../../../fhir/store/statements.ts';
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Actor, Database } from '../../../platform/postgres/database.ts';
import type { PackEntry } from '../../../engines/figures/pack.ts';
import { unitOf } from '../operations.ts';
import { entryRecord } from '../records.ts';
import { findHeld } from '../routes/statements.ts';

/** Enters those that are not there yet, withdrawn or not; says how many. */
export const loadEntries = async (
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  entries: readonly PackEntry[],
  bureau: string,
): Promise<number> => {
  if (entries.length === 0) return 0;
  const by: Actor = { id: 'system:pack', person: null, role: 'system', organisation: bureau, purpose: 'system' };
  const at = clock.now();
  const [rows = []] = await db.read(by, at, [findHeld(entries.map(({ id }) => id))]);
  const held = new Set(rows.map(({ id }) => String(id)));
  const wanted = entries.filter(({ id }) => !held.has(id));
  if (wanted.length === 0) return 0;
  const versions = wanted.map((entry) =>
    newVersion(
      entryRecord(
        entry.id,
        {
          register: entry.register,
          organisation: bureau,
          covers: 'region',
          from: entry.from,
          until: null,
          amount: entry.amount ?? null,
          said: entry.said ?? '',
          item: entry.item ?? '',
          sentence: entry.sentence,
          source: entry.source,
          evidence: 'claimed',
          document: null,
          reason: '',
          enteredBy: by.id,
          withdrawn: false,
        },
        unitOf(entry.register),
        at,
      ),
      entry.id,
      null,
      at,
    ),
  );
  await db.write(by, at, (tx) =>
    tx.finish([
      ...storeStatements(versions, by, at),
      auditStatement(auditRow(by, at, { action: 'load-register', target: 'register', residents: [] })),
    ]),
  );
  return wanted.length;
};
