/** The score of a scale, or what keeps it from being one. Nothing is guessed: a missing item withholds the score. */
import type { CivilDay } from '../../../platform/civil-time.ts';
import { cutOffsOn, type CutOffs } from './cut-offs.ts';
import type { Answers, Scale, ScaleItem, Scored } from './define.ts';

/** What an answer counts: undefined when there is none, null when there is one the item does not have. */
const pointsOf = (item: ScaleItem, given: unknown): number | null | undefined => {
  if (given === undefined || given === null || given === '') return undefined;
  switch (item.kind) {
    case 'choice':
      return typeof given === 'string' && Object.hasOwn(item.options, given)
        ? (item.options[given]?.points ?? null)
        : null;
    case 'whole':
      return typeof given === 'number' &&
        Number.isInteger(given) &&
        given >= item.min &&
        given <= item.max &&
        (given - item.min) % (item.step ?? 1) === 0
        ? given
        : null;
    case 'list':
      return Array.isArray(given) && given.every((code) => typeof code === 'string' && Object.hasOwn(item.among, code))
        ? undefined
        : null;
  }
};

/**
 * Scores the answers of one form by the cut-offs in force on the civil day of the assessment. Answers to items the scale does
 * not have are wrong, not ignored.
 */
export const score = (scale: Scale, answers: Answers, day: CivilDay, regional: readonly CutOffs[] = []): Scored => {
  const wrong: string[] = Object.keys(answers).filter((code) => !Object.hasOwn(scale.items, code));
  const missing: string[] = [];
  const points: Record<string, number> = {};
  const spared = scale.spares?.(answers) ?? [];
  for (const [code, item] of Object.entries(scale.items)) {
    const counted = pointsOf(item, answers[code]);
    if (counted === null) wrong.push(code);
    else if (counted !== undefined) points[code] = counted;
    else if (item.optional !== true && !spared.includes(code)) missing.push(code);
  }
  if (missing.length > 0 || wrong.length > 0) return { ok: false, missing, wrong };
  const cutOffs = cutOffsOn(scale.code, day, scale.cutOffs, regional);
  if (cutOffs === undefined) return { ok: false, missing, wrong, day };
  const { version, verified, source } = cutOffs;
  return {
    ok: true,
    score: {
      ...scale.outcome(points, cutOffs, answers),
      scale: scale.code,
      version: scale.version,
      cutOffs: { version, verified: verified && scale.source.verified, source },
    },
  };
};
