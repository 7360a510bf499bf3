/** What only elder care asks the server: the waiting list in its order, and where somebody can go. */
import { may } from '../../consortium/permission.ts';
import { auditRow } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { fileRoutes } from './routes/files.ts';
import { institutionRoutes } from './routes/institutions.ts';
import { stayRoutes } from './routes/stay.ts';
import type { StayRoutesOptions } from './routes/stay.ts';
import { todayRoutes } from './routes/today.ts';
import { WAITING_RULES, waitingOrder } from './rules/waiting.ts';
import { Places, WaitingList } from './shapes.ts';

export type ElderCareRouteOptions = StayRoutesOptions;

const findWaiting = (organisation: string): Statement => ({
  name: 'bed-wait-list',
  text: `select w.case_id, w.resident, w.use, w.room_for, w.level, w.grounds, w.applied_at, w.declined, c.state, r.name
           from bed_wait w join cases c on c.id = w.case_id left join resident r on r.id = w.resident
          where w.organisation = $1 and w.until_at is null and c.closed_at is null and c.state in ('applied', 'waiting')`,
  values: [organisation],
});

/** Homes with beds of elder care, the ones with most free beds first, and medical institutions. */
const findPlaces = (at: Date): Statement => ({
  name: 'elder-care-places',
  text: `select o.id, o.short_name as name, o.kind,
                count(b.id) filter (where u.use in ('elder-care', 'nursing', 'day-care'))::int as beds,
                count(b.id) filter (where u.use in ('elder-care', 'nursing', 'day-care')
                  and not exists (select 1 from hold h where h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used') and h.until_at > $1)
                  and not exists (select 1 from bed_closure c where c.bed = b.id and (c.until_at is null or c.until_at > $1)))::int as free
           from organisation o left join department d on d.organisation = o.id left join bed b on b.department = d.id
           left join bed_use u on u.bed = b.id and u.until_on is null
          where o.kind in ('elder-care-home', 'hospital', 'township-hospital', 'community-centre', 'hospice', 'bureau', 'government-department')
          group by o.id, o.short_name, o.kind order by free desc, o.short_name`,
  values: [at],
});

export const elderCareRoutes = (options: ElderCareRouteOptions): readonly Route[] => [
  ...waitingRoutes(options),
  ...stayRoutes(options),
  ...todayRoutes(options),
  ...fileRoutes(options),
  ...institutionRoutes(options),
];

const waitingRoutes = ({ engine, recordRead }: ElderCareRouteOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/elder-care/waiting',
    summary: 'Who waits for a bed of the own house, in order, with the reasons of each place',
    access: 'role',
    answer: WaitingList,
    handle: async ({ caller: { actor } }) => {
      const allowed = may(actor, 'see-beds');
      if (allowed !== true) return { refusal: allowed };
      const at = engine.clock.now();
      const [rows = []] = await engine.db.read(actor, at, [findWaiting(actor.organisation)]);
      await recordRead(
        auditRow(actor, at, { action: 'see-waiting-list', residents: rows.map((row) => String(row['resident'])) }),
      );
      const placed = waitingOrder(
        rows.map((row) => ({
          caseId: String(row['case_id']),
          appliedAt: row['applied_at'] as Date,
          level: typeof row['level'] === 'string' ? row['level'] : null,
          grounds: row['grounds'] as readonly string[],
        })),
        at,
      );
      const byCase = new Map(rows.map((row) => [String(row['case_id']), row]));
      return {
        body: {
          items: placed.flatMap(({ caseId, place, points, reasons }) => {
            const row = byCase.get(caseId);
            if (row === undefined) return [];
            return [
              {
                case: caseId,
                place,
                points,
                reasons,
                person: row['name'] ?? null,
                use: row['use'],
                room: row['room_for'],
                level: row['level'],
                appliedAt: (row['applied_at'] as Date).toISOString(),
                declined: row['declined'],
                state: row['state'],
              },
            ];
          }),
          rules: { version: WAITING_RULES.version, source: WAITING_RULES.source, verified: WAITING_RULES.verified },
          serverTime: at.toISOString(),
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/elder-care/places',
    summary: 'Houses with elder-care beds and how many are free, and medical institutions',
    access: 'role',
    answer: Places,
    handle: async ({ caller: { actor } }) => {
      const allowed = may(actor, 'see-beds');
      if (allowed !== true) return { refusal: allowed };
      const at = engine.clock.now();
      const [rows = []] = await engine.db.read(actor, at, [findPlaces(at)]);
      return {
        body: {
          homes: rows
            .filter((row) => Number(row['beds']) > 0)
            .map((row) => ({ id: String(row['id']), name: String(row['name']), free: Number(row['free']) })),
          hospitals: rows
            .filter((row) => !['elder-care-home', 'bureau', 'government-department'].includes(String(row['kind'])))
            .map((row) => ({ id: String(row['id']), name: String(row['name']) })),
          offices: rows
            .filter((row) => ['bureau', 'government-department'].includes(String(row['kind'])))
            .map((row) => ({ id: String(row['id']), name: String(row['name']) })),
        },
      };
    },
  }),
];
