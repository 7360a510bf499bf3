/** The two flights of a step: what the decision looks at, and what follows from it. */
import type { Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { isRole } from '../../consortium/roles.ts';
import { responseOf } from '../forms/response.ts';
import type { CapabilityServer, CaseState, Json, Load, StepQuestion, StoredResource, Written } from './capability.ts';
import type { StepFacts } from './define.ts';
import type { Engine, StepRequest } from './engine.ts';
import { nextCase, ownerParty } from './next-case.ts';
import {
  announce,
  caseFrom,
  findAnswered,
  findCase,
  findChildren,
  findRecords,
  insertCase,
  insertStep,
  keepParties,
  nextNumber,
  updateCase,
} from './statements.ts';
import type { Decision } from './take-step.ts';
import { outputOf, taskOf } from './task.ts';
import type { StepMark } from './task.ts';

/** A child about to be opened: its first step, answered by one entry of the parent's form. */
export type Opening = { readonly child: CapabilityServer; readonly question: StepQuestion };

/** Everything the first flight brought. */
export type Loaded = {
  readonly answered: Rows[number] | undefined;
  readonly before: CaseState | null;
  readonly records: ReadonlyMap<string, StoredResource>;
  readonly children: StepFacts['children'];
  readonly number: number | null;
  readonly named: Readonly<Record<string, unknown>>;
  /** What was loaded for each child the step opens, in their order. */
  readonly openings: readonly Readonly<Record<string, unknown>>[];
};

export const recordsFrom = (rows: Rows): ReadonlyMap<string, StoredResource> =>
  new Map(
    rows.map((row) => [
      `${String(row['type'])}/${String(row['id'])}`,
      { version: Number(row['version']), resource: JSON.parse(String(row['content'])) as Json },
    ]),
  );

export const load = async (
  engine: Engine,
  tx: Transaction,
  request: StepRequest,
  capability: CapabilityServer,
  question: StepQuestion,
  openings: readonly Opening[],
): Promise<Loaded> => {
  const loads: readonly Load[] = capability.loads(question);
  const theirs = openings.map((opening) => opening.child.loads(opening.question));
  const opening = request.version === null;
  // a case about to be opened has no children yet, and only it needs a number
  const [answered = [], cases = [], records = [], next = [], ...rest] = await tx.flight([
    findAnswered(request.actor.id, request.key ?? ''),
    findCase(request.caseId),
    findRecords(request.caseId),
    opening ? nextNumber(capability.pathway.name, engine.today(question.at)) : findChildren(request.caseId),
    ...[loads, ...theirs].flat().map((named) => named.statement),
  ]);
  const answers = (of: readonly Load[]): Loaded['named'] =>
    Object.fromEntries(of.map((named) => [named.name, named.read(rest.shift() ?? [])]));
  const named = answers(loads);
  const row = cases[0];
  return {
    answered: request.key === null ? undefined : answered[0],
    before: row === undefined ? null : caseFrom(row),
    records: recordsFrom(records),
    children: (opening ? [] : next).map((child) => ({
      id: String(child['id']),
      pathway: String(child['pathway']),
      state: String(child['state']),
      closed: child['closed'] === true,
    })),
    number: opening ? Number(next[0]?.['last']) : null,
    named,
    openings: theirs.map(answers),
  };
};

export const factsOf = (
  question: StepQuestion,
  before: CaseState | null,
  children: StepFacts['children'],
  loaded: Readonly<Record<string, unknown>>,
  answered: boolean,
  parties: StepFacts['parties'],
): StepFacts => ({
  now: question.at,
  state: before?.state ?? null,
  urgency: before?.urgency ?? 'routine',
  parties,
  actor: {
    role: isRole(question.actor.role) ? question.actor.role : 'service-client',
    organisation: question.actor.organisation,
    department: question.actor.department ?? null,
  },
  answers: question.answers,
  answered,
  loaded,
  children,
});

export const caseNumber = (prefix: string, day: string, last: number): string =>
  `${prefix}${day.replaceAll('-', '')}-${String(last).padStart(4, '0')}`;

type Prepared = { readonly after: CaseState; readonly statements: readonly Statement[] };

/** The second flight: records, facts, holds, relations, audit and outbox of one decided step. */
export const prepare = (
  engine: Engine,
  capability: CapabilityServer,
  question: StepQuestion,
  loaded: Loaded,
  decision: Decision,
  of: { readonly number: string; readonly parent: string | null },
): Prepared => {
  const { before, records } = loaded;
  const { actor, at } = question;
  const moves = capability.moves(question, loaded.named, before);
  const after = nextCase(
    capability.pathway,
    engine.limits,
    before ?? { id: question.caseId, number: of.number, opener: actor.organisation, parent: of.parent },
    decision,
    moves,
    at,
  );
  const form = capability.pathway.steps[question.step]?.form;
  const answers = form === undefined ? null : `QuestionnaireResponse/${after.id}-a${String(after.version)}`;
  const written: Written = capability.write({
    ...question,
    before,
    after,
    loaded: loaded.named,
    records,
    newId: engine.newId,
    today: engine.today(at),
    limits: engine.limits,
  });
  const mark: StepMark = {
    step: question.step,
    from: before?.state ?? null,
    actor: actor.id,
    role: actor.role,
    organisation: actor.organisation,
    reason: capability.reason(question.step, question.answers),
    answers,
  };
  const task = records.get(`Task/${after.id}`);
  const output = [...outputOf(task?.resource), ...(written.output ?? [])];
  const resources = [
    {
      resource: taskOf(
        after,
        mark,
        capability.taskStatus(after.state),
        capability.publishedStatus(after.state),
        output,
      ),
      replaces: before === null ? null : before.version,
    },
    ...(form === undefined || answers === null
      ? []
      : [
          {
            resource: responseOf(form, question.answers, {
              id: answers.slice('QuestionnaireResponse/'.length),
              subject: after.resident,
              author: actor.person === null ? null : actor.id,
              authored: at,
            }),
            replaces: null,
          },
        ]),
    ...written.resources,
  ];
  const organisations = [...new Set(Object.values(after.parties).map((party) => party.organisation))];
  const left = Object.values(before?.parties ?? {}).map((party) => party.organisation);
  const kind =
    before === null
      ? 'case.opened'
      : after.closedAt !== null
        ? 'case.closed'
        : decision.escalates
          ? 'case.escalated'
          : 'case.moved';
  return {
    after,
    statements: [
      before === null ? insertCase(after) : updateCase(after),
      keepParties(after, ownerParty(capability.pathway, after.state)),
      insertStep(after, mark),
      ...(after.resident === null || after.closedAt !== null
        ? []
        : [engine.relate(after.resident, organisations, after.id, at)]),
      ...engine.store(resources, actor, at),
      ...written.statements,
      ...(after.closedAt === null ? [] : [engine.endRelation(after.id, at)]),
      engine.audit(
        actor,
        at,
        `step.${question.step}`,
        `Task/${after.id}`,
        after.resident === null ? [] : [after.resident],
        mark.reason,
      ),
      announce(engine.newId(), kind, after, [...new Set([...organisations, ...left])], before),
    ],
  };
};
