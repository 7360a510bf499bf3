/** Claims to insurers: what is sent, what the insurer answers, and each difference worked by a person. */
import { importStatement, sendClaim } from '../../../engines/care-days/claims.ts';
import { differencesOf } from '../../../engines/care-days/core/claims.ts';
import type { StatementRow } from '../../../engines/care-days/core/claims.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { workOn } from './differences.ts';
import type { HospiceRoutesOptions } from './options.ts';
import { atDesk } from '../rules/sides.ts';
import { ClaimBody, Claims, ClaimView, StatementBody, Worked } from '../shapes/claims.ts';
import type { ClaimRow } from '../shapes/claims.ts';

/** The days lie at several houses and the ledger is one: the desk writes as the system does, the audit names who asked. */
const claiming = (engine: Engine, actor: Actor) => ({
  ...{ db: engine.db, at: engine.clock.now(), newId: engine.newId },
  actor: { ...actor, id: 'system:claims', purpose: 'system' as const },
});
const note = (engine: Engine, actor: Actor, action: string, target: string): Promise<unknown> =>
  engine.db.write(actor, engine.clock.now(), (tx) =>
    tx.finish([auditStatement(auditRow(actor, engine.clock.now(), { action, target, residents: [] }))]),
  );

const findClaims = (organisation: string, id: string | null): Statement => ({
  name: 'hospice-claims',
  text: `select c.id, c.payer, c.scheme, c.through::text, c.sent_at, count(l.number)::int as lines, sum(l.fen) as fen,
                count(r.line)::int as answered, coalesce(sum(r.fen), 0) as paid,
                (select count(*) from care_dispute k where k.claim = c.id and k.ended is null)::int as open
           from care_claim c join care_claim_line l on l.claim = c.id
           left join lateral (select s.line, s.fen from care_statement_row s where s.claim = c.id and s.line = l.number
                               order by s.round desc limit 1) r on true
          where c.organisation = $1 and ($2::text is null or c.id = $2)
          group by c.id order by c.sent_at desc limit 200`,
  values: [organisation, id],
});
const findUnclaimed = (organisation: string, today: string): Statement => ({
  name: 'hospice-unclaimed',
  text: `select p.account as payer, p.party as scheme, sum(p.fen) as fen,
                count(distinct e.id) filter (where e.kind = 'day') - count(distinct e.id) filter (where e.kind = 'reversal') as days
           from care_entry e join care_posting p on p.entry = e.id and p.account in ('medical', 'ltci')
          where e.organisation = $1 and e.day <= $2::date and e.kind <> 'statement'
            and not exists (select 1 from care_claimed c where c.entry = e.id and c.payer = p.account)
          group by 1, 2 having sum(p.fen) <> 0 order by 1, 2`,
  values: [organisation, today],
});
const findLines = (organisation: string, id: string): Statement => ({
  name: 'hospice-claim-lines',
  text: `select l.number, l.resident, s.name, l.month, l.days, l.fen, r.line as answered, r.days as paid_days, r.fen as paid_fen,
                r.reason, r.round, k.case_id, k.state
           from care_claim_line l left join resident s on s.id = l.resident
           left join lateral (select * from care_statement_row a where a.claim = l.claim and a.line = l.number
                               order by a.round desc limit 1) r on true
           left join lateral (select d.case_id, c.state from care_dispute d join cases c on c.id = d.case_id
                               where d.claim = l.claim and d.line = l.number
                               order by d.round desc, c.opened_at desc limit 1) k on true
          where l.claim = $2 and l.organisation = $1 order by l.number`,
  values: [organisation, id],
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const claimFrom = (row: Rows[number]): ClaimRow => ({
  ...{ id: text(row['id']), payer: row['payer'] === 'ltci' ? 'ltci' : 'medical', scheme: text(row['scheme']) },
  ...{ through: text(row['through']), sentAt: (row['sent_at'] as Date).toISOString(), lines: Number(row['lines']) },
  ...{
    fen: Number(row['fen']),
    answered: Number(row['answered']),
    paid: Number(row['paid']),
    open: Number(row['open']),
  },
});

const viewFrom = (row: Rows[number], lines: Rows): ClaimView => {
  const differences = differencesOf(
    lines.map((line) => ({
      ...{ number: Number(line['number']), resident: text(line['resident']), month: text(line['month']) },
      ...{ days: Number(line['days']), fen: Number(line['fen']), entries: [] },
    })),
    lines.flatMap((line) =>
      line['answered'] === null
        ? []
        : [
            {
              ...{ line: Number(line['number']), days: Number(line['paid_days']), fen: Number(line['paid_fen']) },
              reason: typeof line['reason'] === 'string' ? line['reason'] : null,
            },
          ],
    ),
  );
  return {
    claim: claimFrom(row),
    lines: differences.map((difference, at) => ({
      ...difference,
      resident: { id: text(lines[at]?.['resident']), name: text(lines[at]?.['name']) },
      month: text(lines[at]?.['month']),
      round: Number(lines[at]?.['round'] ?? 0),
      case: text(lines[at]?.['case_id']) || null,
      state: text(lines[at]?.['state']) || null,
    })),
  };
};

/** The insurer's statement, taken whole with the cases it opens and ends, and who took it. */
const takeStatement = async (
  engine: Engine,
  actor: Actor,
  id: string,
  rows: readonly StatementRow[],
): Promise<{ readonly refusal: Refusal } | { readonly body: { readonly lines: number } }> => {
  if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
  const [[own] = []] = await engine.db.read(actor, engine.clock.now(), [findClaims(actor.organisation, id)]);
  if (own === undefined) return { refusal: refuse('claim-unknown') };
  const done = await importStatement(claiming(engine, actor), id, rows, workOn(engine, actor));
  if (isRefusal(done)) return { refusal: done };
  engine.nudge();
  await note(engine, actor, 'import-statement', id);
  return { body: { lines: rows.length } };
};

export const claimRoutes = ({ engine, recordRead }: HospiceRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/hospice/claims',
    summary: 'The own organisation’s claims to insurers, and what is in no claim yet',
    access: 'role',
    answer: Claims,
    handle: async ({ caller: { actor } }) => {
      if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
      const at = engine.clock.now();
      const today = engine.today(at);
      const [claims = [], unclaimed = []] = await engine.db.read(actor, at, [
        findClaims(actor.organisation, null),
        findUnclaimed(actor.organisation, today),
      ]);
      await recordRead(auditRow(actor, at, { action: 'list-claims', target: 'claims', residents: [] }));
      return {
        body: {
          today,
          items: claims.map(claimFrom),
          unclaimed: unclaimed.map((row) => ({
            payer: row['payer'] === 'ltci' ? ('ltci' as const) : ('medical' as const),
            ...{ scheme: text(row['scheme']), days: Number(row['days']), fen: Number(row['fen']) },
          })),
        },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/hospice/claims',
    summary: 'Claim every entry of the ledger through a day that is in no claim yet',
    access: 'role',
    body: ClaimBody,
    answer: Worked,
    handle: async ({ body, caller: { actor } }) => {
      if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
      const { payer, scheme, through } = body;
      const sent = await sendClaim(
        claiming(engine, actor),
        { payer, scheme, organisation: actor.organisation },
        through,
      );
      if (isRefusal(sent)) return { refusal: sent };
      await note(engine, actor, 'send-claim', sent.id);
      return { body: { lines: sent.lines.length } };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hospice/claims/:id',
    summary: 'One claim line by line: what was claimed, what the insurer pays, and why not the same',
    access: 'role',
    params: ByIdParams,
    answer: ClaimView,
    handle: async ({ params, caller: { actor } }) => {
      if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
      const at = engine.clock.now();
      const [[claim] = [], lines = []] = await engine.db.read(actor, at, [
        findClaims(actor.organisation, params.id),
        findLines(actor.organisation, params.id),
      ]);
      if (claim === undefined) return { refusal: refuse('claim-unknown') };
      const view = viewFrom(claim, lines);
      const residents = [...new Set(view.lines.map(({ resident }) => resident.id))];
      await recordRead(auditRow(actor, at, { action: 'read-claim', target: params.id, residents }));
      return { body: view };
    },
  }),
  route({
    method: 'POST',
    path: '/api/hospice/claims/:id/statement',
    summary: 'Take the insurer’s statement of a claim, whole or not at all',
    access: 'role',
    params: ByIdParams,
    body: StatementBody,
    answer: Worked,
    handle: ({ params, body, caller: { actor } }) => takeStatement(engine, actor, params.id, body.rows),
  }),
];
