/** `/api/figure-board`: the region at a glance, whom it compares, and what goes between its consortia. */
import { route } from '../../../platform/http/route.ts';
import type { Route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { measuresOf } from '../../../engines/figures/define.ts';
import type { FigureAsked, FigureDefinition } from '../../../engines/figures/define.ts';
import { flowsFrom, flowsStatement } from '../../../engines/figures/flows.ts';
import { yearBefore } from '../../../engines/figures/period.ts';
import type { Network } from '../../../engines/figures/set.ts';
import { FigureBoard, FigureBoardQuery } from '../shapes.ts';
import { askAll, definedOf, headOf, monthsOf, nothing, questionOf, rowsOf } from './figures.ts';
import type { Said } from './figures.ts';
import type { FigureQuestion, FigureRoutesParts } from './question.ts';
import { countScopeOf } from './records-of.ts';

/** Asks for a row of questions at once and hands the answers out in order. */
type Asking = { readonly asked: FigureAsked[]; readonly ask: (each: FigureAsked) => number };
const asking = (): Asking => {
  const asked: FigureAsked[] = [];
  return { asked, ask: (each) => asked.push(each) - 1 };
};

/** A register says the newest entry: its months are steps and no course. */
const hasCourse = ({ views }: FigureRoutesParts, figure: FigureDefinition): boolean =>
  figure.value.kind !== 'combined' &&
  measuresOf(figure).every(({ view }) => views.find(({ code }) => code === view)?.byHand === false);

const networkOf = async (
  parts: FigureRoutesParts,
  network: Network,
  consortia: readonly { readonly id: string; readonly name: string }[],
  question: FigureQuestion,
  actor: Actor,
  language: Language,
): Promise<FigureBoard['networks'][number]> => {
  const counting: Actor = { ...actor, purpose: 'figures' };
  const scope = await countScopeOf(parts, question, counting);
  const ever = { ...scope, period: { from: '0001-01-01', to: question.period.to } };
  const [rows = [], known = []] = await parts.db.read(counting, parts.clock.now(), [
    flowsStatement(network.measure, network.ends, scope),
    flowsStatement(network.measure, network.ends, ever),
  ]);
  const flows = flowsFrom(rows);
  const used = new Set(flows.flatMap(({ from, to }) => [from, to]));
  return {
    name: network.words[language],
    nodes: [...consortia.map(({ id, name }) => ({ id, name })), ...(used.has('') ? [{ id: '', name: '' }] : [])],
    flows: flows.map(({ from, to, count, residents }) => ({
      from,
      to,
      count: residents < parts.smallestCell ? null : count,
    })),
    recorded: known.length > 0,
  };
};

const boardOf = async (
  parts: FigureRoutesParts,
  query: FigureBoardQuery,
  actor: Actor,
  language: Language,
): Promise<FigureBoard | Refusal> => {
  const question = questionOf(parts, query, actor);
  if (isRefusal(question)) return question;
  const { scope, period, asOf } = question;
  const before = yearBefore(period);
  const definedOn = (code: string) => parts.catalogue.find(code, period.to);
  const { asked, ask } = asking();
  const both = (code: string, of = scope) => ({
    now: ask({ code, scope: of, period, asOf }),
    before: ask({ code, scope: of, period: before, asOf }),
  });
  const tiles = parts.board
    .flatMap((code) => definedOn(code) ?? [])
    .map((figure) => ({
      figure,
      ...both(figure.code),
      months: (hasCourse(parts, figure) ? monthsOf(period.to) : []).map((month) => ({
        month: month.from.slice(0, 7),
        now: ask({ code: figure.code, scope, period: month, asOf }),
      })),
    }));
  const compared = definedOn(query.compare ?? parts.board[0] ?? '');
  if (query.compare !== undefined && compared === undefined)
    return refuse('figures.unknown', { figure: query.compare });
  const listed = await rowsOf(parts, actor, scope);
  const rows =
    compared === undefined
      ? []
      : listed.map((row) => ({ ...row, ...both(compared.code, { kind: row.kind, id: row.id }) }));
  const all = compared === undefined ? null : ask({ code: compared.code, scope, period, asOf });
  const answers = await askAll(parts, actor, asked, language);
  const said = (place: number | null): Said => (place === null ? nothing : (answers[place] ?? nothing));
  const networks =
    scope.kind === 'region'
      ? await Promise.all(parts.networks.map((each) => networkOf(parts, each, listed, question, actor, language)))
      : [];
  return {
    ...(await headOf(parts, question, actor, language)),
    tiles: tiles.map(({ figure, now, before: year, months }) => ({
      figure: definedOf(parts.catalogue, figure, language),
      now: said(now),
      before: said(year),
      months: months.map((month) => ({ month: month.month, now: said(month.now) })),
    })),
    comparison:
      compared === undefined || rows.length === 0
        ? null
        : {
            figure: definedOf(parts.catalogue, compared, language),
            all: said(all),
            rows: rows.map(({ now, before: year, ...row }) => ({ ...row, now: said(now), before: said(year) })),
            least: parts.compared,
          },
    networks,
    past: asOf === null ? null : (query.asOf ?? null),
  };
};

export const boardRoute = (parts: FigureRoutesParts): Route =>
  route({
    method: 'GET',
    path: '/api/figure-board',
    summary: 'The region at a glance: chosen figures with course and last year, comparison, network of the consortia',
    access: 'role',
    query: FigureBoardQuery,
    answer: FigureBoard,
    handle: async ({ query, caller: { actor }, language }) => {
      const board = await boardOf(parts, query, actor, language);
      return isRefusal(board) ? { refusal: board } : { body: board };
    },
  });
