/**
 * What hospice, the days of care and elder care have written goes with a resident who turns out to be another, and comes back exactly;
 * what two people cannot both be (in two places, insured twice over, drawing two benefits) is refused before anything is moved.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../test/world.ts';
import { NOW, openWorld } from '../../../test/world.ts';
import { createFhir } from '../../fhir/routes.ts';
import { clientOf, testClient } from '../../fhir/test-client.ts';
import { newId } from '../../platform/ids.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { mergeResidents } from './merge.ts';
import { undoMerge } from './unmerge.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.drop());

const patient = async (): Promise<string> => {
  const hospital = testClient(
    createFhir({ db: world.app, clock: world.clock, ids: newId }),
    clientOf('county-hospital'),
  );
  const made = await hospital('POST', 'Patient', { resourceType: 'Patient', name: [{ text: '吴淑琴' }] });
  expect([made.status, made.issues]).toEqual([201, []]);
  return String(made.body['id']);
};
/** `2026-01-01` and `n` days on. */
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

const CARE = `'hospice', $3::date, $3::timestamptz, 'test'`;
/** Rows of no case: `$1` id, `$2` resident, `$3` the day it begins. */
const OWN: Readonly<Record<string, string>> = {
  care_charge: `insert into care_charge (id, resident, organisation, day, known_from, author, fen, outside) values ($1, $2, ${CARE}, 100, false)`,
  care_evidence: `insert into care_evidence (id, resident, organisation, day, known_from, author, kind) values ($1, $2, ${CARE}, 'visit')`,
  care_grant: `insert into care_grant (id, resident, organisation, from_on, known_from, author, fund, fen, approved_on) values ($1, $2, ${CARE}, 'charity', 100, $3::date)`,
};
/** Rows of a case: `$1` case and id, `$2` resident, `$3` the day. */
const OF_CASES: Readonly<Record<string, string>> = {
  hospice_admission: `insert into hospice_admission values ($1, $2, 'hospice', 'd', 'r', false, 40, 40, 'm3', $3::timestamptz, 'test')`,
  hospice_wish: `insert into hospice_wish (id, case_id, resident, organisation, version, content, said_at, author) values ($1, $1, $2, 'hospice', 1, '{}', $3::timestamptz, 'test')`,
  hospice_score: `insert into hospice_score (id, entry, case_id, resident, organisation, scale, at, day, items, cut_offs, recorded_at, author)
    values ($1, $1, $1, $2, 'hospice', 'esas-r', $3::timestamptz, $3::date, '{}', 'c', $3::timestamptz, 'test')`,
  // a course and one of its sessions
  hospice_course: `with course as (
      insert into hospice_course (id, case_id, resident, organisation, plan, indication, technique, dictionary, planned, before, begun_at, author)
      values ($1, $1, $2, 'hospice', 'p', 'sleep', 'ear-seeds', 'd', 5, 7, $3::timestamptz, 'test') returning *)
    insert into hospice_course_session (id, course, case_id, resident, organisation, done_at, author)
    select id, id, case_id, resident, organisation, begun_at, author from course`,
  hospice_opioid: `insert into hospice_opioid values ($1, $1, $2, 'hospice', 'used', 'morphine', 1, $3::date, null, 'p', $3::timestamptz, 'test')`,
  hospice_act: `insert into hospice_act values ($1, $1, $2, 'hospice', 'visit', null, 'w', '{}', $3::date, $3::timestamptz, null, 'test')`,
  hospice_transfer: `insert into hospice_transfer (id, case_id, resident, organisation, receiver, place, trigger, reason, requested_at, author) values ($1, $1, $2, 'hospice', 'township', 'home', 't', 'r', $3::timestamptz, 'test')`,
  bed_wait: `insert into bed_wait (case_id, resident, organisation, use, room_for, applied_at) values ($1, $2, 'hospice', 'elder-care', 'male', $3::timestamptz)`,
  assessment_opinion: `insert into assessment_opinion values ($1, $2, 1, 'p', 'nurse', 'hospice', null, 's', 'level-1', null, 'c', $3::timestamptz)`,
  assessment_result: `insert into assessment_result values ($1, $2, 1, 's', 'level-1', null, 'c', false, 'first', $3::timestamptz, null)`,
};
/** With a time of their own, which may meet another's: `$4` the day it ends. */
const TIMED: Readonly<Record<string, string>> = {
  care_stay: `insert into care_stay (id, resident, episode, programme, place, organisation, from_at, until_at, ended, known_from, author)
    values ($1, $2, $1, 'hospice', 'centre', 'hospice', $3::timestamptz, $4::timestamptz, 'discharge', $3::timestamptz, 'test')`,
  stay: `insert into stay (case_id, resident, organisation, from_at, until_at, ending) values ($1, $2, 'hospice', $3::timestamptz, $4::timestamptz, 'moved')`,
  care_cover: `insert into care_cover (id, resident, kind, scheme, from_on, until_on, known_from, author, organisation)
    values ($1, $2, 'medical', 'resident', $3::date, $4::date, $3::timestamptz, 'test', 'hospice')`,
  benefit_grant: `insert into benefit_grant (case_id, resident, organisation, programme, excludes, from_on, until_on, level, status)
    values ($1, $2, 'hospice', 'allowance', 'care-day', $3::date, $4::date, 'level-1', 'approved')`,
};
const TABLES = [...Object.keys(OWN), ...Object.keys(OF_CASES), ...Object.keys(TIMED)];
/** Tables with rows that are written with those of another, which has the same ids. */
const BESIDE: Readonly<Record<string, string>> = { hospice_course_session: 'hospice_course' };
const ALL = [...TABLES, ...Object.keys(BESIDE)];
const idOf = (table: string): string =>
  ['stay', 'bed_wait', 'assessment_opinion', 'assessment_result', 'benefit_grant', 'hospice_admission'].includes(table)
    ? 'case_id'
    : 'id';

const openCase = (id: string, resident: string): Promise<unknown> =>
  world.owner(
    `insert into cases (id, number, pathway, pathway_version, state, version, urgency, opener, opened_at, changed_at, resident, closed_at, ending)
     values ($1, $1, 'hospice-stay', 1, 'ended', 1, 'routine', 'hospice', $3, $3, $2, $3, 'finished')`,
    [id, resident, NOW],
  );
/** Which of the absorbed ids a case of this test was opened for; a case goes back by the Patient its Task names. */
const taskOf = (id: string, resident: string): Promise<unknown> =>
  world.owner(
    `insert into resource (type, id, version, updated_at, author, organisation, patient, deleted, content)
     values ('Task', $1, 1, $3, 'test', 'hospice', $2, false, json_build_object('resourceType', 'Task', 'id', $1::text,
               'identifier', json_build_array(json_build_object('system', 'https://kanglian.org/fhir/sid/case-number', 'value', $1::text)), 'for', json_build_object('reference', 'Patient/' || $2)))`,
    [id, resident, NOW],
  );

const write = async (table: string, resident: string, from: number, length: number): Promise<string> => {
  const id = newId();
  const sql = OWN[table] ?? OF_CASES[table] ?? TIMED[table] ?? '';
  if (idOf(table) === 'case_id' || sql.includes('case_id') || table.startsWith('hospice_')) {
    await openCase(id, resident);
    await taskOf(id, resident);
  }
  await world.owner(sql, [id, resident, day(from), ...(table in TIMED ? [day(from + length)] : [])]);
  return id;
};
const everything = async (): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    await Promise.all(
      ALL.map(async (table) => [table, await world.owner(`select * from ${table} order by ${idOf(table)}`)] as const),
    ),
  );
const merge = (absorbed: string, survivor: string) =>
  mergeResidents({ db: world.app, clock: world.clock, ids: newId }, world.actor('clerk'), {
    absorbed,
    survivor,
    reason: '同一人',
  });
const undo = (id: string) =>
  undoMerge({ db: world.app, clock: world.clock }, world.actor('clerk'), { merge: id, reason: '误判', assigned: [] });
const pass = (): void => world.clock.set(new Date(world.clock.now().getTime() + 1000));

type Row = { readonly table: string; readonly who: 0 | 1; readonly from: number; readonly length: number };
const row: fc.Arbitrary<Row> = fc.record({
  // what may contradict is drawn oftener: each answer is reached several times
  table: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...Object.keys(TIMED)) },
    { weight: 1, arbitrary: fc.constantFrom(...TABLES) },
  ),
  who: fc.constantFrom(0 as const, 1 as const),
  from: fc.integer({ min: 0, max: 40 }),
  length: fc.integer({ min: 1, max: 15 }),
});
const meet = (one: Row, other: Row): boolean =>
  one.table === other.table && one.from < other.from + other.length && other.from < one.from + one.length;

/** Why the first may not be absorbed by the second, told without the code under test. */
const refusalOf = (rows: readonly Row[]): string | null => {
  const clash = (table: string, unless: (absorbed: Row, survivor: Row) => boolean = () => false): boolean =>
    rows.some((a) => rows.some((s) => a.who === 0 && s.who === 1 && a.table === table && meet(a, s) && !unless(a, s)));
  if (clash('stay') || clash('care_stay')) return 'identity.two-places';
  const within = (a: Row, s: Row): boolean => s.from <= a.from && a.from + a.length <= s.from + s.length;
  if (clash('care_cover', within)) return 'identity.two-covers';
  return clash('benefit_grant') ? 'identity.two-grants' : null;
};

test('what care has written follows a merge and comes back as it was, or the merge is refused and nothing has moved', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 14 }), async (drawn) => {
      // one person's own rows do not meet: the tables see to that, and are not what is tested here
      const rows = drawn.filter(
        (each, n) =>
          !drawn.slice(0, n).some((other) => other.who === each.who && meet(other, each) && each.table in TIMED),
      );
      const who = [await patient(), await patient()] as const;
      const ids: string[] = [];
      for (const each of rows) ids.push(await write(each.table, who[each.who], each.from, each.length));
      const before = await everything();
      pass();
      const merged = await merge(who[0], who[1]);
      const why = refusalOf(rows);
      seen.add(why ?? 'merged');
      expect(isRefusal(merged) ? merged.refused : null).toBe(why);
      if (isRefusal(merged)) {
        expect(await everything()).toEqual(before);
        return;
      }
      for (const table of ALL) {
        const left = await world.owner(`select ${idOf(table)} from ${table} where resident = $1`, [who[0]]);
        const kept = await world.owner(`select ${idOf(table)} as id from ${table} where resident = $1`, [who[1]]);
        const written = ids.filter((_, n) => rows[n]?.table === (BESIDE[table] ?? table));
        expect([table, left, kept.map(({ id }) => id).sort()]).toEqual([table, [], [...written].sort()]);
      }
      pass();
      expect(await undo(merged.id)).toBe(true);
      expect(await everything()).toEqual(before);
    }),
    { numRuns: 40 },
  );
  // the draws reached every answer
  expect([...seen].sort()).toEqual(['identity.two-covers', 'identity.two-grants', 'identity.two-places', 'merged']);
}, 240_000);

test('two who lie in two places at once are two people, with a sentence, also where one of them died there', async () => {
  const [one, other, third] = [await patient(), await patient(), await patient()] as const;
  await write('care_stay', one, 0, 10);
  await write('care_stay', other, 5, 10);
  expect(await merge(one, other)).toMatchObject({ refused: 'identity.two-places' });
  expect(await merge(other, one)).toMatchObject({ refused: 'identity.two-places' });
  // nobody is cared for after a death
  await world.owner(`update care_stay set ended = 'death' where resident = $1`, [one]);
  await write('care_stay', third, 40, 5);
  expect(await merge(third, one)).toMatchObject({ refused: 'identity.two-places' });
  // the stay booked wrongly is corrected, and they are one
  await world.owner(`update care_stay set known_until = known_from where resident = $1`, [other]);
  expect(isRefusal(await merge(other, one))).toBe(false);
});
