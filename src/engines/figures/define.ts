/**
 * What a figure is: data, not code. A definition says what is counted over which facts, in which unit, by which logic of time, from
 * which source, and what it deliberately leaves out. The server answers it (`read.ts`), the recount answers it another way
 * (`over.ts`), a letter binds a number to its code and version. Pure; a changed definition is a new version, not an edited one.
 */
import type { Told } from './life-table.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Language } from '../../platform/words.ts';

/** What a fact is filed under and may be asked by. */
export const DIMENSIONS = ['organisation', 'level', 'consortium', 'district', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Attributes of a fact that have to be one of the values named, or none of them (`not`; having none is none of them). */
export type Condition = Readonly<Record<string, string | readonly string[] | { readonly not: readonly string[] }>>;

/**
 * Which facts belong to a period: what began `during` it; what holds `at-end`, on its last day; all that began `until-end` (累计).
 * A window takes the days before the end instead of the whole period.
 */
export type When = 'during' | 'at-end' | 'until-end';

/**
 * What is counted of the facts of one view: its rows, the residents or organisations among them, the sum of their amounts, or the
 * latest amount of each organisation and item (what a register holds: the newest entry replaces the older ones).
 */
export type Measure = {
  readonly view: string;
  readonly count: 'rows' | 'residents' | 'organisations' | 'amount' | 'latest';
  readonly where?: Condition;
  readonly when: When;
  readonly windowDays?: number;
};

/** How a figure made of other figures comes about: pure functions, by name, in `combine.ts`. */
export type Combination = 'sum' | 'difference' | 'growth' | 'premature-death';

export type FigureValue =
  | { readonly kind: 'number'; readonly of: Measure }
  /** `per` 100 is percent, 10000 per ten thousand. */
  | { readonly kind: 'rate'; readonly numerator: Measure; readonly denominator: Measure; readonly per: number }
  /** Half of them were over after so many minutes; who still waits counts as waiting (life table). */
  | { readonly kind: 'median-wait'; readonly of: Omit<Measure, 'count'> }
  /**
   * How long until it was over, by a life table in intervals (`bounds`: upper ones, in minutes), which answers over a million waits as over
   * ten; who still waits, or left without it, leaves the table in the interval reached.
   */
  | {
      readonly kind: 'wait';
      readonly of: Omit<Measure, 'count'>;
      readonly told: Told;
      readonly bounds: readonly number[];
    }
  /** A qualitative indicator: of its items, how many have evidence that stands. */
  | { readonly kind: 'checklist'; readonly view: string; readonly register: string; readonly items: readonly string[] }
  | { readonly kind: 'combined'; readonly of: readonly string[]; readonly how: Combination };

export type FigureWords = {
  readonly name: string;
  readonly unit: string;
  /** What is counted, in words. */
  readonly definition: string;
  /** What is deliberately left out, and why. */
  readonly leavesOut: string;
};

export type FigureDefinition = {
  readonly code: string;
  readonly version: number;
  /** The theme it is listed under: the capability that feeds it, or is to feed it. */
  readonly theme: string;
  readonly words: Readonly<Record<Language, FigureWords>>;
  readonly value: FigureValue;
  readonly dimensions: readonly Dimension[];
  readonly better: 'higher' | 'lower' | 'neither';
  /** Decimals on a screen; the exact value goes with it. */
  readonly decimals: number;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly source: { readonly title: string; readonly verified: boolean };
  /** The least evidence a stated value needs: without it the value is shown as claimed only. */
  readonly evidence: 'none' | 'document';
};

/** One definition, checked at compile time by its shape and here by what shape cannot say. */
export const figure = (definition: FigureDefinition): FigureDefinition => {
  const { code, version, value } = definition;
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(code)) throw new FigureFault('code', { code });
  if (!Number.isInteger(version) || version < 1) throw new FigureFault('version', { code });
  if (value.kind === 'rate' && !(value.per > 0)) throw new FigureFault('per', { code });
  if (value.kind === 'wait' && value.bounds.some((bound, place) => bound <= (value.bounds[place - 1] ?? 0)))
    throw new FigureFault('bounds', { code });
  if (value.kind === 'combined' && value.of.length === 0) throw new FigureFault('parts', { code });
  if (value.kind === 'checklist' && value.items.length === 0) throw new FigureFault('parts', { code });
  return definition;
};

const SENTENCES: Readonly<Record<string, (values: Readonly<Record<string, string>>) => string>> = {
  code: ({ code }) => `指标代码 ${code ?? ''} 写法不对。 The code ${code ?? ''} is not one.`,
  version: ({ code }) =>
    `指标 ${code ?? ''} 的版本号应为正整数。 The version of ${code ?? ''} is a whole number from 1.`,
  per: ({ code }) => `指标 ${code ?? ''} 的比率基数应大于零。 The base of the rate ${code ?? ''} is above zero.`,
  bounds: ({ code }) =>
    `指标 ${code ?? ''} 的分组上限应逐个增大。 The intervals of ${code ?? ''} have ascending bounds.`,
  parts: ({ code }) => `指标 ${code ?? ''} 没有组成部分。 The figure ${code ?? ''} has no parts.`,
  twice: ({ code }) => `指标 ${code ?? ''} 定义了两次。 The figure ${code ?? ''} is defined twice.`,
  order: ({ code }) =>
    `指标 ${code ?? ''} 的新版本应晚于旧版本生效。 A later version of ${code ?? ''} begins after the earlier one.`,
  theme: ({ code, part }) =>
    `指标 ${code ?? ''} 的类别 ${part ?? ''} 没有名称。 The theme ${part ?? ''} of ${code ?? ''} has no name.`,
  unknown: ({ code, part }) =>
    `指标 ${code ?? ''} 引用了没有定义的 ${part ?? ''}。 The figure ${code ?? ''} is made of ${part ?? ''}, which nobody defines.`,
  circle: ({ circle }) =>
    `指标互相引用成环：${circle ?? ''}。 Figures are made of one another in a circle: ${circle ?? ''}.`,
  'view-twice': ({ part }) => `事实 ${part ?? ''} 定义了两次。 The facts ${part ?? ''} are defined twice.`,
  view: ({ code, part }) =>
    `指标 ${code ?? ''} 所数的事实 ${part ?? ''} 没有定义。 The figure ${code ?? ''} counts facts of ${part ?? ''}, which nobody defines.`,
};

/** A definition that cannot be used: which, and why, in a sentence. */
export class FigureFault extends Error {
  declare protected readonly own: true;
  readonly reason: string;
  constructor(reason: string, values: Readonly<Record<string, string>>) {
    super((SENTENCES[reason] ?? (() => reason))(values));
    this.name = 'FigureFault';
    this.reason = reason;
  }
}

export const measuresOf = ({ value }: FigureDefinition): readonly Omit<Measure, 'count'>[] => {
  switch (value.kind) {
    case 'number':
    case 'median-wait':
    case 'wait':
      return [value.of];
    case 'rate':
      return [value.numerator, value.denominator];
    case 'checklist':
      return [{ view: value.view, when: 'at-end' }];
    case 'combined':
      return [];
  }
};

export type Catalogue = {
  /** Each figure once, in its newest version. */
  readonly figures: readonly FigureDefinition[];
  /** The version in force on a day; the newest where no day is given, the oldest for a day before the first. */
  readonly find: (code: string, day?: string) => FigureDefinition | undefined;
};

/** The versions of each figure, oldest first. Throws `FigureFault` where two are one version, or a later one begins no later. */
const versionsOf = (figures: readonly FigureDefinition[]): ReadonlyMap<string, readonly FigureDefinition[]> => {
  const byCode = new Map<string, FigureDefinition[]>();
  for (const each of figures) byCode.set(each.code, [...(byCode.get(each.code) ?? []), each]);
  for (const [code, versions] of byCode) {
    versions.sort((one, other) => one.version - other.version);
    for (const [place, each] of versions.entries()) {
      const next = versions[place + 1];
      if (next?.version === each.version) throw new FigureFault('twice', { code });
      if (next !== undefined && next.validFrom <= each.validFrom) throw new FigureFault('order', { code });
    }
  }
  return byCode;
};

/**
 * All figures of an installation; of one code there may be several versions, each in force until the next begins. Throws `FigureFault`
 * for a version defined twice, a part nobody defines, a circle, unknown facts.
 */
export const catalogue = (figures: readonly FigureDefinition[], views: readonly string[]): Catalogue => {
  const byCode = versionsOf(figures);
  const whole = new Set<string>();
  const walk = (code: string, above: readonly string[]): void => {
    if (whole.has(code)) return;
    if (above.includes(code))
      throw new FigureFault('circle', { circle: [...above.slice(above.indexOf(code)), code].join(' → ') });
    const versions = byCode.get(code);
    if (versions === undefined) throw new FigureFault('unknown', { code: above.at(-1) ?? '', part: code });
    for (const { value } of versions)
      if (value.kind === 'combined') for (const part of value.of) walk(part, [...above, code]);
    whole.add(code);
  };
  for (const each of figures) {
    walk(each.code, []);
    const strange = measuresOf(each).find(({ view }) => !views.includes(view));
    if (strange) throw new FigureFault('view', { code: each.code, part: strange.view });
  }
  return {
    figures: [...byCode.values()].flatMap((versions) => versions.slice(-1)),
    find: (code, day) => {
      const versions = byCode.get(code) ?? [];
      return day === undefined
        ? versions.at(-1)
        : (versions.filter(({ validFrom }) => validFrom <= day).at(-1) ?? versions[0]);
    },
  };
};

// ------------------------------------------------------------------ what is asked and answered

/** Whose facts: everybody's, or those of one organisation, consortium, district or level of care. */
export type FigureScope =
  | { readonly kind: 'region' }
  | { readonly kind: 'organisation' | 'consortium' | 'district' | 'level'; readonly id: string };

/** Civil days of the region, both included. */
export type FigurePeriod = { readonly from: string; readonly to: string };

/** `asOf` null is now; a past moment gives what was known then. */
export type FigureAsked = {
  readonly code: string;
  readonly scope: FigureScope;
  readonly period: FigurePeriod;
  readonly asOf: Date | null;
  /** Whether the contributing records are named by a digest: for the figure's own page and for signing, not for every tile. */
  readonly trace?: boolean;
};

/** Why there is no value: nothing was ever recorded, there is nothing to divide by, or too few are over to say how long it takes. */
export type Missing = 'nothing-recorded' | 'no-denominator' | 'not-half-over' | 'too-few-over' | 'part-missing';

export type FigureAnswer = {
  readonly code: string;
  readonly version: number;
  readonly scope: FigureScope;
  readonly period: FigurePeriod;
  /** The moment it speaks of. */
  readonly asOf: string;
  /** Whether no transaction still under way can change it: a letter is signed only on such an answer. */
  readonly settled: boolean;
  /** Decimal text, exact to six decimals; null when missing or masked. */
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly missing: Missing | null;
  /** A small cell about residents the reader has no right to. */
  readonly masked: boolean;
  /** Entered by hand in a register, counted from records, or made of both. */
  readonly fedBy: 'records' | 'register' | 'both';
  /** The value by the evidence behind it; null where evidence is not asked for. */
  readonly evidence: { readonly claimed: string; readonly evidenced: string; readonly disputed: string } | null;
  /** How many facts contribute, and SHA-256 over their records' names and versions in order; null where no trace was asked for. */
  readonly records: number | null;
  readonly digest: string | null;
};

export const isRegionScope = (scope: FigureScope): scope is { readonly kind: 'region' } => scope.kind === 'region';

/** Whose right to small cells is asked; `read.ts` makes one of a database. Refusals: unknown figure, scope, period or moment. */
export type FigureReader<Reader> = (
  by: Reader,
  asked: readonly FigureAsked[],
) => Promise<readonly (FigureAnswer | Refusal)[]>;
