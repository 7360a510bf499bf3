/** Papers and filing over HTTP: what may be printed, the print itself, what was printed, and the insurer's filing. */
import { createHash } from 'node:crypto';
import { auditRow } from '../../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { recordFiling } from './filing.ts';
import { openReferral } from './open.ts';
import type { OpenReferral, PaperRoutesOptions } from './open.ts';
import { printPaper } from './print.ts';
import type { Asked } from './print.ts';
import { FilingBody, FilingView, PageQuery, PaperList, PaperParams } from './shapes.ts';
import { styleOf } from './sheets/style.ts';
import { markOf, mayFile, mayPrint, outdatedBy, PAPERS } from './table.ts';
import type { Paper } from './table.ts';
import { words } from './words.ts';

const CaseParams = PaperParams.pick({ id: true });

const listOf = (open: OpenReferral, say: (refusal: Refusal) => string): PaperList => {
  const { view, filing, reader } = open;
  const mark = markOf(view.state, view.closedAt !== null);
  const course = { steps: view.timeline, mark, filingChangedAt: filing?.withdrawnAt ?? filing?.filedAt ?? null };
  return {
    papers: PAPERS.map((paper) => {
      const allowed = mayPrint(paper, reader);
      return { paper, reason: allowed === true ? null : say(allowed), mark };
    }),
    prints: open.prints.map((row) => {
      const at = (row['at'] as Date).toISOString();
      const printed = {
        paper: row['paper'] as Paper,
        caseVersion: Number(row['case_version']),
        mark: typeof row['mark'] === 'string' ? row['mark'] : null,
        at,
      };
      return {
        paper: printed.paper,
        copy: Number(row['copy']),
        caseVersion: printed.caseVersion,
        form: row['form'] as 'pdf' | 'page',
        digest: String(row['digest']),
        at,
        by: {
          name: typeof row['person'] === 'string' ? row['person'] : null,
          role: String(row['role']),
          organisation: String(row['organisation']),
        },
        outdatedBy: outdatedBy(printed, course),
      };
    }),
  };
};

const filingOf = ({ filing, meaning, reader }: OpenReferral, say: (refusal: Refusal) => string): FilingView => {
  const allowed = filing === null ? mayFile(reader) : true;
  return {
    filing:
      filing === null
        ? null
        : {
            number: filing.number,
            filedAt: filing.filedAt,
            by: { name: filing.by.name, role: filing.role, organisation: filing.by.organisation },
            elsewhere: filing.elsewhere,
            withdrawnAt: filing.withdrawnAt,
          },
    reason: allowed === true ? null : say(allowed),
    meaning: meaning.map((one) => ({ ...one, scheme: { ...one.scheme }, deductible: { ...one.deductible } })),
  };
};

/** Opens the referral for reading, audited before the answer leaves (law 5). */
const read = async (
  options: PaperRoutesOptions,
  action: string,
  id: string,
  actor: Actor,
  language: Language,
): Promise<OpenReferral | Refusal> => {
  const open = await openReferral(options, actor, id, language);
  const target = `Task/${id}`;
  const at = options.engine.clock.now();
  await options.recordRead(
    isRefusal(open)
      ? auditRow(actor, at, { action, target, outcome: 'refused' })
      : auditRow(actor, at, { action, target, residents: open.resident === null ? [] : [open.resident] }),
  );
  return open;
};

const listRoute = (options: PaperRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/cases/:id/papers',
    summary: 'The papers of a referral: which may be printed now, why not the others, and every print so far',
    access: 'role',
    params: CaseParams,
    answer: PaperList,
    handle: async ({ params, caller: { actor }, language }) => {
      const open = await read(options, 'read-papers', params.id, actor, language);
      if (isRefusal(open)) return { refusal: open };
      return { body: listOf(open, (refusal) => options.say.sentence(refusal, language)) };
    },
  });

/** Refused prints are audited too; a print's own row stands in its transaction. */
const print = async (
  options: PaperRoutesOptions,
  asked: Asked,
  headers: Readonly<Record<string, string>>,
): Promise<RouteAnswer> => {
  const made = await printPaper(options, asked);
  if (isRefusal(made)) {
    const { actor } = asked.caller;
    const row = { action: `print.${asked.paper}`, target: `Task/${asked.id}`, outcome: 'refused' as const };
    await options.recordRead(auditRow(actor, options.engine.clock.now(), { ...row, reason: made.refused }));
    return { refusal: made };
  }
  return { body: made.bytes, headers };
};

const printRoute = (options: PaperRoutesOptions): Route =>
  route({
    method: 'POST',
    path: '/api/cases/:id/papers/:paper',
    summary: 'Prints a paper of the referral as PDF; each print is recorded before it leaves',
    access: 'role',
    params: PaperParams,
    media: 'application/pdf',
    handle: ({ params, caller, language, headers }) =>
      print(
        options,
        { ...params, form: 'pdf', caller, language, host: headers['host'] ?? '' },
        {
          'content-type': 'application/pdf',
          // the name holds the paper's code and nothing of the resident (law 9)
          'content-disposition': `inline; filename="${params.paper}.pdf"`,
        },
      ),
  });

/** A page may use its own style sheet, named by its digest, and nothing else. */
const pagePolicy = (language: Language): string => {
  const digest = createHash('sha256').update(styleOf(words[language])).digest('base64');
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
};

const pageRoute = (options: PaperRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/cases/:id/papers/:paper/page',
    summary:
      'A paper as a page for the reader’s own browser to print: the way out where no PDF can be made; recorded alike',
    access: 'role',
    params: PaperParams,
    query: PageQuery,
    media: 'text/html',
    handle: ({ params, query, caller, language: accepted, headers }) => {
      // a link carries no header of the screen's own
      const language = query.language ?? accepted;
      return print(
        options,
        { ...params, form: 'page', caller, language, host: headers['host'] ?? '' },
        { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy(language) },
      );
    },
  });

const filingRoute = (options: PaperRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/cases/:id/filing',
    summary: 'The insurer’s referral filing, and what it means for the deductible and the pay rate',
    access: 'role',
    params: CaseParams,
    answer: FilingView,
    handle: async ({ params, caller: { actor }, language }) => {
      const open = await read(options, 'read-filing', params.id, actor, language);
      if (isRefusal(open)) return { refusal: open };
      return { body: filingOf(open, (refusal) => options.say.sentence(refusal, language)) };
    },
  });

const fileRoute = (options: PaperRoutesOptions): Route =>
  route({
    method: 'POST',
    path: '/api/cases/:id/filing',
    summary: 'Records that the referral was filed with the insurer; once per referral. Send an Idempotency-Key',
    access: 'role',
    params: CaseParams,
    body: FilingBody,
    answer: FilingView,
    handle: async ({ params, body, headers, caller: { actor }, language }) => {
      const key = headers['idempotency-key'] ?? null;
      const filed = await recordFiling(options, { id: params.id, number: body.number, key, actor, language });
      if (isRefusal(filed)) return { refusal: filed };
      const view = filingOf(filed.open, (refusal) => options.say.sentence(refusal, language));
      return { status: filed.created ? 201 : 200, body: view };
    },
  });

export const paperRoutes = (options: PaperRoutesOptions): readonly Route[] => [
  listRoute(options),
  printRoute(options),
  pageRoute(options),
  filingRoute(options),
  fileRoute(options),
];
