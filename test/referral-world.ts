/** The world with its pathways running: opens referrals and takes their steps, as the people of the world would. */
import { composeEngine } from '../src/compose-engine.ts';
import { holdQuota } from '../src/consortium/capacity/holds.ts';
import { readPack } from '../src/consortium/region/read.ts';
import type { Engine } from '../src/engines/pathways/engine.ts';
import { hasErrors, isRefused, takeStep } from '../src/engines/pathways/run.ts';
import type { StepResult } from '../src/engines/pathways/run.ts';
import type { Resource } from '../src/fhir/resource.ts';
import { newVersion } from '../src/fhir/store/new-version.ts';
import { storeStatements } from '../src/fhir/store/statements.ts';
import { newId } from '../src/platform/ids.ts';
import type { Actor, Database } from '../src/platform/postgres/database.ts';
import { NOW, ZONE, openWorld } from './world.ts';
import type { World, WorldPerson } from './world.ts';

export const SYSTEM: Actor = {
  id: 'system:test',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

export const OUT_FORM = {
  urgency: 'routine',
  visit: 'inpatient',
  department: 'endocrinology',
  impression: '2型糖尿病，右足溃疡伴感染',
  reason: '右足底溃疡12天，近3天红肿渗液，需住院清创及调整血糖',
  history: '2型糖尿病11年，高血压2级',
  treatment: '门冬胰岛素30 早16单位、晚12单位',
  allergy: 'present',
  contact: '内线 6203',
  told: ['reason-and-destination', 'risk-in-transit'],
  consent: 'agreed',
  signer: 'self',
  signerName: '吴淑琴',
} as const;
export const ACCEPTANCE = { arrangement: '周一上午到住院部办理入院', contact: '内线 8012' };
export const ARRIVAL = { arrivedAt: NOW.toISOString(), place: '内分泌科 12 床' };
export const RETURN_NOTE = {
  diagnosis: '2型糖尿病足溃疡（Wagner 2级）',
  results: '空腹血糖 6.8 mmol/L',
  treatment: '清创，抗感染，胰岛素调整',
  advice: '隔日换药，监测血糖',
  followUpDays: 3,
  tasks: [{ what: '复查创面', due: '2026-12-04' }],
  contact: '内分泌科 6120',
};

export type ReferralWorld = World & {
  readonly engine: Engine;
  /** A synthetic resident of the village, and so of its township's catchment, stored as Patient. */
  readonly newResident: (name?: string) => Promise<string>;
  readonly hold: (subject: string, department: string, minutes?: number) => Promise<void>;
  /** Sends a referral for a new resident with a place held (`held: null`: none), from the township unless somebody else does. */
  readonly send: (
    answers?: Readonly<Record<string, unknown>>,
    held?: string | null,
    who?: WorldPerson | Actor,
  ) => Promise<{ readonly id: string; readonly resident: string; readonly result: StepResult }>;
  /** Takes a step on the version the case has now, unless another is given. */
  readonly step: (
    id: string,
    name: string,
    who: WorldPerson | Actor,
    answers?: Readonly<Record<string, unknown>>,
    options?: { readonly version?: number; readonly key?: string },
  ) => Promise<StepResult>;
};

/** The state a result led to, or why not: for short expectations. */
export const outcome = (result: StepResult): string =>
  isRefused(result)
    ? `refused: ${result.refusal.refused}`
    : hasErrors(result)
      ? `errors: ${result.errors.map((error) => `${error.question} ${error.code}`).join(', ')}`
      : result.state;

export const openReferralWorld = async (
  options: { readonly connections?: number; readonly through?: (db: Database) => Database } = {},
): Promise<ReferralWorld> => {
  const world = await openWorld(options.connections === undefined ? {} : { connections: options.connections });
  const pack = await readPack(new URL('../regions/siping', import.meta.url).pathname);
  const engine = composeEngine({
    db: options.through?.(world.app) ?? world.app,
    clock: world.clock,
    newId,
    limits: pack.limits,
    calendar: pack.calendar,
    zone: ZONE,
    nudge: () => undefined,
  });
  let residents = 0;
  const newResident = async (name = '吴淑琴'): Promise<string> => {
    const id = `resident-${String(++residents)}`;
    const patient: Resource = {
      resourceType: 'Patient',
      identifier: [{ system: 'https://kanglian.org/fhir/sid/health-record', value: id }],
      name: [{ text: name }],
      gender: 'female',
      birthDate: '1968-03-14',
    };
    const at = world.clock.now();
    await world.app.write(SYSTEM, at, (tx) =>
      tx.finish([
        ...storeStatements([newVersion(patient, id, null, at)], SYSTEM, at),
        {
          text: `insert into relation (resident, organisation, kind, source, from_at)
                 select $1, organisation, 'catchment', 'region', $2 from unnest(array['township', 'village']) as organisation`,
          values: [id, at],
        },
      ]),
    );
    return id;
  };
  const hold: ReferralWorld['hold'] = async (subject, department, minutes = 15) => {
    const at = world.clock.now();
    const kept = {
      id: newId(),
      subject,
      organisation: 'township',
      actor: 'gp-role',
      from: at,
      until: new Date(at.getTime() + minutes * 60_000),
    };
    await world.app.write(world.actor('gp'), at, (tx) => tx.finish([holdQuota({ kind: 'quota', department }, kept)]));
  };
  return {
    ...world,
    engine,
    newResident,
    hold,
    send: async (answers = {}, held = 'endocrinology', who = 'gp') => {
      const id = newId();
      const resident = await newResident();
      if (held !== null) await hold(id, held);
      const result = await takeStep(engine, 'referral', {
        caseId: id,
        step: 'send',
        version: null,
        answers: { ...OUT_FORM, resident, ...answers },
        actor: typeof who === 'string' ? world.actor(who) : who,
        key: null,
      });
      return { id, resident, result };
    },
    step: async (id, name, who, answers = {}, given = {}) => {
      const [row] = await world.owner('select version from cases where id = $1', [id]);
      return takeStep(engine, 'referral', {
        caseId: id,
        step: name,
        version: given.version ?? Number(row?.['version'] ?? 0),
        answers,
        actor: typeof who === 'string' ? world.actor(who) : who,
        key: given.key ?? null,
      });
    },
  };
};
