/** The world with proposals running: the offices, bodies and departments of Siping's pack beside the world's own, and its rules. */
import { fileURLToPath } from 'node:url';
import { CLOCK_CODES, composeEngine } from '../src/compose-engine.ts';
import { insertProposalRules } from '../src/consortium/region/proposals-file.ts';
import { readPack } from '../src/consortium/region/read.ts';
import type { Role } from '../src/consortium/roles.ts';
import type { Engine } from '../src/engines/pathways/engine.ts';
import { takeStep } from '../src/engines/pathways/run.ts';
import type { StepResult } from '../src/engines/pathways/run.ts';
import { newId } from '../src/platform/ids.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import { ZONE, openWorld } from './world.ts';
import type { World } from './world.ts';

/** id, kind, name */
const HOUSES = [
  ['city-general-office', 'government-office', '云岭市委市政府办公室'],
  ['supervision-office', 'government-office', '云岭市政府督查室'],
  ['cppcc-committee', 'representative-body', '云岭市政协提案委'],
  ['npc-committee', 'representative-body', '云岭市人大选任委'],
  ['finance-bureau', 'government-department', '云岭市财政局'],
  ['medical-insurance-bureau', 'government-department', '云岭市医疗保障局'],
] as const;

/** who, role, organisation */
const PEOPLE = [
  ['committee', 'proposal-committee', 'cppcc-committee'],
  ['deputies', 'proposal-committee', 'npc-committee'],
  ['office', 'handing-officer', 'city-general-office'],
  ['supervisor', 'supervision-officer', 'supervision-office'],
  ['officer', 'proposal-officer', 'bureau'],
  ['drafter', 'section-drafter', 'bureau'],
  ['leader', 'unit-leader', 'bureau'],
  ['finance', 'proposal-officer', 'finance-bureau'],
  ['finance-leader', 'unit-leader', 'finance-bureau'],
  ['insurance', 'proposal-officer', 'medical-insurance-bureau'],
] as const satisfies readonly (readonly [string, Role, string])[];
export type ProposalPerson = (typeof PEOPLE)[number][0];
export const PROPOSAL_PEOPLE: readonly ProposalPerson[] = PEOPLE.map(([who]) => who);

export const ARRIVAL = {
  body: 'cppcc',
  year: 2025,
  session: '九届四次会议',
  kind: 'joint',
  title: '关于推动优质医疗资源下沉，提升人民群众健康生活获得感的建议',
  content: '基层医疗卫生机构人才不足、设备不全，建议推动优质医疗资源下沉，完善分级诊疗。',
  signers: [{ name: '提案人甲', post: '教科卫体委' }, { name: '提案人乙' }],
} as const;

export type ProposalWorld = World & {
  readonly engine: Engine;
  readonly person: (who: ProposalPerson) => Actor;
  /** Registers a filed proposal at the handing-over office, on the clock's day unless another is given. */
  readonly receive: (
    answers?: Readonly<Record<string, unknown>>,
    who?: ProposalPerson,
    step?: string,
  ) => Promise<{ readonly id: string; readonly result: StepResult }>;
  /** Takes a step on the version the case has now, unless another is given. */
  readonly step: (
    id: string,
    name: string,
    who: ProposalPerson,
    answers?: Readonly<Record<string, unknown>>,
    version?: number,
  ) => Promise<StepResult>;
  readonly today: () => string;
  /** Ids of child cases in the order they were opened. */
  readonly children: (id: string, pathway: 'co-handling' | 'promise') => Promise<readonly string[]>;
};

export const openProposalWorld = async (options: Parameters<typeof openWorld>[0] = {}): Promise<ProposalWorld> => {
  const world = await openWorld(options);
  for (const [id, kind, name] of HOUSES)
    await world.owner(
      `insert into organisation (id, kind, name, short_name, made_up, from_on) values ($1, $2, $3, $3, true, '2024-01-01')`,
      [id, kind, name],
    );
  for (const [who, role, organisation] of PEOPLE) {
    await world.owner('insert into person (id, name) values ($1, $2)', [`p-${who}`, `测试${who}`]);
    await world.owner(
      `insert into practitioner_role (id, person, role, organisation, from_on) values ($1, $2, $3, $4, '2024-01-01')`,
      [`p-${who}-role`, `p-${who}`, role, organisation],
    );
  }
  const pack = await readPack(fileURLToPath(new URL('../regions/siping', import.meta.url)), CLOCK_CODES);
  for (const { text, values = [] } of insertProposalRules(pack.files.proposals)) await world.owner(text, [...values]);
  const engine = composeEngine({
    db: world.app,
    clock: world.clock,
    newId,
    limits: pack.limits,
    calendar: pack.calendar,
    zone: ZONE,
    nudge: () => undefined,
  });
  const person = (who: ProposalPerson): Actor => {
    const found = PEOPLE.find(([name]) => name === who);
    if (found === undefined) throw new Error(`nobody is called ${who}`);
    return { id: `p-${who}-role`, person: `p-${who}`, role: found[1], organisation: found[2], purpose: 'care' };
  };
  const today = (): string => engine.today(world.clock.now());
  return {
    ...world,
    engine,
    person,
    today,
    receive: async (answers = {}, who = 'office', step = 'receive') => {
      const id = newId();
      const result = await takeStep(engine, 'proposal', {
        caseId: id,
        step,
        version: null,
        answers: { ...ARRIVAL, receivedOn: today(), ...answers },
        actor: person(who),
        key: null,
      });
      return { id, result };
    },
    step: async (id, name, who, answers = {}, version) => {
      const [row] = await world.owner('select version, pathway from cases where id = $1', [id]);
      return takeStep(engine, String(row?.['pathway']), {
        caseId: id,
        step: name,
        version: version ?? Number(row?.['version']),
        answers,
        actor: person(who),
        key: null,
      });
    },
    children: async (id, pathway) =>
      (await world.owner('select id from cases where parent = $1 and pathway = $2 order by number', [id, pathway])).map(
        (row) => String(row['id']),
      ),
  };
};
