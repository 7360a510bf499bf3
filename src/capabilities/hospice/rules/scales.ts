/**
 * Which scales are recorded during a stay, and what of an entry may be kept. An entry names items and answers as they were given;
 * points, totals and bands are the scale's own. Pure.
 */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { findScale } from '../../../engines/forms/scales/catalogue.ts';
import { bandOf, cutOffsOn } from '../../../engines/forms/scales/cut-offs.ts';
import type { Scale } from '../../../engines/forms/scales/define.ts';
import { score } from '../../../engines/forms/scales/score.ts';
import { esas } from '../../../engines/forms/scales/symptoms.ts';
import { refuse } from '../../../platform/refusal.ts';
import { CARERS } from './sides.ts';

export const STAY_SCALES = [
  ...['nrs', 'esas-r', 'kps', 'pps', 'ppi', 'braden', 'morse', 'barthel', 'distress', 'mna-sf', 'nrs-2002'],
] as const;
export const SCALE_STEPS: readonly string[] = ['record-scale', 'withdraw-scale'];
/** Days of care ask for one of these each day. */
export const SYMPTOM_SCALES: readonly string[] = ['nrs', 'esas-r'];
/** Social workers and public-health workers ask how somebody feels; the body is assessed by those who treat it. */
const OF_THE_TEAM: readonly string[] = ['distress'];

export type ScaleAnswers = Readonly<Record<string, unknown>>;
type Entry = { readonly item?: unknown; readonly answer?: unknown };

const answerFrom = (scale: Scale, code: string, given: readonly string[]): unknown => {
  const item = scale.items[code];
  const [first = ''] = given;
  if (item?.kind === 'list') return given;
  // of one item there is one answer: two are none that exists
  if (given.length > 1) return given;
  if (item?.kind === 'whole') return /^\d{1,4}$/.test(first) ? Number(first) : first;
  return first;
};

/** The scale's answers from the entries of the form. */
export const answersFrom = (scale: Scale, entries: unknown): ScaleAnswers => {
  const given = new Map<string, string[]>();
  for (const { item, answer } of Array.isArray(entries) ? (entries as readonly Entry[]) : [])
    given.set(String(item), [...(given.get(String(item)) ?? []), String(answer)]);
  return Object.fromEntries([...given].map(([code, answers]) => [code, answerFrom(scale, code, answers)]));
};
/** And back, to be sent. */
export const entriesFrom = (answers: ScaleAnswers): readonly { readonly item: string; readonly answer: string }[] =>
  Object.entries(answers).flatMap(([item, answer]) =>
    (Array.isArray(answer) ? (answer as readonly unknown[]) : [answer]).flatMap((one) =>
      typeof one === 'string' || typeof one === 'number' ? [{ item, answer: String(one) }] : [],
    ),
  );

export type Found = {
  readonly scale: Scale;
  readonly answers: ScaleAnswers;
  /** Null where not every item was asked, which only ESAS-r allows. */
  readonly total: number | null;
  readonly band: string | null;
  readonly cutOffs: string;
};
type Faults = { readonly scale: Scale; readonly missing: readonly string[]; readonly wrong: readonly string[] };

/** What an entry comes to on the civil day of the assessment, or which items keep it from being a score. */
export const found = (code: unknown, entries: unknown, day: string): Found | Faults | undefined => {
  const scale = findScale(String(code));
  if (scale === undefined) return undefined;
  const answers = answersFrom(scale, entries);
  const scored = score(scale, answers, day);
  if (scored.ok) {
    const { total, band, cutOffs } = scored.score;
    return { scale, answers, total, band, cutOffs: cutOffs.version };
  }
  const partial = scale === esas && scored.wrong.length === 0 && Object.keys(answers).length > 0;
  const { missing, wrong } = scored;
  const version = cutOffsOn(scale.code, day, scale.cutOffs)?.version;
  return partial && version !== undefined
    ? { scale, answers, total: null, band: null, cutOffs: version }
    : { scale, missing, wrong };
};

const entryIn = (facts: StepFacts): Found | Faults | undefined =>
  found(facts.answers['scale'], facts.answers['items'], String(facts.loaded['assessedOn']));

/** A missing item is never zero: the sentence names it, and nothing is kept. */
export const scaleComplete: Rule = (facts) => {
  if (!facts.answered) return true;
  const entry = entryIn(facts);
  if (entry === undefined) return refuse('hospice.scale-unknown');
  if ('answers' in entry) return true;
  const items = [...entry.missing, ...entry.wrong];
  const named = (language: 'zh' | 'en'): string =>
    items.map((code) => entry.scale.items[code]?.label[language] ?? code).join(language === 'zh' ? '、' : ', ');
  return refuse(entry.wrong.length > 0 ? 'hospice.scale-wrong' : 'hospice.scale-missing', {
    itemsZh: named('zh'),
    itemsEn: named('en'),
  });
};

/** Nought on KPS or PPS says that somebody has died, which is another step. */
export const scoredAlive: Rule = (facts) => {
  if (!facts.answered) return true;
  const entry = entryIn(facts);
  const ofLife = facts.answers['scale'] === 'kps' || facts.answers['scale'] === 'pps';
  return !ofLife || entry === undefined || !('total' in entry) || entry.total !== 0 || refuse('hospice.scored-dead');
};

export const scaleByRole: Rule = (facts) =>
  !facts.answered ||
  (CARERS as readonly string[]).includes(facts.actor.role) ||
  OF_THE_TEAM.includes(String(facts.answers['scale'])) ||
  refuse('hospice.scale-by-carers');

/** Of the entry that is corrected: its version that stands, or that none does. */
export type ScoreFact = {
  readonly id: string;
  readonly entry: string;
  readonly version: number;
  readonly scale: string;
  readonly day: string;
  readonly observation: string | null;
  readonly replaced: boolean;
  /** Its record as it is kept. */
  readonly kept: { readonly version: number; readonly resource: Readonly<Record<string, unknown>> } | null;
};

/** What is corrected is of this stay and this scale, stands, and is corrected for a reason that is written down. */
export const correctionStands: Rule = (facts) => {
  const { corrects, why, scale } = facts.answers;
  if (!facts.answered || typeof corrects !== 'string' || corrects === '') return true;
  const before = facts.loaded['corrected'] as ScoreFact | null | undefined;
  if (before === null || before === undefined) return refuse('hospice.score-unknown');
  if (before.replaced) return refuse('hospice.score-replaced');
  if (scale !== undefined && scale !== before.scale) return refuse('hospice.score-of-another-scale');
  return (typeof why === 'string' && why !== '') || refuse('hospice.score-why');
};

export const assessedInTheStay: Rule = (facts) => {
  const admitted = facts.loaded['admittedAt'];
  if (!facts.answered) return true;
  const at = new Date(String(facts.answers['assessedAt']));
  if (at > facts.now) return refuse('hospice.in-the-future');
  return !(admitted instanceof Date) || at >= admitted || refuse('hospice.assessed-before-admission');
};

/** Band of each item of ESAS-r, where the scale bands items and not the whole. */
export const itemBand = (scale: Scale, day: string, value: number): string | null => {
  const cutOffs = cutOffsOn(scale.code, day, scale.cutOffs);
  return cutOffs?.bands['item'] === undefined ? null : bandOf(cutOffs, 'item', value);
};
