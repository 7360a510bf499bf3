/** What the work on a difference writes beside its case: its row, and the entry of the ledger where the insurer's sum is accepted. */
import type { CaseState, Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import { acceptDifference } from '../../../engines/care-days/claims.ts';
import type { WorkedLine } from '../../../engines/care-days/core/claims.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { fenOf } from '../rules/difference.ts';
import type { DifferenceFact } from '../rules/difference.ts';
import { ownKind, text } from './loads.ts';
import type { OwnKind } from './loads.ts';

type Found = DifferenceFact & { readonly worked: WorkedLine };

const findDifference = ({ caseId, actor }: StepQuestion): Statement => ({
  name: 'difference-of-case',
  text: `select k.claim, k.line, k.round, k.organisation, k.owed, k.paid, k.found_on, k.dispute_by, k.disputed_on, k.answer,
                k.handler is not distinct from $2 as mine, c.payer, c.scheme, c.through, l.resident
           from care_dispute k join care_claim c on c.id = k.claim
           join care_claim_line l on l.claim = k.claim and l.number = k.line where k.case_id = $1`,
  values: [caseId, actor.id],
});
const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const foundFrom = ([row]: Rows): Found | undefined => {
  if (row === undefined) return undefined;
  const line = { claim: text(row['claim']), line: Number(row['line']), round: Number(row['round']) };
  const sums = { owed: Number(row['owed']), paid: Number(row['paid']) };
  const of = {
    payer: row['payer'] === 'ltci' ? ('ltci' as const) : ('medical' as const),
    ...{ scheme: text(row['scheme']), organisation: text(row['organisation']) },
  };
  return {
    ...line,
    ...sums,
    ...{ foundOn: text(row['found_on']), disputeBy: text(row['dispute_by']), disputedOn: orNull(row['disputed_on']) },
    ...{ mine: row['mine'] === true, answer: orNull(row['answer']) },
    worked: { ...line, ...sums, of, resident: text(row['resident']), day: text(row['through']) },
  };
};

export const loads = (question: StepQuestion): readonly Load[] => [
  ownKind(question.actor.organisation),
  { name: 'difference', statement: findDifference(question), read: foundFrom },
];

export const moves = (
  { actor }: StepQuestion,
  loaded: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves =>
  before === null
    ? {
        parties: { sender: { organisation: actor.organisation, department: null, ...(loaded['ownKind'] as OwnKind) } },
        headline: '医保回执差额',
      }
    : {};

/** The last day on which the insurer is asked to look again: that of the clock, by the region's dated limit. */
const lastDay = ({ after, dayOf, at }: TakenStep): string => dayOf(after.clock?.dueAt ?? at);

const insertDispute = (taken: TakenStep): Statement => ({
  name: 'difference-insert',
  text: `insert into care_dispute (case_id, claim, line, round, organisation, owed, paid, found_on, dispute_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  values: [
    ...[taken.caseId, taken.answers['claim'], taken.answers['line'], taken.answers['round']],
    ...[taken.actor.organisation, taken.answers['owed'], taken.answers['paid'], taken.today, lastDay(taken)],
  ],
});
/** Another statement of the insurer's: its sum is the one that is worked now, and what it answered before is history of the case. */
const restate = (taken: TakenStep): Statement => ({
  name: 'difference-restate',
  text: `update care_dispute set round = $2, owed = $3, paid = $4, found_on = $5, dispute_by = $6, disputed_on = null,
                dispute_number = null, answer = null, answered_on = null, answer_number = null, promised = null
          where case_id = $1`,
  values: [
    ...[taken.caseId, taken.answers['round'], taken.answers['owed'], taken.answers['paid'], taken.today],
    lastDay(taken),
  ],
});
const correct = (taken: TakenStep): Statement => ({
  name: 'difference-correct',
  text: `update care_dispute set round = $2, owed = $3, paid = $4, ended = 'corrected' where case_id = $1`,
  values: [taken.caseId, taken.answers['round'], taken.answers['owed'], taken.answers['paid']],
});
const takeOn = ({ caseId, actor }: TakenStep): Statement => ({
  name: 'difference-take-on',
  text: 'update care_dispute set handler = $2 where case_id = $1',
  values: [caseId, actor.id],
});
const explain = ({ caseId, answers, actor }: TakenStep): Statement => ({
  name: 'difference-explain',
  text: `update care_dispute set cause = $2, note = coalesce($3, note), evidence = coalesce($4, evidence),
                handler = coalesce(handler, $5) where case_id = $1`,
  values: [caseId, answers['cause'], orNull(answers['note']), orNull(answers['evidence']), actor.id],
});
const dispute = ({ caseId, answers, actor }: TakenStep): Statement => ({
  name: 'difference-dispute',
  text: `update care_dispute set cause = $2, note = $3, evidence = $4, disputed_on = $5, dispute_number = $6,
                answer = null, answered_on = null, answer_number = null, promised = null, handler = coalesce(handler, $7)
          where case_id = $1`,
  values: [
    ...[caseId, answers['cause'], answers['grounds'], answers['evidence'], answers['disputedOn']],
    ...[orNull(answers['disputeNumber']), actor.id],
  ],
});
const recordAnswer = ({ caseId, answers, loaded }: TakenStep): Statement => ({
  name: 'difference-answer',
  text: `update care_dispute set answer = $2, answered_on = $3, answer_number = $4, promised = $5 where case_id = $1`,
  values: [
    ...[caseId, answers['answer'], answers['answeredOn'], orNull(answers['answerNumber'])],
    answers['answer'] === 'upheld'
      ? (loaded['difference'] as Found | undefined)?.owed
      : answers['answer'] === 'partly'
        ? fenOf(answers['promised'])
        : null,
  ],
});
const accept = (taken: TakenStep): readonly Statement[] => {
  const found = taken.loaded['difference'] as Found | undefined;
  const { caseId, answers, actor, at } = taken;
  return [
    {
      name: 'difference-end',
      text: `update care_dispute set ended = 'accepted', cause = $2, note = coalesce($3, note), handler = coalesce(handler, $4)
              where case_id = $1`,
      values: [caseId, answers['cause'], orNull(answers['note']), actor.id],
    },
    ...(found === undefined ? [] : acceptDifference(found.worked, { id: taken.newId(), at, author: actor.id })),
  ];
};

const statementsOf = (taken: TakenStep): readonly Statement[] => {
  switch (taken.step) {
    case 'find-difference':
      return [insertDispute(taken)];
    case 'restate':
      return [restate(taken)];
    case 'correct':
      return [correct(taken)];
    case 'take-on':
      return [takeOn(taken)];
    case 'explain':
      return [explain(taken)];
    case 'dispute':
      return [dispute(taken)];
    case 'record-answer':
      return [recordAnswer(taken)];
    case 'accept-difference':
      return accept(taken);
    default:
      return [];
  }
};
export const write = (taken: TakenStep): Written => ({ resources: [], statements: statementsOf(taken) });
