/** What the steps of an acceptance do beside moving the case: its row, the round of experts, and the term that stands or ends. */
import type { CaseState, Moves, StepQuestion, TakenStep, Written } from '../../engines/pathways/capability.ts';
import { addDays } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import { text } from './operations/loads.ts';
import type { StandingTerm } from './operations/loads.ts';
import { endTerm, insertAcceptance, insertBeds, insertTerm, nextRound, updateApplication } from './operations/rows.ts';
import { endedRecord, termRecord } from './records.ts';
import { standardVersion } from './rules/standards.ts';
import type { Standard } from './rules/standards.ts';

export { loads } from './operations/loads.ts';

type Loaded = Readonly<Record<string, unknown>>;
const partyOf = (organisation: string, loaded: Loaded) => {
  const kind = (loaded['kinds'] as ReadonlyMap<string, string> | undefined)?.get(organisation);
  return { organisation, department: null, ...(kind === undefined ? {} : { kind }) };
};
const termOf = (loaded: Loaded): StandingTerm | undefined => loaded['term'] as StandingTerm | undefined;

export const moves = (question: StepQuestion, loaded: Loaded, before: CaseState | null): Moves => {
  const { answers, actor, endOfDay } = question;
  if (before === null)
    return {
      parties: { sender: partyOf(actor.organisation, loaded), receiver: partyOf(text(answers['to']), loaded) },
      headline: (loaded['standard'] as Standard | undefined)?.name.zh ?? '',
    };
  const until = termOf(loaded)?.ceases ?? null;
  switch (question.step) {
    case 'decide':
      if (answers['result'] === 'accepted') return { dueAt: endOfDay(text(answers['recheckOn'])) };
      return answers['result'] === 'to-rectify' ? { dueAt: endOfDay(text(answers['rectifyBy'])) } : {};
    // the acceptance ends on its day, whoever looks at it meanwhile
    case 'fall-due':
    case 'invite-recheck':
      return until === null ? {} : { dueAt: endOfDay(addDays(until, -1)) };
    default:
      return {};
  }
};

type Effect = Written;
const only = (...statements: readonly Statement[]): Effect => ({ resources: [], statements });
const both = (one: Effect, other: Effect): Effect => ({
  resources: [...one.resources, ...other.resources],
  statements: [...one.statements, ...other.statements],
});

/** What stands ceases on `day`; nothing where nothing stands. */
const ceased = (taken: TakenStep, day: string, because: 'renewed' | 'rectification' | 'revoked'): Effect => {
  const term = termOf(taken.loaded);
  if (term === undefined) return only();
  const on = day < term.from ? term.from : day;
  return {
    statements: [endTerm(term.id, on, because)],
    resources: term.stored === null ? [] : [{ resource: endedRecord(term.stored, on), replaces: term.version }],
  };
};

const accepted = (taken: TakenStep): Effect => {
  const { answers, after, newId, actor } = taken;
  const standard = taken.loaded['standard'] as Standard;
  const from = text(answers['validFrom']);
  const term = {
    ...{ id: newId(), organisation: after.parties['sender']?.organisation ?? '', bureau: actor.organisation },
    ...{ standard: standard.code, version: standardVersion(standard), beds: Number(answers['beds']), from },
    ceases: addDays(text(answers['validUntil']), 1),
    recheckOn: text(answers['recheckOn']),
    source: after.number,
  };
  const named = (Array.isArray(answers['named']) ? answers['named'] : []) as readonly Readonly<
    Record<string, unknown>
  >[];
  return both(ceased(taken, from, 'renewed'), {
    resources: [{ resource: termRecord(term), replaces: null }],
    statements: [
      insertTerm(term, taken.caseId, text(answers['certificate']) || null, actor.id),
      ...(named.length === 0
        ? []
        : [
            insertBeds(
              term.id,
              named.map((row) => text(row['bed'])),
            ),
          ]),
    ],
  });
};

export const write = (taken: TakenStep): Written => {
  switch (taken.step) {
    case 'apply':
      return only(insertAcceptance(taken));
    case 'complete':
      return only(updateApplication(taken));
    case 'invite':
    case 'invite-recheck':
      return only(nextRound(taken.caseId));
    case 'decide':
      return taken.answers['result'] === 'accepted' ? accepted(taken) : ceased(taken, taken.today, 'rectification');
    case 'revoke':
      return ceased(taken, taken.today, 'revoked');
    default:
      return only();
  }
};
