/**
 * The work behind an import: a check that writes nothing of the region, and the import, which is one transaction. Both judge
 * every row in the same way; the import is undone unless it comes to what the check said.
 */
import { createHash } from 'node:crypto';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { constraintOf, isDatabaseBusy, isDatabaseGone, isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { SPREADSHEET_LIMITS } from '../../platform/spreadsheet/limits.ts';
import type { SheetRow } from '../../platform/spreadsheet/read.ts';
import { readSheet } from '../../platform/spreadsheet/read.ts';
import { identifying } from '../residents/find.ts';
import { findPlaces, readRow } from './columns.ts';
import type { Places } from './columns.ts';
import type { Ask, ImportContext, ImportKind, Judged, Verdict } from './kind.ts';
import type { Findings, PlacedProblem, RefusedRow, Run } from './store.ts';
import * as store from './store.ts';

export type ImportWorkOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
  readonly kinds: readonly ImportKind[];
};

/** The process is stopping: the run is left for the next one, nothing of it was written. */
type Interrupted = Error & { readonly code: 'KLSTOP' };
const isInterrupted = (fault: unknown): fault is Interrupted =>
  fault instanceof Error && 'code' in fault && fault.code === 'KLSTOP';

/** Rows between two signs of life. */
const BETWEEN_SIGNS = 1000;

type Batch = { readonly judged: Judged; readonly places: Places; readonly done: number };
type Reading = { readonly total: number; readonly counts: Run['counts']; readonly digest: string };

/** Reads the file batch by batch; each is judged, and handed on with its verdicts. */
const passOver = async (
  kind: ImportKind,
  context: ImportContext,
  bytes: Buffer,
  ask: Ask,
  onBatch: (batch: Batch) => Promise<void>,
): Promise<Reading | Refusal> => {
  const pass = kind.begin(context);
  const digest = createHash('sha256');
  const counts = { added: 0, altered: 0, unchanged: 0, refused: 0, similar: 0 };
  let total = 0;
  let places: Places | undefined;
  let waiting: SheetRow[] = [];
  const judge = async (rows: readonly SheetRow[], found: Places): Promise<void> => {
    const judged = await pass.judge(
      ask,
      rows.map((row) => readRow(kind.columns, found, row)),
    );
    for (const { row, outcome, problems, similar } of judged.verdicts) {
      counts[outcome]++;
      if (similar === true) counts.similar++;
      digest.update(`${String(row)} ${outcome} ${problems.map(({ code }) => code).join(' ')}\n`);
    }
    total += rows.length;
    await onBatch({ judged, places: found, done: total });
  };
  const refusal = await readSheet(
    bytes,
    async (rows) => {
      for (const row of rows) {
        if (places === undefined) {
          const found = findPlaces(kind.columns, row, 'zh');
          if (isRefusal(found)) return found;
          places = found;
        } else {
          waiting.push(row);
          if (waiting.length < kind.batch) continue;
          const batch = waiting;
          waiting = [];
          await judge(batch, places);
        }
      }
      return undefined;
    },
    { ...SPREADSHEET_LIMITS, rows: kind.most },
  );
  if (refusal !== undefined) return refusal;
  if (places === undefined) return refuse('import.empty');
  if (waiting.length > 0) await judge(waiting, places);
  return total === 0 ? refuse('import.empty') : { total, counts, digest: digest.digest('hex') };
};

const refusedOf = (verdicts: readonly Verdict[], places: Places): readonly RefusedRow[] =>
  verdicts.flatMap(({ row, outcome, problems }) =>
    outcome === 'refused'
      ? [{ row, problems: problems.map((each): PlacedProblem => ({ ...each, place: placeOf(places, each.column) })) }]
      : [],
  );
const placeOf = (places: Places, column: PlacedProblem['column']): number | null =>
  column === null ? null : (places.get(column) ?? null);

/** One worker for one process. `work` does one waiting run, if there is one. */
export const importWork = (options: ImportWorkOptions) => {
  const { db, clock, ids, zone, kinds } = options;
  const system = (...statements: readonly Statement[]) =>
    db.write(store.IMPORTER, clock.now(), (tx) => tx.finish(statements));
  const contextOf = (actor: Actor): ImportContext => {
    const at = clock.now();
    return { actor, at, today: civilDay(at, zone), ids };
  };

  const signsOf = (run: Run, claim: string, stopping: () => boolean) => {
    let told = 0;
    return async (done: number): Promise<void> => {
      if (stopping()) throw Object.assign(new Error('stopping'), { code: 'KLSTOP' });
      if (done - told < BETWEEN_SIGNS) return;
      told = done;
      await system(store.noteProgress(run.id, claim, done, clock.now()));
    };
  };

  const check = async (
    run: Run,
    kind: ImportKind,
    bytes: Buffer,
    claim: string,
    stopping: () => boolean,
  ): Promise<Refusal | undefined> => {
    const context = contextOf(run.actor);
    const asker = identifying(run.actor);
    const ask: Ask = (statements) => db.read(asker, context.at, statements);
    const sign = signsOf(run, claim, stopping);
    await system(store.forgetRefusals(run.id));
    const reading = await passOver(kind, context, bytes, ask, async ({ judged, places, done }) => {
      const rows = refusedOf(judged.verdicts, places);
      const { residents } = judged;
      const seen = auditRow(asker, clock.now(), { action: 'check-import', target: `import/${run.id}`, residents });
      const statements = [
        ...(rows.length === 0 ? [] : [store.insertRefusals(run.id, rows)]),
        ...(residents.length === 0 ? [] : [auditStatement(seen)]),
      ];
      if (statements.length > 0) await system(...statements);
      await sign(done);
    });
    if (isRefusal(reading)) return reading;
    await system(store.finishCheck(run.id, claim, reading satisfies Findings, clock.now()));
    return undefined;
  };

  const bringIn = async (
    run: Run,
    kind: ImportKind,
    bytes: Buffer,
    claim: string,
    stopping: () => boolean,
  ): Promise<Refusal | undefined> => {
    const context = contextOf(run.actor);
    const asker = identifying(run.actor);
    try {
      return await db.write(asker, context.at, async (tx) => {
        // one import of a kind at a time: what the second would find is judged after the first has ended
        await tx.flight([
          { text: `select pg_advisory_xact_lock(hashtext('kanglian import ' || $1))`, values: [kind.name] },
        ]);
        const sign = signsOf(run, claim, stopping);
        const reading = await passOver(kind, context, bytes, tx.flight, async ({ judged, done }) => {
          const statements = await judged.statements();
          if (statements.length > 0) await tx.flight(statements);
          await sign(done);
        });
        if (isRefusal(reading)) return reading;
        if (reading.digest !== run.findings) return refuse('import.region-changed');
        const { added, altered, unchanged, refused } = reading.counts;
        const told = auditRow(asker, clock.now(), {
          action: 'import',
          target: `import/${run.id}`,
          reason: `${kind.name}: ${String(added)}+${String(altered)}, ${String(unchanged)} unchanged, ${String(refused)} left out`,
        });
        await tx.finish([auditStatement(told), store.finishImport(run.id, claim, reading.total, clock.now())]);
        return undefined;
      });
    } catch (fault) {
      // somebody registered, changed or used the same thing since the check; nothing of this file was written
      if (constraintOf(fault) !== undefined || isGuardFailure(fault)) return refuse('import.region-changed');
      throw fault;
    }
  };

  /** Takes up one run; answers whether there was one. */
  const work = async (stopping: () => boolean = () => false): Promise<boolean> => {
    const claim = ids();
    const [rows = []] = await system(store.claimRun(claim, clock.now()));
    const [row] = rows;
    if (row === undefined) return false;
    const run = store.runOf(row);
    const kind = kinds.find(({ name }) => name === run.kind);
    try {
      const [found = []] = await db.read(store.IMPORTER, clock.now(), [store.findBytes(run.id)]);
      const bytes = found[0]?.['bytes'];
      const stopped =
        kind === undefined || !Buffer.isBuffer(bytes)
          ? refuse('import.file-gone')
          : await (run.state === 'checking' ? check : bringIn)(run, kind, bytes, claim, stopping);
      if (stopped !== undefined) await system(store.stopRun(run.id, claim, stopped, clock.now()));
    } catch (fault) {
      const again = isInterrupted(fault) || isDatabaseBusy(fault) || isDatabaseGone(fault) || isGuardFailure(fault);
      await system(
        again ? store.releaseRun(run.id, claim) : store.stopRun(run.id, claim, refuse('import.fault'), clock.now()),
      ).catch(() => undefined);
      if (!again) throw fault;
    }
    return true;
  };
  return { work };
};
