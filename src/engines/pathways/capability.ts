/** What a capability's server part gives the engine, and what the engine hands it when a step is taken. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import type { ErrorWords } from '../../platform/errors.ts';
import type { Language } from '../../platform/words.ts';
import type { Form } from '../forms/define.ts';
import type { PartyFact, Pathway, Urgency } from './define.ts';

export type Json = Record<string, unknown>;

/** A case as the engine holds it: the same facts as its Task and its row in `cases`. Instants are UTC. */
export type CaseState = {
  readonly id: string;
  readonly number: string;
  readonly pathway: string;
  readonly pathwayVersion: number;
  readonly state: string;
  readonly version: number;
  readonly urgency: Urgency;
  readonly resident: string | null;
  /** `ServiceRequest/…`: what the case is about. */
  readonly focus: string | null;
  readonly parent: string | null;
  readonly opener: string;
  readonly parties: Readonly<Record<string, PartyFact>>;
  readonly headline: string;
  readonly owner: { readonly organisation: string; readonly role: string; readonly department: string | null } | null;
  readonly clock: {
    readonly limit: string;
    readonly limitVersion: string;
    readonly verified: boolean;
    readonly aroundTheClock: boolean;
    readonly startedAt: Date;
    readonly dueAt: Date;
    /** When the engine acts next: the due time, then each repeated escalation. */
    readonly wakeAt: Date;
  } | null;
  readonly escalation: number;
  readonly escalatedAt: Date | null;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly closedAt: Date | null;
  readonly ending: string | null;
};

/** A clock made from dated data (law 6). */
export type MadeClock = {
  readonly dueAt: Date;
  readonly version: string;
  readonly verified: boolean;
  readonly aroundTheClock: boolean;
};
/** Resolves a limit's code by urgency and day; the region's data decides. Throws on an unknown code: a fault of the release. */
export type Limits = (code: string, urgency: Urgency, from: Date) => MadeClock;

/** A stored resource of the case, as loaded in the first flight. */
export type StoredResource = { readonly version: number; readonly resource: Json };

/** A named query of the first flight whose result rules and records may look at. Loads with one statement send it once. */
export type Load = { readonly name: string; readonly statement: Statement; readonly read: (rows: Rows) => unknown };

export type StepQuestion = {
  readonly caseId: string;
  readonly step: string;
  readonly answers: Json;
  readonly actor: Actor;
  readonly at: Date;
  /** The region's dated limits: for what a step may do until a moment, and for what it keeps until one (a place). */
  readonly limits: Limits;
  /** The civil day of the step in the region's zone, `YYYY-MM-DD`, and the last minute of such a day. */
  readonly today: string;
  readonly endOfDay: (day: string) => Date;
  /** The civil day of the region's zone at an instant: of one given in a form, too. */
  readonly dayOf: (at: Date) => string;
};

/** What a step changes of the case itself, worked out before the clock and the owner are. */
export type Moves = {
  readonly parties?: Readonly<Record<string, PartyFact>>;
  readonly resident?: string;
  readonly urgency?: Urgency;
  readonly headline?: string;
  readonly focus?: string;
  /** Another limit than the state's: the same work, to be done sooner. */
  readonly within?: string;
  /** Overrides the limit's due time (a promise made in the form). */
  readonly dueAt?: Date;
};

export type TakenStep = StepQuestion & {
  readonly before: CaseState | null;
  readonly after: CaseState;
  readonly loaded: Readonly<Record<string, unknown>>;
  /** Resources of the case by `Type/id`, with their current versions. */
  readonly records: ReadonlyMap<string, StoredResource>;
  readonly newId: () => string;
};

export type Written = {
  /** Resources to create (`replaces: null`) or to give a new version. Without `id` nothing is written: ids are the caller's. */
  readonly resources: readonly { readonly resource: Json; readonly replaces: number | null }[];
  /** Statements of the same transaction (holds, …), guarded by expect_rows where they must not be lost. */
  readonly statements: readonly Statement[];
  /** `Type/id` references added to the case's Task.output. */
  readonly output?: readonly string[];
};

/** The kind of relation a case gives its parties. */
export type RelationOfCase = 'case' | 'review';

export type CaseOutlook = {
  readonly summary: Json;
  readonly consentOwed: boolean;
  readonly tasks: readonly { readonly what: string; readonly due: string; readonly done: boolean }[];
};

export type CapabilityServer = {
  readonly pathway: Pathway;
  /**
   * What an open case shows its parties: the record of the resident it is about (`case`, if left out), or nothing but the case's
   * own Task and answers (`review`).
   */
  readonly relates?: RelationOfCase;
  /** Its cases stand in a list of the capability's own, and not in the worklist of referrals. */
  readonly ownList?: true;
  readonly forms: readonly Form[];
  /** Prefix of the case number, e.g. ZZ. */
  readonly numberPrefix: string;
  /** The sentences of its refusals. */
  readonly errors: ErrorWords;
  /** The word for a state or a step, for sentences. */
  readonly word: (kind: 'state' | 'step' | 'document', code: string, language: Language) => string;
  readonly loads: (question: StepQuestion) => readonly Load[];
  readonly moves: (
    question: StepQuestion,
    loaded: Readonly<Record<string, unknown>>,
    before: CaseState | null,
  ) => Moves;
  readonly write: (taken: TakenStep) => Written;
  /** The reason code of a step's answers, for the timeline. */
  readonly reason: (step: string, answers: Json) => string | null;
  /** The FHIR status of a state (Task.status) and its coded business status. */
  readonly taskStatus: (state: string) => string;
  /** The state in a published code system, where one exists (Task.businessStatus). */
  readonly publishedStatus: (state: string) => { readonly system: string; readonly code: string } | undefined;
  /** What the case page shows beside the steps, from the case's answered forms by step (the latest of each). */
  readonly outlook: (answered: ReadonlyMap<string, Json>) => CaseOutlook;
};
