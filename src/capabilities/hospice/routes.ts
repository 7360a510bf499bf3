/** What only hospice care asks the server: its list, the person's page, beds and houses to choose from, and the month's settlement. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import { refuse } from '../../platform/refusal.ts';
import { ByIdParams } from '../../consortium/shapes.ts';
import { CARING } from '../../consortium/roles.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { entryFrom, findEntries } from '../../engines/care-days/ledger-statements.ts';
import { settlePeriod } from '../../engines/care-days/settle.ts';
import type { HospiceRoutesOptions } from './routes/options.ts';
import { aidRoutes } from './routes/aid.ts';
import { claimRoutes } from './routes/claims.ts';
import { differenceFigureRoute } from './routes/difference-figures.ts';
import { differenceRoutes } from './routes/differences.ts';
import { findBeds, findHouses, findList, listFrom } from './routes/list.ts';
import { findPerson, personFrom } from './routes/person.ts';
import { printRoutes } from './routes/prints.ts';
import { findMonth, monthFrom } from './routes/settlement.ts';
import { statementRoutes } from './routes/statements.ts';
import { statementPaperRoutes } from './papers/routes.ts';
import { Beds, HospiceList, Houses, Ledger, MonthBody, MonthQuery, Person, Settled, Settlement } from './shapes.ts';

export type { HospiceRoutesOptions };

const cares = ({ role }: Actor): boolean => (CARING as readonly string[]).includes(role) || role === 'bed-manager';
const lastOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

const readRoutes = ({ engine, rules, recordRead }: HospiceRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/hospice',
    summary: 'Hospice stays the own organisation has a part in',
    access: 'role',
    answer: HospiceList,
    handle: async ({ caller: { actor } }) => {
      if (!cares(actor)) return { refusal: refuse('role.may-not') };
      const at = engine.clock.now();
      const [rows = []] = await engine.db.read(actor, at, [findList(actor, at)]);
      const items = listFrom(rows, actor, at, engine.today(at));
      const residents = [...new Set(items.map(({ resident }) => resident.id))];
      await recordRead(auditRow(actor, at, { action: 'list-hospice', target: 'hospice', residents }));
      return { body: { items, serverTime: at.toISOString() } };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hospice/beds',
    summary: 'The own organisation’s numbered beds, and which are in use',
    access: 'role',
    answer: Beds,
    handle: async ({ caller: { actor } }) => {
      const at = engine.clock.now();
      const [rows = []] = await engine.db.read(actor, at, [findBeds(actor.organisation, at)]);
      return {
        body: {
          items: rows.map((row) => ({
            ...{ id: String(row['id']), label: String(row['label']), department: String(row['department']) },
            taken: row['taken'] === true,
          })),
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hospice/houses',
    summary: 'Houses that can take part in hospice care',
    access: 'role',
    answer: Houses,
    handle: async ({ caller: { actor } }) => {
      const [rows = []] = await engine.db.read(actor, engine.clock.now(), [findHouses()]);
      return {
        body: {
          items: rows.map((row) => ({ id: String(row['id']), name: String(row['name']), kind: String(row['kind']) })),
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hospice/cases/:id',
    summary: 'One person in hospice care: days and who pays them, symptoms, wishes, opioids, team, transfers',
    access: 'role',
    params: ByIdParams,
    answer: Person,
    handle: async ({ params, caller: { actor } }) => {
      if (!cares(actor)) return { refusal: refuse('role.may-not') };
      const at = engine.clock.now();
      const target = `Task/${params.id}`;
      const [found = [], ...rest] = await engine.db.read(actor, at, findPerson(params.id, actor, at));
      if (found[0] === undefined) {
        await recordRead(auditRow(actor, at, { action: 'read-hospice', target, outcome: 'refused' }));
        return { refusal: refuse('case-not-found') };
      }
      const person = personFrom(found[0], rest, rules, engine.today(at), at);
      await recordRead(auditRow(actor, at, { action: 'read-hospice', target, residents: [person.resident.id] }));
      return { body: person };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hospice/cases/:id/ledger',
    summary: 'Every entry of the ledger for the days of one stay, reversals included',
    access: 'role',
    params: ByIdParams,
    answer: Ledger,
    handle: async ({ params, caller: { actor } }) => {
      if (!cares(actor)) return { refusal: refuse('role.may-not') };
      const at = engine.clock.now();
      const [cases = []] = await engine.db.read(actor, at, [
        {
          name: 'hospice-case-resident',
          text: `select c.resident from cases c join case_party p on p.case_id = c.id and p.organisation = $2
                  where c.id = $1 and c.pathway = 'hospice-stay'`,
          values: [params.id, actor.organisation],
        },
      ]);
      const resident = cases[0]?.['resident'];
      if (typeof resident !== 'string') return { refusal: refuse('case-not-found') };
      const [rows = [], names = []] = await engine.db.read(actor, at, [
        findEntries({ resident, organisation: null, from: '2000-01-01', through: '9999-12-31', known: at }),
        { name: 'organisation-names', text: 'select id, short_name from organisation' },
      ]);
      await recordRead(
        auditRow(actor, at, { action: 'read-ledger', target: `Task/${params.id}`, residents: [resident] }),
      );
      const name = new Map(names.map((row) => [String(row['id']), String(row['short_name'])]));
      return {
        body: {
          items: rows.map(entryFrom).map((entry) => ({
            ...entry,
            organisation: { id: entry.organisation, name: name.get(entry.organisation) ?? entry.organisation },
            at: entry.at.toISOString(),
          })),
        },
      };
    },
  }),
];

export const hospiceRoutes = (options: HospiceRoutesOptions): readonly Route[] => {
  const { engine, rules, recordRead } = options;
  return [
    ...readRoutes(options),
    ...claimRoutes(options),
    ...differenceRoutes(options),
    differenceFigureRoute(options),
    ...statementRoutes(options),
    ...statementPaperRoutes(options),
    ...printRoutes(options),
    ...aidRoutes(options),
    route({
      method: 'GET',
      path: '/api/hospice/settlement',
      summary: 'What the days of a month at the own organisation come to, by person and payer',
      access: 'role',
      query: MonthQuery,
      answer: Settlement,
      handle: async ({ query, caller: { actor } }) => {
        if (!cares(actor)) return { refusal: refuse('role.may-not') };
        const at = engine.clock.now();
        const [rows = [], meta = []] = await engine.db.read(actor, at, findMonth(query.month, actor.organisation));
        const month = monthFrom(rows, meta, query.month, actor.organisation, at);
        const residents = month.rows.map(({ resident }) => resident.id);
        await recordRead(auditRow(actor, at, { action: 'read-settlement', target: query.month, residents }));
        return { body: month };
      },
    }),
    route({
      method: 'POST',
      path: '/api/hospice/settlement',
      summary: 'Settle a month of the own organisation: reversals and entries where the facts now say otherwise',
      access: 'role',
      body: MonthBody,
      answer: Settled,
      handle: async ({ body, caller: { actor } }) => {
        if (!cares(actor)) return { refusal: refuse('role.may-not') };
        const at = engine.clock.now();
        const today = engine.today(at);
        const last = lastOf(body.month);
        const period = { from: `${body.month}-01`, through: last < today ? last : today };
        if (period.from > today) return { refusal: refuse('hospice.month-to-come') };
        // a resident's days lie at several houses: the desk settles them as the system does, and the audit names who asked
        const desk: Actor = { ...actor, id: `system:settlement`, purpose: 'system' };
        const settled = await settlePeriod(
          { db: engine.db, actor: desk, at, rules, newId: engine.newId },
          period,
          actor.organisation,
        );
        const audit = auditRow(actor, at, { action: 'settle', target: body.month, residents: [] });
        await engine.db.write(actor, at, (tx) => tx.finish([auditStatement(audit)]));
        return { body: settled };
      },
    }),
  ];
};
