/** Facts of care as rows: what a step says of them is written by the step's own transaction. One statement, one function. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Charge, Cover, Evidence, Grade, Grant, ShownEvidence, UsedCharge } from './core/facts.ts';
import type { Stay, StayEnd } from './core/places.ts';

type Said<One> = Omit<One, 'knownUntil'>;

/** Says where a resident is cared for. The database refuses a second place at once, a second resident in the bed, care after death. */
export const sayStay = (stay: Said<Stay>, author: string): Statement => ({
  name: 'care-stay-say',
  text: `insert into care_stay (id, resident, episode, programme, place, organisation, department, bed, from_at, until_at, ended,
                                known_from, author)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
  values: [
    ...[stay.id, stay.resident, stay.episode, stay.programme, stay.place, stay.organisation, stay.department, stay.bed],
    ...[stay.from, stay.until, stay.ended, stay.knownFrom, author],
  ],
});

/** Ends the open stay of an episode: the open statement ceases to be believed, and is said with its end. Guard: `stay-not-open`. */
export const endStay = (end: {
  readonly id: string;
  readonly episode: string;
  readonly until: Date;
  readonly ended: StayEnd;
  readonly at: Date;
  readonly author: string;
}): Statement => ({
  name: 'care-stay-end',
  text: `with open as (
    update care_stay set known_until = $5 where episode = $2 and until_at is null and known_until is null returning *
  ), said as (
    insert into care_stay (id, resident, episode, programme, place, organisation, department, bed, from_at, until_at, ended,
                           known_from, author)
    select $1, resident, episode, programme, place, organisation, department, bed, from_at, $3, $4, $5, $6 from open
    returning id
  )
  select expect_rows((select count(*) from said), 1, 'stay-not-open')`,
  values: [end.id, end.episode, end.until, end.ended, end.at, end.author],
});

/** Statements that are no longer believed; others may be said in the same transaction. Guard: `stay-changed`. */
export const unsayStays = (ids: readonly string[], at: Date): Statement => ({
  name: 'care-stay-unsay',
  text: `with gone as (
    update care_stay set known_until = $2 where id = any($1::text[]) and known_until is null returning id
  )
  select expect_rows((select count(*) from gone), $3, 'stay-changed')`,
  values: [ids, at, ids.length],
});

export const sayCover = (cover: Said<Cover>, author: string, organisation: string): Statement => ({
  name: 'care-cover-say',
  text: `insert into care_cover (id, resident, kind, scheme, from_on, until_on, known_from, author, organisation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  values: [
    ...[cover.id, cover.resident, cover.kind, cover.scheme, cover.from, cover.until, cover.knownFrom, author],
    organisation,
  ],
});
export const sayGrade = (grade: Said<Grade>, author: string, organisation: string): Statement => ({
  name: 'care-grade-say',
  text: `insert into care_grade (id, resident, kind, grade, from_on, until_on, known_from, author, organisation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  values: [
    ...[grade.id, grade.resident, grade.kind, grade.grade, grade.from, grade.until, grade.knownFrom, author],
    organisation,
  ],
});

/** Another cover or grade from a day on: what was believed of that day and later ends, what was before it stays. */
const replaceFrom =
  (table: 'care_cover' | 'care_grade', what: 'scheme' | 'grade') =>
  (said: {
    readonly ids: readonly [string, string];
    readonly resident: string;
    readonly kind: string;
    readonly value: string | null;
    readonly from: string;
    readonly at: Date;
    readonly author: string;
    readonly organisation: string;
  }): Statement => ({
    name: `${table}-replace`,
    text: `with ended as (
      update ${table} set known_until = $6
       where resident = $2 and kind = $3 and known_until is null and (until_on is null or until_on > $5::date)
      returning ${what}, from_on
    ), kept as (
      insert into ${table} (id, resident, kind, ${what}, from_on, until_on, known_from, author, organisation)
      select $9, $2, $3, ${what}, from_on, $5::date, $6, $7, $8 from ended where from_on < $5::date
    )
    insert into ${table} (id, resident, kind, ${what}, from_on, until_on, known_from, author, organisation)
    select $1, $2, $3, $4, $5::date, null, $6, $7, $8 from (select count(*) from ended) as done where $4::text is not null`,
    values: [
      ...[said.ids[0], said.resident, said.kind, said.value, said.from, said.at, said.author, said.organisation],
      said.ids[1],
    ],
  });
export const replaceCover = replaceFrom('care_cover', 'scheme');
export const replaceGrade = replaceFrom('care_grade', 'grade');

export const sayCharges = (charges: readonly Said<Charge>[], author: string): Statement => ({
  name: 'care-charge-say',
  text: `insert into care_charge (id, resident, organisation, day, fen, outside, known_from, author)
         select c.id, c.resident, c.organisation, c.day, c.fen, c.outside, c."knownFrom", $2
           from json_to_recordset($1::json) as c (id text, resident text, organisation text, day date, fen bigint,
                                                  outside boolean, "knownFrom" timestamptz)`,
  values: [JSON.stringify(charges), author],
});
export const sayEvidence = (evidence: readonly Said<Evidence>[], author: string): Statement => ({
  name: 'care-evidence-say',
  text: `insert into care_evidence (id, resident, organisation, day, kind, known_from, author)
         select e.id, e.resident, e.organisation, e.day, e.kind, e."knownFrom", $2
           from json_to_recordset($1::json) as e (id text, resident text, organisation text, day date, kind text,
                                                  "knownFrom" timestamptz)`,
  values: [JSON.stringify(evidence), author],
});
export const sayGrant = (grant: Said<Grant>, author: string, organisation: string): Statement => ({
  name: 'care-grant-say',
  text: `insert into care_grant (id, fund, resident, fen, from_on, until_on, approved_on, known_from, author, organisation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  values: [
    ...[grant.id, grant.fund, grant.resident, grant.fen, grant.from, grant.until, grant.approvedOn, grant.knownFrom],
    ...[author, organisation],
  ],
});

/** Everything believed of some residents at a moment: one statement a kind of fact, in the order of `factsFrom`. */
export const findFacts = (residents: readonly string[], at: Date): readonly Statement[] => {
  const known = 'resident = any($1::text[]) and known_from <= $2 and (known_until is null or known_until > $2)';
  const values = [residents, at];
  return [
    { name: 'care-stays-of', text: `select * from care_stay where ${known} order by from_at, id`, values },
    { name: 'care-covers-of', text: `select * from care_cover where ${known} order by from_on, id`, values },
    { name: 'care-grades-of', text: `select * from care_grade where ${known} order by from_on, id`, values },
    // a city's month has a quarter of a million of these: only what a split looks at, and no order, for they are summed by day
    {
      name: 'care-charges-of',
      text: `select resident, organisation, day, fen, outside from care_charge where ${known}`,
      values,
    },
    {
      name: 'care-evidence-of',
      text: `select resident, organisation, day, kind from care_evidence where ${known}`,
      values,
    },
    { name: 'care-grants-of', text: `select * from care_grant where ${known} order by approved_on, id`, values },
  ];
};

export type Facts = {
  readonly stays: readonly Stay[];
  readonly covers: readonly Cover[];
  readonly grades: readonly Grade[];
  readonly charges: readonly UsedCharge[];
  readonly evidence: readonly ShownEvidence[];
  readonly grants: readonly Grant[];
};

const known = (row: Rows[number]) => ({
  id: String(row['id']),
  resident: String(row['resident']),
  knownFrom: row['known_from'] as Date,
  knownUntil: row['known_until'] as Date | null,
});
const overDays = (row: Rows[number]) => ({
  from: String(row['from_on']),
  until: row['until_on'] as string | null,
});

export const stayFrom = (row: Rows[number]): Stay => ({
  ...known(row),
  episode: String(row['episode']),
  programme: row['programme'] as Stay['programme'],
  place: row['place'] as Stay['place'],
  organisation: String(row['organisation']),
  department: row['department'] as string | null,
  bed: row['bed'] as string | null,
  from: row['from_at'] as Date,
  until: row['until_at'] as Date | null,
  ended: row['ended'] as StayEnd | null,
});

/** By resident, the rows of `findFacts`. */
export const factsFrom = (rows: readonly Rows[]): ReadonlyMap<string, Facts> => {
  const found = new Map<string, { [Key in keyof Facts]: Facts[Key][number][] }>();
  const of = (resident: string) => {
    const facts = found.get(resident) ?? { stays: [], covers: [], grades: [], charges: [], evidence: [], grants: [] };
    found.set(resident, facts);
    return facts;
  };
  const [stays = [], covers = [], grades = [], charges = [], evidence = [], grants = []] = rows;
  for (const row of stays) of(String(row['resident'])).stays.push(stayFrom(row));
  for (const row of covers)
    of(String(row['resident'])).covers.push({
      ...{ ...known(row), ...overDays(row), kind: row['kind'] as Cover['kind'], scheme: String(row['scheme']) },
    });
  for (const row of grades)
    of(String(row['resident'])).grades.push({
      ...{ ...known(row), ...overDays(row), kind: row['kind'] as Grade['kind'], grade: String(row['grade']) },
    });
  for (const row of charges)
    of(String(row['resident'])).charges.push({
      organisation: String(row['organisation']),
      day: String(row['day']),
      fen: Number(row['fen']),
      outside: row['outside'] === true,
    });
  for (const row of evidence)
    of(String(row['resident'])).evidence.push({
      organisation: String(row['organisation']),
      day: String(row['day']),
      kind: String(row['kind']),
    });
  for (const row of grants)
    of(String(row['resident'])).grants.push({
      ...{ ...known(row), ...overDays(row), fund: String(row['fund']), fen: Number(row['fen']) },
      approvedOn: String(row['approved_on']),
    });
  return found;
};
