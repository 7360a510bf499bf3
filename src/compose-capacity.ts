/** Joins matching, places, appointments and measured waits: their routes and their job. */
import { careNetworkRoutes, elderCareRoutes, loadInstitutions } from './capabilities/elder-care/server.ts';
import { bedRoutes } from './consortium/beds/routes.ts';
import { boardRoutes } from './consortium/capacity/board-routes.ts';
import { choiceRoutes } from './consortium/capacity/choice-routes.ts';
import { DRAFT_TIMES } from './consortium/capacity/make-hold.ts';
import type { HoldOptions } from './consortium/capacity/make-hold.ts';
import { casesOf } from './consortium/limits.ts';
import { matchingDataOf } from './consortium/capacity/matching-data.ts';
import { capacityRoutes } from './consortium/capacity/routes.ts';
import { measureWaits } from './consortium/capacity/waits.ts';
import type { Ends } from './consortium/capacity/waits.ts';
import { announceBed } from './engines/notices/store.ts';
import type { CareDayRules } from './engines/care-days/settle.ts';
import type { Engine } from './engines/pathways/engine.ts';
import type { Pack } from './consortium/region/read.ts';
import type { AuditRow } from './platform/audit.ts';
import { civilDay } from './platform/civil-time.ts';
import type { Clock } from './platform/clock.ts';
import type { ErrorTable } from './platform/errors.ts';
import type { Route } from './platform/http/route.ts';
import type { Ids } from './platform/ids.ts';
import type { Job } from './platform/jobs.ts';
import type { Actor, Database } from './platform/postgres/database.ts';

export type CapacityParts = {
  readonly careRules: CareDayRules;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pack: Pack;
  readonly errors: Pick<ErrorTable, 'sentence'>;
  readonly reads: { readonly record: (row: AuditRow) => Promise<void> };
  readonly nudge: () => void;
  readonly engine: Engine;
};

const MINUTE = 60_000;
const DAY = 86_400_000;
const WAITS: Actor = { id: 'system:waits', person: null, role: 'system', organisation: 'system', purpose: 'system' };
/** The referral's steps that end a wait. */
export const WAIT_ENDS: Ends = { answered: ['accept', 'refuse'], arrived: ['arrive'] };

/** How long a place is held for a draft, and how often that may be made longer: the region's limits, or the platform's default. */
const draftTimesOf = ({ limits }: Pack): NonNullable<HoldOptions['times']> => {
  const held = limits.find(({ code }) => code === 'hold.draft');
  const longer = limits.find(({ code }) => code === 'hold.draft-extension');
  const minutesOf = (limit: typeof held, otherwise: number): number =>
    limit !== undefined && 'minutes' in limit.rule ? limit.rule.minutes : otherwise;
  return {
    minutes: minutesOf(held, DRAFT_TIMES.minutes),
    extension: minutesOf(longer, DRAFT_TIMES.extension),
    extensions: longer?.times ?? DRAFT_TIMES.extensions,
  };
};

export const composeCapacity = ({
  db,
  clock,
  ids,
  pack,
  errors: { sentence },
  reads: { record: recordRead },
  nudge,
  engine,
  careRules,
}: CapacityParts): { readonly routes: readonly Route[]; readonly jobs: readonly Job[] } => {
  const { zone, calendar } = pack;
  const matching = matchingDataOf(pack.files.matching);
  const ground = { db, clock, ids, zone, matching };
  return {
    routes: [
      ...capacityRoutes({ ...ground, times: draftTimesOf(pack) }),
      ...boardRoutes({ ...ground, calendar, sentence }),
      ...elderCareRoutes({ engine, rules: careRules, recordRead }),
      ...careNetworkRoutes({
        ...{ engine, zone, recordRead },
        smallestCell: casesOf(pack.limits, 'figures.smallest-cell', civilDay(clock.now(), zone)),
      }),
      ...bedRoutes({
        ...ground,
        recordRead,
        tell: (bed, organisation, at) => announceBed(ids(), bed, organisation, at),
        nudge,
      }),
      ...choiceRoutes({
        ...ground,
        specialties: pack.specialties,
        devices: pack.files.devices.kinds,
        recordRead,
      }),
    ],
    jobs: [
      {
        name: 'institutions of the pack',
        everyMs: DAY,
        work: () => loadInstitutions({ db, clock }, pack.files.institutions, pack.bureau),
      },
      {
        name: 'waits',
        everyMs: 10 * MINUTE,
        work: () => {
          const at = clock.now();
          const { measuredOverDays } = matching.rulesOn(civilDay(at, zone));
          return db.write(WAITS, at, (tx) =>
            tx.finish(measureWaits(WAIT_ENDS, new Date(at.getTime() - measuredOverDays * DAY), at)),
          );
        },
      },
    ],
  };
};
