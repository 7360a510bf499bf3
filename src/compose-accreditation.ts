/** Joins accreditation: its routes, and what the region's data say was accepted before the platform kept it. */
import { accreditationRoutes, loadTerms } from './capabilities/accreditation/server.ts';
import type { Pack } from './consortium/region/read.ts';
import type { Engine } from './engines/pathways/engine.ts';
import type { ReadLog } from './platform/audit.ts';
import type { Route } from './platform/http/route.ts';
import type { Job } from './platform/jobs.ts';

const DAY = 86_400_000;

export const composeAccreditation = (
  engine: Engine,
  pack: Pack,
  recordRead: ReadLog['record'],
): { readonly routes: readonly Route[]; readonly job: Job } => ({
  routes: accreditationRoutes({ engine, recordRead }),
  job: {
    name: 'acceptances of the pack',
    everyMs: DAY,
    work: async () => loadTerms(engine, pack.files.acceptances, pack.bureau),
  },
});
