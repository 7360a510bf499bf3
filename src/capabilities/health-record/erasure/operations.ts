/** What an erasure does beside its case: the row of who asked and who decided, and the erasing itself. */
import { reviewerQuery, readReviewer } from '../../../consortium/access/reviewers.ts';
import type { Reviewer } from '../../../consortium/access/reviewers.ts';
import { asActor, asProgram, resourceOf } from '../../../consortium/identity/patients.ts';
import type { Json, Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { factStatements } from '../../../fhir/store/fact-keeper.ts';
import { deletion } from '../../../fhir/store/new-version.ts';
import { movedTo } from './operations/moving.ts';
import type { EntryFact } from './rules.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const FACTS = `e.type, e.id, e.version, e.patient, e.organisation, e.content, e.erased is not null as erased,
    e.type = 'Patient' or (e.type in ('Task', 'QuestionnaireResponse') and entry_of_case(e.id)) as framework,
    entry_of_case(e.id) as of_case`;

const findAsked = (entry: string): Statement => ({
  name: 'erasure-entry',
  text: `select ${FACTS}, null as move_to, exists (
           select 1 from erasure k where k.type = e.type and k.entry = e.id and k.ended_at is null) as already
           from resource e where e.type = split_part($1, '/', 1) and e.id = split_part($1, '/', 2)`,
  values: [entry],
});
const findOfCase = (caseId: string): Statement => ({
  name: 'erasure-entry-of-case',
  text: `select ${FACTS}, k.moved_to as move_to, false as already
           from erasure k join resource e on e.type = k.type and e.id = k.entry where k.id = $1`,
  values: [caseId],
});

/** What the rules look at, and what a moved entry is made from. */
type LoadedEntry = EntryFact & {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly content: string | null;
  readonly moveTo: string | null;
};
const readEntry = (rows: Rows): LoadedEntry | undefined => {
  const [row] = rows;
  return row === undefined
    ? undefined
    : {
        type: text(row['type']),
        id: text(row['id']),
        version: Number(row['version']),
        resident: text(row['patient']),
        organisation: text(row['organisation']),
        erased: row['erased'] === true,
        framework: row['framework'] === true,
        ofCase: row['of_case'] === true,
        askedAlready: row['already'] === true,
        content: textOrNull(row['content']),
        moveTo: textOrNull(row['move_to']),
      };
};

const findDecider = (organisation: string, at: Date, except: string | null): Statement => ({
  name: 'erasure-decider',
  text: reviewerQuery('$1', '$2', '$3'),
  values: [organisation, at, except],
});
const findDestination = (resident: string): Statement => ({
  name: 'erasure-destination',
  text: 'select resident_known($1) as known',
  values: [resident],
});
const findOwnAsking = (caseId: string, person: string | null): Statement => ({
  name: 'erasure-own-asking',
  text: 'select 1 from erasure where id = $1 and asked_person is not distinct from $2',
  values: [caseId, person],
});

/** The entry is looked at for the program: whoever decides reads no record. */
export const loads = ({ step, caseId, actor, answers, at }: StepQuestion): readonly Load[] => [
  { name: 'as-program', statement: asProgram, read: () => null },
  {
    name: 'entry',
    statement: step === 'ask' ? findAsked(text(answers['entry'])) : findOfCase(caseId),
    read: readEntry,
  },
  { name: 'as-actor', statement: asActor(actor), read: () => null },
  ...(step === 'ask'
    ? [
        {
          name: 'decider',
          statement: findDecider(actor.organisation, at, actor.person),
          read: readReviewer,
        },
        {
          name: 'destination',
          statement: findDestination(text(answers['moveTo'])),
          read: (rows: Rows) => rows[0]?.['known'] === true,
        },
      ]
    : [
        {
          name: 'ownAsking',
          statement: findOwnAsking(caseId, actor.person),
          read: (rows: Rows) => rows.length > 0,
        },
      ]),
];

export const moves = (
  { actor, answers }: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: unknown,
): Moves => {
  if (before !== null) return {};
  const decider = loaded['decider'] as Reviewer | undefined;
  return {
    parties: {
      asker: { organisation: actor.organisation, department: null },
      ...(decider === undefined ? {} : { decider: decider.party }),
    },
    resident: text(answers['resident']),
    headline: text(answers['kind']),
  };
};

/** Guard: `erasure.asked-already`, where two asked at once. */
const keepAsking = ({ caseId, answers, actor, at }: TakenStep, entry: LoadedEntry): Statement => ({
  name: 'erasure-ask',
  text: `with asked as (
           insert into erasure (id, kind, basis, resident, type, entry, organisation, asked_by, asked_person, asked_at, moved_to)
           values ($1, $2, $3, $4, split_part($5, '/', 1), split_part($5, '/', 2), $6, $7, $8, $9, $10)
           on conflict do nothing returning 1)
         select expect_rows((select count(*) from asked), 1, 'erasure.asked-already')`,
  values: [
    caseId,
    text(answers['kind']),
    text(answers['basis']),
    entry.resident,
    text(answers['entry']),
    entry.organisation,
    actor.id,
    actor.person,
    at,
    textOrNull(answers['moveTo']),
  ],
});

const decideErasing = (
  caseId: string,
  by: string,
  person: string | null,
  movedEntry: string | null,
  at: Date,
): Statement => ({
  name: 'erasure-decide',
  text: `with decided as (
           update erasure set decided_by = $2, decided_person = $3, decided_at = $4, ended_at = $4, moved_to = coalesce($5, moved_to)
            where id = $1 and ended_at is null returning 1)
         select expect_rows((select count(*) from decided), 1, 'erasure.not-decided')`,
  values: [caseId, by, person, at, movedEntry],
});
const eraseRecord = (caseId: string, at: Date): Statement => ({
  name: 'erasure-erase',
  text: 'select erase_record($1, $2)',
  values: [caseId, at],
});
const endAsking = (caseId: string, at: Date): Statement => ({
  name: 'erasure-end',
  text: 'update erasure set ended_at = $2 where id = $1',
  values: [caseId, at],
});

export const write = (taken: TakenStep): Written => {
  const { step, caseId, actor, at, loaded } = taken;
  const entry = loaded['entry'] as LoadedEntry | undefined;
  if (step === 'ask') return { resources: [], statements: entry === undefined ? [] : [keepAsking(taken, entry)] };
  if (step === 'keep' || step === 'withdraw') return { resources: [], statements: [endAsking(caseId, at)] };
  if (step !== 'erase' || entry === undefined) return { resources: [], statements: [] };
  const moved: Json | null =
    entry.moveTo === null || entry.content === null
      ? null
      : movedTo(resourceOf(entry.content), entry.resident, entry.moveTo, taken.newId());
  const reference = moved === null ? null : `${text(moved['resourceType'])}/${text(moved['id'])}`;
  return {
    resources: moved === null ? [] : [{ resource: moved, replaces: null }],
    statements: [
      decideErasing(caseId, actor.id, actor.person, reference, at),
      // figures from now on count it no more, as after any deletion; what was signed keeps its counts
      ...factStatements([deletion(entry.type, entry.id, entry.version, entry.resident)], at),
      eraseRecord(caseId, at),
    ],
  };
};
