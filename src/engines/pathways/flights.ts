/** The two flights of a step: what the decision looks at, and what follows from it. */
import type { Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { isRole } from '../../consortium/roles.ts';
import { responseOf } from '../forms/response.ts';
import type { CapabilityServer, CaseState, Json, Load, StepQuestion, StoredResource, Written } from './capability.ts';
import type { StepFacts } from './define.ts';
import type { Engine, StepRequest } from './engine.ts';
import { nextCase, ownerParty } from './next-case.ts';
import {
  caseFrom,
  childrenFrom,
  findAnswered,
  findCase,
  findRecords,
  insertCase,
  keepStep,
  nextNumber,
  updateCase,
} from './statements.ts';
import type { Answered } from './statements.ts';
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

/** Of a case about to be opened there is nothing yet but what was loaded for it. */
export const NOTHING: Omit<Loaded, 'named'> = {
  ...{ answered: undefined, before: null, records: new Map(), children: [], number: null, openings: [] },
};

export const recordsFrom = (rows: Rows): ReadonlyMap<string, StoredResource> =>
  new Map(
    rows.map((row) => [
      `${String(row['type'])}/${String(row['id'])}`,
      { version: Number(row['version']), resource: JSON.parse(String(row['content'])) as Json },
    ]),
  );

/** The statements of loads, each once: loads that share a statement share its rows. */
export const statementsOf = (loads: readonly Load[]): readonly Statement[] => [
  ...new Set(loads.map(({ statement }) => statement)),
];
/** What the loads read from the answers to `statementsOf`. */
export const loadedFrom = (loads: readonly Load[], answers: readonly Rows[]): Readonly<Record<string, unknown>> => {
  const statements = statementsOf(loads);
  return Object.fromEntries(
    loads.map(({ name, statement, read }) => [name, read(answers[statements.indexOf(statement)] ?? [])]),
  );
};

export const load = async (
  engine: Engine,
  tx: Transaction,
  request: StepRequest,
  capability: CapabilityServer,
  question: StepQuestion,
  openings: readonly Opening[],
): Promise<Loaded> => {
  const all: readonly (readonly Load[])[] = [
    capability.loads(question),
    ...openings.map((opening) => opening.child.loads(opening.question)),
  ];
  const head = [
    findCase(request.caseId),
    findRecords(request.caseId),
    ...(request.key === null ? [] : [findAnswered(request.actor.id, request.key)]),
    // only a case about to be opened needs a number
    ...(request.version === null ? [nextNumber(capability.pathway.name, engine.today(question.at))] : []),
  ];
  const [cases = [], records = [], ...rest] = await tx.flight([...head, ...all.flatMap(statementsOf)]);
  const [answered] = request.key === null ? [] : (rest.shift() ?? []);
  const [number] = request.version === null ? (rest.shift() ?? []) : [];
  const [named = {}, ...theirs] = all.map((loads) => loadedFrom(loads, rest.splice(0, statementsOf(loads).length)));
  const row = cases[0];
  return {
    answered,
    before: row === undefined ? null : caseFrom(row),
    records: recordsFrom(records),
    children: row === undefined ? [] : childrenFrom(row),
    number: number === undefined ? null : Number(number['last']),
    named,
    openings: theirs,
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

/**
 * The case as its records name it. Its resident may have been found to be another since (decision 0095): the case is the
 * survivor's then, and its records go on naming whom it was opened for, so that undoing finds them.
 */
const asNamed = (after: CaseState, before: CaseState | null, task: StoredResource | undefined): CaseState => {
  const named = (task?.resource['for'] as Json | undefined)?.['reference'];
  return before?.resident === after.resident && typeof named === 'string'
    ? { ...after, resident: named.slice('Patient/'.length) }
    : after;
};

type Prepared = { readonly after: CaseState; readonly statements: readonly Statement[] };

/** The second flight: records, facts, holds, relations, audit and outbox of one decided step. */
export const prepare = (
  engine: Engine,
  capability: CapabilityServer,
  question: StepQuestion,
  loaded: Loaded,
  decision: Decision,
  of: {
    readonly number: string;
    readonly parent: string | null;
    /** What is kept for the client's key, if it sent one. */
    readonly answered: (after: CaseState) => Answered | null;
  },
): Prepared => {
  const { before, records } = loaded;
  const { actor, at } = question;
  const moves = capability.moves(question, loaded.named, before);
  const task = records.get(`Task/${question.caseId}`);
  const moved = nextCase(
    capability.pathway,
    engine.limits,
    before ?? { id: question.caseId, number: of.number, opener: actor.organisation, parent: of.parent },
    decision,
    moves,
    at,
  );
  const after = asNamed(moved, before, task);
  const form = capability.pathway.steps[question.step]?.form;
  const answers = form === undefined ? null : `QuestionnaireResponse/${after.id}-a${String(after.version)}`;
  const written: Written = capability.write({
    ...question,
    before,
    after,
    loaded: loaded.named,
    records,
    newId: engine.newId,
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
  const owner = ownerParty(capability.pathway, after.state);
  const step = keepStep(after, {
    mark,
    event: engine.newId(),
    kind,
    organisations: [...new Set([...organisations, ...left])],
    before,
    answered: of.answered(after),
  });
  // a case that was open has related its parties already
  const known = before?.closedAt === null && before.resident === moved.resident ? left : [];
  const related = organisations.filter((organisation) => !known.includes(organisation));
  return {
    after,
    statements: [
      // a twin of this request is met at its key, before its version is looked at
      ...(before === null ? [insertCase(after, owner), step] : [step, updateCase(after, owner)]),
      ...(after.resident === null || after.closedAt !== null || related.length === 0
        ? []
        : [engine.relate(after.resident, related, after.id, at, capability.relates ?? 'case')]),
      ...engine.store(resources, actor, at),
      ...written.statements,
      ...(after.closedAt === null ? [] : [engine.endRelation(after.id, at)]),
      engine.audit(
        actor,
        at,
        `step.${question.step}`,
        `Task/${after.id}`,
        [...new Set([moved.resident, after.resident])].filter((resident) => resident !== null),
        mark.reason,
      ),
    ],
  };
};
