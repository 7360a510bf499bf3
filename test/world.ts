/**
 * One fictional consortium with its people, in which every database test tells its story: a county hospital with its
 * township hospitals and a village clinic, a city hospital that cooperates, and a hospital of another county. All made up.
 * It is Friday 20 November 2026, 14:30 in the region.
 */
import type { FreshDatabase } from './database.ts';
import { freshDatabase } from './database.ts';
import type { StoppedClock } from '../src/platform/clock.ts';
import { stoppedClock } from '../src/platform/clock.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import type { Role } from '../src/consortium/roles.ts';

export const NOW = new Date('2026-11-20T06:30:00Z');
export const TODAY = '2026-11-20';
export const ZONE = 'Asia/Shanghai';
export const IDENTITY_SYSTEM = 'https://kanglian.org/fhir/sid/identity-number';

/** id, kind, name, short name, part of */
const ORGANISATIONS = [
  ['bureau', 'bureau', '云岭市卫生健康委员会', '市卫健委', null],
  ['consortium-qinghe', 'county-consortium', '青禾县医共体', '青禾医共体', null],
  ['county-hospital', 'hospital', '青禾县人民医院', '县医院', null],
  ['township', 'township-hospital', '榆树镇中心卫生院', '榆树卫生院', null],
  ['township-two', 'township-hospital', '双桥镇卫生院', '双桥卫生院', null],
  ['village', 'village-clinic', '二道村卫生室', '二道村', 'township'],
  ['city-hospital', 'hospital', '云岭市中心医院', '市中心医院', null],
  ['consortium-baishi', 'county-consortium', '白石县医共体', '白石医共体', null],
  ['other-county-hospital', 'hospital', '白石县人民医院', '白石县医院', null],
  ['hospice', 'hospice', '青禾安宁疗护中心', '安宁中心', null],
] as const;
export type WorldOrganisation = (typeof ORGANISATIONS)[number][0];

/** consortium, organisation, role */
const AFFILIATIONS = [
  ['consortium-qinghe', 'county-hospital', 'lead'],
  ['consortium-qinghe', 'township', 'member'],
  ['consortium-qinghe', 'township-two', 'member'],
  ['consortium-qinghe', 'city-hospital', 'cooperating'],
  ['consortium-qinghe', 'hospice', 'member'],
  ['consortium-baishi', 'other-county-hospital', 'lead'],
] as const;

/** id, organisation, name, specialty, quota */
const DEPARTMENTS = [
  ['endocrinology', 'county-hospital', '内分泌科', 'endocrinology', 7],
  ['surgery', 'county-hospital', '外科', 'surgery', 4],
  ['city-endocrinology', 'city-hospital', '内分泌科', 'endocrinology', 12],
  ['other-endocrinology', 'other-county-hospital', '内分泌科', 'endocrinology', 20],
  ['general', 'township', '全科', 'general', null],
  ['hospice-ward', 'hospice', '安宁病区', 'palliative', null],
] as const;

/** person, name, role, organisation, department; the role's id is `<person>-role`. */
const STAFF = [
  ['gp', '王秀兰', 'general-practitioner', 'township', 'general'],
  ['gp-two', '孙立新', 'general-practitioner', 'township-two', null],
  ['nurse', '赵敏', 'nurse', 'township', null],
  ['village-doctor', '周海', 'village-doctor', 'village', null],
  ['coordinator', '陈立', 'referral-coordinator', 'county-hospital', null],
  ['duty', '周建国', 'duty-officer', 'county-hospital', null],
  ['clerk', '刘洋', 'admission-clerk', 'county-hospital', null],
  ['physician', '何静', 'attending-physician', 'county-hospital', 'endocrinology'],
  ['beds', '郑文', 'bed-manager', 'county-hospital', null],
  ['city-coordinator', '钱程', 'referral-coordinator', 'city-hospital', null],
  ['other-coordinator', '冯雪', 'referral-coordinator', 'other-county-hospital', null],
  ['surgeon', '马广田', 'attending-physician', 'county-hospital', 'surgery'],
  ['city-clerk', '许凤英', 'admission-clerk', 'city-hospital', null],
  ['city-physician', '高艳丽', 'attending-physician', 'city-hospital', 'city-endocrinology'],
  ['officer', '吴斌', 'commission-officer', 'bureau', null],
  ['affairs', '郭宏', 'medical-affairs', 'county-hospital', null],
  ['drafter', '何一帆', 'section-drafter', 'bureau', null],
  ['checker', '郑宁', 'letter-checker', 'bureau', null],
  ['leader', '邱怀远', 'unit-leader', 'bureau', null],
  ['seal-keeper', '石敏', 'seal-keeper', 'bureau', null],
  ['hospital-leader', '沈光', 'unit-leader', 'county-hospital', null],
] as const;
export type WorldPerson = (typeof STAFF)[number][0];

/** id, name, pinyin, initials, gender, birth date, phone, catchment, identity number */
const RESIDENTS = [
  ['wu', '吴淑琴', 'wushuqin', 'wsq', 'female', '1968-03-14', '13800006021', 'township', '220399196803140063'],
  ['li', '李国强', 'liguoqiang', 'lgq', 'male', '1955-07-02', '13900001234', 'township', '220399195507020011'],
  ['zhang', '张小宝', 'zhangxiaobao', 'zxb', 'male', '2019-01-30', null, 'township-two', '220399201901300036'],
  ['sun', '孙大山', 'sundashan', 'sds', 'male', '1990-05-06', '13700005555', 'village', '220399199005060038'],
] as const;
export type WorldResident = (typeof RESIDENTS)[number][0];

export type World = FreshDatabase & {
  readonly clock: StoppedClock;
  /** The person in the role given above, declared for the care of residents. */
  readonly actor: (person: WorldPerson) => Actor;
};

const FROM = '2024-01-01';

const insertAll = async (
  owner: FreshDatabase['owner'],
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> => {
  const marks = rows.map((row, r) => `(${row.map((_, c) => `$${String(r * row.length + c + 1)}`).join(', ')})`);
  await owner(`insert into ${table} (${columns.join(', ')}) values ${marks.join(', ')}`, rows.flat());
};

const settle = async (owner: FreshDatabase['owner']): Promise<void> => {
  await insertAll(
    owner,
    'organisation',
    ['id', 'kind', 'name', 'short_name', 'part_of', 'phone', 'made_up', 'from_on'],
    ORGANISATIONS.map((row) => [...row, `0434-${row[0].length.toString().padStart(7, '0')}`, true, FROM]),
  );
  await insertAll(
    owner,
    'affiliation',
    ['consortium', 'organisation', 'role', 'from_on'],
    AFFILIATIONS.map((row) => [...row, FROM]),
  );
  await insertAll(
    owner,
    'department',
    ['id', 'organisation', 'name', 'specialty', 'made_up', 'from_on'],
    DEPARTMENTS.map(([id, organisation, name, specialty]) => [id, organisation, name, specialty, true, FROM]),
  );
  await insertAll(
    owner,
    'quota',
    ['department', 'places', 'updated_at', 'updated_by'],
    DEPARTMENTS.filter((row) => row[4] !== null).map((row) => [row[0], row[4], NOW, 'beds-role']),
  );
  await insertAll(owner, 'key_specialty', ['department', 'grade', 'from_on'], [['city-endocrinology', 'city', FROM]]);
  await insertAll(
    owner,
    'clinic_slot',
    ['id', 'department', 'starts_at', 'ends_at'],
    [1, 2, 3].map((day) => [
      `slot-${String(day)}`,
      'endocrinology',
      new Date(Date.UTC(2026, 10, 22 + day, 1)),
      new Date(Date.UTC(2026, 10, 22 + day, 1, 30)),
    ]),
  );
  await insertAll(
    owner,
    'bed',
    ['id', 'department', 'label'],
    [1, 2, 3].map((bed) => [`bed-${String(bed)}`, 'hospice-ward', `0${String(bed)}床`]),
  );
  await insertAll(
    owner,
    'person',
    ['id', 'name', 'phone'],
    STAFF.map(([id, name]) => [id, name, id === 'duty' ? '8001' : null]),
  );
  await insertAll(
    owner,
    'practitioner_role',
    ['id', 'person', 'role', 'organisation', 'department', 'from_on'],
    STAFF.map(([id, , role, organisation, department]) => [`${id}-role`, id, role, organisation, department, FROM]),
  );
};

const admit = async (owner: FreshDatabase['owner']): Promise<void> => {
  await insertAll(
    owner,
    'resident',
    ['id', 'name', 'pinyin', 'initials', 'gender', 'birth_date', 'phone', 'catchment', 'address', 'synthetic'],
    RESIDENTS.map((row) => [...row.slice(0, 8), '二道村3组', true]),
  );
  await insertAll(
    owner,
    'resident_card',
    ['resident', 'system', 'value', 'unique_card'],
    RESIDENTS.map((row) => [row[0], IDENTITY_SYSTEM, row[8], true]),
  );
  await insertAll(
    owner,
    'relation',
    ['resident', 'organisation', 'kind', 'source', 'from_at'],
    RESIDENTS.flatMap((row) =>
      // a village's residents are in the catchment of its township hospital too
      [row[7], ...(row[7] === 'village' ? ['township'] : [])].map((organisation) => [
        row[0],
        organisation,
        'catchment',
        `Patient/${row[0]}`,
        new Date('2024-01-01T00:00:00Z'),
      ]),
    ),
  );
};

/** Opens the world on a database of its own: `const world = await openWorld()` in `beforeAll`, `world.drop()` in `afterAll`. */
export const openWorld = async (options: { readonly connections?: number } = {}): Promise<World> => {
  const database = await freshDatabase(options);
  await settle(database.owner);
  await admit(database.owner);
  return {
    ...database,
    clock: stoppedClock(NOW),
    actor: (person) => {
      const row = STAFF.find(([id]) => id === person);
      if (row === undefined) throw new Error(`nobody here is called ${person}`);
      const [id, , role, organisation, department] = row;
      const acts: Role = role;
      return { id: `${id}-role`, person: id, role: acts, organisation, department, purpose: 'care' };
    },
  };
};
