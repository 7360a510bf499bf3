/** The world with a care home in it: two rooms of beds, those who give them and those who care. */
import type { ReferralWorld } from './referral-world.ts';
import { openReferralWorld } from './referral-world.ts';
import { takeStep } from '../src/engines/pathways/run.ts';
import type { StepResult } from '../src/engines/pathways/run.ts';
import { careRulesOf } from '../src/compose-hospice.ts';
import { readPack } from '../src/consortium/region/read.ts';
import type { CareDayRules } from '../src/engines/care-days/settle.ts';
import { newId } from '../src/platform/ids.ts';
import type { Actor } from '../src/platform/postgres/database.ts';

const person = (id: string, role: string, organisation: string): Actor => ({
  id: `${id}-role`,
  person: id,
  role,
  organisation,
  department: null,
  purpose: 'care',
});
export const HOME_BEDS = person('home-beds', 'bed-manager', 'home');
export const HOME_NURSE = person('home-nurse', 'nurse', 'home');
export const OTHER_BEDS = person('other-beds', 'bed-manager', 'home-two');

export type HomeWorld = ReferralWorld & {
  /** The rules of days of Siping, by which a stay's days are worked out. */
  readonly careRules: CareDayRules;
  readonly take: (pathway: string, id: string, step: string, who: Actor, answers?: object) => Promise<StepResult>;
  readonly apply: (
    resident: string,
    answers?: object,
    home?: string,
  ) => Promise<{ readonly id: string; readonly result: StepResult }>;
  /** An hour of the world's own time, counted from its beginning. */
  readonly hour: (hours: number) => string;
};

const BEDS = [
  ['h-1', 'home-ward', '01', '301', 'female'],
  ['h-2', 'home-ward', '02', '301', 'female'],
  ['h-3', 'home-ward', '03', '302', 'male'],
  ['t-1', 'home-two-ward', '01', '', 'any'],
] as const;

/** `connections` for tests in which many come at once. */
export const openHomeWorld = async (options: { readonly connections?: number } = {}): Promise<HomeWorld> => {
  const world = await openReferralWorld(options);
  await world.owner(`insert into organisation (id, kind, name, short_name, made_up, from_on) values
    ('home', 'elder-care-home', '夕照养老院', '夕照', true, '2024-01-01'),
    ('home-two', 'elder-care-home', '晚晴养老院', '晚晴', true, '2024-01-01')`);
  await world.owner(`insert into department (id, organisation, name, specialty, made_up, from_on) values
    ('home-ward', 'home', '护理楼三层', 'elder-care', true, '2024-01-01'),
    ('home-two-ward', 'home-two', '一楼', 'elder-care', true, '2024-01-01')`);
  for (const [id, department, label, room, roomFor] of BEDS) {
    await world.owner('insert into bed (id, department, label, room, room_for) values ($1, $2, $3, $4, $5)', [
      id,
      department,
      label,
      room,
      roomFor,
    ]);
    await world.owner(`insert into bed_use (bed, use, from_on, by) values ($1, 'nursing', '2024-01-01', 'test')`, [id]);
  }
  const take: HomeWorld['take'] = async (pathway, id, step, who, answers = {}) => {
    const [row] = await world.owner('select version from cases where id = $1', [id]);
    const version = row === undefined ? null : Number(row['version']);
    return takeStep(world.engine, pathway, { caseId: id, step, version, answers, actor: who, key: null });
  };
  const careRules = careRulesOf(
    await readPack(new URL('../regions/siping', import.meta.url).pathname),
    ({ refused }) => refused,
  );
  const began = world.clock.now().getTime();
  return {
    ...world,
    take,
    careRules,
    hour: (hours) => new Date(began + hours * 3_600_000).toISOString(),
    apply: async (resident, answers = {}, home = 'home') => {
      const id = newId();
      const asked = {
        resident,
        home,
        use: 'nursing',
        room: 'female',
        level: 'level-3',
        contact: '女儿 13800000000',
        ...answers,
      };
      return { id, result: await take('residence', id, 'apply', world.actor('gp'), asked) };
    },
  };
};
