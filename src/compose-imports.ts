/** Spreadsheets: what may be brought in, the routes and the work behind them. */
import { importKinds } from './consortium/imports/kinds.ts';
import { importRoutes } from './consortium/imports/routes.ts';
import { importWork } from './consortium/imports/run.ts';
import { forgetFiles, IMPORTER } from './consortium/imports/store.ts';
import type { Pack } from './consortium/region/read.ts';
import type { ReadLog } from './platform/audit.ts';
import type { Clock } from './platform/clock.ts';
import type { ErrorTable } from './platform/errors.ts';
import type { Route } from './platform/http/route.ts';
import type { Ids } from './platform/ids.ts';
import type { Job } from './platform/jobs.ts';
import type { Database } from './platform/postgres/database.ts';

const HOUR = 3_600_000;
/** How long a file and its refused rows are kept. */
const KEPT = 7 * 24 * HOUR;

export type ImportsGround = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pack: Pack;
  readonly demonstration: boolean;
  readonly readLog: ReadLog;
  readonly errors: ErrorTable;
};

export const composeImports = ({
  db,
  clock,
  ids,
  pack,
  demonstration,
  readLog,
  errors,
}: ImportsGround): { readonly routes: readonly Route[]; readonly jobs: readonly Job[] } => {
  const { zone, name: city, specialties } = pack;
  const kinds = importKinds({ city, specialties, zone, demonstration });
  const { work } = importWork({ db, clock, ids, zone, kinds });
  let run = (): void => undefined;
  const nudge = (): void => {
    run();
  };
  return {
    routes: importRoutes({ db, clock, ids, zone, kinds, readLog, sentence: errors.sentence, nudge }),
    jobs: [
      { name: 'imports', everyMs: 2000, everywhere: true, work, onNudge: (now) => (run = now) },
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
