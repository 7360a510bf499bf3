/** `/api/reports`: what is not yet reported elsewhere, out in that layout, and marked when the other system took it. */
import { z } from 'zod';
import { may } from '../../consortium/permission.ts';
import type { ReportTarget } from '../../consortium/region/reporting.ts';
import { identifying } from '../../consortium/residents/find.ts';
import { ByIdParams } from '../../consortium/shapes.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { AuditRow } from '../../platform/audit.ts';
import { civilDay, instantOf } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import { refuse } from '../../platform/refusal.ts';
import { downloadHeaders, writeWorkbook } from '../../platform/spreadsheet/write.ts';
import type { Language } from '../../platform/words.ts';
import { afterLast, countReportable, findDue, findReportableCase, MOST_CASES, reportRows } from './rows.ts';
import type { After, ReportRow, Saying } from './rows.ts';
import { CaseReports, ReportBatch, ReportTargets } from './shapes.ts';
import type { ReportTargetView } from './shapes.ts';
import { confirmBatch, findBatch, findBatches, findBatchRows, insertBatch } from './store.ts';
import { REPORTING_WORDS } from './words.ts';

export type ReportingOptions = Saying & {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly targets: readonly ReportTarget[];
  readonly recordRead: (row: AuditRow) => Promise<void>;
  /** Cases of one batch at most. */
  readonly most?: number;
};

export const reportingRoutes = (options: ReportingOptions): readonly Route[] => {
  const { db, clock, ids, targets, zone, recordRead, most = MOST_CASES } = options;
  const sinceOf = (target: ReportTarget): Date => instantOf(target.validFrom, '00:00', zone);
  /** Page by page through what may have to be reported: a case may have moved without anything of the layout changing. */
  const look = async (target: ReportTarget, actor: Actor) => {
    const from = sinceOf(target);
    const ask = (...asked: readonly Statement[]) => db.read(identifying(actor), clock.now(), asked);
    const rows: ReportRow[] = [];
    const counts = { unreported: 0, corrected: 0, reported: 0 };
    let seen = 0;
    for (let after: After | null = null; ; ) {
      const [found = []] = await ask(findDue(target, actor.organisation, from, after, most));
      for (const row of reportRows(target, found, options)) {
        counts[row.state]++;
        if (row.state !== 'reported' && rows.length < most) rows.push(row);
      }
      seen += found.length;
      after = afterLast(found);
      if (found.length < most) break;
    }
    const [all = []] = await ask(countReportable(target, actor.organisation, from));
    // a case opened between the two questions is counted by the next look
    const settled = Math.max(0, Number(all[0]?.['cases'] ?? 0) - seen);
    return { rows, counts: { ...counts, reported: counts.reported + settled } };
  };
  const allowed = async (actor: Actor, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> => {
    const answer = may(actor, 'report-cases');
    return answer === true ? work() : { refusal: answer };
  };
  const nameOf = (target: ReportTarget, language: Language): string => target[language];

  const overview = async (actor: Actor, language: Language): Promise<RouteAnswer> => {
    const [batches = []] = await db.read(actor, clock.now(), [findBatches(actor.organisation)]);
    const instant = (at: unknown): string | null => (at instanceof Date ? at.toISOString() : null);
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    const views: ReportTargetView[] = [];
    for (const target of targets) {
      const { counts } = await look(target, actor);
      views.push({
        code: target.code,
        name: nameOf(target, language),
        verified: target.verified,
        counts,
        batches: batches
          .filter((batch) => batch['target'] === target.code)
          .map((batch) => ({
            id: String(batch['id']),
            madeAt: instant(batch['made_at']) ?? '',
            by: text(batch['made_by']),
            cases: Number(batch['cases']),
            confirmedAt: instant(batch['confirmed_at']),
            confirmedBy: text(batch['confirmed_by']),
          })),
      });
    }
    return { body: { targets: views } };
  };

  const makeBatch = async (actor: Actor, code: string): Promise<RouteAnswer> => {
    const target = targets.find((one) => one.code === code);
    if (target === undefined) return { refusal: refuse('report.unknown-target') };
    const rows = (await look(target, actor)).rows;
    if (rows.length === 0) return { refusal: refuse('report.nothing') };
    const id = ids();
    const at = clock.now();
    const asker = identifying(actor);
    const residents = [...new Set(rows.flatMap(({ resident }) => resident ?? []))];
    const told = auditRow(asker, at, { action: 'report', target: `report/${id}`, residents });
    await db.write(asker, at, (tx) =>
      tx.finish([...insertBatch({ id, target: code, rows }, actor, at), auditStatement(told)]),
    );
    return { status: 201, body: { id, cases: rows.length } };
  };

  const fileOf = async (actor: Actor, id: string, language: Language): Promise<RouteAnswer> => {
    const [batches = [], rows = []] = await db.read(actor, clock.now(), [findBatch(id), findBatchRows(id)]);
    const [batch] = batches;
    const target = targets.find(({ code }) => code === batch?.['target']);
    if (batch === undefined || target === undefined) return { refusal: refuse('report.unknown-batch') };
    const residents = [...new Set(rows.flatMap((row) => (typeof row['resident'] === 'string' ? row['resident'] : [])))];
    await recordRead(auditRow(actor, clock.now(), { action: 'export', target: `report/${id}`, residents }));
    const bytes = await writeWorkbook([
      {
        name: target.zh,
        columns: target.columns.map(({ heading }) => ({ heading, width: 20 })),
        rows: rows.map((row) => JSON.parse(String(row['cells'])) as readonly (string | null)[]),
      },
    ]);
    const day = civilDay(batch['made_at'] as Date, zone);
    return { body: bytes, headers: downloadHeaders(REPORTING_WORDS[language].file(nameOf(target, language), day)) };
  };

  const confirm = async (actor: Actor, id: string): Promise<RouteAnswer> => {
    const at = clock.now();
    const [batches = []] = await db.read(actor, at, [findBatch(id)]);
    if (batches.length === 0) return { refusal: refuse('report.unknown-batch') };
    const told = auditRow(actor, at, { action: 'confirm-report', target: `report/${id}` });
    try {
      await db.write(actor, at, (tx) => tx.finish([confirmBatch(id, actor.id, at), auditStatement(told)]));
      return { status: 204 };
    } catch (fault) {
      if (!isGuardFailure(fault)) throw fault;
      return { refusal: refuse('report.confirmed-already') };
    }
  };

  return [
    route({
      method: 'GET',
      path: '/api/reports',
      summary: 'Where this organisation reports its cases, how many are not reported yet, and the last batches',
      access: 'role',
      answer: ReportTargets,
      handle: ({ caller: { actor }, language }) => allowed(actor, () => overview(actor, language)),
    }),
    route({
      method: 'POST',
      path: '/api/reports/:target/batches',
      summary: 'Puts all cases not reported yet, or changed since, into one batch',
      access: 'role',
      params: z.object({ target: z.string().max(40) }),
      answer: ReportBatch,
      handle: ({ params, caller: { actor } }) => allowed(actor, () => makeBatch(actor, params.target)),
    }),
    route({
      method: 'GET',
      path: '/api/reports/batches/:id/file',
      summary: 'A batch in the layout of the other system, as it was when it was made',
      access: 'role',
      params: ByIdParams,
      handle: ({ params, caller: { actor }, language }) => allowed(actor, () => fileOf(actor, params.id, language)),
    }),
    route({
      method: 'POST',
      path: '/api/reports/batches/:id/confirmation',
      summary: 'The other system took the batch: its cases are reported',
      access: 'role',
      params: ByIdParams,
      handle: ({ params, caller: { actor } }) => allowed(actor, () => confirm(actor, params.id)),
    }),
    route({
      method: 'GET',
      path: '/api/cases/:id/reports',
      summary: 'Whether a case of one\u2019s own side was reported, where, by whom and when',
      access: 'role',
      params: ByIdParams,
      answer: CaseReports,
      handle: async ({ params, caller: { actor }, language }) => {
        const asked = targets.map((target) =>
          findReportableCase(target, actor.organisation, sinceOf(target), params.id),
        );
        const found = asked.length === 0 ? [] : await db.read(identifying(actor), clock.now(), asked);
        const reports = targets.flatMap((target, n) =>
          reportRows(target, found[n] ?? [], options).map(({ state, at, by, batch }) => ({
            target: target.code,
            name: nameOf(target, language),
            state,
            at: at?.toISOString() ?? null,
            by,
            batch,
          })),
        );
        return { body: { reports } };
      },
    }),
  ];
};
