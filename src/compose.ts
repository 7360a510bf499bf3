/** Joins the parts of one running Kanglian: routes, events, sentences and jobs. A new capability adds its lines here. */
import { CAPABILITIES } from './capabilities/index.ts';
import { referralRoutes } from './capabilities/referral/server.ts';
import { composeEngine } from './compose-engine.ts';
import { closingOf, nextWorkingDay } from './consortium/calendar.ts';
import { expireHolds } from './consortium/capacity/holds.ts';
import { DRAFT_TIMES } from './consortium/capacity/make-hold.ts';
import { capacityRoutes } from './consortium/capacity/routes.ts';
import { draftRoutes } from './consortium/drafts/routes.ts';
import { CONSORTIUM_ERRORS } from './consortium/errors.ts';
import type { Pack } from './consortium/region/read.ts';
import { residentRoutes } from './consortium/residents/routes.ts';
import { forgetAttempts } from './consortium/sessions/attempts.ts';
import { authenticator } from './consortium/sessions/authenticate.ts';
import { sessionRoutes } from './consortium/sessions/routes.ts';
import { SESSIONS, removeEndedSessions } from './consortium/sessions/store.ts';
import { ROLE_WORDS } from './consortium/words.ts';
import type { Engine } from './engines/pathways/engine.ts';
import { PATHWAY_ERRORS } from './engines/pathways/errors.ts';
import { OUTBOX_ACTOR, drainOutbox, eventHub, forgetEvents } from './engines/pathways/outbox.ts';
import type { EventHub } from './engines/pathways/outbox.ts';
import { pathwayRoutes } from './engines/pathways/routes.ts';
import { forgetAnswered } from './engines/pathways/statements.ts';
import { CLOCK_ACTOR, sweepClocks } from './engines/pathways/sweep.ts';
import { createFhir } from './fhir/routes.ts';
import type { ReadLog } from './platform/audit.ts';
import { readLog } from './platform/audit.ts';
import { addDays, civilDay, instantOf } from './platform/civil-time.ts';
import type { Clock } from './platform/clock.ts';
import type { ErrorTable, ErrorWords } from './platform/errors.ts';
import { errorTable } from './platform/errors.ts';
import type { Authenticate } from './platform/http/authenticate.ts';
import type { FhirHandler } from './platform/http/fhir-handler.ts';
import type { Route } from './platform/http/route.ts';
import { newId } from './platform/ids.ts';
import type { Job } from './platform/jobs.ts';
import type { Database } from './platform/postgres/database.ts';

export type Ground = {
  readonly db: Database;
  readonly pack: Pack;
  readonly clock: Clock;
  /** The server listens on this machine only: demonstration accounts work. */
  readonly loopback: boolean;
  readonly demonstration: boolean;
  /** Starts the job of this name now (the outbox after a step). */
  readonly nudge: (job: string) => void;
};

export type Parts = {
  readonly engine: Engine;
  readonly routes: readonly Route[];
  readonly fhir: FhirHandler;
  readonly events: EventHub;
  readonly authenticate: Authenticate;
  readonly errors: ErrorTable;
  readonly jobs: readonly Job[];
  readonly close: () => Promise<void>;
};

const OUTBOX_JOB = 'outbox';
const DAY = 86_400_000;
/** Answers under an Idempotency-Key are kept this long, and said so in the API's description. */
const KEYS_KEPT_DAYS = 7;
const EVENTS_KEPT_DAYS = 2;

/** All sentences of refusals, each layer's own. */
const ERRORS: readonly ErrorWords[] = [
  CONSORTIUM_ERRORS,
  PATHWAY_ERRORS,
  ...CAPABILITIES.map((capability) => capability.errors),
];

/** The last moments of today and of the next working day: the borders of the worklist's groups. */
const bordersOf =
  ({ calendar, zone }: Pack) =>
  (at: Date): { readonly endOfToday: Date; readonly endOfNextWorkingDay: Date } => {
    const today = civilDay(at, zone);
    return {
      endOfToday: new Date(instantOf(addDays(today, 1), '00:00', zone).getTime() - 1),
      endOfNextWorkingDay: closingOf(calendar, nextWorkingDay(calendar, today), zone),
    };
  };

const jobsOf = ({ db, clock }: Ground, engine: Engine): readonly Job[] => [
  { name: 'clocks', everyMs: 1_000, work: () => sweepClocks(engine) },
  {
    name: 'holds',
    everyMs: 2_000,
    work: () => db.write(CLOCK_ACTOR, clock.now(), (tx) => tx.finish([expireHolds(clock.now())])),
  },
  { name: OUTBOX_JOB, everyMs: 250, work: () => drainOutbox(db, clock) },
  {
    name: 'forgetting',
    everyMs: 3_600_000,
    work: () =>
      db.write(OUTBOX_ACTOR, clock.now(), (tx) =>
        tx.finish([
          forgetEvents(new Date(clock.now().getTime() - EVENTS_KEPT_DAYS * DAY)),
          forgetAnswered(new Date(clock.now().getTime() - KEYS_KEPT_DAYS * DAY)),
        ]),
      ),
  },
  {
    name: 'sessions',
    everyMs: 3_600_000,
    work: () =>
      db.write(SESSIONS, clock.now(), (tx) =>
        tx.finish([forgetAttempts(clock.now()), removeEndedSessions(clock.now())]),
      ),
  },
];

const routesOf = (ground: Ground, engine: Engine, errors: ErrorTable, reads: ReadLog): readonly Route[] => {
  const { db, clock, pack, loopback, demonstration } = ground;
  const { zone } = pack;
  const region = { id: pack.id, name: pack.name };
  return [
    ...sessionRoutes({ db, clock, zone, loopback, region, demonstration }),
    ...residentRoutes({ db, clock, zone, ids: newId, readLog: reads, demonstration }),
    ...draftRoutes({ db, clock }),
    ...capacityRoutes({ db, clock, zone, ids: newId, times: DRAFT_TIMES }),
    ...pathwayRoutes({
      engine,
      say: { sentence: errors.sentence, role: (role, language) => ROLE_WORDS[language][role] },
      recordRead: reads.record,
      borders: bordersOf(pack),
    }),
    ...referralRoutes({ engine, zone, recordRead: reads.record }),
  ];
};

export const compose = (ground: Ground): Parts => {
  const { db, clock, pack, loopback } = ground;
  const reads = readLog(db, clock);
  const errors = errorTable(...ERRORS);
  const engine = composeEngine({
    db,
    clock,
    newId,
    limits: pack.limits,
    calendar: pack.calendar,
    zone: pack.zone,
    nudge: () => {
      ground.nudge(OUTBOX_JOB);
    },
  });
  return {
    engine,
    routes: routesOf(ground, engine, errors, reads),
    fhir: createFhir({ db, clock, ids: newId }),
    events: eventHub(db, clock),
    authenticate: authenticator({ db, clock, zone: pack.zone, loopback }),
    errors,
    jobs: jobsOf(ground, engine),
    close: reads.close,
  };
};
