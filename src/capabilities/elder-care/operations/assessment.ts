/** What an assessment writes: each person's opinion with its score, the conclusion, and the level at the bed of whoever lives in a home. */
import { asActor, asProgram } from '../../../consortium/identity/patients.ts';
import type { CaseState, Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import { ability } from '../../../engines/forms/scales/ability.ts';
import type { Scale, Score } from '../../../engines/forms/scales/define.ts';
import { disability } from '../../../engines/forms/scales/disability.ts';
import { score } from '../../../engines/forms/scales/score.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { HomeFact, ResidentFact } from '../rules.ts';
import type { AssessmentFact, Opinion } from '../rules/assessment.ts';
import { levelRecord } from '../records.ts';
import { gradeSaid } from './days.ts';
import { findResident } from './stays.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const SCALES: Readonly<Record<string, Scale>> = { 'gb-t-42195': ability, 'ltci-disability': disability };

/** One row: what was asked, every opinion, the round, and the houses that live by the result. */
const findAssessment = (caseId: string, resident: string | null): Statement => ({
  name: 'assessment-of-case',
  text: `with one as (select coalesce($2, (select resident from cases where id = $1)) as resident)
         select homes_of(one.resident) as homes,
                (select item #>> '{answer,0,valueCoding,code}' from case_step s join resource r on r.type = 'QuestionnaireResponse'
                    and r.id = split_part(s.answers, '/', 2), jsonb_array_elements(r.content::jsonb -> 'item') as item
                  where s.case_id = $1 and s.version = 1 and item ->> 'linkId' = 'scale') as scale,
                1 + (select count(*) from case_step where case_id = $1 and step = 'dispute')::int as round,
                (select json_build_object('level', r.level, 'on', (r.concluded_at at time zone 'Asia/Shanghai')::date)::text
                   from assessment_result r where r.case_id = $1 order by r.round desc limit 1) as result,
                coalesce((select json_agg(json_build_object('person', o.person, 'round', o.round, 'role', o.role, 'level', o.level)
                    order by o.round, o.at) from assessment_opinion o where o.case_id = $1), '[]')::text as opinions
           from one`,
  values: [caseId, resident],
});
const factFrom = (rows: Rows, person: string | null): AssessmentFact | undefined => {
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    scale: text(row['scale']),
    round: Number(row['round']),
    opinions: JSON.parse(String(row['opinions'])) as readonly Opinion[],
    homes: row['homes'] as readonly string[],
    person,
    result: typeof row['result'] === 'string' ? (JSON.parse(row['result']) as AssessmentFact['result']) : null,
  };
};

const findOrganisation = (id: string | null): Statement => ({
  name: 'assessment-organisation',
  text: `select kind from organisation where id = $1`,
  values: [id],
});

export const loads = ({ caseId, answers, actor, at, dayOf }: StepQuestion): readonly Load[] => [
  {
    name: 'resident',
    statement: findResident(text(answers['resident'])),
    read: ([row]): ResidentFact => ({ known: row?.['known'] === true, deceased: row?.['deceased'] === true }),
  },
  {
    name: 'assessor',
    statement: findOrganisation(text(answers['assessor'])),
    read: ([row]): HomeFact | undefined => (row === undefined ? undefined : { kind: String(row['kind']), beds: 0 }),
  },
  {
    name: 'assessment',
    statement: findAssessment(caseId, text(answers['resident'])),
    read: (rows) => factFrom(rows, actor.person),
  },
  // the cut-offs of a scale are those of the region's civil day
  {
    name: 'today',
    statement: findAssessment(caseId, text(answers['resident'])),
    read: () => dayOf(at),
  },
];

const HEADLINES: Readonly<Record<string, string>> = {
  'gb-t-42195': '老年人能力评估',
  'ltci-disability': '长期护理失能等级评估',
};

export const moves = (
  { actor, answers, step }: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  if (before !== null) return {};
  const kind = (loaded['assessor'] as HomeFact | undefined)?.kind;
  const assessor = text(answers['assessor']);
  const sender = { organisation: actor.organisation, department: null };
  return {
    parties: {
      sender,
      ...(step === 'keep-old-result'
        ? { receiver: sender }
        : assessor === null || kind === undefined
          ? {}
          : { receiver: { organisation: assessor, department: null, kind } }),
    },
    ...(text(answers['resident']) === null ? {} : { resident: String(answers['resident']) }),
    headline: step === 'keep-old-result' ? '原标准评估结果' : (HEADLINES[String(answers['scale'])] ?? ''),
  };
};

const factIn = ({ loaded }: TakenStep): AssessmentFact => loaded['assessment'] as AssessmentFact;

const scoreOf = (taken: TakenStep): Score => {
  const scale = SCALES[factIn(taken).scale ?? ''];
  if (scale === undefined) throw new Error('an assessment without its scale');
  const scored = score(scale, taken.answers, taken.today);
  // the rule has seen the answers whole
  if (!scored.ok) throw new Error(`not scored: ${[...scored.missing, ...scored.wrong].join(', ')}`);
  return scored.score;
};

/** Guard: `assessment.same-person-twice`, should two of one person's screens send at once. */
const keepOpinion = (taken: TakenStep, found: Score): Statement => ({
  name: 'assessment-opinion',
  text: `with made as (
  insert into assessment_opinion (case_id, resident, round, person, role, organisation, scale, level, total, cut_offs, at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning person
)
select expect_rows((select count(*) from made), 1, 'assessment.same-person-twice')`,
  values: [
    taken.caseId,
    taken.after.resident,
    factIn(taken).round,
    taken.actor.person ?? taken.actor.id,
    taken.actor.role,
    taken.actor.organisation,
    found.scale,
    found.band,
    found.total,
    found.cutOffs.version,
    taken.at,
  ],
});

const keepResult = (taken: TakenStep): Statement => ({
  name: 'assessment-result',
  text: `insert into assessment_result (case_id, resident, round, scale, level, total, cut_offs, verified, reason, concluded_at, valid_until)
         select $1, $2, $3, $4, $5, (select total from assessment_opinion where case_id = $1 and round = $3 and level = $5 order by at limit 1),
                coalesce((select cut_offs from assessment_opinion where case_id = $1 and round = $3 order by at limit 1), $4), $6, $7, $8, $9`,
  values: [
    taken.caseId,
    taken.after.resident,
    factIn(taken).round,
    factIn(taken).scale,
    taken.answers['level'],
    factIn(taken).scale === 'gb-t-42195',
    String(taken.answers['basis']),
    taken.at,
    text(taken.answers['validUntil']),
  ],
});

const keepOld = (taken: TakenStep): Statement => ({
  name: 'assessment-old-result',
  text: `insert into assessment_result (case_id, resident, round, scale, level, cut_offs, verified, reason, concluded_at)
         values ($1, $2, 1, 'mz-t-039-2013', $3, 'MZ/T 039-2013', false, $4, $5::date)`,
  values: [
    taken.caseId,
    taken.after.resident,
    taken.answers['level'],
    String(taken.answers['by']),
    taken.answers['assessedOn'],
  ],
});

/** The level of ability at the bed, whosoever house it is: the program writes what the assessors found. */
const showAtBed = (taken: TakenStep): readonly Statement[] => {
  const { actor, after, at } = taken;
  return [
    asProgram,
    {
      name: 'assessment-at-bed',
      text: `update stay set level = r.level, level_at = $3 from assessment_result r
              where r.case_id = $1 and r.scale = 'gb-t-42195' and stay.resident = $2 and stay.until_at is null
                and r.round = (select max(round) from assessment_result where case_id = $1)`,
      values: [taken.caseId, after.resident, at],
    },
    asActor(actor),
  ];
};

/** A level of disability in force is what long-term-care insurance asks for; a level of ability is not. */
const graded = (taken: TakenStep): readonly Statement[] => {
  const { scale, result } = factIn(taken);
  return scale === 'ltci-disability' && result !== null ? gradeSaid(taken, result.level, result.on) : [];
};

const inForce = (taken: TakenStep): Written['resources'] => {
  const { scale, result, round } = factIn(taken);
  return scale === null || result === null
    ? []
    : [{ resource: levelRecord(taken, { scale, level: result.level, round }), replaces: null }];
};

export const write = (taken: TakenStep): Written => {
  switch (taken.step) {
    case 'assess-ability':
    case 'assess-ability-second':
    case 'assess-disability':
    case 'assess-disability-second':
      return { resources: [], statements: [keepOpinion(taken, scoreOf(taken))] };
    case 'conclude':
      return { resources: [], statements: [keepResult(taken)] };
    case 'put-in-force':
      return { resources: inForce(taken), statements: [...showAtBed(taken), ...graded(taken)] };
    case 'keep-old-result':
      return { resources: [], statements: [keepOld(taken)] };
    default:
      return { resources: [], statements: [] };
  }
};
