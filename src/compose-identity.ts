/** Joins what finds possible duplicates, what decides about them, and `Patient/$match`. */
import { identityRoutes, screenResidents } from './capabilities/health-record/identity/server.ts';
import type { IdentityRoutesOptions } from './capabilities/health-record/identity/server.ts';
import { identityRoutes as cardRoutes } from './consortium/residents/identity-routes.ts';
import { matchOperation } from './consortium/identity/match-operation.ts';
import type { Operation } from './fhir/context.ts';
import type { Route } from './platform/http/route.ts';
import type { Job } from './platform/jobs.ts';

export { IDENTITY_ERRORS } from './consortium/identity/errors.ts';

export const composeIdentity = (
  options: IdentityRoutesOptions,
): { readonly routes: readonly Route[]; readonly job: Job; readonly match: Operation } => ({
  routes: [
    ...identityRoutes(options),
    ...cardRoutes({
      db: options.engine.db,
      clock: options.engine.clock,
      zone: options.zone,
      readLog: { record: options.recordRead },
    }),
  ],
  job: { name: 'identities', everyMs: 2000, work: () => screenResidents(options.engine) },
  match: matchOperation,
});
