/** Scores as entries in versions: what stands, what took its place, and the day of care they are evidence of. */
import type { TakenStep } from '../../../engines/pathways/capability.ts';
import { cutOffsOn } from '../../../engines/forms/scales/cut-offs.ts';
import { esas } from '../../../engines/forms/scales/symptoms.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { found, SYMPTOM_SCALES } from '../rules/scales.ts';
import type { Found, ScoreFact } from '../rules/scales.ts';
import { text } from './loads.ts';
import { residentOf, shown } from './stays.ts';

const correctedIn = (taken: TakenStep): ScoreFact | null =>
  (taken.loaded['corrected'] as ScoreFact | null | undefined) ?? null;
export const foundIn = (taken: TakenStep): Found => {
  const entry = found(taken.answers['scale'], taken.answers['items'], String(taken.loaded['assessedOn']));
  // the rule has seen it whole
  if (entry === undefined || !('answers' in entry)) throw new Error('a scale that has no score');
  return entry;
};
/** The Observation of an entry: its versions are the versions of the entry. */
export const observationOf = (taken: TakenStep): { readonly id: string; readonly replaces: number | null } => {
  const before = correctedIn(taken);
  return before === null || before.kept === null || before.observation === null
    ? { id: `${taken.caseId}-s${String(taken.after.version)}`, replaces: null }
    : { id: before.observation, replaces: before.kept.version };
};

type Kept = {
  readonly scale: string;
  readonly at: Date;
  readonly day: string;
  readonly items: object;
  readonly total: number | null;
  readonly band: string | null;
  readonly cutOffs: string;
};
const kept = (taken: TakenStep, score: Kept): Statement => {
  const before = correctedIn(taken);
  const id = taken.newId();
  return {
    name: 'hospice-score',
    text: `insert into hospice_score (id, entry, version, observation, case_id, resident, organisation, scale, at, day, items, total,
                                      band, cut_offs, recorded_at, author)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    values: [
      ...[
        id,
        before?.entry ?? id,
        (before?.version ?? 0) + 1,
        observationOf(taken).id,
        taken.caseId,
        residentOf(taken),
      ],
      ...[taken.actor.organisation, score.scale, score.at, score.day, JSON.stringify(score.items), score.total],
      ...[score.band, score.cutOffs, taken.at, taken.actor.id],
    ],
  };
};

/** Guard: `hospice.score-replaced`, should two correct one entry at once. */
const replaced = (taken: TakenStep, before: ScoreFact): Statement => ({
  name: 'hospice-score-replace',
  text: `with gone as (
    update hospice_score set replaced_at = $2, replaced_why = $3 where id = $1 and replaced_at is null returning 1
  )
  select expect_rows((select count(*) from gone), 1, 'hospice.score-replaced')`,
  values: [before.id, taken.at, text(taken.answers['why'])],
});
/** A day that no symptom score stands for any more has no evidence of one: the ledger takes its day back and waits for proof. */
const unshown = (taken: TakenStep, before: ScoreFact): Statement => ({
  name: 'hospice-score-unshow',
  text: `update care_evidence e set known_until = $3
          where e.resident = $1 and e.day = $2 and e.kind = 'symptom-score' and e.known_until is null
            and not exists (select 1 from hospice_score s where s.resident = $1 and s.day = $2 and s.scale = any($4::text[])
                                                            and s.replaced_at is null)`,
  values: [residentOf(taken), before.day, taken.at, SYMPTOM_SCALES],
});
const ended = (taken: TakenStep): readonly Statement[] => {
  const before = correctedIn(taken);
  if (before === null) return [];
  return [replaced(taken, before), ...(SYMPTOM_SCALES.includes(before.scale) ? [unshown(taken, before)] : [])];
};

/** Any scale: the version before ends, the new one stands. */
export const scaled = (taken: TakenStep): readonly Statement[] => {
  const { scale, answers, total, band, cutOffs } = foundIn(taken);
  const day = String(taken.loaded['assessedOn']);
  const at = new Date(text(taken.answers['assessedAt']));
  return [
    ...ended(taken),
    kept(taken, { scale: scale.code, at, day, items: answers, total, band, cutOffs }),
    ...(SYMPTOM_SCALES.includes(scale.code) ? [shown(taken, 'symptom-score', day)] : []),
  ];
};
/** What was entered by mistake: no version of it stands any more. */
export const withdrawn = (taken: TakenStep): readonly Statement[] => ended(taken);

const ITEMS = Object.keys(esas.items);
/** The symptoms of a step's own form, what is missing left out: the total only where every item was asked. */
export const scored = (taken: TakenStep): Statement => {
  const items = Object.fromEntries(
    ITEMS.flatMap((item) => (taken.answers[item] === undefined ? [] : [[item, taken.answers[item]]])),
  );
  const counted = ITEMS.filter((item) => item !== 'other');
  const whole = counted.every((item) => typeof items[item] === 'number');
  const total = whole ? counted.reduce((sum, item) => sum + Number(items[item]), 0) : null;
  const cutOffs = cutOffsOn(esas.code, taken.today, esas.cutOffs, [])?.version ?? '';
  return kept(taken, { scale: esas.code, at: taken.at, day: taken.today, items, total, band: null, cutOffs });
};
