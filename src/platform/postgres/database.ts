/**
 * What the rest of the program sees of PostgreSQL. Statements are values; a flight is sent pipelined (one round trip), and a
 * transaction is one or two flights. The actor is declared to row-level security in the first flight.
 */
export type Statement = {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Prepared under this name on the connection; names are unique per text. */
  readonly name?: string;
};

export type Rows = readonly Readonly<Record<string, unknown>>[];

/**
 * Why the database is being read (law 5). `own`: a resident reads what is theirs. `system` is for clocks, loading and repair;
 * never for a person's request.
 */
export type Purpose = 'care' | 'identify' | 'figures' | 'own' | 'system';

/** Who acts: a person in exactly one role, or a service client for one organisation. Declared in every transaction. */
export type Actor = {
  /** practitioner role id, `client:<name>`, or `system:<what>` */
  readonly id: string;
  readonly person: string | null;
  readonly role: string;
  readonly organisation: string;
  readonly department?: string | null;
  readonly purpose: Purpose;
};

export type Transaction = {
  /** Sends the statements together and answers the rows of each. */
  readonly flight: (statements: readonly Statement[]) => Promise<readonly Rows[]>;
  /** Sends the statements and COMMIT in one flight. Resolves only when the database answered COMMIT. */
  readonly finish: (statements: readonly Statement[]) => Promise<readonly Rows[]>;
};

export type Database = {
  /** One flight and one transaction, which cannot write: declare the actor, then the statements. */
  readonly read: (actor: Actor, at: Date, statements: readonly Statement[]) => Promise<readonly Rows[]>;
  /**
   * A writing transaction. `work` must end by `finish`; otherwise, or if it throws, everything is rolled back.
   * Deadlock (40P01) and serialisation failure (40001) run `work` again, at most three times.
   */
  readonly write: <Answer>(actor: Actor, at: Date, work: (tx: Transaction) => Promise<Answer>) => Promise<Answer>;
  readonly close: () => Promise<void>;
};

/** SQLSTATE raised by `expect_rows` in the database: a guarded statement changed another number of rows than it had to. */
export const GUARD_FAILED = 'KL409';
