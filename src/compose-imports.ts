/** Spreadsheets: what may be brought in, the routes and the work behind them. */
import { importKinds } from './consortium/imports/kinds.ts';
import { importRoutes } from './consortium/imports/routes.ts';
import { importWork } from './consortium/imports/run.ts';
import { forgetFiles, IMPORTER } from './consortium/imports/store.ts';
import type { Ground } from './compose-parts.ts';
import type { ReadLog } from './platform/audit.ts';
import type { ErrorTable } from './platform/errors.ts';
import type { Route } from './platform/http/route.ts';
import type { Job } from './platform/jobs.ts';

const HOUR = 3_600_000;
/** How long a file and its refused rows are kept. */
const KEPT = 7 * 24 * HOUR;

export const composeImports = (
  { config, installation, pack, clock, ids }: Ground,
  { readLog, errors }: { readonly readLog: ReadLog; readonly errors: ErrorTable },
): { readonly routes: readonly Route[]; readonly jobs: readonly Job[] } => {
  const { app: db } = installation;
  const { zone, name: city, specialties } = pack;
  const kinds = importKinds({ city, specialties, zone, demonstration: config.demonstration });
  const { work } = importWork({ db, clock, ids, zone, kinds });
  let run = (): void => undefined;
  const nudge = (): void => {
    run();
  };
  return {
    routes: importRoutes({ db, clock, ids, zone, kinds, readLog, sentence: errors.sentence, nudge }),
    jobs: [
      { name: 'imports', everyMs: 2000, work, onNudge: (now) => (run = now) },
      {
        name: 'forgetting imports',
        everyMs: HOUR,
        work: () => {
          const at = clock.now();
          return db.write(IMPORTER, at, (tx) => tx.finish(forgetFiles(new Date(at.getTime() - KEPT))));
        },
      },
    ],
  };
};
