/**
 * The audit as a chain of seals (law 5, tamper-evident): rows are sealed in batches after they are settled, each seal keyed with a
 * secret that does not stand in the database and chained to the one before. Verifying names the first row or seal that is not as
 * it was. Rows younger than the last seal are not protected yet; how many there are is told.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Actor, Database, Rows, Statement } from './postgres/database.ts';

const SEALER: Actor = {
  id: 'system:audit-seal',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/** Before the first seal. */
const BEGINNING = 'kanglian audit';
const ROWS_PER_SEAL = 2000;

export type Seal = {
  readonly number: number;
  readonly firstId: string;
  readonly lastId: string;
  readonly rows: number;
  readonly digest: string;
  readonly previous: string;
  readonly seal: string;
};

const keyed = (secret: string, of: Omit<Seal, 'seal'>): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify([of.number, of.firstId, of.lastId, of.rows, of.digest, of.previous]))
    .digest('hex');

/** Ids are handed out before their transactions end: the last one, and who may still be holding an unseen one. */
const lookAhead: Statement = {
  name: 'audit-seal-ahead',
  text: `select (select last_value from audit_id_seq) as candidate,
                array(select virtualtransaction || '' from pg_locks
                       where relation = 'audit'::regclass and mode = 'RowExclusiveLock' and pid <> pg_backend_pid()
                         and database = (select oid from pg_database where datname = current_database())
                       order by 1) as writers`,
};

/** Several processes seal one chain: whoever does not get the lock leaves it to the other. */
const lead: Statement = {
  name: 'audit-seal-lead',
  text: `select pg_try_advisory_xact_lock(hashtextextended('audit seals ' || current_schema(), 0)) as leads`,
};
const lastSeal: Statement = {
  name: 'audit-seal-last',
  text: 'select number, last_id::text, seal from audit_seal order by number desc limit 1',
};

/** The rows after `from` up to `to`, at most one seal's worth, as what a seal keeps of them. */
const digestOf = (from: string, to: string, most: number): Statement => ({
  name: 'audit-seal-digest',
  text: `with rows as (
           select a.id, audit_row_digest(a) as digest from audit a
            where a.id > $1::bigint and a.id <= $2::bigint order by a.id limit $3)
         select count(*) as rows, min(id)::text as first_id, max(id)::text as last_id,
                array_agg(id order by id)::text as ids,
                encode(coalesce(string_agg(substr(digest, 1, 8), '' order by id), ''), 'hex') as digests,
                encode(sha256(coalesce(string_agg(digest, '' order by id), '')), 'hex') as digest from rows`,
  values: [from, to, most],
});

const insertSeal = (seal: Seal, row: Rows[number], at: Date): Statement => ({
  name: 'audit-seal-insert',
  text: `insert into audit_seal (number, first_id, last_id, ids, digests, digest, previous, seal, sealed_at)
         values ($1, $2, $3, $4::text::bigint[], decode($5, 'hex'), $6, $7, $8, $9)`,
  values: [
    seal.number,
    seal.firstId,
    seal.lastId,
    row['ids'],
    row['digests'],
    seal.digest,
    seal.previous,
    seal.seal,
    at,
  ],
});

export type SealOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly secret: string;
  readonly rowsPerSeal?: number;
  /** Statements of the same transaction over the rows just sealed: those looked at again afterwards. */
  readonly also?: (firstId: string, lastId: string, at: Date) => readonly Statement[];
};

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** The last id below which nothing can appear any more; undefined while a long transaction still writes. */
const settled = async ({ db, clock }: SealOptions): Promise<string | undefined> => {
  const ask = async () => (await db.read(SEALER, clock.now(), [lookAhead]))[0]?.[0] ?? {};
  const first = await ask();
  let waiting = new Set(first['writers'] as readonly string[] | undefined);
  for (let tries = 0; waiting.size > 0; tries++) {
    if (tries === 40) return undefined;
    await pause(50);
    const now = new Set((await ask())['writers'] as readonly string[] | undefined);
    waiting = new Set([...waiting].filter((writer) => now.has(writer)));
  }
  return String(first['candidate']);
};

/** Seals what is settled. Answers how many rows. */
export const sealAudit = async (options: SealOptions): Promise<number> => {
  const { db, clock, secret, rowsPerSeal = ROWS_PER_SEAL, also } = options;
  const to = await settled(options);
  if (to === undefined) return 0;
  let sealed = 0;
  for (;;) {
    const at = clock.now();
    const rows = await db.write(SEALER, at, async (tx) => {
      const [leads = [], last = []] = await tx.flight([lead, lastSeal]);
      if (leads[0]?.['leads'] !== true) return 0;
      const from = textOr(last[0]?.['last_id'], '0');
      const [[found] = []] = await tx.flight([digestOf(from, to, rowsPerSeal)]);
      const count = Number(found?.['rows'] ?? 0);
      if (found === undefined || count === 0) return 0;
      const made = {
        number: Number(last[0]?.['number'] ?? 0) + 1,
        firstId: String(found['first_id']),
        lastId: String(found['last_id']),
        rows: count,
        digest: String(found['digest']),
        previous: textOr(last[0]?.['seal'], BEGINNING),
      };
      const seal = { ...made, seal: keyed(secret, made) };
      await tx.finish([insertSeal(seal, found, at), ...(also?.(made.firstId, made.lastId, at) ?? [])]);
      return count;
    });
    sealed += rows;
    if (rows < rowsPerSeal) return sealed;
  }
};

export type Broken = {
  readonly what: 'row-changed' | 'row-removed' | 'row-inserted' | 'seal-changed' | 'seal-removed' | 'head-missing';
  /** The audit row's id, or the seal's number. */
  readonly at: string;
};
export type Verified = {
  readonly seals: number;
  readonly rows: number;
  /** Rows younger than the last seal. */
  readonly unsealed: number;
  /** Keep it elsewhere: a chain cut off at its end still verifies, but no longer holds this. */
  readonly head: string | null;
  readonly broken: Broken | null;
};

const nextSeals = (after: number): Statement => ({
  name: 'audit-verify-seals',
  text: `select number, first_id::text, last_id::text, cardinality(ids) as rows, digest, previous, seal, ids::text,
                encode(digests, 'hex') as digests from audit_seal where number > $1 order by number limit 50`,
  values: [after],
});
const countAfter = (id: string): Statement => ({
  name: 'audit-verify-unsealed',
  text: 'select count(*) as rows from audit where id > $1::bigint',
  values: [id],
});

const idsOf = (text: unknown): readonly string[] =>
  textOr(text, '{}')
    .slice(1, -1)
    .split(',')
    .filter((id) => id !== '');

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** The first row of a batch that is not what was sealed. */
const firstDifference = (sealed: Rows[number], found: Rows[number]): Broken | null => {
  const [was, is] = [idsOf(sealed['ids']), idsOf(found['ids'])];
  const at = (row: Rows[number], place: number): string => String(row['digests']).slice(place * 16, place * 16 + 16);
  for (let place = 0; place < Math.max(was.length, is.length); place++) {
    const [before, now] = [was[place], is[place]];
    if (before === now && before !== undefined) {
      if (at(sealed, place) !== at(found, place)) return { what: 'row-changed', at: before };
      continue;
    }
    if (now === undefined || (before !== undefined && BigInt(before) < BigInt(now)))
      return { what: 'row-removed', at: before ?? '' };
    return { what: 'row-inserted', at: now };
  }
  return null;
};

/** Walks the whole chain against the rows. `secrets`: the one in use and those before it; `head`: a seal noted earlier that must still be in it. */
export const verifyAudit = async (
  db: Database,
  at: Date,
  { secrets, head: noted }: { readonly secrets: readonly string[]; readonly head?: string },
): Promise<Verified> => {
  let seals = 0;
  let rows = 0;
  let previous = BEGINNING;
  let lastId = '0';
  let seen = noted === undefined;
  const result = (broken: Broken | null, unsealed: number): Verified => ({
    seals,
    rows,
    unsealed,
    head: seals === 0 ? null : previous,
    broken,
  });
  for (;;) {
    const [page = []] = await db.read(SEALER, at, [nextSeals(seals)]);
    for (const row of page) {
      const number = Number(row['number']);
      if (number !== seals + 1) return result({ what: 'seal-removed', at: String(seals + 1) }, 0);
      const found = (await db.read(SEALER, at, [digestOf(lastId, String(row['last_id']), 2 ** 31 - 1)]))[0]?.[0] ?? {};
      const difference = firstDifference(row, found);
      if (difference !== null) return result(difference, 0);
      const made = {
        number,
        firstId: String(row['first_id']),
        lastId: String(row['last_id']),
        rows: Number(row['rows']),
        digest: String(found['digest']),
        previous,
      };
      const isOurs = secrets.some((secret) => same(String(row['seal']), keyed(secret, made)));
      if (!isOurs || row['previous'] !== previous) return result({ what: 'seal-changed', at: String(number) }, 0);
      seals = number;
      rows += made.rows;
      previous = String(row['seal']);
      lastId = made.lastId;
      seen ||= previous === noted;
    }
    if (page.length < 50) break;
  }
  const [left = []] = await db.read(SEALER, at, [countAfter(lastId)]);
  return result(seen ? null : { what: 'head-missing', at: noted ?? '' }, Number(left[0]?.['rows'] ?? 0));
};
