/** Proposals over HTTP: lists with their counts, one proposal, promises, the overview, what may be chosen, workbook and papers. */
import { auditRow } from '../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { paperRoutes } from './papers/routes.ts';
import { exportRoute } from './routes/export.ts';
import { PAGE_SIZE, countProposals, findProposals, findYears, rowFrom } from './routes/find.ts';
import { countUnits, overviewFrom } from './routes/overview.ts';
import { countPromises, findPromises, promiseFrom } from './routes/promises.ts';
import type { ProposalRoutesOptions } from './routes/options.ts';
import { letterBegins } from './routes/letter.ts';
import { withFigures } from './routes/promise-figures.ts';
import { openProposal } from './routes/view.ts';
import * as shapes from './shapes.ts';

/** Who has to do with proposals at all; which of them, the rows' policies say. */
const TAKING_PART: readonly string[] = [
  'proposal-committee',
  'handing-officer',
  'supervision-officer',
  'proposal-officer',
  'section-drafter',
  'unit-leader',
];
const takesPart = (actor: Actor): boolean => TAKING_PART.includes(actor.role);
const mayNot = (actor: Actor): RouteAnswer => ({ refusal: refuse('role.may-not', { role: actor.role }) });

const yearsOf = (rows: readonly Readonly<Record<string, unknown>>[]): number[] =>
  rows.map((row) => Number(row['year']));

const list = async ({ engine, recordRead }: ProposalRoutesOptions, actor: Actor, query: shapes.ProposalQuery) => {
  const at = engine.clock.now();
  const [rows = [], counted = [], years = []] = await engine.db.read(actor, at, [
    findProposals(actor, at, query, PAGE_SIZE),
    countProposals(actor, at, query),
    findYears,
  ]);
  await recordRead(auditRow(actor, at, { action: 'list-proposals' }));
  const sum = (of: string, closed: boolean): number =>
    counted.reduce((all, row) => all + ((row['closed'] === true) === closed ? Number(row[of]) : 0), 0);
  const states = new Map<string, number>();
  for (const row of counted)
    if ((row['closed'] === true) === (query.tab === 'closed'))
      states.set(String(row['state']), (states.get(String(row['state'])) ?? 0) + Number(row['n']));
  const body: shapes.ProposalList = {
    items: rows.map((row) => rowFrom(row, at)),
    total: Number(rows[0]?.['total'] ?? 0),
    pageSize: PAGE_SIZE,
    counts: { open: sum('n', false), mine: sum('mine', false), late: sum('late', false), closed: sum('n', true) },
    states: [...states].map(([state, count]) => ({ state, count })),
    years: yearsOf(years),
  };
  return { body };
};

const promises = async (
  { engine, figures, recordRead }: ProposalRoutesOptions,
  actor: Actor,
  query: shapes.PromiseQuery,
) => {
  const at = engine.clock.now();
  const [rows = [], [counted] = [], years = []] = await engine.db.read(actor, at, [
    findPromises(at, query, PAGE_SIZE),
    countPromises(at, query),
    findYears,
  ]);
  await recordRead(auditRow(actor, at, { action: 'list-promises' }));
  const count = (of: string): number => Number(counted?.[of] ?? 0);
  const body: shapes.PromiseList = {
    items: await withFigures(
      figures,
      actor,
      engine.today(at),
      rows.map((row) => promiseFrom(row, actor, at)),
    ),
    total: Number(rows[0]?.['total'] ?? 0),
    pageSize: PAGE_SIZE,
    counts: { open: count('open'), late: count('late'), claimed: count('claimed'), closed: count('closed') },
    years: yearsOf(years),
  };
  return { body };
};

const choices = async ({ engine, figures }: ProposalRoutesOptions, actor: Actor) => {
  const at = engine.clock.now();
  const [units = [], bodies = []] = await engine.db.read(actor, at, [
    {
      name: 'proposal-units',
      text: `select o.id, o.name from organisation o
              where exists (select 1 from practitioner_role r where r.organisation = o.id and r.role = 'proposal-officer')
              order by o.kind, o.id`,
    },
    { name: 'proposal-bodies', text: 'select body, name, organisation, office from proposal_body order by body' },
  ]);
  const body: shapes.Choices = {
    figures: (figures?.catalogue.figures ?? []).map(({ code, words, theme }) => ({
      code,
      name: words.zh.name,
      unit: words.zh.unit,
      theme,
    })),
    units: units.map((row) => ({ id: String(row['id']), name: String(row['name']) })),
    bodies: bodies.map((row) => ({
      body: row['body'] as shapes.ProposalRow['body'],
      name: String(row['name']),
      receives: row['organisation'] === actor.organisation,
      handsOver: row['office'] === actor.organisation,
    })),
  };
  return { body };
};

export const proposalRoutes = (options: ProposalRoutesOptions): readonly Route[] => {
  const { engine, recordRead } = options;
  return [
    route({
      method: 'GET',
      path: '/api/proposals',
      summary: 'Proposals the own house takes part in, most pressing first, with counts by tab and state',
      access: 'role',
      query: shapes.ProposalQuery,
      answer: shapes.ProposalList,
      handle: ({ query, caller: { actor } }) =>
        takesPart(actor) ? list(options, actor, query) : Promise.resolve(mayNot(actor)),
    }),
    exportRoute(options, takesPart),
    route({
      method: 'GET',
      path: '/api/proposals/overview',
      summary: 'Punctuality, satisfaction, classes and ratings by the unit that leads',
      access: 'role',
      query: shapes.OverviewQuery,
      answer: shapes.Overview,
      handle: async ({ query, caller: { actor } }) => {
        if (!takesPart(actor)) return mayNot(actor);
        const at = engine.clock.now();
        const [rows = [], years = []] = await engine.db.read(actor, at, [
          countUnits(at, engine.today(at), query),
          findYears,
        ]);
        return { body: { ...overviewFrom(rows), years: yearsOf(years), asOf: at.toISOString() } };
      },
    }),
    route({
      method: 'GET',
      path: '/api/proposals/choices',
      summary: 'Units that may handle proposals, and the bodies whose proposals the own house registers',
      access: 'role',
      answer: shapes.Choices,
      handle: ({ caller: { actor } }) => (takesPart(actor) ? choices(options, actor) : Promise.resolve(mayNot(actor))),
    }),
    route({
      method: 'GET',
      path: '/api/proposals/shares/:id',
      summary: 'Which proposal a request to a co-handler or a promise belongs to',
      access: 'role',
      params: shapes.ById,
      answer: shapes.ShareParent,
      handle: async ({ params, caller: { actor } }) => {
        if (!takesPart(actor)) return mayNot(actor);
        const [rows = []] = await engine.db.read(actor, engine.clock.now(), [
          {
            name: 'proposal-of-share',
            text: `select proposal from co_handling where id = $1 union all select proposal from promise where id = $1`,
            values: [params.id],
          },
        ]);
        const proposal = rows[0]?.['proposal'];
        return typeof proposal === 'string' ? { body: { proposal } } : { refusal: refuse('proposal.not-found') };
      },
    }),
    route({
      method: 'GET',
      path: '/api/promises',
      summary: 'What answers promised: open, late, to be judged, settled',
      access: 'role',
      query: shapes.PromiseQuery,
      answer: shapes.PromiseList,
      handle: ({ query, caller: { actor } }) =>
        takesPart(actor) ? promises(options, actor, query) : Promise.resolve(mayNot(actor)),
    }),
    route({
      method: 'GET',
      path: '/api/proposals/:id',
      summary: 'One proposal: text, signers, co-handlers, drafts, promises, and the rule it is handled by',
      access: 'role',
      params: shapes.ById,
      answer: shapes.ProposalView,
      handle: async ({ params, caller: { actor } }) => {
        if (!takesPart(actor)) return mayNot(actor);
        const view = await openProposal(options, actor, params.id);
        const refused = isRefusal(view);
        await recordRead(
          auditRow(actor, engine.clock.now(), {
            action: 'read-proposal',
            target: `Task/${params.id}`,
            outcome: refused ? 'refused' : 'done',
          }),
        );
        return refused ? { refusal: view } : { body: view };
      },
    }),
    route({
      method: 'GET',
      path: '/api/proposals/:id/letter',
      summary:
        'What the reply letter of a proposal begins with: addressees, number, opinions of co-handlers, last year’s promises',
      access: 'role',
      params: shapes.ById,
      answer: shapes.LetterBegins,
      handle: async ({ params, caller: { actor } }) => {
        if (!takesPart(actor)) return mayNot(actor);
        const begins = await letterBegins(options, actor, params.id);
        return isRefusal(begins) ? { refusal: begins } : { body: begins };
      },
    }),
    ...paperRoutes(options, takesPart),
  ];
};
