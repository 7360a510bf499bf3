import type { Clock } from '../platform/clock.ts';
import type { FhirRequest, FhirResponse } from '../platform/http/fhir-handler.ts';
import type { Caller } from '../platform/http/route.ts';
import type { Ids } from '../platform/ids.ts';
import type { Seal } from '../platform/seal.ts';
import type { Database } from '../platform/postgres/database.ts';
import type { Right } from './access.ts';
import type { Refused } from './outcome.ts';
import type { GroupedLookups } from './store/grouped-lookups.ts';
import type { GroupedReads } from './store/grouped-reads.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';
import type { Lasting } from './store/relations.ts';

export type FhirConfig = {
  /** Largest body in bytes. */
  readonly mostBytes: number;
  /** Most entries of a transaction. */
  readonly mostEntries: number;
  readonly version: string;
};

/** What every interaction is given. */
export type FhirContext = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config: FhirConfig;
  readonly reads: GroupedReads;
  readonly lookups: GroupedLookups;
  readonly writes: GroupedWrites;
  readonly operations: Operations;
  readonly lasting: Lasting;
  /** Seals where a page ended. */
  readonly seal: Seal;
  /** Whether all records are known to have the search index of this version; once true, it stays so. */
  readonly index: { done: boolean };
};

/** A request whose caller is known. */
export type Asked = FhirRequest & { readonly caller: Caller };

export type Answer = FhirResponse | Refused;

export type Level = 'system' | 'type' | 'instance';

/** What an operation was called on. */
export type Subject = {
  readonly level: Level;
  /** Undefined on the base. */
  readonly type: string | undefined;
  /** Undefined on the base and on a type. */
  readonly id: string | undefined;
};

export type Operation = {
  /** Without the dollar sign: `everything`. */
  readonly name: string;
  /** Canonical address of its definition. */
  readonly definition: string;
  readonly levels: readonly Level[];
  /** The types it is offered on; `all` for every one. Meaningless on the base. */
  readonly types: readonly string[] | 'all';
  /** An operation that changes nothing may be asked by GET and HEAD too (R4 §3.2.0.1). */
  readonly changes: boolean;
  /** What the caller must be allowed to do with the type it is called on, asked before `perform`. */
  readonly rights: readonly Right[];
  /** One sentence for the capability statement. */
  readonly documentation: string;
  readonly perform: (asked: Asked, subject: Subject, context: FhirContext) => Promise<Answer> | Answer;
};

export type Operations = readonly Operation[];
