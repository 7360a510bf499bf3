/**
 * What goes with a resident who turns out to be another, and comes back when that was wrong. Records (`resource`) and cases say
 * themselves whom they were written for; the rows listed here do not, so a merge writes down which it moved.
 *
 * A new table with a column `resident` belongs into one of the two lists: `merge.test.ts` fails until it stands in one.
 */
import type { Statement } from '../../platform/postgres/database.ts';
import { beforeCare, mergeTwice, partTwice } from './follow-care.ts';

/** Rows of a case: they go where the case goes. */
const OF_CASES = [
  'resident_code',
  'resident_session',
  'resident_request',
  'family_access',
  'stay',
  'bed_wait',
  'assessment_opinion',
  'assessment_result',
  'benefit_grant',
  'hospice_admission',
  'hospice_wish',
  'hospice_score',
  'hospice_opioid',
  'hospice_act',
  'hospice_transfer',
  'hospice_course',
  'hospice_course_session',
] as const;
/** Rows of their own, by the expression that names one for good. */
const OWN = [
  { table: 'draft', key: 'id' },
  { table: 'emergency_access', key: 'id' },
  { table: 'objection', key: 'id' },
  { table: 'erasure', key: 'id' },
  { table: 'close_resident', key: 'id' },
  // what the days of care are worked out from: the ledger follows by reversing and new entries when it is next settled
  { table: 'care_stay', key: 'id' },
  { table: 'care_cover', key: 'id' },
  { table: 'care_grade', key: 'id' },
  { table: 'care_charge', key: 'id' },
  { table: 'care_evidence', key: 'id' },
  { table: 'care_grant', key: 'id' },
] as const;
/** What flags looks at a record: the survivor's is flagged too while they are one, and the absorbed one's own flag stays. */
const FLAGS = [
  { table: 'staff_resident', key: 'person', rest: 'from_on, until_on, source' },
  { table: 'watched_resident', key: `''`, rest: 'from_on, until_on, source' },
] as const;
export const FOLLOWING: readonly string[] = [
  'staff_resident',
  'watched_resident',
  'match_choice',
  'restriction',
  ...OF_CASES,
  ...OWN.map(({ table }) => table),
];

/** Tables that name residents and are moved by statements of their own, or hold what was so and stays. */
export const OTHERWISE: readonly string[] = [
  'resource',
  'resource_history',
  'cases',
  'relation',
  'resident_card',
  // looks that were flagged, at whom they were
  'flagged_look',
  // when somebody last looked: after a merge all of it is new to them
  'record_look',
  // what left on paper, under the id it bears
  'record_print',
  // found anew
  'resident_unscreened',
  // entries are reversed, never edited: under whom they were booked and claimed they stay
  'care_entry',
  'care_claim_line',
  // kept from the records, which are moved
  'fact',
  'fact_change',
  'fact_entry',
  'fact_resident',
];

/**
 * A phone that opens a whole record was given to somebody who was known in person to be one of the two. What that record holds has
 * changed, so it is given anew, in person; if the merge was a mistake, nobody has read another's record meanwhile.
 */
export const endRecordAccess = (residents: readonly string[], at: Date): readonly Statement[] => [
  {
    name: 'identity-void-record-codes',
    text: `update resident_code set void_at = $2
            where resident = any($1::text[]) and opens = 'record' and used_at is null and void_at is null`,
    values: [residents, at],
  },
  {
    name: 'identity-end-record-sessions',
    text: `delete from resident_session where resident = any($1::text[]) and case_id is null`,
    values: [residents],
  },
];

const followCase = (table: string, from: string, to: string): Statement => ({
  name: `identity-follow-${table}`,
  text: `update ${table} set resident = $2
          where resident = $1 and case_id in (select id from cases where resident = $1)`,
  values: [from, to],
});

const returnWithCase = (table: string, to: string, cases: readonly string[]): Statement => ({
  name: `identity-return-${table}`,
  text: `update ${table} set resident = $1 where resident is not null and case_id = any($2::text[])`,
  values: [to, cases],
});

/** Choices are not changed once they are made; of whom they are follows by a function of the owner's. */
const followChoices = (from: string, to: string): Statement => ({
  name: 'identity-follow-choices',
  text: `select follow_choices(array(select id from cases where resident = $1), $2)`,
  values: [from, to],
});

const returnChoices = (to: string, cases: readonly string[]): Statement => ({
  name: 'identity-return-choices',
  text: `select follow_choices($2::text[], $1)`,
  values: [to, cases],
});

/** What a resident keeps from others holds for the one record, and goes back with the Consent that says so. */
const followRestrictions = (from: string, to: string): Statement => ({
  name: 'identity-follow-restrictions',
  text: `update restriction set resident = $2 where resident = $1`,
  values: [from, to],
});

const returnRestrictions = (from: string, to: string, records: readonly string[]): Statement => ({
  name: 'identity-return-restrictions',
  text: `update restriction set resident = $2 where resident = $1 and 'Consent/' || consent = any($3::text[])`,
  values: [from, to, records],
});

const flagged = ({ table, key, rest }: (typeof FLAGS)[number], merge: string, from: string, to: string): Statement => {
  const person = table === 'staff_resident' ? 'person, ' : '';
  return {
    name: `identity-flag-${table}`,
    text: `with copied as (
             insert into ${table} (${person}resident, ${rest}) select ${person}$3, ${rest} from ${table} where resident = $2
             on conflict do nothing returning ${key} as key)
           insert into resident_moved (merge, place, key) select $1, '${table}', key from copied`,
    values: [merge, from, to],
  };
};

const unflagged = ({ table, key }: (typeof FLAGS)[number], merge: string, survivor: string): Statement => ({
  name: `identity-unflag-${table}`,
  text: `delete from ${table}
          where resident = $2 and ${key} in (select key from resident_moved where merge = $1 and place = '${table}')`,
  values: [merge, survivor],
});

const followOwn = ({ table, key }: (typeof OWN)[number], merge: string, from: string, to: string): Statement => ({
  name: `identity-follow-${table}`,
  text: `with moved as (update ${table} set resident = $3 where resident = $2 returning ${key} as key)
         insert into resident_moved (merge, place, key) select $1, '${table}', key from moved`,
  values: [merge, from, to],
});

const returnOwn = ({ table, key }: (typeof OWN)[number], merge: string, from: string, to: string): Statement => ({
  name: `identity-return-${table}`,
  text: `update ${table} set resident = $3
          where resident = $2 and ${key} in (select key from resident_moved where merge = $1 and place = '${table}')`,
  values: [merge, from, to],
});

const SAME = 's.organisation = a.organisation and s.kind = a.kind and s.source = a.source';

/** Each relation of the absorbed, and the survivor's of the same source where there is one, as they were. */
const rememberRelations = (merge: string, from: string, to: string): Statement => ({
  name: 'identity-remember-relations',
  text: `insert into resident_moved (merge, place, key, was, met)
         select $1, 'relation', json_build_array(a.organisation, a.kind, a.source)::text, row_to_json(a), row_to_json(s)
           from relation a left join relation s on s.resident = $3 and ${SAME} where a.resident = $2`,
  values: [merge, from, to],
});

/** Two reasons of one source become one that lasts as long as either: no longer. */
const joinRelations = (from: string, to: string): Statement => ({
  name: 'identity-join-relations',
  text: `update relation s set from_at = least(s.from_at, a.from_at),
                until_at = case when s.until_at is null or a.until_at is null then null else greatest(s.until_at, a.until_at) end
           from relation a where a.resident = $1 and s.resident = $2 and ${SAME}`,
  values: [from, to],
});

const dropJoined = (from: string, to: string): Statement => ({
  name: 'identity-drop-joined',
  text: `delete from relation a using relation s where a.resident = $1 and s.resident = $2 and ${SAME}`,
  values: [from, to],
});

const moveRelations = (from: string, to: string): Statement => ({
  name: 'identity-move-relations',
  text: `update relation set resident = $2 where resident = $1`,
  values: [from, to],
});

/** Reasons that were the absorbed one's, or whose source goes back to them. */
const returnRelations = (merge: string, from: string, to: string, sources: readonly string[]): Statement => ({
  name: 'identity-return-relations',
  text: `update relation set resident = $3
          where resident = $2
            and (source = any($4::text[])
                 or json_build_array(organisation, kind, source)::text in (
                      select key from resident_moved where merge = $1 and place = 'relation' and met is null))`,
  values: [merge, from, to, sources],
});

/** The absorbed one's part of a joined reason is what it was. */
const partJoined = (merge: string): Statement => ({
  name: 'identity-part-joined',
  text: `insert into relation select (json_populate_record(null::relation, was)).* from resident_moved
          where merge = $1 and place = 'relation' and met is not null
         on conflict (resident, organisation, kind, source) do nothing`,
  values: [merge],
});

/**
 * And so is the survivor's, if nothing has changed it since and no other merge that stands has lengthened it: whatever is in
 * doubt keeps the access it has.
 */
const restoreJoined = (merge: string, survivor: string): Statement => ({
  name: 'identity-restore-joined',
  text: `update relation s
            set from_at = (m.met ->> 'from_at')::timestamptz, until_at = (m.met ->> 'until_at')::timestamptz
           from resident_moved m
          where m.merge = $1 and m.place = 'relation' and m.met is not null and s.resident = $2
            and m.key = json_build_array(s.organisation, s.kind, s.source)::text
            and s.until_at is not distinct from case
                  when m.met ->> 'until_at' is null or m.was ->> 'until_at' is null then null
                  else greatest((m.met ->> 'until_at')::timestamptz, (m.was ->> 'until_at')::timestamptz) end
            and not exists (
              select 1 from resident_moved other join resident_merge standing on standing.id = other.merge
               where standing.undone_at is null and standing.survivor = $2 and other.merge <> $1
                 and other.place = 'relation' and other.key = m.key)`,
  values: [merge, survivor],
});

/** Everything kept by resident, from the absorbed to the survivor; before the cases are moved. Needs the purpose `system`. */
export const followStatements = (merge: string, from: string, to: string, at: Date): readonly Statement[] => [
  ...beforeCare(from, to),
  ...mergeTwice(merge, from, to, at),
  followChoices(from, to),
  followRestrictions(from, to),
  ...OF_CASES.map((table) => followCase(table, from, to)),
  ...FLAGS.map((table) => flagged(table, merge, from, to)),
  ...OWN.map((table) => followOwn(table, merge, from, to)),
  rememberRelations(merge, from, to),
  joinRelations(from, to),
  dropJoined(from, to),
  moveRelations(from, to),
];

/**
 * And back. @param sources `Patient/…`, `Task/…`, `Encounter/…`: the records that go back, each a possible source of a relation
 * @param cases ids of the cases that go back
 */
export const comeBackStatements = (
  merge: string,
  from: string,
  to: string,
  back: { readonly sources: readonly string[]; readonly cases: readonly string[] },
): readonly Statement[] => [
  returnChoices(to, back.cases),
  returnRestrictions(from, to, back.sources),
  ...OF_CASES.map((table) => returnWithCase(table, to, back.cases)),
  ...FLAGS.map((table) => unflagged(table, merge, from)),
  ...OWN.map((table) => returnOwn(table, merge, from, to)),
  returnRelations(merge, from, to, back.sources),
  ...partTwice(merge, to),
  partJoined(merge),
  restoreJoined(merge, from),
];
