/** What a step costs over HTTP with everything on, and how many flights to the database it takes. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeEngine } from '../src/compose-engine.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { Candidates, ResidentList } from '../src/consortium/shapes.ts';
import { isRefused, hasErrors, takeStep } from '../src/engines/pathways/run.ts';
import { StepTaken } from '../src/engines/pathways/shapes.ts';
import { systemClock } from '../src/platform/clock.ts';
import { newId } from '../src/platform/ids.ts';
import { connect } from '../src/platform/postgres/connect.ts';
import type { Actor, Database } from '../src/platform/postgres/database.ts';
import { signIn } from '../src/story-person.ts';
import type { Person } from '../src/story-person.ts';
import { measure } from './measure.ts';
import type { Measured } from './measure.ts';
import type { Told } from './instance.ts';
import { idleWindows } from './processor-time.ts';

/** An emergency needs no place held, so that the round can be run without end. */
const OUT_FORM = {
  urgency: 'emergency',
  visit: 'inpatient',
  impression: '急性胸痛',
  reason: '突发胸骨后压榨样疼痛 40 分钟，心电图 ST 段抬高',
  history: '2型糖尿病11年，高血压2级',
  treatment: '阿司匹林 300 mg 嚼服，吸氧',
  allergy: 'none-known',
  contact: '内线 6203',
  consent: 'owed',
};
const ROUND = [
  { step: 'accept', by: 'coordinator', answers: { arrangement: '直接到急诊', contact: '内线 8012' } },
  { step: 'withdraw', by: 'doctor', answers: { explanation: '家属自行送往市医院' } },
] as const;
export const STEPS = 1 + ROUND.length;

type Cast = {
  readonly doctor: Person;
  readonly coordinator: Person;
  readonly residents: readonly string[];
  readonly department: string;
};

export const assemble = async ({ address, password }: Told): Promise<Cast> => {
  const doctor = await signIn(address, 'gp', password);
  const coordinator = await signIn(address, 'coordinator', password);
  const { items } = await doctor.ask('GET /api/residents?count=100', ResidentList);
  const path = 'GET /api/departments?kind=inpatient&specialty=cardiology&count=100';
  const places = await doctor.ask(path, Candidates);
  const organisation = coordinator.session.role?.organisation.id;
  const department = places.items.find((item) => item.organisation.id === organisation)?.department.id;
  if (department === undefined || items.length === 0) throw new Error('nobody to refer, or nowhere to refer to');
  return { doctor, coordinator, residents: items.map(({ id }) => id), department };
};

const outForm = ({ residents, department }: Cast, n: number) => ({
  ...OUT_FORM,
  resident: residents[n % residents.length],
  department,
});

/** Opens a referral, has it accepted and withdraws it: three steps by two people. */
export const round = async (cast: Cast, n: number): Promise<void> => {
  const id = randomUUID();
  const body = { id, answers: outForm(cast, n) };
  const opening = 'POST /api/pathways/referral/cases';
  let { version } = await cast.doctor.ask(opening, StepTaken, { body, key: randomUUID() });
  for (const { step, by, answers } of ROUND) {
    const given = { body: { version, answers }, key: randomUUID() };
    ({ version } = await cast[by].ask(`POST /api/cases/${id}/steps/${step}`, StepTaken, given));
  }
};

const countingFlights = (db: Database, count: () => void): Database => ({
  ...db,
  read: (...asked) => {
    count();
    return db.read(...asked);
  },
  write: (actor, at, work) =>
    db.write(actor, at, (tx) =>
      work({
        flight: (statements) => {
          count();
          return tx.flight(statements);
        },
        finish: (statements) => {
          count();
          return tx.finish(statements);
        },
      }),
    ),
});

const actorOf = ({ session }: Person): Actor => {
  if (session.role === null) throw new Error('nobody acts without a role');
  const { id, role, organisation, department } = session.role;
  return {
    id,
    person: session.person.id,
    role,
    organisation: organisation.id,
    department: department?.id ?? null,
    purpose: 'care',
  };
};

/** The most flights any step of the round takes in the engine itself, counted at the database's own door. */
const mostFlights = async (told: Told, cast: Cast): Promise<number> => {
  const db = connect({ url: told.appUrl, schema: told.schema, connections: 1 });
  let flights = 0;
  const pack = await readPack(join(fileURLToPath(new URL('../regions', import.meta.url)), told.schema));
  const engine = composeEngine({
    db: countingFlights(db, () => flights++),
    clock: systemClock,
    newId,
    limits: pack.limits,
    calendar: pack.calendar,
    zone: pack.zone,
    nudge: () => undefined,
  });
  const caseId = randomUUID();
  const opening = { step: 'send', by: 'doctor', answers: outForm(cast, 0) } as const;
  let version: number | null = null;
  let most = 0;
  try {
    for (const { step, by, answers } of [opening, ...ROUND]) {
      flights = 0;
      const request = { caseId, step, version, answers, actor: actorOf(cast[by]), key: randomUUID() };
      const result = await takeStep(engine, 'referral', request);
      if (isRefused(result) || hasErrors(result)) throw new Error(`${step} was not taken: ${JSON.stringify(result)}`);
      version = result.version;
      most = Math.max(most, flights);
    }
    return most;
  } finally {
    await db.close();
  }
};

export type StepsMeasured = { readonly step: Measured; readonly flights: number };

/** Begins when what was written before has left nothing to do any more: names to compare, tokens to settle. */
export const measureSteps = async (told: Told, seconds: number): Promise<StepsMeasured> => {
  await idleWindows([told.server, told.database]);
  const cast = await assemble(told);
  const flights = await mostFlights(told, cast);
  const step = await measure({
    what: 'pathway step, 4 connections',
    connections: 4,
    seconds,
    budget: 3,
    counts: STEPS,
    pids: [told.server, told.database],
    call: (n) => round(cast, n),
  });
  return { step, flights };
};
