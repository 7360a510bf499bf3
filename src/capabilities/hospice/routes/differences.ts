/** Differences between our sums and the insurer's: what a statement opens and ends, the list of the desk, and one with its days. */
import type { AnsweredLine, WorkOn } from '../../../engines/care-days/claims.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { openWithin, stepWithin } from '../../../engines/pathways/within.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import { atDesk } from '../rules/sides.ts';
import { Differences, DifferencesQuery, DifferenceView } from '../shapes/claims.ts';
import { Because } from '../shapes.ts';
import type { DifferenceRow } from '../shapes/claims.ts';
import type { HospiceRoutesOptions } from './options.ts';

const PATHWAY = 'care-difference';
const saidOf = ({ claim, line, round, owed, paid, reason }: AnsweredLine) => ({
  ...{ claim, line, round, owed, paid },
  ...(reason === null ? {} : { said: reason }),
});

/** A difference nobody works yet becomes a case; one that is worked hears the insurer's new sum, and ends where it is ours. */
export const workOn =
  (engine: Engine, actor: Actor): WorkOn =>
  async (tx, lines) => {
    const by = { actor, at: engine.clock.now() };
    const statements: Statement[] = [];
    for (const line of lines) {
      if (line.open === null) continue;
      const step = line.owed === line.paid ? 'correct' : 'restate';
      const moved = await stepWithin(engine, tx, by, {
        ...{ pathway: PATHWAY, caseId: line.open, step, answers: saidOf(line) },
      });
      if (isRefusal(moved)) return moved;
      statements.push(...moved);
    }
    const found = lines.filter(({ open, owed, paid }) => open === null && owed !== paid);
    const opened = await openWithin(
      ...([engine, tx, by, PATHWAY] as const),
      found.map((line) => ({ caseId: engine.newId(), answers: saidOf(line) })),
    );
    return isRefusal(opened) ? opened : [...statements, ...opened];
  };

const COLUMNS = `k.case_id, c.number, c.state, c.due_at, c.closed_at, c.limit_verified, k.claim, k.line, k.round, k.owed, k.paid,
  k.found_on, k.dispute_by, k.cause, k.note, k.evidence, k.disputed_on, k.dispute_number, k.answer, k.answered_on, k.answer_number,
  k.promised, k.handler, h.name as handler_name, m.payer, m.scheme, l.resident, s.name as resident_name, l.month, l.days, l.fen as claimed,
  r.days as paid_days, r.reason`;
const FROM = `care_dispute k join cases c on c.id = k.case_id join care_claim m on m.id = k.claim
  join care_claim_line l on l.claim = k.claim and l.number = k.line
  join care_statement_row r on r.claim = k.claim and r.line = k.line and r.round = k.round
  left join resident s on s.id = l.resident
  left join practitioner_role w on w.id = k.handler left join person h on h.id = w.person`;

/** The most on one page; the rest is counted. */
const MOST = 500;
const findAll = (organisation: string, closed: boolean): readonly Statement[] => [
  {
    name: 'differences',
    text: `select ${COLUMNS} from ${FROM} where k.organisation = $1 and (c.closed_at is not null) = $2
            order by case when $2 then c.closed_at end desc nulls last, c.due_at, k.case_id limit ${String(MOST)}`,
    values: [organisation, closed],
  },
  {
    name: 'differences-sum',
    text: `select count(*) filter (where ended is null)::int as open, count(*) filter (where ended is not null)::int as closed,
                  coalesce(sum(owed - paid) filter (where ended is null), 0) as fen
             from care_dispute where organisation = $1`,
    values: [organisation],
  },
];
const findOne = (organisation: string, id: string): readonly Statement[] => [
  {
    name: 'difference',
    text: `select ${COLUMNS} from ${FROM} where k.organisation = $1 and k.case_id = $2`,
    values: [organisation, id],
  },
  {
    name: 'difference-statements',
    text: `select r.round, r.days, r.fen, r.reason, r.imported_at from care_statement_row r
             join care_dispute k on k.claim = r.claim and k.line = r.line where k.organisation = $1 and k.case_id = $2
            order by r.round`,
    values: [organisation, id],
  },
  {
    name: 'difference-days',
    text: `select e.id, e.day, e.kind, e.because, e.verified,
                  (select sum(p.fen) from unnest(e.accounts, e.fens) as p (account, fen) where p.account = m.payer) as fen,
                  (select max(p.rule) from unnest(e.accounts, e.rules) as p (account, rule) where p.account = m.payer) as rule
             from care_dispute k join care_claim m on m.id = k.claim
             join care_claimed q on q.claim = k.claim and q.line = k.line join care_entry e on e.id = q.entry
            where k.organisation = $1 and k.case_id = $2 order by e.day, e.at, e.id`,
    values: [organisation, id],
  },
];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

const rowFrom = (row: Rows[number], self: string, now: Date): DifferenceRow => ({
  ...{ id: text(row['case_id']), number: text(row['number']), state: text(row['state']) },
  ...{ claim: text(row['claim']), line: Number(row['line']), month: text(row['month']) },
  ...{ payer: row['payer'] === 'ltci' ? 'ltci' : 'medical', scheme: text(row['scheme']) },
  resident: { id: text(row['resident']), name: text(row['resident_name']) },
  claimed: { days: Number(row['days']), fen: Number(row['claimed']) },
  owed: Number(row['owed']),
  paid: { days: Number(row['paid_days']), fen: Number(row['paid']) },
  ...{ reason: orNull(row['reason']), cause: orNull(row['cause']) },
  handler: row['handler'] === null ? null : { id: text(row['handler']), name: text(row['handler_name']) },
  mine: row['handler'] === self,
  foundOn: text(row['found_on']),
  ...{ disputeBy: text(row['dispute_by']), verified: row['limit_verified'] === true },
  dueAt: instant(row['due_at']),
  late: row['due_at'] instanceof Date && row['due_at'] < now,
  closedAt: instant(row['closed_at']),
});

const viewFrom = (row: Rows[number], statements: Rows, days: Rows, self: string, now: Date): DifferenceView => ({
  difference: rowFrom(row, self, now),
  ...{ note: orNull(row['note']), evidence: orNull(row['evidence']) },
  dispute: row['disputed_on'] === null ? null : { on: text(row['disputed_on']), number: orNull(row['dispute_number']) },
  answer:
    row['answer'] === null
      ? null
      : {
          ...{ what: text(row['answer']), on: text(row['answered_on']), number: orNull(row['answer_number']) },
          promised: row['promised'] === null ? null : Number(row['promised']),
        },
  statements: statements.map((one) => ({
    ...{ round: Number(one['round']), days: Number(one['days']), fen: Number(one['fen']) },
    ...{ reason: orNull(one['reason']), at: instant(one['imported_at']) ?? '' },
  })),
  days: days.map((day) => ({
    ...{ id: text(day['id']), day: text(day['day']), kind: text(day['kind']), fen: Number(day['fen']) },
    ...{ rule: orNull(day['rule']), verified: day['verified'] === true },
    because: Because.array().parse(JSON.parse(text(day['because']))),
  })),
});

export const differenceRoutes = ({ engine, recordRead }: HospiceRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/hospice/differences',
    summary:
      'What insurers pay otherwise than the own organisation claimed: open, by the clock, or closed, the latest first',
    access: 'role',
    query: DifferencesQuery,
    answer: Differences,
    handle: async ({ query, caller: { actor } }) => {
      if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
      const at = engine.clock.now();
      const [rows = [], [sums] = []] = await engine.db.read(
        ...([actor, at, findAll(actor.organisation, query.show === 'closed')] as const),
      );
      const items = rows.map((row) => rowFrom(row, actor.id, at));
      const residents = [...new Set(items.map(({ resident }) => resident.id))];
      await recordRead(auditRow(actor, at, { action: 'list-differences', target: 'differences', residents }));
      return {
        body: {
          items,
          ...{ open: Number(sums?.['open']), closed: Number(sums?.['closed']), fen: Number(sums?.['fen']) },
          serverTime: at.toISOString(),
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hospice/differences/:id',
    summary: 'One difference: the days claimed and why, what the insurer said each time, and how far the work is',
    access: 'role',
    params: ByIdParams,
    answer: DifferenceView,
    handle: async ({ params, caller: { actor } }) => {
      if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
      const at = engine.clock.now();
      const [[row] = [], statements = [], days = []] = await engine.db.read(
        ...([actor, at, findOne(actor.organisation, params.id)] as const),
      );
      if (row === undefined) return { refusal: refuse('case-not-found') };
      const view = viewFrom(row, statements, days, actor.id, at);
      const residents = [view.difference.resident.id];
      await recordRead(auditRow(actor, at, { action: 'read-difference', target: `Task/${params.id}`, residents }));
      return { body: view };
    },
  }),
];
