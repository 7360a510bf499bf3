/** `/api/resident`: the page a resident opens with their code; and, for staff, the code of a case. */
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Language } from '../../platform/words.ts';
import { forWhomNow } from '../identity/merged.ts';
import { may } from '../permission.ts';
import type { EnterOptions } from './enter.ts';
import { enter } from './enter.ts';
import { issueFor } from './issue.ts';
import { giveRecordCode } from './record-code.ts';
import {
  ChangeRequestBody,
  ChangeRequested,
  EnterBody,
  Entered,
  RecordCodeBody,
  ResidentCode,
  ResidentCodeBody,
  ResidentCodeParams,
  ResidentReferral,
} from './shapes.ts';
import type { ResidentSessionRow } from './store.ts';
import { RESIDENT_ACCESS, RESIDENT_COOKIE, endResidentSession, findResidentSession } from './store.ts';
import { lookUntil } from './times.ts';

/** What the case itself says to its resident; the capability of its pathway answers that. */
export type OwnView = Omit<ResidentReferral, 'csrf' | 'until' | 'asOf' | 'requests'>;
export type ResidentRoutesOptions = EnterOptions & {
  readonly ids: Ids;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  readonly viewOf: (actor: Actor, caseId: string, at: Date, language: Language) => Promise<OwnView | undefined>;
  /** Statements that tell those concerned of a request, in the request's own transaction. */
  readonly tell: (request: ToldRequest) => readonly Statement[];
  /** Called after commit. */
  readonly nudge: () => void;
};
export type ToldRequest = {
  readonly id: string;
  readonly caseId: string;
  readonly resident: string;
  readonly at: Date;
};

const DAY_SECONDS = 86_400;
/** The same wish sent again within this time is the one that was sent. */
const SAME_WISH_MS = 3_600_000;

const findRequests = (caseId: string): Statement => ({
  name: 'resident-requests',
  text: 'select id, reason, note, at from resident_request where case_id = $1 order by at',
  values: [caseId],
});
const insertRequest = (asked: ToldRequest, reason: string, note: string | null): Statement => ({
  name: 'resident-request-insert',
  text: 'insert into resident_request (id, case_id, resident, reason, note, at) values ($1, $2, $3, $4, $5, $6)',
  values: [asked.id, asked.caseId, asked.resident, reason, note, asked.at],
});

type Own = {
  readonly row: ResidentSessionRow & { readonly case_id: string };
  readonly view: OwnView;
  readonly at: Date;
};

export const residentAccessRoutes = (options: ResidentRoutesOptions): readonly Route[] => {
  const { db, clock, ids, times, recordRead, viewOf, tell, nudge } = options;

  /** The session's case as its resident may see it. The reading is on record before anything is answered. */
  const own = async (actor: Actor, session: string | null, language: Language): Promise<Own | undefined> => {
    const at = clock.now();
    const [rows] = await db.read(RESIDENT_ACCESS, at, [findResidentSession(session ?? '', at)]);
    const row = rows?.[0] as ResidentSessionRow | undefined;
    const caseId = row?.case_id ?? null;
    const view = caseId === null ? undefined : await viewOf(actor, caseId, at, language);
    if (row === undefined || caseId === null || view === undefined) return undefined;
    await recordRead(
      auditRow(actor, at, { action: 'read-own-case', target: `Task/${caseId}`, residents: [row.resident] }),
    );
    return { row: { ...row, case_id: caseId }, view, at };
  };

  const requestsOf = async (actor: Actor, caseId: string, at: Date) => {
    const [rows = []] = await db.read(actor, at, [findRequests(caseId)]);
    return rows.map((row) => ({
      id: String(row['id']),
      at: (row['at'] as Date).toISOString(),
      reason: row['reason'] as ResidentReferral['requests'][number]['reason'],
      note: typeof row['note'] === 'string' ? row['note'] : null,
    }));
  };

  const ask = async (actor: Actor, { row, at }: Own, body: ChangeRequestBody): Promise<RouteAnswer> => {
    const earlier = (await requestsOf(actor, row.case_id, at)).find(
      (one) => one.reason === body.reason && at.getTime() - Date.parse(one.at) < SAME_WISH_MS,
    );
    if (earlier !== undefined) return { body: { id: earlier.id, at: earlier.at, reason: earlier.reason } };
    const asked = { id: ids(), caseId: row.case_id, resident: row.resident, at };
    await db.write(actor, at, (tx) =>
      tx.finish([
        insertRequest(asked, body.reason, body.note ?? null),
        ...tell(asked),
        auditStatement(
          auditRow(actor, at, {
            action: 'resident-request',
            target: `Task/${row.case_id}`,
            residents: [row.resident],
            reason: body.reason,
          }),
        ),
      ]),
    );
    nudge();
    return { status: 201, body: { id: asked.id, at: at.toISOString(), reason: body.reason } };
  };

  return [
    route({
      method: 'POST',
      path: '/api/resident/enter',
      summary: 'Exchanges a one-time code for the cookie of this device; a code works once',
      access: 'public',
      body: EnterBody,
      answer: Entered,
      handle: async ({ body, address }) => {
        const entered = await enter(options, { code: body.code, address });
        if (isRefusal(entered)) return { refusal: entered };
        const { token, csrf, until } = entered;
        const seconds = Math.floor((until.getTime() - clock.now().getTime()) / 1000);
        // browsers keep no cookie longer than 400 days
        const maxAgeSeconds = Math.min(seconds, 400 * DAY_SECONDS);
        return {
          body: { csrf, until: until.toISOString() },
          cookies: [{ name: RESIDENT_COOKIE, value: token, maxAgeSeconds }],
        };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/resident/enter',
      summary: 'Leaves: this device is no longer let in',
      access: 'resident',
      handle: async ({ caller }) => {
        const at = clock.now();
        await db.write(RESIDENT_ACCESS, at, (tx) => tx.finish([endResidentSession(caller.session ?? '')]));
        return { status: 204, cookies: [{ name: RESIDENT_COOKIE, value: '', maxAgeSeconds: 0 }] };
      },
    }),
    route({
      method: 'GET',
      path: '/api/resident/referral',
      summary: 'The own referral: where things stand, when, where, what to bring, whom to ring',
      access: 'resident',
      answer: ResidentReferral,
      handle: async ({ caller: { actor, session, scope }, language }) => {
        if (scope === 'record') return { refusal: refuse('resident.opens-record') };
        if (scope === 'family') return { refusal: refuse('resident.opens-family') };
        const found = await own(actor, session, language);
        if (found === undefined) return { refusal: refuse('not-entered') };
        const { row, view, at } = found;
        const requests = await requestsOf(actor, row.case_id, at);
        const body: ResidentReferral = {
          ...view,
          requests: requests.map(({ at: when, reason, note }) => ({ at: when, reason, note })),
          csrf: row.csrf,
          until: lookUntil(row.expires_at, row.closed_at, times).toISOString(),
          asOf: at.toISOString(),
        };
        return { body };
      },
    }),
    route({
      method: 'POST',
      path: '/api/resident/change-request',
      summary: '去不了，改时间: tells the sender’s doctor and the receiver’s coordinator',
      access: 'resident',
      body: ChangeRequestBody,
      answer: ChangeRequested,
      handle: async ({ caller: { actor, session }, body, language }) => {
        const found = await own(actor, session, language);
        if (found === undefined) return { refusal: refuse('not-entered') };
        if (!found.view.mayAskForChange) return { refusal: refuse('resident.no-change-now') };
        return ask(actor, found, body);
      },
    }),
    route({
      method: 'POST',
      path: '/api/cases/:id/resident-code',
      summary: 'The resident’s one-time code: the one that still opens, or a new one',
      access: 'role',
      params: ResidentCodeParams,
      body: ResidentCodeBody,
      answer: ResidentCode,
      handle: async ({ caller: { actor }, params, body }) => {
        const allowed = may(actor, 'issue-resident-code');
        if (isRefusal(allowed)) return { refusal: allowed };
        const issued = await issueFor(options, actor, params.id, body.renew);
        return isRefusal(issued) ? { refusal: issued } : { body: issued };
      },
    }),
    route({
      method: 'POST',
      path: '/api/residents/:id/record-code',
      summary:
        'A one-time code for the resident\u2019s own record, given in person; says how it was known who they are',
      access: 'role',
      params: ResidentCodeParams,
      body: RecordCodeBody,
      answer: ResidentCode,
      handle: async ({ caller: { actor }, params, body }) => {
        const allowed = may(actor, 'issue-resident-code');
        if (isRefusal(allowed)) return { refusal: allowed };
        const where = { db: options.db, at: options.clock.now() };
        const given = await forWhomNow(where, actor, params.id, (id) => giveRecordCode(options, actor, id, body));
        return isRefusal(given) ? { refusal: given } : { status: 201, body: given };
      },
    }),
  ];
};
