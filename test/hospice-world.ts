/** The world with hospice care in it: a tertiary ward, a township hospital, a hospice, and who cares there. */
import { composeEngine } from '../src/compose-engine.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { careDayRules } from '../src/engines/care-days/rules-of-region.ts';
import type { Engine } from '../src/engines/pathways/engine.ts';
import { hasErrors, isRefused, takeStep } from '../src/engines/pathways/run.ts';
import type { StepResult } from '../src/engines/pathways/run.ts';
import { newId } from '../src/platform/ids.ts';
import type { Actor } from '../src/platform/postgres/database.ts';
import type { Role } from '../src/consortium/roles.ts';
import { openWorld, ZONE } from './world.ts';
import type { World } from './world.ts';

/** name: role and house. The names of people are those of the world where it has them. */
const PEOPLE = {
  'ward-doctor': ['attending-physician', 'city-hospital'],
  'ward-nurse': ['nurse', 'city-hospital'],
  'hospice-doctor': ['attending-physician', 'hospice'],
  'hospice-nurse': ['nurse', 'hospice'],
  'social-worker': ['social-worker', 'hospice'],
  'township-doctor': ['general-practitioner', 'township'],
  'township-nurse': ['nurse', 'township'],
  'township-public-health': ['public-health-worker', 'township'],
} as const satisfies Record<string, readonly [Role, string]>;
export type HospicePerson = keyof typeof PEOPLE;

export const REFERRAL = {
  resident: 'wu',
  to: 'hospice',
  source: 'hospital',
  urgency: 'routine',
  diagnosis: '胰腺恶性肿瘤，肝转移',
  reason: '疼痛控制欠佳，本人愿接受安宁疗护',
  contact: '肿瘤科 6203',
};
export const ADMISSION = {
  place: 'ward',
  bed: 'bed-1',
  category: 'late-cancer',
  diagnosedBy: 'tertiary',
  kps: 40,
  pps: 40,
  prognosis: 'm3',
  givenUp: ['surgery', 'chemotherapy', 'radiotherapy', 'targeted'],
  voluntary: true,
  consentSigned: true,
  severity: 'severe',
  scheme: 'employee',
  ltci: true,
};
export const SCORE = { pain: 6, tiredness: 7, appetite: 7, breath: 3 };

export type HospiceWorld = World & {
  readonly engine: Engine;
  readonly person: (name: HospicePerson) => Actor;
  readonly step: (
    id: string,
    name: string,
    who: HospicePerson,
    answers?: Readonly<Record<string, unknown>>,
    version?: number,
  ) => Promise<StepResult>;
  readonly refer: (
    answers?: Readonly<Record<string, unknown>>,
    who?: HospicePerson,
  ) => Promise<{
    readonly id: string;
    readonly result: StepResult;
  }>;
};

export const openHospiceWorld = async (): Promise<HospiceWorld> => {
  const world = await openWorld();
  const pack = await readPack(new URL('../regions/siping', import.meta.url).pathname);
  const engine = composeEngine({
    ...{ db: world.app, clock: world.clock, newId, limits: pack.limits, calendar: pack.calendar, zone: ZONE },
    nudge: () => undefined,
  });
  for (const [name, [role, organisation]] of Object.entries(PEOPLE)) {
    await world.owner('insert into person (id, name) values ($1, $1)', [name]);
    await world.owner(
      `insert into practitioner_role (id, person, role, organisation, from_on) values ($1 || '-role', $1, $2, $3, '2024-01-01')`,
      [name, role, organisation],
    );
  }
  await world.owner(
    `insert into relation (resident, organisation, kind, source, from_at)
     select r.id, 'city-hospital', 'registration', 'test', '2024-01-01' from resident r`,
  );
  const person = (name: HospicePerson): Actor => {
    const [role, organisation] = PEOPLE[name];
    return { id: `${name}-role`, person: name, role, organisation, department: null, purpose: 'care' };
  };
  const step: HospiceWorld['step'] = async (id, name, who, answers = {}, version) => {
    const [row] = await world.owner('select version, pathway from cases where id = $1', [id]);
    return takeStep(engine, typeof row?.['pathway'] === 'string' ? row['pathway'] : 'hospice-stay', {
      ...{
        caseId: id,
        step: name,
        version: version ?? Number(row?.['version']),
        answers,
        actor: person(who),
        key: null,
      },
    });
  };
  const refer: HospiceWorld['refer'] = async (answers = {}, who = 'ward-doctor') => {
    const id = newId();
    const result = await takeStep(engine, 'hospice-stay', {
      ...{
        caseId: id,
        step: 'refer',
        version: null,
        answers: { ...REFERRAL, ...answers },
        actor: person(who),
        key: null,
      },
    });
    return { id, result };
  };
  return { ...world, engine, person, step, refer };
};

/** What the routes of hospice care stand on, by the demonstration's rates. */
export const deskOf = async ({ engine }: HospiceWorld) => {
  const { careDays } = (await readPack(new URL('../regions/siping', import.meta.url).pathname)).files;
  return {
    engine,
    rules: careDayRules(careDays, { zone: ZONE, classOf: () => 'secondary' }, ({ refused }) => refused),
    donations: careDays.donations,
    recordRead: () => Promise.resolve(),
    // who prints for real says so
    printer: { print: (page: string) => Promise.resolve(Buffer.from(page)) },
    smallestCell: 5,
    figures: null,
  };
};

/** What the ledger says by account, in fen. */
export const ledgerIn = async (world: HospiceWorld): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (await world.owner('select account, sum(fen)::int as fen from care_posting group by account')).map((row) => [
      String(row['account']),
      Number(row['fen']),
    ]),
  );

/** The state a result led to, or why not. */
export const outcome = (result: StepResult): string =>
  isRefused(result)
    ? `refused: ${result.refusal.refused}`
    : hasErrors(result)
      ? `errors: ${result.errors.map((error) => `${error.question} ${error.code}`).join(', ')}`
      : result.state;

/** Wu is referred and admitted on the second of November 2026 and has evidence of three days; it is the morning of the fifth. */
export const careForThreeDays = async (world: HospiceWorld): Promise<string> => {
  const go = (moment: string): void => world.clock.set(new Date(`${moment}:00+08:00`));
  go('2026-11-02T09:00');
  const { id } = await world.refer();
  go('2026-11-02T11:00');
  const admittedAt = new Date('2026-11-02T10:00:00+08:00').toISOString();
  const admitted = outcome(await world.step(id, 'admit', 'hospice-doctor', { ...ADMISSION, admittedAt }));
  if (admitted !== 'in-care') throw new Error(`not admitted: ${admitted}`);
  for (const day of ['02', '03', '04']) {
    go(`2026-11-${day}T15:00`);
    await world.step(id, 'score', 'hospice-nurse', SCORE);
  }
  go('2026-11-05T09:00');
  return id;
};
