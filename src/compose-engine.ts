/** Joins the pathways engine to the store, the audit, the relations and the region's data. Used by the instance and by tests. */
import { CAPABILITIES } from './capabilities/index.ts';
import { stepsAlong } from './compose-answers.ts';
import type { Calendar } from './consortium/calendar.ts';
import type { Limit } from './consortium/limits.ts';
import { RELATION_LIMITS } from './consortium/access/limits.ts';
import { endCaseRelation, relateByCase } from './consortium/relations/case-relation.ts';
import { ACCESS_LIMITS } from './consortium/resident-access/times.ts';
import { isEnd } from './engines/pathways/define.ts';
import type { Engine } from './engines/pathways/engine.ts';
import { regionLimits } from './engines/pathways/limits.ts';
import type { Resource } from './fhir/resource.ts';
import { newVersion } from './fhir/store/new-version.ts';
import { storeStatements } from './fhir/store/statements.ts';
import { auditRow, auditStatement } from './platform/audit.ts';
import { civilDay, instantOf } from './platform/civil-time.ts';
import type { Clock } from './platform/clock.ts';
import type { Ids } from './platform/ids.ts';
import type { Actor, Database } from './platform/postgres/database.ts';

/** The limits the pathways and the figures run by: a region pack that lacks one of them is refused when it is read. */
export const CLOCK_CODES: readonly string[] = [
  ...new Set(
    CAPABILITIES.flatMap(({ pathway }) =>
      Object.values(pathway.states).flatMap((state) => (isEnd(state) ? [] : [state.within])),
    ),
  ),
  'escalation.repeat',
  'hold.answer',
  'referral.fast-return',
  'notice.read',
  ...ACCESS_LIMITS,
  ...RELATION_LIMITS,
  'figures.compared',
  'figures.smallest-cell',
];

export type EngineParts = {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: Ids;
  readonly limits: readonly Limit[];
  readonly calendar: Calendar;
  readonly zone: string;
  readonly nudge: () => void;
};

export const composeEngine = ({ db, clock, newId, limits, calendar, zone, nudge }: EngineParts): Engine => ({
  db,
  clock,
  newId,
  limits: regionLimits(limits, calendar, zone),
  today: (at) => civilDay(at, zone),
  endOfDay: (day) => instantOf(day, '23:59', zone),
  capabilities: new Map(CAPABILITIES.map((capability) => [capability.pathway.name, capability])),
  store: (resources, by, at) =>
    storeStatements(
      resources.map(({ resource, replaces }) => newVersion(resource as Resource, String(resource['id']), replaces, at)),
      by,
      at,
    ),
  relate: relateByCase,
  endRelation: (caseId, at) =>
    endCaseRelation(caseId, regionLimits(limits, calendar, zone)('access.after-case', 'routine', at).dueAt),
  audit: (actor, at, action, target, residents, reason) =>
    auditStatement(auditRow(actor, at, { action, target, residents, reason })),
  along: stepsAlong,
  nudge,
});

/** Who lays what a demonstration begins with. */
export const DEMONSTRATION_ACTOR: Actor = {
  id: 'system:demonstration',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/** An engine whose clock stands where it is set: what a demonstration lays is taken step by step at the hour it happened. */
export const composePastEngine = (
  parts: Pick<EngineParts, 'db' | 'newId' | 'limits' | 'calendar' | 'zone'>,
  start: Date,
): { readonly engine: Engine; readonly setTo: (moment: Date) => void } => {
  let now = start;
  return {
    engine: composeEngine({ ...parts, clock: { now: () => now }, nudge: () => undefined }),
    setTo: (moment) => {
      now = moment;
    },
  };
};
