/** What a region pack's `institutions.json` holds becomes entries: once each, under the bureau's name, on the word of its source. */
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import { addDays } from '../../../platform/civil-time.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { InstitutionLine } from '../../../consortium/organisations/lines.ts';
import type { Actor, Database, Statement } from '../../../platform/postgres/database.ts';
import { HANDED_OVER, writeLine, writePair } from './institutions.ts';
import type { JointRow, LineRow } from './institutions.ts';

type Told = { readonly from: string; readonly until?: string | undefined };
export type PackInstitutions = {
  readonly source: string;
  readonly madeUp: boolean;
  readonly lines: readonly (Told & {
    readonly organisation: string;
    readonly line: InstitutionLine;
    readonly kind: string;
    readonly number?: string | undefined;
    readonly issuer: string;
  })[];
  readonly joint: readonly (Told & {
    readonly hospital: string;
    readonly home: string;
    readonly handedOver: readonly string[];
  })[];
};

const findHeld: Statement = {
  name: 'institution-entries-held',
  text: `select id from institution_line where id like 'pack-%' union all select id from joint_management where id like 'pack-%'`,
  values: [],
};
/** A pack that was added to after the region was made may name houses that are not here. */
const findHouses: Statement = { name: 'institution-houses', text: 'select id from organisation', values: [] };

/** Enters those that are not there yet, and says how many. */
export const loadInstitutions = async (
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { source, madeUp, lines, joint }: PackInstitutions,
  bureau: string,
): Promise<number> => {
  if (lines.length + joint.length === 0) return 0;
  const by: Actor = { id: 'system:pack', person: null, role: 'system', organisation: bureau, purpose: 'system' };
  const at = clock.now();
  const [held = [], houses = []] = await db.read(by, at, [findHeld, findHouses]);
  const ids = new Set(held.map(({ id }) => String(id)));
  const here = new Set(houses.map(({ id }) => String(id)));
  const entry = (id: string, { from, until }: Told) => ({
    ...{ id, version: 1, from, until: until === undefined ? null : addDays(until, 1), withdrawnBecause: null },
    ...{ source, madeUp, knownFrom: at, author: by.id },
  });
  const newLines = lines
    .map((line): LineRow => {
      const { organisation, kind, number, issuer } = line;
      return {
        ...entry(`pack-${line.line}-${organisation}-${line.from}`, line),
        ...{ organisation, line: line.line, kind, number: number ?? null, issuer, endedBecause: null },
      };
    })
    .filter(({ id, organisation }) => !ids.has(id) && here.has(organisation));
  const newPairs = joint
    .map((pair): JointRow => {
      const [people, money, things] = HANDED_OVER.map((what) => pair.handedOver.includes(what));
      return {
        ...entry(`pack-joint-${pair.home}-${pair.from}`, pair),
        ...{ hospital: pair.hospital, home: pair.home },
        ...{ people: people === true, money: money === true, things: things === true },
      };
    })
    .filter(({ id, hospital, home }) => !ids.has(id) && here.has(hospital) && here.has(home));
  const made = newLines.length + newPairs.length;
  if (made === 0) return 0;
  await db.write(by, at, (tx) =>
    tx.finish([
      ...newLines.flatMap((row) => writeLine(row, by)),
      ...newPairs.flatMap((row) => writePair(row, by)),
      auditStatement(auditRow(by, at, { action: 'load-institutions', target: 'institutions', residents: [] })),
    ]),
  );
  return made;
};
