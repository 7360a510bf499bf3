/** What a region pack's `acceptances.json` holds becomes terms: once each, under the bureau's name, on the word of its source. */
import { newVersion } from '../../../fhir/store/new-version.ts';
import type { Resource } from '../../../fhir/resource.ts';
import { storeStatements } from '../../../fhir/store/statements.ts';
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import { addDays } from '../../../platform/civil-time.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Actor, Database, Statement } from '../../../platform/postgres/database.ts';
import { termRecord } from '../records.ts';
import type { TermFact } from '../records.ts';
import { findStandard, standardVersion } from '../rules/standards.ts';
import { insertTerm } from './rows.ts';

export type PackTerms = {
  readonly source: string;
  readonly madeUp: boolean;
  readonly terms: readonly {
    readonly organisation: string;
    readonly department: string;
    readonly standard: string;
    readonly beds: number;
    readonly from: string;
    readonly until?: string | undefined;
  }[];
};

const findHeld = (ids: readonly string[]): Statement => ({
  name: 'acceptance-terms-held',
  text: 'select id from acceptance_term where id = any($1::text[])',
  values: [ids],
});
/** The first beds of the ward, as many as were accepted. */
const nameBeds = (term: string, department: string, beds: number): Statement => ({
  name: 'acceptance-beds-of-ward',
  text: `insert into acceptance_bed (term, bed)
         select $1, b.id from bed b where b.department = $2 order by b.in_order limit $3`,
  values: [term, department, beds],
});

/** Enters those that are not there yet, and says how many. A standard nobody defines is named as the pack names it. */
export const loadTerms = async (
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { source, madeUp, terms }: PackTerms,
  bureau: string,
): Promise<number> => {
  if (terms.length === 0) return 0;
  const by: Actor = { id: 'system:pack', person: null, role: 'system', organisation: bureau, purpose: 'system' };
  const at = clock.now();
  const idOf = (term: PackTerms['terms'][number]): string => `pack-${term.standard}-${term.organisation}`;
  const [rows = []] = await db.read(by, at, [findHeld(terms.map(idOf))]);
  const held = new Set(rows.map(({ id }) => String(id)));
  const wanted = terms.filter((term) => !held.has(idOf(term)));
  if (wanted.length === 0) return 0;
  const facts = wanted.map((term): TermFact & { readonly ward: string } => {
    const standard = findStandard(term.standard, term.from);
    return {
      ...{ id: idOf(term), organisation: term.organisation, bureau, standard: term.standard, beds: term.beds },
      version: standard === undefined ? term.standard : standardVersion(standard),
      from: term.from,
      ceases: term.until === undefined ? null : addDays(term.until, 1),
      ...{ recheckOn: null, source, ward: `${term.organisation}.${term.department}` },
    };
  });
  await db.write(by, at, (tx) =>
    tx.finish([
      ...facts.flatMap((term) => [
        insertTerm(term, null, null, by.id, madeUp),
        nameBeds(term.id, term.ward, term.beds),
      ]),
      ...storeStatements(
        facts.map((term) => newVersion(termRecord(term) as Resource, term.id, null, at)),
        by,
        at,
      ),
      auditStatement(auditRow(by, at, { action: 'load-acceptances', target: 'acceptances', residents: [] })),
    ]),
  );
  return wanted.length;
};
