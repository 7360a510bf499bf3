/** `/api/figure-list` and `/api/figure-pages`: figures with last year beside them, each with its page and its records. */
import { addDays, civilDay, instantOf, isCivilDay } from '../../../platform/civil-time.ts';
import { auditRow } from '../../../platform/audit.ts';
import { route } from '../../../platform/http/route.ts';
import type { Route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import type {
  FigureAnswer,
  FigureAsked,
  FigureDefinition,
  FigurePeriod,
  FigureScope,
} from '../../../engines/figures/define.ts';
import { yearBefore } from '../../../engines/figures/period.ts';
import type { FigureParts } from '../../../engines/figures/read.ts';
import { figureReader } from '../../../engines/figures/read.ts';
import { FigureList, FigureListQuery, FigurePage, FigurePageParams } from '../shapes.ts';
import type { FigureDefined } from '../shapes.ts';
import type { FigureQuestion, FigureRoutesParts } from './question.ts';
import { recordsOf } from './records-of.ts';
import { findMembers, findName, findScopes } from './statements.ts';

const MONTHS = 12;
export const seesAll = ({ role }: Actor): boolean => role === 'commission-officer' || role === 'administrator';

/** Whose, when and as of when; the commission asks for everybody, an organisation for itself. */
export const questionOf = (
  { clock, zone }: FigureParts,
  query: FigureListQuery,
  actor: Actor,
): FigureQuestion | Refusal => {
  const now = clock.now();
  const today = civilDay(now, zone);
  const all = seesAll(actor);
  const kind = query.kind ?? (all ? 'region' : 'organisation');
  const scope: FigureScope = kind === 'region' ? { kind } : { kind, id: query.id ?? actor.organisation };
  if (!all && !(scope.kind === 'organisation' && scope.id === actor.organisation)) return refuse('figures.of-another');
  if (query.asOf !== undefined && (!isCivilDay(query.asOf) || query.asOf > today))
    return refuse('figures.as-of-the-future');
  const past = query.asOf !== undefined && query.asOf !== today;
  const last = past ? (query.asOf ?? today) : today;
  const period = { from: query.from ?? `${last.slice(0, 4)}-01-01`, to: query.until ?? last };
  if (!isCivilDay(period.from) || !isCivilDay(period.to) || period.from > period.to)
    return refuse('figures.impossible-period');
  return { scope, period, asOf: past ? new Date(instantOf(addDays(last, 1), '00:00', zone).getTime() - 1) : null };
};

export const definedOf = (
  all: FigureParts['catalogue'],
  figure: FigureDefinition,
  language: Language,
): FigureDefined => {
  const { name, unit, definition, leavesOut } = figure.words[language];
  const parts = figure.value.kind === 'combined' ? figure.value.of : [];
  return {
    ...{ code: figure.code, version: figure.version, theme: figure.theme, name, unit, definition, leavesOut },
    kind: figure.value.kind,
    decimals: figure.decimals,
    better: figure.better,
    source: figure.source,
    parts: parts.map((code) => ({ code, name: all.find(code)?.words[language].name ?? code })),
  };
};

export type Said = FigureAnswer | { readonly refused: string };

/** Answers in the order asked; a refusal becomes its sentence, so that one figure's does not hide the others. */
export const askAll = async (
  parts: FigureRoutesParts,
  actor: Actor,
  asked: readonly FigureAsked[],
  language: Language,
): Promise<readonly Said[]> =>
  (await figureReader(parts)(actor, asked)).map((answer) =>
    isRefusal(answer) ? { refused: parts.sentence(answer, language) } : answer,
  );

export const nothing = { refused: '' };

/** The months up to the period's last one, each cut at the period's end. */
export const monthsOf = (to: string): readonly FigurePeriod[] =>
  Array.from({ length: MONTHS }, (_, n) => {
    const first = new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5, 7)) - MONTHS + n, 1));
    const from = first.toISOString().slice(0, 10);
    const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
    const last = addDays(next, -1);
    return { from, to: last < to ? last : to };
  });

export const nameOf = async (
  parts: FigureRoutesParts,
  actor: Actor,
  scope: FigureScope,
  language: Language,
): Promise<string> => {
  if (scope.kind === 'region') return language === 'zh' ? parts.region.name : parts.region.nameEn;
  const [rows = []] = await parts.db.read(actor, parts.clock.now(), [findName(scope.id)]);
  return typeof rows[0]?.['name'] === 'string' ? rows[0]['name'] : scope.id;
};

/** Whom the page compares: consortia in the region, members in a consortium. */
export const rowsOf = async (parts: FigureRoutesParts, actor: Actor, scope: FigureScope) => {
  if (!seesAll(actor) || (scope.kind !== 'region' && scope.kind !== 'consortium')) return [];
  const [rows = []] = await parts.db.read(actor, parts.clock.now(), [
    scope.kind === 'region' ? findScopes : findMembers(scope.id),
  ]);
  return rows
    .filter((row) => scope.kind === 'consortium' || row['kind'] === 'consortium')
    .map((row) => ({
      id: String(row['id']),
      kind: scope.kind === 'region' ? ('consortium' as const) : ('organisation' as const),
      name: String(row['name']),
    }));
};

const pageOf = async (
  parts: FigureRoutesParts,
  figure: FigureDefinition,
  question: FigureQuestion,
  actor: Actor,
  language: Language,
) => {
  const { scope, period, asOf } = question;
  const { code } = figure;
  const rows = await rowsOf(parts, actor, scope);
  const months = monthsOf(period.to);
  const asked: readonly FigureAsked[] = [
    { code, scope, period, asOf, trace: true },
    { code, scope, period: yearBefore(period), asOf },
    { code, scope, period, asOf: null, trace: true },
    ...months.flatMap((month) => [
      { code, scope, period: month, asOf },
      { code, scope, period: yearBefore(month), asOf },
    ]),
    ...rows.map(({ id, kind }) => ({ code, scope: { kind, id }, period, asOf })),
  ];
  const [now = nothing, before = nothing, understood = nothing, ...others] = await askAll(
    parts,
    actor,
    asked,
    language,
  );
  return {
    figure: definedOf(parts.catalogue, figure, language),
    ...{ now, before, understood: asOf === null ? null : understood },
    months: months.map(({ from }, n) => ({
      month: from.slice(0, 7),
      now: others[n * 2] ?? nothing,
      before: others[n * 2 + 1] ?? nothing,
    })),
    rows: rows.map((row, n) => ({ ...row, now: others[MONTHS * 2 + n] ?? nothing })),
    ...(await recordsOf(parts, figure, question, actor, 'refused' in now || now.masked)),
    ...{ scope, period, scopeName: await nameOf(parts, actor, scope, language) },
  };
};

/** What list and overview say of themselves: whose, when, and what else may be asked. */
export const headOf = async (
  parts: FigureRoutesParts,
  { scope, period }: FigureQuestion,
  actor: Actor,
  language: Language,
): Promise<Omit<FigureList, 'items'>> => {
  const [scopes = []] = seesAll(actor) ? await parts.db.read(actor, parts.clock.now(), [findScopes]) : [];
  return {
    scopes: scopes.map(({ kind, id, name }) => ({
      kind: kind as FigureList['scopes'][number]['kind'],
      id: String(id),
      name: String(name),
    })),
    themes: [...new Set(parts.catalogue.figures.map(({ theme }) => theme))].map((code) => ({
      code,
      name: parts.themes.get(code)?.[language] ?? code,
    })),
    scope,
    scopeName: await nameOf(parts, actor, scope, language),
    period,
    serverTime: parts.clock.now().toISOString(),
  };
};

/** What the list shows, for the screen and for the sheet. */
export const listOf = async (
  parts: FigureRoutesParts,
  query: FigureListQuery,
  actor: Actor,
  language: Language,
): Promise<FigureList | Refusal> => {
  const question = questionOf(parts, query, actor);
  if (isRefusal(question)) return question;
  const figures = parts.catalogue.figures
    .map((newest) => parts.catalogue.find(newest.code, question.period.to) ?? newest)
    .filter(({ theme }) => query.theme === undefined || theme === query.theme)
    .filter(({ code }) => query.only === undefined || parts.board.includes(code));
  const before = yearBefore(question.period);
  const answers = await askAll(
    parts,
    actor,
    figures.flatMap(({ code }) => [
      { code, ...question },
      { code, ...question, period: before },
    ]),
    language,
  );
  return {
    items: figures.map((figure, n) => ({
      figure: definedOf(parts.catalogue, figure, language),
      now: answers[n * 2] ?? nothing,
      before: answers[n * 2 + 1] ?? nothing,
    })),
    ...(await headOf(parts, question, actor, language)),
  };
};

export const figurePageRoutes = (parts: FigureRoutesParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/figure-list',
    summary: 'Figures of a theme with the year before beside them',
    access: 'role',
    query: FigureListQuery,
    answer: FigureList,
    handle: async ({ query, caller: { actor }, language }) => {
      const list = await listOf(parts, query, actor, language);
      return isRefusal(list) ? { refusal: list } : { body: list };
    },
  }),
  route({
    method: 'GET',
    path: '/api/figure-pages/:code',
    summary: 'One figure: definition, course, comparison and the records behind it',
    access: 'role',
    params: FigurePageParams,
    query: FigureListQuery,
    answer: FigurePage,
    handle: async ({ params, query, caller: { actor }, language }) => {
      const question = questionOf(parts, query, actor);
      if (isRefusal(question)) return { refusal: question };
      const figure = parts.catalogue.find(params.code, question.period.to);
      if (figure === undefined) return { refusal: refuse('figures.unknown', { figure: params.code }) };
      // law 5: whoever opens what stands behind a number is written down before the answer leaves
      await parts.recordRead(
        auditRow({ ...actor, purpose: 'figures' }, parts.clock.now(), {
          action: 'read-figure',
          target: `figure/${figure.code}`,
          residents: [],
        }),
      );
      return { body: await pageOf(parts, figure, question, actor, language) };
    },
  }),
];
