/** Lists about letters: those one may see, the templates, the figures a claim may take, the numbers given and void, and the switch of the public page. */
import { observedOf, periodOf, scopeOf } from '../../../engines/letters/figures-port.ts';
import {
  findNumbers,
  findSeries,
  gapsIn,
  listSeries,
  lockSeries,
  openSeries,
  useElsewhere,
} from '../../../engines/letters/numbering.ts';
import { numberText } from '../../../engines/letters/plain.ts';
import { findSwitch, keepSwitch, switchFrom } from '../../../engines/letters/public.ts';
import { letterFrom, listLetters } from '../../../engines/letters/store.ts';
import { listTemplates, templateFrom } from '../../../engines/letters/templates.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import { constraintOf, isGuardFailure } from '../../../platform/postgres/faults.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import * as shapes from '../shapes.ts';
import type { LetterRoutesOptions } from './open.ts';

const PAGE = 40;
const MAKES: readonly string[] = [
  'section-drafter',
  'proposal-officer',
  'letter-checker',
  'unit-leader',
  'seal-keeper',
];
const mayNot = (actor: Actor): RouteAnswer | undefined =>
  MAKES.includes(actor.role) ? undefined : { refusal: refuse('role.may-not', { role: actor.role }) };

const listRoute = ({ engine }: LetterRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/letters',
    summary: 'The letters of the own house and those it is asked to countersign, changed last first',
    access: 'role',
    query: shapes.LettersQuery,
    answer: shapes.Letters,
    handle: async ({ query, caller: { actor } }) => {
      const refused = mayNot(actor);
      if (refused !== undefined) return refused;
      const at = engine.clock.now();
      const after = query.after === undefined ? null : new Date(query.after);
      const [rows = []] = await engine.db.read(actor, at, [listLetters(actor, after, PAGE + 1)]);
      const items = rows.slice(0, PAGE).map((row) => {
        const letter = letterFrom(row);
        const due = row['due_at'] instanceof Date && !(row['closed_at'] instanceof Date) ? row['due_at'] : null;
        return {
          id: letter.id,
          title: letter.title,
          state: String(row['state']),
          number: letter.signed === null ? null : numberText(letter.prefix, letter.signed.year, letter.signed.number),
          issuer: letter.organisationName,
          ownerRole: typeof row['owner_role'] === 'string' ? row['owner_role'] : null,
          dueAt: due?.toISOString() ?? null,
          late: due !== null && due < at,
          changedAt: letter.changedAt.toISOString(),
          countersign: row['countersign'] === true,
        };
      });
      return {
        body: {
          items,
          next: rows.length > PAGE ? (items.at(-1)?.changedAt ?? null) : null,
          serverTime: at.toISOString(),
        },
      };
    },
  });

const templatesRoute = ({ engine }: LetterRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/letter-templates',
    summary: 'The templates valid today',
    access: 'role',
    answer: shapes.Templates,
    handle: async ({ caller: { actor } }) => {
      const at = engine.clock.now();
      const [rows = []] = await engine.db.read(actor, at, [listTemplates(at)]);
      const items = rows.flatMap((row) => {
        const template = templateFrom(row);
        return template === undefined
          ? []
          : [
              {
                code: template.code,
                name: template.name,
                layout: template.letter.layout,
                verified: template.verified,
                source: template.source,
              },
            ];
      });
      return { body: { items } };
    },
  });

const choicesRoute = ({ engine, figures }: LetterRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/letter-figures',
    summary: 'The figures and scopes a claim may be made of',
    access: 'role',
    answer: shapes.FigureChoices,
    handle: async ({ caller: { actor } }) => {
      const [rows = [], keepers = []] = await engine.db.read(actor, engine.clock.now(), [
        {
          name: 'letter-scopes',
          text: `select id, kind, short_name from organisation where until_on is null order by kind, id limit 500`,
        },
        {
          name: 'letter-keepers',
          text: `select o.id, o.short_name from organisation o
                  where exists (select 1 from practitioner_role r where r.organisation = o.id and r.role = 'proposal-officer')
                  order by o.id <> $1, o.kind, o.id`,
          values: [actor.organisation],
        },
      ]);
      const scopes = rows.map((row) => ({
        code: `${String(row['kind']).includes('consortium') || row['kind'] === 'urban-group' ? 'consortium' : 'organisation'}:${String(row['id'])}`,
        name: String(row['short_name']),
      }));
      const all = figures?.catalogue.figures ?? [];
      return {
        body: {
          figures: all.map(({ code, words, theme, decimals, dimensions, value }) => ({
            code,
            name: words.zh.name,
            unit: words.zh.unit,
            definition: words.zh.definition,
            theme,
            decimals,
            scopes: [...dimensions],
            rate: value.kind === 'rate',
          })),
          scopes,
          keepers: keepers.map((row) => ({ id: String(row['id']), name: String(row['short_name']) })),
        },
      };
    },
  });

const claimRoute = ({ figures }: LetterRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/letter-claim',
    summary: 'What one figure says of a scope and a day, to be put into a letter',
    access: 'role',
    query: shapes.ClaimQuery,
    answer: shapes.ClaimAnswer,
    handle: async ({ query, caller: { actor } }) => {
      if (figures === null) return { body: { observed: null, refused: 'unknown-figure' } };
      const asked = {
        code: query.figure,
        scope: scopeOf(query.scope),
        period: periodOf({ period: query.period ?? null, asOf: query.asOf }),
        asOf: null,
        trace: true,
      };
      const [answer] = await figures.read(actor, [asked]);
      if (answer === undefined) return { body: { observed: null, refused: 'unknown-figure' } };
      if (isRefusal(answer)) return { refusal: answer };
      return { body: { observed: observedOf(figures.catalogue, answer), refused: null } };
    },
  });

const numbersRoute = ({ engine }: LetterRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/letter-numbers',
    summary: 'The numbers of a prefix and year: given, used elsewhere, void; and that none is left out',
    access: 'role',
    query: shapes.NumbersQuery,
    answer: shapes.Numbers,
    handle: async ({ query: { prefix, year }, caller: { actor } }) => {
      const refused = mayNot(actor);
      if (refused !== undefined) return refused;
      const [rows = [], [series] = [], all = []] = await engine.db.read(actor, engine.clock.now(), [
        findNumbers(prefix, year),
        findSeries(prefix, year),
        listSeries(),
      ]);
      const last = Number(series?.['last'] ?? 0);
      const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
      return {
        body: {
          prefix,
          year,
          last,
          gaps: [...gapsIn(rows, last)],
          items: rows.map((row) => ({
            number: Number(row['number']),
            letter: text(row['letter']),
            title: text(row['title']),
            signedOn: text(row['signed_on']),
            note: text(row['note']),
            void:
              row['void_at'] instanceof Date
                ? { reason: String(row['void_reason']), at: row['void_at'].toISOString() }
                : null,
          })),
          series: all.map((row) => ({
            prefix: String(row['prefix']),
            year: Number(row['year']),
            last: Number(row['last']),
          })),
        },
      };
    },
  });

const elsewhereRoute = ({ engine }: LetterRoutesOptions): Route =>
  route({
    method: 'POST',
    path: '/api/letter-numbers',
    summary: 'A number that was used outside this system: it will be skipped',
    access: 'role',
    body: shapes.ElsewhereBody,
    handle: async ({ body, caller: { actor } }) => {
      if (actor.role !== 'letter-checker') return { refusal: refuse('role.may-not', { role: actor.role }) };
      const at = engine.clock.now();
      try {
        await engine.db.write(actor, at, (tx) =>
          tx.finish([
            openSeries(body.prefix, body.year, 0, actor),
            lockSeries(body.prefix, body.year),
            useElsewhere(body, actor, at),
          ]),
        );
      } catch (fault) {
        if (isGuardFailure(fault) || constraintOf(fault) === 'letter_number_pkey')
          return { refusal: refuse('letter-number-used') };
        throw fault;
      }
      return { status: 204 };
    },
  });

const switchRoutes = ({ engine }: LetterRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/letter-switch',
    summary: 'Whether readers of the own letters may look their figures up',
    access: 'role',
    answer: shapes.SwitchView,
    handle: async ({ caller: { actor } }) => {
      const [rows = []] = await engine.db.read(actor, engine.clock.now(), [findSwitch(actor.organisation)]);
      return { body: switchFrom(rows[0]) };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/letter-switch',
    summary: 'Opens or closes the public page of the own letters’ figures',
    access: 'role',
    body: shapes.SwitchBody,
    handle: async ({ body, caller: { actor } }) => {
      if (actor.role !== 'unit-leader') return { refusal: refuse('role.may-not', { role: actor.role }) };
      const at = engine.clock.now();
      await engine.db.write(actor, at, (tx) => tx.finish([keepSwitch(body.opened, body.reason, actor, at)]));
      return { status: 204 };
    },
  }),
];

export const listRoutes = (options: LetterRoutesOptions): readonly Route[] => [
  listRoute(options),
  templatesRoute(options),
  choicesRoute(options),
  claimRoute(options),
  numbersRoute(options),
  elsewhereRoute(options),
  ...switchRoutes(options),
];
