/** The screen of figures and the cases behind its numbers. The commission asks for everybody, an organisation for itself. */
import { isDay } from '../../../engines/forms/answers.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import { addDays } from '../../../platform/civil-time.ts';
import { route } from '../../../platform/http/route.ts';
import type { Route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { FigureCases, FigureCasesQuery, FigureQuery, FigureView } from '../shapes.ts';
import { endOf, findFirstDay } from './as-of.ts';
import { casesFrom, cursorFrom, findFigureCases } from './cases.ts';
import { limitsOn, overviewOf } from './overview.ts';
import type { Asked, FigureRegion } from './overview.ts';
import type { Range } from './ranges.ts';
import type { Moment } from './read.ts';
import { findScope } from './statements.ts';
import { isResidentsSide, withheldCases } from './withheld.ts';
import type { Scope } from './statements.ts';

export type FigureRoutesOptions = {
  readonly engine: Engine;
  readonly region: FigureRegion;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

/** Figures yield counts and case ids, never identities (law 5). */
const counting = (actor: Actor): Actor => ({ ...actor, purpose: 'figures' });
const seesAll = ({ role }: Actor): boolean => role === 'commission-officer' || role === 'administrator';
/** As far back as a period may reach, in days: what is older is asked for in parts. */
const LONGEST = 3660;

const periodOf = (query: FigureQuery, today: string): Range | Refusal => {
  const from = query.from ?? `${today.slice(0, 4)}-01-01`;
  const until = query.until ?? today;
  const possible = isDay(from) && isDay(until) && from <= until && addDays(from, LONGEST) >= until;
  return possible ? { from, until } : refuse('impossible-period');
};

/** Whose referrals: checked against who asks before anything is counted. */
const scopeOf = async (
  { engine, region }: FigureRoutesOptions,
  query: FigureQuery,
  actor: Actor,
  language: Language,
): Promise<{ readonly scope: Scope; readonly name: string } | Refusal> => {
  const all = seesAll(actor);
  const id = query.scope ?? (all ? 'region' : actor.organisation);
  if (!all && id !== actor.organisation) return refuse('figure-of-another');
  if (id === 'region')
    return { scope: { kind: 'region', id: null }, name: language === 'zh' ? region.name : region.nameEn };
  // those whose sender belongs to no consortium
  if (id === 'none') return { scope: { kind: 'consortium', id: '' }, name: '' };
  const [rows = []] = await engine.db.read(counting(actor), engine.clock.now(), [findScope(id)]);
  const found = rows[0];
  if (found === undefined) return refuse('unknown-scope');
  const consortium = found['kind'] === 'urban-group' || found['kind'] === 'county-consortium';
  return {
    scope: consortium
      ? { kind: 'consortium', id }
      : { kind: 'organisation', id, side: query.side ?? (found['kind'] === 'hospital' ? 'received' : 'sent') },
    name: String(found['name']),
  };
};

/** Now, or the end of the past day asked for: not before the first referral was sent. */
const momentOf = async (
  { engine, region }: FigureRoutesOptions,
  { asOf }: FigureQuery,
  actor: Actor,
): Promise<Moment | Refusal> => {
  const at = engine.clock.now();
  const today = engine.today(at);
  if (asOf === undefined || asOf === today) return { at, today, past: null };
  if (!isDay(asOf)) return refuse('impossible-as-of');
  if (asOf > today) return refuse('as-of-the-future');
  const [rows = []] = await engine.db.read(counting(actor), at, [findFirstDay]);
  const first = rows[0]?.['day'];
  if (typeof first !== 'string') return refuse('as-of-before-all');
  if (asOf < first) return refuse('as-of-before-the-first', { day: first });
  return { at: endOf(asOf, region.zone), today: asOf, past: { zone: region.zone } };
};

const askedOf = async (
  options: FigureRoutesOptions,
  query: FigureQuery,
  actor: Actor,
  language: Language,
): Promise<(Asked & { readonly moment: Moment }) | Refusal> => {
  const moment = await momentOf(options, query, actor);
  if (isRefusal(moment)) return moment;
  const period = periodOf(query, moment.today);
  if (isRefusal(period)) return period;
  const scope = await scopeOf(options, query, actor, language);
  return isRefusal(scope) ? scope : { ...scope, period, moment, wide: seesAll(actor) };
};

const figuresRoute = (options: FigureRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/figures/referral',
    summary: 'The figures of two-way referral: rates with numerator and denominator, flows, durations, reasons',
    access: 'role',
    query: FigureQuery,
    answer: FigureView,
    handle: async ({ query, caller: { actor }, language }) => {
      const { engine, region, recordRead } = options;
      const asked = await askedOf(options, query, actor, language);
      const at = engine.clock.now();
      const target = `figures/referral/${query.scope ?? 'own'}`;
      await recordRead(
        auditRow(counting(actor), at, { action: 'figure', target, outcome: isRefusal(asked) ? 'refused' : 'done' }),
      );
      if (isRefusal(asked)) return { refusal: asked };
      return { body: await overviewOf(engine.db, counting(actor), region, asked, asked.moment, language) };
    },
  });

/** Which cases ended for a reason of the resident's is told to their own houses alone. */
const byReason = ({ wide }: Asked, { reason }: FigureCasesQuery): boolean =>
  wide && reason !== undefined && isResidentsSide(reason);

const figureCasesRoute = (options: FigureRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/figures/referral/cases',
    summary: 'The cases behind a number of the figures, coded and without identities',
    access: 'role',
    query: FigureCasesQuery,
    answer: FigureCases,
    handle: async ({ query, caller: { actor }, language }) => {
      const { engine, region, recordRead } = options;
      const asked = await askedOf(options, query, actor, language);
      const cursor = cursorFrom(query.cursor);
      const at = engine.clock.now();
      const target = `figures/referral/${query.scope ?? 'own'}/${query.part}`;
      const refused = isRefusal(asked) || cursor === undefined || byReason(asked, query);
      await recordRead(
        auditRow(counting(actor), at, { action: 'figure-cases', target, outcome: refused ? 'refused' : 'done' }),
      );
      if (isRefusal(asked)) return { refusal: asked };
      if (cursor === undefined) return { refusal: refuse('unknown-cursor') };
      if (byReason(asked, query)) return { refusal: refuse('figure-ending-withheld') };
      const { scope, period, moment, wide } = asked;
      const seenWithin = limitsOn(region, period.until).seenWithin.value;
      const [rows = []] = await engine.db.read(counting(actor), at, [
        findFigureCases({
          part: query.part,
          scope,
          period,
          now: moment.at,
          unseenBefore: addDays(moment.today, -seenWithin),
          seenWithin,
          flow: query.flow ?? null,
          reason: query.reason ?? null,
          other: query.other ?? null,
          cursor,
          count: query.count,
          zone: moment.past?.zone ?? null,
        }),
      ]);
      const cases = casesFrom(rows, query.count);
      return { body: wide ? withheldCases(cases) : cases };
    },
  });

export const figureRoutes = (options: FigureRoutesOptions): readonly Route[] => [
  figuresRoute(options),
  figureCasesRoute(options),
];
