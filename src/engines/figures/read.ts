/**
 * Figures answered by the database: each by code, scope, period and as-of moment. Now is answered from totals and what the job has
 * not yet added to them, the step committed just before included; a past moment from the facts known then.
 */
import type { Clock } from '../../platform/clock.ts';
import { civilDay, isCivilDay } from '../../platform/civil-time.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { valueOf } from './answer.ts';
import type { CountedFigure, Valued } from './answer.ts';
import type { CountScope } from './count.ts';
import { measuresOf } from './define.ts';
import type { Catalogue, FigureAnswer, FigureAsked, FigureDefinition, FigurePeriod, FigureReader } from './define.ts';
import type { FactView, ToldAt } from './facts.ts';
import { countedFrom, countStatement, traceStatement } from './parts.ts';
import { maskedOf } from './mask.ts';
import { yearBefore } from './period.ts';
import { isOfTotals, totals } from './totals.ts';
import { digestOfParts, sumEvidence } from './traced.ts';
import type { Traced } from './traced.ts';

export type FigureParts = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly catalogue: Catalogue;
  readonly views: readonly FactView[];
  /** Fewer residents than this behind a value are not shown to whoever has no relation to them; 0 masks nothing. */
  readonly smallestCell: number;
  /** For facts that lean on a limit of the region. Throws where the region has none. */
  readonly limitDays?: ToldAt['limitDays'];
};

/** A reader made without the region's limits cannot answer what leans on one. */
export const noLimits: ToldAt['limitDays'] = (code) => {
  throw new Error(`the limit ${code} was not given to the figures`);
};

/** How far behind a moment every transaction stamped until then has surely begun: pool, locks and three attempts (decision 0122). */
const BEGUN_WITHIN = 60_000;
const MOST_ASKED = 800;

/** Figures yield counts and record names, never identities (law 5). */
const counting = (actor: Actor): Actor => ({ ...actor, purpose: 'figures' });

const stillOpen = (moment: Date): Statement => ({
  name: 'figure-still-open',
  text: `select exists (select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                         and state <> 'idle' and xact_start < $1) as open`,
  values: [new Date(moment.getTime() + BEGUN_WITHIN)],
});

/** Of a reading that asks for nothing past, nobody has to know who still writes. */
const NOTHING_PAST: Statement = { name: 'figure-nothing-past', text: 'select false as open' };

const findMade = (): Statement => ({ name: 'figure-views-made', text: 'select view from fact_view' });

const findScope = ({ scope, period }: FigureAsked, moment: Date): Statement =>
  scope.kind === 'region'
    ? { name: 'figure-scope-region', text: 'select true as known, null::text[] as organisations' }
    : {
        name: 'figure-scope',
        text: `select case $1::text when 'organisation' then exists (select 1 from organisation where id = $2)
                      else exists (select 1 from organisation_filed where dimension = $1 and value = $2) end as known,
                      scope_organisations($1, $2, $3::date, $4::timestamptz) as organisations`,
        values: [scope.kind, scope.id, period.to, moment],
      };

type Ready = { readonly asked: FigureAsked; readonly definition: FigureDefinition; readonly moment: Date };

const scopeKey = ({ asked: { scope, period }, moment }: Ready): string =>
  scope.kind === 'region' ? 'region' : JSON.stringify([scope.kind, scope.id, period.to, moment.getTime()]);

const checked = ({ catalogue, clock, zone }: FigureParts, asked: FigureAsked, now: Date): Ready | Refusal => {
  const { from, to } = asked.period;
  // the version in force on the period's last day: what a later one says does not reach back
  const definition = catalogue.find(asked.code, to);
  if (definition === undefined) return refuse('figures.unknown', { figure: asked.code });
  if (!isCivilDay(from) || !isCivilDay(to) || from > to) return refuse('figures.impossible-period');
  if (asked.asOf !== null && (Number.isNaN(asked.asOf.getTime()) || asked.asOf > clock.now()))
    return refuse('figures.as-of-the-future');
  const moment = asked.asOf ?? now;
  if (to > civilDay(moment, zone)) return refuse('figures.period-in-the-future', { day: to });
  if (definition.validFrom > to || (definition.validUntil ?? '9999-12-31') < to)
    return refuse('figures.not-valid-then', { figure: asked.code, day: to });
  return { asked, definition, moment };
};

/** Growth is asked for its own period and the year before. */
const periodsOf = ({ how }: { readonly how: string }, period: FigurePeriod): readonly FigurePeriod[] =>
  how === 'growth' ? [period, yearBefore(period)] : [period];

/** The plain figures that one is made of, with the period each is asked for. */
const plainOf = (
  catalogue: Catalogue,
  definition: FigureDefinition,
  period: FigurePeriod,
): readonly { readonly definition: FigureDefinition; readonly period: FigurePeriod }[] => {
  const { value } = definition;
  if (value.kind !== 'combined') return [{ definition, period }];
  return periodsOf(value, period).flatMap((each) =>
    value.of.flatMap((code) => {
      const part = catalogue.find(code, each.to);
      return part === undefined ? [] : plainOf(catalogue, part, each);
    }),
  );
};

/** Puts the values of plain parts together again, in the order `plainOf` gave them. */
const assemble = (
  catalogue: Catalogue,
  definition: FigureDefinition,
  period: FigurePeriod,
  next: () => CountedFigure,
): Valued => {
  const { value } = definition;
  if (value.kind !== 'combined') return valueOf(definition, next());
  const parts = periodsOf(value, period).flatMap((each) =>
    value.of.map((code): string | null => {
      const part = catalogue.find(code, each.to);
      return part === undefined ? null : assemble(catalogue, part, each, next).value;
    }),
  );
  return valueOf(definition, { kind: 'combined', parts });
};

const fedBy = (parts: readonly FigureDefinition[], views: ReadonlyMap<string, FactView>): FigureAnswer['fedBy'] => {
  const hands = new Set(parts.flatMap(measuresOf).map(({ view }) => views.get(view)?.byHand === true));
  return hands.size > 1 ? 'both' : hands.has(true) ? 'register' : 'records';
};

type Planned = Ready & {
  readonly scope: CountScope;
  readonly plain: ReturnType<typeof plainOf>;
  readonly settled: boolean;
};

const answersOf = async (
  parts: FigureParts,
  actor: Actor,
  at: Date,
  planned: readonly Planned[],
): Promise<readonly FigureAnswer[]> => {
  const views = new Map(parts.views.map((view) => [view.code, view]));
  const scopes = planned.map(({ scope, plain }) =>
    plain.map(({ definition, period }) => ({ definition, scope: { ...scope, period } })),
  );
  const summed = totals();
  const statements = scopes.map((list, n) => [
    ...list.flatMap(({ definition, scope }) => {
      if (!isOfTotals(definition, scope)) return [countStatement(definition, scope)];
      summed.ask(definition, scope);
      return [];
    }),
    ...(planned[n]?.asked.trace === true ? list.map(({ definition, scope }) => traceStatement(definition, scope)) : []),
  ]);
  const sums = summed.statement();
  const rows = await parts.db.read(counting(actor), at, [...sums, ...statements.flat()]);
  let place = 0;
  const take = (): Rows => rows[place++] ?? [];
  const byTotals = summed.counted(sums.length === 0 ? [] : take());
  const valued = planned.map((each, n) => {
    const counted = (scopes[n] ?? []).map(({ definition, scope }) =>
      isOfTotals(definition, scope) ? byTotals(definition, scope) : countedFrom(definition, take()),
    );
    const traced: readonly Traced[] | null = each.asked.trace === true ? each.plain.map(() => take()[0] ?? {}) : null;
    let next = 0;
    const value = assemble(parts.catalogue, each.definition, each.asked.period, () => {
      const found = counted[next++];
      if (found === undefined) throw new Error('a figure has more parts than were counted');
      return found;
    });
    return { each, value, traced };
  });
  const masked = await maskedOf(
    parts,
    counting(actor),
    at,
    valued.map(({ value }, n) => ({ value, parts: scopes[n] ?? [] })),
  );
  return valued.map(({ each, value, traced }, n): FigureAnswer => {
    const { asked, definition, moment, settled, plain } = each;
    const hidden = masked[n] ?? { value: false, denominator: false };
    return {
      code: asked.code,
      version: definition.version,
      scope: asked.scope,
      period: asked.period,
      asOf: moment.toISOString(),
      settled,
      ...value,
      ...(hidden.value ? { value: null, numerator: null } : {}),
      ...(hidden.denominator ? { denominator: null } : {}),
      masked: hidden.value,
      fedBy: fedBy(
        plain.map(({ definition: part }) => part),
        views,
      ),
      evidence: traced === null || hidden.value ? null : sumEvidence(traced),
      records:
        traced === null || hidden.value ? null : traced.reduce((sum, { records }) => sum + Number(records ?? 0), 0),
      digest: traced === null ? null : digestOfParts(traced),
    };
  });
};

/** Reads any number of figures in two flights. Each answer stands where it was asked. */
export const figureReader =
  (parts: FigureParts): FigureReader<Actor> =>
  async (actor, asked) => {
    if (asked.length > MOST_ASKED) return asked.map(() => refuse('figures.too-many', { most: MOST_ASKED }));
    const at = parts.clock.now();
    const views = new Map(parts.views.map((view) => [view.code, view]));
    const ready = asked.map((each) => checked(parts, each, at));
    const past = ready.flatMap((each) => (isRefusal(each) || each.asked.asOf === null ? [] : [each.moment.getTime()]));
    const latest = new Date(past.length === 0 ? 0 : Math.max(...past));
    // a scope is asked once, however many figures are of it
    const sought = new Map(ready.flatMap((each) => (isRefusal(each) ? [] : [[scopeKey(each), each] as const])));
    const [open = [], made = [], ...scopes] = await parts.db.read(counting(actor), at, [
      past.length === 0 ? NOTHING_PAST : stillOpen(latest),
      findMade(),
      ...[...sought.values()].map((each) => findScope(each.asked, each.moment)),
    ]);
    const isOpen = open[0]?.['open'] === true;
    const madeViews = new Set(made.map(({ view }) => view));
    const found = new Map([...sought.keys()].map((key, n) => [key, scopes[n]?.[0] ?? {}]));
    const planned = ready.map((each): Planned | Refusal => {
      if (isRefusal(each)) return each;
      const row = found.get(scopeKey(each)) ?? {};
      if (row['known'] !== true) return refuse('figures.unknown-scope');
      const plain = plainOf(parts.catalogue, each.definition, each.asked.period);
      if (plain.some(({ definition }) => measuresOf(definition).some(({ view }) => !madeViews.has(view))))
        return refuse('figures.being-made');
      const isPast = each.asked.asOf !== null;
      const settled = isPast && !isOpen && at.getTime() - each.moment.getTime() >= BEGUN_WITHIN;
      const organisations = row['organisations'] as readonly string[] | null;
      return {
        ...each,
        plain,
        settled,
        scope: {
          ...{ period: each.asked.period, organisations, moment: each.moment, past: isPast, views },
          ...{ zone: parts.zone, limitDays: parts.limitDays ?? noLimits },
        },
      };
    });
    const sound = planned.filter((each): each is Planned => !isRefusal(each));
    const answers = await answersOf(parts, actor, at, sound);
    let next = 0;
    return planned.map((each) =>
      isRefusal(each) ? each : (answers[next++] ?? refuse('figures.unknown', { figure: each.asked.code })),
    );
  };
