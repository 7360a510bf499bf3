/** What a decision about two residents changes beside its case: the merge itself, and what is known of the pair. */
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import type { Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import { decidePair, screenAgain } from '../../../consortium/identity/pairs.ts';
import { mergeStatements } from '../../../consortium/identity/merge.ts';
import { asActor, asProgram, resourceOf } from '../../../consortium/identity/patients.ts';
import type { StoredPatient } from '../../../consortium/identity/patients.ts';
import type { Reason } from '../../../consortium/identity/scoring.ts';
import type { PairFact } from './rules.ts';
import { words } from './words.ts';

export type LoadedPair = PairFact & {
  readonly patients: readonly StoredPatient[];
  readonly finder: { readonly organisation: string; readonly kind: string };
  readonly keeper: { readonly organisation: string; readonly kind: string };
  readonly reasons: readonly Reason[];
};

/** One row for each of the two, whether or not a Patient of it is stored. */
const findPair = (caseId: string): Statement => ({
  name: 'identity-pair-of-case',
  text: `select p.one, p.other, p.reasons, p.finder, f.kind as finder_kind, p.keeper, k.kind as keeper_kind, side.id,
                exists (select 1 from resident where resident.id = side.id) as standing, r.version, r.content
           from resident_pair p join organisation f on f.id = p.finder join organisation k on k.id = p.keeper
           cross join lateral unnest(array[p.one, p.other]) as side (id)
           left join resource r on r.type = 'Patient' and r.id = side.id and not r.deleted
          where p.case_id = $1`,
  values: [caseId],
});

const readPair = (rows: Rows): LoadedPair | undefined => {
  const [row] = rows;
  if (row === undefined) return undefined;
  const patients = rows
    .filter((each) => each['content'] !== null)
    .map((each) => ({
      id: String(each['id']),
      version: Number(each['version']),
      patient: resourceOf(each['content']),
      standing: each['standing'] === true,
    }));
  return {
    one: String(row['one']),
    other: String(row['other']),
    standing: rows.every((each) => each['standing'] === true),
    recorded: patients.length === 2,
    patients,
    finder: { organisation: String(row['finder']), kind: String(row['finder_kind']) },
    keeper: { organisation: String(row['keeper']), kind: String(row['keeper_kind']) },
    reasons: JSON.parse(String(row['reasons'])) as readonly Reason[],
  };
};

/** Both Patients, whoever is asking: read for the program's purpose, and the actor's again after it. */
export const loads = ({ caseId, actor }: StepQuestion): readonly Load[] => [
  { name: 'as-program', statement: asProgram, read: () => null },
  { name: 'pair', statement: findPair(caseId), read: readPair },
  { name: 'as-actor', statement: asActor(actor), read: () => null },
];

const pairIn = (loaded: Readonly<Record<string, unknown>>): LoadedPair | undefined =>
  loaded['pair'] as LoadedPair | undefined;

/** What is heard of the two before anything is opened: how they agree, and no name (law 9). */
const headlineOf = (reasons: readonly Reason[]): string =>
  reasons
    .filter(({ weight }) => weight > 0)
    .slice(0, 4)
    .map(({ feature }) => words.zh.features[feature])
    .join('，');

export const moves = (_question: StepQuestion, loaded: Readonly<Record<string, unknown>>, before: unknown): Moves => {
  const pair = pairIn(loaded);
  if (before !== null || pair === undefined) return {};
  const party = ({ organisation, kind }: LoadedPair['finder']) => ({ organisation, kind, department: null });
  return { parties: { finder: party(pair.finder), keeper: party(pair.keeper) }, headline: headlineOf(pair.reasons) };
};

const merged = (taken: TakenStep, pair: LoadedPair, actor: Actor): readonly Statement[] => {
  const keep = taken.answers['keep'];
  const survivor = pair.patients.find(({ id }) => id === keep);
  const absorbed = pair.patients.find(({ id }) => id !== keep);
  // the rules have seen both; a step without them does not come this far
  if (survivor === undefined || absorbed === undefined) throw new Error('a merge without its Patients');
  return mergeStatements(
    { id: taken.newId(), absorbed, survivor, reason: String(taken.answers['note']), caseId: taken.after.id },
    actor,
    taken.at,
  );
};

export const write = (taken: TakenStep): Written => {
  const { actor, at, step, after } = taken;
  const pair = pairIn(taken.loaded);
  if (pair === undefined) return { resources: [], statements: [] };
  const decide = (decision: 'same' | 'different'): readonly Statement[] => [
    asProgram,
    decidePair(after.id, decision, at),
    asActor(actor),
  ];
  if (step === 'same-person')
    return {
      resources: [],
      statements: [
        ...merged(taken, pair, actor),
        ...decide('same'),
        // other pairs of the two are looked at anew
        screenAgain([String(taken.answers['keep'])], actor.organisation, at),
      ],
    };
  return { resources: [], statements: step === 'different-persons' ? decide('different') : [] };
};
