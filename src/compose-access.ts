/** Joins access to records: reasons and their limits, consents, emergencies and their review, the sealed audit. */
import { breakGlassRoutes } from './capabilities/health-record/break-glass/server.ts';
import { erasureRoutes } from './capabilities/health-record/erasure/server.ts';
import { objectionRoutes } from './capabilities/health-record/objection/server.ts';
import { closeRoutes } from './consortium/access/close-resident-routes.ts';
import { consentRoutes } from './consortium/access/consent-routes.ts';
import { flagLooks } from './consortium/access/flags.ts';
import { RELATION_LIMITS } from './consortium/access/limits.ts';
import type { RelationEnds } from './consortium/access/limits.ts';
import { accessRoutes } from './consortium/access/routes.ts';
import type { Pack } from './consortium/region/read.ts';
import { findLimit, limitVersion } from './consortium/limits.ts';
import { dueAt } from './engines/pathways/due.ts';
import type { Engine } from './engines/pathways/engine.ts';
import { relabelJob } from './fhir/store/relabel.ts';
import type { ReadLog } from './platform/audit.ts';
import { sealAudit } from './platform/audit-seal.ts';
import { civilDay } from './platform/civil-time.ts';
import type { Clock } from './platform/clock.ts';
import type { Route } from './platform/http/route.ts';
import type { Ids } from './platform/ids.ts';
import type { Job } from './platform/jobs.ts';
import type { Database } from './platform/postgres/database.ts';

export { ACCESS_ERRORS } from './consortium/access/errors.ts';

/** By the limit in force today: an encounter of years ago that is reported now has none of its own time. */
export const relationEndsOf =
  (clock: Clock, { limits, calendar, zone }: Pick<Pack, 'limits' | 'calendar' | 'zone'>): RelationEnds =>
  (code, from) => {
    const limit = findLimit(limits, code, 'routine', civilDay(clock.now(), zone));
    if (limit === undefined) throw new Error(`the region has no limit ${code} (of ${RELATION_LIMITS.join(', ')})`);
    return { until: dueAt(limit, from, calendar, zone), version: limitVersion(limit), verified: limit.verified };
  };

export type AccessGround = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
  readonly engine: Engine;
  readonly reads: ReadLog;
  /** Keys the seals of the audit. */
  readonly secret: string;
};

export const composeAccess = ({
  db,
  clock,
  ids,
  zone,
  engine,
  reads,
  secret,
}: AccessGround): { readonly routes: readonly Route[]; readonly jobs: readonly Job[] } => ({
  routes: [
    ...accessRoutes({ db, clock, zone, readLog: reads }),
    ...consentRoutes({ db, clock, ids, zone }),
    ...breakGlassRoutes({ engine, recordRead: reads.record }),
    ...closeRoutes({ db, clock, ids, zone, recordRead: reads.record }),
    ...objectionRoutes({ engine, recordRead: reads.record }),
    ...erasureRoutes({ engine, recordRead: reads.record }),
  ],
  jobs: [
    {
      name: 'audit seals',
      everyMs: 60_000,
      work: () =>
        sealAudit({
          db,
          clock,
          secret,
          also: (first, last, at) => [flagLooks(first, last, civilDay(at, zone))],
        }),
    },
    relabelJob(db, clock),
  ],
});
