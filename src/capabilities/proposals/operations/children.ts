/** What co-handling and promises change: who they are for, until when, and their rows. */
import type { CaseState, Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { PromiseFact } from '../rules/promises.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const at = (organisation: string) => ({ organisation, department: null });

export const moveCoHandling = (
  question: StepQuestion,
  _named: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves =>
  before !== null
    ? {}
    : {
        parties: {
          lead: at(question.actor.organisation),
          'co-handler': at(text(question.answers['organisation'])),
        },
        headline: text(question.answers['question']).slice(0, 200),
        dueAt: question.endOfDay(text(question.answers['answerBy'])),
      };

export const writeCoHandling = ({ before, after, step, answers, today }: TakenStep): Written => {
  const statements: Statement[] = [];
  if (before === null && after.parent !== null)
    statements.push({
      name: 'co-handling-insert',
      text: `insert into co_handling (id, proposal, organisation, task, question, answer_by) values ($1, $2, $3, $4, $5, $6::date)`,
      values: [
        after.id,
        after.parent,
        answers['organisation'],
        answers['task'],
        answers['question'],
        answers['answerBy'],
      ],
    });
  if (step === 'give')
    statements.push({
      name: 'co-handling-given',
      text: `update co_handling set opinion = $2, agreed = $3, contact = $4, answered_on = $5::date where id = $1`,
      values: [after.id, answers['opinion'], answers['agreed'], text(answers['contact']) || null, today],
    });
  if (step === 'decline' || step === 'take-back')
    statements.push({
      name: 'co-handling-declined',
      text: `update co_handling set opinion = $2, answered_on = $3::date where id = $1`,
      values: [after.id, answers['reason'], today],
    });
  return { resources: [], statements };
};

const milestonesIn = (value: unknown): readonly { readonly milestone: string; readonly due: string }[] =>
  (Array.isArray(value) ? value : []) as readonly { readonly milestone: string; readonly due: string }[];

const findPromise = (id: string): Statement => ({
  name: 'promise-loads',
  text: `select p.due_on::text as due,
                (select json_agg(json_build_object('place', m.place, 'due', m.due_on, 'done', m.done_on is not null) order by m.place)::text
                   from promise_milestone m where m.promise = p.id) as milestones
           from promise p where p.id = $1`,
  values: [id],
});

const promiseFrom = (rows: Rows): PromiseFact | null => {
  const [row] = rows;
  if (row === undefined) return null;
  const milestones = JSON.parse(text(row['milestones']) || '[]') as PromiseFact['milestones'];
  return { due: text(row['due']), milestones };
};

export const loadPromise = ({ caseId }: StepQuestion): readonly Load[] => [
  { name: 'promise', statement: findPromise(caseId), read: promiseFrom },
];

/** The next thing that is due: the first open milestone, or the promise itself. */
const nextDue = (question: StepQuestion, promise: PromiseFact): string => {
  const { step, answers } = question;
  const due = step === 'postpone' ? text(answers['due']) : promise.due;
  const open = promise.milestones.filter(
    ({ place, done }) => !done && !(step === 'reach-milestone' && place === answers['place']),
  );
  const days = [...open.map((one) => one.due), ...(step === 'set-milestone' ? [text(answers['due'])] : []), due];
  return days.sort()[0] ?? due;
};

export const movePromise = (
  question: StepQuestion,
  named: Readonly<Record<string, unknown>>,
  before: CaseState | null,
): Moves => {
  const { answers, actor, step } = question;
  if (before === null)
    return {
      parties: { lead: at(actor.organisation), keeper: at(text(answers['organisation'])) },
      headline: text(answers['what']).slice(0, 200),
      dueAt: question.endOfDay(
        [text(answers['due']), ...milestonesIn(answers['milestones']).map(({ due }) => due)].sort()[0] ?? '',
      ),
    };
  const promise = named['promise'] as PromiseFact | null;
  if (promise === null || step === 'show-kept') return {};
  return { dueAt: question.endOfDay(nextDue(question, promise)) };
};

export const writePromise = ({ before, after, step, answers, today, loaded }: TakenStep): Written => {
  const one = (name: string, sql: string, values: readonly unknown[]): Written => ({
    resources: [],
    statements: [{ name, text: sql, values }],
  });
  const milestones = milestonesIn(answers['milestones']);
  if (before === null)
    return after.parent === null
      ? { resources: [], statements: [] }
      : one(
          'promise-insert',
          `with made as (
             insert into promise (id, proposal, keeper, what, due_on, figure) values ($1, $2, $3, $4, $5::date, $6) returning id)
           insert into promise_milestone (promise, place, what, due_on)
           select made.id, m.place, m.what, m.due::date
             from made, unnest($7::text[], $8::text[]) with ordinality as m (what, due, place)`,
          [
            after.id,
            after.parent,
            answers['organisation'],
            answers['what'],
            answers['due'],
            text(answers['figure']) || null,
            milestones.map(({ milestone }) => milestone),
            milestones.map(({ due }) => due),
          ],
        );
  const promise = loaded['promise'] as PromiseFact | null;
  switch (step) {
    case 'set-milestone':
      return one(
        'promise-milestone-insert',
        'insert into promise_milestone (promise, place, what, due_on) values ($1, $2, $3, $4::date)',
        [after.id, (promise?.milestones.length ?? 0) + 1, answers['milestone'], answers['due']],
      );
    case 'reach-milestone':
      return one(
        'promise-milestone-reached',
        'update promise_milestone set done_on = $3::date where promise = $1 and place = $2',
        [after.id, answers['place'], answers['reachedOn']],
      );
    case 'show-kept':
      return one(
        'promise-claimed',
        'update promise set evidence = $2, evidence_value = $3, claimed_on = $4::date where id = $1',
        [after.id, answers['evidence'], text(answers['evidenceValue']) || null, today],
      );
    case 'judge-evidence':
      return answers['evidenceDecision'] === 'evidence-accepted'
        ? one('promise-closed', 'update promise set closed_on = $2::date where id = $1', [after.id, today])
        : { resources: [], statements: [] };
    case 'postpone':
      return one('promise-postponed', 'update promise set due_on = $2::date where id = $1', [after.id, answers['due']]);
    case 'give-up':
      return one('promise-closed', 'update promise set closed_on = $2::date where id = $1', [after.id, today]);
    default:
      return { resources: [], statements: [] };
  }
};
