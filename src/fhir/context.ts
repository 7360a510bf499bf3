import type { Clock } from '../platform/clock.ts';
import type { FhirRequest, FhirResponse } from '../platform/http/fhir-handler.ts';
import type { Caller } from '../platform/http/route.ts';
import type { Ids } from '../platform/ids.ts';
import type { Database } from '../platform/postgres/database.ts';
import type { Refused } from './outcome.ts';
import type { GroupedReads } from './store/grouped-reads.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';

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
  readonly writes: GroupedWrites;
};

/** A request whose caller is known. */
export type Asked = FhirRequest & { readonly caller: Caller };

export type Answer = FhirResponse | Refused;
