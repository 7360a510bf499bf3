/** Rows of registrations, designations and management. A changed entry is a later version; the record beside it has the same number. */
import type { Resource } from '../../../fhir/resource.ts';
import { newVersion } from '../../../fhir/store/new-version.ts';
import { storeStatements } from '../../../fhir/store/statements.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import type { InstitutionLine } from '../../../consortium/organisations/lines.ts';
import { jointRecord, registrationRecord } from '../records.ts';

type Entry = {
  readonly id: string;
  readonly version: number;
  readonly from: string;
  /** The first day it no longer stands. */
  readonly until: string | null;
  readonly withdrawnBecause: string | null;
  readonly source: string;
  readonly madeUp: boolean;
  readonly knownFrom: Date;
  readonly author: string;
};
export type LineRow = Entry & {
  readonly organisation: string;
  readonly line: InstitutionLine;
  readonly kind: string;
  readonly number: string | null;
  readonly issuer: string;
  readonly endedBecause: string | null;
};
export type JointRow = Entry & {
  readonly hospital: string;
  readonly home: string;
  readonly people: boolean;
  readonly money: boolean;
  readonly things: boolean;
};

const LINE_COLUMNS = `l.id, l.version, l.organisation, l.line, l.kind, l.number, l.issuer, l.from_on::text, l.until_on::text,
  l.ended_because, l.withdrawn_because, l.source, l.made_up, l.known_from, l.author`;
const JOINT_COLUMNS = `j.id, j.version, j.hospital, j.home, j.people, j.money, j.things, j.from_on::text, j.until_on::text,
  j.withdrawn_because, j.source, j.made_up, j.known_from, j.author`;

const orNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const entryFrom = (row: Rows[number]): Entry => ({
  ...{ id: String(row['id']), version: Number(row['version']), from: String(row['from_on']) },
  ...{ until: orNull(row['until_on']), withdrawnBecause: orNull(row['withdrawn_because']) },
  ...{ source: String(row['source']), madeUp: row['made_up'] === true },
  ...{ knownFrom: row['known_from'] as Date, author: String(row['author']) },
});
export const lineFrom = (row: Rows[number]): LineRow => ({
  ...entryFrom(row),
  ...{ organisation: String(row['organisation']), line: row['line'] as InstitutionLine, kind: String(row['kind']) },
  ...{ number: orNull(row['number']), issuer: String(row['issuer']), endedBecause: orNull(row['ended_because']) },
});
export const jointFrom = (row: Rows[number]): JointRow => ({
  ...entryFrom(row),
  ...{ hospital: String(row['hospital']), home: String(row['home']) },
  ...{ people: row['people'] === true, money: row['money'] === true, things: row['things'] === true },
});

/** What is believed now, of these houses or of all; what was entered by mistake is left out. */
export const findLines = (organisations: readonly string[] | null): Statement => ({
  name: 'institution-lines',
  text: `select ${LINE_COLUMNS} from institution_line l
          where l.known_until = 'infinity' and l.withdrawn_because is null and ($1::text[] is null or l.organisation = any($1))
          order by l.organisation, l.line, l.from_on desc`,
  values: [organisations],
});
export const findJoint = (organisations: readonly string[] | null): Statement => ({
  name: 'institution-joint',
  text: `select ${JOINT_COLUMNS}, h.short_name as hospital_name, o.short_name as home_name
           from joint_management j join organisation h on h.id = j.hospital join organisation o on o.id = j.home
          where j.known_until = 'infinity' and j.withdrawn_because is null
            and ($1::text[] is null or j.hospital = any($1) or j.home = any($1))
          order by j.home, j.from_on desc`,
  values: [organisations],
});
export const findLine = (id: string): Statement => ({
  name: 'institution-line',
  text: `select ${LINE_COLUMNS} from institution_line l where l.id = $1 and l.known_until = 'infinity' and l.withdrawn_because is null`,
  values: [id],
});
export const findPair = (id: string): Statement => ({
  name: 'institution-pair',
  text: `select ${JOINT_COLUMNS} from joint_management j where j.id = $1 and j.known_until = 'infinity' and j.withdrawn_because is null`,
  values: [id],
});
/** Every version of a house's entries, the newest first: what was said when. */
export const findSaid = (organisation: string): Statement => ({
  name: 'institution-said',
  text: `select 'line' as what, l.id, l.version, l.line, l.kind, l.from_on::text, l.until_on::text, l.ended_because, l.withdrawn_because,
                l.known_from, p.name as person, null as other
           from institution_line l left join practitioner_role r on r.id = l.author left join person p on p.id = r.person
          where l.organisation = $1
         union all
         select 'joint', j.id, j.version, 'joint-management', 'joint-management', j.from_on::text, j.until_on::text, null,
                j.withdrawn_because, j.known_from, p.name, o.short_name
           from joint_management j left join practitioner_role r on r.id = j.author left join person p on p.id = r.person
           join organisation o on o.id = case when j.home = $1 then j.hospital else j.home end
          where $1 in (j.home, j.hospital)
          order by 10 desc, 3 desc limit 100`,
  values: [organisation],
});

/** Guard: `institution.changed`, where another has changed it since it was read. */
const supersede = (table: 'institution_line' | 'joint_management', { id, version, knownFrom }: Entry): Statement => ({
  name: `${table}-supersede`,
  text: `with ended as (
  update ${table} set known_until = greatest($3, known_from) where id = $1 and version = $2 and known_until = 'infinity' returning 1
)
select expect_rows((select count(*) from ended), 1, 'institution.changed')`,
  values: [id, version - 1, knownFrom],
});
const replaced = ({ version }: Entry): number | null => (version === 1 ? null : version - 1);

/** An entry's new version, and the record of it. */
export const writeLine = (row: LineRow, by: Actor): readonly Statement[] => [
  ...(row.version === 1 ? [] : [supersede('institution_line', row)]),
  {
    name: 'institution-line-insert',
    text: `insert into institution_line (id, version, organisation, line, kind, number, issuer, from_on, until_on, ended_because,
                                         withdrawn_because, source, made_up, known_from, author)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    values: [
      ...[row.id, row.version, row.organisation, row.line, row.kind, row.number, row.issuer, row.from, row.until],
      ...[row.endedBecause, row.withdrawnBecause, row.source, row.madeUp, row.knownFrom, row.author],
    ],
  },
  ...storeStatements(
    [
      newVersion(
        registrationRecord({ ...row, withdrawn: row.withdrawnBecause !== null }) as Resource,
        ...([row.id, replaced(row), row.knownFrom] as const),
      ),
    ],
    by,
    row.knownFrom,
  ),
];
export const HANDED_OVER = ['people', 'money', 'things'] as const;
export const writePair = (row: JointRow, by: Actor): readonly Statement[] => [
  ...(row.version === 1 ? [] : [supersede('joint_management', row)]),
  {
    name: 'joint-management-insert',
    text: `insert into joint_management (id, version, hospital, home, people, money, things, from_on, until_on, withdrawn_because,
                                         source, made_up, known_from, author)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    values: [
      ...[row.id, row.version, row.hospital, row.home, row.people, row.money, row.things, row.from, row.until],
      ...[row.withdrawnBecause, row.source, row.madeUp, row.knownFrom, row.author],
    ],
  },
  ...storeStatements(
    [
      newVersion(
        jointRecord({
          ...row,
          ...{ handedOver: HANDED_OVER.filter((what) => row[what]), withdrawn: row.withdrawnBecause !== null },
        }) as Resource,
        ...([row.id, replaced(row), row.knownFrom] as const),
      ),
    ],
    by,
    row.knownFrom,
  ),
];
