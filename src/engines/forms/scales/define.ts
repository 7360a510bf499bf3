/**
 * A scale is a form with a score. Its items carry points, its bands and cut-offs are dated data kept beside it, its labels are
 * short words of our own (the wording of the instrument belongs to its holder and is imported, see `wording.ts`). Pure.
 */
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Form, Question } from '../define.ts';
import type { CutOffs } from './cut-offs.ts';

export type Label = { readonly zh: string; readonly en: string };

/** One answer to choose. `points` are what it counts; two answers of one item may count the same. */
export type Choice = { readonly points: number; readonly label: Label };

export type ScaleItem =
  | {
      readonly kind: 'choice';
      readonly label: Label;
      readonly options: Readonly<Record<string, Choice>>;
      /** Not part of the score, and may be left out. */
      readonly optional?: true;
    }
  /** A whole number that counts itself; with `step`, only its multiples. */
  | {
      readonly kind: 'whole';
      readonly label: Label;
      readonly min: number;
      readonly max: number;
      readonly step?: number;
      readonly optional?: true;
    }
  /** A list of what applies; never counted, always optional. */
  | {
      readonly kind: 'list';
      readonly label: Label;
      readonly among: Readonly<Record<string, Label>>;
      readonly optional: true;
    };

/** Where a table of points or cut-offs comes from; `verified` only where independent sources agree. */
export type Source = { readonly text: string; readonly verified: boolean };

/** What a person should see beside a score: a conflict, an adjustment, a contradiction. `code` names the sentence in `notes`. */
export type Note = { readonly code: string; readonly item?: string };

export type Outcome = {
  /** Null where the instrument has no total of its own. */
  readonly total: number | null;
  /** Sums by group or dimension. */
  readonly parts: Readonly<Record<string, number>>;
  /** The band or level of the whole, by code. */
  readonly band: string | null;
  /** Bands of items, groups or dimensions, by their code. */
  readonly bands: Readonly<Record<string, string>>;
  readonly notes: readonly Note[];
};

export type Points = Readonly<Record<string, number>>;
export type Answers = Readonly<Record<string, unknown>>;

export type Scale = {
  readonly code: string;
  /** Of the table of items and points; an answered form keeps it. */
  readonly version: number;
  readonly name: Label;
  readonly items: Readonly<Record<string, ScaleItem>>;
  /** Items under a heading, in order; absent where the scale has none. */
  readonly groups?: Readonly<Record<string, { readonly label: Label; readonly items: readonly string[] }>>;
  readonly range: { readonly min: number; readonly max: number; readonly step: number } | null;
  readonly better: 'high' | 'low' | 'neither';
  readonly bandLabels: Readonly<Record<string, Label>>;
  readonly notes: Readonly<Record<string, Label>>;
  readonly source: Source;
  /** Who holds the rights in the wording; null where it is a public standard or a single number. */
  readonly holder: string | null;
  /** Cut-offs by date; the newest valid on the day of the answers counts. A region may bring its own. */
  readonly cutOffs: readonly CutOffs[];
  /** Items that need no answer under these answers (a coma ends the rest); absent: every item not optional is needed. */
  readonly spares?: (answers: Answers) => readonly string[];
  /** Called only with a complete set of points (but for what is spared). */
  readonly outcome: (points: Points, cutOffs: CutOffs, answers: Answers) => Outcome;
};

export type Score = Outcome & {
  readonly scale: string;
  readonly version: number;
  readonly cutOffs: { readonly version: string; readonly verified: boolean; readonly source: string };
};

export type Scored =
  | { readonly ok: true; readonly score: Score }
  /** No score: these items have no answer (`missing`) or one that does not exist (`wrong`). A missing item is never zero. */
  | {
      readonly ok: false;
      readonly missing: readonly string[];
      readonly wrong: readonly string[];
      readonly day?: CivilDay;
    };

export const label = (zh: string, en: string): Label => ({ zh, en });

/** Choices `code: [points, zh, en]`, as a table of the instrument is read. */
export const choice = (
  zh: string,
  en: string,
  options: Readonly<Record<string, readonly [points: number, zh: string, en: string]>>,
): ScaleItem => ({
  kind: 'choice',
  label: label(zh, en),
  options: Object.fromEntries(
    Object.entries(options).map(([code, [points, inChinese, inEnglish]]) => [
      code,
      { points, label: label(inChinese, inEnglish) },
    ]),
  ),
});

/** A ladder whose answers are named by their points, best first as on the paper. */
export const ladder = (
  zh: string,
  en: string,
  rungs: readonly (readonly [points: number, zh: string, en: string])[],
): ScaleItem => choice(zh, en, Object.fromEntries(rungs.map((rung) => [`p${String(rung[0])}`, rung])));

export const whole = (zh: string, en: string, min: number, max: number, step = 1): ScaleItem =>
  step === 1
    ? { kind: 'whole', label: label(zh, en), min, max }
    : { kind: 'whole', label: label(zh, en), min, max, step };

export const sum = (points: Points, items: readonly string[] = Object.keys(points)): number =>
  items.reduce((total, item) => total + (points[item] ?? 0), 0);

const questionOf = (item: ScaleItem): Question => {
  switch (item.kind) {
    case 'choice':
      return { kind: 'choice', among: Object.keys(item.options) };
    case 'whole':
      return { kind: 'whole', min: item.min, max: item.max };
    case 'list':
      return { kind: 'choices', among: Object.keys(item.among) };
  }
};

/**
 * The scale as a form of a step or a page. Nothing in it is `required`: an unfinished assessment is kept as it stands, and the
 * score says what is missing.
 */
export const scaleForm = (scale: Scale): Form => ({
  name: `scale-${scale.code}`,
  version: scale.version,
  questions: Object.fromEntries(Object.entries(scale.items).map(([code, item]) => [code, questionOf(item)])),
});
