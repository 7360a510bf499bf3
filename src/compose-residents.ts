/** Joins the residents' one-time codes and their page to the region's limits and to the capabilities that have something to show. */
import { residentView } from './capabilities/referral/server.ts';
import { residentAuthenticator } from './consortium/resident-access/authenticate.ts';
import { residentCodes } from './consortium/resident-access/codes.ts';
import type { IssueOptions } from './consortium/resident-access/issue.ts';
import { familyRoutes } from './consortium/resident-access/family.ts';
import { residentAccessRoutes } from './consortium/resident-access/routes.ts';
import type { ResidentRoutesOptions } from './consortium/resident-access/routes.ts';
import { accessTimes } from './consortium/resident-access/times.ts';
import type { Pack } from './consortium/region/read.ts';
import { regionLimits } from './engines/pathways/limits.ts';
import type { AuditRow } from './platform/audit.ts';
import type { Clock } from './platform/clock.ts';
import type { Authenticate } from './platform/http/authenticate.ts';
import type { Route } from './platform/http/route.ts';
import type { Ids } from './platform/ids.ts';
import type { Database } from './platform/postgres/database.ts';

export type ResidentGround = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pack: Pick<Pack, 'limits' | 'calendar' | 'zone' | 'files'>;
  readonly secret: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  readonly tell: ResidentRoutesOptions['tell'];
  readonly nudge: () => void;
};
export type ResidentParts = {
  readonly access: IssueOptions;
  readonly viewOf: ResidentRoutesOptions['viewOf'];
  readonly routes: readonly Route[];
  readonly authenticate: Authenticate;
};

/** What issues codes and says how long they are good for. */
export const residentAccess = ({
  db,
  clock,
  ids,
  pack,
  secret,
}: Pick<ResidentGround, 'db' | 'clock' | 'ids' | 'pack' | 'secret'>): IssueOptions => {
  const limits = regionLimits(pack.limits, pack.calendar, pack.zone);
  // the same for every urgency: nobody reads a page faster for being worse
  return {
    db,
    clock,
    ids,
    codes: residentCodes(secret),
    times: accessTimes((code, at) => limits(code, 'routine', at)),
  };
};

export const composeResidents = (ground: ResidentGround): ResidentParts => {
  const { db, clock, pack, recordRead, tell, nudge } = ground;
  const access = residentAccess(ground);
  const { forResidents, hours } = pack.files;
  const viewOf = residentView({ db, zone: pack.zone, forResidents, hours });
  return {
    access,
    viewOf,
    routes: [...residentAccessRoutes({ ...access, recordRead, viewOf, tell, nudge }), ...familyRoutes(access)],
    authenticate: residentAuthenticator(db, clock, access.times),
  };
};
