/**
 * A figure over facts in memory: written a second time, in plain code, for the recount (the property test holds the database to it)
 * and for region packs read without a database. Shares with `count.ts` the definition and nothing of how rows are counted. Pure.
 */
import { valueOf } from './answer.ts';
import type { Counted, CountedFigure, Valued } from './answer.ts';
import type { Catalogue, Condition, FigureDefinition, FigurePeriod, Measure } from './define.ts';
import { addDecimals } from './decimal.ts';
import { daysOf, yearBefore } from './period.ts';
import type { Waited } from './wait.ts';

/** A row of `fact`, or an entry of a pack's register. */
export type Fact = {
  readonly view: string;
  readonly record: string;
  readonly version: number;
  readonly place: number;
  readonly organisation: string | null;
  readonly resident: string | null;
  readonly day: string | null;
  readonly startAt: Date | null;
  readonly endDay: string | null;
  readonly endAt: Date | null;
  readonly amount: string | null;
  readonly cell: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly knownFrom: Date;
  /** Null while it is known. */
  readonly knownUntil: Date | null;
};

/** Facts, and what an organisation or a resident has come to stand for. */
export type FactsKnown = {
  readonly facts: readonly Fact[];
  /** Null for the whole region. */
  readonly organisations: ReadonlySet<string> | null;
  readonly organisationNow?: (id: string) => string;
  readonly residentNow?: (id: string) => string;
  /** Views entered by hand: what is recorded is asked of the register, not of the view. */
  readonly byHand: ReadonlySet<string>;
  readonly moment: Date;
};

const valueAt = ({ cell, attributes }: Fact, name: string): string | undefined => cell[name] ?? attributes[name];

const meets = (fact: Fact, where: Condition = {}): boolean =>
  Object.entries(where).every(([name, wanted]) => {
    const value = valueAt(fact, name);
    if (typeof wanted === 'object' && 'not' in wanted) return value === undefined || !wanted.not.includes(value);
    return value !== undefined && (typeof wanted === 'string' ? wanted === value : wanted.includes(value));
  });

const known = ({ facts, organisations, moment }: FactsKnown, view: string): readonly Fact[] =>
  facts.filter(
    (fact) =>
      fact.view === view &&
      fact.knownFrom <= moment &&
      (fact.knownUntil === null || fact.knownUntil > moment) &&
      (organisations === null || (fact.organisation !== null && organisations.has(fact.organisation))),
  );

/** The facts of a measure's days and conditions. */
export const factsOf = (of: FactsKnown, measure: Omit<Measure, 'count'>, period: FigurePeriod): readonly Fact[] => {
  const { from, to, held } = daysOf(measure, period);
  return known(of, measure.view).filter(
    (fact) =>
      fact.day !== null &&
      fact.day <= to &&
      (from === null || fact.day >= from) &&
      (!held || fact.endDay === null || fact.endDay > to) &&
      meets(fact, measure.where),
  );
};

const laterOf = (one: Fact, other: Fact): Fact => {
  const order = (fact: Fact): readonly (string | number)[] => [
    fact.day ?? '',
    fact.knownFrom.getTime(),
    fact.record,
    fact.version,
    fact.place,
  ];
  const [left, right] = [order(one), order(other)];
  for (const [at, value] of left.entries()) {
    const against = right[at] ?? '';
    if (value !== against) return value > against ? one : other;
  }
  return one;
};

/** The newest entry of each organisation and item; for the region the entries that speak for all of it, if there are any. */
export const latestOf = (facts: readonly Fact[], region: boolean): readonly Fact[] => {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const key = JSON.stringify([fact.organisation, valueAt(fact, 'item') ?? '', valueAt(fact, 'covers') ?? 'own']);
    const held = newest.get(key);
    newest.set(key, held === undefined ? fact : laterOf(held, fact));
  }
  const all = [...newest.values()];
  const ofRegion = all.filter((fact) => valueAt(fact, 'covers') === 'region');
  if (!region) return all.filter((fact) => valueAt(fact, 'covers') !== 'region');
  return ofRegion.length > 0 ? ofRegion : all;
};

const isRecorded = (of: FactsKnown, { view, where }: Omit<Measure, 'count'>, to: string): boolean =>
  known(of, view).some(
    (fact) =>
      fact.day !== null &&
      fact.day <= to &&
      (!of.byHand.has(view) || where?.['register'] === undefined || meets(fact, { register: where['register'] })),
  );

export const countedOf = (of: FactsKnown, measure: Measure, period: FigurePeriod): Counted => {
  const facts = factsOf(of, measure, period);
  const recorded = isRecorded(of, measure, period.to);
  const amounts = (list: readonly Fact[]): string | null => {
    const said = list.flatMap(({ amount }) => (amount === null ? [] : [amount]));
    return addDecimals(said);
  };
  switch (measure.count) {
    case 'rows':
      return { amount: String(facts.length), recorded };
    case 'residents': {
      const now = of.residentNow ?? ((id: string) => id);
      return {
        amount: String(new Set(facts.flatMap(({ resident }) => (resident === null ? [] : [now(resident)]))).size),
        recorded,
      };
    }
    case 'organisations': {
      const now = of.organisationNow ?? ((id: string) => id);
      return {
        amount: String(
          new Set(facts.flatMap(({ organisation }) => (organisation === null ? [] : [now(organisation)]))).size,
        ),
        recorded,
      };
    }
    case 'amount':
      return { amount: amounts(facts), recorded };
    case 'latest': {
      const chosen = latestOf(facts, of.organisations === null);
      return { amount: chosen.every(({ amount }) => amount === null) ? null : amounts(chosen), recorded };
    }
  }
};

const waitedOf = (facts: readonly Fact[], moment: Date): readonly Waited[] => {
  const byMinutes = new Map<number, { over: number; waiting: number }>();
  for (const { startAt, endAt, attributes, cell } of facts) {
    if (startAt === null) continue;
    const over = endAt !== null && endAt <= moment;
    const left = attributes['left'] ?? cell['left'];
    const until = over ? endAt : left === undefined ? moment : new Date(Math.min(Date.parse(left), moment.getTime()));
    const minutes = Math.max(0, Math.floor((until.getTime() - startAt.getTime()) / 60_000));
    const kept = byMinutes.get(minutes) ?? { over: 0, waiting: 0 };
    if (over) kept.over++;
    else kept.waiting++;
    byMinutes.set(minutes, kept);
  }
  return [...byMinutes].map(([minutes, kept]) => ({ minutes, ...kept }));
};

/** The value of a figure over these facts: of its parts, where it is made of others. */
export const figureOver = (
  all: Catalogue,
  definition: FigureDefinition,
  of: FactsKnown,
  period: FigurePeriod,
): Valued => {
  const { value } = definition;
  const counted = (): CountedFigure => {
    switch (value.kind) {
      case 'number':
        return { kind: 'number', of: countedOf(of, value.of, period) };
      case 'rate':
        return {
          kind: 'rate',
          numerator: countedOf(of, value.numerator, period),
          denominator: countedOf(of, value.denominator, period),
        };
      case 'median-wait':
      case 'wait':
        return {
          kind: 'waited',
          recorded: isRecorded(of, value.of, period.to),
          waited: waitedOf(factsOf(of, value.of, period), of.moment),
        };
      case 'checklist': {
        const measure = { view: value.view, where: { register: value.register }, when: 'at-end' } as const;
        const chosen = latestOf(factsOf(of, measure, period), of.organisations === null);
        const standing = value.items.filter((item) =>
          chosen.some((fact) => valueAt(fact, 'item') === item && valueAt(fact, 'evidence') === 'evidenced'),
        );
        return { kind: 'checklist', recorded: isRecorded(of, measure, period.to), standing: standing.length };
      }
      case 'combined': {
        const partsOf = (when: FigurePeriod): readonly (string | null)[] =>
          value.of.map((code) => {
            const part = all.find(code, when.to);
            return part === undefined ? null : figureOver(all, part, of, when).value;
          });
        return {
          kind: 'combined',
          parts: value.how === 'growth' ? [...partsOf(period), ...partsOf(yearBefore(period))] : partsOf(period),
        };
      }
    }
  };
  return valueOf(definition, counted());
};
