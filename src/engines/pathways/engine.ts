/** What the engine is given: no ambient context. Built once in the composition root. */
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { CapabilityServer, CaseState, Json, Limits, RelationOfCase } from './capability.ts';
import type { StepFacts } from './define.ts';

/** A resource to be stored: `replaces` is the version it supersedes, null creates it. */
export type ToStore = { readonly resource: Json; readonly replaces: number | null };

/** What a case of another capability is told of a step that was decided: enough to know which step of its own goes along. */
export type StepDecided = {
  readonly pathway: string;
  readonly step: string;
  readonly answers: Json;
  readonly before: CaseState | null;
  readonly after: CaseState;
  readonly loaded: Readonly<Record<string, unknown>>;
  readonly children: StepFacts['children'];
  readonly today: string;
};
/** A step of the system's on another case, taken in the same transaction: both happen or neither. */
export type StepAlong = {
  readonly pathway: string;
  readonly caseId: string;
  readonly step: string;
  readonly answers: Json;
};

export type Engine = {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: Ids;
  readonly limits: Limits;
  /** The civil day of the region's zone, for forms and numbers. */
  readonly today: (at: Date) => string;
  /** The last minute of a civil day: when what is due on that day is late. */
  readonly endOfDay: (day: string) => Date;
  readonly capabilities: ReadonlyMap<string, CapabilityServer>;
  /** The record store's statements for new versions (src/fhir). */
  readonly store: (resources: readonly ToStore[], by: Actor, at: Date) => readonly Statement[];
  /** Access for the parties while the case is open, and until `until` once it is closed (law 5). */
  readonly relate: (
    resident: string,
    organisations: readonly string[],
    caseId: string,
    at: Date,
    kind: RelationOfCase,
  ) => Statement;
  readonly endRelation: (caseId: string, at: Date) => Statement;
  readonly audit: (
    actor: Actor,
    at: Date,
    action: string,
    target: string,
    residents: readonly string[],
    reason: string | null,
  ) => Statement;
  /** How capabilities that do not know each other move together: a letter sent takes the case it answers with it. */
  readonly along?: (decided: StepDecided) => readonly StepAlong[];
  /** Tells the outbox drainer of this process that something was committed. */
  readonly nudge: () => void;
};

/** Pathways whose cases stand in a list of their own and not in the worklist of care. */
export const reviewPathways = ({ capabilities }: Pick<Engine, 'capabilities'>): readonly string[] =>
  [...capabilities.values()].flatMap(({ relates, ownList, pathway }) =>
    relates === 'review' || ownList === true ? [pathway.name] : [],
  );

/** A refusal with what the caller may want to show beside the sentence. */
export type Refused = { readonly refusal: Refusal; readonly extra?: Readonly<Record<string, unknown>> };

export type StepRequest = {
  readonly caseId: string;
  readonly step: string;
  /** The version the actor saw; null opens the case. */
  readonly version: number | null;
  readonly answers: unknown;
  readonly actor: Actor;
  /** The client's Idempotency-Key, if it sent one. */
  readonly key: string | null;
};

export type StepAnswer = {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
  readonly closed: boolean;
};
